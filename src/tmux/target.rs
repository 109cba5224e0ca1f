//! Which pane is meant: pane id, server, and the key of its directory.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::directory::Key;

/// A tmux pane id, written `%N`; unique in one server and never used again by
/// it. A new server starts at `%0` again, see [`ServerId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaneId(pub u32);

impl fmt::Display for PaneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // With a width it is padded as a text is.
        match f.width() {
            None => write!(f, "%{}", self.0),
            Some(_) => f.pad(&format!("%{}", self.0)),
        }
    }
}

/// The text is no `%N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPaneId;

impl fmt::Display for NotAPaneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a pane id like %3")
    }
}

impl std::error::Error for NotAPaneId {}

impl FromStr for PaneId {
    type Err = NotAPaneId;

    fn from_str(text: &str) -> Result<Self, NotAPaneId> {
        let digits = text.strip_prefix('%').ok_or(NotAPaneId)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAPaneId);
        }
        digits.parse().map(Self).map_err(|_| NotAPaneId)
    }
}

impl Serialize for PaneId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PaneId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// One life of a tmux server: its process id and start time in seconds since
/// the epoch. Pane ids mean nothing without it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct ServerId {
    /// Process id of the server.
    pub pid: u32,
    /// When it was started, seconds since the epoch.
    pub start_time: u64,
}

/// Exactly one worker: the pane, in that life of the server, with that
/// directory key. Every command that changes something compares all of it in
/// the invocation that makes the change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The server's life.
    pub server: ServerId,
    /// The pane.
    pub pane: PaneId,
    /// The key of its directory; empty for a window that org did not make.
    pub key: Key,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_percent_and_digits_are_a_pane_id() {
        assert_eq!("%12".parse(), Ok(PaneId(12)));
        for wrong in ["12", "%", "%1x", "%+1", "@1", "", "%99999999999"] {
            assert_eq!(wrong.parse::<PaneId>(), Err(NotAPaneId), "{wrong}");
        }
    }
}
