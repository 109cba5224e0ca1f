//! The last row: what can be done, with its keys, for the mouse too.

use crate::input::{Key, KeyCode};
use crate::keymap::{self, Action, Focus, Scope};
use crate::model::{Dialog, Model, Permission};
use crate::text;
use crate::view::{Click, Frame, Line, Style, start};

const IN_FILTER: &[Action] = &[Action::Accept, Action::ToList, Action::Cancel];
const SCROLL: Hint = (&[Action::Up, Action::Down], "scroll");

/// What can be done in the list, in the order in which it is kept when the
/// row is narrow: nothing that would only be refused.
fn in_list(model: &Model) -> Vec<Action> {
    use Action::{
        Clean, Dismiss, Filter, Help, Mark, MarkAll, MarkIdle, Open, Refresh, Restart, Start, Stop,
        ToPrompt, Unmark,
    };
    if model.roster.is_empty() {
        return vec![Start, Help, ToPrompt];
    }
    let narrowed = model.filter.is_some().then_some(Dismiss);
    if !model.marks.is_empty() {
        let mut actions = vec![ToPrompt];
        actions.extend(narrowed);
        actions.extend([Mark, Unmark, MarkAll, MarkIdle, Help]);
        return actions;
    }
    let mut actions: Vec<Action> = narrowed.into_iter().collect();
    actions.extend([Start, Help, Open, ToPrompt]);
    match model.chosen() {
        Some(worker) if worker.life.is_dead() => {
            actions.extend([Restart, Clean, Filter, Mark]);
        }
        chosen => {
            actions.extend([Filter, Mark]);
            actions.extend(chosen.map(|_| Stop));
            actions.extend((model.roster.dead() > 0).then_some(Clean));
        }
    }
    actions.extend([MarkAll, MarkIdle, Refresh]);
    actions
}

/// What can be done while a prompt is written, in the same order.
fn in_prompt(model: &Model) -> Vec<Action> {
    use Action::{Clean, Filter, Help, NewLine, Older, Open, Restart, Send, Start, ToList};
    if model.roster.is_empty() {
        return vec![ToList, Help, Start];
    }
    let mut actions = vec![Send, ToList, Help, Start];
    match model.chosen() {
        Some(worker) if worker.life.is_dead() => {
            actions.extend([Restart, Clean, Open, NewLine, Filter, Older]);
        }
        _ => {
            actions.extend([Open, NewLine, Filter, Older]);
            actions.extend((model.roster.dead() > 0).then_some(Clean));
        }
    }
    actions
}

/// The word for it here.
fn label(model: &Model, action: Action) -> &'static str {
    match action {
        Action::Dismiss if model.filter.is_some() => "show all",
        _ => action.label(),
    }
}

pub(super) fn draw(frame: &mut Frame, model: &Model) {
    match &model.dialog {
        Some(Dialog::Help | Dialog::Results { .. }) => {
            let scroll = frame.dialog_scrolls.then_some(SCROLL);
            hint(frame, model, Scope::Page, scroll.as_slice());
        }
        Some(Dialog::Confirm(_)) => {
            let mut answers: Vec<Hint> = vec![(&[Action::Yes], "yes"), (&[Action::No], "no")];
            answers.extend(frame.dialog_scrolls.then_some(SCROLL));
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
    let actions = match focus {
        Focus::Prompt => in_prompt(model),
        Focus::List => in_list(model),
        Focus::Filter => IN_FILTER.to_vec(),
    };
    let mut line = Line::default();
    let row = frame.next_row();
    let mut end = 0;
    for action in actions {
        let label = label(model, action);
        // An action without a key here is there for the mouse.
        let key = model
            .config
            .keys
            .key_for(focus, action)
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
        frame.region(row, from..end, Click::Action(action));
    }
    frame.push(line);
}
