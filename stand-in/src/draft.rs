//! What stands in the prompt box: typed characters and folded pastes.
//!
//! It holds the exact bytes, valid text or not. It must not know how the box
//! is drawn or what happens to a message.

use crate::text;

/// From so many characters on, a paste is folded.
const FOLD_CHARACTERS: usize = 801;

/// From so many line breaks on, a paste is folded: four lines.
const FOLD_NEWLINES: usize = 3;

/// One step of the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A character that was typed, or pasted in a short text.
    Char(char),
    /// A byte that is no UTF-8.
    Byte(u8),
    /// A long paste, shown as a mark.
    Fold {
        /// The mark: `[Pasted text #1 +4 lines]`.
        label: String,
        /// What was pasted.
        bytes: Vec<u8>,
    },
}

/// What submitting the box would do, shown by its sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Sign `❯`: a prompt.
    #[default]
    Prompt,
    /// Sign `!`: a shell command.
    Shell,
}

/// The text of the box with a cursor in it.
#[derive(Debug, Default)]
pub struct Draft {
    before: Vec<Unit>,
    /// What follows the cursor, last unit first.
    after: Vec<Unit>,
    mode: Mode,
    pastes: usize,
}

impl Draft {
    /// Prompt or shell command.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Changes the mode and keeps the text.
    pub fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// Nothing there, not even blanks.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// The units before the cursor.
    pub fn before(&self) -> &[Unit] {
        &self.before
    }

    /// The units after the cursor, in order.
    pub fn after(&self) -> impl Iterator<Item = &Unit> {
        self.after.iter().rev()
    }

    /// Puts typed bytes at the cursor; a first `!` switches to shell mode.
    pub fn type_text(&mut self, bytes: &[u8]) {
        let bytes = self.take_shell_sign(bytes);
        self.insert(bytes);
    }

    /// Puts a paste at the cursor, folded when it is long.
    pub fn paste(&mut self, bytes: &[u8]) {
        let bytes = self.take_shell_sign(bytes);
        let newlines = text::newlines(bytes);
        if newlines < FOLD_NEWLINES && characters(bytes) < FOLD_CHARACTERS {
            self.insert(bytes);
            return;
        }
        self.pastes += 1;
        let number = self.pastes;
        // Claude Code leaves the count out when there is no line break.
        let label = match newlines {
            0 => format!("[Pasted text #{number}]"),
            _ => format!("[Pasted text #{number} +{newlines} lines]"),
        };
        let bytes = bytes.to_vec();
        self.before.push(Unit::Fold { label, bytes });
    }

    /// A line break at the cursor.
    pub fn newline(&mut self) {
        self.before.push(Unit::Char('\n'));
    }

    /// Enter after a `\`: the backslash becomes a line break.
    ///
    /// Returns whether there was one; if so nothing may be submitted.
    pub fn break_after_backslash(&mut self) -> bool {
        let found = self.before.last() == Some(&Unit::Char('\\'));
        if found {
            self.before.pop();
            self.newline();
        }
        found
    }

    /// Removes what stands before the cursor; in an empty box, leaves shell mode.
    pub fn backspace(&mut self) {
        if self.is_empty() {
            self.mode = Mode::Prompt;
        }
        self.before.pop();
    }

    /// Cursor one unit to the left.
    pub fn left(&mut self) {
        self.after.extend(self.before.pop());
    }

    /// Cursor one unit to the right.
    pub fn right(&mut self) {
        self.before.extend(self.after.pop());
    }

    /// Cursor to the start.
    pub fn home(&mut self) {
        while let Some(unit) = self.before.pop() {
            self.after.push(unit);
        }
    }

    /// Cursor to the end.
    pub fn end(&mut self) {
        while let Some(unit) = self.after.pop() {
            self.before.push(unit);
        }
    }

    /// Throws the text away; shell mode stays, as in Claude Code.
    pub fn clear(&mut self) {
        self.before.clear();
        self.after.clear();
    }

    /// All bytes of the text, folded pastes in full.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for unit in self.before.iter().chain(self.after()) {
            match unit {
                Unit::Char(c) => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Unit::Byte(byte) => out.push(*byte),
                Unit::Fold { bytes, .. } => out.extend(bytes),
            }
        }
        out
    }

    fn take_shell_sign<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        match bytes {
            [b'!', rest @ ..] if self.is_empty() && self.mode == Mode::Prompt => {
                self.mode = Mode::Shell;
                rest
            }
            _ => bytes,
        }
    }

    fn insert(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.before.extend(chunk.valid().chars().map(Unit::Char));
            self.before
                .extend(chunk.invalid().iter().copied().map(Unit::Byte));
        }
    }
}

fn characters(bytes: &[u8]) -> usize {
    bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().count() + chunk.invalid().len())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(draft: &Draft) -> String {
        let units = draft.before.iter().chain(draft.after());
        units.fold(String::new(), |mut out, unit| {
            match unit {
                Unit::Char(c) => out.push(*c),
                Unit::Byte(byte) => out.push_str(&format!("<{byte:02x}>")),
                Unit::Fold { label, .. } => out.push_str(label),
            }
            out
        })
    }

    fn check_paste(pasted: &str, expected: &str) {
        let mut draft = Draft::default();
        draft.paste(pasted.as_bytes());
        assert_eq!(shown(&draft), expected);
        assert_eq!(draft.bytes(), pasted.as_bytes());
    }

    #[test]
    fn long_pastes_are_folded_and_keep_their_bytes() {
        check_paste("a\nb\nc", "a\nb\nc");
        check_paste("a\nb\nc\nd", "[Pasted text #1 +3 lines]");
        check_paste("a\r\nb\r\nc\r\nd", "[Pasted text #1 +3 lines]");
        check_paste(&"é".repeat(800), &"é".repeat(800));
        check_paste(&"é".repeat(801), "[Pasted text #1]");
        let mut draft = Draft::default();
        draft.paste(b"1\n2\n3\n4");
        draft.type_text(b" and ");
        draft.paste(&[b'x'; 900]);
        assert_eq!(
            shown(&draft),
            "[Pasted text #1 +3 lines] and [Pasted text #2]"
        );
    }

    #[test]
    fn a_first_exclamation_mark_means_the_shell() {
        for (paste, text, mode, left) in [
            (false, "!ls", Mode::Shell, "ls"),
            (true, "!ls", Mode::Shell, "ls"),
            (true, " !ls", Mode::Prompt, " !ls"),
            (false, "a!", Mode::Prompt, "a!"),
        ] {
            let mut draft = Draft::default();
            match paste {
                true => draft.paste(text.as_bytes()),
                false => draft.type_text(text.as_bytes()),
            }
            assert_eq!((draft.mode(), draft.bytes()), (mode, left.into()), "{text}");
        }
    }

    #[test]
    fn the_cursor_moves_and_edits_where_it_stands() {
        let mut draft = Draft::default();
        draft.type_text("aé\u{1f642}".as_bytes());
        draft.type_text(b"\xff");
        draft.left();
        draft.left();
        draft.backspace();
        draft.type_text(b"x");
        assert_eq!(shown(&draft), "ax\u{1f642}<ff>");
        draft.home();
        draft.backspace();
        draft.type_text(b"!");
        draft.end();
        draft.type_text(b"\\");
        assert!(draft.break_after_backslash());
        assert!(!draft.break_after_backslash());
        assert_eq!(shown(&draft), "!ax\u{1f642}<ff>\n");
        assert_eq!(draft.mode(), Mode::Prompt);
        draft.clear();
        assert!(draft.is_empty());
    }
}
