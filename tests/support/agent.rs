//! The stand-in agent as a worker: what it was given and what it shows.

use std::time::Instant;

use org::agent::{AgentCommand, Profile, profile};
use org::error::Error;
use org::operation::send::{Prompt, Sent};
use org::text;
use org::tmux::{PaneId, Target};

use super::{Server, stand_in, wait_for, words};

/// A stand-in agent in a pane of the test's server.
pub struct Agent<'a> {
    pub server: &'a Server,
    pub target: Target,
    pub directory: String,
    log: String,
}

/// The command of a stand-in agent that logs into this file.
pub fn command(log: &str, options: &[&str]) -> AgentCommand {
    words(&[&[stand_in(), "--log", log], options].concat())
}

/// The profile under which org sends to it: that of Claude Code.
pub fn claude() -> Profile {
    profile::of_program("claude")
}

impl<'a> Agent<'a> {
    /// Starts one in the directory of this name, and does not wait for it.
    pub fn begin(server: &'a Server, name: &str, options: &[&str]) -> Self {
        let directory = server.directory(name);
        let log = server.folder().join(format!("{name}.log"));
        let log = log.to_str().unwrap().to_owned();
        let started = server.start(&directory, &command(&log, options)).unwrap();
        Self {
            server,
            target: started.target,
            directory,
            log,
        }
    }

    /// Starts one and waits until it takes a prompt.
    pub fn start(server: &'a Server, name: &str, options: &[&str]) -> Self {
        let agent = Self::begin(server, name, options);
        agent.wait_until_it_shows("? for shortcuts");
        agent
    }

    /// Its pane.
    pub fn pane(&self) -> PaneId {
        self.target.pane
    }

    /// What it shows.
    pub fn screen(&self) -> String {
        let pane = self.pane().to_string();
        self.server.must(&["capture-pane", "-p", "-t", &pane])
    }

    /// Waits until it shows a text.
    pub fn wait_until_it_shows(&self, text: &str) {
        wait_for(
            &format!("{} shows {text:?}", self.pane()),
            || self.screen(),
            || self.screen().contains(text).then_some(()),
        );
    }

    /// Its log, as it is.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// What a person types into it.
    pub fn keys(&self, keys: &[&str]) {
        let pane = self.pane().to_string();
        self.server
            .must(&[&["send-keys", "-t", &pane, "--"], keys].concat());
    }

    /// An option of its pane, empty when it is not set.
    pub fn option(&self, name: &str) -> String {
        self.server.show(self.pane(), &format!("#{{{name}}}"))
    }

    /// Waits until an option of its pane has this value.
    pub fn wait_for_option(&self, name: &str, value: &str) {
        wait_for(
            &format!("{name} of {} is {value:?}", self.pane()),
            || format!("{:?}\n{}", self.option(name), self.screen()),
            || (self.option(name) == value).then_some(()),
        );
    }

    /// Sends a text as it is sent by default.
    pub fn send(&self, text: &str) -> Result<Sent, Error> {
        self.send_as(Prompt::new(text))
    }

    /// Sends a prompt.
    pub fn send_as(&self, prompt: Prompt) -> Result<Sent, Error> {
        let sending = self.server.sending_as(&self.target, claude(), prompt);
        self.server.finish(sending)
    }

    /// What it has taken: the kind of each message, and its text.
    pub fn messages(&self) -> Vec<(String, String)> {
        let lines = std::fs::read_to_string(&self.log).unwrap_or_default();
        let whole = lines.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let message = |line: &str| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| record[name].as_str().unwrap().to_owned();
            (field("kind"), text::unhex(&field("hex")).unwrap())
        };
        whole.lines().map(message).collect()
    }

    /// Waits until it has taken exactly these messages.
    pub fn wait_for_messages(&self, expected: &[(&str, &str)]) {
        let begin = Instant::now();
        wait_for(
            &format!("{} messages at {}", expected.len(), self.pane()),
            || {
                format!(
                    "{:.2000}\n{}",
                    format!("{:?}", self.messages()),
                    self.screen()
                )
            },
            || (self.messages().len() >= expected.len()).then_some(begin.elapsed()),
        );
        let messages = self.messages();
        let same = messages
            .iter()
            .map(|(kind, text)| (kind.as_str(), text.as_str()))
            .eq(expected.iter().copied());
        assert!(same, "{:.3000}", format!("{messages:?}"));
    }

    /// Waits until it has taken exactly these prompts.
    pub fn wait_for_prompts(&self, expected: &[&str]) {
        let expected: Vec<_> = expected.iter().map(|text| ("prompt", *text)).collect();
        self.wait_for_messages(&expected);
    }
}
