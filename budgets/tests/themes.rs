//! What can be read in the themes that Zellij ships: every style on the chosen
//! row and on all others, in the colours that Zellij's text component gives to
//! the levels that the painter writes.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is told where the plugin is"
)]

use std::collections::BTreeMap;

use budgets::{Panel, Protocol};
use org::screen::Colour;
use org::view::{Ground, LineColours, MIN_CONTRAST, Palette, Style, TextColours, Theme, contrast};
use serde_json::{Value as Json, json};

/// Themes in the assets of Zellij 0.45.1.
const SHIPPED: usize = 41;

/// Every style of the panel's own text.
const STYLES: [Style; 10] = [
    Style::Plain,
    Style::Title,
    Style::Dim,
    Style::Good,
    Style::Bad,
    Style::Key,
    Style::Name,
    Style::Match,
    Style::Hover,
    Style::Rule,
];

/// All themes by name, with the one that Zellij has without any.
fn themes() -> BTreeMap<String, Theme> {
    let files = Protocol::find().unwrap().themes().unwrap();
    let mut themes: BTreeMap<String, Theme> = files.iter().map(|text| read(text)).collect();
    assert_eq!((files.len(), themes.len()), (SHIPPED, SHIPPED));
    themes.insert("default".to_owned(), default_theme());
    themes
}

/// `default_palette()` in zellij-utils' `shared.rs` as `Styling` takes it.
fn default_theme() -> Theme {
    let text = |background| TextColours {
        base: Colour::Indexed(255),
        background: Colour::Indexed(background),
        emphasis: [166, 51, 154, 201].map(Colour::Indexed),
    };
    Theme {
        unselected: text(16),
        selected: text(238),
        error: Colour::Indexed(124),
        success: Colour::Indexed(154),
    }
}

/// A theme's name and colours. Anything but `NAME {`, `NAME COLOUR` and `}` is
/// a mistake of this reader or of the file.
fn read(text: &str) -> (String, Theme) {
    let mut path: Vec<&str> = Vec::new();
    let mut name = "";
    let mut colours = BTreeMap::new();
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        if line == "}" {
            path.pop().unwrap();
        } else if let Some(block) = line.strip_suffix('{') {
            path.push(block.trim());
            if let ["themes", theme] = path[..] {
                assert_eq!(name, "", "two themes in one file");
                name = theme;
            }
        } else if !line.is_empty() {
            let [_, _, section] = path[..] else {
                panic!("{name}: {line} stands in {path:?}");
            };
            let (key, value) = line.split_once(' ').unwrap();
            colours.insert((section, key), colour(value.trim()));
        }
    }
    assert!(path.is_empty() && !name.is_empty(), "{path:?} {name}");
    let colour = |section, key| {
        let found = colours.get(&(section, key));
        *found.unwrap_or_else(|| panic!("{name} has no {section} {key}"))
    };
    let text = |section| TextColours {
        base: colour(section, "base"),
        background: colour(section, "background"),
        emphasis: ["emphasis_0", "emphasis_1", "emphasis_2", "emphasis_3"]
            .map(|key| colour(section, key)),
    };
    let theme = Theme {
        unselected: text("text_unselected"),
        selected: text("text_selected"),
        error: colour("exit_code_error", "base"),
        success: colour("exit_code_success", "base"),
    };
    (name.to_owned(), theme)
}

/// Three channels, a number of the 256, or `"#rrggbb"`.
fn colour(value: &str) -> Colour {
    if let Some(hex) = value.strip_prefix("\"#") {
        let hex = hex.strip_suffix('"').unwrap();
        assert_eq!(hex.len(), 6, "{value}");
        let [_, red, green, blue] = u32::from_str_radix(hex, 16).unwrap().to_be_bytes();
        return Colour::Rgb(red, green, blue);
    }
    let numbers: Result<Vec<u8>, _> = value.split_whitespace().map(str::parse).collect();
    match numbers.unwrap_or_else(|e| panic!("{value}: {e}"))[..] {
        [red, green, blue] => Colour::Rgb(red, green, blue),
        [index] => Colour::Indexed(index),
        _ => panic!("{value} is no colour"),
    }
}

/// The colours of text and ground that Zellij's `ui/components/text.rs` gives
/// to a level; none where it takes the terminal's own for the text.
fn drawn(theme: &Theme, line: &LineColours, style: Style) -> Option<(Colour, Colour)> {
    let colours = match line.ground {
        Ground::Selected => &theme.selected,
        Ground::Terminal | Ground::Opaque => &theme.unselected,
    };
    let text = match line.level(style) {
        None | Some(5) => colours.base,
        Some(4) => return None,
        Some(6) => theme.error,
        Some(7) => theme.success,
        Some(level) => colours.emphasis[level],
    };
    Some((text, colours.background))
}

#[test]
fn every_text_on_the_chosen_row_can_be_read_in_every_theme() {
    for (name, theme) in themes() {
        let palette = Palette::new(&theme);
        assert_ne!(palette.chosen.ground, Ground::Terminal, "{name}");
        for style in STYLES {
            let drawn = drawn(&theme, &palette.chosen, style);
            let (text, ground) = drawn.unwrap_or_else(|| panic!("{name}: {style:?} is dimmed"));
            let contrast = contrast(text, ground);
            assert!(
                contrast >= MIN_CONTRAST,
                "{name}: {style:?} on the chosen row has {contrast:.1}:1"
            );
        }
    }
}

