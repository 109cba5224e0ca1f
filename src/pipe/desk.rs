//! The pipes that this panel knows of: whose each is, how far its request is,
//! and when to look at it next.
//!
//! Every panel of a Zellij is given every message. The one that claims the
//! pipe does the work; the others remember until when it has promised to have
//! ended, so that a pipe whose panel has vanished does not hang.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::input::RequestId;
use crate::pipe::{Message, Reading};
use crate::time::{Millis, Moment};
use crate::tmux::Target;
use crate::worker::State;

/// How long a request may take to be whole once it has begun: what comes in
/// may be the output of a slow program.
pub const READING: Millis = Millis(600_000);
/// How long after a promise the others look whether it was kept.
pub const GRACE: Millis = Millis(5_000);
/// How long a pipe that has ended is remembered. What comes later meets its
/// claim.
pub const REMEMBERED: Millis = Millis(60_000);
/// How long an answer is kept for whoever asks again.
pub const KEPT: Millis = Millis(600_000);
/// How often a kept answer is looked for.
pub const RECALL: Millis = Millis(200);
/// How long a claim stays when its end was not seen: longer than any request
/// may take.
pub const CLAIMED: Millis = Millis(90_000_000);
/// How long a state has to last before a wait takes it for settled: an agent's
/// hook may come 1.6 s after its screen.
pub const SETTLED: Millis = Millis(1_700);

/// The pipes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// By Zellij's name of them.
    pub pipes: BTreeMap<String, Pipe>,
    /// When claims were last swept.
    pub swept: Moment,
    /// Whether a script has called before the user has allowed anything.
    pub called: bool,
}

/// One pipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipe {
    /// The operation, as it stands in the answer.
    pub operation: String,
    /// How far it is.
    pub course: Course,
    /// When something is due at the latest.
    pub until: Moment,
    /// Whether Zellij's client waits for its pipe to be unblocked.
    pub blocked: bool,
    /// Whether its input has ended: then its client has left.
    pub ended: bool,
    /// The name that its sender has given to the request.
    pub request_name: Option<String>,
}

/// How far a pipe is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    /// Whether it is this panel's is not known yet.
    Claiming(Message),
    /// Its request is not whole.
    Reading(Box<Reading>),
    /// Whether its request is the first of its name is not known yet. What is
    /// wrong with it has a name only where its client has left.
    Naming(Box<Result<crate::pipe::Request, crate::pipe::Fault>>),
    /// An earlier request of its name is under way; when to give up.
    Recalling(Moment),
    /// Its errand is under way.
    Running(RequestId, Box<crate::pipe::Request>),
    /// It waits for workers.
    Waiting(Waiting),
    /// It is told of every change.
    Watching(Option<BTreeMap<Target, Told>>),
    /// It was answered.
    Answered,
    /// Another panel has it.
    Others,
}

/// What is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The worker; all of them without it.
    pub target: Option<Target>,
    /// The states.
    pub until: Vec<State>,
    /// The limit, for the answer.
    pub timeout: Millis,
    /// Since when it has been so.
    pub since: Option<Moment>,
}

/// What was last told of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its state.
    pub state: State,
    /// All of it.
    pub worker: Value,
}

impl Pipe {
    /// Until when this panel has promised the others to have answered, if it
    /// is at work on it.
    #[must_use]
    pub fn promise(&self) -> Option<Moment> {
        match self.course {
            Course::Recalling(until) => Some(until),
            Course::Reading(_)
            | Course::Naming(_)
            | Course::Running(..)
            | Course::Waiting(_)
            | Course::Watching(_) => Some(self.until),
            Course::Claiming(_) | Course::Answered | Course::Others => None,
        }
    }
}

impl Desk {
    /// Whether somebody wants to know what the workers do.
    #[must_use]
    pub fn listens(&self) -> bool {
        self.pipes
            .values()
            .any(|p| matches!(p.course, Course::Waiting(_) | Course::Watching(_)))
    }

    /// When something is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        let live = self.pipes.values();
        live.filter(|p| p.course != Course::Answered)
            .map(|p| p.until)
            .min()
    }

    /// The pipes for which something is due.
    #[must_use]
    pub fn due(&self, now: Moment) -> Vec<String> {
        let due = self.pipes.iter().filter(|(_, p)| p.until <= now);
        due.filter(|(_, p)| p.course != Course::Answered)
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// The clock has jumped: what is due stays as far ahead as it was.
    pub fn shift(&mut self, by: i64) {
        self.swept.shift(by);
        for pipe in self.pipes.values_mut() {
            pipe.until.shift(by);
            match &mut pipe.course {
                Course::Recalling(until) => until.shift(by),
                Course::Waiting(waiting) => {
                    if let Some(since) = &mut waiting.since {
                        since.shift(by);
                    }
                }
                _ => {}
            }
        }
    }

    /// Forgets what has ended long ago.
    pub fn forget(&mut self, now: Moment) {
        self.pipes.retain(|_, pipe| {
            let over = matches!(pipe.course, Course::Answered);
            !over || now.since(pipe.until) < REMEMBERED
        });
    }

    /// The pipes that wait or watch.
    #[must_use]
    pub fn listeners(&self) -> Vec<String> {
        let all = self.pipes.iter();
        all.filter(|(_, p)| matches!(p.course, Course::Waiting(_) | Course::Watching(_)))
            .map(|(id, _)| id.clone())
            .collect()
    }
}
