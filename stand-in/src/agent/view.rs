//! What the screen may know of the agent.

use std::time::Duration;

use crate::dialog::Dialog;
use crate::draft::Draft;
use crate::transcript::Transcript;

/// Everything that is to be drawn.
#[derive(Debug)]
pub struct View<'a> {
    /// The conversation.
    pub transcript: &'a Transcript,
    /// The box.
    pub draft: &'a Draft,
    /// Messages that wait for the end of the turn.
    pub queue: &'a [Vec<u8>],
    /// How long the turn has taken.
    pub working: Option<Duration>,
    /// A question instead of the box.
    pub dialog: Option<&'a Dialog>,
    /// The help instead of the box.
    pub help: bool,
    /// The name of the key that ends the agent if pressed again.
    pub quit: Option<&'static str>,
}
