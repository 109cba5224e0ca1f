//! Whether the box of an agent holds a text, as far as its screen can tell.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::agent::profile::Signs;
use crate::agent::screen::{PromptBox, is_blank};

/// Whether the box holds this text behind `draft`, and nothing else.
///
/// Blanks are left out because the terminal wraps lines, and so are letters
/// with marks, which an agent may compose. A long paste stands there as its
/// number of line breaks.
#[must_use]
pub fn holds(signs: &Signs, found: &PromptBox, draft: &str, text: &str) -> bool {
    let content = &found.content;
    if content.is_empty() {
        return false;
    }
    // The sign of the shell mode stands outside of the content, and a text
    // that was not meant for a shell must not be found in that mode.
    let text = match (text.strip_prefix(signs.shell), found.shell) {
        (Some(command), true) => command,
        (None, true) => return false,
        (_, false) => text,
    };
    if let Some((before, fold)) = content.rsplit_once(signs.fold)
        && essence(before) == essence(draft)
        && folded_lines(fold) == Some(text.trim_end().matches('\n').count())
    {
        return true;
    }
    // A screen holds the end of a long text at most: more of it is not copied.
    let before = text.len().saturating_sub(FACTOR * content.len() + MORE);
    let end = text.get(text.floor_char_boundary(before)..).unwrap_or(text);
    let whole = match before {
        0 => format!("{draft}{text}"),
        _ => end.to_owned(),
    };
    let (want, have) = (essence(&whole), essence(content));
    if want == have && (!have.is_empty() || clusters(&whole) == clusters(content)) {
        return true;
    }
    // In a narrow pane the rule says nothing of what is scrolled out of sight.
    // A text of several rows that is the end of ours is ours all the same: the
    // box was looked at before.
    let is_part = found.scrolled || content.contains('\n');
    is_part && want.ends_with(&have) && (1..clusters(&whole)).contains(&clusters(content))
}

/// Whether the box holds this text and nothing else, for somebody who has not
/// seen what stood there before: no letter more or less, as far as they can be
/// told, and no end in place of the whole.
#[must_use]
pub fn holds_alone(signs: &Signs, found: &PromptBox, text: &str) -> bool {
    let is_fold = found.content.starts_with(signs.fold);
    let whole = !found.scrolled
        && text.len() <= FACTOR * found.content.len() + MORE
        && clusters(text) == clusters(&found.content);
    holds(signs, found, "", text) && (is_fold || whole)
}

/// Bytes of a text that may stand for one byte of what the box shows: marks
/// that are drawn into one cell, blanks that are left out.
const FACTOR: usize = 16;
/// Bytes beside that: a text that is only a little longer is compared whole.
const MORE: usize = 4_096;

/// The number in `1 +12 lines]`; none stands for no line break.
fn folded_lines(fold: &str) -> Option<usize> {
    let inside = fold.trim_end().strip_suffix(']')?;
    match inside.split_once('+') {
        None => Some(0),
        Some((_, count)) => {
            let digits: String = count.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        }
    }
}

/// The characters that look the same however a text is composed: of Cyrillic
/// and Greek those without a mark.
fn essence(text: &str) -> String {
    let stable = |c: char| match c {
        'й' | 'Й' => false,
        'А'..='я' | 'Α'..='Ω' | 'α'..='ω' | '\u{4e00}'..='\u{9fff}' => true,
        _ => c.is_ascii_graphic(),
    };
    let single = |cluster: &str| {
        let mut characters = cluster.chars();
        characters
            .next()
            .filter(|c| stable(*c) && characters.next().is_none())
    };
    text.graphemes(true).filter_map(single).collect()
}

