//! Where to start a worker: two fields, and the offers beneath the first.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::keymap::Action;
use crate::model::{Dialog, Model, StartDialog};
use crate::offer::{self, Offer, Source};
use crate::prompt::Editor;
use crate::text;
use crate::time::Moment;
use crate::view::footer::Hint;
use crate::view::{Click, Frame, Line, Style, keep_in_sight, prompt};
use crate::worker::state::age;

/// From this width on a conversation is named beside its button.
const WIDE: usize = 50;
/// Cells that a directory keeps.
const LEAST: usize = 8;

/// Rows of what stands around the offers.
fn rows_around(rows: usize) -> usize {
    match rows {
        0..=1 => rows,
        2..=3 => 2,
        4..=6 => 3,
        _ => 4,
    }
}

pub(super) fn draw(
    frame: &mut Frame,
    model: &Model,
    start: &StartDialog,
    now: Moment,
    rows: usize,
) {
    let columns = frame.size.columns;
    let around = rows_around(rows);
    if around >= 3 {
        let command = model.config.command.display();
        let mut head = Line::styled("start a worker: ", Style::Title);
        head.add(command, Style::Plain);
        frame.push(head);
    }
    let narrow = columns < 40;
    let label = |wide: &'static str, short: &'static str| {
        Line::styled(if narrow { short } else { wide }, Style::Plain)
    };
    // In a pane of one row it is the field that is being written.
    if rows > 1 || !start.in_prompt {
        frame.region(frame.next_row(), 0..columns, Click::Field(false));
        let typing = !start.in_prompt;
        let label = label("directory    ", "dir ");
        prompt::field(frame, label, &start.directory, typing);
    }
    if around >= 4 {
        let base = model.short(&text::line(&model.base));
        // Under what is typed.
        let gap = if narrow { "      " } else { "             " };
        let base = format!("{gap}from {base}");
        frame.push(Line::styled(base, Style::Dim));
    }
    for offer in offer::offers(model, start)
        .iter()
        .skip(start.scroll)
        .take(rows - around)
    {
        draw_offer(frame, model, start, offer, now);
    }
    if rows > 1 || start.in_prompt {
        frame.region(frame.next_row(), 0..columns, Click::Field(true));
        let label = label("first prompt ", "say ");
        prompt::field(frame, label, &start.first_prompt, start.in_prompt);
    }
}

fn draw_offer(frame: &mut Frame, model: &Model, start: &StartDialog, offer: &Offer, now: Moment) {
    let columns = frame.size.columns;
    let chosen = start.chosen.as_ref() == Some(&offer.path);
    let mut line = Line {
        selected: chosen,
        ..Line::default()
    };
    line.add(if chosen { "▶ " } else { "  " }, Style::Key);
    let continues = offer.conversation.is_some() && (offer.worker.is_none() || offer.dead);
    let mut button = if continues { " [continue]" } else { "" };
    let (words, style) = words(offer, now, continues && columns < WIDE);
    let mut words = if words.is_empty() {
        words
    } else {
        format!(" {words}")
    };
    let room = |words: &str, button| {
        let after = text::width(words) + text::width(button);
        columns.saturating_sub(2 + after)
    };
    // Of the directory the end is enough, but that must be there.
    if room(&words, button) < LEAST {
        button = "";
    }
    if room(&words, button) < LEAST {
        words = text::cut(&words, columns / 2);
    }
    let room = room(&words, button);
    name(&mut line, model, offer, room);
    let row = frame.next_row();
    line.add(words, style);
    let to = line.width();
    line.add(button, Style::Key);
    if !button.is_empty() {
        frame.region(row, to..line.width(), Click::Continue(offer.path.clone()));
    }
    frame.region(row, 0..columns, Click::Offer(offer.path.clone()));
    frame.push(line);
}

