//! The panel with a real host, but without Zellij: its commands are run, its
//! timers come, and its screen is read.

use std::sync::mpsc::{Receiver, Sender, channel};

use org::app::App;
use org::effect::Effect;
use org::input::{Input, Key, KeyCode, RequestId};
use org::tmux::Output;
use org::tmux::saved::Owner;
use org::view::Size;

use super::{Server, now, signal_process, wait_for};

/// A panel at work.
pub struct Host<'a> {
    server: &'a Server,
    app: App,
    ended: Receiver<(RequestId, Output)>,
    ends: Sender<(RequestId, Output)>,
    running: Vec<u32>,
}

impl<'a> Host<'a> {
    /// A panel that has its permission and is in sight.
    pub fn open(server: &'a Server, options: &[(&str, &str)]) -> Self {
        let owner = Owner {
            zellij: 1,
            plugin: 1,
            client: 1,
            seed: now().0,
        };
        Self::open_as(server, options, owner)
    }

    /// A panel of this Zellij and this place in it.
    pub fn open_as(server: &'a Server, options: &[(&str, &str)], owner: Owner) -> Self {
        let socket = match &server.tmux.socket {
            org::tmux::Socket::Path(path) => path.clone(),
            other => panic!("a test's server has a path: {other:?}"),
        };
        let mut configuration: std::collections::BTreeMap<String, String> = options
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect();
        configuration.insert("tmux_socket".into(), socket);
        let (ends, ended) = channel();
        let mut host = Self {
            server,
            app: App::new(),
            ended,
            ends,
            running: Vec::new(),
        };
        host.input(Input::Loaded {
            configuration,
            owner,
            directory: server.directory(""),
        });
        host.input(Input::Permission(true));
        host.input(Input::Visible(true));
        host
    }

    /// Takes an input and does what comes of it.
    pub fn input(&mut self, input: Input) {
        for effect in self.app.update(now(), input) {
            if let Effect::Notify { argv, .. } = &effect {
                let output = self.server.run(argv);
                assert!(output.success(), "{argv:?}: {}", output.complaint());
            }
            if let Effect::RunCommand { id, argv } = effect {
                let child = self.server.spawn(&argv);
                self.running.push(child.id());
                let ends = self.ends.clone();
                std::thread::spawn(move || {
                    let output = child.wait_with_output().unwrap();
                    let output = Output {
                        status: output.status.code(),
                        stdout: output.stdout,
                        stderr: output.stderr,
                    };
                    // The panel may have gone.
                    let _ = ends.send((id, output));
                });
            }
        }
    }

    /// Lets everything come that has come.
    pub fn turn(&mut self) {
        while let Ok((id, output)) = self.ended.try_recv() {
            self.input(Input::CommandFinished { id, output });
        }
        self.input(Input::Tick);
    }

    /// Presses a key.
    pub fn key(&mut self, code: KeyCode) {
        self.screen();
        self.input(Input::Key(Key::plain(code)));
    }

    /// Types a text.
    pub fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(KeyCode::Char(c)));
    }

    /// What it shows, its lines joined by blanks.
    pub fn words(&mut self) -> String {
        let screen = self.screen();
        screen.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn screen(&mut self) -> String {
        let size = Size {
            rows: 16,
            columns: 70,
        };
        self.app.view(now(), size).text()
    }

    /// Waits until it says this, however it is wrapped.
    pub fn wait_until_it_says(&mut self, text: &str) {
        let seen = std::cell::RefCell::new(String::new());
        wait_for(
            &format!("the panel says {text:?}"),
            || seen.borrow().clone(),
            || {
                self.turn();
                *seen.borrow_mut() = self.screen();
                self.words().contains(text).then_some(())
            },
        );
    }

    /// Waits until it does not say this any more.
    pub fn wait_until_it_lacks(&mut self, text: &str) {
        let seen = std::cell::RefCell::new(String::new());
        wait_for(
            &format!("the panel no longer says {text:?}"),
            || seen.borrow().clone(),
            || {
                self.turn();
                *seen.borrow_mut() = self.screen();
                (!self.words().contains(text)).then_some(())
            },
        );
    }
}

impl Drop for Host<'_> {
    fn drop(&mut self) {
        // What is still running carries the mark of the test.
        let ours = self.server.processes();
        for pid in self.running.iter().filter(|pid| ours.contains(pid)) {
            signal_process(*pid, "KILL");
        }
    }
}
