//! Removes the workers that are dead at this moment.

use serde::Serialize;

use crate::nonce::Nonce;
use crate::operation::status::{Status, get_all_workers_status};
use crate::operation::{Operation, Progress, Step};
use crate::time::Moment;
use crate::tmux::guard::Guard;
use crate::tmux::quote::branch;
use crate::tmux::server::command;
use crate::tmux::{Output, PaneId, Target, Tmux};

/// Guarded removals that fit into one message of tmux.
const BATCH: usize = 30;

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cleaned {
    /// How many.
    pub cleaned: usize,
    /// Their panes.
    pub panes: Vec<PaneId>,
}

/// Removes exactly the workers that are dead: each is checked again by tmux in
/// the step that removes it.
#[must_use]
pub fn clean_dead_workers_from_state(tmux: &Tmux, nonce: Nonce) -> Clean {
    Clean {
        tmux: tmux.clone(),
        stage: Stage::Listing(Box::new(get_all_workers_status(tmux, nonce))),
        cleaned: Cleaned::default(),
    }
}

/// Removes those of these workers that are dead.
#[must_use]
pub fn clean_dead_workers(tmux: &Tmux, targets: Vec<Target>) -> Clean {
    Clean {
        tmux: tmux.clone(),
        stage: Stage::Removing(targets, Vec::new()),
        cleaned: Cleaned::default(),
    }
}

/// A clean under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    tmux: Tmux,
    stage: Stage,
    cleaned: Cleaned,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Listing(Box<Status>),
    /// Those that are left, and those in the invocation under way.
    Removing(Vec<Target>, Vec<Target>),
}

impl Operation for Clean {
    type Output = Cleaned;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Cleaned> {
        match std::mem::replace(&mut self.stage, Stage::Removing(Vec::new(), Vec::new())) {
            Stage::Listing(mut listing) => match listing.advance(now, progress) {
                Step::Run(argv) => {
                    self.stage = Stage::Listing(listing);
                    Step::Run(argv)
                }
                Step::Pause(span) => {
                    self.stage = Stage::Listing(listing);
                    Step::Pause(span)
                }
                Step::Done(Err(error)) => Step::fail(error),
                Step::Done(Ok(roster)) => {
                    let dead = roster.each().filter(|w| w.life.is_dead());
                    self.remove(dead.map(|w| w.target.clone()).collect())
                }
            },
            Stage::Removing(rest, under_way) => match progress {
                Progress::Finished(output) => self.removed(rest, &under_way, output),
                Progress::Begun | Progress::Woken => self.remove(rest),
            },
        }
    }

    fn doing(&self) -> String {
        "clean the dead workers".into()
    }
}

impl Clean {
    fn remove(&mut self, mut rest: Vec<Target>) -> Step<Cleaned> {
        if rest.is_empty() {
            return Step::Done(Ok(std::mem::take(&mut self.cleaned)));
        }
        let later = rest.split_off(rest.len().min(BATCH));
        let commands: Vec<Vec<String>> = rest.iter().map(removal).collect();
        self.stage = Stage::Removing(later, rest);
        Step::Run(self.tmux.invocation(&commands))
    }

    fn removed(
        &mut self,
        rest: Vec<Target>,
        under_way: &[Target],
        output: &Output,
    ) -> Step<Cleaned> {
        let before = self.cleaned.panes.len();
        for line in output.text().lines() {
            let pane = line
                .strip_prefix("org1 cleaned ")
                .and_then(|p| p.parse().ok());
            if let Some(pane) = pane.filter(|p| under_way.iter().any(|t| t.pane == *p)) {
                self.cleaned.panes.push(pane);
                self.cleaned.cleaned += 1;
            }
        }
        // The last pane takes session and server along, and others may have
        // removed the rest: that is no failure. Nor is a hook that fails.
        let removed = self.cleaned.panes.len() > before;
        if removed || output.success() || output.means_no_server() || output.means_server_exited() {
            self.remove(rest)
        } else {
            Step::fail(output.failure(&self.doing()))
        }
    }
}

/// The guarded removal of one dead worker. The message comes first because
/// killing the last pane ends the server.
fn removal(target: &Target) -> Vec<String> {
    let pane = target.pane;
    let kill = branch(&[
        format!("display-message -p -t {pane} 'org1 cleaned #{{pane_id}}'"),
        format!("kill-pane -t {pane}"),
    ]);
    let condition = Guard::dead(target).condition();
    command(["if-shell", "-F", "-t", &pane.to_string(), &condition, &kill])
}
