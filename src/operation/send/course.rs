//! A text from its paste to its end: look until the box holds it, Enter, look
//! until it has left the box.
//!
//! It is pasted once and never again; Enter is pressed three times at most;
//! "submitted" is said only of a text that was seen in the box and is seen
//! there no more, or that the agent's hook has counted.

use super::parcel::Parcel;
use super::sight::{self, Sight};
use super::steps::MOVED;
use super::verified::{After, Stage, Verified};
use super::{Delivery, RETRY, Sent, Wait};
use crate::agent::screen::PromptBox;
use crate::agent::{Screen, held, typing};
use crate::error::Error;
use crate::operation::Step;
use crate::time::{Millis, Moment};
use crate::tmux::guard::{Guard, Refusal};

/// How often to look for something that is about to happen.
const LOOK: Millis = Millis(40);
/// How long the box may take to show a pasted text.
const SHOWS: Millis = Millis(3_000);
/// How long a text may take to leave the box after an Enter.
const LEAVES: Millis = Millis(2_000);
/// How often Enter is pressed.
const MOST_ENTERS: u32 = 3;

/// A text that has been pasted, or is just being pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Course {
    parcel: Parcel,
    /// With the claim as it is when the Enter under way is pressed.
    entering: Option<Parcel>,
    /// Whether it is that of an earlier sender.
    adopted: bool,
    /// What stood in the box before.
    draft: String,
    /// Whether the agent was working when it was pasted.
    working: bool,
    /// Prompts that its hook had counted when it was seen in the box.
    prompts: Option<u64>,
    /// Whether it has been seen in the box.
    seen: bool,
    /// Enters that were pressed.
    enters: u32,
    /// Whether tmux itself is to look for a question on the screen.
    by_screen: bool,
    /// Since when the box has been watched for the next thing.
    since: Moment,
    /// Whether a ticket that is not valid means that another panel has it: as
    /// it was when the paste was asked for.
    was_written: bool,
}

impl Course {
    /// A text that an earlier sender has left; it is ended only if it stands
    /// in the box and nothing else does.
    pub(super) fn of_another(parcel: Parcel, now: Moment) -> Self {
        Self {
            parcel,
            entering: None,
            adopted: true,
            draft: String::new(),
            working: false,
            prompts: None,
            seen: false,
            enters: 0,
            by_screen: true,
            since: now,
            was_written: false,
        }
    }

    pub(super) fn is_of_another(&self) -> bool {
        self.adopted
    }

    pub(super) fn shift(&mut self, by: i64) {
        self.since.shift(by);
    }
}

impl Verified {
    pub(super) fn paste(&mut self, parcel: Parcel, found: &PromptBox, now: Moment) -> Step<Sent> {
        self.waits_for = None;
        let argv = self.way.paste(&parcel);
        self.stage = Stage::Under(Box::new(Course {
            adopted: false,
            draft: found.content.clone(),
            working: found.working,
            was_written: self.way.has_written_ticket(),
            ..Course::of_another(parcel, now)
        }));
        Step::Run(argv)
    }

    pub(super) fn watch(&mut self, course: Course) -> Step<Sent> {
        self.stage = Stage::Under(Box::new(course));
        Step::Run(self.way.look())
    }

    fn watch_later(&mut self, course: Course) -> Step<Sent> {
        self.stage = Stage::Under(Box::new(course));
        Step::Pause(LOOK)
    }

    pub(super) fn under_way(
        &mut self,
        mut course: Course,
        now: Moment,
        report: &sight::Step,
    ) -> Step<Sent> {
        let entering = course.entering.take();
        if report.word == "entered" {
            course.enters += 1;
            course.parcel = entering.unwrap_or(course.parcel);
        }
        let claim = course.parcel.claim();
        let refusal = Guard::sendable(&self.way.target, &claim).refusal(&report.facts);
        let held = report.word == "held";
        if report.word == MOVED && refusal == Some(Refusal::Otherwise) {
            return self.moved(&course);
        }
        if (held || report.word == MOVED) && !course.seen {
            return self.not_pasted(&course, refusal);
        }
        if refusal != Some(Refusal::Otherwise) {
            return self.went(&course, refusal.as_ref());
        }
        match course.enters {
            _ if held => self.held_back(course, now, &report.sight),
            0 => self.pasted(course, now, &report.sight),
            _ => self.entered(course, now, &report.sight),
        }
    }

    /// The prompt is not this panel's to send: another one has taken it over,
    /// or it is only just being written down.
    fn moved(&mut self, course: &Course) -> Step<Sent> {
        let pane = self.way.target.pane;
        if course.was_written {
            return self.conclude(course, Err(Error::TakenOver { pane }));
        }
        self.waits_for = Some(Wait::Turn);
        self.release(&course.parcel, After::Wait(RETRY))
    }

    /// The guard of the paste did not hold: nothing has reached the worker.
    fn not_pasted(&mut self, course: &Course, refusal: Option<Refusal>) -> Step<Sent> {
        let pane = self.way.target.pane;
        let error = match refusal {
            Some(Refusal::Error(error)) => error,
            Some(Refusal::Claimed(_)) | None => Error::Busy { pane },
            Some(Refusal::Otherwise) => Error::Asking { pane },
        };
        self.conclude(course, Err(error))
    }

