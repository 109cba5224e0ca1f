//! Decides which of several panels tells its user of a change: the first one
//! that writes it down at the worker.

use crate::operation::{Operation, Progress, Step};
use crate::time::Moment;
use crate::tmux::guard::Guard;
use crate::tmux::quote::branch;
use crate::tmux::server::command;
use crate::tmux::{Output, Target, Tmux};

/// The pane's option that holds the last change that was told.
const TOLD: &str = "@org_told";

/// Takes it on to tell of a change. `change` is what it is known by to every
/// panel, and `also` what one may know it by that has seen it a little earlier
/// or later: letters, digits and dots.
#[must_use]
pub fn claim_telling(tmux: &Tmux, target: Target, change: String, also: Option<String>) -> Telling {
    Telling {
        tmux: tmux.clone(),
        target,
        change,
        also,
    }
}

/// A claim under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    tmux: Tmux,
    target: Target,
    change: String,
    also: Option<String>,
}

impl Telling {
    fn invocation(&self) -> Vec<String> {
        let pane = self.target.pane.to_string();
        let mut condition = Guard::identity(&self.target).condition();
        let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '.';
        let change: String = self.change.chars().filter(plain).collect();
        for known in [Some(&self.change), self.also.as_ref()]
            .into_iter()
            .flatten()
        {
            let known: String = known.chars().filter(plain).collect();
            condition = format!("#{{&&:{condition},#{{!=:#{{{TOLD}}},{known}}}}}");
        }
        let take = branch(&[
            format!("set-option -p -t {pane} {TOLD} {change}"),
            format!("display-message -p -t {pane} 'org1 taken'"),
        ]);
        self.tmux
            .invocation(&[command(["if-shell", "-F", "-t", &pane, &condition, &take])])
    }

    /// A worker that has gone is nobody's to tell of.
    fn answered(output: &Output) -> Step<bool> {
        Step::Done(Ok(output.text().trim_end() == "org1 taken"))
    }
}

impl Operation for Telling {
    /// Whether it is ours to tell.
    type Output = bool;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<bool> {
        match progress {
            Progress::Begun | Progress::Woken => Step::Run(self.invocation()),
            Progress::Finished(output) => Self::answered(output),
        }
    }

    fn doing(&self) -> String {
        format!("tell of worker {}", self.target.pane)
    }
}
