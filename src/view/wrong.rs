//! Wrong options: one or two rows each, and how many more there are.

use crate::keymap::Action;
use crate::model::Model;
use crate::view::notices::{cut, paragraph};
use crate::view::{Click, Frame, Line, Style};

/// The most rows for one of them.
const MOST: usize = 2;

/// Rows that all of it would take.
pub(super) fn rows_wanted(model: &Model, columns: usize) -> usize {
    all(model, columns).iter().map(Vec::len).sum()
}

/// Those that fit, the first ones first. How many they are is kept in the
/// frame: what nobody has seen is not dismissed.
pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let columns = frame.size.columns;
    let all = all(model, columns);
    let (count, wanted) = (all.len(), all.iter().map(Vec::len).sum::<usize>());
    if rows == 0 || count == 0 {
        return;
    }
    let room = if wanted <= rows { rows } else { rows - 1 };
    let mut lines: Vec<Line> = Vec::new();
    for told in all {
        if lines.len() + told.len() > room {
            break;
        }
        lines.extend(told);
        frame.wrong_options += 1;
    }
    let more = count - frame.wrong_options;
    if frame.wrong_options == 0 {
        // Not even one and how many there are: the first one, as far as it goes.
        frame.wrong_options = 1;
        let text = model.wrong_options.first().map(|wrong| wrong.text());
        let text = text.unwrap_or_default();
        let counted = match count {
            1 => text,
            many => format!("1 of {many}: {text}"),
        };
        lines = cut(paragraph("✗ ", Style::Bad, &counted, "", columns), rows);
    } else if more > 0 {
        let (options, way) = (
            if more == 1 {
                "option is"
            } else {
                "options are"
            },
            model.way(Action::Dismiss),
        );
        let text = format!("{more} more {options} wrong; {way} goes on to them");
        let told = paragraph("✗ ", Style::Bad, &text, "", columns);
        lines.extend(cut(told, rows.saturating_sub(lines.len()).max(1)));
    }
    for line in lines {
        frame.region(frame.next_row(), 0..columns, Click::Told);
        frame.push(line);
    }
}

/// Not over the panel: what is asked there needs the room.
fn all(model: &Model, columns: usize) -> Vec<Vec<Line>> {
    let is_free = model.dialog.is_none();
    let wrong = model.wrong_options.iter().filter(|_| is_free);
    let told = wrong.map(|w| paragraph("✗ ", Style::Bad, &w.text(), "", columns));
    told.map(|lines| cut(lines, MOST)).collect()
}
