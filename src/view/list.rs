//! The workers, one row each.

use crate::model::Model;
use crate::text;
use crate::view::{Click, Frame, Line, Style};
use crate::worker::{Life, Worker};

/// Cells of the mark before the chosen row.
const MARK: usize = 2;
/// Cells of the state: a sign, a blank, `SIGKILL` or `exit 255`.
const STATE: usize = 11;
/// Cells of the pane id.
const PANE: usize = 5;
/// From this width on, the command is shown.
const WITH_COMMAND: usize = 64;

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    frame.list_rows = rows;
    let columns = frame.size.columns;
    for worker in model.roster.workers().iter().skip(model.scroll).take(rows) {
        let row = frame.next_row();
        frame.region(row, 0..columns, Click::Worker(worker.target.clone()));
        frame.push(line(model, worker, columns));
    }
}

fn line(model: &Model, worker: &Worker, columns: usize) -> Line {
    let chosen = model.selected.as_ref() == Some(&worker.target);
    let mut line = Line {
        selected: chosen,
        ..Line::default()
    };
    line.add(if chosen { "▶ " } else { "  " }, Style::Key);
    let (state, style) = state(model, worker);
    line.add(text::pad(&state, STATE), style);
    let command = if columns >= WITH_COMMAND {
        columns / 4
    } else {
        0
    };
    let room = columns.saturating_sub(MARK + STATE + PANE + 1 + command);
    let name = text::cut_front(&model.short(&worker.name()), room);
    line.add(text::pad(&name, room), Style::Name);
    line.add(
        format!(" {:<PANE$}", worker.target.pane.to_string()),
        Style::Plain,
    );
    if command > 0 {
        let what = if worker.is_ours() {
            worker.command.clone()
        } else {
            format!("{} (not started by org)", worker.command)
        };
        line.add(text::pad(&format!(" {what}"), command), Style::Dim);
    }
    line
}

/// Sign, words and style of a worker's state.
fn state(model: &Model, worker: &Worker) -> (String, Style) {
    match worker.life {
        Life::Alive => {
            let pending = model.pending(&worker.target);
            let waits = pending.first().is_some_and(|p| p.wait.is_some());
            let text = match (pending.len(), waits) {
                (0, _) => return ("● alive".into(), Style::Good),
                (1, false) => "↥ sending".into(),
                (many, false) => format!("↥ {many} going"),
                (1, true) => "◷ waiting".into(),
                (many, true) => format!("◷ {many} wait"),
            };
            (text, Style::Key)
        }
        dead => (format!("✗ {}", dead.label()), Style::Bad),
    }
}
