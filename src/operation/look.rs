//! Looks at one worker's screen, for what its agent's hooks cannot tell:
//! Escape, the turn of a queued prompt, and an agent without hooks.

use crate::agent::hooks::Report;
use crate::agent::{Profile, Screen};
use crate::error::Error;
use crate::operation::send::sight;
use crate::operation::send::steps::Way;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::guard::{Guard, Refusal};
use crate::tmux::{Output, Target, Tmux};

/// A hook may come up to 1.6 s before what it tells of is on the screen: what
/// contradicts it has to be there twice.
const AGAIN: Millis = Millis(1_700);

/// Looks at this worker. What contradicts its agent's word in two looks takes
/// the word's place.
#[must_use]
pub fn look_at_worker(tmux: &Tmux, target: Target, profile: Profile) -> Look {
    Look {
        way: Way {
            tmux: tmux.clone(),
            target,
            profile,
            ticket: None,
        },
        shown: None,
        before: None,
        corrected: false,
    }
}

/// A look under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    way: Way,
    /// What a first look has shown that went along with something else.
    shown: Option<String>,
    /// What the first look showed, against the agent's word.
    before: Option<(Report, Report)>,
    corrected: bool,
}

impl Look {
    /// The command of a first look, to go along with a listing.
    #[must_use]
    pub fn command(&self) -> Vec<String> {
        self.way.glance()
    }

    /// Begins with what that has shown.
    #[must_use]
    pub fn having_shown(mut self, answer: String) -> Self {
        self.shown = Some(answer);
        self
    }

    /// The worker.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.way.target
    }

    fn looked(&mut self, output: &Output) -> Step<Option<Report>> {
        let pane = self.way.target.pane;
        let Some(step) = sight::read(self.way.profile.screen.as_ref(), output) else {
            return Step::fail(if output.means_no_server() {
                Error::Gone { pane }
            } else {
                output.failure(&self.doing())
            });
        };
        if let Some(Refusal::Error(error)) = Guard::alive(&self.way.target).refusal(&step.facts) {
            return Step::fail(error);
        }
        let seen = match &step.sight.screen {
            Screen::Box(found) if found.working => Some(Report::Working),
            Screen::Box(_) => Some(Report::Idle),
            Screen::Question => Some(Report::Waiting),
            Screen::Blank | Screen::Other => None,
        };
        // One that is starting or without hooks has not said anything that
        // could be wrong.
        let says = |report: &Report| !matches!(report, Report::Starting | Report::Ended);
        let said = step.sight.report.filter(says);
        match (said, seen) {
            (Some(said), Some(seen)) if said != seen && !self.corrected => {
                if self.before == Some((said, seen)) {
                    self.corrected = true;
                    return Step::Run(self.way.correct(said, seen));
                }
                self.before = Some((said, seen));
                Step::Pause(AGAIN)
            }
            _ => Step::Done(Ok(seen)),
        }
    }
}

impl Operation for Look {
    /// What the screen shows, where that can be said.
    type Output = Option<Report>;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<Option<Report>> {
        match progress {
            Progress::Begun | Progress::Woken => match self.shown.take() {
                Some(answer) => self.looked(&Output {
                    status: Some(0),
                    stdout: answer.into_bytes(),
                    stderr: Vec::new(),
                }),
                None => Step::Run(self.way.look()),
            },
            Progress::Finished(output) => self.looked(output),
        }
    }

    fn doing(&self) -> String {
        format!("look at worker {}", self.way.target.pane)
    }
}
