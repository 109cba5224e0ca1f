//! The user's theme, as Zellij tells it.

use org::screen::Colour;
use org::view::{TextColours, Theme};
use zellij_tile::prelude::{PaletteColor, Style, StyleDeclaration};
use zellij_tile::shim::plugin_api::event::ProtobufStyle;

/// The theme in a change of mode; none where a colour of it is missing.
pub(super) fn theme(style: ProtobufStyle) -> Option<Theme> {
    let colours = Style::try_from(style).ok()?.colors;
    Some(Theme {
        unselected: text_colours(&colours.text_unselected),
        selected: text_colours(&colours.text_selected),
        error: colour(colours.exit_code_error.base),
        success: colour(colours.exit_code_success.base),
    })
}

fn text_colours(text: &StyleDeclaration) -> TextColours {
    let emphasis = [
        text.emphasis_0,
        text.emphasis_1,
        text.emphasis_2,
        text.emphasis_3,
    ];
    TextColours {
        base: colour(text.base),
        background: colour(text.background),
        emphasis: emphasis.map(colour),
    }
}

fn colour(colour: PaletteColor) -> Colour {
    match colour {
        PaletteColor::Rgb((red, green, blue)) => Colour::Rgb(red, green, blue),
        PaletteColor::EightBit(index) => Colour::Indexed(index),
    }
}
