//! What is asked over the panel: where to start, whether to stop, the keys.

use crate::keymap::{self, Action, BINDINGS, Focus};
use crate::model::{Dialog, Model, Question};
use crate::text;
use crate::time::Moment;
use crate::view::{Click, Frame, Line, Style, start};

pub(super) fn draw(frame: &mut Frame, model: &Model, dialog: &Dialog, now: Moment, rows: usize) {
    match dialog {
        Dialog::Start(start) => start::draw(frame, model, start, now, rows),
        Dialog::Confirm(question) => draw_question(frame, model, question, rows),
        Dialog::Help(scroll) => {
            for line in help(frame.size.columns)
                .into_iter()
                .skip(*scroll)
                .take(rows)
            {
                frame.push(line);
            }
        }
    }
}

fn draw_question(frame: &mut Frame, model: &Model, question: &Question, rows: usize) {
    let (text, yes, no) = words(model, question);
    let lines = text::wrap(&text, frame.size.columns);
    for line in lines.into_iter().take(rows.saturating_sub(1)) {
        frame.push(Line::styled(line, Style::Plain));
    }
    let row = frame.next_row();
    let mut line = Line::styled("y", Style::Key);
    line.add(format!(" {yes}"), Style::Plain);
    frame.region(row, 0..line.width(), Click::Yes);
    line.add("   ", Style::Plain);
    let from = line.width();
    line.add("n", Style::Key);
    line.add(format!(" {no}"), Style::Plain);
    frame.region(row, from..line.width(), Click::No);
    frame.push(line);
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

/// Rows of the help.
pub(super) fn help_lines(columns: usize) -> usize {
    help(columns).len()
}

/// The table that the keys are read from, as text.
fn help(columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (focus, heading) in [
        (Focus::Prompt, "in the prompt"),
        (Focus::List, "in the list"),
    ] {
        lines.push(Line::styled(heading, Style::Title));
        let mut told: Vec<Action> = Vec::new();
        for binding in BINDINGS.iter().filter(|b| b.focus == focus) {
            if told.contains(&binding.action) {
                continue;
            }
            told.push(binding.action);
            let same = BINDINGS
                .iter()
                .filter(|b| b.focus == focus && b.action == binding.action);
            let keys: Vec<String> = same.map(|b| keymap::key_name(b.key)).collect();
            let does = binding.action.description();
            lines.extend(entry(&keys.join(", "), does, columns));
        }
    }
    lines.push(Line::styled("with the mouse", Style::Title));
    for (what, does) in [
        ("click", "choose a worker"),
        ("second click", "open it"),
        ("wheel", "scroll the list"),
    ] {
        lines.extend(entry(what, does, columns));
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
        let mut line = Line::styled(text::pad(&part(&keys), width), Style::Key);
        line.add(format!(" {}", part(&words)), Style::Plain);
        line
    };
    (0..keys.len().max(words.len())).map(row).collect()
}
