//! Everything that can go wrong with an operation, with its code and its words.
//!
//! One enum for the boundary between org and its users: the panel shows
//! [`Error::text`] and [`Error::hint`], scripts read [`Error::code`].

mod words;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::tmux::PaneId;

/// Why an operation was not done. Nothing has reached a worker unless the
/// variant says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// There is no `tmux` program on the host.
    TmuxMissing,
    /// The host's tmux is older than 3.2.
    TmuxTooOld {
        /// What `tmux -V` said.
        version: String,
    },
    /// tmux refused or died; its own words.
    TmuxFailed {
        /// What org was doing, as in "list the workers".
        doing: String,
        /// What tmux wrote to its standard error, or how it ended.
        said: String,
    },
    /// tmux answered something that org does not understand.
    BadAnswer {
        /// What org was doing.
        doing: String,
        /// The beginning of the answer.
        answer: String,
    },
    /// No answer within the deadline; whether it was done is not known.
    NoAnswer {
        /// What org was doing.
        doing: String,
        /// The deadline in seconds.
        seconds: u64,
    },
    /// The directory does not exist.
    NoSuchDirectory {
        /// As the user wrote it.
        directory: String,
    },
    /// The path exists and is no directory.
    NotADirectory {
        /// As the user wrote it.
        directory: String,
    },
    /// The directory may not be entered.
    NoPermission {
        /// As the user wrote it.
        directory: String,
    },
    /// The directory's path cannot be held safely.
    BadDirectory {
        /// Its path, made safe for the screen.
        directory: String,
        /// Why not, as a sentence part.
        reason: String,
    },
    /// The worker's program is not on the PATH of the host.
    CommandNotFound {
        /// The program.
        program: String,
    },
    /// The worker's program takes no first prompt as an argument.
    NoFirstPrompt {
        /// The program.
        program: String,
    },
    /// A worker lives in the directory already.
    AlreadyRunning {
        /// The directory.
        directory: String,
        /// Its pane.
        pane: PaneId,
    },
    /// A dead worker stands in the directory.
    DeadWorkerThere {
        /// The directory.
        directory: String,
        /// Its pane.
        pane: PaneId,
    },
    /// No worker in that directory, or no such pane.
    NoSuchWorker {
        /// How it was asked for.
        worker: String,
    },
    /// The worker's process has ended.
    Dead {
        /// Its pane.
        pane: PaneId,
    },
    /// The pane is gone.
    Gone {
        /// The pane that was meant.
        pane: PaneId,
    },
    /// The pane is there but holds another worker than the one meant.
    OtherWorker {
        /// The pane that was meant.
        pane: PaneId,
    },
    /// The tmux server was restarted, pane ids count anew.
    OtherServer {
        /// The pane that was meant.
        pane: PaneId,
    },
    /// Input to the pane is switched off (`select-pane -d`).
    InputOff {
        /// The pane.
        pane: PaneId,
    },
    /// Another sender holds the pane.
    Busy {
        /// The pane.
        pane: PaneId,
    },
    /// A question of the agent's is open: Enter would answer it.
    Asking {
        /// The pane.
        pane: PaneId,
    },
    /// The agent shows something else than its prompt box.
    OtherView {
        /// The pane.
        pane: PaneId,
    },
    /// The agent has not been ready in time after its start.
    NotReady {
        /// The pane.
        pane: PaneId,
    },
    /// The agent was working for longer than the prompt was to wait.
    Working {
        /// The pane.
        pane: PaneId,
    },
    /// The agent works, and has no hooks to tell when it asks something: an
    /// Enter could answer a question that has just opened.
    Unannounced {
        /// The pane.
        pane: PaneId,
    },
    /// A shell stands where an agent should: it would run the prompt.
    NoAgent {
        /// The pane.
        pane: PaneId,
    },
    /// Somebody's text stands in the agent's box.
    Draft {
        /// The pane.
        pane: PaneId,
    },
    /// The agent's box would run what is typed as a shell command, and does
    /// not leave that mode.
    ShellMode {
        /// The pane.
        pane: PaneId,
    },
    /// The text was pasted and not seen in the box; nothing was pressed.
    Unseen {
        /// The pane.
        pane: PaneId,
    },
    /// The text stands in the box and was not submitted.
    LeftInBox {
        /// The pane.
        pane: PaneId,
        /// Whether a question is open, for which Enter was held back.
        asking: bool,
    },
    /// The worker or the claim on it went while the text was on its way:
    /// whether it was taken is not known.
    Lost {
        /// The pane.
        pane: PaneId,
    },
    /// Another panel has taken the prompt over and sends it.
    TakenOver {
        /// The pane.
        pane: PaneId,
    },
    /// Processes of the worker's program run in the directory outside of tmux.
    RunsOutside {
        /// The program.
        program: String,
        /// The directory.
        directory: String,
        /// Their process ids.
        pids: Vec<u32>,
    },
    /// A process has the conversation open that was to be gone on with.
    ConversationOpen {
        /// Its directory.
        directory: String,
        /// The process.
        pid: u32,
    },
    /// The worker was not dead any more, or not alive any more.
    Changed {
        /// The pane.
        pane: PaneId,
    },
    /// The prompt has no text.
    EmptyPrompt,
    /// Directory, command or first prompt are too long for one start.
    TooLong {
        /// What is too long, as the start of a sentence.
        what: String,
        /// Its size in bytes.
        bytes: usize,
        /// The most in bytes.
        most: usize,
    },
}

