//! Reads an agent's screen: is there a box, what stands in it, is a question
//! open, does the agent work?
//!
//! It looks at what `capture-pane -p -e` printed and knows nothing of tmux.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::agent::profile::Signs;

/// What an agent's screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Nothing at all: the agent has not drawn yet.
    Blank,
    /// The box is there.
    Box(PromptBox),
    /// A question is open; Enter would answer it.
    Question,
    /// Neither: another view, or an agent that is still starting.
    Other,
}

/// The box that prompts are typed into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptBox {
    /// Whether Enter would run what stands in it as a shell command.
    pub shell: bool,
    /// What stands in it, without the placeholder; line breaks are the
    /// terminal's as much as the text's.
    pub content: String,
    /// Whether more of it is scrolled out of sight.
    pub scrolled: bool,
    /// Whether the agent is working.
    pub working: bool,
}

impl Screen {
    /// Reads a screen as captured with its styles.
    #[must_use]
    pub fn read(signs: &Signs, captured: &str) -> Self {
        let lines = lines(captured);
        if lines.iter().all(|l| l.text.trim().is_empty()) {
            return Self::Blank;
        }
        let is_rule = |line: &&Cells| {
            line.text.trim_start().starts_with([signs.rule, signs.rule])
                && line.text.chars().filter(|c| *c == signs.rule).count() >= signs.rule_length
        };
        let mut rules = lines.iter().enumerate().rev().filter(|(_, l)| is_rule(l));
        let (lower, upper) = (rules.next(), rules.next());
        let below_box = lower.map_or(0, |(at, _)| at + 1);
        if let (Some((lower, _)), Some((upper, label))) = (lower, upper) {
            let inside = lines.get(upper + 1..lower).unwrap_or_default();
            let below = lines.get(below_box..).unwrap_or_default();
            // A prompt may begin with "1. " and ask things itself: between the
            // rules only the words below them make a question of it.
            let asks = shows_option(signs, inside) && shows_words(signs, below);
            if let Some(found) = prompt_box(signs, inside, label).filter(|_| !asks) {
                let working = below.iter().any(|l| l.text.contains(signs.working));
                return Self::Box(PromptBox { working, ..found });
            }
        }
        if shows_option(signs, &lines) && shows_words(signs, &lines) {
            Self::Question
        } else {
            Self::Other
        }
    }
}

/// Whether one of these lines is a chosen option, as `❯ 1. Yes`.
fn shows_option(signs: &Signs, lines: &[Cells]) -> bool {
    let option = |line: &Cells| {
        let after = line
            .text
            .trim_start()
            .strip_prefix(signs.prompt)
            .map(str::trim_start);
        let rest = after.map(|a| a.trim_start_matches(|c: char| c.is_ascii_digit()));
        matches!((after, rest), (Some(a), Some(r)) if a != r && r.starts_with(". "))
    };
    lines.iter().any(option)
}

/// Whether one of these lines has the words that go with a question.
fn shows_words(signs: &Signs, lines: &[Cells]) -> bool {
    let words = |line: &Cells| signs.dialog_words.iter().any(|w| line.text.contains(w));
    lines.iter().any(words)
}

fn prompt_box(signs: &Signs, inside: &[Cells], upper_rule: &Cells) -> Option<PromptBox> {
    let (first, rest) = inside.split_first()?;
    let typed = first.typed();
    let mut characters = typed.trim_start().chars();
    let shell = match characters.next()? {
        c if c == signs.prompt => false,
        c if c == signs.shell => true,
        _ => return None,
    };
    let mut content = characters.as_str().trim_matches(is_blank).to_owned();
    for line in rest {
        content.push('\n');
        content.push_str(line.typed().trim_matches(is_blank));
    }
    Some(PromptBox {
        shell,
        content: content.trim_matches(is_blank).to_owned(),
        scrolled: upper_rule.text.contains("more"),
        working: false,
    })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}'
}

/// One line: its text, and which of its characters are dim.
#[derive(Debug, Default)]
struct Cells {
    text: String,
    dim: Vec<bool>,
}

impl Cells {
    /// What was typed: placeholders and suggestions are dim.
    fn typed(&self) -> String {
        let shown = self.text.chars().zip(&self.dim);
        shown.map(|(c, dim)| if *dim { ' ' } else { c }).collect()
    }
}

/// Takes the lines out of a capture. Styles go on from line to line until the
/// next one is set.
fn lines(captured: &str) -> Vec<Cells> {
    let mut reader = Reader {
        lines: vec![Cells::default()],
        dim: false,
    };
    vte::Parser::new().advance(&mut reader, captured.as_bytes());
    reader.lines
}

struct Reader {
    lines: Vec<Cells>,
    dim: bool,
}

