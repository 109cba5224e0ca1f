//! Sends to a program whose screen is not known: text, half a second, Enter,
//! in one invocation. What became of it cannot be seen, so the answer is
//! "delivered".
//!
//! Half a second was enough for every agent measured; less is swallowed by
//! some. The pause is tmux's own and lets other clients work.

mod held;

use std::sync::Arc;

use super::parcel::{Claim, Parcel};
use super::steps::{MOVED, Way};
use super::{Delivery, PATIENCE, Prompt, RETRY, START_PATIENCE, Sent, Wait, When, sight};
use crate::agent::Profile;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::guard::{Guard, Refusal};
use crate::tmux::{Output, Target, Tmux, buffer};

/// How often to look whether an agent is ready.
const READY_YET: Millis = Millis(250);
/// How often to look whether a question has been answered.
const AGAIN: Millis = Millis(1_000);
/// What an Enter needs before the next text.
const AFTER_ENTER: Millis = Millis(500);

/// A send under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blind {
    pub(super) way: Way,
    text: Arc<str>,
    when: When,
    nonce: Nonce,
    attempt: u32,
    began: Option<Moment>,
    /// Since when another sender's claim has been in the way.
    turn_since: Option<Moment>,
    waits_for: Option<Wait>,
    /// Whether the Enter is not to be pressed any more.
    lets_go: bool,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// A new attempt is to be made.
    Waiting,
    /// With where the next piece of the text begins.
    Filling(Parcel, usize),
    /// With whether its ticket was known to be written.
    Delivering(Parcel, bool),
    Clearing,
    /// The claim of our own panel's earlier text is being taken away.
    Disowning,
    /// The text is in the input, and a question holds its Enter back.
    Held(String),
    /// It is delivered; buffers of others are being deleted.
    Sweeping(Sent),
    /// The Enter is being pressed under this claim.
    Pressing(String),
    /// This claim is being released; the text stays in the input.
    LettingGo(String),
    /// This claim's work is being ended.
    Finishing(String),
}

impl Blind {
    pub(super) fn new(
        tmux: &Tmux,
        target: Target,
        profile: Profile,
        prompt: &Prompt,
        nonce: Nonce,
    ) -> Self {
        Self {
            way: Way {
                tmux: tmux.clone(),
                target,
                profile,
                ticket: prompt.ticket.clone(),
            },
            text: prompt.pasted(&profile),
            when: prompt.when,
            nonce,
            attempt: 0,
            began: None,
            turn_since: None,
            waits_for: None,
            lets_go: false,
            stage: Stage::Waiting,
        }
    }

    pub(super) fn has_pasted(&self) -> bool {
        matches!(
            self.stage,
            Stage::Delivering(..)
                | Stage::Held(_)
                | Stage::Sweeping(_)
                | Stage::Pressing(_)
                | Stage::LettingGo(_)
        )
    }

    pub(super) fn waits_for(&self) -> Option<Wait> {
        match self.stage {
            Stage::Held(_) | Stage::Pressing(_) => Some(Wait::Enter),
            _ => self.waits_for,
        }
    }

    pub(super) fn shift(&mut self, by: i64) {
        for at in [&mut self.began, &mut self.turn_since]
            .into_iter()
            .flatten()
        {
            at.shift(by);
        }
    }

    /// A fresh attempt: every one has a buffer and a claim of its own.
    fn begin(&mut self, now: Moment) -> Step<Sent> {
        if self.text.is_empty() {
            return Step::fail(Error::EmptyPrompt);
        }
        self.attempt += 1;
        let parcel = Parcel::new(self.text.clone(), &self.nonce.step(self.attempt), now);
        self.fill(parcel, 0, now)
    }

    fn fill(&mut self, mut parcel: Parcel, from: usize, now: Moment) -> Step<Sent> {
        if let Some((piece, next)) = parcel.piece(from) {
            self.stage = Stage::Filling(parcel, next);
            return Step::Run(self.way.tmux.invocation(&[piece]));
        }
        parcel.renew(now);
        self.waits_for = None;
        let argv = self.way.deliver(&parcel, buffer::list_left_behind(now));
        self.stage = Stage::Delivering(parcel, self.way.has_written_ticket());
        Step::Run(argv)
    }

    fn wait(&mut self, what: Wait, span: Millis) -> Step<Sent> {
        self.waits_for = Some(what);
        Step::Pause(span)
    }

    fn sent(&self) -> Sent {
        Sent {
            pane: self.way.target.pane,
            delivery: Delivery::Delivered,
            bytes: self.text.len(),
        }
    }

