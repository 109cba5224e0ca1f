//! The chosen worker's screen beside the list, or below it.

use crate::model::Model;
use crate::screen::{self, Piece};
use crate::text;
use crate::view::{Frame, Line, Style};

/// From this width on it stands beside the list.
const BESIDE: usize = 100;
/// The most cells of the list then.
const LIST: usize = 60;
/// From so many rows for list and preview on it stands below the list.
const BELOW: usize = 16;

/// Where the preview is, for so many rows of list and preview together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere.
    Hidden,
    /// Right of the list, which has so many columns.
    Beside(usize),
    /// Below the list, which has so many rows.
    Below(usize),
}

/// Where there is room for it.
pub(super) fn room(model: &Model, columns: usize, rows: usize) -> Place {
    if columns >= BESIDE && rows >= 6 {
        return Place::Beside((columns / 2).min(LIST));
    }
    if rows < BELOW || columns < 40 {
        return Place::Hidden;
    }
    // Some rows more than there are workers, but never more than half.
    Place::Below((model.roster.len() + 1).clamp(4, rows / 2))
}

/// Where it is: only if it is wanted, and there is a worker to show.
pub(super) fn place(model: &Model, columns: usize, rows: usize) -> Place {
    let shown = model.preview && model.dialog.is_none() && model.chosen().is_some();
    match room(model, columns, rows) {
        place if shown => place,
        _ => Place::Hidden,
    }
}

/// Adds it right of the rows from `first` on, behind `left` columns.
pub(super) fn beside(frame: &mut Frame, model: &Model, first: usize, left: usize) {
    let rows = frame.lines.len().saturating_sub(first);
    let columns = frame.size.columns.saturating_sub(left + 2);
    let mut screen = pieces(model, columns, rows).into_iter();
    for line in frame.lines.iter_mut().skip(first) {
        let gap = left.saturating_sub(line.width());
        line.add(" ".repeat(gap), Style::Plain);
        line.add("│ ", Style::Dim);
        add(line, screen.next().unwrap_or_default());
    }
}

/// Adds it as rows of its own, the first of which says whose screen it is.
pub(super) fn below(frame: &mut Frame, model: &Model, rows: usize) {
    let columns = frame.size.columns;
    let Some(worker) = model.chosen().filter(|_| rows > 1) else {
        return;
    };
    let name = format!("─ {} {} ", worker.target.pane, model.short(&worker.name()));
    let mut rule = text::cut(&name, columns);
    let left = columns.saturating_sub(text::width(&rule));
    rule.push_str(&"─".repeat(left));
    frame.push(Line::styled(rule, Style::Dim));
    for row in pieces(model, columns, rows - 1) {
        let mut line = Line::default();
        add(&mut line, row);
        frame.push(line);
    }
}

fn pieces(model: &Model, columns: usize, rows: usize) -> Vec<Vec<Piece>> {
    let chosen = model.chosen().map(|w| w.target.pane);
    match &model.roster.preview {
        Some((pane, screen)) if Some(*pane) == chosen => screen::tail(screen, columns, rows),
        _ => Vec::new(),
    }
}

fn add(line: &mut Line, row: Vec<Piece>) {
    for piece in row {
        line.add(piece.text, Style::Screen(piece.look));
    }
}
