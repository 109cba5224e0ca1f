//! Requests of scripts: what comes in through `zellij pipe`, what it asks
//! for, and the one line that goes back.
//!
//! It knows the operations and no panel: whose request it is, and when it has
//! to have ended, is `update/piping.rs`.

pub mod answer;
pub mod desk;
pub mod errand;
pub mod fields;
pub mod reading;
pub mod request;

use std::collections::BTreeMap;

pub use answer::Fault;
pub use desk::Desk;
pub use errand::Errand;
pub use reading::Reading;
pub use request::{OPERATIONS, Request};

/// One message of a pipe: a piece of its input, or its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Zellij's own name of the pipe, the same for all its messages and for no
    /// other pipe of any Zellij.
    pub id: String,
    /// `--name`; without it Zellij gives the plugin's address.
    pub name: String,
    /// `--payload`, or a line of standard input with its end; none is the end
    /// of the input, or that there never was any.
    pub payload: Option<String>,
    /// The size of a payload that was too large to be handed over; what is
    /// here of it is empty.
    pub too_large: Option<usize>,
    /// `--args`.
    pub arguments: BTreeMap<String, String>,
}
