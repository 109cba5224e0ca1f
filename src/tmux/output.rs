//! What one finished `tmux` client left behind, and what its failure means.

use std::borrow::Cow;

use crate::error::Error;
use crate::text;

/// The end of one host command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Exit status; none when a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

impl Output {
    /// Whether the program ended with status 0.
    #[must_use]
    pub fn success(&self) -> bool {
        self.status == Some(0)
    }

    /// Standard output as text; bytes that are no UTF-8 become `�`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        // A listing is looked through at every refresh: the strict reader is
        // four times as quick as the one that replaces, and a copy of one of
        // 1,000 workers takes 400 KB.
        match std::str::from_utf8(&self.stdout) {
            Ok(text) => text.into(),
            Err(_) => String::from_utf8_lossy(&self.stdout),
        }
    }

    /// Standard error on one line, or how the program ended where it is empty.
    #[must_use]
    pub fn complaint(&self) -> String {
        let stderr = String::from_utf8_lossy(&self.stderr);
        let said = text::cut(text::line(stderr.trim()).as_str(), 200);
        match (said.is_empty(), self.status) {
            (false, _) => said,
            (true, Some(status)) => format!("exit status {status}"),
            (true, None) => "ended by a signal".into(),
        }
    }

    /// Whether there was no server or no such session: nobody has started a
    /// worker yet, or the last one was cleaned. tmux says so in the same words
    /// in every version.
    #[must_use]
    pub fn means_no_server(&self) -> bool {
        let said = String::from_utf8_lossy(&self.stderr);
        self.status == Some(1)
            && (said.starts_with("no server running on")
                || said.starts_with("can't find session")
                // A server without any session: it is about to end, or is
                // told not to.
                || said.starts_with("no current target")
                || (said.starts_with("error connecting to")
                    && said.contains("No such file or directory")))
    }

    /// Whether there was no tmux to run. A hook of the user's that does not
    /// find its program ends so too, after a tmux that has spoken.
    #[must_use]
    pub fn means_no_tmux(&self) -> bool {
        self.status == Some(127) && !self.text().contains("org1 ")
    }

    /// Whether the server went away under the client; a second try is safe
    /// for every command of ours that checks before it acts.
    #[must_use]
    pub fn means_server_exited(&self) -> bool {
        let said = String::from_utf8_lossy(&self.stderr);
        self.status == Some(1)
            && (said.contains("server exited unexpectedly") || said.contains("lost server"))
    }

    /// The error for a client that failed while org was `doing` something.
    ///
    /// 127 is how `env` and shells say that the program is not there; 2 with
    /// an operating-system error is how Zellij says it of `env` itself.
    #[must_use]
    pub fn failure(&self, doing: &str) -> Error {
        if self.means_no_tmux() {
            return Error::TmuxMissing;
        }
        Error::TmuxFailed {
            doing: doing.to_owned(),
            said: self.complaint(),
        }
    }

    /// The error for an answer that cannot be understood.
    #[must_use]
    pub fn nonsense(&self, doing: &str) -> Error {
        Error::BadAnswer {
            doing: doing.to_owned(),
            answer: text::cut(&text::line(&self.text()), 80),
        }
    }
}
