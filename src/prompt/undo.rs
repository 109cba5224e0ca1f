//! What can be taken back of a text being written, and what that may cost.

use std::sync::Arc;

use super::{Editor, Written};

/// How many steps can be undone.
const MAX_STEPS: usize = 200;
/// Bytes that what can be undone may take, beside the text itself: the oldest
/// steps are forgotten first. The panel has 16 MiB for everything.
const MAX_UNDO_BYTES: usize = 1_000_000;

impl Editor {
    /// Takes the last change back; whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.past.pop() else {
            return false;
        };
        self.future.push(self.written());
        self.go_back_to(step);
        true
    }

    /// Makes the change again that was taken back last; whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.future.pop() else {
            return false;
        };
        self.past.push(self.written());
        self.go_back_to(step);
        true
    }

    fn go_back_to(&mut self, step: Written) {
        self.undo_bytes += self.before.len() + self.after.len();
        self.undo_bytes -= bytes(&step).min(self.undo_bytes);
        (self.before, self.after) = step;
        self.typed = false;
    }

    /// Remembers the text as it is before a change.
    pub(super) fn step(&mut self) {
        self.typed = false;
        self.forget_future();
        let now = self.written();
        if self.past.last() != Some(&now) {
            self.undo_bytes += bytes(&now);
            self.past.push(now);
        }
        self.limit_undo();
    }

    pub(super) fn forget_future(&mut self) {
        let future: usize = self.future.drain(..).map(|step| bytes(&step)).sum();
        self.undo_bytes -= future.min(self.undo_bytes);
    }

    /// Forgets what could be undone, and the deleted text, for the room that
    /// it takes.
    pub fn forget_undo(&mut self) {
        self.past.clear();
        self.future.clear();
        self.undo_bytes = 0;
        self.deleted = Arc::default();
        self.folds
            .retain([self.before.as_str(), self.after.as_str()].into_iter());
    }

    /// Bytes that are kept beside the text itself.
    #[must_use]
    pub fn undo_bytes(&self) -> usize {
        let folded = match self.folds.bytes() {
            0 => 0,
            all => all.saturating_sub(self.bytes()),
        };
        self.undo_bytes + folded + self.deleted.len()
    }

    /// Forgets the oldest steps until the rest is within the limits.
    fn limit_undo(&mut self) {
        let mut first = self.past.len().saturating_sub(MAX_STEPS);
        loop {
            let forgotten: usize = self.past.drain(..first).map(|step| bytes(&step)).sum();
            self.undo_bytes -= forgotten.min(self.undo_bytes);
            if self.folds.bytes() > MAX_UNDO_BYTES {
                let steps = self.past.iter().chain(&self.future);
                let written = steps.flat_map(|(before, after)| [before, after]);
                let written = written.chain([&self.before, &self.after]);
                self.folds.retain(written.map(String::as_str));
            }
            if self.undo_bytes() <= MAX_UNDO_BYTES + self.deleted.len() || self.past.is_empty() {
                return;
            }
            first = 1;
        }
    }

    fn written(&self) -> Written {
        (self.before.clone(), self.after.clone())
    }
}

fn bytes((before, after): &Written) -> usize {
    before.len() + after.len()
}
