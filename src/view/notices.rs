//! What is told: wrong options first, then notices, the newest at the bottom.

use crate::keymap::Focus;
use crate::model::Model;
use crate::notice::{Level, Notice};
use crate::text;
use crate::view::{Click, Frame, Line, Style, wrong};

/// How many of the things that were done are told at a time.
const DONE: usize = 2;

/// Rows that all of it would take.
pub(super) fn rows_wanted(model: &Model, columns: usize) -> usize {
    let told = paragraphs(model, columns);
    let told: usize = told.iter().map(|p| p.lines.len()).sum();
    told + wrong::rows_wanted(model, columns)
}

pub(super) fn draw(frame: &mut Frame, model: &Model, rows: usize) {
    let columns = frame.size.columns;
    let told = newest(paragraphs(model, columns), rows);
    let lines = |told: &[Paragraph]| told.iter().map(|p| p.lines.len()).sum();
    wrong::draw(frame, model, rows.saturating_sub(lines(&told)));
    frame.failures = told.iter().filter(|p| p.failed).count();
    for line in told.into_iter().flat_map(|p| p.lines) {
        let row = frame.next_row();
        frame.region(row, 0..columns, Click::Told);
        frame.push(line);
    }
}

/// One thing that is told.
struct Paragraph {
    /// Whether it stays until it is dismissed.
    failed: bool,
    lines: Vec<Line>,
}

/// As many of the newest paragraphs as fit whole; the newest one in any case,
/// cut at its end: what happened stands at its beginning.
fn newest(mut paragraphs: Vec<Paragraph>, rows: usize) -> Vec<Paragraph> {
    let Some(last) = paragraphs.last_mut() else {
        return paragraphs;
    };
    last.lines = cut(std::mem::take(&mut last.lines), rows);
    let mut room = rows;
    let fit = paragraphs.iter().rev().take_while(|p| {
        let fits = p.lines.len() <= room;
        room = room.saturating_sub(p.lines.len());
        fits
    });
    let fit = fit.count();
    paragraphs.split_off(paragraphs.len().saturating_sub(fit))
}

/// So many rows of it, with a sign where there would be more.
pub(super) fn cut(mut lines: Vec<Line>, rows: usize) -> Vec<Line> {
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            last.go_on();
        }
    }
    lines
}

/// Whether it is told now: over the panel only what has happened since, and
/// nothing that only says that all went well while a worker is looked for.
fn concerns(model: &Model, notice: &Notice) -> bool {
    match model.dialog {
        Some(_) => notice.at >= model.dialog_since,
        None => notice.level != Level::Done || model.focus != Focus::Filter,
    }
}

fn paragraphs(model: &Model, columns: usize) -> Vec<Paragraph> {
    let mut told = Vec::new();
    if let Some(failure) = &model.polling.failure {
        let hint = "org tries again by itself";
        let lines = paragraph("✗ ", Style::Bad, &failure.text(), hint, columns);
        told.push(Paragraph {
            failed: false,
            lines,
        });
    }
    let concern = model.notices.list().iter().filter(|n| concerns(model, n));
    let done = concern.clone().filter(|n| n.level == Level::Done).count();
    let mut left_out = done.saturating_sub(DONE);
    for notice in concern {
        if notice.level == Level::Done && left_out > 0 {
            left_out -= 1;
            continue;
        }
        let (sign, style) = match notice.level {
            Level::Done => ("✓ ", Style::Good),
            Level::Noted | Level::Failed => ("✗ ", Style::Bad),
        };
        told.push(Paragraph {
            failed: notice.level == Level::Failed,
            lines: paragraph(sign, style, &notice.text, &notice.hint, columns),
        });
    }
    told
}

/// A sign in its style, then text and hint, wrapped under each other.
pub(super) fn paragraph(
    sign: &'static str,
    style: Style,
    text: &str,
    hint: &str,
    columns: usize,
) -> Vec<Line> {
    let sentence = if hint.is_empty() {
        text.to_owned()
    } else {
        format!("{text}; {hint}")
    };
    let wrapped = text::wrap(&text::line(&sentence), columns.saturating_sub(2));
    let row = |(n, part): (usize, String)| {
        let mut line = Line::styled(if n == 0 { sign } else { "  " }, style);
        line.add(part, Style::Plain);
        line
    };
    wrapped.into_iter().enumerate().map(row).collect()
}
