//! A worker: what org knows of one pane, read from the listing.

pub mod roster;
pub mod state;

use serde::Serialize;

use crate::agent::hooks::Report;
use crate::agent::{AgentCommand, Profile, profile};
use crate::text;
use crate::tmux::Target;
use crate::tmux::listing::Record;

pub use roster::Roster;
pub use state::State;

/// Whether a worker's process lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Life {
    /// It runs.
    Alive,
    /// It has ended.
    Dead {
        /// Exit status, unless a signal ended it or tmux does not know.
        status: Option<i32>,
        /// The signal that ended it; tmux 3.2 tells it up to 15.
        signal: Option<i32>,
    },
}

impl Life {
    /// A word or two for a row: `alive`, `exit 3`, `signal KILL`.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Alive => "alive".into(),
            Self::Dead {
                signal: Some(signal),
                ..
            } => match signal_name(signal) {
                Some(name) => format!("SIG{name}"),
                None => format!("signal {signal}"),
            },
            Self::Dead {
                status: Some(status),
                ..
            } => format!("exit {status}"),
            Self::Dead { .. } => "dead".into(),
        }
    }

    /// Whether the process has ended.
    #[must_use]
    pub fn is_dead(self) -> bool {
        matches!(self, Self::Dead { .. })
    }
}

/// The signals whose numbers are the same on Linux and macOS.
fn signal_name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        1 => "HUP",
        2 => "INT",
        3 => "QUIT",
        4 => "ILL",
        6 => "ABRT",
        8 => "FPE",
        9 => "KILL",
        11 => "SEGV",
        13 => "PIPE",
        14 => "ALRM",
        15 => "TERM",
        _ => return None,
    })
}

/// One worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Its identity.
    pub target: Target,
    /// Its window (`@N`).
    pub window_id: String,
    /// Its window's name.
    pub window_name: String,
    /// Its directory: as org resolved it, or where its program is now for a
    /// window that someone else made; none where tmux does not say.
    pub directory: Option<String>,
    /// What it runs, for people.
    pub command: String,
    /// The program in its foreground, as tmux sees it; empty where org
    /// launched one that it knows.
    pub program: String,
    /// The command that org started it with.
    pub started_with: Option<AgentCommand>,
    /// Alive or dead.
    pub life: Life,
    /// Process id, also the session id of everything it started.
    pub pid: Option<u32>,
    /// What its agent said last.
    pub report: Option<Report>,
    /// Since when, seconds since the epoch; for one that has said nothing,
    /// since its start.
    pub since: Option<u64>,
}

impl Worker {
    /// Reads a record of the listing.
    #[must_use]
    pub fn from_record(record: Record) -> Self {
        let started_with = AgentCommand::from_hex(&record.command_hex);
        let known = text::unhex(&record.directory_hex).filter(|d| !d.is_empty());
        let path = Some(record.current_path).filter(|p| p.starts_with('/'));
        let command = match &started_with {
            Some(command) => command.display(),
            None => text::line(&record.current_command),
        };
        let life = if record.dead {
            Life::Dead {
                status: record.status,
                // Two that tmux 3.2 has found on the screen make none.
                signal: record.signal.filter(|n| (1..=64).contains(n)),
            }
        } else {
            Life::Alive
        };
        Self {
            target: record.target,
            window_id: record.window_id,
            window_name: record.window_name,
            directory: known.or(path),
            command,
            program: record.current_command,
            started_with,
            life,
            pid: record.pid,
            report: record.report,
            since: record.since,
        }
    }

    /// Its directory, or its window's name, for a person to know it by; safe
    /// for the screen.
    #[must_use]
    pub fn name(&self) -> String {
        text::line(self.directory.as_deref().unwrap_or(&self.window_name))
    }

    /// Whether org made it.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.target.key.is_some()
    }

    /// What is known of its agent: by the command that org started, else by
    /// the program that runs, which may have been started by a wrapper.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let started = self.started_with.as_ref().map(AgentCommand::profile);
        match started {
            Some(known) if known != profile::GENERIC && !known.is_shell => known,
            _ => profile::of_program(&self.program),
        }
    }

    /// Its JSON form.
    #[must_use]
    pub fn status(&self) -> WorkerStatus {
        let (status, signal) = match self.life {
            Life::Alive => (None, None),
            Life::Dead { status, signal } => (status, signal),
        };
        WorkerStatus {
            pane: self.target.pane.to_string(),
            directory: self.directory.clone(),
            window: self.window_name.clone(),
            alive: !self.life.is_dead(),
            exit_status: status,
            signal,
            command: self.command.clone(),
            started_by_org: self.is_ours(),
        }
    }
}

/// One worker as scripts see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkerStatus {
    /// `%N`.
    pub pane: String,
    /// Absolute path, or null where tmux does not say.
    pub directory: Option<String>,
    /// The window's name.
    pub window: String,
    /// Whether its process lives.
    pub alive: bool,
    /// Exit status of a dead worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_status: Option<i32>,
    /// Signal that ended a dead worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<i32>,
    /// What it runs.
    pub command: String,
    /// False for a window of the session that someone else made.
    pub started_by_org: bool,
}
