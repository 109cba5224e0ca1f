//! Text being written: the prompt, a directory. It may hold several lines and
//! folded pastes; the cursor moves over what a person sees as one character.
//!
//! The editors that are published as crates bring a screen of their own with
//! them (ratatui, crossterm) or know a single line; what org needs of one is
//! here.

mod fold;
mod rows;
mod undo;

use std::sync::Arc;

use fold::Folds;
use unicode_segmentation::UnicodeSegmentation as _;

pub use rows::Rows;

/// Bytes of a deleted text that can be put in elsewhere.
const MAX_DELETED_BYTES: usize = 1_000_000;

/// A text as it is written, before and behind the cursor.
type Written = (String, String);

/// Text and cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editor {
    before: String,
    after: String,
    folds: Folds,
    past: Vec<Written>,
    future: Vec<Written>,
    /// Whether the last change was a typed character: a word is one step.
    typed: bool,
    deleted: Arc<str>,
    /// Bytes of `past` and `future`.
    undo_bytes: usize,
}

impl Editor {
    /// An editor with this text, the cursor at its end.
    #[must_use]
    pub fn with(text: impl AsRef<str> + Into<Arc<str>>) -> Self {
        let mut editor = Self::default();
        editor.before = editor.folds.fold(text);
        editor
    }

