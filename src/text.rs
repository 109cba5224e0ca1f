//! Text from outside, made safe: for the screen, for a paste, as hex.
//!
//! Nothing else in the crate may put text of a pane or a person on the screen
//! or into the terminal of a worker.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

/// The most bytes of a text that the host hands over: Zellij ends a plugin
/// that needs more than 16 MiB for all it holds.
pub const MAX_INCOMING: usize = 4_000_000;

/// One line for the screen: control characters become a blank, and characters
/// that reorder or hide text are dropped.
#[must_use]
pub fn line(raw: &str) -> String {
    if is_plain(raw) {
        return raw.to_owned();
    }
    raw.chars().filter_map(shown).collect()
}

/// The character as [`line`] shows it, if it does.
#[must_use]
pub(crate) fn shown(c: char) -> Option<char> {
    match c {
        ' '..='~' => Some(c),
        c if c.is_control() => Some(' '),
        c if is_invisible(c) => None,
        c => Some(c),
    }
}

/// Whether it is printable ASCII, each of which takes one cell: most text is,
/// and a table is looked up for every other character. Eight bytes at a time,
/// since all that is drawn is looked at several times.
fn is_plain(text: &str) -> bool {
    const TOP: u64 = 0x8080_8080_8080_8080;
    const BLANKS: u64 = 0x2020_2020_2020_2020;
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let eights = eights.iter().map(|eight| u64::from_le_bytes(*eight));
    // The top bit of a byte: it is no ASCII, below a blank, or above `~`. What
    // is carried into the next byte comes of one that has its top bit set.
    let mut eights = eights.map(|n| n | n.wrapping_sub(BLANKS) | n.wrapping_add(ONES));
    eights.all(|n| n & TOP == 0) && rest.iter().all(|b| matches!(b, b' '..=b'~'))
}

/// Characters that take no cell and change how their neighbours are shown:
/// bidirectional controls, line separators, byte order mark, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A prompt as it may be pasted: CRLF and CR become LF, and every other
/// control character but tab is dropped, so that no byte of it can end the
/// bracketed paste and be read as a key.
#[must_use]
pub fn prompt(raw: &str) -> Cow<'_, str> {
    if !raw.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        return raw.into();
    }
    let mut clean = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            '\n' | '\t' => clean.push(c),
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean.into()
}

/// A number of bytes for people, in the units of SI.
#[must_use]
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Cells that the text takes in Zellij, which adds up its characters one by
/// one: a family emoji of several joined characters takes the cells of each.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.chars().map(cells).sum()
}

/// Cells that one character takes.
#[must_use]
pub(crate) fn cells(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        c => c.width().unwrap_or(0),
    }
}

/// The longest beginning of `text` that fits into `cells`, ending in `…` when
/// something was cut.
#[must_use]
pub fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut kept = take(text.graphemes(true), cells.saturating_sub(1));
    if cells > 0 {
        kept.push('…');
    }
    kept
}

/// The longest end of `text` that fits into `cells`, beginning with `…` when
/// something was cut: what tells two long directories apart is their end.
#[must_use]
pub fn cut_front(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut tail: Vec<&str> = Vec::new();
    let mut room = cells.saturating_sub(1);
    for cluster in text.graphemes(true).rev() {
        let need = width(cluster);
        if need > room {
            break;
        }
        room -= need;
        tail.push(cluster);
    }
    let mut kept = String::new();
    if cells > 0 {
        kept.push('…');
    }
    kept.extend(tail.into_iter().rev());
    kept
}

/// `text` cut or filled with blanks to exactly `cells`.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let have = width(text);
    let mut padded = String::with_capacity(text.len() + cells.saturating_sub(have));
    if have > cells {
        padded = cut(text, cells);
        let have = width(&padded);
        push_blanks(&mut padded, cells.saturating_sub(have));
    } else {
        padded.push_str(text);
        push_blanks(&mut padded, cells - have);
    }
    padded
}

