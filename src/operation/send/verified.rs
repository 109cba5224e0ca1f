//! Sends to an agent whose screen can be read: claim and look, paste, look
//! until the box holds the text, Enter, look until the text has left the box.
//!
//! This file has what comes before the paste: looking, waiting, the claim.
//! Nothing is pasted while a question or another view is open or somebody's
//! text stands in the box.

use std::sync::Arc;

use super::course::Course;
use super::judge::{Patience, Verdict};
use super::parcel::{Claim, Parcel};
use super::sight::{self, Sight};
use super::steps::Way;
use super::{PATIENCE, Prompt, RETRY, Sent, Wait};
use crate::agent::Profile;
use crate::agent::hooks::Report;
use crate::agent::profile::Signs;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::guard::{Guard, Refusal};
use crate::tmux::{Output, Target, Tmux, buffer};

/// A send under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verified {
    pub(super) way: Way,
    pub(super) signs: Signs,
    prompt: Prompt,
    text: Arc<str>,
    nonce: Nonce,
    attempt: u32,
    patience: Patience,
    pub(super) waits_for: Option<Wait>,
    deletions: Vec<Vec<String>>,
    pub(super) stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing is under way; a look comes next.
    Waiting,
    Looking,
    Clearing,
    /// With where the next piece of the text begins.
    Filling(Parcel, usize),
    /// This claim is expected in the pane, none if empty.
    Claiming(Parcel, String),
    LeavingShell(Parcel),
    /// The text that another sender has left is being read.
    Adopting(Parcel),
    Under(Box<Course>),
    /// What comes after the claim has been given back.
    Releasing(After),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum After {
    Done(Result<Sent, Error>),
    Wait(Millis),
    /// An earlier sender's work has been ended: now for our own.
    Own,
}