impl vte::Perform for Reader {
    fn print(&mut self, c: char) {
        if let Some(line) = self.lines.last_mut() {
            line.text.push(c);
            line.dim.push(self.dim);
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\n' => self.lines.push(Cells::default()),
            // tmux 3.6 and newer print tabs as they are.
            b'\t' => self.print(' '),
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &vte::Params, _: &[u8], _: bool, action: char) {
        if action != 'm' {
            return;
        }
        let mut codes = params.iter().map(|p| p.first().copied().unwrap_or(0));
        if params.is_empty() {
            self.dim = false;
        }
        while let Some(code) = codes.next() {
            match code {
                0 | 22 => self.dim = false,
                2 => self.dim = true,
                // A colour's own numbers are not codes.
                38 | 48 | 58 => match codes.next() {
                    Some(5) => drop(codes.next()),
                    Some(2) => drop(codes.nth(2)),
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

/// Whether the box holds this text and nothing else.
///
/// Blanks are left out because the terminal wraps lines, and so are letters
/// with marks, which an agent may compose. A long paste stands there as its
/// number of line breaks.
#[must_use]
pub fn holds(signs: &Signs, found: &PromptBox, text: &str) -> bool {
    let content = &found.content;
    if content.is_empty() {
        return false;
    }
    if let Some((before, fold)) = content.rsplit_once(signs.fold) {
        let breaks = text.trim_end().matches('\n').count();
        return before.trim().is_empty() && folded_lines(fold) == Some(breaks);
    }
    let (want, have) = (essence(text), essence(content));
    if found.scrolled {
        return !have.is_empty() && want.ends_with(&have);
    }
    want == have && (!have.is_empty() || clusters(text) == clusters(content))
}

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

/// The characters that look the same however a text is composed.
fn essence(text: &str) -> String {
    let stable = |c: char| c.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let single = |cluster: &str| {
        let mut characters = cluster.chars();
        characters
            .next()
            .filter(|c| stable(*c) && characters.next().is_none())
    };
    text.graphemes(true).filter_map(single).collect()
}

fn clusters(text: &str) -> usize {
    let visible = |c: &&str| !c.chars().all(is_blank);
    text.graphemes(true).filter(visible).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::profile;

    fn signs() -> Signs {
        profile::of_program("claude").screen.unwrap()
    }

    fn read(lines: &[&str]) -> Screen {
        let rule = "─".repeat(40);
        let text = lines.join("\n").replace("RULE", &rule);
        Screen::read(&signs(), &text)
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
    fn a_placeholder_is_no_content() {
        let screen = read(&[
            "> hi",
            "RULE",
            "❯ \u{1b}[2mTry \"fix\"",
            "\u{1b}[0mRULE",
            "  ? for shortcuts",
        ]);
        assert_eq!(screen, Screen::Box(boxed("")));
    }

    #[test]
    fn typed_text_and_wrapped_lines_are_content() {
        let screen = read(&["RULE", "❯ one two", "  three", "RULE", "  esc to interrupt"]);
        let expected = PromptBox {
            working: true,
            ..boxed("one two\nthree")
        };
        assert_eq!(screen, Screen::Box(expected));
    }

    #[test]
    fn the_box_is_between_the_two_lowest_rules_with_or_without_a_label() {
        let screen = read(&[
            "RULE",
            "old",
            "RULE",
            "RULE ↑ 2 more ──",
            "❯ tail",
            "RULE",
            "hint",
        ]);
        assert_eq!(
            screen,
            Screen::Box(PromptBox {
                scrolled: true,
                ..boxed("tail")
            })
        );
    }

    #[test]
    fn colours_are_not_taken_for_dim() {
        let screen = read(&[
            "RULE",
            "❯ \u{1b}[38;5;2mtyped\u{1b}[38;2;2;2;2m!",
            "\u{1b}[0mRULE",
        ]);
        assert_eq!(screen, Screen::Box(boxed("typed!")));
    }

    #[test]
    fn shell_mode_is_seen() {
        let screen = read(&["RULE", "! ls", "RULE", "  ! for shell mode"]);
        assert_eq!(
            screen,
            Screen::Box(PromptBox {
                shell: true,
                ..boxed("ls")
            })
        );
    }

    #[test]
    fn questions_are_seen_with_and_without_rules_around_them() {
        let question = [
            " Bash command",
            "   ls",
            " Do you want to proceed?",
            " ❯ 1. Yes",
            "   2. No",
            " Esc to cancel",
        ];
        assert_eq!(read(&question), Screen::Question);
        let mut ruled = vec!["RULE"];
        ruled.extend(question);
        assert_eq!(read(&ruled), Screen::Question);
        assert_eq!(
            read(&[
                "RULE",
                "❯ 1. Yes, I trust this folder",
                "  2. No, exit",
                "RULE",
                "Enter to confirm"
            ]),
            Screen::Question.clone()
        );
    }

    #[test]
    fn words_of_a_question_in_the_conversation_are_no_question() {
        let screen = read(&[
            "Do you want to proceed? Esc to cancel",
            "❯ 1. do this",
            "RULE",
            "❯ ",
            "RULE",
        ]);
        assert_eq!(screen, Screen::Box(boxed("")));
    }

    #[test]
    fn blank_and_other_screens_are_told_apart() {
        assert_eq!(read(&["", "  "]), Screen::Blank);
        assert_eq!(read(&["Transcript", "nothing here"]), Screen::Other);
        assert_eq!(read(&["RULE", "no sign", "RULE"]), Screen::Other);
    }

    #[test]
    fn a_text_is_recognised_in_the_box() {
        let held = |text: &str, content: &str| holds(&signs(), &boxed(content), text);
        assert!(held("one two three", "one two\nthree"));
        assert!(held("a\tb  ", "a    b"));
        assert!(held("cafe\u{301} x", "café x"));
        assert!(held("漢字 🦀", "漢字 🦀"));
        assert!(held("🦀🦀", "🦀🦀"));
        assert!(!held("🦀🦀", "🦀"));
        assert!(!held("one", "draft one"));
        assert!(!held("one", ""));
        assert!(held("a\nb\nc\nd\ne", "[Pasted text #1 +4 lines]"));
        assert!(!held("a\nb\nc\nd\ne", "[Pasted text #1 +3 lines]"));
        assert!(!held("a\nb\nc\nd\ne", "draft [Pasted text #1 +4 lines]"));
        assert!(held(&"x".repeat(900), "[Pasted text #2]"));
    }

    #[test]
    fn the_tail_of_a_long_text_is_enough_when_the_box_is_scrolled() {
        let found = PromptBox {
            scrolled: true,
            ..boxed("three four")
        };
        assert!(holds(&signs(), &found, "one two three four"));
        assert!(!holds(&signs(), &found, "one two three"));
    }
}
