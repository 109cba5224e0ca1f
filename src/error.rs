//! Everything that can go wrong with an operation, with its code and its words.
//!
//! One enum for the boundary between org and its users: the panel shows
//! [`Error::text`] and [`Error::hint`], scripts read [`Error::code`].

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
    /// Processes of the worker's program run in the directory outside of tmux.
    RunsOutside {
        /// The program.
        program: String,
        /// The directory.
        directory: String,
        /// Their process ids.
        pids: Vec<u32>,
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
            Self::Draft { .. } => "draft",
            Self::ShellMode { .. } => "shell_mode",
            Self::Unseen { .. } => "unseen",
            Self::LeftInBox { .. } => "left_in_box",
            Self::RunsOutside { .. } => "runs_outside",
            Self::Lost { .. } => "lost",
            Self::Changed { .. } => "changed",
            Self::EmptyPrompt => "empty_prompt",
            Self::TooLong { .. } => "too_long",
        }
    }

    /// What happened, to what.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::TmuxMissing => "tmux is not installed".into(),
            Self::TmuxTooOld { version } => format!("{version} is too old"),
            Self::TmuxFailed { doing, said } => format!("tmux could not {doing}: {said}"),
            Self::BadAnswer { doing, answer } => {
                format!("could not {doing}: tmux answered {answer:?}")
            }
            Self::NoAnswer { doing, seconds } => {
                format!("could not {doing}: no answer within {seconds} s")
            }
            Self::NoSuchDirectory { directory } => format!("{directory} does not exist"),
            Self::NotADirectory { directory } => format!("{directory} is not a directory"),
            Self::NoPermission { directory } => format!("{directory} may not be entered"),
            Self::BadDirectory { directory, reason } => {
                format!("no worker can run in {directory}: {reason}")
            }
            Self::CommandNotFound { program } => format!("{program}: command not found"),
            Self::AlreadyRunning { directory, pane } => {
                format!("already running in {pane}: {directory}")
            }
            Self::DeadWorkerThere { directory, pane } => {
                format!("a dead worker is in {pane}: {directory}")
            }
            Self::NoSuchWorker { worker } => format!("no worker in {worker}"),
            Self::Dead { pane } => format!("not sent: worker {pane} is dead"),
            Self::Gone { pane } => format!("worker {pane} is gone"),
            Self::OtherWorker { pane } => format!("{pane} is another worker now"),
            Self::OtherServer { pane } => {
                format!("tmux was restarted: {pane} is not the worker that was meant")
            }
            Self::InputOff { pane } => format!("not sent: input to {pane} is switched off"),
            Self::Busy { pane } => format!("not sent: another prompt is on its way to {pane}"),
            Self::Asking { pane } => format!("not sent: {pane} is asking a question"),
            Self::OtherView { pane } => format!("not sent: another view is open in {pane}"),
            Self::NotReady { pane } => format!("not sent: {pane} is not ready yet"),
            Self::Working { pane } => format!("not sent: {pane} is still working"),
            Self::Unannounced { pane } => {
                format!("not sent: {pane} works and would not announce a question")
            }
            Self::Draft { pane } => format!("not sent: a draft stands in the box of {pane}"),
            Self::ShellMode { pane } => {
                format!("not sent: the box of {pane} would run it as a shell command")
            }
            Self::Unseen { pane } => {
                format!("not submitted: the text did not show up in the box of {pane}")
            }
            Self::LeftInBox { pane, asking: true } => {
                format!("not submitted: {pane} asks a question; your text stands in its box")
            }
            Self::LeftInBox { pane, .. } => {
                format!("not submitted: your text stands in the box of {pane}")
            }
            Self::Lost { pane } => {
                format!(
                    "{pane} changed while the prompt was on its way: it may not have been taken"
                )
            }
            Self::RunsOutside {
                program,
                directory,
                pids,
            } => {
                let pids: Vec<String> = pids.iter().map(u32::to_string).collect();
                let pids = pids.join(", ");
                format!("{program} runs in {directory} outside of tmux (process {pids})")
            }
            Self::Changed { pane } => format!("left alone: worker {pane} changed meanwhile"),
            Self::EmptyPrompt => "not sent: the prompt is empty".into(),
            Self::TooLong { what, bytes, most } => {
                format!("{what} has {bytes} bytes, {most} are the most")
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::TmuxMissing => "install tmux 3.2 or newer",
            Self::TmuxTooOld { .. } => "org needs tmux 3.2 or newer",
            Self::TmuxFailed { .. } => "look with `tmux list-panes -a`",
            Self::BadAnswer { .. } => "see whether `tmux` is what you think it is",
            Self::NoAnswer { .. } => "it may still happen: look before trying again",
            Self::NoSuchDirectory { .. } => "create it or correct the path",
            Self::NotADirectory { .. } => "give the folder it is in",
            Self::NoPermission { .. } => "check its permissions",
            Self::BadDirectory { .. } => "use another directory",
            Self::CommandNotFound { .. } => {
                "install it, or set `command` in the plugin's configuration"
            }
            Self::AlreadyRunning { .. } => "send it a prompt or open it",
            Self::DeadWorkerThere { .. } => "restart it or clean it",
            Self::NoSuchWorker { .. } => "start one there",
            Self::Dead { .. } => "restart it or clean it",
            Self::Gone { .. } | Self::OtherWorker { .. } | Self::OtherServer { .. } => {
                "choose a worker from the list"
            }
            Self::InputOff { .. } => "switch it on with `tmux select-pane -e`",
            Self::Busy { .. } => "send it again in a moment",
            Self::Asking { .. } => "open it to answer",
            Self::OtherView { .. } => "open it and close that view",
            Self::NotReady { .. } => "open it and look what it waits for",
            Self::Working { .. } => "send it again when it is idle",
            Self::Unannounced { .. } => "send it again: it then waits until it is idle",
            Self::Draft { .. } => "open it and send or clear the draft",
            Self::ShellMode { .. } => "open it and press Esc",
            Self::Unseen { .. } => "open it and look before sending again",
            Self::LeftInBox { .. } => "open it and press Enter there, or clear it",
            Self::Lost { .. } => "open it and look",
            Self::RunsOutside { .. } => "start another one beside it, or end it first",
            Self::Changed { .. } => "look at the list and try again",
            Self::EmptyPrompt => "type something first",
            Self::TooLong { .. } => "make it shorter",
        }
        .into()
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
            | Self::Draft { pane }
            | Self::ShellMode { pane }
            | Self::Unseen { pane }
            | Self::LeftInBox { pane, .. }
            | Self::Lost { pane }
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
