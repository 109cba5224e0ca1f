//! Sends a prompt to a worker: text, a pause, Enter, in one guarded
//! invocation that claims the pane for its duration.
//!
//! The pause is tmux's own (`run-shell -d`) and lets other clients work. Half
//! a second was enough for every agent measured; less is swallowed by some.

use serde::Serialize;

use crate::directory::Directory;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::status::{Status, get_all_workers_status};
use crate::operation::{Operation, Progress, Step};
use crate::text;
use crate::time::{Millis, Moment};
use crate::tmux::buffer::fill_buffer;
use crate::tmux::guard::{FACTS, Guard};
use crate::tmux::quote::{branch, single};
use crate::tmux::server::command;
use crate::tmux::{Output, PaneId, Target, Tmux};

/// Text that fits into the delivering invocation beside everything else.
const INLINE: usize = 11_000;
/// Seconds after which a claim is not that of a sender at work.
pub const STALE_AFTER: u64 = 30;
/// How long to wait for another sender's turn to end.
const PATIENCE: Millis = Millis(10_000);
/// How often to look whether it has ended.
const RETRY: Millis = Millis(150);

/// How far a prompt got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
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

/// Sends a prompt to exactly this worker.
///
/// `over` is the claim of an earlier sender that was cut off, as
/// [`Error::Unfinished`] gave it, for a user who has looked.
#[must_use]
pub fn send_command_to_worker(
    tmux: &Tmux,
    target: Target,
    text: &str,
    over: Option<String>,
    nonce: Nonce,
) -> Send {
    Send::new(tmux, Goal::Worker(target), text, over, nonce)
}

/// Sends a prompt to the worker of this directory, org's own or one that
/// someone else made. It costs a listing more than
/// [`send_command_to_worker`].
#[must_use]
pub fn send_command_to_worker_by_directory(
    tmux: &Tmux,
    directory: Directory,
    text: &str,
    nonce: Nonce,
) -> Send {
    Send::new(tmux, Goal::Directory(directory), text, None, nonce)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Goal {
    Directory(Directory),
    Worker(Target),
}

/// A send under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    tmux: Tmux,
    goal: Goal,
    text: String,
    expected_claim: String,
    nonce: Nonce,
    attempt: u32,
    began: Option<Moment>,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Finding(Box<Status>),
    Filling(Vec<Vec<String>>),
    Delivering,
    Waiting,
}

impl Operation for Send {
    type Output = Sent;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Sent> {
        let began = *self.began.get_or_insert(now);
        match (std::mem::replace(&mut self.stage, Stage::Waiting), progress) {
            (Stage::Finding(listing), progress) => self.find(listing, now, progress),
            (Stage::Filling(rest), Progress::Finished(output)) => {
                if output.success() {
                    self.fill(rest, now)
                } else {
                    Step::fail(output.failure(&self.doing()))
                }
            }
            (Stage::Delivering, Progress::Finished(output)) => self.delivered(began, now, output),
            (Stage::Filling(_) | Stage::Delivering | Stage::Waiting, _) => self.begin(now),
        }
    }

    fn doing(&self) -> String {
        match &self.goal {
            Goal::Directory(directory) => format!("send to the worker in {directory}"),
            Goal::Worker(target) => format!("send to worker {}", target.pane),
        }
    }
}

impl Send {
    fn new(tmux: &Tmux, goal: Goal, raw: &str, over: Option<String>, nonce: Nonce) -> Self {
        let stage = match &goal {
            Goal::Directory(_) => {
                Stage::Finding(Box::new(get_all_workers_status(tmux, nonce.step(0))))
            }
            Goal::Worker(_) => Stage::Waiting,
        };
        Self {
            tmux: tmux.clone(),
            goal,
            text: text::prompt(raw),
            expected_claim: over.unwrap_or_default(),
            nonce,
            attempt: 0,
            began: None,
            stage,
        }
    }

    fn find(
        &mut self,
        mut listing: Box<Status>,
        now: Moment,
        progress: Progress<'_>,
    ) -> Step<Sent> {
        match listing.advance(now, progress) {
            Step::Run(argv) => {
                self.stage = Stage::Finding(listing);
                Step::Run(argv)
            }
            Step::Pause(span) => {
                self.stage = Stage::Finding(listing);
                Step::Pause(span)
            }
            Step::Done(Err(error)) => Step::fail(error),
            Step::Done(Ok(roster)) => {
                let Goal::Directory(directory) = &self.goal else {
                    return self.begin(now);
                };
                match roster.in_directory(directory) {
                    Some(worker) => {
                        self.goal = Goal::Worker(worker.target.clone());
                        self.begin(now)
                    }
                    None => Step::fail(Error::NoSuchWorker {
                        worker: text::line(directory.as_str()),
                    }),
                }
            }
        }
    }

    /// A fresh attempt: every one has buffers and a claim of its own.
    fn begin(&mut self, now: Moment) -> Step<Sent> {
        if self.text.trim().is_empty() {
            return Step::fail(Error::EmptyPrompt);
        }
        self.attempt += 1;
        if self.text.len() <= INLINE {
            return self.deliver(now);
        }
        let mut pieces = fill_buffer(&self.text_buffer(), &self.text);
        pieces.reverse();
        self.fill(pieces, now)
    }