    /// The whole text, as it is meant: what is folded stands in it whole.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.bytes());
        self.folds.unfold(&self.before, &mut text);
        self.folds.unfold(&self.after, &mut text);
        text
    }

    /// The whole text, shared where it is one paste.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        let mut written = self.before.chars().chain(self.after.chars());
        let only = written.next().filter(|_| written.next().is_none());
        match only.and_then(|c| self.folds.text(c)) {
            Some(text) => text.clone(),
            None => self.text().into(),
        }
    }

    /// Bytes of the whole text.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.folds.length(&self.before) + self.folds.length(&self.after)
    }

    /// The text before and after the cursor as it is written: one character
    /// stands for folded text, see [`Self::label`].
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    /// How the text begins behind its blanks, so many bytes of it at most and
    /// a character more: what is folded stands in it whole.
    #[must_use]
    pub fn beginning(&self, bytes: usize) -> String {
        let mut text = String::new();
        for c in self.before.chars().chain(self.after.chars()) {
            let part = self.folds.text(c).map(|text| text.chars());
            let one = part.is_none().then_some(c);
            for c in part.into_iter().flatten().chain(one) {
                if text.len() >= bytes {
                    return text;
                }
                if !(text.is_empty() && c.is_whitespace()) {
                    text.push(c);
                }
            }
        }
        text
    }

    /// What a person sees of a character that stands for folded text, like
    /// `[200 lines, 14 KB]`; none for any other.
    #[must_use]
    pub fn label(&self, c: char) -> Option<String> {
        self.folds.label(c)
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Takes the text out and leaves the editor empty. What was deleted last
    /// can still be put in.
    pub fn take(&mut self) -> Arc<str> {
        let text = self.shared();
        let deleted = std::mem::take(&mut self.deleted);
        *self = Self {
            deleted,
            ..Self::default()
        };
        text
    }

    /// Puts text in at the cursor; large text is folded.
    pub fn insert(&mut self, text: impl AsRef<str> + Into<Arc<str>>) {
        self.step();
        let written = self.folds.fold(text);
        self.before.push_str(&written);
    }

    /// Types one character.
    pub fn type_char(&mut self, c: char) {
        if fold::is_sign(c) {
            return;
        }
        if !self.typed || c.is_whitespace() {
            self.step();
        }
        self.forget_future();
        self.before.push(c);
        self.typed = true;
    }

    /// Puts text in front of everything, on lines of its own: how a prompt
    /// comes back that could not be sent.
    pub fn give_back(&mut self, text: impl AsRef<str> + Into<Arc<str>>) {
        self.step();
        if !self.is_empty() {
            self.before.insert(0, '\n');
        }
        let written = self.folds.fold(text);
        self.before.insert_str(0, &written);
    }

    /// Puts another text in the place of all of it, which can be undone.
    pub fn replace(&mut self, text: impl AsRef<str> + Into<Arc<str>>) {
        self.step();
        self.before = self.folds.fold(text);
        self.after.clear();
    }

    /// Deletes the character before the cursor.
    pub fn backspace(&mut self) {
        self.step();
        let keep = last_boundary(&self.before);
        self.before.truncate(keep);
    }

    /// Deletes the character behind the cursor.
    pub fn delete(&mut self) {
        self.step();
        let first = first_boundary(&self.after);
        self.after.drain(..first);
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        self.delete_back_to(word_start(&self.before));
    }

    /// Deletes the line before the cursor; at its start, the line break.
    pub fn delete_to_start(&mut self) {
        let start = line_start(&self.before);
        if start == self.before.len() {
            return self.backspace();
        }
        self.delete_back_to(start);
    }

    /// Deletes the line behind the cursor; at its end, the line break.
    pub fn delete_to_end(&mut self) {
        let end = line_end(&self.after);
        if end == 0 {
            return self.delete();
        }
        self.step();
        let deleted: String = self.after.drain(..end).collect();
        self.keep_deleted(&deleted);
    }

    fn delete_back_to(&mut self, keep: usize) {
        self.step();
        let deleted = self.before.split_off(keep);
        self.keep_deleted(&deleted);
    }

    /// Kept as it is meant: it may be put into another text.
    fn keep_deleted(&mut self, written: &str) {
        if written.is_empty() || self.folds.length(written) > MAX_DELETED_BYTES {
            return;
        }
        let mut deleted = String::new();
        self.folds.unfold(written, &mut deleted);
        self.deleted = deleted.into();
    }

    /// Puts in what was deleted last by word or line.
    pub fn put_back(&mut self) {
        if !self.deleted.is_empty() {
            self.insert(self.deleted.clone());
        }
    }

    /// What was deleted last by word or line.
    #[must_use]
    pub fn deleted(&self) -> &Arc<str> {
        &self.deleted
    }

    /// The same text with this as what was deleted last.
    #[must_use]
    pub fn with_deleted(mut self, deleted: &Arc<str>) -> Self {
        self.deleted = deleted.clone();
        self
    }

    /// Moves the cursor one character to the left.
    pub fn left(&mut self) {
        self.cursor_to(last_boundary(&self.before));
    }

    /// Moves the cursor one character to the right.
    pub fn right(&mut self) {
        self.forward(first_boundary(&self.after));
    }

    /// Moves the cursor to the start of the word before it.
    pub fn word_left(&mut self) {
        self.cursor_to(word_start(&self.before));
    }

    /// Moves the cursor behind the next word.
    pub fn word_right(&mut self) {
        let blanks = self.after.len() - self.after.trim_start().len();
        let rest = self.after.get(blanks..).unwrap_or_default();
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.forward(blanks + word);
    }

    /// Moves the cursor to the start of its line.
    pub fn home(&mut self) {
        self.cursor_to(line_start(&self.before));
    }

    /// Moves the cursor to the end of its line.
    pub fn end(&mut self) {
        self.forward(line_end(&self.after));
    }

    /// Moves the cursor one row up or down in rows of so many cells, beyond
    /// the first one to the start and beyond the last one to the end; not at
    /// all, and false, when the text is one row.
    pub fn row(&mut self, down: bool, columns: usize) -> bool {
        let rows = Rows::of(self, columns);
        if rows.rows.len() < 2 {
            return false;
        }
        let to = match (down, rows.row.checked_sub(1)) {
            (true, _) => rows.place(rows.row + 1, rows.column),
            (false, Some(above)) => rows.place(above, rows.column),
            (false, None) => Some(0),
        };
        self.go_to(to.unwrap_or(usize::MAX));
        true
    }

    /// Moves the cursor to this place in the written text, in bytes.
    fn go_to(&mut self, at: usize) {
        match at.checked_sub(self.before.len()) {
            Some(ahead) => self.forward(ahead.min(self.after.len())),
            None => self.cursor_to(at),
        }
    }

    /// `at` is a boundary inside the text before the cursor.
    fn cursor_to(&mut self, at: usize) {
        self.typed = false;
        let moved = self.before.split_off(at);
        self.after.insert_str(0, &moved);
    }

    /// `by` bytes, to a boundary inside the text behind the cursor.
    fn forward(&mut self, by: usize) {
        self.typed = false;
        let moved: String = self.after.drain(..by).collect();
        self.before.push_str(&moved);
    }
}

fn last_boundary(text: &str) -> usize {
    text.grapheme_indices(true)
        .next_back()
        .map_or(0, |(at, _)| at)
}

