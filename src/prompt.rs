//! A line of text being written: the prompt, a directory. It may hold several
//! lines; the cursor moves over what a person sees as one character.

use unicode_segmentation::UnicodeSegmentation as _;

/// Text and cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editor {
    before: String,
    after: String,
}

impl Editor {
    /// An editor with this text, the cursor at its end.
    #[must_use]
    pub fn with(text: &str) -> Self {
        Self {
            before: text.to_owned(),
            after: String::new(),
        }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// The text before and after the cursor.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Takes the text out and leaves the editor empty.
    pub fn take(&mut self) -> String {
        let mut text = std::mem::take(&mut self.before);
        text.push_str(&std::mem::take(&mut self.after));
        text
    }

    /// Puts text in at the cursor.
    pub fn insert(&mut self, text: &str) {
        self.before.push_str(text);
    }

    /// Puts text in front of everything, on lines of its own: how a prompt
    /// comes back that could not be sent.
    pub fn give_back(&mut self, text: &str) {
        if !self.is_empty() {
            self.before.insert(0, '\n');
        }
        self.before.insert_str(0, text);
    }

    /// Deletes the character before the cursor.
    pub fn backspace(&mut self) {
        let keep = last_boundary(&self.before);
        self.before.truncate(keep);
    }

    /// Deletes the character behind the cursor.
    pub fn delete(&mut self) {
        let first = first_boundary(&self.after);
        self.after.drain(..first);
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        let keep = word_start(&self.before);
        self.before.truncate(keep);
    }

    /// Deletes everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.before.clear();
    }

    /// Deletes everything behind the cursor.
    pub fn delete_to_end(&mut self) {
        self.after.clear();
    }

    /// Moves the cursor one character to the left.
    pub fn left(&mut self) {
        self.cursor_to(last_boundary(&self.before));
    }

    /// Moves the cursor one character to the right.
    pub fn right(&mut self) {
        let moved: String = self.after.drain(..first_boundary(&self.after)).collect();
        self.before.push_str(&moved);
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
        let moved: String = self.after.drain(..blanks + word).collect();
        self.before.push_str(&moved);
    }

    /// Moves the cursor to the start.
    pub fn home(&mut self) {
        self.cursor_to(0);
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.before.push_str(&std::mem::take(&mut self.after));
    }

    /// `at` is a boundary inside the text before the cursor.
    fn cursor_to(&mut self, at: usize) {
        let moved = self.before.split_off(at);
        self.after.insert_str(0, &moved);
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
}
