//! One screen full of styled text, and the bytes that turn one into the next.
//!
//! It must not know what is drawn.

use crate::text;

/// Columns and rows of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
}

/// How a span looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As the terminal has it.
    Plain,
    /// SGR 7: the cursor as Claude Code draws it on its placeholder.
    Reversed,
    /// SGR 2: placeholders and hints.
    Dim,
    /// SGR 1.
    Bold,
}

/// A line made of spans; never wider than its frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(Vec<(Style, String)>);

impl Line {
    /// A line with one span.
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self(vec![(style, text.into())])
    }

    /// The line with one more span.
    #[must_use]
    pub fn and(mut self, style: Style, text: impl Into<String>) -> Self {
        self.0.push((style, text.into()));
        self
    }

    fn clipped(self, columns: usize) -> Self {
        let mut left = columns;
        let clip = |(style, text): (Style, String)| {
            let text = text::clip(&text, left).to_owned();
            left -= text::width(&text).min(left);
            (style, text)
        };
        Self(self.0.into_iter().map(clip).collect())
    }

    fn paint(&self, out: &mut String) {
        for (style, text) in &self.0 {
            let (on, off) = match style {
                Style::Plain => ("", ""),
                Style::Dim => ("\x1b[2m", "\x1b[0m"),
                Style::Bold => ("\x1b[1m", "\x1b[0m"),
                Style::Reversed => ("\x1b[7m", "\x1b[0m"),
            };
            out.extend([on, text, off]);
        }
    }
}

/// What the whole terminal shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    size: Size,
    lines: Vec<Line>,
    cursor: Option<(usize, usize)>,
}

impl Frame {
    /// A frame whose last lines stand at the bottom of the terminal.
    ///
    /// The cursor is given as column and as line among `lines`.
    pub fn bottom(size: Size, lines: Vec<Line>, cursor: Option<(usize, usize)>) -> Self {
        let surplus = lines.len().saturating_sub(size.rows);
        let missing = size.rows.saturating_sub(lines.len());
        let blank = std::iter::repeat_n(Line::default(), missing);
        let lines = blank.chain(lines.into_iter().skip(surplus));
        let lines = lines.map(|line| line.clipped(size.columns)).collect();
        let place = |(column, line): (usize, usize)| {
            let row = (line + missing).checked_sub(surplus)?;
            Some((column.min(size.columns.saturating_sub(1)), row))
        };
        Self {
            size,
            lines,
            cursor: cursor.and_then(place),
        }
    }

    /// The bytes that draw this frame over the other one.
    pub fn paint(&self, before: Option<&Self>) -> Vec<u8> {
        let before = before.filter(|frame| frame.size == self.size);
        let mut out = String::from("\x1b[?25l");
        if before.is_none() {
            out.push_str("\x1b[2J");
        }
        for (row, line) in self.lines.iter().enumerate() {
            if before.is_some_and(|frame| frame.lines.get(row) == Some(line)) {
                continue;
            }
            out.push_str(&format!("\x1b[{};1H\x1b[2K", row + 1));
            line.paint(&mut out);
        }
        if let Some((column, row)) = self.cursor {
            out.push_str(&format!("\x1b[{};{}H\x1b[?25h", row + 1, column + 1));
        }
        out.into_bytes()
    }

    /// The frame as plain text, dim text between `‹` and `›`, for tests.
    #[cfg(test)]
    pub fn text(&self) -> String {
        let line = |line: &Line| {
            let spans = line.0.iter().map(|(style, text)| match style {
                Style::Dim => format!("‹{text}›"),
                _ => text.clone(),
            });
            spans.collect::<String>().trim_end().to_owned()
        };
        let lines: Vec<String> = self.lines.iter().map(line).collect();
        lines.join("\n")
    }

    /// Width of the widest line, for tests.
    #[cfg(test)]
    pub fn widest(&self) -> usize {
        let width = |line: &Line| line.0.iter().map(|(_, text)| text::width(text)).sum();
        self.lines.iter().map(width).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_changed_are_painted() {
        let size = Size {
            columns: 4,
            rows: 3,
        };
        let first = Line::new(Style::Plain, "a");
        let one = Frame::bottom(
            size,
            vec![first.clone(), Line::new(Style::Dim, "日本語")],
            Some((1, 1)),
        );
        assert_eq!(one.text(), "\na\n‹日本›");
        let two = Frame::bottom(size, vec![first, Line::new(Style::Bold, "b")], Some((9, 1)));
        let bytes = String::from_utf8(two.paint(Some(&one))).unwrap();
        assert_eq!(
            bytes,
            "\x1b[?25l\x1b[3;1H\x1b[2K\x1b[1mb\x1b[0m\x1b[3;4H\x1b[?25h"
        );
        assert!(two.paint(None).starts_with(b"\x1b[?25l\x1b[2J"));
    }

    #[test]
    fn what_does_not_fit_is_cut_at_the_top() {
        let size = Size {
            columns: 9,
            rows: 2,
        };
        let lines = ["a", "b", "c"]
            .map(|text| Line::new(Style::Plain, text))
            .to_vec();
        let frame = Frame::bottom(size, lines.clone(), Some((0, 2)));
        assert_eq!(
            (frame.text().as_str(), frame.cursor),
            ("b\nc", Some((0, 1)))
        );
        assert_eq!(Frame::bottom(size, lines, Some((0, 0))).cursor, None);
    }
}
