//! The first row: how many workers, and how fresh the list is; or what is
//! looked for.

use crate::keymap::Focus;
use crate::model::{Filter, Model};
use crate::text;
use crate::time::Moment;
use crate::view::{Click, Frame, Line, Style, prompt};
use crate::worker::{State, Worker};

/// `rows` are those of the list.
pub(super) fn draw(frame: &mut Frame, model: &Model, now: Moment, rows: usize) {
    match &model.filter {
        Some(filter) => draw_filter(frame, model, filter),
        None => {
            let mut line = Line::styled("org", Style::Title);
            add_counts(&mut line, model, now);
            add_freshness(&mut line, model, now);
            add_rest(&mut line, model, frame.size.columns, rows);
            frame.push(line);
        }
    }
}

/// What is looked for, in place of the title, and how much was found.
fn draw_filter(frame: &mut Frame, model: &Model, filter: &Filter) {
    let columns = frame.size.columns;
    frame.region(frame.next_row(), 0..columns, Click::Filter);
    let typing = model.focus == Focus::Filter && model.dialog.is_none();
    let count = match model.roster.len() {
        0 => "  no worker yet".to_owned(),
        all => format!("  {} of {all}", filter.found.len()),
    };
    prompt::field_with(
        frame,
        Line::styled("find ", Style::Title),
        &filter.editor,
        typing,
        &count,
    );
}

/// How many workers there are, and how many of them matter.
fn add_counts(line: &mut Line, model: &Model, now: Moment) {
    if model.polling.listed.is_none() {
        return;
    }
    let (total, dead) = (model.roster.len(), model.roster.dead());
    let workers = if total == 1 { "worker" } else { "workers" };
    line.add(format!("  {total} {workers}"), Style::Plain);
    let waiting = |w: &&Worker| model.state(w, now) == State::Waiting;
    let waiting = model.roster.each().filter(waiting).count();
    if waiting > 0 {
        line.add(format!(", {waiting} waiting"), Style::Key);
    }
    if dead > 0 {
        line.add(format!(", {dead} dead"), Style::Bad);
    }
    if !model.marks.is_empty() {
        line.add(format!(", {} marked", model.marks.len()), Style::Key);
    }
}

fn add_freshness(line: &mut Line, model: &Model, now: Moment) {
    if model.polling.failure.is_some() {
        let age = model.polling.listed.map(|at| now.since(at).0 / 1000);
        let text = match age {
            Some(seconds) => format!("  list is {seconds} s old"),
            None => "  no list".to_owned(),
        };
        line.add(text, Style::Bad);
    }
}

/// How many workers are above and below what is seen, and the session, where
/// there is room.
fn add_rest(line: &mut Line, model: &Model, columns: usize, rows: usize) {
    let above = model.scroll;
    let below = model.rows().saturating_sub(above + rows);
    let is_list = model.dialog.is_none() && rows > 0;
    for (sign, count) in [('↑', above), ('↓', below)] {
        let more = format!("  {sign} {count}");
        if is_list && count > 0 && line.width() + text::width(&more) <= columns {
            line.add(more, Style::Dim);
        }
    }
    let session = format!("tmux session {}", model.config.tmux.session.as_str());
    let room = columns.saturating_sub(line.width());
    if room > session.len() + 2 {
        line.add(text::blanks(room - session.len()), Style::Plain);
        line.add(session, Style::Dim);
    }
}
