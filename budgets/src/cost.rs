//! What one event has cost.

use std::fmt;

/// Counted from before an event to after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Steps of the engine: its fuel.
    pub steps: u64,
    /// Calls of Zellij.
    pub calls: u64,
    /// Processes asked for.
    pub processes: u64,
    /// Bytes written to be drawn.
    pub drawn: usize,
    /// Bytes by which the plugin's memory has grown.
    pub grown: usize,
    /// Whether the plugin wants to be drawn.
    pub repaint: bool,
}

impl std::ops::Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            steps: self.steps + other.steps,
            calls: self.calls + other.calls,
            processes: self.processes + other.processes,
            drawn: self.drawn + other.drawn,
            grown: self.grown + other.grown,
            repaint: self.repaint || other.repaint,
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>11} steps, {} calls, {} processes, {:>6} bytes drawn, {:>7} bytes grown{}",
            self.steps,
            self.calls,
            self.processes,
            self.drawn,
            self.grown,
            if self.repaint { ", repaint" } else { "" }
        )
    }
}
