//! Keys in words, as people write them and read them.

use crate::input::{Key, KeyCode};

/// The names of the keys that are no characters; the first of each is shown.
const NAMES: &[(&str, KeyCode)] = &[
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("←", KeyCode::Left),
    ("Left", KeyCode::Left),
    ("→", KeyCode::Right),
    ("Right", KeyCode::Right),
    ("↑", KeyCode::Up),
    ("Up", KeyCode::Up),
    ("↓", KeyCode::Down),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PageUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("PageDown", KeyCode::PageDown),
];

/// A key's name for people.
#[must_use]
pub fn key_name(key: Key) -> String {
    let mut name = String::new();
    for (held, word) in [
        (key.ctrl, "Ctrl "),
        (key.alt, "Alt "),
        (key.shift, "Shift "),
    ] {
        if held {
            name.push_str(word);
        }
    }
    match (NAMES.iter().find(|(_, code)| *code == key.code), key.code) {
        (Some((word, _)), _) => name.push_str(word),
        (None, KeyCode::F(n)) => name.push_str(&format!("F{n}")),
        (None, KeyCode::Char(c)) => name.push(c),
        (None, _) => {}
    }
    name
}

/// The key of this name: modifiers and the key, with blanks between them, as
/// in Zellij's own configuration. The names of keys may be in any case.
#[must_use]
pub fn key_named(name: &str) -> Option<Key> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let code = code(words.pop()?)?;
    let mut key = Key::plain(code);
    for word in words {
        match word.to_ascii_lowercase().as_str() {
            "ctrl" => key.ctrl = true,
            "alt" => key.alt = true,
            "shift" => key.shift = true,
            _ => return None,
        }
    }
    // Shift is part of a character.
    if let (KeyCode::Char(c), true) = (key.code, key.shift) {
        key.code = KeyCode::Char(c.to_ascii_uppercase());
        key.shift = false;
    }
    Some(key)
}

fn code(word: &str) -> Option<KeyCode> {
    let mut characters = word.chars();
    if let (Some(c), None) = (characters.next(), characters.next())
        && !c.is_control()
        && !NAMES.iter().any(|(name, _)| *name == word)
    {
        return Some(KeyCode::Char(c));
    }
    let named = NAMES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word));
    named.map(|(_, code)| *code).or_else(|| {
        let number = word.strip_prefix(['F', 'f'])?.parse().ok()?;
        (1..=12).contains(&number).then_some(KeyCode::F(number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_shown() {
        for name in [
            "a",
            "G",
            "?",
            "Ctrl x",
            "Alt Enter",
            "Space",
            "Alt !",
            "Shift ↑",
            "PgDn",
            "F5",
            "Ctrl Alt x",
            "ü",
            "Insert",
        ] {
            let key = key_named(name);
            assert_eq!(key.map(key_name).as_deref(), Some(name));
        }
        for (written, shown) in [
            ("ctrl x", "Ctrl x"),
            ("Shift up", "Shift ↑"),
            ("Shift a", "A"),
            ("pagedown", "PgDn"),
            ("f12", "F12"),
        ] {
            assert_eq!(key_named(written).map(key_name).as_deref(), Some(shown));
        }
        for wrong in ["", "Ctrl", "Hyper x", "F13", "xx", "Ctrl-x"] {
            assert_eq!(key_named(wrong), None, "{wrong}");
        }
    }
}
