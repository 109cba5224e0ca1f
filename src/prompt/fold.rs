//! Large pastes, folded: each stands in the text as one character of its own,
//! which a person sees as `[200 lines, 14 KB]`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text;

/// The first of the characters that stand for folded text. They are the end
/// of Unicode's last private plane, where no font has signs.
const FIRST: u32 = 0x10_F000;
/// How many there are.
const MOST: u32 = 0xFFE;
/// Text of more lines than this is folded.
const LINES: usize = 8;
/// Text of more bytes than this is folded.
const BYTES: usize = 1_000;

/// The folded texts, by the characters that stand for them. They are shared:
/// a paste of megabytes is held once, however many drafts, prompts and steps of
/// the undo list refer to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folds {
    texts: BTreeMap<char, Arc<str>>,
    bytes: usize,
}

impl Folds {
    /// The text as it is written: itself, or a character for it.
    pub(super) fn fold(&mut self, text: impl AsRef<str> + Into<Arc<str>>) -> String {
        let plain = text.as_ref();
        let large = plain.len() > BYTES || plain.matches('\n').count() >= LINES;
        // A character that would be taken for folded text must not stand
        // in the open.
        let taken = plain.chars().any(is_sign);
        if !large && !taken {
            return plain.to_owned();
        }
        match self.free_sign() {
            Some(sign) => {
                self.bytes += plain.len();
                self.texts.insert(sign, text.into());
                sign.to_string()
            }
            None => plain.chars().filter(|c| !is_sign(*c)).collect(),
        }
    }

    /// A character that stands for nothing yet.
    fn free_sign(&self) -> Option<char> {
        let last = self.texts.keys().next_back().map(|c| u32::from(*c));
        let next = last.map_or(FIRST, |last| last + 1);
        let mut candidates = (next..FIRST + MOST).chain(FIRST..next);
        candidates
            .find_map(|n| char::from_u32(n).filter(|c| is_sign(*c) && !self.texts.contains_key(c)))
    }

    /// Appends the written text as it is meant.
    pub(super) fn unfold(&self, written: &str, to: &mut String) {
        for c in written.chars() {
            match self.text(c) {
                Some(text) => to.push_str(text),
                None => to.push(c),
            }
        }
    }

    /// Bytes of the written text as it is meant.
    pub(super) fn length(&self, written: &str) -> usize {
        if self.texts.is_empty() {
            return written.len();
        }
        let length = |c: char| self.text(c).map_or(c.len_utf8(), |text| text.len());
        written.chars().map(length).sum()
    }

    /// Bytes of all folded texts.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Forgets the texts that none of these written texts refers to.
    pub(super) fn retain<'a>(&mut self, written: impl Iterator<Item = &'a str>) {
        let used: std::collections::BTreeSet<char> = written
            .flat_map(str::chars)
            .filter(|c| is_sign(*c))
            .collect();
        self.texts.retain(|sign, _| used.contains(sign));
        self.bytes = self.texts.values().map(|text| text.len()).sum();
    }

    /// What a character stands for.
    pub(super) fn text(&self, c: char) -> Option<&Arc<str>> {
        self.texts.get(&c)
    }

    /// What a person sees of it.
    pub(super) fn label(&self, c: char) -> Option<String> {
        let text = self.text(c)?;
        let lines = text.lines().count();
        let lines = match lines {
            1 => "1 line".to_owned(),
            many => format!("{many} lines"),
        };
        Some(format!("[{lines}, {}]", text::size(text.len())))
    }
}

/// Whether this character stands for folded text wherever it is met.
pub(super) fn is_sign(c: char) -> bool {
    (FIRST..FIRST + MOST).contains(&u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_are_characters() {
        assert!(char::from_u32(FIRST).is_some_and(is_sign));
        assert!(char::from_u32(FIRST + MOST - 1).is_some_and(is_sign));
        assert!(char::from_u32(FIRST + MOST).is_some_and(|c| !is_sign(c)));
    }
}
