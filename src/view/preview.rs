//! The chosen worker's screen beside the list, or below it; or its output,
//! looked back in.

use std::sync::Arc;

use crate::keymap::{Action, Focus, key_name};
use crate::model::{LookBack, Model};
use crate::screen::{Cut, Piece};
use crate::text;
use crate::view::{Click, Frame, Line, Style};
use crate::worker::Worker;

/// From this width on it stands beside the list.
const BESIDE: usize = 100;
/// The most cells of the list then, or two fifths of all.
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
        return Place::Beside((columns / 2).min(LIST.max(columns * 2 / 5)));
    }
    if rows < BELOW || columns < 40 {
        return Place::Hidden;
    }
    // Some rows more than there are workers, but never more than half.
    Place::Below((model.roster.len() + 1).clamp(4, rows / 2))
}

/// Where it is: only if it is wanted, and there is a worker to show.
pub(super) fn place(model: &Model, columns: usize, rows: usize) -> Place {
    let shown = model.preview && model.dialog.is_none() && pointed(model).is_some();
    match room(model, columns, rows) {
        place if shown => place,
        _ => Place::Hidden,
    }
}

/// The worker that is shown.
fn pointed(model: &Model) -> Option<&Worker> {
    model.roster.find(model.pointed()?)
}

/// Cuts what will be drawn. Looking back ends at the first line of what has
/// been read.
pub(super) fn settle(model: &mut Model, cut: &mut Cut, columns: usize, rows: usize) {
    // While one looks back a row beside the list says so; below it the rule does.
    let (columns, rows, note) = match place(model, columns, rows) {
        Place::Hidden => return,
        Place::Beside(left) => (columns.saturating_sub(left + 2), rows, 1),
        Place::Below(list) => (columns, rows.saturating_sub(list + 1), 0),
    };
    let looks_back = looked_back(model).is_some();
    if let Some(back) = model.look_back.as_mut().filter(|_| looks_back)
        && let Some(output) = &back.output
    {
        cut.hold(output, columns, usize::MAX);
        let most = cut.len().saturating_sub(rows.saturating_sub(note));
        back.up = back.up.min(most);
        if back.up > 0 {
            return;
        }
        model.look_back = None;
    }
    if let Some(screen) = screen(model) {
        cut.hold(screen, columns, rows);
    }
}

/// The output that is looked back in, if it is the shown worker's.
fn looked_back(model: &Model) -> Option<&LookBack> {
    let back = model.look_back.as_ref()?;
    (Some(&back.target) == model.pointed()).then_some(back)
}

/// The shown worker's screen, if it has come.
fn screen(model: &Model) -> Option<&Arc<str>> {
    let (pane, screen) = model.roster.preview.as_ref()?;
    (*pane == pointed(model)?.target.pane).then_some(screen)
}

/// Adds it right of the rows from `first` on, behind `left` columns.
pub(super) fn beside(frame: &mut Frame, model: &Model, cut: &Cut, first: usize, left: usize) {
    let rows = frame.lines.len().saturating_sub(first);
    let columns = frame.size.columns.saturating_sub(left + 2);
    frame.preview_rows = rows;
    let note = looking_back(model);
    let rows_of_screen = rows - usize::from(note.is_some()).min(rows);
    let mut screen = pieces(model, cut, rows_of_screen).iter();
    for line in frame.lines.iter_mut().skip(first).take(rows_of_screen) {
        begin(line, left);
        if let Some(row) = screen.next() {
            add(line, row);
        }
    }
    if let Some((line, note)) = frame.lines.last_mut().zip(note) {
        begin(line, left);
        line.add(text::cut(&note, columns), Style::Dim);
    }
    let cells = left..frame.size.columns;
    for row in first..first + rows {
        frame.region(row, cells.clone(), Click::Preview);
    }
}

fn begin(line: &mut Line, left: usize) {
    let gap = left.saturating_sub(line.width());
    line.add(text::blanks(gap), Style::Plain);
    line.add("│ ", Style::Rule);
}

/// That one looks back, and how to come on again.
fn looking_back(model: &Model) -> Option<String> {
    let back = looked_back(model)?;
    let focus = match model.focus {
        Focus::Filter => Focus::List,
        focus => focus,
    };
    let key = model
        .config
        .keys
        .key_for(focus, Action::PreviewDown)
        .map(key_name);
    let key = key.unwrap_or_else(|| "the wheel".into());
    Some(format!(
        "{} rows back, standing still; {key} goes on",
        back.up
    ))
}

/// Adds it as rows of its own, the first of which says whose screen it is.
pub(super) fn below(frame: &mut Frame, model: &Model, cut: &Cut, rows: usize) {
    let columns = frame.size.columns;
    let Some(worker) = pointed(model).filter(|_| rows > 1) else {
        return;
    };
    let name = match looking_back(model) {
        Some(note) => format!("─ {} {note} ", worker.target.pane),
        None => format!("─ {} {} ", worker.target.pane, model.short(&worker.name())),
    };
    frame.preview_rows = rows - 1;
    for row in 0..rows {
        frame.region(frame.next_row() + row, 0..columns, Click::Preview);
    }
    let mut rule = text::cut(&name, columns);
    let left = columns.saturating_sub(text::width(&rule));
    rule.push_str(&"─".repeat(left));
    frame.push(Line::styled(rule, Style::Dim));
    for row in pieces(model, cut, rows - 1) {
        let mut line = Line::default();
        add(&mut line, row);
        frame.push(line);
    }
}

fn pieces<'a>(model: &Model, cut: &'a Cut, rows: usize) -> &'a [Vec<Piece>] {
    match looked_back(model).filter(|back| back.output.is_some()) {
        Some(back) => cut.rows(rows, back.up),
        None if screen(model).is_some() => cut.rows(rows, 0),
        None => &[],
    }
}

fn add(line: &mut Line, row: &[Piece]) {
    for piece in row {
        line.add(piece.text.clone(), Style::Screen(piece.look));
    }
}
