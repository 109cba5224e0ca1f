//! One prompt to several workers, and what became of it at each.

use crate::tmux::Target;

/// A prompt that was sent to several workers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Tells it from earlier ones.
    pub number: u64,
    /// The prompt.
    pub text: String,
    /// The workers, in the order of the list.
    pub lines: Vec<RoundLine>,
}

/// One worker of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundLine {
    /// The worker.
    pub target: Target,
    /// Its name for people.
    pub name: String,
    /// What became of it; none while it is on its way.
    pub outcome: Option<Outcome>,
}

/// What became of a prompt at one worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the worker has it, as far as can be known.
    pub sent: bool,
    /// A word or a sentence.
    pub text: String,
}

impl Round {
    /// Notes what became of it at a worker.
    pub fn note(&mut self, target: &Target, sent: bool, text: &str) {
        for line in self.lines.iter_mut().filter(|l| l.target == *target) {
            line.outcome = Some(Outcome {
                sent,
                text: text.to_owned(),
            });
        }
    }

    /// Whether it is known for all of them.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lines.iter().all(|l| l.outcome.is_some())
    }

    /// The workers that did not get it.
    pub fn failed(&self) -> impl Iterator<Item = &RoundLine> {
        let failed = |l: &&RoundLine| l.outcome.as_ref().is_some_and(|o| !o.sent);
        self.lines.iter().filter(failed)
    }
}
