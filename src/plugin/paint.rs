//! A frame in Zellij's own text component, so that the user's theme applies;
//! only a worker's screen keeps its own colours.

use std::ops::Range;

use org::view::{Frame, Line, Span, Style};

use super::zellij;

/// Draws frames, and keeps each row as it was written: Zellij wants all of
/// them each time, and most are the same as in the frame before.
#[derive(Debug, Default)]
pub(super) struct Painter {
    /// The width that they are for.
    columns: usize,
    rows: Vec<Row>,
}

/// A line and what was written for it.
#[derive(Debug, Default)]
struct Row {
    line: Line,
    written: String,
}

impl Painter {
    /// Draws every line of the frame and puts the cursor where it belongs.
    ///
    /// The cursor goes first and the output is flushed: calls of the host
    /// travel through standard output too, and one behind unflushed text would
    /// take the text for its own message and lose both.
    pub(super) fn paint(&mut self, frame: &Frame) {
        zellij::show_cursor(frame.cursor);
        if self.columns != frame.size.columns {
            self.columns = frame.size.columns;
            self.rows.clear();
        }
        self.rows.resize_with(frame.lines.len(), Row::default);
        let mut out = String::new();
        for (number, (row, line)) in self.rows.iter_mut().zip(&frame.lines).enumerate() {
            if row.line == *line {
                out.push_str(&row.written);
                continue;
            }
            // Not into a text of its own, which would grow and move.
            let from = out.len();
            write_row(&mut out, number, self.columns, line);
            row.written = out.get(from..).unwrap_or_default().to_owned();
            row.line.clone_from(line);
        }
        zellij::write(&out);
    }
}

fn write_row(out: &mut String, row: usize, width: usize, line: &Line) {
    let own = line.spans.iter().position(is_screen);
    let (panel, screen) = line.spans.split_at(own.unwrap_or(line.spans.len()));
    let columns = match own {
        Some(_) => panel.iter().map(Span::width).sum(),
        None => width,
    };
    let rule = panel.iter().position(|s| s.style == Style::Rule);
    let (chosen, panel) = panel.split_at(rule.filter(|_| line.selected).unwrap_or(0));
    let from = chosen.iter().map(Span::width).sum();
    if !chosen.is_empty() {
        component(out, row, 0..from, chosen, true);
    }
    // Zellij fills the row itself.
    let selected = line.selected && chosen.is_empty();
    let panel = without_end(panel, selected);
    if !panel.is_empty() {
        component(out, row, from..columns, panel, selected);
    }
    if !screen.is_empty() {
        own_colours(out, row, columns, screen);
    }
}

/// The spans without those at the end that show nothing.
fn without_end(spans: &[Span], selected: bool) -> &[Span] {
    let shows = |s: &Span| selected || !s.text.trim_end().is_empty();
    let end = spans.iter().rposition(shows).map_or(0, |last| last + 1);
    spans.get(..end).unwrap_or_default()
}

fn is_screen(span: &Span) -> bool {
    matches!(span.style, Style::Screen(_))
}

/// A worker's screen from this column on.
fn own_colours(out: &mut String, row: usize, column: usize, screen: &[Span]) {
    out.push_str("\u{1b}[");
    zellij::push_number(out, row + 1);
    out.push(';');
    zellij::push_number(out, column + 1);
    out.push('H');
    for span in screen {
        if let Style::Screen(look) = span.style {
            out.push_str(&look.sgr());
            out.push_str(&span.text);
        }
    }
    out.push_str("\u{1b}[0m");
}

/// Zellij's text component: place and width; `x` for a chosen line; for each
/// style the numbers of its characters, each list ended by `$`; the text's
/// bytes. zellij-tile writes the same.
fn component(out: &mut String, row: usize, columns: Range<usize>, spans: &[Span], selected: bool) {
    out.push_str("\u{1b}Pztext;");
    zellij::push_number(out, columns.start);
    out.push('/');
    zellij::push_number(out, row);
    out.push('/');
    zellij::push_number(out, columns.len());
    out.push_str("/;");
    if selected {
        out.push('x');
    }
    let last = spans.iter().map(|s| list_of(s.style)).max().unwrap_or(0);
    for list in 0..=last {
        let mut from = 0;
        let mut first = true;
        for span in spans {
            let to = from + span.text.chars().count();
            if list_of(span.style) == list {
                for n in from..to {
                    if !std::mem::take(&mut first) {
                        out.push(',');
                    }
                    zellij::push_number(out, n);
                }
            }
            from = to;
        }
        out.push('$');
    }
    for (n, span) in spans.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        zellij::push_bytes(out, span.text.as_bytes());
    }
    out.push_str("\u{1b}\\");
}

/// Which of the component's lists a style is: four colours of the theme, then
/// dim, not bold, error and success.
fn list_of(style: Style) -> usize {
    match style {
        Style::Title => 0,
        Style::Name => 1,
        Style::Match | Style::Hover => 2,
        Style::Key => 3,
        Style::Dim | Style::Rule => 4,
        Style::Plain | Style::Screen(_) => 5,
        Style::Bad => 6,
        Style::Good => 7,
    }
}