/// Many blanks.
const BLANKS: &str = "                                                                ";

/// So many blanks.
#[must_use]
pub fn blanks(cells: usize) -> Cow<'static, str> {
    match BLANKS.get(..cells) {
        Some(blanks) => blanks.into(),
        None => " ".repeat(cells).into(),
    }
}

fn push_blanks(text: &mut String, cells: usize) {
    let mut left = cells;
    while left > 0 {
        let some = BLANKS.get(..left).unwrap_or(BLANKS);
        text.push_str(some);
        left -= some.len();
    }
}

/// A blank at which no row ends.
pub const NO_BREAK: char = '\u{a0}';

/// Breaks `text` at blanks into lines of at most `cells`; a longer word is
/// broken inside.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = Vec::new();
    let mut current = String::new();
    let breaks = |c: char| c.is_whitespace() && c != NO_BREAK;
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        let gap = usize::from(!current.is_empty());
        if width(&current) + gap + width(word) <= cells {
            if gap == 1 {
                current.push(' ');
            }
            current.push_str(word);
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        for cluster in word.graphemes(true) {
            if width(&current) + width(cluster) > cells && !current.is_empty() {
                lines.push(std::mem::take(&mut current));
            }
            current.push_str(cluster);
        }
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}

fn take<'a>(clusters: impl Iterator<Item = &'a str>, cells: usize) -> String {
    let mut kept = String::new();
    let mut used = 0;
    for cluster in clusters {
        used += width(cluster);
        if used > cells {
            break;
        }
        kept.push_str(cluster);
    }
    kept
}

/// Bytes as lower-case hex: the only encoding of free text that every tmux
/// version hands back unchanged.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |n: u8| DIGITS.get(usize::from(n)).copied().unwrap_or('0');
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect()
}

/// The text behind [`hex`], or nothing when it is not hex of valid UTF-8.
#[must_use]
pub fn unhex(digits: &str) -> Option<String> {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks();
    if !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(pairs.len());
    for [high, low] in pairs {
        bytes.push(nibble(*high)? << 4 | nibble(*low)?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 KB"),
            (14_400, "14 KB"),
            (1_250_000, "1.2 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn a_prompt_cannot_end_its_own_paste() {
        assert_eq!(
            prompt("a\u{1b}[201~b\r\nc\rd\te\u{9b}x\u{7f}"),
            "a[201~b\nc\nd\tex"
        );
    }

    #[test]
    fn a_line_has_no_control_characters() {
        assert_eq!(line("a\nb\u{1b}[31mc\u{202e}d"), "a b [31mcd");
    }

    #[test]
    fn cutting_keeps_to_cells() {
        assert_eq!(cut("漢字かな", 5), "漢字…");
        assert_eq!(cut_front("/home/user/project", 9), "…/project");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(pad("漢", 3), "漢 ");
    }

    #[test]
    fn printable_ascii_is_told_from_all_else_wherever_it_stands() {
        for c in (0..0x250).filter_map(char::from_u32) {
            for (before, behind) in [(0, 0), (3, 9), (7, 8), (8, 0), (9, 2)] {
                let text = format!("{}{c}{}", "~".repeat(before), " ".repeat(behind));
                let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'));
                assert_eq!(is_plain(&text), plain, "{text:?}");
            }
        }
    }

    #[test]
    fn blanks_are_as_many_as_were_asked_for() {
        for cells in [0, 1, 63, 64, 65, 200] {
            assert_eq!(blanks(cells), " ".repeat(cells));
        }
    }

    #[test]
    fn wrapping_breaks_at_blanks_and_inside_long_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    }

    #[test]
    fn hex_comes_back() {
        assert_eq!(unhex(&hex("/ä b".as_bytes())).as_deref(), Some("/ä b"));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
        assert_eq!(unhex("ff"), None);
    }
}
