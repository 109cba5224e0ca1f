//! Everything the panel may ask of its host, as plain data.

use std::collections::BTreeMap;

use crate::config::Place;
use crate::input::RequestId;
use crate::time::Millis;
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
    /// answers.
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
    /// Close a terminal that the panel opened.
    CloseTerminal(u32),
    /// Ask for the directory of a terminal pane.
    ReadDirectory(u32),
    /// Give the panel's pane this name.
    Rename(String),
    /// Ask for the directories of terminal panes, in this order.
    ReadDirectories(Vec<u32>),
    /// Hide the panel.
    Hide,
    /// Draw the panel again.
    Repaint,
}
