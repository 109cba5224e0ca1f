//! An Enter that a question holds back: how long, and what becomes of the text
//! that stands in the program's input meanwhile.

use super::{AGAIN, Blind, Stage};
use crate::error::Error;
use crate::operation::Step;
use crate::operation::send::parcel::Parcel;
use crate::operation::send::{PATIENCE, Sent, When, sight};
use crate::time::{Millis, Moment};
use crate::tmux::Output;
use crate::tmux::guard::{Guard, Refusal};

/// How long a question may hold an Enter back.
const MAX_HELD: Millis = Millis(600_000);

impl Blind {
    /// Presses the Enter that a question has held back, when it is answered.
    pub(super) fn press(&mut self, claim: String, now: Moment) -> Step<Sent> {
        let Some(parcel) = Parcel::adopt(&claim, &self.nonce, now) else {
            return self.begin(now);
        };
        let argv = self.way.finish(&claim, &parcel);
        self.stage = Stage::Pressing(claim);
        Step::Run(argv)
    }

    pub(super) fn pressed(
        &mut self,
        before: &str,
        began: Moment,
        now: Moment,
        output: &Output,
    ) -> Step<Sent> {
        let pane = self.way.target.pane;
        let Some(report) = sight::read(None, output) else {
            return Step::fail(Error::Lost { pane });
        };
        let refusal = Guard::sendable(&self.way.target, before).refusal(&report.facts);
        match (report.word.as_str(), refusal) {
            ("finished", _) => Step::Done(Ok(self.sent())),
            (_, Some(Refusal::Otherwise)) if report.sight.asks => {
                if self.lets_go || now.since(began) >= self.max_held() {
                    return self.release(before.to_owned());
                }
                self.stage = Stage::Held(before.to_owned());
                Step::Pause(AGAIN)
            }
            // Somebody found the claim old: they have pressed it, or taken it
            // for a text that was given back.
            _ => Step::fail(Error::Lost { pane }),
        }
    }

    /// Leaves a text whose Enter is held back in the program's input, from
    /// where nobody but its user can take it. Says what to do next, unless an
    /// Enter is just being tried.
    pub(in crate::operation::send) fn let_go(&mut self) -> Option<Step<Sent>> {
        self.lets_go = true;
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Held(claim) => Some(self.release(claim)),
            stage => {
                self.stage = stage;
                None
            }
        }
    }

    fn release(&mut self, claim: String) -> Step<Sent> {
        let argv = self.way.disown(&claim);
        self.stage = Stage::LettingGo(claim);
        Step::Run(argv)
    }

    /// Whether the claim was still ours is known; the text was then left to
    /// its user.
    pub(super) fn released(&self, claim: &str, output: &Output) -> Step<Sent> {
        let pane = self.way.target.pane;
        let Some(report) = sight::read(None, output) else {
            return Step::fail(Error::Lost { pane });
        };
        let refusal = Guard::sendable(&self.way.target, claim).refusal(&report.facts);
        Step::fail(match refusal {
            Some(Refusal::Otherwise) => self.left_in_box(report.sight.asks),
            Some(Refusal::Error(error)) => error,
            // Somebody else has taken the claim over, and pressed Enter.
            Some(Refusal::Claimed(_)) | None => Error::Lost { pane },
        })
    }

    pub(super) fn left_in_box(&self, asking: bool) -> Error {
        let pane = self.way.target.pane;
        Error::LeftInBox { pane, asking }
    }

    /// How long it may be held back; whoever has said how long they wait is
    /// not kept for longer.
    fn max_held(&self) -> Millis {
        match self.when {
            When::Now => PATIENCE,
            When::Idle(_) => self.when.at_most(MAX_HELD),
        }
    }
}
