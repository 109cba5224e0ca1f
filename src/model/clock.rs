//! The host's clock as far as the panel knows it: only from its inputs.

use crate::time::Moment;

/// What is known of the host's clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// When the last input came.
    pub last: Moment,
    /// How many of the last inputs in a row came with a jump ahead.
    pub jumps: u32,
    /// When the next tick has been ordered for.
    pub timer: Option<Moment>,
}
