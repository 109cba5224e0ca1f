//! One prompt to several workers, and what became of it at each.

use std::sync::Arc;

use crate::tmux::Target;

/// A prompt that was sent to several workers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Tells it from earlier ones.
    pub number: u64,
    /// The prompt.
    pub text: Arc<str>,
    /// Whether it is over and its user knows; only the beginning of the prompt
    /// is left then.
    pub told: bool,
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
    /// How it ended.
    pub end: End,
    /// A word or a sentence.
    pub text: String,
}

/// How a prompt's way to one worker has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The worker has it, as far as can be known.
    Sent,
    /// It stands in the worker's box, and was not submitted.
    InBox,
    /// The worker may have got it.
    Unsure,
    /// The worker has not got it.
    Failed,
    /// Its user has it again.
    TakenBack,
}

/// Bytes of the prompt that are kept, for its user to know it by.
const MAX_BEGINNING: usize = 1_000;

impl Round {
    /// Its end is told: hands over the prompt and keeps the beginning.
    pub fn told(&mut self) -> Arc<str> {
        self.told = true;
        let end = self.text.floor_char_boundary(MAX_BEGINNING);
        let beginning = self.text.get(..end).unwrap_or_default().into();
        std::mem::replace(&mut self.text, beginning)
    }

    /// Notes what became of it at a worker.
    pub fn note(&mut self, target: &Target, end: End, text: &str) {
        for line in self.lines.iter_mut().filter(|l| l.target == *target) {
            line.outcome = Some(Outcome {
                end,
                text: text.to_owned(),
            });
        }
    }

    /// Whether some have not got it, or may not have, and others still may.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        !self.told && self.ended(&[End::Failed, End::Unsure]).next().is_some()
    }

    /// Whether it is known for all of them.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lines.iter().all(|l| l.outcome.is_some())
    }

    /// The workers at which it has ended in one of these ways.
    pub fn ended(&self, ends: &'static [End]) -> impl Iterator<Item = &RoundLine> {
        let so = |l: &&RoundLine| l.outcome.as_ref().is_some_and(|o| ends.contains(&o.end));
        self.lines.iter().filter(so)
    }
}
