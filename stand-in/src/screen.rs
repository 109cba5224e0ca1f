//! How the agent looks: conversation above, prompt box or question below.
//!
//! The forms are those of Claude Code 2.1.330, so that whoever can read its
//! screen can read this one. It decides nothing.

use std::time::Duration;

use unicode_segmentation::UnicodeSegmentation;

use crate::agent::View;
use crate::dialog::Dialog;
use crate::draft::{Draft, Mode, Unit};
use crate::frame::{Frame, Line, Size, Style};
use crate::text;

const PLACEHOLDER: &str = "Try \"say hello\" or /help";

/// A rule with a label keeps at least so many `─`; narrower ones go without.
const RULE: usize = 20;

const HELP: [&str; 9] = [
    "/exit [STATUS]  end, with a status",
    "/crash          end by SIGKILL",
    "/ask [COMMAND]  open a permission dialog",
    "run: COMMAND    the same; nothing is ever run",
    "!               shell mode; Esc leaves it",
    "\\ and Enter     new line",
    "Esc             interrupt",
    "Ctrl-C twice    end",
    "Esc to close this view",
];

/// Draws everything.
pub fn draw(view: &View<'_>, size: Size) -> Frame {
    let (bottom, cursor) = match (view.dialog, view.help) {
        (Some(dialog), _) => (dialog_lines(dialog, size), None),
        (None, true) => (help_lines(), None),
        (None, false) => box_lines(view, size),
    };
    let above = size.rows.saturating_sub(bottom.len());
    let mut lines = above_lines(view, size, above);
    let cursor = cursor.map(|(column, line)| (column, line + lines.len()));
    lines.extend(bottom);
    Frame::bottom(size, lines, cursor)
}

/// Conversation, spinner and queue, in at most so many rows.
fn above_lines(view: &View<'_>, size: Size, rows: usize) -> Vec<Line> {
    let mut status = Vec::new();
    if view.dialog.is_none() && !view.help {
        status.extend(view.working.map(spinner));
        let queued = view.queue.iter().map(|text| {
            let (shown, _) = text::visible(text, size.columns);
            Line::new(
                Style::Dim,
                format!("  Queued: {}", shown.replace('\n', " ")),
            )
        });
        status.extend(queued);
        // The newest of a long queue matter least.
        status.truncate(rows);
    }
    let rows = rows - status.len();
    let gap = usize::from(rows > 2);
    let mut lines = view.transcript.lines(size.columns, rows - gap);
    if gap == 1 {
        lines.push(Line::default());
    }
    lines.extend(status);
    lines
}

fn spinner(elapsed: Duration) -> Line {
    let signs = ["✶", "✳", "✢", "·"];
    let at = usize::try_from(elapsed.as_millis() / 250).unwrap_or(0) % signs.len();
    let sign = signs.get(at).copied().unwrap_or_default();
    Line::new(
        Style::Plain,
        format!("{sign} Pretending… ({}s)", elapsed.as_secs()),
    )
}

fn dialog_lines(dialog: &Dialog, size: Size) -> Vec<Line> {
    let roomy = size.rows >= 12;
    let gap = |lines: &mut Vec<Line>| {
        if roomy {
            lines.push(Line::default());
        }
    };
    let mut lines = Vec::new();
    for text in dialog.text() {
        lines.push(Line::new(
            Style::Plain,
            format!(
                " {}",
                text::visible(text.as_bytes(), 500).0.replace('\n', " ")
            ),
        ));
        gap(&mut lines);
    }
    for (label, selected) in dialog.labels() {
        let (sign, style) = if selected {
            (" ❯ ", Style::Bold)
        } else {
            ("   ", Style::Plain)
        };
        lines.push(Line::new(style, format!("{sign}{label}")));
    }
    gap(&mut lines);
    lines.push(Line::new(Style::Dim, format!(" {}", dialog.hint())));
    lines
}

fn help_lines() -> Vec<Line> {
    let line = |text: &&str| Line::new(Style::Plain, format!("  {text}"));
    HELP.iter().map(line).collect()
}

