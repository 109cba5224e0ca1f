//! Whether a prompt may be pasted now, from one look at the agent.

use super::sight::Sight;
use super::{OnDraft, PATIENCE, Prompt, START_PATIENCE, Wait, When};
use crate::agent::Screen;
use crate::agent::hooks::Report;
use crate::agent::screen::PromptBox;
use crate::error::Error;
use crate::time::{Millis, Moment};
use crate::tmux::PaneId;

/// How long the agent may say by its hook that a question is open while its
/// screen shows the box, before the screen is believed: the hook comes up to
/// 1.6 s before the question is drawn.
const CONTRADICTION: Millis = Millis(2_500);
/// How long a ready agent may be without its box before that is another view.
const REDRAW: Millis = Millis(1_200);

/// What follows from a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Paste. What stands in the box goes along.
    Go(PromptBox),
    /// Leave the box's shell mode first.
    LeaveShell,
    /// Look again later.
    Wait(Wait, Millis),
    /// The agent's word that a question is open is wrong: it is in this state.
    Correct(Report),
    /// Say no.
    Refuse(Error),
}

/// What earlier looks have shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Patience {
    /// When the operation began.
    pub began: Moment,
    /// What stood in the box at the last look.
    pub draft: String,
    /// Since when another sender's claim has been in the way.
    pub turn_since: Option<Moment>,
    /// Whether it has waited for the agent's work or box: then a question or
    /// another view is something to wait for, too.
    pub has_waited: bool,
    /// Since when the agent has been without a box.
    pub boxless_since: Option<Moment>,
    /// Since when the agent's word contradicts its screen.
    pub contradicted_since: Option<Moment>,
}

impl Patience {
    pub(super) fn shift(&mut self, by: i64) {
        self.began.shift(by);
        let maybe = [
            &mut self.turn_since,
            &mut self.boxless_since,
            &mut self.contradicted_since,
        ];
        for at in maybe.into_iter().flatten() {
            at.shift(by);
        }
    }

    /// What this look means for this prompt.
    pub(super) fn judge(
        &mut self,
        pane: PaneId,
        now: Moment,
        prompt: &Prompt,
        sight: &Sight,
    ) -> Verdict {
        if !matches!(sight.screen, Screen::Box(_)) {
            self.contradicted_since = None;
        }
        self.turn_since = None;
        let verdict = self.look(pane, now, prompt, sight);
        if let Verdict::Wait(Wait::Idle | Wait::Draft, _) = verdict {
            self.has_waited = true;
        }
        verdict
    }

    fn look(&mut self, pane: PaneId, now: Moment, prompt: &Prompt, sight: &Sight) -> Verdict {
        match &sight.screen {
            Screen::Question => self.question(pane, prompt, now),
            Screen::Box(found) => {
                self.boxless_since = None;
                self.boxed(pane, now, prompt, sight, found)
            }
            // A question that is not drawn yet, or not known by its words.
            Screen::Other | Screen::Blank if sight.asks => self.question(pane, prompt, now),
            Screen::Other | Screen::Blank if !sight.ready => {
                if now.since(self.began) < prompt.when.at_most(START_PATIENCE) {
                    Verdict::Wait(Wait::Start, Millis(200))
                } else {
                    Verdict::Refuse(Error::NotReady { pane })
                }
            }
            Screen::Other | Screen::Blank => {
                let since = *self.boxless_since.get_or_insert(now);
                if now.since(since) < REDRAW {
                    Verdict::Wait(Wait::View, Millis(200))
                } else if self.has_waited {
                    self.limited(prompt, now, Wait::View, Error::OtherView { pane })
                } else {
                    Verdict::Refuse(Error::OtherView { pane })
                }
            }
        }
    }

    fn question(&self, pane: PaneId, prompt: &Prompt, now: Moment) -> Verdict {
        if self.has_waited {
            self.limited(prompt, now, Wait::Answer, Error::Asking { pane })
        } else {
            Verdict::Refuse(Error::Asking { pane })
        }
    }

    fn boxed(
        &mut self,
        pane: PaneId,
        now: Moment,
        prompt: &Prompt,
        sight: &Sight,
        found: &PromptBox,
    ) -> Verdict {
        if sight.asks {
            let since = *self.contradicted_since.get_or_insert(now);
            return match (now.since(since) < CONTRADICTION, found.working) {
                (true, _) => Verdict::Wait(Wait::Answer, Millis(500)),
                (false, true) => Verdict::Correct(Report::Working),
                (false, false) => Verdict::Correct(Report::Idle),
            };
        }
        self.contradicted_since = None;
        self.draft.clone_from(&found.content);
        let error = Error::Draft { pane };
        match &prompt.draft {
            _ if found.content.is_empty() => {}
            OnDraft::Append(approved) if *approved == found.content && !found.shell => {}
            OnDraft::Refuse => return Verdict::Refuse(error),
            OnDraft::Wait | OnDraft::Append(_) => {
                return self.limited(prompt, now, Wait::Draft, error);
            }
        }
        if found.working && prompt.when != When::Now {
            return self.limited(prompt, now, Wait::Idle, Error::Working { pane });
        }
        if found.working && !sight.has_hooks() {
            // Only a working agent opens a question under an Enter. Its screen
            // alone shows that too late: 1 of 200 such questions was answered.
            return Verdict::Refuse(Error::Unannounced { pane });
        }
        if found.shell {
            return Verdict::LeaveShell;
        }
        Verdict::Go(found.clone())
    }

    /// Waits as long as the prompt may wait.
    fn limited(&self, prompt: &Prompt, now: Moment, what: Wait, error: Error) -> Verdict {
        let most = match prompt.when {
            When::Idle(limit) => limit,
            When::Now => Some(PATIENCE),
        };
        match most {
            Some(most) if now.since(self.began) >= most => Verdict::Refuse(error),
            _ => Verdict::Wait(what, Millis(1_000)),
        }
    }
}
