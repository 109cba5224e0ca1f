//! A screen as a picture: cells of colour with letters in them. The same
//! screen gives the same bytes.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use org::screen::{Colour, Look, Piece};
use org::text;
use png::{BitDepth, ColorType, Compression, Encoder};

use crate::font::Letters;
use crate::theme::{Rgb, Theme};

/// Pixels around the screen.
const MARGIN: usize = 12;

/// Pixels in rows.
#[derive(Debug)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<Rgb>,
}

impl Picture {
    /// Draws a screen of so many columns and rows.
    pub fn draw(
        screen: &[Vec<Piece>],
        (columns, rows): (usize, usize),
        fonts: &impl Letters,
        theme: &Theme,
    ) -> Result<Self> {
        let (width, height) = fonts.cell();
        let mut picture = Self {
            width: columns * width + 2 * MARGIN,
            height: rows * height + 2 * MARGIN,
            pixels: Vec::new(),
        };
        picture.pixels = vec![theme.background; picture.width * picture.height];
        for (row, pieces) in screen.iter().enumerate() {
            let mut column = 0;
            for piece in pieces {
                column = picture.piece(piece, (column, row), fonts, theme)?;
            }
        }
        Ok(picture)
    }

    /// Draws a piece from a cell on; the column behind it.
    fn piece(
        &mut self,
        piece: &Piece,
        (mut column, row): (usize, usize),
        fonts: &impl Letters,
        theme: &Theme,
    ) -> Result<usize> {
        let (width, height) = fonts.cell();
        let (front, back) = colours(piece.look, theme);
        let top = MARGIN + row * height;
        // Colours first: letters may reach over the edge of their cells.
        let cells = text::width(&piece.text);
        self.fill(
            (MARGIN + column * width, top),
            (cells * width, height),
            back,
        );
        if piece.look.underlined {
            let line = (MARGIN + column * width, top + height - 2);
            self.fill(line, (cells * width, 1), front);
        }
        for c in piece.text.chars() {
            if !fonts.has(c) && !c.is_whitespace() {
                bail!("no font has the character {c:?} ({})", c.escape_unicode());
            }
            let cells = text::width(&c.to_string());
            // A mark without a width belongs to the letter before it.
            let place = if cells == 0 {
                column.max(1) - 1
            } else {
                column
            };
            for (x, y, share) in fonts.ink(c, piece.look.bold, cells) {
                let x = MARGIN as i32 + (place * width) as i32 + x;
                self.blend(x, top as i32 + y, front, share);
            }
            column += cells;
        }
        Ok(column)
    }

    fn fill(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), colour: Rgb) {
        for y in top..top + height {
            for x in left..left + width {
                if let Some(pixel) = self.pixels.get_mut(y * self.width + x) {
                    *pixel = colour;
                }
            }
        }
    }

    fn blend(&mut self, x: i32, y: i32, colour: Rgb, share: f32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x < self.width
            && let Some(pixel) = self.pixels.get_mut(y * self.width + x)
        {
            // Sixteen steps are enough for the eye, and make small files.
            *pixel = mixed(colour, *pixel, (share * 16.0).round() / 16.0);
        }
    }

    /// The picture as a PNG: with a palette where its colours fit into one.
    pub fn png(&self) -> Result<Vec<u8>> {
        let mut palette = BTreeMap::new();
        for pixel in &self.pixels {
            palette.entry(*pixel).or_insert(0_usize);
        }
        for (n, place) in palette.values_mut().enumerate() {
            *place = n;
        }
        let mut bytes = Vec::new();
        let (width, height) = (u32::try_from(self.width)?, u32::try_from(self.height)?);
        let mut encoder = Encoder::new(&mut bytes, width, height);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        let data: Vec<u8> = if palette.len() <= 256 {
            encoder.set_color(ColorType::Indexed);
            encoder.set_filter(png::Filter::NoFilter);
            encoder.set_palette(palette.keys().flatten().copied().collect::<Vec<u8>>());
            let places = self.pixels.iter().filter_map(|pixel| palette.get(pixel));
            places.map(|n| u8::try_from(*n)).collect::<Result<_, _>>()?
        } else {
            encoder.set_color(ColorType::Rgb);
            self.pixels.iter().flatten().copied().collect()
        };
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&data)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// Colour of the text and behind it.
fn colours(look: Look, theme: &Theme) -> (Rgb, Rgb) {
    let front = look.foreground.map(|colour| rgb(colour, theme));
    let back = look.background.map(|colour| rgb(colour, theme));
    let mut front = front.unwrap_or(theme.foreground);
    let mut back = back.unwrap_or(theme.background);
    if look.reversed {
        (front, back) = (back, front);
    }
    if look.dim {
        front = mixed(front, back, 0.6);
    }
    (front, back)
}

/// So much of the first colour, and the rest of the second.
fn mixed(first: Rgb, second: Rgb, share: f32) -> Rgb {
    let mix = |a: u8, b: u8| {
        let value = f32::from(a) * share + f32::from(b) * (1.0 - share);
        value.round() as u8
    };
    [
        mix(first[0], second[0]),
        mix(first[1], second[1]),
        mix(first[2], second[2]),
    ]
}

/// A colour of the screen: the theme's sixteen, the cube of 6 × 6 × 6, greys.
fn rgb(colour: Colour, theme: &Theme) -> Rgb {
    match colour {
        Colour::Rgb(r, g, b) => [r, g, b],
        Colour::Indexed(n @ 0..16) => theme.sixteen[usize::from(n)],
        Colour::Indexed(n @ 16..232) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let n = n - 16;
            [level(n / 36), level(n / 6 % 6), level(n % 6)]
        }
        Colour::Indexed(n) => [8 + 10 * (n - 232); 3],
    }
}

#[cfg(test)]
mod tests;
