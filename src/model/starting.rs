//! What a start does to the choice of a worker when it ends.

use crate::time::Moment;
use crate::tmux::PaneId;

/// The last start of a worker here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastStart {
    /// When it began.
    pub at: Moment,
    /// What it does to the choice when it ends.
    pub follow: Follow,
}

/// What the end of a start does to the choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Follow {
    /// Nothing: its user has turned to somebody since.
    #[default]
    Nothing,
    /// The new worker is chosen.
    Choice,
    /// It is chosen, and what stands in the prompt is for it.
    ChoiceAndText,
}

/// A pane to choose as soon as it is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// The pane.
    pub pane: PaneId,
    /// When to give up.
    pub until: Moment,
    /// Whether what stands in the prompt is for it.
    pub takes_text: bool,
}
