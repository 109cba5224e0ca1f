//! Captures a screen, but never more than a panel can take.
//!
//! With a colour of its own each cell may take 40 bytes and more, and a window
//! of 300 columns and 500 rows would be 6 MB. Of a screen with too many cells
//! the rows around the cursor are captured, where an agent's input is.

use crate::tmux::quote::single;

/// Cells that are captured, 200 columns of 60 rows.
pub const MAX_CELLS: usize = 12_000;

/// "1 or 0": the whole screen has no more cells than that.
#[must_use]
pub fn fits() -> String {
    format!("#{{e|<=:#{{e|*:#{{pane_width}},#{{pane_height}}}},{MAX_CELLS}}}")
}

/// The first and the last row to capture of one that has more.
#[must_use]
pub fn around_cursor() -> [String; 2] {
    let (above, below) = (MAX_CELLS * 3 / 4, MAX_CELLS / 4);
    [('-', above), ('+', below)]
        .map(|(way, cells)| format!("#{{e|{way}:#{{cursor_y}},#{{e|/:{cells},#{{pane_width}}}}}}"))
}

/// The command that prints a screen with its styles. One that fits is printed
/// in the same step as what is printed before it; the rows of another one have
/// to be computed by `run-shell -C`, since `capture-pane` expands no format.
#[must_use]
pub fn screen(pane: &str) -> String {
    let [from, to] = around_cursor();
    let part = format!("capture-pane -p -e -S {from} -E {to} -t {pane}");
    let part = format!("run-shell -C -t {pane} \"{part}\"");
    let whole = format!("capture-pane -p -e -t {pane}");
    let (fits, whole, part) = (single(&fits()), single(&whole), single(&part));
    format!("if-shell -F -t {pane} {fits} {whole} {part}")
}
