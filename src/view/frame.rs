//! What is on the screen: styled lines and, per range of cells, what a click
//! there means. Plain data, no colours: those are the theme's.

use std::borrow::Cow;
use std::ops::Range;

use crate::input::Key;
use crate::keymap::Action;
use crate::screen::Look;
use crate::text;
use crate::tmux::Target;

/// Cells of the pane's inside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Height.
    pub rows: usize,
    /// Width.
    pub columns: usize,
}

/// How a piece of text stands out. Never the only way to tell something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// As the theme writes text.
    #[default]
    Plain,
    /// A heading.
    Title,
    /// Less important.
    Dim,
    /// Alive, done.
    Good,
    /// Dead, failed.
    Bad,
    /// A key to press, a thing to click.
    Key,
    /// A name: a directory, a pane.
    Name,
    /// What a filter has matched in a name.
    Match,
    /// What is under the pointer and can be clicked.
    Hover,
    /// The rule between the list and a worker's screen, where the chosen row
    /// ends.
    Rule,
    /// As on a worker's own screen.
    Screen(Look),
}

/// A piece of a line in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text, safe for the screen.
    pub text: Cow<'static, str>,
    /// Its style.
    pub style: Style,
}

impl Span {
    /// Cells it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        text::width(&self.text)
    }
}

/// One row, at most as wide as the pane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its pieces, left to right.
    pub spans: Vec<Span>,
    /// Whether it is the chosen row.
    pub selected: bool,
}

impl Line {
    /// A line in one style.
    #[must_use]
    pub fn styled(text: impl Into<Cow<'static, str>>, style: Style) -> Self {
        let mut line = Self::default();
        line.add(text, style);
        line
    }

    /// Adds a piece on the right.
    pub fn add(&mut self, text: impl Into<Cow<'static, str>>, style: Style) {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(Span { text, style });
        }
    }

    /// Cells it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.spans.iter().map(|s| text::width(&s.text)).sum()
    }

    /// Gives the text in these cells another style.
    fn restyle(&mut self, cells: &Range<usize>, style: Style) {
        let mut cell = 0;
        let mut spans: Vec<Span> = Vec::new();
        for span in std::mem::take(&mut self.spans) {
            for c in span.text.chars() {
                let style = match cells.contains(&cell) {
                    true => style,
                    false => span.style,
                };
                cell += text::width(c.encode_utf8(&mut [0; 4]));
                match spans.last_mut().filter(|last| last.style == style) {
                    Some(last) => last.text.to_mut().push(c),
                    None => spans.push(Span {
                        text: c.to_string().into(),
                        style,
                    }),
                }
            }
        }
        self.spans = spans;
    }

    /// Its text without styles.
    #[must_use]
    pub fn text(&self) -> String {
        self.spans.iter().map(|s| &*s.text).collect()
    }

    /// Marks that its text goes on where it is not shown.
    pub(crate) fn go_on(&mut self) {
        if let Some(span) = self.spans.last_mut() {
            span.text.to_mut().push('…');
        }
    }

    /// Cuts it to this many cells.
    #[must_use]
    fn cut(mut self, cells: usize) -> Self {
        let mut room = cells;
        for span in &mut self.spans {
            let mut width = text::width(&span.text);
            if width > room {
                span.text = text::cut(&span.text, room).into();
                width = text::width(&span.text);
            }
            room -= width;
        }
        self.spans.retain(|s| !s.text.is_empty());
        self
    }
}

/// What a click means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Click {
    /// Choose this worker; the chosen one: open it.
    Worker(Target),
    /// Mark this worker, or do not.
    Mark(Target),
    /// Do this.
    Action(Action),
    /// As if this key had been pressed.
    Press(Key),
    /// Type into the prompt.
    Prompt,
    /// Type into the filter.
    Filter,
    /// Open the worker whose screen is shown.
    Preview,
    /// Type into a field of the start: the first prompt's, or the directory's.
    Field(bool),
    /// Choose the offer of this directory; the chosen one: start there.
    Offer(String),
    /// Go on with the conversation in this directory.
    Continue(String),
    /// Dismiss what is told.
    Told,
    /// Yes to the question.
    Yes,
    /// No to the question.
    No,
}

/// Cells that mean something to the mouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The row.
    pub row: usize,
    /// The columns.
    pub columns: Range<usize>,
    /// What a click there means.
    pub click: Click,
}

/// One picture of the panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The size it was drawn for.
    pub size: Size,
    /// One line per row.
    pub lines: Vec<Line>,
    /// Where the terminal's cursor is, as column and row.
    pub cursor: Option<(usize, usize)>,
    /// Rows of the list on the screen.
    pub list_rows: usize,
    /// Rows of the preview on the screen.
    pub preview_rows: usize,
    /// Rows of the question or page on the screen that scroll.
    pub dialog_rows: usize,
    /// Whether there is more of it than those.
    pub dialog_scrolls: bool,
    /// How many of the wrong options are told on the screen.
    pub wrong_options: usize,
    /// How many failures are told on the screen, the newest ones.
    pub failures: usize,
    /// Columns of the rows of the prompt, with the one for the cursor.
    pub prompt_columns: usize,
    regions: Vec<Region>,
}

impl Frame {
    pub(crate) fn new(size: Size) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    /// Adds a row below, cut to the width; rows beyond the height are dropped.
    pub(crate) fn push(&mut self, line: Line) {
        if self.lines.len() < self.size.rows {
            self.lines.push(line.cut(self.size.columns));
        }
    }

    /// The row that the next [`Self::push`] fills.
    pub(crate) fn next_row(&self) -> usize {
        self.lines.len()
    }

    /// Adds empty rows until there are this many.
    pub(crate) fn fill_to(&mut self, rows: usize) {
        while self.lines.len() < rows.min(self.size.rows) {
            self.lines.push(Line::default());
        }
    }

    /// Says what a click on these cells means.
    pub(crate) fn region(&mut self, row: usize, columns: Range<usize>, click: Click) {
        self.regions.push(Region {
            row,
            columns,
            click,
        });
    }

    /// What a click on this cell means.
    #[must_use]
    pub fn click(&self, row: usize, column: usize) -> Option<&Click> {
        self.region_at(row, column).map(|r| &r.click)
    }

    /// The cells around this one that mean the same.
    #[must_use]
    pub fn region_at(&self, row: usize, column: usize) -> Option<&Region> {
        let hit = |r: &&Region| r.row == row && r.columns.contains(&column);
        self.regions.iter().find(hit)
    }

    /// Shows what a click at the pointer would be on.
    pub(crate) fn hover(&mut self, pointer: Option<(usize, usize)>) {
        let region = pointer.and_then(|(row, column)| self.region_at(row, column));
        // The screen of a worker keeps its own colours.
        let Some(region) = region.filter(|r| r.click != Click::Preview).cloned() else {
            return;
        };
        if let Some(line) = self.lines.get_mut(region.row) {
            line.restyle(&region.columns, Style::Hover);
        }
    }

    /// All regions, for tests that click each.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The frame's text, one line per row, without blanks at the ends.
    #[must_use]
    pub fn text(&self) -> String {
        let rows: Vec<String> = self
            .lines
            .iter()
            .map(|l| l.text().trim_end().to_owned())
            .collect();
        rows.join("\n")
    }
}
