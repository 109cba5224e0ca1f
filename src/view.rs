//! The model as a frame. Drawing decides nothing and does nothing.
//!
//! From top to bottom: title, list (or a dialog, or what the panel is waiting
//! for), notices, prompts that wait, prompt, row of actions. What does not fit goes in that
//! order from the middle out; title and prompt stay longest.

mod dialog;
mod footer;
mod frame;
mod list;
mod notices;
mod pending;
mod preview;
mod prompt;
mod results;
mod start;
mod theme;
mod title;
mod welcome;
mod wrong;

pub use frame::{Click, Frame, Line, Region, Size, Span, Style};
pub use theme::{Ground, LineColours, MIN_CONTRAST, Palette, TextColours, Theme, contrast};

use crate::model::Model;
use crate::screen::Cut;
use crate::time::Moment;
use preview::Place;

/// Rows of each part for one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    body: usize,
    notices: usize,
    pending: usize,
    prompt: usize,
    footer: usize,
}

/// Shares out the rows: one is the title's.
fn layout(model: &Model, size: Size) -> Layout {
    let below_title = size.rows.saturating_sub(1);
    let prompt = match (&model.dialog, size.rows) {
        (Some(_), _) | (None, 0..=1) => 0,
        (None, 2..=8) => 1,
        (None, rows) => 1 + prompt::rows_wanted(model, size.columns).clamp(1, rows / 3),
    };
    let footer = usize::from(size.rows >= 4);
    let pending = match (&model.dialog, size.rows) {
        (Some(_), _) | (None, 0..=5) => 0,
        (None, 6..=9) => pending::rows_wanted(model).min(1),
        (None, rows) => pending::rows_wanted(model).min(rows / 4),
    };
    let room = below_title.saturating_sub(prompt + footer + pending);
    let wanted = notices::rows_wanted(model, size.columns);
    let notices = wanted.min(match room {
        0 => 0,
        1..=3 => 1,
        _ => room / 2,
    });
    Layout {
        body: room - notices,
        notices,
        pending,
        prompt,
        footer,
    }
}

/// Makes the scrolling fit the size before it is drawn: not beyond the end,
/// and with the chosen worker in sight until the wheel takes it out of sight.
/// Cuts the screen beside the list.
pub(crate) fn settle(model: &mut Model, cut: &mut Cut, size: Size) {
    let rows = list_rows(model, size);
    let body = layout(model, size).body;
    model.preview_fits = preview::room(model, size.columns, body) != Place::Hidden;
    if model.dialog.is_none() && rows > 0 {
        settle_list(model, rows);
    }
    start::settle(model, body);
    let lines = dialog::lines(model, size.columns);
    model.dialog_scroll = model.dialog_scroll.min(lines.saturating_sub(body));
    preview::settle(model, cut, size.columns, body);
}

/// Whatever moves its row or takes rows from the list, the chosen worker stays
/// in sight.
fn settle_list(model: &mut Model, rows: usize) {
    let row = model.pointed().and_then(|t| model.row_of(t));
    model.scroll = model.scroll.min(model.rows().saturating_sub(rows));
    keep_in_sight(&mut model.scroll, &mut model.reveal, row, rows);
}

/// Scrolls to a row, if it is to stay in sight among so many; one that is in
/// sight stays so from then on.
fn keep_in_sight(scroll: &mut usize, reveal: &mut bool, row: Option<usize>, rows: usize) {
    let Some(row) = row else {
        return;
    };
    let lowest = (row + 1).saturating_sub(rows);
    if *reveal {
        *scroll = (*scroll).clamp(lowest, row);
    }
    *reveal |= (lowest..=row).contains(scroll);
}

/// The list, and the chosen worker's screen where there is room for it.
fn list_and_preview(frame: &mut Frame, model: &Model, cut: &Cut, now: Moment, layout: Layout) {
    let first = frame.next_row();
    let columns = frame.size.columns;
    match preview::place(model, columns, layout.body) {
        Place::Hidden => list::draw(frame, model, now, columns, layout.body),
        Place::Beside(left) => {
            list::draw(frame, model, now, left, layout.body);
            frame.fill_to(first + layout.body);
            preview::beside(frame, model, cut, first, left);
        }
        Place::Below(rows) => {
            list::draw(frame, model, now, columns, rows);
            frame.fill_to(first + rows);
            preview::below(frame, model, cut, layout.body - rows);
        }
    }
}

/// Rows of the list: less than the body's when the preview stands below.
fn list_rows(model: &Model, size: Size) -> usize {
    let body = layout(model, size).body;
    match preview::place(model, size.columns, body) {
        Place::Below(rows) => rows,
        Place::Hidden | Place::Beside(_) => body,
    }
}

/// Draws the model, as it was settled, for a pane of this size.
#[must_use]
pub(crate) fn draw(model: &Model, cut: &Cut, now: Moment, size: Size) -> Frame {
    let mut frame = Frame::new(size);
    if size.rows == 0 || size.columns == 0 {
        return frame;
    }
    let layout = layout(model, size);
    title::draw(&mut frame, model, now, list_rows(model, size));
    let body_end = 1 + layout.body;
    match &model.dialog {
        Some(dialog) => dialog::draw(&mut frame, model, dialog, now, layout.body),
        None if welcome::speaks(model) => welcome::draw(&mut frame, model, layout.body),
        None => list_and_preview(&mut frame, model, cut, now, layout),
    }
    frame.fill_to(body_end);
    notices::draw(&mut frame, model, layout.notices);
    frame.fill_to(body_end + layout.notices);
    pending::draw(&mut frame, model, layout.pending);
    prompt::draw(&mut frame, model, layout.prompt);
    if layout.footer > 0 {
        frame.fill_to(size.rows - 1);
        footer::draw(&mut frame, model);
    }
    frame.fill_to(size.rows);
    frame.hover(model.pointer);
    frame
}
