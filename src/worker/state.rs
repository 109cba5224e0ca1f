//! What a worker is doing, as far as it can be known: never a guess.

use crate::agent::hooks::Report;
use crate::time::{Millis, Moment};
use crate::worker::{Life, Worker};

/// How long an agent may be starting; one that has said nothing for longer
/// has no hooks.
const STARTS_WITHIN: Millis = Millis(60_000);

/// What a worker is doing, in the order in which it needs its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A question is open.
    Waiting,
    /// It takes a prompt.
    Idle,
    /// It has been started and is not ready yet.
    Starting,
    /// It works.
    Working,
    /// It lives; more is not known.
    Alive,
    /// Its process has ended.
    Dead,
}

impl State {
    /// A sign and a word for a row.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "! waiting",
            Self::Idle => "○ idle",
            Self::Starting => "◌ starting",
            Self::Working => "● working",
            Self::Alive => "● alive",
            Self::Dead => "✗ dead",
        }
    }

    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Idle,
        Self::Starting,
        Self::Working,
        Self::Alive,
        Self::Dead,
    ];

    /// Its name for scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Idle => "idle",
            Self::Starting => "starting",
            Self::Working => "working",
            Self::Alive => "alive",
            Self::Dead => "dead",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether a person is waited for.
    #[must_use]
    pub fn needs_someone(self) -> bool {
        matches!(self, Self::Waiting | Self::Idle)
    }
}

impl Worker {
    /// What it is doing. `seen` is what its screen showed when it was last
    /// looked at, for an agent whose hooks say nothing.
    #[must_use]
    pub fn state(&self, now: Moment, seen: Option<Report>) -> State {
        if self.life != Life::Alive {
            return State::Dead;
        }
        let since = self.since.map_or(now, Moment::from_seconds);
        match (self.report, seen) {
            (Some(Report::Waiting), _) => State::Waiting,
            (Some(Report::Idle), _) => State::Idle,
            (Some(Report::Working), _) => State::Working,
            (_, Some(Report::Waiting)) => State::Waiting,
            (_, Some(Report::Idle)) => State::Idle,
            (_, Some(Report::Working)) => State::Working,
            (Some(Report::Starting), _) if now.since(since) < STARTS_WITHIN => State::Starting,
            _ => State::Alive,
        }
    }
}

/// How long a state has lasted, as it is told: so many of the largest unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Age {
    /// Nothing is told below a minute.
    #[default]
    Young,
    /// Minutes.
    Minutes(u64),
    /// Hours.
    Hours(u64),
    /// Days.
    Days(u64),
}

impl Age {
    /// Since then, seconds since the epoch.
    #[must_use]
    pub fn since(now: Moment, since: Option<u64>) -> Self {
        let Some(since) = since else {
            return Self::Young;
        };
        let minutes = now.seconds().saturating_sub(since) / 60;
        match minutes {
            0 => Self::Young,
            1..60 => Self::Minutes(minutes),
            60..1440 => Self::Hours(minutes / 60),
            _ => Self::Days(minutes / 1440),
        }
    }
}

/// How long a state has lasted, for people: nothing below a minute.
#[must_use]
pub fn age(now: Moment, since: Option<u64>) -> String {
    match Age::since(now, since) {
        Age::Young => String::new(),
        Age::Minutes(n) => format!("{n}m"),
        Age::Hours(n) => format!("{n}h"),
        Age::Days(n) => format!("{n}d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_short() {
        let now = Moment(1_000_000_000);
        for (seconds, text) in [
            (5, ""),
            (59, ""),
            (60, "1m"),
            (3599, "59m"),
            (7200, "2h"),
            (200_000, "2d"),
        ] {
            assert_eq!(age(now, Some(1_000_000 - seconds)), text, "{seconds}");
        }
        assert_eq!(age(now, None), "");
        assert_eq!(age(now, Some(9_999_999)), "");
    }
}
