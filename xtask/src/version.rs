//! Version numbers as programs print them, reduced to what decides whether a
//! program is new enough. It runs no program.

use std::fmt;

/// The first three numbers of a version; missing ones are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// Finds the first version number in what `program --version` printed.
///
/// Letters beside it are skipped: tmux calls itself `tmux 3.3a` and, built
/// from its development branch, `tmux next-3.6`.
pub fn find(text: &str) -> Option<Version> {
    text.split_whitespace().find_map(word)
}

fn word(word: &str) -> Option<Version> {
    let start = word.find(|letter: char| letter.is_ascii_digit())?;
    let mut parts = word.get(start..)?.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = leading_number(parts.next()?)?;
    let patch = parts.next().and_then(leading_number).unwrap_or(0);
    Some(Version(major, minor, patch))
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_what_programs_print() {
        for (text, expected) in [
            ("tmux 3.3a", Some(Version(3, 3, 0))),
            ("tmux 3.2", Some(Version(3, 2, 0))),
            ("tmux next-3.6", Some(Version(3, 6, 0))),
            ("tmux openbsd-7.5", Some(Version(7, 5, 0))),
            ("tmux 3.1-rc2", Some(Version(3, 1, 0))),
            ("tmux master", None),
            ("zellij 0.45.1", Some(Version(0, 45, 1))),
            ("v20.20.2", Some(Version(20, 20, 2))),
            ("wasm-bindgen-test-runner 0.2.126", Some(Version(0, 2, 126))),
            (
                "rustc 1.95.0 (59807616e 2026-04-14)",
                Some(Version(1, 95, 0)),
            ),
            ("", None),
        ] {
            assert_eq!(find(text), expected, "{text}");
        }
    }

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(Version(0, 9, 0) < Version(0, 44, 0));
        assert!(Version(3, 10, 0) > Version(3, 2, 0));
    }
}
