//! The last row: what can be done, with its keys, for the mouse too.

use crate::input::{Key, KeyCode};
use crate::keymap::{self, Action, Focus, Scope};
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
            hint(
                frame,
                model,
                Scope::Page,
                &[(&[Action::Up, Action::Down], "scroll")],
            );
        }
        Some(Dialog::Confirm(_)) => {
            let answers = [(&[Action::Yes][..], "yes"), (&[Action::No], "no")];
            hint(frame, model, Scope::Question, &answers);
        }
        Some(Dialog::Start(start)) => {
            hint(frame, model, Scope::Start, &start::hints(model, start));
        }
        None if model.permission != Permission::Granted => {}
        None => actions(frame, model),
    }
}

/// Actions that have one word in common, and the word.
pub(super) type Hint = (&'static [Action], &'static str);

/// The keys of a dialog, as many as there is room for. What has no key is left
/// out.
fn hint(frame: &mut Frame, model: &Model, scope: Scope, hints: &[Hint]) {
    let mut line = Line::default();
    if scope == Scope::Page {
        let esc = Some(Key::plain(KeyCode::Esc));
        button(frame, &mut line, "any other key", "back", esc);
    }
    for (actions, what) in hints {
        let keys = actions
            .iter()
            .filter_map(|action| model.config.keys.key_for(scope, *action));
        let keys: Vec<Key> = keys.collect();
        if keys.is_empty() {
            continue;
        }
        let names: Vec<String> = keys.iter().copied().map(keymap::key_name).collect();
        // A click does what the key does, where it is one.
        let key = match keys.as_slice() {
            [key] => Some(*key),
            _ => None,
        };
        button(frame, &mut line, &names.join(" "), what, key);
    }
    frame.push(line);
}

/// A key and what it does, if there is room for both; the first one always.
fn button(frame: &mut Frame, line: &mut Line, name: &str, what: &str, key: Option<Key>) {
    let gap = if line.spans.is_empty() { 0 } else { 2 };
    let from = line.width() + gap;
    let to = from + text::width(name) + 1 + text::width(what);
    if gap > 0 && to > frame.size.columns {
        return;
    }
    line.add(text::blanks(gap), Style::Plain);
    line.add(name.to_owned(), Style::Key);
    line.add(format!(" {what}"), Style::Plain);
    if let Some(key) = key {
        let cells = from..to.min(frame.size.columns);
        frame.region(frame.next_row(), cells, Click::Press(key));
    }
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
    let mut end = 0;
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
        let from = end + gap;
        end = from + shown;
        if end > frame.size.columns {
            break;
        }
        line.add(text::blanks(gap), Style::Plain);
        match key {
            Some(key) => {
                line.add(key, Style::Key);
                line.add(format!(" {label}"), Style::Plain);
            }
            None => line.add(format!("[{label}]"), Style::Dim),
        }
        frame.region(row, from..end, Click::Action(*action));
    }
    frame.push(line);
}
