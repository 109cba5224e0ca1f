//! Names that no one else uses: one for every invocation of tmux.

use std::fmt;

/// A word of `[a-z0-9-]`, unique to one invocation of tmux.
///
/// It names buffers, temporary windows and options, and frames the records of
/// a listing so that no title or directory can imitate one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// The nonce as it stands in an argument.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A further nonce for step `step` of the same operation.
    #[must_use]
    pub fn step(&self, step: u32) -> Self {
        Self(format!("{}-{step}", self.0))
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Counts nonces up from a seed that the host drew at random.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nonces {
    seed: u64,
    next: u64,
}

impl Nonces {
    /// Starts at `seed`; two panels must not share one.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, next: 0 }
    }

    /// The next nonce, never given out before by this source.
    pub fn draw(&mut self) -> Nonce {
        self.next = self.next.wrapping_add(1);
        Nonce(format!("{:x}-{:x}", self.seed, self.next))
    }
}
