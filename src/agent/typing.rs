//! What a text means to an agent's box, and what is changed of it so that it
//! means only itself.
//!
//! Each change has been measured on the agents: see `profile.rs` for which
//! agent needs which.

use std::borrow::Cow;
use std::sync::Arc;

use crate::agent::Profile;
use crate::text;

/// What a prompt is to the agent that gets it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A text for the agent to read.
    #[default]
    Text,
    /// A command line that the agent runs in a shell, without asking.
    Shell,
}

/// The text as it is pasted: control characters taken out, and nothing in it
/// that the box would take for a key, a mode or a command by accident.
#[must_use]
pub fn pasted(profile: &Profile, kind: Kind, raw: &Arc<str>) -> Arc<str> {
    let clean = text::prompt(raw);
    // Agents with a box take blanks off the end anyway, and the number of
    // lines in the fold mark counts without them.
    let text = match profile.screen {
        Some(_) => clean.trim_end(),
        None => &clean,
    };
    if text.trim().is_empty() {
        return Arc::default();
    }
    let before = match kind {
        Kind::Text if text.trim_start().starts_with('!') => " ",
        Kind::Text => "",
        Kind::Shell => "!",
    };
    let last_word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let mention = profile.blank_after_mention && last_word.starts_with('@');
    let blank = mention || profile.blank_after_backslash && text.ends_with('\\');
    let behind = if blank { " " } else { "" };
    if matches!(clean, Cow::Borrowed(_)) && before.len() + text.len() + behind.len() == raw.len() {
        // Nothing has changed: one text serves every worker that it is for.
        return raw.clone();
    }
    match (before, behind) {
        ("", "") => text.into(),
        _ => [before, text, behind].concat().into(),
    }
}

/// The `/word` that makes a command of the agent's own out of this text, if
/// it is one; `/tmp/x` is none.
#[must_use]
pub fn slash_command<'a>(profile: &Profile, text: &'a str) -> Option<&'a str> {
    let word = text.split_whitespace().next()?;
    let name = word.strip_prefix('/').filter(|_| profile.slash_commands)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    (!name.is_empty() && name.chars().all(plain)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::profile::{GENERIC, of_program};

    #[test]
    fn a_text_is_never_a_shell_command_by_accident() {
        for profile in [of_program("claude"), of_program("codex"), GENERIC] {
            let pasted = |kind, raw: &str| pasted(&profile, kind, &raw.into()).to_string();
            assert_eq!(pasted(Kind::Text, "!ls"), " !ls");
            assert_eq!(pasted(Kind::Text, "\u{1b}\n!ls"), " \n!ls");
            assert_eq!(pasted(Kind::Shell, "ls"), "!ls");
            assert_eq!(pasted(Kind::Text, "why!"), "why!");
        }
    }

    #[test]
    fn what_an_enter_would_be_taken_for_gets_a_blank() {
        let cases = [
            ("claude", "a \\", "a \\ "),
            ("claude", "see @name", "see @name"),
            ("codex", "a \\", "a \\"),
            ("codex", "see @name", "see @name "),
            ("gemini", "@name", "@name "),
            ("aider", "see @name", "see @name"),
            ("something", "a \\\n", "a \\\n"),
            ("claude", "lines\n\n", "lines"),
        ];
        for (program, raw, expected) in cases {
            let text = pasted(&of_program(program), Kind::Text, &raw.into());
            assert_eq!(&*text, expected, "{program} {raw:?}");
        }
    }

    #[test]
    fn a_text_that_stays_as_it_is_is_shared() {
        let raw: Arc<str> = "as it is".into();
        assert!(Arc::ptr_eq(
            &raw,
            &pasted(&of_program("claude"), Kind::Text, &raw)
        ));
    }

    #[test]
    fn a_slash_and_a_word_is_a_command_and_a_path_is_none() {
        let claude = of_program("claude");
        for (text, word) in [
            ("/help", Some("/help")),
            ("  /model opus", Some("/model")),
            ("/mcp:tool x", Some("/mcp:tool")),
            ("/tmp/x", None),
            ("/", None),
            ("see /help", None),
        ] {
            assert_eq!(slash_command(&claude, text), word, "{text}");
        }
        assert_eq!(slash_command(&GENERIC, "/help"), None);
    }
}
