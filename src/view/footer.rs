//! The last row: what can be done, with its keys, for the mouse too.

use crate::keymap::{self, Action, Focus};
use crate::model::{Dialog, Model, Permission};
use crate::text;
use crate::view::{Click, Frame, Line, Style, start};

/// In the order in which they are kept when the row is narrow.
const IN_LIST: [Action; 12] = [
    Action::Start,
    Action::Help,
    Action::Open,
    Action::ToPrompt,
    Action::Filter,
    Action::Mark,
    Action::Stop,
    Action::Clean,
    Action::Restart,
    Action::MarkAll,
    Action::MarkIdle,
    Action::Refresh,
];
/// While workers are marked.
const MARKED: [Action; 6] = [
    Action::ToPrompt,
    Action::Mark,
    Action::Unmark,
    Action::MarkAll,
    Action::MarkIdle,
    Action::Help,
];
const IN_FILTER: [Action; 3] = [Action::Accept, Action::ToList, Action::Cancel];
const IN_PROMPT: [Action; 9] = [
    Action::Send,
    Action::ToList,
    Action::Help,
    Action::Start,
    Action::Open,
    Action::NewLine,
    Action::Filter,
    Action::Older,
    Action::Clean,
];

pub(super) fn draw(frame: &mut Frame, model: &Model) {
    match &model.dialog {
        Some(Dialog::Help | Dialog::Results) => {
            hint(frame, &[("↑ ↓", "scroll"), ("any other key", "back")]);
        }
        Some(Dialog::Confirm(_)) => hint(frame, &[("y", "yes"), ("n", "no")]),
        Some(Dialog::Start(start)) => hint(frame, &start::hints(model, start)),
        None if model.permission != Permission::Granted => {}
        None => actions(frame, model),
    }
}

fn hint(frame: &mut Frame, keys: &[(&str, &str)]) {
    let mut line = Line::default();
    let row = frame.next_row();
    for (key, what) in keys {
        let from = line.width();
        line.add(*key, Style::Key);
        line.add(format!(" {what}"), Style::Plain);
        let to = line.width().min(frame.size.columns);
        // A click does what the key does, where it is one.
        if let Some(key) = keymap::key_named(key).filter(|_| from < to) {
            frame.region(row, from..to, Click::Press(key));
        }
        line.add("  ", Style::Plain);
    }
    frame.push(line);
}

fn actions(frame: &mut Frame, model: &Model) {
    let focus = model.focus;
    let actions: &[Action] = match focus {
        Focus::Prompt => &IN_PROMPT,
        Focus::List if !model.marks.is_empty() => &MARKED,
        Focus::List => &IN_LIST,
        Focus::Filter => &IN_FILTER,
    };
    let mut line = Line::default();
    let row = frame.next_row();
    for action in actions {
        let label = action.label();
        // An action without a key here is there for the mouse.
        let key = model
            .config
            .keys
            .key_for(focus, *action)
            .map(keymap::key_name);
        let shown = key.as_ref().map_or(2, |k| text::width(k) + 1) + text::width(label);
        let gap = if line.spans.is_empty() { 0 } else { 2 };
        let from = line.width() + gap;
        if from + shown > frame.size.columns {
            break;
        }
        line.add(" ".repeat(gap), Style::Plain);
        match key {
            Some(key) => {
                line.add(key, Style::Key);
                line.add(format!(" {label}"), Style::Plain);
            }
            None => line.add(format!("[{label}]"), Style::Dim),
        }
        frame.region(row, from..from + shown, Click::Action(*action));
    }
    frame.push(line);
}
