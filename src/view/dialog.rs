//! What is asked over the panel: where to start, whether to stop, the keys.

use crate::agent::typing;
use crate::input::Key;
use crate::keymap::{Action, Scope, key_name};
use crate::model::{Dialog, Model, Question};
use crate::text::{self, NO_BREAK};
use crate::time::Moment;
use crate::tmux::Target;
use crate::view::{Click, Frame, Line, Style, results, start};

pub(super) fn draw(frame: &mut Frame, model: &Model, dialog: &Dialog, now: Moment, rows: usize) {
    match dialog {
        Dialog::Start(start) => start::draw(frame, model, start, now, rows),
        Dialog::Confirm(question) => draw_question(frame, model, question, rows),
        Dialog::Help => draw_lines(frame, model, help(model, frame.size.columns), rows),
        Dialog::Results { .. } => {
            let lines = results::lines(model, frame.size.columns);
            draw_lines(frame, model, lines, rows);
        }
    }
}

fn draw_lines(frame: &mut Frame, model: &Model, lines: Vec<Line>, rows: usize) {
    frame.dialog_rows = rows;
    frame.dialog_scrolls = lines.len() > rows;
    for line in lines.into_iter().skip(model.dialog_scroll).take(rows) {
        frame.push(line);
    }
}

/// Rows that the dialog would take, if it can be scrolled.
pub(super) fn lines(model: &Model, columns: usize) -> usize {
    match &model.dialog {
        Some(Dialog::Help) => help(model, columns).len(),
        Some(Dialog::Results { .. }) => results::lines(model, columns).len(),
        Some(Dialog::Confirm(question)) => asked(model, question, columns).len() + 1,
        Some(Dialog::Start(_)) | None => 0,
    }
}

fn draw_question(frame: &mut Frame, model: &Model, question: &Question, rows: usize) {
    let (_, yes, no) = words(model, question);
    let lines = asked(model, question, frame.size.columns);
    frame.dialog_rows = rows.saturating_sub(1);
    frame.dialog_scrolls = lines.len() > frame.dialog_rows;
    let lines = lines.into_iter().skip(model.dialog_scroll);
    for line in lines.take(frame.dialog_rows) {
        frame.push(Line::styled(line, Style::Plain));
    }
    let row = frame.next_row();
    let mut line = Line::default();
    for (action, word, click) in [(Action::Yes, yes, Click::Yes), (Action::No, no, Click::No)] {
        if !line.spans.is_empty() {
            line.add("   ", Style::Plain);
        }
        let from = line.width();
        if let Some(key) = model.config.keys.key_for(Scope::Question, action) {
            line.add(key_name(key), Style::Key);
            line.add(" ", Style::Plain);
        }
        line.add(word, Style::Plain);
        frame.region(row, from..line.width(), click);
    }
    frame.push(line);
}

/// The lines of a question.
fn asked(model: &Model, question: &Question, columns: usize) -> Vec<String> {
    let (text, ..) = words(model, question);
    text.lines()
        .flat_map(|line| text::wrap(line, columns))
        .collect()
}

/// Workers, one on each line.
fn named<'a>(model: &Model, targets: impl Iterator<Item = &'a Target>) -> String {
    let name = |target: &Target| {
        let worker = model.roster.find(target);
        let name = worker.map_or_else(|| "(gone)".into(), |w| model.short(&w.name()));
        let dead = worker.is_some_and(|w| w.life.is_dead());
        let dead = if dead { " (dead)" } else { "" };
        format!("\n{} {name}{dead}", target.pane)
    };
    targets.map(name).collect()
}

