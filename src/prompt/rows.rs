//! Text being written as rows of cells: where its lines are wrapped, and where
//! the cursor is.

use unicode_segmentation::UnicodeSegmentation as _;

use super::Editor;
use crate::text;

/// A piece of a row: what a person sees as one character, or folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it begins in the written text, in bytes.
    pub at: usize,
    /// How long it is there, in bytes.
    pub length: usize,
    /// What is seen of it.
    pub shown: String,
    /// Whether it stands for folded text.
    pub folded: bool,
}

/// The text in rows, and the cursor in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows, at least one.
    pub rows: Vec<Vec<Cell>>,
    /// Where each row begins in the written text, in bytes.
    starts: Vec<usize>,
    /// The cursor's row.
    pub row: usize,
    /// The cursor's column, in cells.
    pub column: usize,
}

impl Rows {
    /// Lays text out in rows of so many cells, one of which stays free for
    /// the cursor.
    #[must_use]
    pub fn of(editor: &Editor, columns: usize) -> Self {
        let room = columns.saturating_sub(1).max(1);
        let (before, after) = editor.parts();
        let (cursor, written) = (before.len(), format!("{before}{after}"));
        let mut all = Self::default();
        let mut at = 0;
        for line in written.split('\n') {
            all.line(editor, line, at, room);
            at += line.len() + 1;
        }
        all.find(cursor);
        all
    }

    /// Adds the rows of one line, broken behind blanks where there are any.
    fn line(&mut self, editor: &Editor, line: &str, at: usize, room: usize) {
        let mut row: Vec<Cell> = Vec::new();
        let mut start = at;
        let mut used = 0;
        for (offset, cluster) in line.grapheme_indices(true) {
            let cell = cell(editor, cluster, at + offset, room);
            let cells = text::width(&cell.shown);
            if used + cells > room && !row.is_empty() {
                let blank = row.iter().rposition(|c| c.shown == " ");
                let rest = row.split_off(blank.map_or(row.len(), |b| b + 1));
                self.push(std::mem::replace(&mut row, rest), start);
                start = row.first().map_or(cell.at, |first| first.at);
                used = row.iter().map(|c| text::width(&c.shown)).sum();
            }
            used += cells;
            row.push(cell);
        }
        self.push(row, start);
    }

    fn push(&mut self, row: Vec<Cell>, start: usize) {
        self.rows.push(row);
        self.starts.push(start);
    }

    fn find(&mut self, cursor: usize) {
        let later = self.starts.partition_point(|start| *start <= cursor);
        self.row = later.saturating_sub(1);
        let row = self.rows.get(self.row).map(Vec::as_slice);
        let left = row.unwrap_or_default().iter().filter(|c| c.at < cursor);
        self.column = left.map(|c| text::width(&c.shown)).sum();
    }

    /// The place in the written text, in bytes, that stands in this row at
    /// this column or left of it; none when there is no such row.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Option<usize> {
        let cells = self.rows.get(row)?;
        let mut used = 0;
        for cell in cells {
            used += text::width(&cell.shown);
            if used > column {
                return Some(cell.at);
            }
        }
        // Behind the last one: at the end of its line, or, where the line
        // goes on in the next row, before its last character.
        let goes_on = self.starts.get(row + 1).is_some_and(|next| {
            cells
                .last()
                .is_some_and(|last| last.at + last.length == *next)
        });
        match cells.last() {
            Some(last) if goes_on => Some(last.at),
            _ => Some(match self.starts.get(row + 1) {
                Some(next) => next - 1,
                None => usize::MAX,
            }),
        }
    }
}

fn cell(editor: &Editor, cluster: &str, at: usize, room: usize) -> Cell {
    let label = cluster.chars().next().and_then(|c| editor.label(c));
    let folded = label.is_some();
    let shown = label.unwrap_or_else(|| text::line(cluster));
    Cell {
        at,
        length: cluster.len(),
        shown: text::cut(&shown, room),
        folded,
    }
}
