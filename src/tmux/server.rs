//! How a `tmux` client is called: program, socket, session.

use crate::tmux::quote;

/// Which tmux server is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Socket {
    /// The server that plain `tmux` outside of tmux talks to.
    #[default]
    Default,
    /// `-L`: a socket name in tmux's own folder.
    Name(String),
    /// `-S`: the path of a socket.
    Path(String),
}

impl Socket {
    /// Reads the option's text: empty is the default server, a text with `/`
    /// a path, anything else a name.
    ///
    /// # Errors
    /// What was expected, for a text with control characters or a leading `-`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let expected = "a socket name or the path of a socket";
        if text.starts_with('-') || text.chars().any(char::is_control) {
            return Err(expected);
        }
        Ok(match text {
            "" => Self::Default,
            path if path.starts_with('/') => Self::Path(path.to_owned()),
            relative if relative.contains('/') => return Err("a name, or a path from /"),
            name => Self::Name(name.to_owned()),
        })
    }
}

/// A session name that needs no quoting anywhere: letters, digits, `_`, `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionName(String);

impl Default for SessionName {
    fn default() -> Self {
        Self("org-system".into())
    }
}

impl SessionName {
    /// Takes a name as tmux keeps it unchanged.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if starts && text.len() <= 64 && text.chars().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err("up to 64 letters, digits, _ and -, not starting with -")
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The target that means exactly this session. Without `=` tmux takes any
    /// session that begins so, without `:` it tries window names first.
    #[must_use]
    pub fn target(&self) -> String {
        format!("={}:", self.0)
    }
}

/// Columns and rows of a worker's window that nobody looks at: its agent's
/// screen can be read and shown whole.
pub const WINDOW_SIZE: (u16, u16) = (200, 50);

/// Where org's workers live: a socket and a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tmux {
    /// The server's socket.
    pub socket: Socket,
    /// The session.
    pub session: SessionName,
}

impl Tmux {
    /// The words before tmux's own commands.
    ///
    /// `env -u` because inside tmux a bare `tmux` talks to the server it runs
    /// in, whatever the user's workers live in; and because the first client
    /// gives its environment to a new server for good, where variables of a
    /// Zellij that may be gone tomorrow would be lies. `-u` makes tmux write
    /// UTF-8 in any locale.
    #[must_use]
    pub fn client(&self) -> Vec<String> {
        let mut argv: Vec<String> = Vec::new();
        argv.push("env".into());
        for name in [
            "TMUX",
            "TMUX_PANE",
            "ZELLIJ",
            "ZELLIJ_SESSION_NAME",
            "ZELLIJ_PANE_ID",
        ] {
            argv.extend(["-u".into(), name.into()]);
        }
        argv.extend(["tmux".into(), "-u".into()]);
        match &self.socket {
            Socket::Default => {}
            Socket::Name(name) => argv.extend(["-L".into(), name.clone()]),
            Socket::Path(path) => argv.extend(["-S".into(), path.clone()]),
        }
        argv
    }

    /// One invocation with these commands, run by the server without a break
    /// from first to last unless one of them waits.
    #[must_use]
    pub fn invocation(&self, commands: &[Vec<String>]) -> Vec<String> {
        let mut argv = self.client();
        for (n, command) in commands.iter().enumerate() {
            if n > 0 {
                argv.push(";".into());
            }
            argv.extend(command.iter().map(|word| quote::word(word)));
        }
        argv
    }
}

/// Bytes that the words of one invocation take in the client's message: each
/// with the NUL that ends it.
#[must_use]
pub fn message_bytes(argv: &[String]) -> usize {
    argv.iter().map(|word| word.len() + 1).sum()
}

/// The most that every tmux version takes in one message.
pub const MESSAGE_LIMIT: usize = 16_364;

/// Builds one tmux command from its words.
#[must_use]
pub fn command<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_are_names_or_paths() {
        assert_eq!(Socket::parse(""), Ok(Socket::Default));
        assert_eq!(Socket::parse("work"), Ok(Socket::Name("work".into())));
        assert_eq!(Socket::parse("/tmp/s"), Ok(Socket::Path("/tmp/s".into())));
        assert!(Socket::parse("a/b").is_err());
        assert!(Socket::parse("-x").is_err());
    }

    #[test]
    fn session_names_need_no_quoting() {
        assert!(SessionName::parse("org-system").is_ok());
        for wrong in ["", "-a", "a.b", "a:b", "a b", "=a", "#{pid}"] {
            assert!(SessionName::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_final_semicolon_of_a_word_is_no_separator() {
        let tmux = Tmux::default();
        let argv = tmux.invocation(&[command(["set-buffer", "--", "a;"]), command(["x"])]);
        assert_eq!(
            argv.get(13..),
            Some(
                ["set-buffer", "--", "a\\;", ";", "x"]
                    .map(String::from)
                    .as_slice()
            )
        );
    }
}
