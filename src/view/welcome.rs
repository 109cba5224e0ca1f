//! What stands in place of an empty list: what the panel waits for, what is
//! missing, how to begin.

use crate::keymap::Action;
use crate::model::{HostState, Model, Permission};
use crate::text;
use crate::view::{Frame, Line, Style};

/// Whether there is something to say instead of a list.
pub(super) fn speaks(model: &Model) -> bool {
    model.roster.is_empty()
}

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let (heading, body) = words(model);
    let columns = frame.size.columns;
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(
        text::wrap(&heading, columns)
            .into_iter()
            .map(|l| Line::styled(l, Style::Title)),
    );
    lines.extend(
        text::wrap(&body, columns)
            .into_iter()
            .map(|l| Line::styled(l, Style::Plain)),
    );
    for line in lines.into_iter().take(rows) {
        frame.push(line);
    }
}

fn words(model: &Model) -> (String, String) {
    let way = model.way(Action::Start);
    let comma = if way.contains(", ") { "," } else { "" };
    match (&model.permission, &model.host) {
        (Permission::Asked, _) => (
            "Waiting for your permission.".into(),
            "org runs tmux for you. Zellij asks in this pane: answer with y.".into(),
        ),
        (Permission::Denied, _) if model.desk.called => (
            "A script has called.".into(),
            "org may not run tmux for it yet. Press Enter to be asked, then run the script again."
                .into(),
        ),
        (Permission::Denied, _) => (
            "Permission denied.".into(),
            "org cannot run tmux without it. Press Enter to be asked again.".into(),
        ),
        (_, HostState::Unknown) => ("Looking for tmux…".into(), String::new()),
        (_, HostState::Unfit(error)) => (
            format!("{}.", error.text()),
            format!("{}. org looks again by itself.", error.hint()),
        ),
        (_, HostState::Ready(_)) if model.polling.listed.is_none() => {
            ("Listing the workers…".into(), String::new())
        }
        (_, HostState::Ready(_)) => (
            "No worker yet.".into(),
            format!(
                "Press {way}{comma} to start one. It runs {} in a directory of yours and lives on in tmux when this panel, Zellij or your connection is gone.",
                model.config.command.display()
            ),
        ),
    }
}
