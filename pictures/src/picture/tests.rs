//! Known screens and where their ink is. The letters are a font's that is
//! made here, so that no font has to be installed.

use super::*;
use crate::font::Ink;
use crate::theme::{DARK, LIGHT};

const RED: Rgb = [200, 0, 0];
const BLUE: Rgb = [0, 0, 200];

/// Draws what a terminal was sent.
fn drawn(text: &str, size: (usize, usize), theme: &Theme) -> Picture {
    let screen = org::screen::tail(text, size.0, size.1);
    Picture::draw(&screen, size, &Blocks, theme).unwrap()
}

/// Fonts that have every character but one, each a full block as wide as its
/// cells with an empty pixel around it.
struct Blocks;

impl Letters for Blocks {
    fn cell(&self) -> (usize, usize) {
        (6, 10)
    }

    fn has(&self, c: char) -> bool {
        c != '?'
    }

    fn ink(&self, c: char, _: bool, cells: usize) -> Vec<Ink> {
        let width = 6 * cells as i32;
        let inside = (1..9).flat_map(|y| (1..width - 1).map(move |x| (x, y, 1.0)));
        inside.filter(|_| !c.is_whitespace()).collect()
    }
}

impl Picture {
    /// The colours of a cell, each once.
    fn cell(&self, column: usize, row: usize) -> Vec<Rgb> {
        let (left, top) = (MARGIN + 6 * column, MARGIN + 10 * row);
        let inside = (top..top + 10).flat_map(|y| (left..left + 6).map(move |x| (x, y)));
        let mut colours: Vec<Rgb> = inside
            .map(|(x, y)| self.pixels[y * self.width + x])
            .collect();
        colours.sort_unstable();
        colours.dedup();
        colours
    }
}

#[test]
fn ink_is_where_letters_are_and_nowhere_else() {
    for theme in [DARK, LIGHT] {
        let picture = drawn("a b\n\n c", (3, 3), &theme);
        let mut both = [theme.foreground, theme.background];
        both.sort_unstable();
        for (column, row, letter) in [
            (0, 0, true),
            (1, 0, false),
            (2, 0, true),
            (1, 1, false),
            (0, 2, false),
            (1, 2, true),
        ] {
            let expected = if letter {
                &both[..]
            } else {
                &[theme.background][..]
            };
            assert_eq!(picture.cell(column, row), expected, "{column} {row}");
        }
        let outside = picture.pixels.iter().take(picture.width * MARGIN);
        assert!(outside.into_iter().all(|pixel| *pixel == theme.background));
    }
}

#[test]
fn colours_are_those_that_were_asked_for() {
    let text = "\x1b[38;2;200;0;0;48;2;0;0;200mx\x1b[7mx\x1b[0;31mx\x1b[38;5;196mx\x1b[38;5;244mx";
    let picture = drawn(text, (5, 1), &DARK);
    assert_eq!(picture.cell(0, 0), [BLUE, RED]);
    // Exchanged: the edge of the cell has what the letter had.
    assert_eq!(picture.cell(1, 0), [BLUE, RED]);
    let corner = |column: usize| picture.pixels[MARGIN * picture.width + MARGIN + 6 * column];
    assert_eq!([corner(0), corner(1)], [BLUE, RED]);
    assert!(picture.cell(2, 0).contains(&DARK.sixteen[1]));
    assert!(picture.cell(3, 0).contains(&[255, 0, 0]));
    assert!(picture.cell(4, 0).contains(&[128, 128, 128]));
}

#[test]
fn a_wide_character_takes_two_cells_and_a_mark_none() {
    let picture = drawn("日x", (4, 1), &DARK);
    let inked = |column| picture.cell(column, 0).contains(&DARK.foreground);
    assert_eq!([0, 1, 2, 3].map(inked), [true, true, true, false]);
}

#[test]
fn a_character_without_a_letter_is_an_error_and_no_gap() {
    let screen = org::screen::tail("a?", 2, 1);
    let error = Picture::draw(&screen, (2, 1), &Blocks, &DARK).unwrap_err();
    assert!(error.to_string().contains("'?'"), "{error}");
}

#[test]
fn the_same_screen_gives_the_same_bytes_and_a_reader_of_png_its_pixels() {
    let png = || drawn("a \x1b[31mb", (3, 1), &LIGHT).png().unwrap();
    assert_eq!(png(), png());
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png()));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let expected = drawn("a \x1b[31mb", (3, 1), &LIGHT).pixels;
    assert_eq!(pixels, expected.as_flattened());
}
