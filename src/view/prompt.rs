//! The prompt line and who will get it.

use crate::agent::typing;
use crate::keymap::{Action, Focus, key_name};
use crate::model::Model;
use crate::prompt::{Editor, Rows};
use crate::text;
use crate::view::{Click, Frame, Line, Style};
use crate::worker::Worker;

/// How much of a text is read to see whether it is a command, in bytes.
const LONGEST_COMMAND: usize = 80;

/// Cells of the sign before the prompt.
const SIGN: usize = 2;

/// Rows that the text would take under the one that names who gets it.
pub(super) fn rows_wanted(model: &Model, columns: usize) -> usize {
    Rows::of(&model.prompt, columns.saturating_sub(SIGN))
        .rows
        .len()
}

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let columns = frame.size.columns;
    frame.prompt_columns = columns.saturating_sub(SIGN);
    let typing = model.focus == Focus::Prompt && model.dialog.is_none();
    let meaning = meaning(model);
    match rows {
        0 => {}
        1 => {
            let mut line = addressee(model, "", (columns / 3).max(8));
            line.add(" ", Style::Plain);
            if !meaning.is_empty() && columns >= 40 {
                line.add(text::cut(meaning.trim_start(), columns / 4), Style::Key);
                line.add(" ", Style::Plain);
            }
            frame.region(frame.next_row(), 0..columns, Click::Prompt);
            field(frame, line, &model.prompt, typing);
        }
        _ => {
            let most = columns.saturating_sub(text::width(&meaning));
            let mut above = addressee(model, "to ", most);
            above.add(meaning, Style::Key);
            frame.region(frame.next_row(), 0..columns, Click::Prompt);
            frame.push(above);
            draw_rows(frame, &model.prompt, typing, rows - 1);
        }
    }
}

/// The rows of the text around the cursor.
fn draw_rows(frame: &mut Frame, editor: &Editor, typing: bool, rows: usize) {
    let laid = Rows::of(editor, frame.prompt_columns);
    let last_first = laid.rows.len().saturating_sub(rows);
    let first = laid.row.saturating_sub(rows / 2).min(last_first);
    for (n, row) in laid.rows.iter().enumerate().skip(first).take(rows) {
        let sign = match (n, n == first) {
            (0, _) => "❯ ",
            // There is more above.
            (_, true) => "⋮ ",
            _ => "  ",
        };
        let mut line = Line::styled(sign, if typing { Style::Key } else { Style::Dim });
        for cell in row {
            let style = if cell.folded {
                Style::Dim
            } else {
                Style::Plain
            };
            match line.spans.last_mut().filter(|last| last.style == style) {
                Some(last) => last.text.to_mut().push_str(&cell.shown),
                None => line.add(cell.shown.clone(), style),
            }
        }
        let (at, column) = (frame.next_row(), SIGN + laid.column);
        if typing && n == laid.row && column < frame.size.columns && at < frame.size.rows {
            frame.cursor = Some((column, at));
        }
        frame.region(at, 0..frame.size.columns, Click::Prompt);
        frame.push(line);
    }
}

/// What the text will be to the agent, where that is not just a prompt.
fn meaning(model: &Model) -> String {
    let workers: Vec<&Worker> = if model.marks.is_empty() {
        model.chosen().into_iter().collect()
    } else {
        model.marked().collect()
    };
    if workers.is_empty() {
        return String::new();
    }
    let begin = &*model.prompt.beginning(LONGEST_COMMAND);
    if begin.starts_with('!') {
        let key = model.config.keys.key_for(Focus::Prompt, Action::RunInShell);
        return match key.filter(|_| model.marks.is_empty()) {
            Some(key) => format!("  as text; {} runs it in its shell", key_name(key)),
            None => "  as text".to_owned(),
        };
    }
    let whose = if workers.len() == 1 { "its" } else { "their" };
    let mut words = workers.into_iter();
    let word = words.find_map(|w| typing::slash_command(&w.profile(), begin));
    word.map_or_else(String::new, |word| {
        format!("  as {whose} command {}", text::cut(&text::line(word), 20))
    })
}

