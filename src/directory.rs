//! A worker's directory: an absolute, resolved path, its key and its window name.
//!
//! It must not resolve anything: `operation::resolve` asks the host.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::text;

/// The longest path in bytes that fits into the one message that starts a
/// worker: tmux takes 16,364 bytes and the path occurs in it in hex and quoted.
pub const LONGEST: usize = 1500;

/// An absolute path without `.`, `..` or symbolic links, as the host gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Directory(String);

impl Directory {
    /// Takes a path that the host has resolved.
    ///
    /// # Errors
    /// [`Error::BadDirectory`] for a path that cannot be held safely: relative,
    /// with control characters, or longer than [`LONGEST`] bytes.
    pub fn new(resolved: &str) -> Result<Self, Error> {
        let bad = |reason: String| Error::BadDirectory {
            directory: text::line(resolved),
            reason,
        };
        if !resolved.starts_with('/') {
            return Err(bad("it is not an absolute path".into()));
        }
        if resolved.chars().any(char::is_control) {
            return Err(bad("its name has control characters".into()));
        }
        if resolved.len() > LONGEST {
            return Err(bad(format!(
                "its path has {} bytes, {LONGEST} are the most that tmux can take",
                resolved.len()
            )));
        }
        Ok(Self(resolved.to_owned()))
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identity of the directory inside tmux: the first 32 hex digits of
    /// the SHA-256 of its path. Paths themselves are never compared in a tmux
    /// format, because tmux would expand them.
    #[must_use]
    pub fn key(&self) -> Key {
        let digest = Sha256::digest(self.0.as_bytes());
        Key(text::hex(digest.get(..16).unwrap_or_default()))
    }

    /// The window's name for people: `claude:` and the path with every `/` as
    /// `_`. Anything but letters, digits, `_` and `-` becomes `_` too, since
    /// tmux expands names and reads `.` and `:` in targets.
    #[must_use]
    pub fn window_name(&self) -> String {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        };
        format!("claude:{}", self.0.chars().map(plain).collect::<String>())
    }
}

impl fmt::Display for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A directory's identity: 32 hex digits, or nothing for a window that was
/// not made by org.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// Reads what a listing says; anything but 32 hex digits is refused.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let hex = word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
        (hex || word.is_empty()).then(|| Self(word.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is a key at all.
    #[must_use]
    pub fn is_some(&self) -> bool {
        !self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_scheme_people_know() {
        let name = |p: &str| Directory::new(p).unwrap().window_name();
        assert_eq!(name("/home/user/project"), "claude:_home_user_project");
        assert_eq!(name("/a/b c.d:#{pid}"), "claude:_a_b_c_d___pid_");
        assert_eq!(name("/a/b_c"), name("/a_b/c"));
    }

    #[test]
    fn directories_with_one_name_have_two_keys() {
        let key = |p: &str| Directory::new(p).unwrap().key();
        assert_ne!(key("/a/b_c"), key("/a_b/c"));
        assert_eq!(key("/a").as_str().len(), 32);
    }

    #[test]
    fn what_cannot_be_held_is_refused() {
        assert!(Directory::new("relative").is_err());
        assert!(Directory::new("/new\nline").is_err());
        assert!(Directory::new(&format!("/{}", "x".repeat(LONGEST))).is_err());
        assert!(Directory::new(&format!("/{}", "x".repeat(1000))).is_ok());
    }
}