impl Verified {
    pub(super) fn new(
        tmux: &Tmux,
        target: Target,
        profile: Profile,
        signs: Signs,
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
            signs,
            text: prompt.pasted(&profile),
            prompt: prompt.clone(),
            nonce,
            attempt: 0,
            patience: Patience::default(),
            waits_for: None,
            deletions: Vec::new(),
            stage: Stage::Waiting,
        }
    }

    pub(super) fn waits_for(&self) -> Option<Wait> {
        self.waits_for
            .filter(|_| matches!(self.stage, Stage::Waiting | Stage::Looking))
    }

    pub(super) fn shift(&mut self, by: i64) {
        self.patience.shift(by);
        if let Stage::Under(course) = &mut self.stage {
            course.shift(by);
        }
    }

    pub(super) fn has_pasted(&self) -> bool {
        match &self.stage {
            Stage::Under(course) => !course.is_of_another(),
            Stage::Releasing(After::Done(_)) => true,
            _ => false,
        }
    }

    pub(super) fn draft(&self) -> &str {
        &self.patience.draft
    }

    /// What is known although a command has not answered: what has been told
    /// before the release, and that a look has changed nothing.
    pub(super) fn without_answer(&mut self, now: Moment) -> Option<Step<Sent>> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Releasing(After::Own) => None,
            Stage::Releasing(after) => Some(self.released(after, now)),
            Stage::Looking | Stage::Clearing => {
                let what = self.waits_for.unwrap_or(Wait::Turn);
                Some(self.pause(what, Millis(1_000)))
            }
            _ => None,
        }
    }

    // Looking, and the claim.

    fn look(&mut self) -> Step<Sent> {
        self.stage = Stage::Looking;
        Step::Run(self.way.look())
    }

    /// A fresh attempt: every one has a buffer and a claim of its own.
    fn attempt(&mut self, now: Moment) -> Step<Sent> {
        self.attempt += 1;
        let parcel = Parcel::new(self.text.clone(), &self.nonce.step(self.attempt), now);
        self.fill(parcel, 0, now)
    }

    fn fill(&mut self, parcel: Parcel, from: usize, now: Moment) -> Step<Sent> {
        match parcel.piece(from) {
            Some((piece, next)) => {
                self.stage = Stage::Filling(parcel, next);
                Step::Run(self.way.tmux.invocation(&[piece]))
            }
            None => self.claim(parcel, String::new(), now),
        }
    }

    fn claim(&mut self, mut parcel: Parcel, expected: String, now: Moment) -> Step<Sent> {
        parcel.renew(now);
        let left_behind = buffer::list_left_behind(now);
        let argv = self.way.claim(&expected, &parcel, left_behind);
        self.stage = Stage::Claiming(parcel, expected);
        Step::Run(argv)
    }

    fn looked(&mut self, now: Moment, report: &sight::Step) -> Step<Sent> {
        let refusal = Guard::sendable(&self.way.target, "").refusal(&report.facts);
        match refusal {
            Some(Refusal::Error(error)) => Step::fail(error),
            Some(Refusal::Claimed(claim)) => self.claimed(&claim, now),
            _ => match self.judge(now, &report.sight) {
                Verdict::Wait(what, span) => self.pause(what, span),
                Verdict::Refuse(error) => Step::fail(error),
                Verdict::Correct(state) => {
                    self.stage = Stage::Looking;
                    Step::Run(self.way.correct(Report::Waiting, state))
                }
                Verdict::Go(_) | Verdict::LeaveShell => self.attempt(now),
            },
        }
    }

    fn judge(&mut self, now: Moment, sight: &Sight) -> Verdict {
        let pane = self.way.target.pane;
        self.patience.judge(pane, now, &self.prompt, sight)
    }

    fn pause(&mut self, what: Wait, span: Millis) -> Step<Sent> {
        self.waits_for = Some(what);
        self.stage = Stage::Waiting;
        Step::Pause(span)
    }

    /// Another claim stands in the pane.
    fn claimed(&mut self, claim: &str, now: Moment) -> Step<Sent> {
        let pane = self.way.target.pane;
        let since = *self.patience.turn_since.get_or_insert(now);
        match Claim::read(claim) {
            _ if now.since(since) >= self.prompt.when.at_most(PATIENCE) => {
                Step::fail(Error::Busy { pane })
            }
            // It went in the meantime.
            None if claim.is_empty() => self.pause(Wait::Turn, RETRY),
            None => {
                self.stage = Stage::Clearing;
                Step::Run(self.way.clear_foreign_claim())
            }
            Some(read) if read.is_fresh(now) => self.pause(Wait::Turn, RETRY),
            Some(_) => {
                self.attempt += 1;
                let nonce = self.nonce.step(self.attempt);
                match Parcel::adopt(claim, &nonce, now) {
                    Some(parcel) => self.claim(parcel, claim.to_owned(), now),
                    None => self.attempt(now),
                }
            }
        }
    }

    fn has_claimed(
        &mut self,
        parcel: Parcel,
        expected: &str,
        now: Moment,
        report: &sight::Step,
        output: &Output,
    ) -> Step<Sent> {
        if report.word != "claimed" {
            let refusal = Guard::sendable(&self.way.target, expected).refusal(&report.facts);
            return match refusal {
                Some(Refusal::Error(error)) => Step::fail(error),
                Some(Refusal::Claimed(claim)) if expected.is_empty() => self.claimed(&claim, now),
                // Somebody else was faster to take over.
                Some(Refusal::Claimed(_) | Refusal::Otherwise) => self.pause(Wait::Turn, RETRY),
                None => Step::fail(output.nonsense(&self.doing())),
            };
        }
        self.deletions = buffer::delete_left_behind(&output.text());
        if !expected.is_empty() && parcel.is_of(&self.nonce) {
            // Our own panel's: the text was given back, and may be the one
            // that is sent again now. What stands in the box is a draft.
            return self.release(&parcel, After::Own);
        }
        if !expected.is_empty() {
            let argv = self.way.read_buffer(&parcel);
            self.stage = Stage::Adopting(parcel);
            return Step::Run(argv);
        }
        match self.judge(now, &report.sight) {
            Verdict::Go(found) => self.paste(parcel, &found, now),
            Verdict::LeaveShell => {
                let argv = self.way.leave_shell_mode(&parcel);
                self.stage = Stage::LeavingShell(parcel);
                Step::Run(argv)
            }
            Verdict::Wait(what, span) => {
                self.waits_for = Some(what);
                self.release(&parcel, After::Wait(span))
            }
            // It is corrected without a claim, after another look.
            Verdict::Correct(_) => {
                self.waits_for = Some(Wait::Answer);
                self.release(&parcel, After::Wait(Millis(0)))
            }
            Verdict::Refuse(error) => self.release(&parcel, After::Done(Err(error))),
        }
    }

    fn left_shell(&mut self, parcel: Parcel, now: Moment, report: &sight::Step) -> Step<Sent> {
        let pane = self.way.target.pane;
        match self.judge(now, &report.sight) {
            Verdict::Go(found) => self.paste(parcel, &found, now),
            Verdict::Refuse(error) => self.release(&parcel, After::Done(Err(error))),
            Verdict::Wait(what, span) => {
                self.waits_for = Some(what);
                self.release(&parcel, After::Wait(span))
            }
            Verdict::LeaveShell | Verdict::Correct(_) => {
                self.release(&parcel, After::Done(Err(Error::ShellMode { pane })))
            }
        }
    }

    /// The text of a sender that is no more may stand in the box.
    fn adopted(&mut self, mut parcel: Parcel, now: Moment, output: &Output) -> Step<Sent> {
        if !output.success() {
            return self.release(&parcel, After::Own);
        }
        parcel.text = output.text().into();
        self.watch(Course::of_another(parcel, now))
    }

    pub(super) fn release(&mut self, parcel: &Parcel, after: After) -> Step<Sent> {
        let deletions = std::mem::take(&mut self.deletions);
        let argv = self.way.release(parcel, deletions);
        self.stage = Stage::Releasing(after);
        Step::Run(argv)
    }

    fn released(&mut self, after: After, now: Moment) -> Step<Sent> {
        match after {
            After::Done(result) => Step::Done(result),
            After::Wait(span) => Step::Pause(span),
            After::Own => self.attempt(now),
        }
    }

    /// tmux itself failed.
    fn failed(&mut self, stage: &Stage, output: &Output) -> Step<Sent> {
        let pane = self.way.target.pane;
        match stage {
            // The text may have been pasted.
            Stage::Under(_) => Step::fail(Error::Lost { pane }),
            _ if output.means_no_server() => Step::fail(Error::Gone { pane }),
            _ => Step::fail(output.failure(&self.doing())),
        }
    }
}

