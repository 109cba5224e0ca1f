//! Terminals for people who look at workers: the panes of a tmux server of
//! their own, so every case is one of tmux within tmux too.

use org::operation::attach_to_worker;
use org::tmux::PaneId;
use org::worker::Worker;

use super::{Server, wait_for};

/// A tmux server whose panes are the terminals of the tests.
pub struct Terminals(pub Server);

impl Terminals {
    pub fn new() -> Self {
        let server = Server::new();
        server.must(&[
            "new-session",
            "-d",
            "-s",
            "terminals",
            "-x",
            "100",
            "-y",
            "30",
            "cat",
        ]);
        server.must(&["set-option", "-g", "remain-on-exit", "on"]);
        Self(server)
    }

    /// Runs a command in a terminal of its own.
    pub fn run(&self, argv: &[String]) -> PaneId {
        let mut words = vec!["new-window", "-d", "-P", "-F", "#{pane_id}", "--"];
        words.extend(argv.iter().map(String::as_str));
        self.0.must(&words).parse().unwrap()
    }

    /// Opens a worker.
    pub fn open(&self, server: &Server, worker: &Worker) -> PaneId {
        self.run(&attach_to_worker(&server.tmux, worker, &server.nonce()))
    }

    pub fn screen(&self, terminal: PaneId) -> String {
        self.0
            .must(&["capture-pane", "-p", "-S", "-", "-t", &terminal.to_string()])
    }

    pub fn wait_for_text(&self, terminal: PaneId, text: &str) {
        let all = || self.0.screen();
        wait_for(&format!("{text:?} in {terminal}"), all, || {
            self.screen(terminal).contains(text).then_some(())
        });
    }

    pub fn wait_for_end(&self, terminal: PaneId) {
        wait_for(
            &format!("{terminal} has ended"),
            || self.0.screen(),
            || (self.0.show(terminal, "#{pane_dead}") == "1").then_some(()),
        );
    }

    pub fn keys(&self, terminal: PaneId, keys: &[&str]) {
        let terminal = terminal.to_string();
        self.0
            .must(&[&["send-keys", "-t", &terminal], keys].concat());
    }

    pub fn close(&self, terminal: PaneId) {
        self.0.must(&["kill-pane", "-t", &terminal.to_string()]);
    }
}
