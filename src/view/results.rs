//! What became of one prompt at each of several workers.

use crate::model::{End, Model, Pending, Round, RoundLine};
use crate::text;
use crate::view::{Line, Style, pending};

/// One paragraph for each worker, under the prompt.
pub(super) fn lines(model: &Model, columns: usize) -> Vec<Line> {
    let Some(round) = &model.round else {
        return Vec::new();
    };
    let written = text::line(&round.text.replace('\n', "⏎"));
    let mut heading = Line::styled("sent: ", Style::Title);
    heading.add(text::cut(&written, columns.saturating_sub(6)), Style::Plain);
    let mut lines = vec![heading];
    for line in &round.lines {
        lines.extend(paragraph(model, round, line, columns));
    }
    lines
}

fn paragraph(model: &Model, round: &Round, line: &RoundLine, columns: usize) -> Vec<Line> {
    let (sign, style, what) = match &line.outcome {
        Some(outcome) if outcome.end == End::Sent => ("✓ ", Style::Good, outcome.text.clone()),
        Some(outcome) => ("✗ ", Style::Bad, outcome.text.clone()),
        None => ("◷ ", Style::Key, on_its_way(model, round, line)),
    };
    let sentence = format!("{} {}: {what}", line.target.pane, line.name);
    let wrapped = text::wrap(&text::line(&sentence), columns.saturating_sub(2));
    let row = |(n, part): (usize, String)| {
        let mut row = Line::styled(if n == 0 { sign } else { "  " }, style);
        row.add(part, Style::Plain);
        row
    };
    wrapped.into_iter().enumerate().map(row).collect()
}

fn on_its_way(model: &Model, round: &Round, line: &RoundLine) -> String {
    let ours = |p: &Pending<'_>| p.outgoing.round == Some(round.number);
    let pending = model.pending(&line.target).into_iter().find(ours);
    match pending.map(|p| p.wait) {
        Some(Some(wait)) => format!("waits {}", pending::reason(Some(wait))),
        _ => "being sent".to_owned(),
    }
}