impl Operation for Verified {
    type Output = Sent;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Sent> {
        let stage = std::mem::replace(&mut self.stage, Stage::Waiting);
        let Progress::Finished(output) = progress else {
            if progress == Progress::Begun {
                self.patience.began = now;
            }
            return match stage {
                Stage::Under(course) => self.watch(*course),
                _ if self.text.is_empty() => Step::fail(Error::EmptyPrompt),
                _ if self.waits_for.is_some() => self.look(),
                _ => self.attempt(now),
            };
        };
        match stage {
            // The buffer may be gone already, and so may the worker.
            Stage::Releasing(after) => return self.released(after, now),
            Stage::Adopting(parcel) => return self.adopted(parcel, now, output),
            _ => {}
        }
        if let Stage::Filling(parcel, next) = stage {
            return if output.success() {
                self.fill(parcel, next, now)
            } else {
                Step::fail(output.failure(&self.doing()))
            };
        }
        // A pane that is gone is reported before its screen cannot be had.
        let Some(report) = sight::read(Some(&self.signs), output) else {
            return self.failed(&stage, output);
        };
        match stage {
            Stage::Claiming(parcel, expected) => {
                self.has_claimed(parcel, &expected, now, &report, output)
            }
            Stage::LeavingShell(parcel) => self.left_shell(parcel, now, &report),
            Stage::Under(course) => self.under_way(*course, now, &report),
            Stage::Clearing => self.pause(Wait::Turn, RETRY),
            _ => self.looked(now, &report),
        }
    }

    fn doing(&self) -> String {
        format!("send to worker {}", self.way.target.pane)
    }
}