/// The question, and the words for yes and no.
fn words(model: &Model, question: &Question) -> (String, &'static str, &'static str) {
    match question {
        Question::Stop(target) => {
            let name = model.roster.find(target).map(|w| model.short(&w.name()));
            let name = name.unwrap_or_default();
            let pane = target.pane;
            (
                format!("Stop {pane} {name} and everything it started?"),
                "stop it",
                "keep it",
            )
        }
        Question::Clean(dead) => {
            let count = dead.len();
            let what = if count == 1 {
                "dead worker and its last screen"
            } else {
                "dead workers and their last screens"
            };
            let text = format!("Remove {count} {what}?");
            (text + &named(model, dead.iter()), "remove", "keep")
        }
        Question::SendToMarked(targets) => {
            let dead = |t: &&Target| model.roster.find(t).is_none_or(|w| w.life.is_dead());
            let (without, with): (Vec<&Target>, Vec<&Target>) = targets.iter().partition(dead);
            let written = model.prompt.text();
            let word = |t: &&Target| {
                let worker = model.roster.find(t)?;
                typing::slash_command(&worker.profile(), &written)
            };
            let how = match with.iter().find_map(word) {
                Some(word) => format!(" as command {}", text::cut(word, 20)),
                None => String::new(),
            };
            let written = text::cut(&text::line(&written.replace('\n', "⏎")), 120);
            let count = with.len();
            let workers = if count == 1 { "worker" } else { "workers" };
            let mut text = format!("Send to {count} {workers}{how}: {written}");
            text.push_str(&named(model, with.into_iter()));
            if !without.is_empty() {
                text.push_str("\nNot to these:");
                text.push_str(&named(model, without.into_iter()));
            }
            (text, "send to all of them", "keep my text")
        }
        Question::RunInShell(outgoing) => {
            let (pane, name) = (outgoing.target.pane, &outgoing.name);
            let command = text::cut(&text::line(&outgoing.prompt.text), 200);
            let text = format!(
                "Run this in the shell of {pane} {name}, without its agent asking for permission: {command}"
            );
            (text, "run it", "keep my text")
        }
        Question::StartBeside { there, .. } => (
            format!("{there}. Start another one beside it?"),
            "start",
            "go back",
        ),
    }
}

/// The table that the keys are read from, as text.
fn help(model: &Model, columns: usize) -> Vec<Line> {
    let keys = &model.config.keys;
    let mut lines = Vec::new();
    // Where it was asked from comes first.
    let here = Scope::from(model.focus);
    let others = Scope::ALL.into_iter().filter(|scope| *scope != here);
    for scope in std::iter::once(here).chain(others) {
        lines.push(Line::styled(scope.heading(), Style::Title));
        for action in keys.actions(scope) {
            // A row ends between two keys and not within one.
            let name = |key| key_name(key).replace(' ', &NO_BREAK.to_string());
            // What Zellij takes is not worth a row where there is another key.
            let bound: Vec<Key> = keys.keys_for(scope, action).collect();
            let arrives = |key: &Key| !keys.host().taken.contains(key);
            let free: Vec<Key> = bound.iter().copied().filter(arrives).collect();
            let does = action.description(scope);
            let (shown, does) = match free.is_empty() {
                false => (free, does.to_owned()),
                true => (bound, format!("{does} (Zellij takes the key)")),
            };
            let names: Vec<String> = shown.into_iter().map(name).collect();
            lines.extend(entry(&names.join(", "), &does, columns));
        }
    }
    lines.push(Line::styled("with the mouse", Style::Title));
    for (what, does) in [
        ("click", "choose a worker"),
        ("second click", "open it"),
        ("before the row", "mark it"),
        ("wheel", "scroll what is under the pointer"),
    ] {
        lines.extend(entry(what, does, columns));
    }
    if let Some(lock) = keys.host().lock {
        lines.push(Line::styled("keys that Zellij takes", Style::Title));
        let does = "its locked mode: all keys reach the panel; again: back";
        lines.extend(entry(&key_name(lock), does, columns));
    }
    lines
}

/// What a key does, beside it; in a narrow panel on as many rows as it takes.
fn entry(key: &str, does: &str, columns: usize) -> Vec<Line> {
    let width = (columns / 3).clamp(8, 18);
    let keys = text::wrap(key, width);
    let words = text::wrap(does, columns.saturating_sub(width + 1));
    let row = |n: usize| {
        let part = |parts: &[String]| parts.get(n).cloned().unwrap_or_default();
        let key = part(&keys).replace(NO_BREAK, " ");
        let mut line = Line::styled(text::pad(&key, width), Style::Key);
        line.add(format!(" {}", part(&words)), Style::Plain);
        line
    };
    (0..keys.len().max(words.len())).map(row).collect()
}