fn clusters(text: &str) -> usize {
    let visible = |c: &&str| !c.chars().all(is_blank) && crate::text::width(c) > 0;
    text.graphemes(true).filter(visible).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::profile;

    fn signs() -> Signs {
        profile::of_program("claude").screen.unwrap()
    }

    fn boxed(content: &str) -> PromptBox {
        PromptBox {
            shell: false,
            content: content.into(),
            scrolled: false,
            working: false,
        }
    }

    #[test]
    fn a_text_behind_a_draft_is_recognised_with_the_draft() {
        let held =
            |draft: &str, text: &str, content: &str| holds(&signs(), &boxed(content), draft, text);
        assert!(held("half a", "nd more", "half and more"));
        assert!(!held("half a", "nd more", "nd more"));
        let lines = "a\nb\nc\nd";
        assert!(held("see", lines, "see[Pasted text #1 +3 lines]"));
        assert!(held(
            "[Pasted text #1 +9 lines]",
            lines,
            "[Pasted text #1 +9 lines][Pasted text #2 +3 lines]"
        ));
        // A text that quotes a mark is compared as the text that it is.
        assert!(held(
            "",
            "why [Pasted text #1 +9 lines]?",
            "why [Pasted text #1 +9 lines]?"
        ));
    }

    #[test]
    fn a_shell_command_stands_behind_its_sign() {
        let found = PromptBox {
            shell: true,
            ..boxed("ls -l")
        };
        assert!(holds(&signs(), &found, "", "!ls -l"));
        assert!(!holds(&signs(), &boxed("ls -l"), "", "!ls -l"));
        assert!(!holds(&signs(), &found, "", "ls -l"));
    }

    #[test]
    fn a_text_is_recognised_in_the_box() {
        let held = |text: &str, content: &str| holds(&signs(), &boxed(content), "", text);
        assert!(held("one two three", "one two\nthree"));
        assert!(held("a\tb  ", "a    b"));
        assert!(held("cafe\u{301} x", "café x"));
        assert!(held("漢字 🦀", "漢字 🦀"));
        assert!(held("🦀🦀", "🦀🦀"));
        assert!(!held("🦀🦀", "🦀"));
        assert!(!held("one", "draft one"));
        assert!(held("one two three four", "two three\nfour"));
        assert!(!held("one two three four", "one two\nthree"));
        assert!(!held("one", ""));
        assert!(held("a\nb\nc\nd\ne", "[Pasted text #1 +4 lines]"));
        assert!(!held("a\nb\nc\nd\ne", "[Pasted text #1 +3 lines]"));
        assert!(!held("a\nb\nc\nd\ne", "draft [Pasted text #1 +4 lines]"));
        assert!(held(&"x".repeat(900), "[Pasted text #2]"));
    }

    #[test]
    fn texts_without_ascii_are_recognised_on_several_rows() {
        let held = |text: &str, content: &str| holds(&signs(), &boxed(content), "", text);
        assert!(held(
            "исправь тесты\nи закоммить",
            "исправь тесты\nи закоммить"
        ));
        assert!(!held(
            "исправь тесты\nи закоммить",
            "удали тесты\nи закоммить"
        ));
        assert!(held("한국어\n한국어", "한국어\n한국어"));
        assert!(!held("한국어\n한국어", "한국어\n한국어\n한국어"));
        assert!(held("がぎぐ", "か\u{3099}き\u{3099}く\u{3099}"));
    }

    #[test]
    fn somebodys_text_is_not_taken_for_one_that_was_left() {
        let alone = |text: &str, content: &str| holds_alone(&signs(), &boxed(content), text);
        assert!(alone("one two", "one\ntwo"));
        assert!(alone("a\nb\nc\nd", "[Pasted text #3 +3 lines]"));
        assert!(!alone("Исправь тест.", "Удали всё."));
        assert!(!alone("one two three four", "two three\nfour"));
        assert!(!alone("a\nb\nc\nd", "ещё[Pasted text #3 +3 lines]"));
    }

    #[test]
    fn the_tail_of_a_long_text_is_enough_when_the_box_is_scrolled() {
        let found = PromptBox {
            scrolled: true,
            ..boxed("three four")
        };
        assert!(holds(&signs(), &found, "", "one two three four"));
        assert!(!holds(&signs(), &found, "", "one two three"));
    }
}
