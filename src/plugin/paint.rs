//! A frame in Zellij's own text component, so that the user's theme applies;
//! only a worker's screen keeps its own colours.

use org::view::{Frame, Span, Style};

use super::zellij;

/// Draws every line of the frame and puts the cursor where it belongs.
///
/// The cursor goes first and the output is flushed: calls of the host travel
/// through standard output too, and one behind unflushed text would take the
/// text for its own message and lose both.
pub(super) fn paint(frame: &Frame) {
    zellij::show_cursor(frame.cursor);
    let mut out = String::new();
    for (row, line) in frame.lines.iter().enumerate() {
        let own = line.spans.iter().position(is_screen);
        let (panel, screen) = line.spans.split_at(own.unwrap_or(line.spans.len()));
        let columns = match own {
            Some(_) => panel.iter().map(Span::width).sum(),
            None => frame.size.columns,
        };
        // Zellij fills the row itself.
        let panel = without_end(panel, line.selected);
        if !panel.is_empty() {
            component(&mut out, row, columns, panel, line.selected);
        }
        if !screen.is_empty() {
            own_colours(&mut out, row, columns, screen);
        }
    }
    zellij::write(&out);
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
fn component(out: &mut String, row: usize, columns: usize, spans: &[Span], selected: bool) {
    out.push_str("\u{1b}Pztext;0/");
    zellij::push_number(out, row);
    out.push('/');
    zellij::push_number(out, columns);
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
        Style::Dim => 4,
        Style::Plain | Style::Screen(_) => 5,
        Style::Bad => 6,
        Style::Good => 7,
    }
}
