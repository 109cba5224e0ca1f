//! The two looks: what Zellij is told, and the colours of the terminal
//! around it.

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// A theme of Zellij's in a terminal that fits it.
#[derive(Debug)]
pub struct Theme {
    /// What its pictures are called.
    pub name: &'static str,
    /// Lines for Zellij's configuration.
    pub zellij: &'static str,
    /// The terminal's text.
    pub foreground: Rgb,
    /// The terminal's background.
    pub background: Rgb,
    /// The terminal's sixteen colours.
    pub sixteen: [Rgb; 16],
}

/// A dark theme of Zellij's in a dark terminal.
pub const DARK: Theme = Theme {
    name: "dark",
    zellij: "theme \"catppuccin-mocha\"\n",
    foreground: [205, 214, 244],
    background: [30, 30, 46],
    sixteen: [
        [69, 71, 90],
        [243, 139, 168],
        [166, 227, 161],
        [249, 226, 175],
        [137, 180, 250],
        [245, 194, 231],
        [148, 226, 213],
        [186, 194, 222],
        [88, 91, 112],
        [243, 139, 168],
        [166, 227, 161],
        [249, 226, 175],
        [137, 180, 250],
        [245, 194, 231],
        [148, 226, 213],
        [166, 173, 200],
    ],
};

/// A light theme of Zellij's in a light terminal.
pub const LIGHT: Theme = Theme {
    name: "light",
    zellij: "theme \"catppuccin-latte\"\n",
    foreground: [76, 79, 105],
    background: [239, 241, 245],
    sixteen: [
        [92, 95, 119],
        [210, 15, 57],
        [64, 160, 43],
        [223, 142, 29],
        [30, 102, 245],
        [234, 118, 203],
        [23, 146, 153],
        [172, 176, 190],
        [108, 111, 133],
        [210, 15, 57],
        [64, 160, 43],
        [223, 142, 29],
        [30, 102, 245],
        [234, 118, 203],
        [23, 146, 153],
        [188, 192, 204],
    ],
};
