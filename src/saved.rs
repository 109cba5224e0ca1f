//! A text that is kept in tmux so that it outlives its panel: what it is, whom
//! it is for, and how it is written down.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::agent::typing::Kind;
use crate::tmux::Target;
use crate::tmux::buffer::{CHUNK, piece_from};

/// What a text is to its panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is being written.
    Draft,
    /// It is to be sent when its worker is ready for it.
    Waiting,
    /// It could not be sent, and its user decides what becomes of it.
    Unsent,
}

/// What belongs to a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it is.
    pub role: Role,
    /// Whom it is for: one worker, several that were marked, or nobody.
    pub to: Vec<Target>,
    /// Whom it is for in words, for people.
    pub name: String,
    /// Whether it is a command for the agent's shell.
    pub shell: bool,
    /// Whether it is to be sent although the agent works.
    pub now: bool,
    /// Names of the agent's program, by which it is known what runs there: a
    /// prompt goes to the agent that it was written for.
    pub agent: String,
    /// Bytes of the text, by which it is known whether it is whole.
    pub bytes: usize,
}

/// A text and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedText {
    /// What belongs to it.
    pub about: About,
    /// The text.
    pub text: Arc<str>,
}

impl SavedText {
    /// For the agent, or for its shell.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.about.shell {
            true => Kind::Shell,
            false => Kind::Text,
        }
    }

    /// A number by which the text is known again: what is kept of it here, since
    /// a panel that kept a second copy of every text would need twice the memory.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.text.hash(&mut hasher);
        hasher.finish()
    }

    /// The line of JSON that stands before the text.
    fn header(&self) -> String {
        // Names and numbers alone are in it: it can always be written.
        let mut line = serde_json::to_string(&self.about).unwrap_or_default();
        line.push('\n');
        line
    }

    /// The first part: the header and the beginning of the text, and where the
    /// next part begins in the text.
    #[must_use]
    pub fn first_part(&self) -> (String, usize) {
        let mut part = self.header();
        let room = CHUNK.saturating_sub(part.len());
        let end = self.text.floor_char_boundary(room);
        part.push_str(self.text.get(..end).unwrap_or_default());
        (part, end)
    }

    /// The part that begins at this byte of the text, and where the next one
    /// begins; none at the end.
    #[must_use]
    pub fn part_from(&self, from: usize) -> Option<(&str, usize)> {
        let piece = piece_from(&self.text, from)?;
        Some((piece, from + piece.len()))
    }

    /// How many parts it has.
    #[must_use]
    pub fn parts(&self) -> usize {
        let (_, mut from) = self.first_part();
        let mut parts = 1;
        while let Some((_, next)) = self.part_from(from) {
            from = next;
            parts += 1;
        }
        parts
    }

    /// Reads what all its parts hold one behind the other; none if it does not
    /// have the form or is not whole.
    #[must_use]
    pub fn read(whole: &str) -> Option<Self> {
        let (header, text) = whole.split_once('\n')?;
        let about: About = serde_json::from_str(header).ok()?;
        (text.len() == about.bytes).then(|| Self {
            about,
            text: text.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(text: &str) -> SavedText {
        SavedText {
            about: About {
                role: Role::Draft,
                to: Vec::new(),
                name: "it's \"x\"\n".into(),
                shell: false,
                now: false,
                agent: "claude".into(),
                bytes: text.len(),
            },
            text: text.into(),
        }
    }

    #[test]
    fn a_text_of_any_size_is_read_as_it_was_written() {
        for text in [
            String::new(),
            "one\n\ntwo\n".into(),
            "漢".repeat(CHUNK),
            "x".repeat(3 * CHUNK + 1),
        ] {
            let text = saved(&text);
            let (mut whole, mut from) = text.first_part();
            let mut parts = 1;
            while let Some((part, next)) = text.part_from(from) {
                assert!(part.len() <= CHUNK);
                whole.push_str(part);
                from = next;
                parts += 1;
            }
            assert_eq!(parts, text.parts());
            assert!(SavedText::read(&whole) == Some(text));
            whole.pop();
            assert!(SavedText::read(&whole).is_none());
        }
        assert!(SavedText::read("{\"role\":\"other\"}\n").is_none());
    }
}
