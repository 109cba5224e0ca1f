//! Everything the panel may ask of its host, as plain data.

use std::collections::BTreeMap;

use crate::config::Place;
use crate::input::RequestId;
use crate::time::{Millis, Moment};
use crate::tmux::Target;

/// One thing to do outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the user for the permissions that the panel needs.
    RequestPermission,
    /// Run a program from `/` without input and report its end with the id.
    RunCommand {
        /// Comes back with the result.
        id: RequestId,
        /// Program and arguments.
        argv: Vec<String>,
    },
    /// Send a tick after this time.
    SetTimer(Millis),
    /// Run a program from `/` without input, with these variables in its
    /// environment; nobody waits for its end.
    Notify {
        /// Program and arguments.
        argv: Vec<String>,
        /// Names and values.
        environment: BTreeMap<String, String>,
    },
    /// Open a terminal that shows a worker; [`crate::input::Input::TerminalOpened`]
    /// or [`crate::input::Input::NoTerminal`] answers.
    OpenTerminal {
        /// Program and arguments.
        argv: Vec<String>,
        /// The pane's name.
        title: String,
        /// Where.
        place: Place,
        /// Who is shown in it.
        shows: Target,
    },
    /// Bring a terminal into sight, wherever it is, and put the focus on it;
    /// [`crate::input::Input::TerminalShown`] answers, or where it is gone
    /// [`crate::input::Input::TerminalClosed`].
    ShowTerminal(u32),
    /// Close a terminal that the panel opened.
    CloseTerminal(u32),
    /// Ask for the directory of a terminal pane.
    ReadDirectory(u32),
    /// Ask which terminal the user has in focus now, in whatever tab.
    ReadFocus,
    /// Give the panel's pane this name.
    Rename(String),
    /// Ask for the directories of terminal panes, in this order.
    ReadDirectories(Vec<u32>),
    /// Hide the panel.
    Hide,
    /// Bring the panel into sight, floating if it is hidden.
    Show,
    /// Make this panel the one that answers a pipe, unless another one is:
    /// at once, and once among all panels of all Zellijs.
    ClaimPipe {
        /// The pipe.
        id: String,
        /// What it asks for, for whoever has to answer in its place.
        operation: String,
        /// Until when it promises to have answered.
        until: Moment,
    },
    /// Change that promise.
    PromiseAnswer {
        /// The pipe.
        id: String,
        /// Until when.
        until: Moment,
    },
    /// Ask whether another panel has answered a pipe.
    InspectClaim(String),
    /// Take a pipe whose panel has not kept its promise, unless another one
    /// does.
    TakeOverPipe(String),
    /// Say that a pipe is answered, and whether its input has ended.
    SettleClaim {
        /// The pipe.
        id: String,
        /// Whether nothing more can come through it.
        ended: bool,
    },
    /// Make a pipe's request the one that is done under the name that its
    /// sender has given it, unless there is one.
    ClaimRequest {
        /// The pipe.
        pipe: String,
        /// The name.
        name: String,
    },
    /// Keep the answer to such a request for whoever asks again.
    KeepAnswer {
        /// The name.
        name: String,
        /// The line.
        text: String,
    },
    /// Ask for the kept answer.
    RecallAnswer {
        /// The pipe that wants it.
        pipe: String,
        /// The name.
        name: String,
    },
    /// Remove old claims.
    SweepClaims {
        /// How old those are whose pipe has ended.
        ended: Millis,
        /// How old kept answers are.
        answers: Millis,
        /// How old all others are.
        other: Millis,
    },
    /// Keep a pipe's client waiting when its message has been read.
    BlockPipe(String),
    /// Let a pipe's client go on.
    UnblockPipe(String),
    /// Write to the output of a pipe.
    AnswerPipe {
        /// The pipe.
        id: String,
        /// Whole lines.
        text: String,
    },
    /// Draw the panel again.
    Repaint,
}
