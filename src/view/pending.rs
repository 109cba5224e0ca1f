//! The prompts that wait for the chosen worker: what each waits for, how it
//! begins, and what can be done about it.

use crate::keymap::{self, Action};
use crate::model::{Model, Pending};
use crate::operation::send::Wait;
use crate::text;
use crate::view::{Click, Frame, Line, Style};

/// Rows that all of it would take.
pub(super) fn rows_wanted(model: &Model) -> usize {
    waiting(model).len() + model.unsent.len()
}

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let mut waiting = waiting(model);
    let unsent = model.unsent.len().min(rows);
    for (n, text) in model.unsent.iter().take(unsent).enumerate() {
        // They are taken back in their order, once nothing else waits here.
        let mut actions = Vec::new();
        if n == 0 && waiting.is_empty() {
            actions.push((Action::TakeBack, Action::TakeBack.label()));
        }
        let reason = format!("not sent to {}", text.to);
        row(frame, model, ("✗ ", &reason), &text.text, &actions);
    }
    // The first is the one to go, the last the one to be taken back: where
    // there are more than rows, the ones between them are left out.
    let room = rows - unsent;
    while waiting.len() > room && !waiting.is_empty() {
        waiting.remove(waiting.len().saturating_sub(2));
    }
    let last = waiting.len().saturating_sub(1);
    for (n, pending) in waiting.iter().enumerate() {
        let mut actions = Vec::new();
        match pending.wait {
            Some(Wait::Idle) if n == 0 => actions.push(Action::SendNow),
            Some(Wait::Draft) if n == 0 => actions.push(Action::Append),
            _ => {}
        }
        if n == last {
            actions.push(Action::TakeBack);
        }
        let label = |action: Action| match (action, pending.wait) {
            // It cannot be taken out of the worker's input.
            (Action::TakeBack, Some(Wait::Enter)) => (action, "leave it"),
            _ => (action, action.label()),
        };
        let actions: Vec<_> = actions.into_iter().map(label).collect();
        let reason = ("◷ ", reason(pending.wait));
        row(
            frame,
            model,
            reason,
            &pending.outgoing.prompt.text,
            &actions,
        );
    }
}

/// A prompt that is just being delivered needs no row: it is gone in a moment.
fn waiting(model: &Model) -> Vec<Pending<'_>> {
    let Some(target) = &model.selected else {
        return Vec::new();
    };
    let mut pending = model.pending(target);
    pending.retain(|p| p.wait.is_some());
    pending
}

fn row(
    frame: &mut Frame,
    model: &Model,
    (sign, reason): (&'static str, &str),
    written: &str,
    actions: &[(Action, &str)],
) {
    let columns = frame.size.columns;
    let mut buttons: Vec<(Action, String)> = actions
        .iter()
        .map(|(action, label)| {
            let key = model.config.keys.key_for(model.focus, *action);
            let key = key.map(keymap::key_name).unwrap_or_default();
            (*action, format!("{key} {label}"))
        })
        .collect();
    // Why it waits matters more than what else can be done.
    let width = |buttons: &[(Action, String)]| -> usize {
        buttons.iter().map(|(_, b)| text::width(b) + 2).sum()
    };
    while buttons.len() > 1 && 2 + text::width(reason) + width(&buttons) > columns {
        buttons.pop();
    }
    let needed = width(&buttons);
    let mut line = Line::styled(sign, Style::Key);
    let room = columns.saturating_sub(2 + needed);
    let why = text::cut(reason, room);
    line.add(why, Style::Dim);
    let room = columns.saturating_sub(line.width() + needed);
    if room > 6 {
        let written = text::line(&written.replace('\n', "⏎"));
        line.add(format!(": {}", text::cut(&written, room - 2)), Style::Plain);
    }
    for (action, button) in buttons {
        let gap = "  ";
        if line.width() + gap.len() + text::width(&button) > columns {
            break;
        }
        line.add(gap, Style::Plain);
        let from = line.width();
        line.add(button, Style::Key);
        frame.region(frame.next_row(), from..line.width(), Click::Action(action));
    }
    frame.push(line);
}

/// Why it waits.
pub(super) fn reason(wait: Option<Wait>) -> &'static str {
    match wait {
        Some(Wait::Turn) | None => "behind another prompt",
        Some(Wait::Start) => "until it is ready",
        Some(Wait::Idle) => "until it is idle",
        Some(Wait::Answer) => "until its question is answered",
        Some(Wait::Enter) => "in its box, behind a question",
        Some(Wait::View) => "until its box is back",
        Some(Wait::Draft) => "a draft is in its box",
    }
}
