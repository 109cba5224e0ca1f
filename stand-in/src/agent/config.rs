//! How one agent is to behave: the command line, without its spelling.

use std::time::Duration;

use crate::args::Moment;
use crate::settings::Settings;

/// What the command line asked for.
#[derive(Debug)]
pub struct Config {
    /// The name in the title.
    pub name: String,
    /// Where the agent runs: shown in the trust question, told to hooks.
    pub directory: String,
    /// Told to hooks.
    pub session_id: String,
    /// Told to hooks.
    pub permission_mode: String,
    /// Lines shown at the start.
    pub greeting: Vec<String>,
    /// The first prompt.
    pub prompt: Option<Vec<u8>>,
    /// Keep blanks at the end of messages.
    pub exact: bool,
    /// Begin with the trust question.
    pub trust: bool,
    /// Time until it is ready.
    pub start: Duration,
    /// Time for an answer.
    pub work: Duration,
    /// Time from the permission hook to its dialog.
    pub hook_lead: Duration,
    /// Time until an unasked dialog, if any.
    pub unasked: Option<Delay>,
    /// From when that time counts.
    pub unasked_from: Vec<Moment>,
    /// The hooks.
    pub settings: Settings,
}

/// A time that is always the same, or random.
#[derive(Debug)]
pub enum Delay {
    /// Always this.
    Fixed(Duration),
    /// Up to this.
    Random(Duration, fastrand::Rng),
}

impl Delay {
    /// The next time.
    pub fn next(&mut self) -> Duration {
        match self {
            Self::Fixed(time) => *time,
            Self::Random(most, rng) => most.mul_f64(rng.f64()),
        }
    }
}