fn first_boundary(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

fn line_start(before: &str) -> usize {
    before.rfind('\n').map_or(0, |at| at + 1)
}

fn line_end(after: &str) -> usize {
    after.find('\n').unwrap_or(after.len())
}

fn word_start(text: &str) -> usize {
    let words = text.trim_end();
    words
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace())
        .map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_moves_over_whole_characters() {
        let mut editor = Editor::with("aé👨‍👩‍👧b");
        editor.left();
        editor.backspace();
        assert_eq!(editor.text(), "aéb");
        editor.home();
        editor.right();
        editor.delete();
        assert_eq!(editor.parts(), ("a", "b"));
    }

    #[test]
    fn words_are_deleted_and_skipped() {
        let mut editor = Editor::with("one two  three");
        editor.delete_word();
        assert_eq!(editor.text(), "one two  ");
        editor.word_left();
        assert_eq!(editor.parts(), ("one ", "two  "));
        editor.word_right();
        assert_eq!(editor.parts(), ("one two", "  "));
        editor.delete_to_start();
        assert_eq!(editor.text(), "  ");
    }

    #[test]
    fn a_prompt_comes_back_in_front_of_what_was_typed_since() {
        let mut editor = Editor::with("new");
        editor.give_back("old");
        assert_eq!(editor.text(), "old\nnew");
        let mut empty = Editor::default();
        empty.give_back("old");
        assert_eq!(empty.text(), "old");
    }

    #[test]
    fn changes_are_undone_word_by_word_and_made_again() {
        let mut editor = Editor::default();
        for c in "one two".chars() {
            editor.type_char(c);
        }
        editor.delete_word();
        assert_eq!(editor.text(), "one ");
        let mut texts = Vec::new();
        while editor.undo() {
            texts.push(editor.text());
        }
        assert_eq!(texts, ["one two", "one", ""]);
        assert!(editor.redo() && editor.redo());
        assert_eq!(editor.text(), "one two");
        editor.type_char('!');
        assert!(!editor.redo(), "what was undone is gone with a new change");
    }

    #[test]
    fn what_was_deleted_can_be_put_elsewhere() {
        let mut editor = Editor::with("one\ntwo three");
        editor.delete_to_start();
        assert_eq!(editor.text(), "one\n");
        editor.backspace();
        editor.home();
        editor.put_back();
        assert_eq!(editor.text(), "two threeone");
        let mut other = Editor::default().with_deleted(editor.deleted());
        other.put_back();
        assert_eq!(other.text(), "two three");
    }

    #[test]
    fn large_text_is_folded_and_stays_whole() {
        let large = "a line of text\n".repeat(200);
        let mut editor = Editor::with("before ");
        editor.insert(large.as_str());
        editor.insert(" after");
        let (before, _) = editor.parts();
        assert_eq!(before.chars().count(), "before x after".len());
        let sign = before.chars().nth(7).unwrap();
        assert_eq!(editor.label(sign).as_deref(), Some("[200 lines, 3 KB]"));
        assert_eq!(editor.text(), format!("before {large} after"));
        for _ in " after".chars() {
            editor.backspace();
        }
        editor.backspace();
        assert_eq!(editor.text(), "before ");
        editor.undo();
        assert_eq!(editor.text(), format!("before {large}"));
        assert_eq!(*editor.take(), format!("before {large}"));
        assert!(editor.is_empty());
    }

    #[test]
    fn no_character_is_mistaken_for_folded_text() {
        let mut editor = Editor::with("\u{10f000}");
        editor.insert("x\u{10f001}\u{10f000}");
        editor.type_char('\u{10f000}');
        assert_eq!(editor.text(), "\u{10f000}x\u{10f001}\u{10f000}");
    }

    #[test]
    fn the_cursor_moves_over_rows() {
        let mut editor = Editor::with("one two three\nfour\n\nfive");
        // In rows of eight: `one two `, `three`, `four`, ``, `five`.
        let at = |editor: &Editor| {
            let rows = Rows::of(editor, 9);
            (rows.row, rows.column)
        };
        assert_eq!(at(&editor), (4, 4));
        let mut places = Vec::new();
        for down in [false, false, false, false, false, true, true] {
            assert!(editor.row(down, 9));
            places.push(at(&editor));
        }
        let up = [(3, 0), (2, 0), (1, 0), (0, 0), (0, 0)];
        assert_eq!(places, [&up[..], &[(1, 0), (2, 0)]].concat());
        editor.end();
        editor.row(false, 9);
        assert_eq!(editor.parts().0, "one two thre");
        editor.row(false, 9);
        assert_eq!(editor.parts().0, "one ");
        assert!(!Editor::with("one").row(true, 9));
    }
}
