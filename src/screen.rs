//! A captured screen as lines of styled text: its characters and colours, and
//! nothing in it that could act on another screen.
//!
//! It reads what `capture-pane -p -e` printed: text, SGR sequences, and links
//! from tmux 3.4 on. Everything but text and SGR is dropped.

use std::sync::Arc;

use crate::text;

/// A colour of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// One of the terminal's 256.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// How a piece of a screen looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Colour of the text; none for the terminal's own.
    pub foreground: Option<Colour>,
    /// Colour behind it.
    pub background: Option<Colour>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underlined: bool,
    /// Foreground and background exchanged.
    pub reversed: bool,
    /// Not to be read: it is drawn as blanks.
    pub concealed: bool,
}

/// A piece of a line in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text, without control characters.
    pub text: String,
    /// Its look.
    pub look: Look,
}

/// The end of a screen in rows, kept as long as neither the screen nor the
/// room for it changes: to cut it anew for every key would cost more than
/// everything else in a frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    /// The very text, not an equal one: to compare it would cost again.
    of: Option<Arc<str>>,
    columns: usize,
    rows: usize,
    pieces: Vec<Vec<Piece>>,
}

impl Cut {
    /// Holds this screen in so many rows at most.
    pub fn hold(&mut self, screen: &Arc<str>, columns: usize, rows: usize) {
        let same = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, screen));
        if !same || (columns, rows) != (self.columns, self.rows) {
            *self = Self {
                of: Some(Arc::clone(screen)),
                columns,
                rows,
                pieces: tail(screen, columns, rows),
            };
        }
    }

    /// So many rows at most, above so many that are left out at the end.
    #[must_use]
    pub fn rows(&self, rows: usize, below: usize) -> &[Vec<Piece>] {
        let first = self.pieces.len().saturating_sub(rows.saturating_add(below));
        let shown = self.pieces.get(first..).unwrap_or_default();
        shown.get(..rows).unwrap_or(shown)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// The end of a screen, in so many rows of so many cells: longer lines are
/// wrapped, but for rules, which are cut.
#[must_use]
pub fn tail(captured: &str, columns: usize, rows: usize) -> Vec<Vec<Piece>> {
    let mut reader = Reader::default();
    // Only the last lines can be seen, each of which takes a row at least.
    let lines: Vec<&str> = captured.trim_end().lines().collect();
    let first = lines.len().saturating_sub(rows);
    let mut parser = vte::Parser::new();
    for (n, line) in lines.iter().enumerate() {
        // Looks go on from line to line.
        reader.kept = n >= first;
        reader.pieces.clear();
        parser.advance(&mut reader, line.as_bytes());
        if n >= first {
            let pieces = std::mem::take(&mut reader.pieces);
            reader.rows.extend(wrapped(pieces, columns));
        }
    }
    let surplus = reader.rows.len().saturating_sub(rows);
    reader.rows.drain(..surplus);
    reader.rows
}

#[derive(Default)]
struct Reader {
    look: Look,
    /// Letters stand for the lines of boxes.
    draws: bool,
    kept: bool,
    pieces: Vec<Piece>,
    rows: Vec<Vec<Piece>>,
}

impl vte::Perform for Reader {
    fn print(&mut self, c: char) {
        if !self.kept {
            return;
        }
        let c = if self.draws { drawn(c) } else { c };
        let Some(shown) = text::shown(c) else {
            return;
        };
        let shown = if self.look.concealed { ' ' } else { shown };
        match self.pieces.last_mut().filter(|p| p.look == self.look) {
            Some(piece) => piece.text.push(shown),
            None => self.pieces.push(Piece {
                text: shown.to_string(),
                look: self.look,
            }),
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            // tmux 3.6 and newer print tabs as they are.
            b'\t' => self.print(' '),
            SHIFT_OUT => self.draws = true,
            SHIFT_IN => self.draws = false,
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &vte::Params, _: &[u8], _: bool, action: char) {
        if action == 'm' {
            let mut codes: Vec<u16> = Vec::new();
            for code in params {
                match code {
                    // The kind of an underline is none of the codes behind it.
                    [4, 0, ..] => codes.push(24),
                    [4, ..] => codes.push(4),
                    _ => codes.extend(code),
                }
            }
            if codes.is_empty() {
                codes.push(0);
            }
            self.look.change(&codes);
        }
    }
}

/// Before characters that are drawn as lines, and behind them: tmux prints what
/// a program has drawn with the terminal's own set of lines like that.
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// The signs of that set, from the backquote on, as in VT100's manual.
const DRAWN: &str = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

fn drawn(c: char) -> char {
    let sign = u32::from(c).checked_sub(u32::from('`'));
    let sign = sign.and_then(|n| DRAWN.chars().nth(usize::try_from(n).ok()?));
    sign.unwrap_or(c)
}

impl Look {
    /// Takes the codes of one SGR sequence.
    fn change(&mut self, codes: &[u16]) {
        let mut codes = codes.iter().copied();
        while let Some(code) = codes.next() {
            match code {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                3 => self.italic = true,
                4 => self.underlined = true,
                7 => self.reversed = true,
                8 => self.concealed = true,
                22 => (self.bold, self.dim) = (false, false),
                23 => self.italic = false,
                24 => self.underlined = false,
                27 => self.reversed = false,
                28 => self.concealed = false,
                30..=37 => self.foreground = indexed(code - 30),
                90..=97 => self.foreground = indexed(code - 90 + 8),
                40..=47 => self.background = indexed(code - 40),
                100..=107 => self.background = indexed(code - 100 + 8),
                39 => self.foreground = None,
                49 => self.background = None,
                38 => self.foreground = colour(&mut codes),
                48 => self.background = colour(&mut codes),
                // The colour of an underline is not shown.
                58 => drop(colour(&mut codes)),
                _ => {}
            }
        }
    }

    /// The SGR sequence that sets this look, whatever was before.
    #[must_use]
    pub fn sgr(self) -> String {
        let mut codes = vec!["0".to_owned()];
        for (set, code) in [
            (self.bold, "1"),
            (self.dim, "2"),
            (self.italic, "3"),
            (self.underlined, "4"),
            (self.reversed, "7"),
        ] {
            if set {
                codes.push(code.to_owned());
            }
        }
        for (colour, layer) in [(self.foreground, 38), (self.background, 48)] {
            match colour {
                Some(Colour::Indexed(n)) => codes.push(format!("{layer};5;{n}")),
                Some(Colour::Rgb(r, g, b)) => codes.push(format!("{layer};2;{r};{g};{b}")),
                None => {}
            }
        }
        format!("\u{1b}[{}m", codes.join(";"))
    }
}

fn indexed(n: u16) -> Option<Colour> {
    u8::try_from(n).ok().map(Colour::Indexed)
}

/// The colour that follows 38 or 48.
fn colour(codes: &mut impl Iterator<Item = u16>) -> Option<Colour> {
    let mut byte = || u8::try_from(codes.next()?).ok();
    match byte()? {
        5 => Some(Colour::Indexed(byte()?)),
        2 => Some(Colour::Rgb(byte()?, byte()?, byte()?)),
        _ => None,
    }
}

/// One line as rows of so many cells.
fn wrapped(pieces: Vec<Piece>, columns: usize) -> Vec<Vec<Piece>> {
    let width: usize = pieces.iter().map(|p| text::width(&p.text)).sum();
    if width <= columns {
        return vec![pieces];
    }
    let all = || pieces.iter().flat_map(|p| p.text.trim_end().chars());
    let drawn = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
    let is_rule = all().filter(|c| drawn(*c)).count() * 2 > all().count();
    let mut rows = vec![Vec::new()];
    let mut used = 0;
    for piece in pieces {
        let mut row = String::with_capacity(columns);
        for c in piece.text.chars() {
            let cells = text::cells(c);
            if used + cells > columns {
                if is_rule || cells > columns {
                    break;
                }
                push(&mut rows, &mut row, piece.look);
                rows.push(Vec::new());
                used = 0;
            }
            row.push(c);
            used += cells;
        }
        push(&mut rows, &mut row, piece.look);
    }
    rows
}

fn push(rows: &mut [Vec<Piece>], text: &mut String, look: Look) {
    if let Some(row) = rows.last_mut().filter(|_| !text.is_empty()) {
        let text = std::mem::take(text);
        row.push(Piece { text, look });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(captured: &str, columns: usize, rows: usize) -> Vec<String> {
        tail(captured, columns, rows)
            .iter()
            .map(|row| row.iter().map(|p| p.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn the_end_of_a_screen_is_shown_with_its_long_lines_wrapped() {
        assert_eq!(shown("one\ntwo\nthree\n\n\n", 10, 2), ["two", "three"]);
        assert_eq!(shown("abcdef\n漢字か", 4, 9), ["abcd", "ef", "漢字", "か"]);
        assert_eq!(shown("────────\nx", 4, 9), ["────", "x"]);
        assert_eq!(shown("", 4, 9), Vec::<String>::new());
        assert_eq!(shown("漢", 1, 9), [""]);
    }

    #[test]
    fn colours_go_on_from_line_to_line_until_they_change() {
        let rows = tail("\u{1b}[1;38;5;9mred\nstill\u{1b}[0m plain", 20, 9);
        let red = Look {
            bold: true,
            foreground: Some(Colour::Indexed(9)),
            ..Look::default()
        };
        let looks: Vec<Vec<Look>> = rows
            .iter()
            .map(|row| row.iter().map(|p| p.look).collect())
            .collect();
        assert_eq!(looks, [vec![red], vec![red, Look::default()]]);
        assert_eq!(red.sgr(), "\u{1b}[0;1;38;5;9m");
        let rgb = tail("\u{1b}[48:2:1:2:3mx", 9, 9);
        let background = rgb[0][0].look.background;
        assert!(background.is_some());
    }

    #[test]
    fn kinds_of_underlines_are_underlines_and_lines_are_lines() {
        let rows = tail("\u{1b}[4:3mcurly\u{1b}[4:0;1m not", 20, 9);
        let looks: Vec<Look> = rows[0].iter().map(|p| p.look).collect();
        let underlined = Look {
            underlined: true,
            ..Look::default()
        };
        let bold = Look {
            bold: true,
            ..Look::default()
        };
        assert_eq!(looks, [underlined, bold]);
        assert_eq!(shown("\u{e}lqk\u{f}l", 9, 9), ["┌─┐l"]);
        assert_eq!(shown("a\u{1b}[8msecret\u{1b}[28mb", 9, 9), ["a      b"]);
    }

    #[test]
    fn nothing_in_it_acts_on_the_panel() {
        let evil = "a\u{1b}]8;;http://x\u{1b}\\b\u{1b}]8;;\u{1b}\\\u{1b}[2J\u{1b}]0;t\u{7}\u{1b}Pq#\u{1b}\\c\u{9b}5n\u{202e}d";
        // Of the sequence that begins with a single character the rest is text.
        assert_eq!(shown(evil, 80, 9).concat(), "abc5nd");
    }
}
