//! A terminal that Zellij has been asked for.

use crate::config::Place;
use crate::nonce::Nonce;

/// A terminal that Zellij has been asked for and has not told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What its view is named after.
    pub nonce: Nonce,
    /// The pane's name.
    pub title: String,
    /// Where it is to be.
    pub place: Place,
}
