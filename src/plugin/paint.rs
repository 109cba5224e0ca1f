//! A frame in Zellij's own text component, so that the user's theme applies;
//! only a worker's screen keeps its own colours.

use std::io::Write as _;

use org::view::{Frame, Line, Span, Style};
use zellij_tile::prelude::*;

/// Draws every line of the frame and puts the cursor where it belongs.
///
/// The cursor goes first and the output is flushed: calls of the host travel
/// through standard output too, and one behind unflushed text would take the
/// text for its own message and lose both.
pub(super) fn paint(frame: &Frame) {
    show_cursor(frame.cursor);
    for (row, line) in frame.lines.iter().enumerate() {
        let own = line.spans.iter().position(is_screen);
        let (panel, screen) = line.spans.split_at(own.unwrap_or(line.spans.len()));
        let left = Line {
            spans: panel.to_vec(),
            selected: line.selected,
            hovered: line.hovered.clone(),
        };
        let columns = own.map_or(frame.size.columns, |_| left.width());
        if !panel.is_empty() {
            print_text_with_coordinates(text(&left), 0, row, Some(columns), None);
        }
        if !screen.is_empty() {
            print!("\u{1b}[{};{}H", row + 1, columns + 1);
            for span in screen {
                if let Style::Screen(look) = span.style {
                    print!("{}{}", look.sgr(), span.text);
                }
            }
            print!("\u{1b}[0m");
        }
    }
    // There is nobody to tell when the host does not read its own pipe.
    let _ = std::io::stdout().flush();
}

fn is_screen(span: &Span) -> bool {
    matches!(span.style, Style::Screen(_))
}

fn text(line: &Line) -> Text {
    let mut text = Text::new(line.text());
    let mut from = 0;
    if let Some(cells) = &line.hovered {
        let characters = line.characters(cells);
        text = text.color_range(2, characters);
    }
    for span in &line.spans {
        let to = from + span.text.chars().count();
        text = match span.style {
            Style::Plain | Style::Screen(_) => text.unbold_range(from..to),
            Style::Dim => text.dim_range(from..to),
            Style::Title => text.color_range(0, from..to),
            Style::Name => text.color_range(1, from..to),
            Style::Key => text.color_range(3, from..to),
            Style::Match => text.color_range(2, from..to),
            Style::Good => text.success_color_range(from..to),
            Style::Bad => text.error_color_range(from..to),
        };
        from = to;
    }
    if line.selected { text.selected() } else { text }
}