impl Error {
    /// A word for programs; the list is closed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TmuxMissing => "tmux_missing",
            Self::TmuxTooOld { .. } => "tmux_too_old",
            Self::TmuxFailed { .. } => "tmux_failed",
            Self::BadAnswer { .. } => "bad_answer",
            Self::NoAnswer { .. } => "no_answer",
            Self::NoSuchDirectory { .. } => "no_such_directory",
            Self::NotADirectory { .. } => "not_a_directory",
            Self::NoPermission { .. } => "no_permission",
            Self::BadDirectory { .. } => "bad_directory",
            Self::CommandNotFound { .. } => "command_not_found",
            Self::NoFirstPrompt { .. } => "no_first_prompt",
            Self::AlreadyRunning { .. } => "already_running",
            Self::DeadWorkerThere { .. } => "dead_worker_there",
            Self::NoSuchWorker { .. } => "no_such_worker",
            Self::Dead { .. } => "dead",
            Self::Gone { .. } => "gone",
            Self::OtherWorker { .. } => "other_worker",
            Self::OtherServer { .. } => "other_server",
            Self::InputOff { .. } => "input_off",
            Self::Busy { .. } => "busy",
            Self::Asking { .. } => "asking",
            Self::OtherView { .. } => "other_view",
            Self::NotReady { .. } => "not_ready",
            Self::Working { .. } => "working",
            Self::Unannounced { .. } => "unannounced",
            Self::NoAgent { .. } => "no_agent",
            Self::Draft { .. } => "draft",
            Self::ShellMode { .. } => "shell_mode",
            Self::Unseen { .. } => "unseen",
            Self::LeftInBox { .. } => "left_in_box",
            Self::RunsOutside { .. } => "runs_outside",
            Self::ConversationOpen { .. } => "conversation_open",
            Self::Lost { .. } => "lost",
            Self::TakenOver { .. } => "taken_over",
            Self::Changed { .. } => "changed",
            Self::EmptyPrompt => "empty_prompt",
            Self::TooLong { .. } => "too_long",
        }
    }

    /// The pane that the error speaks of, if any.
    #[must_use]
    pub fn pane(&self) -> Option<PaneId> {
        match self {
            Self::AlreadyRunning { pane, .. }
            | Self::DeadWorkerThere { pane, .. }
            | Self::Dead { pane }
            | Self::Gone { pane }
            | Self::OtherWorker { pane }
            | Self::OtherServer { pane }
            | Self::InputOff { pane }
            | Self::Busy { pane }
            | Self::Asking { pane }
            | Self::OtherView { pane }
            | Self::NotReady { pane }
            | Self::Working { pane }
            | Self::Unannounced { pane }
            | Self::NoAgent { pane }
            | Self::Draft { pane }
            | Self::ShellMode { pane }
            | Self::Unseen { pane }
            | Self::LeftInBox { pane, .. }
            | Self::Lost { pane }
            | Self::TakenOver { pane }
            | Self::Changed { pane } => Some(*pane),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.text(), self.hint())
    }
}

impl std::error::Error for Error {}

/// The JSON form of an error: `{"code":"…","message":"…"}`, with `"pane"`
/// where the error speaks of one.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.code())?;
        map.serialize_entry("message", &self.to_string())?;
        if let Some(pane) = self.pane() {
            map.serialize_entry("pane", &pane)?;
        }
        map.end()
    }
}
