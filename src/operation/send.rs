//! Sends a prompt to a worker, and says honestly how far it got.
//!
//! There are two ways. An agent whose screen can be read gets the prompt in
//! steps (`verified.rs`, `course.rs`): look, paste, look, Enter, look. Any
//! other program gets it in one invocation (`blind.rs`): text, a pause, Enter.
//! Both hold a claim on the pane meanwhile, so that no two senders mix.

mod blind;
mod course;
mod judge;
mod parcel;
pub(in crate::operation) mod sight;
pub(in crate::operation) mod steps;
mod verified;

use std::sync::Arc;

use serde::Serialize;

use crate::agent::Profile;
use crate::agent::typing::{self, Kind};
use crate::directory::Directory;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::status::{Status, get_all_workers_status};
use crate::operation::{Operation, Progress, Step};
use crate::text;
use crate::time::{Millis, Moment};
use crate::tmux::saved::Ticket;
use crate::tmux::{Output, PaneId, Target, Tmux};
use crate::worker::{Roster, Worker};

use blind::Blind;
pub use parcel::STALE_AFTER;
use verified::Verified;

/// How long to wait for other senders' turns to end.
const PATIENCE: Millis = Millis(30_000);
/// How often to look whether they have.
const RETRY: Millis = Millis(150);
/// How long an agent that has just been started may take to be ready.
const START_PATIENCE: Millis = Millis(60_000);

/// A text for a worker, and how it is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The text as written.
    pub text: Arc<str>,
    /// For the agent, or for its shell.
    pub kind: Kind,
    /// When it may be sent.
    pub when: When,
    /// What to do when somebody's text stands in the agent's box.
    pub draft: OnDraft,
    /// Without it, where there is one, it must not be sent: another panel has
    /// taken it over.
    pub ticket: Option<Ticket>,
    /// The text as it is pasted to an agent of the worker's kind, where it is
    /// one of several workers' that share it.
    pub prepared: Option<Arc<str>>,
}

/// When a prompt may be sent to an agent whose screen can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// When the agent is idle. For a working one it waits so long, or without
    /// a limit; nor does it wait longer for anything else.
    Idle(Option<Millis>),
    /// Also while it works: the agent keeps it in a queue of its own. Only
    /// for an agent whose hooks tell when it asks something.
    Now,
}

/// What to do when somebody's text stands in the agent's box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDraft {
    /// Refuse.
    Refuse,
    /// Wait until the box is empty, as long as for an idle agent.
    Wait,
    /// Put the prompt behind it and send both, if it is this one, which the
    /// sender has seen; wait for any other to go.
    Append(String),
}

impl When {
    /// This patience, or what the sender has of it if that is less: whoever
    /// has said how long they wait is not kept for longer.
    fn at_most(self, patience: Millis) -> Millis {
        match self {
            Self::Idle(Some(limit)) => limit.min(patience),
            Self::Idle(None) | Self::Now => patience,
        }
    }
}

impl Prompt {
    /// The text as it is pasted to this agent.
    fn pasted(&self, profile: &Profile) -> Arc<str> {
        let prepared = self.prepared.clone();
        prepared.unwrap_or_else(|| typing::pasted(profile, self.kind, &self.text))
    }

    /// A text that goes to the agent when it is idle, and waits for that
    /// without a limit; a draft in the box refuses it.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Text,
            when: When::Idle(None),
            draft: OnDraft::Refuse,
            ticket: None,
            prepared: None,
        }
    }
}

/// How far a prompt got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The agent has taken it: it stood in the box and is gone from there, or
    /// the agent's hook has counted it.
    Submitted,
    /// The agent was working and has taken it into its queue.
    Queued,
    /// Text and Enter are in the pane's input queue; whether the agent has
    /// taken them was not seen.
    Delivered,
}

/// A prompt that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The worker's pane.
    pub pane: PaneId,
    /// How far it got.
    pub delivery: Delivery,
    /// Bytes of the text as delivered, after cleaning.
    pub bytes: usize,
}

/// What a prompt that is not sent yet waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// Another sender's turn to end.
    Turn,
    /// The agent to be ready.
    Start,
    /// The agent to be idle.
    Idle,
    /// A question to be answered.
    Answer,
    /// A question to be answered, while the text stands in the program's
    /// input and only its Enter is missing.
    Enter,
    /// The prompt box to come back from behind another view.
    View,
    /// Somebody's text to leave the box.
    Draft,
}

/// Sends a prompt to exactly this worker. `profile` is what is known of its
/// agent, see [`crate::worker::Worker::profile`].
#[must_use]
pub fn send_command_to_worker(
    tmux: &Tmux,
    target: Target,
    profile: Profile,
    prompt: Prompt,
    nonce: Nonce,
) -> Send {
    Send {
        tmux: tmux.clone(),
        route: Route::to(tmux, target, profile, &prompt, nonce.clone()),
        prompt,
        nonce,
    }
}

/// Sends a prompt to the worker of this directory, org's own or one that
/// someone else made. It costs a listing more than
/// [`send_command_to_worker`].
#[must_use]
pub fn send_command_to_worker_by_directory(
    tmux: &Tmux,
    directory: Directory,
    prompt: Prompt,
    nonce: Nonce,
) -> Send {
    let listing = get_all_workers_status(tmux, nonce.step(0));
    Send {
        tmux: tmux.clone(),
        route: Route::Finding(Sought::In(directory), Box::new(listing)),
        prompt,
        nonce,
    }
}

/// A send under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    tmux: Tmux,
    prompt: Prompt,
    nonce: Nonce,
    route: Route,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Route {
    Finding(Sought, Box<Status>),
    Blind(Box<Blind>),
    Verified(Box<Verified>),
}

