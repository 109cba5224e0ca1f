//! Everything the panel may ask of its host, as plain data.

use crate::input::RequestId;
use crate::time::Millis;

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
    /// Open a floating terminal that runs a command.
    OpenTerminal {
        /// Program and arguments.
        argv: Vec<String>,
        /// The pane's name.
        title: String,
    },
    /// Close a terminal that the panel opened.
    CloseTerminal(u32),
    /// Ask for the directory of a terminal pane.
    ReadDirectory(u32),
    /// Ask for the directories of terminal panes, in this order.
    ReadDirectories(Vec<u32>),
    /// Hide the panel.
    Hide,
    /// Draw the panel again.
    Repaint,
}
