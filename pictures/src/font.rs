//! The letters: DejaVu's fonts from a folder, one after the other, until one
//! has the character.

use std::fs;
use std::path::Path;

use ab_glyph::{Font as _, FontVec, Glyph, GlyphId, PxScale, point};
use anyhow::{Context, Result};

/// Plain letters, bold ones, and what has the signs that those lack.
const FILES: [&str; 3] = [
    "DejaVuSansMono.ttf",
    "DejaVuSansMono-Bold.ttf",
    "DejaVuSans.ttf",
];

/// Letters at one size, for a picture to be drawn with.
pub trait Letters {
    /// Pixels of a cell: how wide, how high.
    fn cell(&self) -> (usize, usize);
    /// Whether there is a letter for the character.
    fn has(&self, c: char) -> bool;
    /// What a character covers in a place of so many cells.
    fn ink(&self, c: char, bold: bool, cells: usize) -> Vec<Ink>;
}

/// The fonts at one size.
pub struct Fonts {
    fonts: Vec<FontVec>,
    em: f32,
    cell: (usize, usize),
    baseline: f32,
}

/// The arrow between Zellij's tabs. Terminals draw it themselves, too: only
/// fonts that were patched for it have it.
const ARROW: char = '\u{e0b0}';

/// How much of a pixel a letter covers: column and row from the cell's corner,
/// and a share from 0 to 1.
pub type Ink = (i32, i32, f32);

impl Fonts {
    /// Reads the fonts, at the size that makes a cell so many pixels wide.
    pub fn read(folder: &Path, width: u16) -> Result<Self> {
        let font = |name: &str| {
            let path = folder.join(name);
            let bytes =
                fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?;
            FontVec::try_from_vec(bytes).with_context(|| format!("{} is no font", path.display()))
        };
        let fonts: Vec<FontVec> = FILES.iter().map(|name| font(name)).collect::<Result<_>>()?;
        let plain = fonts.first().context("no font")?;
        let units = plain.units_per_em().context("a font without a size")?;
        let em = f32::from(width) * units / plain.h_advance_unscaled(plain.glyph_id('m'));
        let pixels = |height: f32| height * em / units;
        // Lines of boxes reach from the ascent to the descent: a cell is as high.
        let height = pixels(plain.height_unscaled()).round();
        Ok(Self {
            em,
            cell: (width.into(), height as usize),
            baseline: pixels(plain.ascent_unscaled()).round(),
            fonts,
        })
    }

    /// A triangle that points to the right and fills its cell.
    fn arrow(&self) -> Vec<Ink> {
        let (width, height) = self.cell;
        let mut ink = Vec::new();
        for y in 0..height {
            let middle = (y as f32 + 0.5) * 2.0 / height as f32;
            let reach = width as f32 * (1.0 - (middle - 1.0).abs());
            for x in 0..width {
                let share = (reach - x as f32).clamp(0.0, 1.0);
                ink.push((x as i32, y as i32, share));
            }
        }
        ink
    }

    fn find(&self, c: char, bold: bool) -> Option<(&FontVec, GlyphId)> {
        let order = if bold { [1, 0, 2] } else { [0, 2, 1] };
        let fonts = order.iter().filter_map(|n| self.fonts.get(*n));
        let mut found = fonts.map(|font| (font, font.glyph_id(c)));
        found.find(|(_, id)| id.0 != 0)
    }
}

impl Letters for Fonts {
    fn cell(&self) -> (usize, usize) {
        self.cell
    }

    fn has(&self, c: char) -> bool {
        c == ARROW || self.find(c, false).is_some()
    }

    fn ink(&self, c: char, bold: bool, cells: usize) -> Vec<Ink> {
        if c == ARROW {
            return self.arrow();
        }
        let Some((font, id)) = self.find(c, bold) else {
            return Vec::new();
        };
        let Some(units) = font.units_per_em() else {
            return Vec::new();
        };
        let room = (cells.max(1) * self.cell.0) as f32;
        // A font that is not monospaced may have wider letters.
        let wide = font.h_advance_unscaled(id) * self.em / units;
        let em = self.em * (room / wide.max(room));
        let glyph = Glyph {
            id,
            scale: PxScale::from(em * font.height_unscaled() / units),
            position: point(0.0, self.baseline),
        };
        let mut ink = Vec::new();
        if let Some(outline) = font.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            let (left, top) = (corner.x as i32, corner.y as i32);
            outline.draw(|x, y, share| ink.push((left + x as i32, top + y as i32, share)));
        }
        ink
    }
}