    /// What is known although a command has not answered.
    pub(super) fn without_answer(&mut self) -> Option<Step<Sent>> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Sweeping(sent) => Some(Step::Done(Ok(sent))),
            Stage::LettingGo(_) => Some(Step::fail(self.left_in_box(true))),
            _ => None,
        }
    }

    fn delivered(
        &mut self,
        (parcel, was_written): (&Parcel, bool),
        began: Moment,
        now: Moment,
        output: &Output,
    ) -> Step<Sent> {
        let pane = self.way.target.pane;
        let answer = output.text();
        let unready = answer.starts_with("org1 unready 1\n");
        let answer = match answer.strip_prefix("org1 unready ") {
            Some(rest) => rest.split_once('\n').map_or("", |(_, line)| line),
            None => &*answer,
        };
        let line = Output {
            stdout: answer.as_bytes().to_vec(),
            ..output.clone()
        };
        let Some(report) = sight::read(None, &line) else {
            return Step::fail(output.nonsense(&self.doing()));
        };
        if report.word == "delivered" {
            let sent = self.sent();
            let deletions = buffer::delete_left_behind(&output.text());
            if deletions.is_empty() {
                return Step::Done(Ok(sent));
            }
            self.stage = Stage::Sweeping(sent);
            return Step::Run(self.way.tmux.invocation(&deletions));
        }
        if report.word == "lost" {
            // The claim stays while the text waits in the input for its Enter.
            let claim = parcel.claim();
            let held = Guard::sendable(&self.way.target, &claim).refusal(&report.facts);
            if held == Some(Refusal::Otherwise) && report.sight.asks {
                self.stage = Stage::Held(claim);
                return Step::Pause(AGAIN);
            }
            return Step::fail(Error::Lost { pane });
        }
        match Guard::sendable(&self.way.target, "").refusal(&report.facts) {
            Some(Refusal::Error(error)) => Step::fail(error),
            _ if report.word == MOVED => match was_written {
                true => Step::fail(Error::TakenOver { pane }),
                false => self.wait(Wait::Turn, AGAIN),
            },
            Some(Refusal::Claimed(claim)) => {
                let since = *self.turn_since.get_or_insert(now);
                self.claimed(&claim, since, now)
            }
            Some(Refusal::Otherwise) if report.sight.asks => Step::fail(Error::Asking { pane }),
            Some(Refusal::Otherwise)
                if !unready || now.since(began) < self.when.at_most(START_PATIENCE) =>
            {
                self.wait(Wait::Start, READY_YET)
            }
            Some(Refusal::Otherwise) => Step::fail(Error::NotReady { pane }),
            None => Step::fail(output.nonsense(&self.doing())),
        }
    }

    /// Another claim stands in the pane.
    fn claimed(&mut self, claim: &str, since: Moment, now: Moment) -> Step<Sent> {
        let pane = self.way.target.pane;
        match Claim::read(claim) {
            _ if now.since(since) >= self.when.at_most(PATIENCE) => {
                Step::fail(Error::Busy { pane })
            }
            Some(claim) if claim.is_fresh(now) => self.wait(Wait::Turn, RETRY),
            Some(_) => {
                self.attempt += 1;
                let nonce = self.nonce.step(self.attempt);
                let Some(parcel) = Parcel::adopt(claim, &nonce, now) else {
                    return self.begin(now);
                };
                if parcel.is_of(&self.nonce) {
                    // Our own panel's: the text was given back, and may be the
                    // one that is sent again now. Nobody but its user can say
                    // what stands in the program's input.
                    self.stage = Stage::Disowning;
                    return Step::Run(self.way.disown(claim));
                }
                self.stage = Stage::Finishing(claim.to_owned());
                Step::Run(self.way.finish(claim, &parcel))
            }
            None => {
                self.stage = Stage::Clearing;
                Step::Run(self.way.clear_foreign_claim())
            }
        }
    }

    /// What ended with the claim that was taken over.
    fn finished(&mut self, claim: &str, output: &Output) -> Step<Sent> {
        let pane = self.way.target.pane;
        let Some(report) = sight::read(None, output) else {
            return Step::fail(output.nonsense(&self.doing()));
        };
        if report.word == "finished" {
            return Step::Pause(AFTER_ENTER);
        }
        match Guard::sendable(&self.way.target, claim).refusal(&report.facts) {
            Some(Refusal::Error(error)) => Step::fail(error),
            Some(Refusal::Otherwise) if report.sight.asks => Step::fail(Error::Asking { pane }),
            // Somebody else was faster.
            _ => self.wait(Wait::Turn, RETRY),
        }
    }
}

impl Operation for Blind {
    type Output = Sent;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Sent> {
        let began = *self.began.get_or_insert(now);
        let stage = std::mem::replace(&mut self.stage, Stage::Waiting);
        let Progress::Finished(output) = progress else {
            return match stage {
                Stage::Held(claim) => self.press(claim, now),
                _ => self.begin(now),
            };
        };
        if let Stage::Sweeping(sent) = stage {
            return Step::Done(Ok(sent));
        }
        // A hook of the user's that fails takes the status, but not the word.
        let has_word = output.text().lines().any(|line| line.starts_with("org1 "));
        if !output.success() && !has_word {
            let pane = self.way.target.pane;
            let was_there = !output.means_no_tmux();
            return Step::fail(match stage {
                _ if output.means_no_server() => Error::Gone { pane },
                // The text may have been pasted.
                Stage::Delivering(..) | Stage::Pressing(_) | Stage::LettingGo(_) if was_there => {
                    Error::Lost { pane }
                }
                _ => output.failure(&self.doing()),
            });
        }
        match stage {
            Stage::Filling(parcel, next) => self.fill(parcel, next, now),
            Stage::Delivering(parcel, written) => {
                self.delivered((&parcel, written), began, now, output)
            }
            Stage::Pressing(before) => self.pressed(&before, began, now, output),
            Stage::LettingGo(claim) => self.released(&claim, output),
            Stage::Held(claim) => self.press(claim, now),
            Stage::Finishing(claim) => self.finished(&claim, output),
            Stage::Disowning => {
                let pane = self.way.target.pane;
                Step::fail(Error::Draft { pane })
            }
            Stage::Clearing | Stage::Sweeping(_) | Stage::Waiting => self.wait(Wait::Turn, RETRY),
        }
    }

    fn doing(&self) -> String {
        format!("send to worker {}", self.way.target.pane)
    }
}
