//! Text as it may stand on a screen: no control characters, known width.
//!
//! Everything that is shown was typed or pasted by somebody, so it passes
//! through here. It must not know who shows it, or where.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many blanks a tab is shown as, as Claude Code does.
const TAB: &str = "    ";

/// Appends one character in a form that cannot control the terminal.
///
/// Line breaks are kept: the caller decides what a line is.
pub fn push_visible(out: &mut String, character: char) {
    match character {
        '\n' => out.push('\n'),
        '\t' => out.push_str(TAB),
        c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
        c => out.push(c),
    }
}

/// The first `limit` characters in visible form, every kind of line break as LF.
///
/// The flag says whether something was left out.
pub fn visible(bytes: &[u8], limit: usize) -> (String, bool) {
    // A character has at most four bytes, so a short look is enough even at
    // a megabyte of text.
    let head = bytes.get(..limit.saturating_mul(4)).unwrap_or(bytes);
    let decoded = String::from_utf8_lossy(head).replace("\r\n", "\n");
    let mut out = String::new();
    let mut characters = decoded.chars();
    for character in characters.by_ref().take(limit) {
        push_visible(&mut out, if character == '\r' { '\n' } else { character });
    }
    let cut = characters.next().is_some() || head.len() < bytes.len();
    (out, cut)
}

/// How many lines breaks the text holds: LF, CR or both together are one.
pub fn newlines(bytes: &[u8]) -> usize {
    let mut count = 0;
    let mut before = 0;
    for &byte in bytes {
        if byte == b'\r' || (byte == b'\n' && before != b'\r') {
            count += 1;
        }
        before = byte;
    }
    count
}

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// The start of the text that fits into so many columns.
pub fn clip(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// One line cut into pieces of at most so many columns; at least one piece.
pub fn wrap(line: &str, columns: usize) -> Vec<&str> {
    let columns = columns.max(2);
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, grapheme) in line.grapheme_indices(true) {
        let width = grapheme_width(grapheme);
        if used + width > columns {
            pieces.extend(line.get(start..at));
            (start, used) = (at, 0);
        }
        used += width;
    }
    pieces.extend(line.get(start..));
    pieces
}

/// The columns of one grapheme: never more than a terminal can give it.
fn grapheme_width(grapheme: &str) -> usize {
    grapheme.width().min(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_controls_a_terminal_stays() {
        let (text, cut) = visible(b"a\x1b[31m\x07b\tc\r\nd\re\x7f\xff\xc2\x9b", 100);
        assert_eq!(
            text,
            "a\u{fffd}[31m\u{fffd}b    c\nd\ne\u{fffd}\u{fffd}\u{fffd}"
        );
        assert!(!cut);
        assert_eq!(visible("äöü".as_bytes(), 2), ("äö".to_owned(), true));
    }

    #[test]
    fn lines_are_counted_once_whatever_ends_them() {
        for (text, count) in [("", 0), ("a", 0), ("a\n", 1), ("a\r\nb\rc\n\n", 4)] {
            assert_eq!(newlines(text.as_bytes()), count, "{text:?}");
        }
    }

    #[test]
    fn wide_characters_are_never_cut_in_two() {
        assert_eq!(clip("日本語", 5), "日本");
        assert_eq!(wrap("日本語", 5), ["日本", "語"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("abcdef", 3), ["abc", "def"]);
        assert_eq!(width("a日👩‍👩‍👧e\u{301}"), 6);
    }
}
