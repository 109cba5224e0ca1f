//! The prompt line and who will get it.

use crate::agent::typing;
use crate::keymap::{self, Action, Focus};
use crate::model::Model;
use crate::prompt::Editor;
use crate::text;
use crate::view::{Click, Frame, Line, Style};

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let columns = frame.size.columns;
    if rows == 0 {
        return;
    }
    let meaning = meaning(model);
    let mut line = Line::default();
    if rows == 1 {
        line = addressee(model, "", (columns / 3).max(8));
        line.add(" ", Style::Plain);
        if !meaning.is_empty() && columns >= 40 {
            line.add(text::cut(meaning.trim_start(), columns / 4), Style::Key);
            line.add(" ", Style::Plain);
        }
    } else {
        let most = columns.saturating_sub(text::width(&meaning));
        let mut above = addressee(model, "to ", most);
        above.add(meaning, Style::Key);
        frame.region(frame.next_row(), 0..columns, Click::Prompt);
        frame.push(above);
    }
    frame.region(frame.next_row(), 0..columns, Click::Prompt);
    let typing = model.focus == Focus::Prompt && model.dialog.is_none();
    field(frame, line, &model.prompt, typing);
}

/// What the text will be to the agent, where that is not just a prompt.
fn meaning(model: &Model) -> String {
    let Some(worker) = model.chosen() else {
        return String::new();
    };
    // Most prompts are told apart by their first character.
    let begin = model.prompt.parts().0.trim_start();
    if begin.starts_with('!') {
        let key = keymap::key_for(Focus::Prompt, Action::RunInShell).map(keymap::key_name);
        return format!(
            "  as text; {} runs it in its shell",
            key.unwrap_or_default()
        );
    }
    let word = typing::slash_command(&worker.profile(), begin);
    word.map_or_else(String::new, |word| {
        format!("  as its command {}", text::cut(&text::line(word), 20))
    })
}

/// Names who will get it, or says that there is nobody, in so many cells: the
/// pane first, then as much of the directory's end as fits.
fn addressee(model: &Model, before: &str, cells: usize) -> Line {
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

/// A field on one row behind `line`: the part of the text around the cursor,
/// with line breaks shown as `⏎`.
pub(super) fn field(frame: &mut Frame, mut line: Line, editor: &Editor, typing: bool) {
    line.add("❯ ", if typing { Style::Key } else { Style::Dim });
    let room = frame.size.columns.saturating_sub(line.width());
    let (before, after) = editor.parts();
    let lines = before.matches('\n').count() + after.matches('\n').count() + 1;
    let count = if lines > 1 {
        format!(" [{lines} lines]")
    } else {
        String::new()
    };
    let room = room.saturating_sub(text::width(&count));
    // One cell stays free for the cursor at the end of the text.
    let shown_before = text::cut_front(&visible(before, room, true), room.saturating_sub(1));
    let used = text::width(&shown_before);
    let shown_after = text::cut(&visible(after, room, false), room.saturating_sub(used));
    let column = line.width() + used;
    if typing && column < frame.size.columns && frame.next_row() < frame.size.rows {
        frame.cursor = Some((column, frame.next_row()));
    }
    line.add(shown_before, Style::Plain);
    line.add(shown_after, Style::Plain);
    line.add(count, Style::Dim);
    frame.push(line);
}

/// The end (or beginning) of a text that may be long, as one line: no more of
/// it is looked at than can be seen.
fn visible(text: &str, cells: usize, end: bool) -> String {
    // Each cell takes at least a part of a character; marks without a width
    // may stand on it, so some more are taken.
    let most = cells.saturating_mul(4) + 8;
    let part: String = if end {
        let from = text.char_indices().rev().nth(most).map_or(0, |(at, _)| at);
        text.get(from..).unwrap_or_default().to_owned()
    } else {
        text.chars().take(most).collect()
    };
    text::line(&part.replace('\n', "⏎"))
}