#[test]
fn every_text_on_other_rows_can_be_read_on_the_themes_own_ground() {
    for (name, theme) in themes() {
        let palette = Palette::new(&theme);
        assert_eq!(palette.plain.ground, Ground::Terminal, "{name}");
        for style in STYLES {
            // The terminal's own colour, dimmed, on the terminal's own ground.
            let Some((text, ground)) = drawn(&theme, &palette.plain, style) else {
                assert!(matches!(style, Style::Dim | Style::Rule), "{name}");
                continue;
            };
            let contrast = contrast(text, ground);
            assert!(
                contrast >= MIN_CONTRAST,
                "{name}: {style:?} has {contrast:.1}:1"
            );
        }
    }
}

#[test]
fn a_theme_keeps_the_colours_that_can_be_read() {
    let themes = themes();
    let levels = |name: &str, style| {
        let palette = Palette::new(&themes[name]);
        (palette.plain.level(style), palette.chosen.level(style))
    };
    for (style, level) in [
        (Style::Title, 0),
        (Style::Name, 1),
        (Style::Match, 2),
        (Style::Key, 3),
        (Style::Bad, 6),
        (Style::Good, 7),
    ] {
        assert_eq!(levels("dracula", style), (Some(level), Some(level)));
        // On the ground of its selected text only the base can be read.
        assert_eq!(levels("night-owl", style), (Some(level), None));
    }
    // Nothing can be read there: the chosen row is on the other ground.
    let dayfox = Palette::new(&themes["dayfox"]);
    assert_eq!(dayfox.chosen.ground, Ground::Opaque);
    // The base cannot be read, another colour can.
    assert_eq!(levels("ayu-mirage", Style::Plain), (Some(5), Some(1)));
    assert_eq!(levels("ayu-light", Style::Plain), (Some(1), Some(5)));
}

#[test]
fn a_text_never_has_the_colour_of_its_ground() {
    // Of a terminal's own sixteen colours nobody knows how they look.
    let grey = Colour::Indexed(8);
    let text = TextColours {
        base: grey,
        background: grey,
        emphasis: [grey, grey, grey, Colour::Indexed(7)],
    };
    let theme = Theme {
        unselected: text,
        selected: text,
        error: grey,
        success: grey,
    };
    let palette = Palette::new(&theme);
    for style in STYLES {
        let (text, ground) = drawn(&theme, &palette.chosen, style).unwrap();
        assert_ne!(text, ground, "{style:?}");
    }
}

/// Zellij's event for a theme.
fn mode_update(theme: &Theme) -> Json {
    let colour = |colour| match colour {
        Colour::Rgb(red, green, blue) => json!({
            "color_type": "Rgb",
            "rgb_color_payload": { "red": red, "green": green, "blue": blue },
        }),
        Colour::Indexed(index) => json!({
            "color_type": "EightBit",
            "eight_bit_color_payload": index,
        }),
    };
    let text = |text: &TextColours| {
        let [a, b, c, d] = text.emphasis;
        Json::from(
            [text.base, text.background, a, b, c, d]
                .map(colour)
                .to_vec(),
        )
    };
    let mut styling = json!({
        "text_unselected": text(&theme.unselected),
        "text_selected": text(&theme.selected),
        "exit_code_error": vec![colour(theme.error); 6],
        "exit_code_success": vec![colour(theme.success); 6],
        "multiplayer_user_colors": vec![colour(theme.success); 10],
    });
    for other in ["ribbon", "table_cell", "list"] {
        styling[format!("{other}_unselected")] = text(&theme.unselected);
        styling[format!("{other}_selected")] = text(&theme.selected);
    }
    for other in ["table_title", "frame_selected", "frame_highlight"] {
        styling[other] = text(&theme.selected);
    }
    json!({
        "name": "ModeUpdate",
        "mode_update_payload": { "style": { "styling": styling } },
    })
}

#[test]
fn a_change_of_theme_is_drawn_at_once() {
    let wasm = std::env::var("ORG_WASM")
        .expect("ORG_WASM names the release build of the plugin; cargo xtask test sets it");
    let wasm = std::fs::read(wasm).unwrap();
    let (mut panel, _) = Panel::open(&Protocol::find().unwrap(), &wasm, 10).unwrap();
    let themes = themes();
    // The chosen row, as Zellij is told to draw it: selected or opaque, in
    // colours or without.
    let chosen = |panel: &mut Panel| {
        panel.render().unwrap();
        let components = panel.drawn.split("\u{1b}Pztext;").skip(1);
        let bodies = components.filter_map(|c| c.split("/;").nth(1));
        let chosen: Vec<&str> = bodies.filter(|c| c.starts_with(['x', 'z'])).collect();
        assert!(chosen.len() < 2, "{}", panel.drawn);
        let levels = |row: &&str| (row.chars().next(), row.matches('$').count());
        chosen.first().map(levels).unwrap_or_default()
    };
    // Before a theme is known it is as the others.
    assert_eq!(chosen(&mut panel), (None, 0));
    for (name, drawn) in [
        ("dracula", (Some('x'), 8)),
        ("night-owl", (Some('x'), 6)),
        ("dayfox", (Some('z'), 8)),
    ] {
        let told = panel.tell(mode_update(&themes[name])).unwrap();
        println!("{name}: {told}");
        assert!(told.repaint && told.processes == 0, "{name}: {told}");
        // Measured: 533 to 565 thousand.
        assert!(told.steps < 730_000, "{name}: {told}");
        assert_eq!(chosen(&mut panel), drawn, "{name}");
        let again = panel.tell(mode_update(&themes[name])).unwrap();
        assert!(!again.repaint, "{name}");
    }
}