/// The box, its hint, and the cursor as column and line in them.
fn box_lines(view: &View<'_>, size: Size) -> (Vec<Line>, Option<(usize, usize)>) {
    let sign = match view.draft.mode() {
        Mode::Prompt => "❯ ",
        Mode::Shell => "! ",
    };
    let rows = (size.rows * 2 / 3).saturating_sub(3).max(1);
    let window = Window::new(view.draft, size.columns.saturating_sub(2), rows);
    let mut lines = vec![rule(size.columns, '↑', window.above)];
    for (at, text) in window.lines.into_iter().enumerate() {
        let line = Line::new(Style::Plain, if at == 0 { sign } else { "  " });
        lines.push(if view.draft.is_empty() && sign == "❯ " {
            let (first, rest) = PLACEHOLDER.split_at(1);
            line.and(Style::Reversed, first).and(Style::Dim, rest)
        } else if view.draft.is_empty() {
            line
        } else {
            line.and(Style::Plain, text)
        });
    }
    lines.push(rule(size.columns, '↓', window.below));
    lines.push(Line::new(Style::Dim, format!("  {}", hint(view))));
    (lines, Some((window.cursor.0 + 2, window.cursor.1 + 1)))
}

fn hint(view: &View<'_>) -> String {
    let quit = view.quit.map(|key| format!("Press {key} again to exit"));
    match (view.working, view.draft.mode()) {
        (Some(_), _) => {
            let quit = quit.map(|text| format!(" · {text}")).unwrap_or_default();
            format!("esc to interrupt{quit}")
        }
        (None, Mode::Shell) => quit.unwrap_or_else(|| "! for shell mode".to_owned()),
        (None, Mode::Prompt) => quit.unwrap_or_else(|| "? for shortcuts".to_owned()),
    }
}

/// An edge of the box: `────` or `─── ↑ 2 more ────`.
fn rule(columns: usize, sign: char, more: usize) -> Line {
    let label = format!("─── {sign} {more} more ");
    let left = columns.saturating_sub(text::width(&label));
    let text = if more > 0 && left + 3 >= RULE {
        label + &"─".repeat(left)
    } else {
        "─".repeat(columns)
    };
    Line::new(Style::Plain, text)
}

/// The part of the draft that fits into the box.
struct Window {
    lines: Vec<String>,
    cursor: (usize, usize),
    above: usize,
    below: usize,
}

impl Window {
    /// Lays out no more of the text than can be seen, however long it is.
    fn new(draft: &Draft, columns: usize, rows: usize) -> Self {
        let columns = columns.max(2);
        let reach = columns * (rows + 1);
        let start = draft.before().len().saturating_sub(reach);
        let mut text = String::new();
        for unit in draft.before().iter().skip(start) {
            push(&mut text, unit);
        }
        let cursor = text.len();
        let mut after = draft.after();
        for unit in after.by_ref().take(reach) {
            push(&mut text, unit);
        }
        let hidden = draft.before().iter().take(start);
        let above = estimate(hidden, columns);
        let below = estimate(after, columns);
        Self::cut(&text, cursor, columns, rows).surrounded(above, below)
    }

    fn cut(text: &str, cursor: usize, columns: usize, rows: usize) -> Self {
        let mut lines = vec![String::new()];
        let mut place = (0, 0);
        let mut used = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            // The cursor may stand inside a grapheme, behind a part of it.
            if (at..at + grapheme.len()).contains(&cursor) {
                place = (used, lines.len() - 1);
            }
            let breaks = matches!(grapheme, "\n" | "\r" | "\r\n");
            let width = text::width(grapheme);
            if breaks || used + width > columns {
                lines.push(String::new());
                used = 0;
            }
            if !breaks {
                used += width;
                if let Some(line) = lines.last_mut() {
                    line.push_str(grapheme);
                }
            }
        }
        if cursor == text.len() {
            place = (used, lines.len() - 1);
        }
        // The cursor's line is the last one shown, unless all fit.
        let above = (place.1 + 1).saturating_sub(rows);
        let below = lines.len().saturating_sub(above + rows);
        lines.truncate(above + rows);
        let lines = lines.split_off(above);
        let cursor = (place.0, place.1 - above);
        Self {
            lines,
            cursor,
            above,
            below,
        }
    }

    fn surrounded(mut self, above: usize, below: usize) -> Self {
        self.above += above;
        self.below += below;
        self
    }
}