/// The path in exactly so many cells, what matches made to stand out; of a
/// long one the end.
fn name(line: &mut Line, model: &Model, offer: &Offer, cells: usize) {
    let short = model.short(&offer.path);
    let clusters: Vec<&str> = short.graphemes(true).collect();
    let mut skip = 0;
    let mut width: usize = clusters.iter().map(|c| text::width(&text::line(c))).sum();
    if width > cells {
        let mut cut = clusters.iter();
        while width + 1 > cells {
            let Some(cluster) = cut.next() else { break };
            width -= text::width(&text::line(cluster));
            skip += 1;
        }
        if cells > 0 {
            line.add("…", Style::Name);
            width += 1;
        }
    }
    let mut run = (String::new(), false);
    for (n, cluster) in clusters.into_iter().enumerate().skip(skip) {
        let hit = offer.at.contains(&n);
        if hit != run.1 {
            let style = if run.1 { Style::Match } else { Style::Name };
            line.add(std::mem::take(&mut run.0), style);
            run.1 = hit;
        }
        run.0.push_str(&text::line(cluster));
    }
    line.add(run.0, if run.1 { Style::Match } else { Style::Name });
    line.add(text::blanks(cells.saturating_sub(width)), Style::Plain);
}

/// What the directory is offered for; `short` where a button says that there
/// is a conversation.
fn words(offer: &Offer, now: Moment, short: bool) -> (String, Style) {
    if offer.worker.is_some() && !offer.dead {
        return ("has a worker".into(), Style::Good);
    }
    let mut words = match offer.source {
        _ if offer.dead => "dead worker".to_owned(),
        Source::Pane => "pane".into(),
        Source::Dead => "dead worker".into(),
        Source::Conversation => String::new(),
        Source::Zoxide => "zoxide".into(),
        Source::Path => String::new(),
    };
    if let Some(conversation) = &offer.conversation {
        let long = age(now, Some(conversation.at).filter(|at| *at > 0));
        let ago = match long.as_str() {
            "" => String::new(),
            long => format!("{long} ago"),
        };
        let what = if short { "" } else { "conversation" };
        let parts = [words.as_str(), what, ago.as_str()];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        words = parts.collect::<Vec<_>>().join(", ");
    }
    (words, Style::Dim)
}

/// Keeps the chosen offer in sight and the scrolling inside the offers.
pub(super) fn settle(model: &mut Model, body: usize) {
    let Some(Dialog::Start(start)) = &model.dialog else {
        return;
    };
    let offers = offer::offers(model, start);
    let rows = body.saturating_sub(rows_around(body));
    let chosen = offers
        .iter()
        .position(|o| start.chosen.as_ref() == Some(&o.path));
    if let Some(Dialog::Start(start)) = &mut model.dialog {
        start.scroll = start.scroll.min(offers.len().saturating_sub(rows));
        if rows > 0 {
            keep_in_sight(&mut start.scroll, &mut start.reveal, chosen, rows);
        }
        // What was chosen and is not offered any more is what Enter means all
        // the same: that it is gone is told by the start.
        if chosen.is_none()
            && let Some(path) = start.chosen.take()
        {
            start.directory = Editor::with(path);
            start.typed();
        }
    }
}

/// What can be done, for the last row, the most needed first.
pub(super) fn hints(model: &Model, start: &StartDialog) -> Vec<Hint> {
    const ACCEPT: &[Action] = &[Action::Accept];
    const CONTINUE: &[Action] = &[Action::Continue];
    const COMPLETE: &[Action] = &[Action::Complete];
    const OTHER_FIELD: &[Action] = &[Action::OtherField];
    const CANCEL: &[Action] = &[Action::Cancel];
    const CHOOSE: &[Action] = &[Action::Up, Action::Down];
    if start.in_prompt {
        return vec![
            (ACCEPT, "start"),
            (CANCEL, "cancel"),
            (COMPLETE, "directory"),
        ];
    }
    let offers = offer::offers(model, start);
    let chosen = offers
        .iter()
        .find(|o| start.chosen.as_ref() == Some(&o.path));
    let lives = |o: &Offer| o.worker.is_some() && !o.dead;
    let typed = match chosen {
        Some(_) => None,
        None => offer::typed(model, start).filter(|o| !lives(o)),
    };
    let (accept, then) = match chosen.or(typed.as_ref()) {
        Some(o) if lives(o) => ("go there", None),
        Some(o) if o.conversation.is_some() => ("new", Some((CONTINUE, "continue"))),
        _ => ("start", Some((COMPLETE, "complete"))),
    };
    let mut hints = vec![(ACCEPT, accept), (CANCEL, "cancel")];
    hints.extend(then);
    hints.push((OTHER_FIELD, "prompt"));
    if !offers.is_empty() {
        hints.push((CHOOSE, "choose"));
    }
    hints
}
