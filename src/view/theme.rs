//! Which of a theme's colours each style is drawn in, so that it can be read.
//!
//! Zellij's text component takes a line's ground and, for each of its
//! characters, the numbers of lists ("levels"): four colours of the theme, dim,
//! not bold, error and success. Themes are free to give a level a colour that
//! cannot be read on the ground: no pair of ground and level reaches a contrast
//! of 3:1 in all themes that Zellij ships. So the theme itself is asked.

use crate::screen::Colour;
use crate::view::Style;

/// The least contrast of text that can be read, as WCAG has it for large or
/// bold text and for parts of a user interface.
pub const MIN_CONTRAST: f64 = 3.0;

const DIM: usize = 4;
const NOT_BOLD: usize = 5;
const ERROR: usize = 6;
const SUCCESS: usize = 7;

/// What a theme says of one kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextColours {
    /// Text without a level.
    pub base: Colour,
    /// The ground.
    pub background: Colour,
    /// The levels 0 to 3.
    pub emphasis: [Colour; 4],
}

/// The colours that Zellij's text component takes from a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Lines that are not selected. Their ground is the terminal's own, which
    /// the theme's is believed to be like.
    pub unselected: TextColours,
    /// Selected lines.
    pub selected: TextColours,
    /// Level 6, on any ground.
    pub error: Colour,
    /// Level 7, on any ground.
    pub success: Colour,
}

/// What a line is drawn on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ground {
    /// The terminal's own.
    #[default]
    Terminal,
    /// The theme's for selected text.
    Selected,
    /// The theme's for text that is not selected.
    Opaque,
}

/// How one kind of line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColours {
    /// What it is drawn on.
    pub ground: Ground,
    /// The levels that can be read on it, a bit each.
    readable: u8,
    /// The level of all other text; none for the base colour.
    text: Option<usize>,
}

/// How lines are drawn in one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// All lines but the chosen one.
    pub plain: LineColours,
    /// The chosen line.
    pub chosen: LineColours,
}

impl Default for Palette {
    /// As long as no theme is known, all lines stand on the terminal's own
    /// ground: nothing can be promised of another one.
    fn default() -> Self {
        let plain = LineColours {
            ground: Ground::Terminal,
            readable: u8::MAX,
            text: None,
        };
        Self {
            plain,
            chosen: plain,
        }
    }
}

impl Palette {
    /// Finds what can be read in a theme. A chosen line stands on the ground
    /// for unselected text where no text can be read on the one for selected.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        let (plain, _) = line(theme, Ground::Terminal);
        let (selected, selected_contrast) = line(theme, Ground::Selected);
        let (opaque, opaque_contrast) = line(theme, Ground::Opaque);
        let opaque_is_better =
            selected_contrast < MIN_CONTRAST && opaque_contrast > selected_contrast;
        Self {
            plain,
            chosen: if opaque_is_better { opaque } else { selected },
        }
    }
}

impl LineColours {
    /// The component's level for a style; none for its base colour.
    #[must_use]
    pub fn level(&self, style: Style) -> Option<usize> {
        let level = match style {
            Style::Title => 0,
            Style::Name => 1,
            Style::Match | Style::Hover => 2,
            Style::Key => 3,
            Style::Dim | Style::Rule if self.can_show(DIM) => DIM,
            Style::Dim | Style::Rule | Style::Plain | Style::Screen(_) => NOT_BOLD,
            Style::Bad => ERROR,
            Style::Good => SUCCESS,
        };
        if self.can_show(level) {
            Some(level)
        } else {
            self.text
        }
    }

    fn can_show(&self, level: usize) -> bool {
        self.readable & (1 << level) != 0
    }
}

/// How a line is drawn on this ground, and the contrast of its plain text.
fn line(theme: &Theme, ground: Ground) -> (LineColours, f64) {
    let colours = match ground {
        Ground::Selected => &theme.selected,
        Ground::Terminal | Ground::Opaque => &theme.unselected,
    };
    let on_ground = |colour: Colour| contrast(colour, colours.background);
    let base = on_ground(colours.base);
    let emphasis = colours.emphasis.map(on_ground);
    let best = (emphasis.into_iter().enumerate()).max_by(|(_, a), (_, b)| a.total_cmp(b));
    let (text, reached) = match best {
        Some((level, contrast)) if base < MIN_CONTRAST && contrast > base => {
            (Some(level), contrast)
        }
        _ => (None, base),
    };
    let levels = emphasis.into_iter().enumerate();
    let levels = levels.chain([
        (ERROR, on_ground(theme.error)),
        (SUCCESS, on_ground(theme.success)),
    ]);
    let mut readable = levels
        .filter(|(_, contrast)| *contrast >= MIN_CONTRAST)
        .fold(0, |bits, (level, _)| bits | 1 << level);
    if text.is_none() {
        readable |= 1 << NOT_BOLD;
    }
    // Zellij dims the terminal's own colour, which no theme's ground is made for.
    if ground == Ground::Terminal {
        readable |= 1 << DIM;
    }
    let line = LineColours {
        ground,
        readable,
        text,
    };
    (line, reached)
}

/// The contrast of two colours as WCAG counts it, from 1 to 21.
#[must_use]
pub fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.03928 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let (red, green, blue) = rgb(colour);
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// A colour's channels. Of the first sixteen, which each terminal has its own
/// of, those of xterm.
fn rgb(colour: Colour) -> (u8, u8, u8) {
    const XTERM: [(u8, u8, u8); 16] = [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ];
    match colour {
        Colour::Rgb(red, green, blue) => (red, green, blue),
        Colour::Indexed(n @ 232..) => {
            let grey = 8 + 10 * (n - 232);
            (grey, grey, grey)
        }
        Colour::Indexed(n @ 16..) => {
            let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let n = n - 16;
            (step(n / 36), step(n / 6 % 6), step(n % 6))
        }
        Colour::Indexed(n) => XTERM.get(usize::from(n)).copied().unwrap_or_default(),
    }
}