fn push(text: &mut String, unit: &Unit) {
    match unit {
        Unit::Char('\r') => text.push('\r'),
        Unit::Char(character) => text::push_visible(text, *character),
        Unit::Byte(_) => text.push(char::REPLACEMENT_CHARACTER),
        Unit::Fold { label, .. } => text.push_str(label),
    }
}

/// About how many lines the units take.
fn estimate<'a>(units: impl Iterator<Item = &'a Unit>, columns: usize) -> usize {
    let (mut lines, mut used) = (0, 0);
    for unit in units {
        used += 1;
        if *unit == Unit::Char('\n') || used > columns {
            lines += 1;
            used = 0;
        }
    }
    lines + usize::from(used > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::{Transcript, Voice};

    /// Draws a box with a text in it, and nothing else.
    fn check(columns: usize, rows: usize, draft: &Draft, expected: &str) {
        let mut transcript = Transcript::default();
        transcript.say(Voice::Person, b"hi");
        let view = View {
            transcript: &transcript,
            draft,
            queue: &[],
            working: Some(Duration::from_secs(3)),
            dialog: None,
            help: false,
            quit: None,
        };
        let frame = draw(&view, Size { columns, rows });
        assert_eq!(frame.text(), expected);
    }

    fn draft(text: &str) -> Draft {
        let mut draft = Draft::default();
        draft.type_text(text.as_bytes());
        draft
    }

    #[test]
    fn the_smallest_pane_has_a_whole_box() {
        let expected = "\
✶ Pretending… (3s)
────────────────────
❯ T‹ry \"say hello\" or›
────────────────────
‹  esc to interrupt›";
        check(20, 5, &Draft::default(), expected);
    }

    #[test]
    fn a_text_that_does_not_fit_shows_its_tail_and_says_so() {
        let expected = "\
> hi
✶ Pretending… (3s)
─── ↑ 3 more ─────────────────
❯ 日本日本日本日本日本日本日本
  語
──────────────────────────────
‹  esc to interrupt›";
        let text = format!("1\n2\n3\n{}語", "日本".repeat(7));
        check(30, 8, &draft(&text), &format!("\n{expected}"));
    }

    #[test]
    fn lines_of_the_text_never_look_like_an_edge() {
        let expected = "
> hi
✶ Pretending… (3s)
────────────────────────
❯ a
  ──────────────────────
  ──
────────────────────────
‹  esc to interrupt›";
        check(24, 9, &draft(&format!("a\r\n{}", "─".repeat(24))), expected);
    }

    #[test]
    fn a_cursor_in_the_middle_counts_the_lines_below() {
        let mut draft = draft("1\n2\n3\n4");
        for _ in 0..6 {
            draft.left();
        }
        let expected = "\
✶ Pretending… (3s)
──────────────────────────────────
❯ 1
─── ↓ 3 more ─────────────────────
‹  esc to interrupt›";
        check(34, 5, &draft, expected);
    }

    #[test]
    fn a_megabyte_in_the_box_is_drawn_quickly() {
        let draft = draft(&"word ".repeat(200_000));
        let transcript = Transcript::default();
        let view = View {
            transcript: &transcript,
            draft: &draft,
            queue: &[],
            working: None,
            dialog: None,
            help: false,
            quit: None,
        };
        let window = Window::new(view.draft, 78, 10);
        assert_eq!(window.lines.len(), 10);
        assert!((12_000..14_000).contains(&window.above), "{}", window.above);
    }
}