/// The worker that is looked for in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sought {
    /// Whichever is in this directory.
    In(Directory),
    /// One in which a shell was seen: it may have died since, or an agent may
    /// have been started in it.
    Shell(Target),
}

impl Route {
    fn to(tmux: &Tmux, target: Target, profile: Profile, prompt: &Prompt, nonce: Nonce) -> Self {
        match profile.screen {
            _ if profile.is_shell => {
                let listing = get_all_workers_status(tmux, nonce.step(0));
                Self::Finding(Sought::Shell(target), Box::new(listing))
            }
            Some(signs) => {
                let verified = Verified::new(tmux, target, profile, signs, prompt, nonce);
                Self::Verified(Box::new(verified))
            }
            None => Self::Blind(Box::new(Blind::new(tmux, target, profile, prompt, nonce))),
        }
    }
}

impl Sought {
    fn find<'a>(&self, roster: &'a Roster) -> Result<&'a Worker, Error> {
        match self {
            Self::In(directory) => roster.in_directory(directory).ok_or_else(|| {
                let worker = text::line(directory.as_str());
                Error::NoSuchWorker { worker }
            }),
            Self::Shell(target) => roster.find(target).ok_or(Error::Gone { pane: target.pane }),
        }
    }
}

impl Send {
    /// What it waits for. Nothing of it has reached the worker then, and it
    /// can be dropped; not so where it waits for its Enter.
    #[must_use]
    pub fn waits_for(&self) -> Option<Wait> {
        match &self.route {
            Route::Finding(..) => None,
            Route::Blind(blind) => blind.waits_for(),
            Route::Verified(verified) => verified.waits_for(),
        }
    }

    /// Whether its text may stand in the worker's input, or has been taken.
    #[must_use]
    pub fn has_pasted(&self) -> bool {
        match &self.route {
            Route::Finding(..) => false,
            Route::Blind(blind) => blind.has_pasted(),
            Route::Verified(verified) => verified.has_pasted(),
        }
    }

    /// Gives up an Enter that is held back: the text stays where it is. Says
    /// what to do next, unless a command is under way.
    pub fn let_go(&mut self) -> Option<Step<Sent>> {
        match &mut self.route {
            Route::Blind(blind) => blind.let_go(),
            Route::Finding(..) | Route::Verified(_) => None,
        }
    }

    /// What stood in the agent's box at the last look.
    #[must_use]
    pub fn draft(&self) -> &str {
        match &self.route {
            Route::Verified(verified) => verified.draft(),
            Route::Finding(..) | Route::Blind(_) => "",
        }
    }

    /// The clock has jumped: no time has passed with it. Claims and buffers go
    /// by the clock itself, as other senders see them.
    pub fn shift(&mut self, by: i64) {
        match &mut self.route {
            Route::Finding(..) => {}
            Route::Blind(blind) => blind.shift(by),
            Route::Verified(verified) => verified.shift(by),
        }
    }

    /// From now on it is sent with this ticket alone, or without one.
    pub fn set_ticket(&mut self, ticket: Option<&Ticket>) {
        self.prompt.ticket = ticket.cloned();
        match &mut self.route {
            Route::Finding(..) => {}
            Route::Blind(blind) => blind.way.ticket = ticket.cloned(),
            Route::Verified(verified) => verified.way.ticket = ticket.cloned(),
        }
    }

    fn find(&mut self, now: Moment, progress: Progress<'_>) -> Step<Sent> {
        let Route::Finding(sought, listing) = &mut self.route else {
            return Step::fail(Output::default().nonsense("find the worker"));
        };
        let roster = match listing.advance(now, progress) {
            Step::Run(argv) => return Step::Run(argv),
            Step::Pause(span) => return Step::Pause(span),
            Step::Done(Err(error)) => return Step::fail(error),
            Step::Done(Ok(roster)) => roster,
        };
        let worker = match sought.find(&roster) {
            Ok(worker) => worker,
            Err(error) => return Step::fail(error),
        };
        let (target, profile) = (worker.target.clone(), worker.profile());
        // It was prepared for what was there before.
        self.prompt.prepared = None;
        if profile.is_shell {
            // It would run the prompt, if it lives.
            let pane = target.pane;
            return Step::fail(match worker.life.is_dead() {
                true => Error::Dead { pane },
                false => Error::NoAgent { pane },
            });
        }
        self.route = Route::to(
            &self.tmux,
            target,
            profile,
            &self.prompt,
            self.nonce.clone(),
        );
        self.advance(now, Progress::Begun)
    }
}

impl Operation for Send {
    type Output = Sent;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Sent> {
        match &mut self.route {
            Route::Finding(..) => self.find(now, progress),
            Route::Blind(blind) => blind.advance(now, progress),
            Route::Verified(verified) => verified.advance(now, progress),
        }
    }

    fn timed_out(&mut self, now: Moment) -> Step<Sent> {
        let settled = match &mut self.route {
            Route::Finding(..) => None,
            Route::Blind(blind) => blind.without_answer(),
            Route::Verified(verified) => verified.without_answer(now),
        };
        settled.unwrap_or_else(|| self.no_answer())
    }

    fn doing(&self) -> String {
        match &self.route {
            Route::Finding(Sought::In(directory), _) => {
                format!("send to the worker in {directory}")
            }
            Route::Finding(Sought::Shell(target), _) => format!("send to worker {}", target.pane),
            Route::Blind(blind) => blind.doing(),
            Route::Verified(verified) => verified.doing(),
        }
    }
}
