//! The two ways in which text may stand in a tmux command: as a word of its
//! own, and between single quotes inside a command string.

/// A word of the argument list. tmux takes every byte as it is, but a final
/// `;` ends the command unless a `\` stands before it.
#[must_use]
pub fn word(text: &str) -> String {
    match text.strip_suffix(';') {
        Some(rest) => format!("{rest}\\;"),
        None => text.to_owned(),
    }
}

/// Text inside a command string. Safe for UTF-8 without control characters,
/// which the types that come here have refused: a newline before `#` would
/// drop the rest of the string without a word.
#[must_use]
pub fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Commands of one branch of `if-shell`, as one string.
#[must_use]
pub fn branch(commands: &[String]) -> String {
    commands.join(" ; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_closed_around_quotes() {
        assert_eq!(single("it's"), r"'it'\''s'");
        assert_eq!(word("a\\;"), "a\\\\;");
        assert_eq!(word(";"), "\\;");
    }
}
