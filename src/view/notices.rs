//! What is told: wrong options first, then notices, the newest at the bottom.

use crate::keymap::Action;
use crate::model::Model;
use crate::notice::Level;
use crate::text;
use crate::view::{Click, Frame, Line, Style};

/// Rows that all of it would take.
pub(super) fn rows_wanted(model: &Model, columns: usize) -> usize {
    lines(model, columns).len()
}

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let columns = frame.size.columns;
    let lines = lines(model, columns);
    let hidden = lines.len().saturating_sub(rows);
    for line in lines.into_iter().skip(hidden) {
        let row = frame.next_row();
        frame.region(row, 0..columns, Click::Action(Action::Dismiss));
        frame.push(line);
    }
}

fn lines(model: &Model, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for wrong in &model.wrong_options {
        paragraph(
            &mut lines,
            "✗ ",
            Style::Bad,
            &wrong.text(),
            "its default is used",
            columns,
        );
    }
    if let Some(failure) = &model.polling.failure {
        let hint = "org tries again by itself";
        paragraph(&mut lines, "✗ ", Style::Bad, &failure.text(), hint, columns);
    }
    for notice in model.notices.list() {
        let (sign, style) = match notice.level {
            Level::Done => ("✓ ", Style::Good),
            Level::Failed => ("✗ ", Style::Bad),
        };
        paragraph(&mut lines, sign, style, &notice.text, &notice.hint, columns);
    }
    lines
}

/// A sign in its style, then text and hint, wrapped under each other.
fn paragraph(
    lines: &mut Vec<Line>,
    sign: &str,
    style: Style,
    text: &str,
    hint: &str,
    columns: usize,
) {
    let sentence = if hint.is_empty() {
        text.to_owned()
    } else {
        format!("{text}; {hint}")
    };
    let wrapped = text::wrap(&text::line(&sentence), columns.saturating_sub(2));
    for (n, part) in wrapped.into_iter().enumerate() {
        let mut line = Line::default();
        line.add(if n == 0 { sign } else { "  " }, style);
        line.add(part, Style::Plain);
        lines.push(line);
    }
}
