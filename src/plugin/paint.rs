//! A frame in Zellij's own text component, so that the user's theme applies;
//! only a worker's screen keeps its own colours.

use std::ops::Range;

use org::view::{Frame, Line, Span, Style};

use super::{decimals, zellij};

/// Draws frames, and keeps each row as it was written: Zellij wants all of
/// them each time, and most are the same as in the frame before.
#[derive(Debug, Default)]
pub(super) struct Painter {
    /// The width that the picture is for.
    columns: usize,
    shown: Picture,
    /// Where the next one is made, in the room of the one before: a text of
    /// its own for each row or span would cost as much as all that is written.
    next: Picture,
}

/// The lines of a frame, and what was written for them.
#[derive(Debug, Default)]
struct Picture {
    rows: Vec<Row>,
    /// The style of each span, and the bytes of its text.
    spans: Vec<(Style, usize)>,
    text: String,
    written: Vec<u8>,
}

/// A row: where its spans, their text and what was written for it end.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    selected: bool,
    spans: usize,
    text: usize,
    written: usize,
}

impl Picture {
    fn clear(&mut self) {
        self.rows.clear();
        self.spans.clear();
        self.text.clear();
        self.written.clear();
    }

    /// What was written for this row, if it is the same line.
    fn written_for(&self, number: usize, line: &Line) -> Option<&[u8]> {
        let row = self.rows.get(number)?;
        let above = number.checked_sub(1).and_then(|n| self.rows.get(n));
        let from = above.copied().unwrap_or_default();
        let spans = self.spans.get(from.spans..row.spans)?;
        let mut text = self.text.get(from.text..row.text)?;
        if row.selected != line.selected || spans.len() != line.spans.len() {
            return None;
        }
        for (span, (style, length)) in line.spans.iter().zip(spans) {
            let (before, rest) = text.split_at_checked(*length)?;
            if span.style != *style || span.text != before {
                return None;
            }
            text = rest;
        }
        self.written.get(from.written..row.written)
    }

    /// Keeps a line; what is written for it has been added.
    fn keep(&mut self, line: &Line) {
        for span in &line.spans {
            self.spans.push((span.style, span.text.len()));
            self.text.push_str(&span.text);
        }
        self.rows.push(Row {
            selected: line.selected,
            spans: self.spans.len(),
            text: self.text.len(),
            written: self.written.len(),
        });
    }
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
            self.shown.clear();
        }
        self.next.clear();
        for (number, line) in frame.lines.iter().enumerate() {
            match self.shown.written_for(number, line) {
                Some(written) => self.next.written.extend_from_slice(written),
                None => write_row(&mut self.next.written, number, self.columns, line),
            }
            self.next.keep(line);
        }
        zellij::write(&self.next.written);
        std::mem::swap(&mut self.shown, &mut self.next);
    }
}

fn write_row(out: &mut Vec<u8>, row: usize, width: usize, line: &Line) {
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
fn own_colours(out: &mut Vec<u8>, row: usize, column: usize, screen: &[Span]) {
    out.extend_from_slice(b"\x1b[");
    decimals::push_number(out, row + 1);
    out.push(b';');
    decimals::push_number(out, column + 1);
    out.push(b'H');
    for span in screen {
        if let Style::Screen(look) = span.style {
            out.extend_from_slice(look.sgr().as_bytes());
            out.extend_from_slice(span.text.as_bytes());
        }
    }
    out.extend_from_slice(b"\x1b[0m");
}

/// Zellij's text component: place and width; `x` for a chosen line; for each
/// style the numbers of its characters, each list ended by `$`; the text's
/// bytes. zellij-tile writes the same.
fn component(out: &mut Vec<u8>, row: usize, columns: Range<usize>, spans: &[Span], selected: bool) {
    out.extend_from_slice(b"\x1bPztext;");
    decimals::push_number(out, columns.start);
    out.push(b'/');
    decimals::push_number(out, row);
    out.push(b'/');
    decimals::push_number(out, columns.len());
    out.extend_from_slice(b"/;");
    if selected {
        out.push(b'x');
    }
    let mut from = 0;
    let places = spans.iter().map(|span| {
        let to = from + characters(&span.text);
        (list_of(span.style), std::mem::replace(&mut from, to), to)
    });
    let places: Vec<(usize, usize, usize)> = places.collect();
    let last = places.iter().map(|(list, ..)| *list).max().unwrap_or(0);
    for wanted in 0..=last {
        for (list, from, to) in &places {
            if *list == wanted {
                decimals::push_range(out, *from, *to);
            }
        }
        decimals::end(out);
        out.push(b'$');
    }
    for span in spans {
        decimals::push_bytes(out, span.text.as_bytes());
    }
    decimals::end(out);
    out.extend_from_slice(b"\x1b\\");
}

fn characters(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    }
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