    /// The worker or our claim went in the middle.
    fn went(&mut self, course: &Course, refusal: Option<&Refusal>) -> Step<Sent> {
        let pane = self.way.target.pane;
        let ended = matches!(
            refusal,
            Some(Refusal::Error(Error::Dead { .. } | Error::Gone { .. }))
        );
        if course.enters > 0 && ended {
            self.conclude_sent(course, Delivery::Delivered)
        } else {
            self.conclude(course, Err(Error::Lost { pane }))
        }
    }

    /// Is it in the box?
    fn pasted(&mut self, mut course: Course, now: Moment, sight: &Sight) -> Step<Sent> {
        let pane = self.way.target.pane;
        match &sight.screen {
            Screen::Box(found) if self.holds(&course, found) => {
                course.seen = true;
                // Other turns than this prompt's count as well.
                course.prompts = sight.prompts;
                if found.working && !course.working && !sight.has_hooks() {
                    // A turn has begun by itself, and would not say if it
                    // asked something.
                    return self.left_in_box(&course, sight);
                }
                self.enter(course, now)
            }
            // What is no more in the box was taken, or somebody goes on there.
            _ if course.adopted => self.conclude(&course, Err(Error::Unseen { pane })),
            Screen::Question => self.conclude(&course, Err(Error::Unseen { pane })),
            _ if now.since(course.since) < SHOWS => self.watch_later(course),
            _ => self.conclude(&course, Err(Error::Unseen { pane })),
        }
    }

    fn holds(&self, course: &Course, found: &PromptBox) -> bool {
        let text = &course.parcel.text;
        if course.adopted {
            held::holds_alone(&self.signs, found, text)
        } else {
            held::holds(&self.signs, found, &course.draft, text)
        }
    }

    fn enter(&mut self, mut course: Course, now: Moment) -> Step<Sent> {
        let mut renewed = course.parcel.clone();
        renewed.renew(now);
        course.since = now;
        let before = course.parcel.claim();
        let argv = self.way.enter(&before, &renewed, course.by_screen);
        course.entering = Some(renewed);
        self.stage = Stage::Under(Box::new(course));
        Step::Run(argv)
    }

    /// The Enter was not pressed, because a question is open or seems to be.
    fn held_back(&mut self, mut course: Course, now: Moment, sight: &Sight) -> Step<Sent> {
        let holds = matches!(&sight.screen, Screen::Box(found) if self.holds(&course, found));
        if holds && !sight.asks && sight.has_hooks() && course.by_screen {
            // A text like "1. …" in the box looks like an answer to choose.
            // The agent's own word is enough then.
            course.by_screen = false;
            return self.enter(course, now);
        }
        self.left_in_box(&course, sight)
    }

    /// Has it left the box?
    fn entered(&mut self, course: Course, now: Moment, sight: &Sight) -> Step<Sent> {
        let delivery = match course.working {
            true => Delivery::Queued,
            false => Delivery::Submitted,
        };
        let has_counted = match (course.prompts, sight.prompts) {
            (Some(before), Some(now)) => now > before,
            _ => false,
        };
        let slash = typing::slash_command(&self.way.profile, &course.parcel.text).is_some();
        match &sight.screen {
            Screen::Box(found) if !self.holds(&course, found) && has_counted => {
                self.conclude_sent(&course, delivery)
            }
            Screen::Question | Screen::Other if has_counted => {
                self.conclude_sent(&course, delivery)
            }
            Screen::Box(found) if found.content.is_empty() => self.conclude_sent(&course, delivery),
            // A command of the agent's own opens views and questions.
            Screen::Question | Screen::Other if slash => self.conclude_sent(&course, delivery),
            _ if now.since(course.since) < LEAVES => self.watch_later(course),
            Screen::Box(found) if self.holds(&course, found) => {
                // A second one could choose in the view that a command opens.
                let most = if slash { 1 } else { MOST_ENTERS };
                if course.enters < most {
                    self.enter(course, now)
                } else {
                    self.left_in_box(&course, sight)
                }
            }
            _ => self.conclude_sent(&course, Delivery::Delivered),
        }
    }

    fn left_in_box(&mut self, course: &Course, sight: &Sight) -> Step<Sent> {
        let pane = self.way.target.pane;
        let asking = sight.asks || sight.screen == Screen::Question;
        self.conclude(course, Err(Error::LeftInBox { pane, asking }))
    }

    fn conclude_sent(&mut self, course: &Course, delivery: Delivery) -> Step<Sent> {
        let sent = Sent {
            pane: self.way.target.pane,
            delivery,
            bytes: course.parcel.text.len(),
        };
        self.conclude(course, Ok(sent))
    }

    fn conclude(&mut self, course: &Course, result: Result<Sent, Error>) -> Step<Sent> {
        let after = match course.adopted {
            true => After::Own,
            false => After::Done(result),
        };
        self.release(&course.parcel, after)
    }
}
