//! The first row: how many workers, and how fresh the list is.

use crate::model::Model;
use crate::time::Moment;
use crate::view::{Line, Style};
use crate::worker::{State, Worker};

pub(super) fn line(model: &Model, now: Moment, columns: usize) -> Line {
    let mut line = Line::styled("org", Style::Title);
    let (total, dead) = (model.roster.len(), model.roster.dead());
    if model.polling.listed.is_some() {
        let workers = if total == 1 { "worker" } else { "workers" };
        line.add(format!("  {total} {workers}"), Style::Plain);
        let waiting = |w: &&Worker| model.state(w, now) == State::Waiting;
        let waiting = model.roster.workers().iter().filter(waiting).count();
        if waiting > 0 {
            line.add(format!(", {waiting} waiting"), Style::Key);
        }
        if dead > 0 {
            line.add(format!(", {dead} dead"), Style::Bad);
        }
    }
    if model.polling.failure.is_some() {
        let age = model.polling.listed.map(|at| now.since(at).0 / 1000);
        let text = match age {
            Some(seconds) => format!("  list is {seconds} s old"),
            None => "  no list".to_owned(),
        };
        line.add(text, Style::Bad);
    }
    let session = format!("tmux session {}", model.config.tmux.session.as_str());
    let room = columns.saturating_sub(line.width());
    if room > session.len() + 2 {
        line.add(" ".repeat(room - session.len()), Style::Plain);
        line.add(session, Style::Dim);
    }
    line
}
