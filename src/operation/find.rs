//! Finds directories to start in: those in which the agent has conversations,
//! those that zoxide knows, and those that complete a typed path; and says
//! what directories really are. One host command each, which only reads.

pub mod completion;
pub mod conversation;
pub mod real;

use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::Output;
use completion::Completion;
use conversation::Conversation;
use real::Real;

/// How many directories of zoxide's are asked for.
const MOST_OF_ZOXIDE: &str = "200";

/// zoxide's own list, best first; nothing where it is not installed.
const ZOXIDE: &str = r#"command -v zoxide >/dev/null 2>&1 || exit 0
zoxide query --list 2>/dev/null </dev/null | head -n "$1"
"#;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Find {
    /// Directories with a conversation of Claude Code.
    Conversations,
    /// Directories that zoxide knows.
    Zoxide,
    /// Directories whose path begins like this.
    Directories {
        /// The path as typed.
        typed: String,
        /// Where a relative one starts from.
        base: String,
    },
    /// What these absolute paths really are.
    Real(Vec<String>),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Of [`Find::Conversations`], the newest first.
    Conversations(Vec<Conversation>),
    /// Of [`Find::Zoxide`], the best first.
    Zoxide(Vec<String>),
    /// Of [`Find::Directories`].
    Directories(Completion),
    /// Of [`Find::Real`].
    Real(Vec<Real>),
}

impl Find {
    fn argv(&self) -> Vec<String> {
        match self {
            Self::Conversations => conversation::invocation(),
            Self::Zoxide => sh(ZOXIDE, &[MOST_OF_ZOXIDE]),
            Self::Directories { typed, base } => completion::invocation(typed, base),
            Self::Real(paths) => real::invocation(paths),
        }
    }

    fn read(&self, output: &Output) -> Found {
        match self {
            Self::Conversations => Found::Conversations(conversation::parse(&output.stdout)),
            Self::Zoxide => Found::Zoxide(paths(&output.stdout)),
            Self::Directories { typed, .. } => {
                Found::Directories(completion::parse(typed, &output.stdout))
            }
            Self::Real(paths) => Found::Real(real::parse(paths, &output.stdout)),
        }
    }
}

/// A script with its arguments, which are never part of its text.
fn sh(script: &str, arguments: &[&str]) -> Vec<String> {
    let fixed = ["/bin/sh", "-c", script, "org"];
    let words = fixed.iter().chain(arguments);
    words.map(|w| (*w).to_owned()).collect()
}

/// The absolute paths among the lines, without what cannot be started in.
fn paths(answer: &[u8]) -> Vec<String> {
    let lines = answer.split(|b| *b == b'\n');
    let text = lines.filter_map(|line| std::str::from_utf8(line).ok());
    let usable = text.filter(|p| p.starts_with('/') && !p.chars().any(char::is_control));
    usable.map(str::to_owned).collect()
}

impl Operation for Find {
    type Output = Found;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<Found> {
        match progress {
            // What the answer holds is good even where something went wrong.
            Progress::Finished(output) => Step::Done(Ok(self.read(output))),
            Progress::Begun | Progress::Woken => Step::Run(self.argv()),
        }
    }

    fn doing(&self) -> String {
        match self {
            Self::Conversations => "look for conversations".into(),
            Self::Zoxide => "ask zoxide".into(),
            Self::Directories { .. } => "complete the path".into(),
            Self::Real(_) => "look at the directories".into(),
        }
    }

    fn deadline(&self) -> Millis {
        Millis(5_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_cannot_be_used_are_left_out() {
        let said = b"/a b\nrelative\n/c\xff\n/d\x1b[m\n\n/e$(x);'\n";
        assert_eq!(paths(said), ["/a b", "/e$(x);'"]);
    }
}
