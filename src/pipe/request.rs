//! What a script can ask for.

use crate::operation::send::{OnDraft, When};
use crate::pipe::Fault;
use crate::pipe::fields::Fields;
use crate::text;
use crate::time::Millis;
use crate::tmux::PaneId;
use crate::worker::State;

/// The names of the operations.
pub const OPERATIONS: [&str; 11] = [
    "start", "send", "status", "clean", "stop", "restart", "attach", "preview", "wait", "watch",
    "version",
];

/// How long a prompt waits for its agent to be idle, unless it is said.
const SEND_WAITS: Millis = Millis(60_000);
/// How long `wait` waits, unless it is said.
const WAIT_WAITS: Millis = Millis(600_000);
/// How long `watch` goes on, unless it is said: nobody tells that its reader
/// has gone.
const WATCH_GOES_ON: Millis = Millis(3_600_000);

/// Which worker is meant: never a row, never a name that two can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The one of this directory, as it was written.
    Directory(String),
    /// The one in this pane.
    Pane(PaneId),
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Start a worker.
    Start {
        /// Where.
        directory: String,
        /// A first prompt.
        text: Option<String>,
        /// Even beside the same program outside of tmux.
        beside: bool,
    },
    /// Send a prompt.
    Send {
        /// To whom.
        worker: Address,
        /// The prompt.
        text: String,
        /// When it may be sent.
        when: When,
        /// What to do about a draft in the box.
        draft: OnDraft,
    },
    /// List the workers, or one of them.
    Status(Option<Address>),
    /// Remove the dead.
    Clean,
    /// Stop a living worker.
    Stop(Address),
    /// Start a dead one again.
    Restart(Address),
    /// Open a worker in a terminal.
    Attach {
        /// Which.
        worker: Address,
        /// Whether to open it here, or to give the command alone.
        open: bool,
    },
    /// Read a worker's screen.
    Preview(Address),
    /// Wait until a worker, or every worker, is in one of these states.
    Wait {
        /// Which; all without it.
        worker: Option<Address>,
        /// The states.
        until: Vec<State>,
        /// How long at most.
        timeout: Millis,
    },
    /// Tell every change.
    Watch {
        /// For how long.
        timeout: Millis,
    },
    /// Say the version.
    Version,
}

impl Request {
    /// Reads the request for an operation.
    ///
    /// # Errors
    /// What is missing, wrong or unknown.
    pub fn read(operation: &str, fields: &Fields) -> Result<Self, Fault> {
        let worker = || address(fields)?.ok_or_else(|| Fault::bad("directory or pane is missing"));
        let timeout = |default| fields.seconds("timeout", default);
        Ok(match operation {
            "start" => Self::Start {
                directory: directory(fields)?.ok_or_else(|| Fault::bad("directory is missing"))?,
                text: fields.text("text")?.map(str::to_owned),
                beside: fields.flag("beside", false)?,
            },
            "send" => Self::Send {
                worker: worker()?,
                text: fields.text("text")?.unwrap_or_default().to_owned(),
                when: match fields.text("when")? {
                    None | Some("idle") => When::Idle(Some(timeout(SEND_WAITS)?)),
                    Some("now") => timeout(SEND_WAITS).map(|_| When::Now)?,
                    Some(_) => return Err(Fault::bad("when has to be idle or now")),
                },
                draft: match fields.text("draft")? {
                    None | Some("refuse") => OnDraft::Refuse,
                    Some("wait") => OnDraft::Wait,
                    Some(_) => return Err(Fault::bad("draft has to be refuse or wait")),
                },
            },
            "status" => Self::Status(address(fields)?),
            "clean" => Self::Clean,
            "stop" => Self::Stop(worker()?),
            "restart" => Self::Restart(worker()?),
            "attach" => Self::Attach {
                worker: worker()?,
                open: fields.flag("open", true)?,
            },
            "preview" => Self::Preview(worker()?),
            "wait" => Self::Wait {
                worker: address(fields)?,
                until: states(fields)?,
                timeout: timeout(WAIT_WAITS)?,
            },
            "watch" => Self::Watch {
                timeout: timeout(WATCH_GOES_ON)?,
            },
            "version" => Self::Version,
            unknown => return Err(Fault::UnknownOperation(text::line(unknown))),
        })
    }

    /// Until when it has to have ended: what its operation may take, and what
    /// it may wait for.
    #[must_use]
    pub fn span(&self) -> Millis {
        match self {
            Self::Version => Millis(1_000),
            Self::Status(_) | Self::Attach { .. } | Self::Preview(_) => Millis(30_000),
            Self::Clean | Self::Start { .. } | Self::Stop(_) | Self::Restart(_) => Millis(60_000),
            Self::Send { when, .. } => match when {
                When::Idle(Some(limit)) => Millis(limit.0.saturating_add(120_000)),
                When::Idle(None) | When::Now => Millis(120_000),
            },
            Self::Wait { timeout, .. } | Self::Watch { timeout } => {
                Millis(timeout.0.saturating_add(20_000))
            }
        }
    }
}

/// Relative directories are refused: they would start where the panel is, not
/// where the script is.
fn directory(fields: &Fields) -> Result<Option<String>, Fault> {
    let Some(directory) = fields.text("directory")? else {
        return Ok(None);
    };
    let home = directory == "~" || directory.starts_with("~/");
    if !home && !directory.starts_with('/') {
        let what = text::line(directory);
        return Err(Fault::bad(format!(
            "directory has to begin with / or ~/, not {what:?}"
        )));
    }
    Ok(Some(directory.to_owned()))
}

fn address(fields: &Fields) -> Result<Option<Address>, Fault> {
    let directory = directory(fields)?;
    let pane = match fields.text("pane")? {
        None => None,
        Some(pane) => Some(
            pane.parse::<PaneId>()
                .map_err(|_| Fault::bad("pane has to be a pane id like %3"))?,
        ),
    };
    match (directory, pane) {
        (Some(_), Some(_)) => Err(Fault::bad("give directory or pane, not both")),
        (Some(directory), None) => Ok(Some(Address::Directory(directory))),
        (None, pane) => Ok(pane.map(Address::Pane)),
    }
}

fn states(fields: &Fields) -> Result<Vec<State>, Fault> {
    let words = fields.words("until")?;
    let mut states = Vec::new();
    for word in words {
        states.push(State::from_word(word).ok_or_else(|| {
            let known = State::ALL.map(State::word).join(", ");
            Fault::bad(format!("until has to be of the states {known}"))
        })?);
    }
    if states.is_empty() {
        states.extend([State::Waiting, State::Idle, State::Dead]);
    }
    Ok(states)
}
