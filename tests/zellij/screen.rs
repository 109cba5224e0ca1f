//! What a terminal shows, cell by cell, and the part of it that is one pane.

use unicode_width::UnicodeWidthChar as _;

/// A rectangle of cells, counted from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
}

/// Rows of cells. A wide character fills its first cell and leaves the second
/// one empty; marks without a width stand in the cell before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Screen {
    rows: Vec<Vec<String>>,
}

impl Screen {
    /// Reads what `capture-pane` printed.
    pub fn read(text: &str) -> Self {
        Self {
            rows: text.lines().map(cells).collect(),
        }
    }

    /// The part within an area; what lies outside the screen is left out.
    pub fn cut(&self, area: Area) -> Self {
        let rows = self.rows.iter().skip(area.row).take(area.rows);
        let cut = |row: &Vec<String>| {
            let cells = row.iter().skip(area.column).take(area.columns);
            cells.cloned().collect()
        };
        Self {
            rows: rows.map(cut).collect(),
        }
    }

    /// The text of every row, without the blanks at its end.
    pub fn lines(&self) -> Vec<String> {
        let line = |row: &Vec<String>| row.concat().trim_end().to_owned();
        self.rows.iter().map(line).collect()
    }

    /// The text of one row; empty below the last one.
    pub fn line(&self, row: usize) -> String {
        self.lines().into_iter().nth(row).unwrap_or_default()
    }

    /// The text of all rows.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// The text of all rows as running text, however it was wrapped.
    pub fn words(&self) -> String {
        let text = self.text();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the text stands somewhere in one row.
    pub fn has(&self, text: &str) -> bool {
        self.row_of(text).is_some()
    }

    /// The first row with this text.
    pub fn row_of(&self, text: &str) -> Option<usize> {
        self.lines().iter().position(|line| line.contains(text))
    }

    /// Row and column of the first cell of this text.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let row = self.row_of(text)?;
        let cells = self.rows.get(row)?;
        let starts = |column: &usize| cells[*column..].concat().starts_with(text);
        let column = (0..cells.len()).filter(|c| !cells[*c].is_empty());
        Some((row, column.into_iter().find(starts)?))
    }

    /// What stands in one cell; a blank where nothing was ever drawn.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let cell = self.rows.get(row).and_then(|cells| cells.get(column));
        cell.map_or(" ", String::as_str)
    }
}

fn cells(line: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for c in line.chars() {
        match (
            c.width().unwrap_or(0),
            cells.iter().rposition(|c| !c.is_empty()),
        ) {
            (0, Some(last)) => cells[last].push(c),
            (0, None) => {}
            (width, _) => {
                cells.push(c.into());
                cells.extend((1..width).map(|_| String::new()));
            }
        }
    }
    cells
}

#[test]
fn a_screen_is_cut_by_cells_and_not_by_characters() {
    let screen = Screen::read("日本│ab│\ne\u{301}x  │cd│\n");
    let area = Area {
        row: 0,
        column: 5,
        rows: 2,
        columns: 2,
    };
    assert_eq!(screen.cut(area).lines(), ["ab", "cd"]);
    assert_eq!(screen.find("cd"), Some((1, 5)));
    assert_eq!(screen.cell(0, 4), "│");
    assert_eq!(screen.cell(9, 9), " ");
}
