//! The workers, one row each.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::Model;
use crate::text;
use crate::time::Moment;
use crate::view::{Click, Frame, Line, Style};
use crate::worker::state::age;
use crate::worker::{State, Worker};

/// Cells of the mark before the chosen row.
const MARK: usize = 2;
/// Cells of the state: a sign, a blank, `starting`, and how long.
const STATE: usize = 15;
/// The same in a narrow panel, without how long.
const SHORT_STATE: usize = 11;
/// From this width on, it is told how long.
const WITH_AGE: usize = 44;
/// Cells of the pane id.
const PANE: usize = 5;
/// Cells of a state's sign alone.
const SIGN: usize = 2;
/// Below this width, the state is told by its sign alone and no pane is named:
/// the directory matters most.
const TINY: usize = 28;
/// From this width on, the command is shown, where not all of them run the one
/// of the configuration.
const WITH_COMMAND: usize = 64;

/// Cells of each part of a row.
#[derive(Debug, Clone, Copy)]
struct Cells {
    state: usize,
    name: usize,
    pane: usize,
    command: usize,
}

impl Cells {
    fn of(model: &Model, columns: usize) -> Self {
        let (state, pane) = match columns {
            ..TINY => (SIGN, 0),
            TINY..WITH_AGE => (SHORT_STATE, 1 + PANE),
            _ => (STATE, 1 + PANE),
        };
        let command = match columns {
            ..WITH_COMMAND => 0,
            _ if all_run_the_same(model) => 0,
            _ => columns / 4,
        };
        Self {
            state,
            name: columns.saturating_sub(MARK + state + pane + command),
            pane,
            command,
        }
    }
}

/// Whether a row's command would say nothing.
fn all_run_the_same(model: &Model) -> bool {
    let usual = model.config.command.display();
    model
        .roster
        .each()
        .all(|w| w.is_ours() && w.command == usual)
}

/// Draws the list into so many columns and rows.
pub(super) fn draw(frame: &mut Frame, model: &Model, now: Moment, columns: usize, rows: usize) {
    frame.list_rows = rows;
    let cells = Cells::of(model, columns);
    for listed in model.scroll..model.scroll + rows {
        let Some(worker) = model.worker_at(listed) else {
            break;
        };
        let row = frame.next_row();
        // Zellij gives a plugin neither the right button nor a click with
        // Ctrl: the cells before the row are there to mark it.
        frame.region(row, 0..MARK, Click::Mark(worker.target.clone()));
        frame.region(row, MARK..columns, Click::Worker(worker.target.clone()));
        frame.push(line(model, worker, model.matched(listed), now, cells));
    }
    if model.rows() == 0 && rows > 0 {
        frame.push(Line::styled("  no worker matches", Style::Dim));
    }
}

fn line(model: &Model, worker: &Worker, matched: &[usize], now: Moment, cells: Cells) -> Line {
    let chosen = model.pointed() == Some(&worker.target);
    let mut line = Line {
        selected: chosen,
        // As many as there are, or it would grow and move.
        spans: Vec::with_capacity(8),
    };
    line.add(if chosen { "▶" } else { " " }, Style::Key);
    let marked = model.marks.contains(&worker.target);
    line.add(if marked { "+" } else { " " }, Style::Key);
    let (state, style) = state(model, worker, now, cells.state);
    let sign = state.split(' ').next().unwrap_or_default();
    let told = if cells.state == SIGN { sign } else { &state };
    line.add(text::pad(told, cells.state), style);
    // The pane is shown whole, or not at all.
    let pane = match cells.pane {
        0 => String::new(),
        _ => format!(" {}", worker.target.pane),
    };
    let over = pane.len().saturating_sub(cells.pane);
    let room = cells.name.saturating_sub(over);
    add_name(&mut line, &model.short(&worker.name()), matched, room);
    if !pane.is_empty() {
        line.add(text::pad(&pane, cells.pane + over), Style::Plain);
    }
    if cells.command > 0 {
        let what = if worker.is_ours() {
            worker.command.clone()
        } else {
            format!("{} (not started by org)", worker.command)
        };
        line.add(text::pad(&format!(" {what}"), cells.command), Style::Dim);
    }
    line
}

/// Adds a directory in so many cells, its end where it is too long, with the
/// characters that the filter has matched standing out.
fn add_name(line: &mut Line, name: &str, matched: &[usize], room: usize) {
    let shown = text::cut_front(name, room);
    if matched.is_empty() {
        line.add(text::pad(&shown, room), Style::Name);
        return;
    }
    let count = |text: &str| text.graphemes(true).count();
    let left_out = count(name).saturating_sub(count(&shown));
    let is_cut = left_out > 0 || shown != name;
    for (n, cluster) in shown.graphemes(true).enumerate() {
        // The sign for what was cut stands in place of a character.
        let hit = matched.contains(&(n + left_out)) && !(is_cut && n == 0);
        line.add(
            cluster.to_owned(),
            if hit { Style::Match } else { Style::Name },
        );
    }
    let gap = room.saturating_sub(text::width(&shown));
    line.add(text::blanks(gap), Style::Plain);
}

/// Sign, words and style of a worker's state, with prompts that wait for it
/// or else how long it has lasted, where there is room.
fn state(model: &Model, worker: &Worker, now: Moment, cells: usize) -> (String, Style) {
    let pending = model.pending(&worker.target);
    if pending.first().is_some_and(|p| p.wait.is_none()) {
        return ("↥ sending".into(), Style::Key);
    }
    let state = model.state(worker, now);
    let (mut text, style) = match state {
        State::Dead => (format!("✗ {}", worker.life.label()), Style::Bad),
        State::Waiting => (state.label().to_owned(), Style::Key),
        State::Starting | State::Alive => (state.label().to_owned(), Style::Plain),
        State::Idle | State::Working => (state.label().to_owned(), Style::Good),
    };
    let draft = model.drafts.contains_key(&worker.target);
    let more = match pending.len() {
        0 if draft => "✎".to_owned(),
        0 if state == State::Dead => String::new(),
        0 => age(now, worker.since),
        many => format!("◷{many}"),
    };
    if !more.is_empty() && text::width(&text) + 1 + text::width(&more) < cells {
        text.push(' ');
        text.push_str(&more);
    }
    (text, style)
}
