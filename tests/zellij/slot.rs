//! How many Zellijs run at a time: each brings some hundred megabytes and a
//! burst of work, and a machine with many threads for tests may have few
//! processors for them.

use std::sync::{Condvar, Mutex};

const MOST: usize = 2;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

/// The right to run a Zellij, given back when it is dropped.
pub struct Slot(());

impl Slot {
    /// Waits for one.
    pub fn take() -> Self {
        let taken = TAKEN.lock().unwrap_or_else(|poison| poison.into_inner());
        let mut taken = FREED
            .wait_while(taken, |taken| *taken >= MOST)
            .unwrap_or_else(|poison| poison.into_inner());
        *taken += 1;
        Self(())
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = TAKEN.lock().unwrap_or_else(|poison| poison.into_inner());
        *taken -= 1;
        FREED.notify_one();
    }
}
