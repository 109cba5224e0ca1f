//! Reads what a worker has written: its screen and the lines above it.

use crate::error::Error;
use crate::operation::{Operation, Progress, Step};
use crate::time::Moment;
use crate::tmux::guard::{FACTS, Guard, Refusal};
use crate::tmux::quote::branch;
use crate::tmux::server::command;
use crate::tmux::{Output, Target, Tmux};

/// Reads a worker's screen and so many lines above it, with their styles.
#[must_use]
pub fn capture_worker_output(tmux: &Tmux, target: Target, lines_above: usize) -> Capture {
    Capture {
        tmux: tmux.clone(),
        target,
        lines_above,
    }
}

/// A capture under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    tmux: Tmux,
    target: Target,
    lines_above: usize,
}

impl Capture {
    /// The line of the facts comes first, so that no screen can imitate it.
    fn invocation(&self) -> Vec<String> {
        let pane = self.target.pane.to_string();
        let say = |word: &str| format!("display-message -p -t {pane} 'org1 {word} {FACTS}'");
        // In copy mode the screen that the program has drawn is meant, and
        // that is what is captured without -M.
        let capture = format!("capture-pane -p -e -S -{} -t {pane}", self.lines_above);
        self.tmux.invocation(&[command([
            "if-shell",
            "-F",
            "-t",
            &pane,
            &Guard::identity(&self.target).condition(),
            &branch(&[say("captured"), capture]),
            &say("refused"),
        ])])
    }

    fn captured(&self, output: &Output) -> Step<String> {
        let pane = self.target.pane;
        if output.means_no_server() || output.means_server_exited() {
            return Step::fail(Error::Gone { pane });
        }
        let answer = output.text();
        let (line, text) = answer.split_once('\n').unwrap_or((&answer, ""));
        let word = line.strip_prefix("org1 ").and_then(|l| l.split_once(' '));
        match word {
            Some(("captured", _)) => Step::Done(Ok(text.to_owned())),
            Some((_, facts)) => match Guard::identity(&self.target).refusal(facts) {
                Some(Refusal::Error(error)) => Step::fail(error),
                _ => Step::fail(Error::Gone { pane }),
            },
            None => Step::fail(output.failure(&self.doing())),
        }
    }
}

impl Operation for Capture {
    type Output = String;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<String> {
        match progress {
            Progress::Begun | Progress::Woken => Step::Run(self.invocation()),
            Progress::Finished(output) => self.captured(output),
        }
    }

    fn doing(&self) -> String {
        format!("read the output of worker {}", self.target.pane)
    }
}
