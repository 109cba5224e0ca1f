//! The user's theme, as Zellij tells it.

use org::screen::Colour;
use org::view::{TextColours, Theme};
use zellij_tile::shim::plugin_api::event::ProtobufStyle;
use zellij_tile::shim::plugin_api::generated_api::api::style::{Color, color::Payload};

/// The theme in a change of mode; none where a colour of it is missing.
///
/// As other events it is read from the message itself: zellij-tile's `Style`
/// wants all parts of a theme, and adds 7 KB.
pub(super) fn theme(style: &ProtobufStyle) -> Option<Theme> {
    let styling = style.styling.as_ref()?;
    Some(Theme {
        unselected: text_colours(&styling.text_unselected)?,
        selected: text_colours(&styling.text_selected)?,
        error: colour(styling.exit_code_error.first()?)?,
        success: colour(styling.exit_code_success.first()?)?,
    })
}

/// In the order in which Zellij sends them.
fn text_colours(colours: &[Color]) -> Option<TextColours> {
    let [base, background, a, b, c, d] = colours else {
        return None;
    };
    Some(TextColours {
        base: colour(base)?,
        background: colour(background)?,
        emphasis: [colour(a)?, colour(b)?, colour(c)?, colour(d)?],
    })
}

fn colour(colour: &Color) -> Option<Colour> {
    let byte = |channel: u32| u8::try_from(channel).ok();
    Some(match colour.payload.as_ref()? {
        Payload::RgbColorPayload(rgb) => {
            Colour::Rgb(byte(rgb.red)?, byte(rgb.green)?, byte(rgb.blue)?)
        }
        Payload::EightBitColorPayload(index) => Colour::Indexed(byte(*index)?),
    })
}
