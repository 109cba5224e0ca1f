//! A moment and a span, as numbers. It must not know a clock: time is passed in.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since the Unix epoch, as the host told them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Moment(pub u64);

/// A span of time in milliseconds.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Millis(pub u64);

impl Millis {
    /// Reads seconds as people write them: digits, with a point among or
    /// before them; what is smaller than a millisecond is cut.
    #[must_use]
    pub fn from_seconds(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let span = Duration::try_from_secs_f64(text.parse().ok()?).ok()?;
        u64::try_from(span.as_millis()).ok().map(Self)
    }
}

impl Moment {
    /// The moment that tmux or a pane's option tells in seconds since the
    /// epoch; any program can write any number there.
    #[must_use]
    pub fn from_seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// The moment `span` later.
    #[must_use]
    pub fn after(self, span: Millis) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// Moves by so many milliseconds, forwards or backwards: the clock that it
    /// was read from has jumped.
    pub fn shift(&mut self, by: i64) {
        self.0 = self.0.saturating_add_signed(by);
    }

    /// How long ago `earlier` was; zero when it lies in the future.
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        Millis(self.0.saturating_sub(earlier.0))
    }

    /// Whole seconds since the epoch, as tmux counts them.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.0 / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_as_people_write_them() {
        for (text, millis) in [
            ("0", Some(0)),
            ("2", Some(2_000)),
            ("0.5", Some(500)),
            (".5", Some(500)),
            ("5.", Some(5_000)),
            ("1.25", Some(1_250)),
            ("0.0009", Some(0)),
            ("86400", Some(86_400_000)),
            ("", None),
            (".", None),
            ("-1", None),
            ("+1", None),
            ("1e1", None),
            ("1.2.3", None),
            ("0,5", None),
            ("half", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(Millis::from_seconds(text), millis.map(Millis), "{text:?}");
        }
    }
}
