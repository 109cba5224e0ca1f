//! The program that a worker runs: its words, and what is known of the agent
//! behind them. What differs between agents is data here and code nowhere.

pub mod held;
pub mod hooks;
pub mod profile;
pub mod screen;
pub mod typing;

use serde::{Deserialize, Serialize};

use crate::text;

pub use profile::Profile;
pub use screen::Screen;

/// A worker's command: the program and its arguments, one word each, as they
/// are passed to `exec` without a shell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgentCommand(Vec<String>);

/// Claude Code as it is found on the PATH.
impl Default for AgentCommand {
    fn default() -> Self {
        Self(vec!["claude".into()])
    }
}

impl AgentCommand {
    /// Splits a command line into words as a POSIX shell would, expanding
    /// nothing.
    ///
    /// # Errors
    /// What is wrong with the line, as the end of a sentence.
    pub fn parse(line: &str) -> Result<Self, String> {
        let words = shell_words::split(line).map_err(|_| "a quote is not closed".to_owned())?;
        Self::new(words)
    }

    /// Takes words as they are.
    ///
    /// # Errors
    /// No program, or control characters, which no tmux version passes on
    /// unchanged inside a command string.
    pub fn new(words: Vec<String>) -> Result<Self, String> {
        if words.first().is_none_or(String::is_empty) {
            return Err("there is no program in it".into());
        }
        if words.iter().any(|w| w.chars().any(char::is_control)) {
            return Err("it has control characters".into());
        }
        Ok(Self(words))
    }

    /// All words, the program first.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// The program as it was written.
    #[must_use]
    pub fn program(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The program's file name, which tmux shows as `pane_current_command`.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.program().rsplit('/').next().unwrap_or_default()
    }

    /// What is known of this agent.
    #[must_use]
    pub fn profile(&self) -> Profile {
        profile::of_program(self.file_name())
    }

    /// The words as they are launched: an agent that takes hooks gets ours.
    #[must_use]
    pub fn launched(&self) -> Vec<String> {
        if self.profile().hooks {
            hooks::launched(&self.0)
        } else {
            self.0.clone()
        }
    }

    /// Whether the agent is launched with our hooks.
    #[must_use]
    pub fn reports(&self) -> bool {
        self.launched() != self.0
    }

    /// The words in hex, a dot between, as they are kept in a pane option.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let words: Vec<String> = self.0.iter().map(|w| text::hex(w.as_bytes())).collect();
        words.join(".")
    }

    /// Reads [`Self::to_hex`] back.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let words: Option<Vec<String>> = hex.split('.').map(text::unhex).collect();
        Self::new(words?).ok()
    }

    /// The command on one line for people, quoted so that it can be pasted
    /// into a shell.
    #[must_use]
    pub fn display(&self) -> String {
        text::line(&shell_words::join(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_split_like_a_shell_does() {
        let command = AgentCommand::parse("claude --model 'opus 4' \"a b\"").unwrap();
        assert_eq!(command.words(), ["claude", "--model", "opus 4", "a b"]);
        assert_eq!(command.display(), "claude --model 'opus 4' 'a b'");
    }

    #[test]
    fn a_wrong_command_line_says_why() {
        assert_eq!(
            AgentCommand::parse("  "),
            Err("there is no program in it".into())
        );
        assert_eq!(
            AgentCommand::parse("a 'b"),
            Err("a quote is not closed".into())
        );
        assert_eq!(
            AgentCommand::parse("a\u{1}"),
            Err("it has control characters".into())
        );
    }

    #[test]
    fn words_survive_the_hex_form() {
        let command = AgentCommand::parse("/opt/x/claude '' 'ä b'").unwrap();
        assert_eq!(
            AgentCommand::from_hex(&command.to_hex()),
            Some(command.clone())
        );
        assert_eq!(command.file_name(), "claude");
        assert_eq!(AgentCommand::from_hex("zz"), None);
    }
}
