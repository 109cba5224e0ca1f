//! A frame in Zellij's own text component, so that the user's theme applies;
//! only a worker's screen keeps its own colours.

use std::io::{self, Write as _};
use std::ops::Range;

use org::view::{Frame, Ground, Line, LineColours, Palette, Span, Style};

use zellij_tile::prelude::show_cursor;

/// Draws every line of the frame and puts the cursor where it belongs.
///
/// The cursor goes first and the output is flushed: calls of the host travel
/// through standard output too, and one behind unflushed text would take the
/// text for its own message and lose both.
pub(super) fn paint(frame: &Frame, palette: &Palette) {
    show_cursor(frame.cursor);
    let mut out = Vec::new();
    for (row, line) in frame.lines.iter().enumerate() {
        write_row(&mut out, row, frame.size.columns, line, palette);
    }
    let mut stdout = io::stdout().lock();
    // There is nobody to tell when Zellij does not read its own pipe.
    let _ = stdout.write_all(&out).and_then(|()| stdout.flush());
}

fn write_row(out: &mut Vec<u8>, row: usize, width: usize, line: &Line, palette: &Palette) {
    let own = line.spans.iter().position(is_screen);
    let (panel, screen) = line.spans.split_at(own.unwrap_or(line.spans.len()));
    let columns = match own {
        Some(_) => panel.iter().map(Span::width).sum(),
        None => width,
    };
    let rule = panel.iter().position(|s| s.style == Style::Rule);
    let (chosen, panel) = panel.split_at(rule.filter(|_| line.selected).unwrap_or(0));
    let from = chosen.iter().map(Span::width).sum();
    if !chosen.is_empty() {
        component(out, row, 0..from, chosen, &palette.chosen);
    }
    // Zellij fills the row itself.
    let selected = line.selected && chosen.is_empty();
    let panel = without_end(panel, selected);
    if !panel.is_empty() {
        let colours = match selected {
            true => &palette.chosen,
            false => &palette.plain,
        };
        component(out, row, from..columns, panel, colours);
    }
    if !screen.is_empty() {
        own_colours(out, row, columns, screen);
    }
}

/// The spans without those at the end that show nothing.
fn without_end(spans: &[Span], selected: bool) -> &[Span] {
    let shows = |s: &Span| selected || !s.text.trim_end().is_empty();
    let end = spans.iter().rposition(shows).map_or(0, |last| last + 1);
    spans.get(..end).unwrap_or_default()
}

fn is_screen(span: &Span) -> bool {
    matches!(span.style, Style::Screen(_))
}

/// A worker's screen from this column on.
fn own_colours(out: &mut Vec<u8>, row: usize, column: usize, screen: &[Span]) {
    let _ = write!(out, "\x1b[{};{}H", row + 1, column + 1);
    for span in screen {
        if let Style::Screen(look) = span.style {
            out.extend_from_slice(look.sgr().as_bytes());
            out.extend_from_slice(span.text.as_bytes());
        }
    }
    out.extend_from_slice(b"\x1b[0m");
}

/// Zellij's text component: place and width; `x` for a selected line, `z` for
/// an opaque one; for each level the numbers of its characters, each list ended
/// by `$`; the text's bytes. `Text` of zellij-tile writes the same, with 750
/// steps of Zellij's engine for a number and two numbers for a character.
fn component(
    out: &mut Vec<u8>,
    row: usize,
    columns: Range<usize>,
    spans: &[Span],
    colours: &LineColours,
) {
    let (column, width) = (columns.start, columns.len());
    let _ = write!(out, "\x1bPztext;{column}/{row}/{width}/;");
    out.extend_from_slice(match colours.ground {
        Ground::Terminal => b"",
        Ground::Selected => b"x",
        Ground::Opaque => b"z",
    });
    let mut from = 0;
    let places = spans.iter().map(|span| {
        let to = from + span.text.chars().count();
        let place = std::mem::replace(&mut from, to)..to;
        (colours.level(span.style), place)
    });
    let places: Vec<(Option<usize>, Range<usize>)> = places.collect();
    let last = places.iter().filter_map(|(level, _)| *level).max();
    for wanted in 0..last.map_or(0, |last| last + 1) {
        let listed = places.iter().filter(|(level, _)| *level == Some(wanted));
        write_numbers(out, listed.flat_map(|(_, place)| place.clone()));
        out.push(b'$');
    }
    let bytes = spans.iter().flat_map(|span| span.text.bytes());
    write_numbers(out, bytes.map(usize::from));
    out.extend_from_slice(b"\x1b\\");
}

/// Decimals with commas between.
fn write_numbers(out: &mut Vec<u8>, numbers: impl Iterator<Item = usize>) {
    for (place, number) in numbers.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_number(out, number);
    }
}

/// Digit by digit, in a tenth of the steps of `write!`: a frame has some
/// thousand numbers.
fn write_number(out: &mut Vec<u8>, number: usize) {
    if number >= 10 {
        write_number(out, number / 10);
    }
    out.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
}
