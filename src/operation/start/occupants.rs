//! The panes that occupy a directory, as a start's report names them.

use crate::directory::Directory;
use crate::error::Error;
use crate::text;
use crate::tmux::{PaneId, ServerId};

/// The nonce of a pane that this start has made and could not mark.
pub(super) const UNMARKED: &str = "-";

/// A pane that occupies the directory, as the report says.
pub(super) struct Occupant {
    pub(super) pane: PaneId,
    pub(super) nonce: String,
    pub(super) dead: bool,
    pub(super) server: ServerId,
}

impl Occupant {
    pub(super) fn error(&self, directory: &Directory) -> Error {
        let (directory, pane) = (text::line(directory.as_str()), self.pane);
        if self.dead {
            Error::DeadWorkerThere { directory, pane }
        } else {
            Error::AlreadyRunning { directory, pane }
        }
    }
}

pub(super) fn records(answer: &str) -> Vec<Occupant> {
    let parse = |record: &str| {
        // What a hook of the user's has printed stands before it.
        let record = record.rsplit('\n').next().unwrap_or_default();
        let fields: Vec<&str> = record.split(' ').collect();
        let ["org1", pane, nonce, dead, pid, start_time] = fields.as_slice() else {
            return None;
        };
        Some(Occupant {
            pane: pane.parse().ok()?,
            nonce: (*nonce).to_owned(),
            dead: *dead == "1",
            server: ServerId {
                pid: pid.parse().ok()?,
                start_time: start_time.parse().ok()?,
            },
        })
    };
    answer.trim_end().split('|').filter_map(parse).collect()
}
