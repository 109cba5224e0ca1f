//! The conversation so far, in a form that is ready to be shown.
//!
//! Only the start of each message is kept: the log has the whole.

use std::collections::VecDeque;

use crate::frame::{Line, Style};
use crate::text;

/// How many characters of a message are shown.
const CHARACTERS: usize = 2000;

/// How many lines of a message are shown.
const LINES: usize = 12;

/// How many entries are kept.
const ENTRIES: usize = 200;

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The person's message.
    Person,
    /// The person's shell command.
    Shell,
    /// The agent's answer.
    Agent,
    /// A remark of the program.
    Note,
}

/// The conversation.
#[derive(Debug, Default)]
pub struct Transcript {
    entries: VecDeque<(Voice, String)>,
}

impl Transcript {
    /// Adds what was said, cleaned and cut.
    pub fn say(&mut self, voice: Voice, bytes: &[u8]) {
        let (mut shown, mut cut) = text::visible(bytes, CHARACTERS);
        if let Some((end, _)) = shown.match_indices('\n').nth(LINES - 1) {
            cut |= end + 1 < shown.len();
            shown.truncate(end);
        }
        if cut {
            shown.push_str(" …");
        }
        if self.entries.len() == ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back((voice, shown));
    }

    /// The last lines, at most so many.
    pub fn lines(&self, columns: usize, rows: usize) -> Vec<Line> {
        let mut lines = VecDeque::new();
        for (voice, shown) in self.entries.iter().rev() {
            for line in entry(*voice, shown, columns).into_iter().rev() {
                if lines.len() == rows {
                    return lines.into();
                }
                lines.push_front(line);
            }
        }
        lines.into()
    }
}

/// Every line begins with a sign or blanks: a line of `─` that somebody
/// pasted can never look like an edge of the prompt box.
fn entry(voice: Voice, shown: &str, columns: usize) -> Vec<Line> {
    let (sign, style) = match voice {
        Voice::Person => ("> ", Style::Plain),
        Voice::Shell => ("! ", Style::Plain),
        Voice::Agent => ("● ", Style::Plain),
        Voice::Note => ("  ", Style::Dim),
    };
    let pieces = shown
        .split('\n')
        .flat_map(|line| text::wrap(line, columns.saturating_sub(2)));
    let line = |(at, piece)| {
        let sign = if at == 0 { sign } else { "  " };
        Line::new(style, sign).and(style, piece)
    };
    pieces.enumerate().map(line).collect()
}
