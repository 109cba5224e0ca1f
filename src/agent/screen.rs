//! Reads an agent's screen: is there a box, what stands in it, is a question
//! open, does the agent work?
//!
//! It looks at what `capture-pane -p -e` printed and knows nothing of tmux.

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
        // In the first column: what is typed is indented.
        let is_rule = |line: &&Cells| {
            let mut from = line.text.chars();
            [from.next(), from.next()] == [Some(signs.rule); 2]
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
        // Without a box a choice need not be numbered: the question whether
        // a folder is trusted is not.
        if shows_choice(signs, &lines) && shows_words(signs, &lines) {
            Self::Question
        } else {
            Self::Other
        }
    }
}

/// Whether one of these lines is a chosen answer, as `❯ No, exit`.
fn shows_choice(signs: &Signs, lines: &[Cells]) -> bool {
    let choice = |line: &Cells| {
        let after = line.text.trim_start().strip_prefix(signs.prompt);
        after.is_some_and(|a| !a.trim_matches(is_blank).is_empty())
    };
    lines.iter().any(choice)
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

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}'
}

/// One line: its text, and which of its characters are dim, or reversed.
#[derive(Debug, Default)]
struct Cells {
    text: String,
    looks: Vec<Look>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Look {
    dim: bool,
    reversed: bool,
}

impl Cells {
    /// What was typed: placeholders and suggestions are dim, but for the
    /// character that the agent draws its cursor on.
    fn typed(&self) -> String {
        let next = self.looks.iter().skip(1).map(Some).chain([None]);
        let shown = self.text.chars().zip(self.looks.iter().zip(next));
        let typed = |(c, (look, next)): (char, (&Look, Option<&Look>))| {
            let under_cursor = look.reversed && next.is_some_and(|next| next.dim);
            if look.dim || under_cursor { ' ' } else { c }
        };
        shown.map(typed).collect()
    }
}

/// Takes the lines out of a capture. Styles go on from line to line until the
/// next one is set.
fn lines(captured: &str) -> Vec<Cells> {
    let mut reader = Reader {
        lines: vec![Cells::default()],
        look: Look::default(),
    };
    vte::Parser::new().advance(&mut reader, captured.as_bytes());
    reader.lines
}

struct Reader {
    lines: Vec<Cells>,
    look: Look,
}

impl vte::Perform for Reader {
    fn print(&mut self, c: char) {
        if let Some(line) = self.lines.last_mut() {
            line.text.push(c);
            line.looks.push(self.look);
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
            self.look = Look::default();
        }
        while let Some(code) = codes.next() {
            match code {
                0 => self.look = Look::default(),
                22 => self.look.dim = false,
                2 => self.look.dim = true,
                7 => self.look.reversed = true,
                27 => self.look.reversed = false,
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
    fn the_cursor_on_a_placeholder_is_no_content_and_on_a_draft_it_is() {
        let screen = |first: &str| read(&["RULE", first, "RULE"]);
        let placeholder = "❯ \u{1b}[7mP\u{1b}[0;2mress up to edit\u{1b}[0m";
        assert_eq!(screen(placeholder), Screen::Box(boxed("")));
        let draft = "❯ ab\u{1b}[7mc\u{1b}[0md";
        assert_eq!(screen(draft), Screen::Box(boxed("abcd")));
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
    fn a_ruler_in_the_text_is_text() {
        let ruler = "─".repeat(30);
        let screen = read(&["RULE", "❯ Title", &format!("  {ruler}"), "  body", "RULE"]);
        assert_eq!(screen, Screen::Box(boxed(&format!("Title\n{ruler}\nbody"))));
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
        let boxed_in = [
            "RULE",
            "❯ 1. Yes, I trust this folder",
            "  2. No, exit",
            "RULE",
            "Enter to confirm",
        ];
        assert_eq!(read(&boxed_in), Screen::Question);
        let without_numbers = [
            " Accessing workspace:",
            " /home/user/project",
            " Is this a project you trust?",
            " ❯ No, exit",
            "   Yes, I trust this folder",
            " Enter to confirm · Esc to cancel",
        ];
        assert_eq!(read(&without_numbers), Screen::Question);
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
}
