//! What is under way, and why: prompts and all other requests.

use std::sync::Arc;

use crate::agent::Profile;
use crate::agent::typing::Kind;
use crate::input::RequestId;
use crate::model::StartDialog;
use crate::operation::save::{Discard, Write};
use crate::operation::send::{Prompt, Wait};
use crate::tmux::Target;
use crate::worker::State;

/// A prompt on its way to a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The worker.
    pub target: Target,
    /// What was known of its agent when the prompt was written for it: what
    /// runs there later may be a shell.
    pub profile: Profile,
    /// Its name for notices.
    pub name: String,
    /// The text and how it is to be sent.
    pub prompt: Prompt,
    /// The number of the round to several workers that it is part of.
    pub round: Option<u64>,
    /// Tells it from every other prompt of the panel.
    pub number: u64,
}

/// A text that was not sent, and is not in the prompt because something else is
/// being written there, or for somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Whom it was for, in words.
    pub to: String,
    /// The text.
    pub text: Arc<str>,
    /// What it was to be.
    pub kind: Kind,
    /// The number of the round of which it is what some did not get.
    pub round: Option<u64>,
}

impl Unsent {
    /// A prompt that one worker did not get.
    #[must_use]
    pub fn prompt(to: String, text: impl Into<Arc<str>>) -> Self {
        Self {
            to,
            text: text.into(),
            kind: Kind::Text,
            round: None,
        }
    }
}

impl From<Outgoing> for Unsent {
    fn from(outgoing: Outgoing) -> Self {
        let kind = outgoing.prompt.kind;
        let unsent = Self::prompt(outgoing.target.pane.to_string(), outgoing.prompt.text);
        Self { kind, ..unsent }
    }
}

/// A prompt that has not been sent yet, as its user sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending<'a> {
    /// The prompt.
    pub outgoing: &'a Outgoing,
    /// What it waits for; none while it is being delivered.
    pub wait: Option<Wait>,
    /// Its request; none while it waits behind an earlier one.
    pub request: Option<RequestId>,
}

/// Why a request was made, and what must be known when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To know whether tmux is there.
    Probe,
    /// To know the workers.
    List,
    /// To start a worker; what the user typed, to give it back.
    Start(StartDialog),
    /// To start a dead worker again.
    Restart {
        /// Its name.
        name: String,
    },
    /// To send a prompt.
    Send(Outgoing),
    /// To remove the dead.
    Clean,
    /// To stop a worker.
    Stop {
        /// Its name.
        name: String,
    },
    /// To know what a worker is doing.
    Look(Target),
    /// To do what a script asks through the pipe of this name.
    Errand(String),
    /// To look back in a worker's output.
    Output(Target),
    /// To tell that a worker has come to do this.
    Tell(Target, State),
    /// To know where a worker could be started.
    Find,
    /// To complete this typed path.
    Complete(String),
    /// To keep these texts.
    Save {
        /// What is written.
        writes: Vec<Write>,
        /// What is taken away.
        discards: Vec<Discard>,
    },
    /// To find what panels have left that are no more.
    Recover,
}
