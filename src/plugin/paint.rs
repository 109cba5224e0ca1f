//! A frame in Zellij's own text component, so that the user's theme applies.

use std::io::Write as _;

use org::view::{Frame, Line, Style};
use zellij_tile::prelude::*;

/// Draws every line of the frame and puts the cursor where it belongs.
///
/// The cursor goes first and the output is flushed: calls of the host travel
/// through standard output too, and one behind unflushed text would take the
/// text for its own message and lose both.
pub(super) fn paint(frame: &Frame) {
    show_cursor(frame.cursor);
    let columns = Some(frame.size.columns);
    for (row, line) in frame.lines.iter().enumerate() {
        if !line.spans.is_empty() {
            print_text_with_coordinates(text(line), 0, row, columns, None);
        }
    }
    // There is nobody to tell when the host does not read its own pipe.
    let _ = std::io::stdout().flush();
}

fn text(line: &Line) -> Text {
    let mut text = Text::new(line.text());
    let mut from = 0;
    for span in &line.spans {
        let to = from + span.text.chars().count();
        text = match span.style {
            Style::Plain => text.unbold_range(from..to),
            Style::Dim => text.dim_range(from..to),
            Style::Title => text.color_range(0, from..to),
            Style::Name => text.color_range(1, from..to),
            Style::Key => text.color_range(3, from..to),
            Style::Good => text.success_color_range(from..to),
            Style::Bad => text.error_color_range(from..to),
        };
        from = to;
    }
    if line.selected { text.selected() } else { text }
}