/// Names who will get it, or says that there is nobody, in so many cells: the
/// pane first, then as much of the directory's end as fits.
fn addressee(model: &Model, before: &'static str, cells: usize) -> Line {
    if !model.marks.is_empty() {
        return marked(model, before, cells);
    }
    let (pane, name, style) = match (&model.selected, model.chosen()) {
        (_, Some(worker)) => {
            let dead = if worker.life.is_dead() { " (dead)" } else { "" };
            let name = format!("{}{dead}", model.short(&worker.name()));
            (format!("{} ", worker.target.pane), name, Style::Name)
        }
        (Some(target), None) => (format!("{} ", target.pane), "(gone)".into(), Style::Bad),
        (None, None) if model.roster.is_empty() => (String::new(), "nobody yet".into(), Style::Dim),
        (None, None) => (String::new(), "nobody chosen".into(), Style::Bad),
    };
    let mut line = Line::styled(before, Style::Dim);
    line.add(pane, style);
    let room = cells.saturating_sub(line.width());
    line.add(text::cut_front(&name, room), style);
    line
}

/// Names the workers that are marked.
fn marked(model: &Model, before: &'static str, cells: usize) -> Line {
    let names: Vec<String> = model.marked().map(|w| model.short(&w.name())).collect();
    let mut line = Line::styled(before, Style::Dim);
    line.add(format!("{} marked", names.len()), Style::Key);
    let room = cells.saturating_sub(line.width());
    line.add(
        text::cut(&format!(": {}", names.join(", ")), room),
        Style::Name,
    );
    line
}

/// A field on one row behind `line`: the part of the text around the cursor,
/// with line breaks shown as `⏎`.
pub(super) fn field(frame: &mut Frame, line: Line, editor: &Editor, typing: bool) {
    let (before, after) = editor.parts();
    let lines = before.matches('\n').count() + after.matches('\n').count() + 1;
    let count = if lines > 1 {
        format!(" [{lines} lines]")
    } else {
        String::new()
    };
    field_with(frame, line, editor, typing, &count);
}

/// A field with a note behind it.
pub(super) fn field_with(
    frame: &mut Frame,
    mut line: Line,
    editor: &Editor,
    typing: bool,
    note: &str,
) {
    line.add("❯ ", if typing { Style::Key } else { Style::Dim });
    let room = frame.size.columns.saturating_sub(line.width());
    let (before, after) = editor.parts();
    // The text matters more than the note.
    let fits = room >= text::width(note) + 8;
    let note = if fits { note } else { "" };
    let room = room.saturating_sub(text::width(note));
    // One cell stays free for the cursor at the end of the text.
    let shown_before =
        text::cut_front(&visible(editor, before, room, true), room.saturating_sub(1));
    let used = text::width(&shown_before);
    let shown_after = text::cut(
        &visible(editor, after, room, false),
        room.saturating_sub(used),
    );
    let column = line.width() + used;
    if typing && column < frame.size.columns && frame.next_row() < frame.size.rows {
        frame.cursor = Some((column, frame.next_row()));
    }
    line.add(shown_before, Style::Plain);
    line.add(shown_after, Style::Plain);
    line.add(note.to_owned(), Style::Dim);
    frame.push(line);
}

/// The end (or beginning) of a text that may be long, as one line: no more of
/// it is looked at than can be seen.
fn visible(editor: &Editor, text: &str, cells: usize, end: bool) -> String {
    // Each cell takes at least a part of a character; marks without a width
    // may stand on it, so some more are taken.
    let most = cells.saturating_mul(4) + 8;
    let part: String = if end {
        let from = text.char_indices().rev().nth(most).map_or(0, |(at, _)| at);
        text.get(from..).unwrap_or_default().to_owned()
    } else {
        text.chars().take(most).collect()
    };
    let mut shown = String::new();
    for c in part.chars() {
        match (editor.label(c), c) {
            (Some(label), _) => shown.push_str(&label),
            (None, '\n') => shown.push('⏎'),
            (None, c) => shown.push(c),
        }
    }
    text::line(&shown)
}