    fn fill(&mut self, mut rest: Vec<Vec<String>>, now: Moment) -> Step<Sent> {
        match rest.pop() {
            Some(next) => {
                self.stage = Stage::Filling(rest);
                Step::Run(self.tmux.invocation(&[next]))
            }
            None => self.deliver(now),
        }
    }

    fn deliver(&mut self, now: Moment) -> Step<Sent> {
        let Goal::Worker(target) = &self.goal else {
            return Step::fail(Error::NoSuchWorker {
                worker: self.doing(),
            });
        };
        self.stage = Stage::Delivering;
        Step::Run(self.invocation(target, now))
    }

    fn text_buffer(&self) -> String {
        format!("org-t-{}", self.nonce.step(self.attempt))
    }

    fn enter_buffer(&self) -> String {
        format!("org-c-{}", self.nonce.step(self.attempt))
    }

    fn claim(&self, now: Moment) -> String {
        format!("{}.{}", self.nonce.step(self.attempt), now.seconds())
    }

    /// The invocation: buffers, guard, then claim, text, pause, guard, Enter.
    fn invocation(&self, target: &Target, now: Moment) -> Vec<String> {
        let (text_buffer, enter_buffer) = (self.text_buffer(), self.enter_buffer());
        let (pane, claim) = (target.pane, self.claim(now));
        // Enter goes as a pasted CR: keys would be swallowed in copy mode.
        let enter = branch(&[
            format!("copy-mode -q -t {pane}"),
            // Made when it is needed: a sender that is killed in the pause
            // leaves no buffer behind.
            format!(r#"set-buffer -b {enter_buffer} -- "\r""#),
            format!("paste-buffer -r -d -b {enter_buffer} -t {pane}"),
            format!("set-option -pu -t {pane} @org_busy"),
            format!("display-message -p -t {pane} 'org1 delivered #{{pane_id}}'"),
        ]);
        let lost = format!("display-message -p -t {pane} 'org1 lost {FACTS}'");
        let paste = branch(&[
            format!("set-option -p -t {pane} @org_busy {claim}"),
            // In any mode the bracketed-paste wrapping is silently dropped.
            format!("copy-mode -q -t {pane}"),
            format!("paste-buffer -p -r -d -b {text_buffer} -t {pane}"),
            "run-shell -d 0.5".to_owned(),
            format!(
                "if-shell -F -t {pane} {} {} {}",
                single(&Guard::sendable(target, &claim).condition()),
                single(&enter),
                single(&lost)
            ),
        ]);
        let refuse = branch(&[
            format!("delete-buffer -b {text_buffer}"),
            format!("display-message -p -t {pane} 'org1 refused {FACTS}'"),
        ]);
        let condition = Guard::sendable(target, &self.expected_claim).condition();
        let mut commands = Vec::new();
        if self.text.len() <= INLINE {
            commands.push(command([
                "set-buffer",
                "-b",
                &text_buffer,
                "--",
                &self.text,
            ]));
        }
        let pane = pane.to_string();
        commands.push(command([
            "if-shell", "-F", "-t", &pane, &condition, &paste, &refuse,
        ]));
        self.tmux.invocation(&commands)
    }

    fn delivered(&mut self, began: Moment, now: Moment, output: &Output) -> Step<Sent> {
        let Goal::Worker(target) = &self.goal else {
            return Step::fail(output.nonsense(&self.doing()));
        };
        let pane = target.pane;
        if !output.success() {
            return Step::fail(if output.means_no_server() {
                Error::Gone { pane }
            } else {
                output.failure(&self.doing())
            });
        }
        let answer = output.text();
        let answer = answer.trim_end();
        if answer == format!("org1 delivered {pane}") {
            return Step::Done(Ok(Sent {
                pane,
                delivery: Delivery::Delivered,
                bytes: self.text.len(),
            }));
        }
        if answer.starts_with("org1 lost ") {
            return Step::fail(Error::Lost { pane });
        }
        let refusal = answer
            .strip_prefix("org1 refused ")
            .and_then(|facts| Guard::sendable(target, &self.expected_claim).refusal(facts));
        match refusal {
            Some(Error::Unfinished { claim, .. }) if is_fresh(&claim, now) => {
                if now.since(began) >= PATIENCE {
                    return Step::fail(Error::Busy { pane });
                }
                self.stage = Stage::Waiting;
                Step::Pause(RETRY)
            }
            // The claim that was to be overruled has been cleared meanwhile.
            Some(Error::Unfinished { claim, .. }) if claim.is_empty() => {
                self.expected_claim.clear();
                self.begin(now)
            }
            Some(error) => Step::fail(error),
            None => Step::fail(output.nonsense(&self.doing())),
        }
    }
}

/// Whether a claim may still be that of a sender at work. One without a time
/// is not ours and never fresh.
fn is_fresh(claim: &str, now: Moment) -> bool {
    let made = claim
        .rsplit_once('.')
        .and_then(|(_, seconds)| seconds.parse::<u64>().ok());
    made.is_some_and(|seconds| now.seconds().abs_diff(seconds) < STALE_AFTER)
}
