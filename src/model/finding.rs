//! Which workers are listed, in which row: all, or those that a filter finds.

use super::Model;
use crate::fuzzy;
use crate::keymap::Focus;
use crate::prompt::Editor;
use crate::time::Moment;
use crate::tmux::Target;
use crate::worker::Worker;

/// What narrows the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// What is typed.
    pub editor: Editor,
    /// The worker that Enter chooses.
    pub candidate: Option<Target>,
    /// Where typing went before.
    pub from: Focus,
    /// What it finds, best first.
    pub found: Vec<Found>,
}

/// A worker that a filter has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its place in the roster.
    pub index: usize,
    /// The matched characters of its directory, counted from 0.
    pub at: Vec<usize>,
}

impl Model {
    /// Rows of the list, on the screen or not.
    #[must_use]
    pub fn rows(&self) -> usize {
        match &self.filter {
            Some(filter) => filter.found.len(),
            None => self.roster.len(),
        }
    }

    /// The worker in this row.
    #[must_use]
    pub fn worker_at(&self, row: usize) -> Option<&Worker> {
        let index = match &self.filter {
            Some(filter) => filter.found.get(row)?.index,
            None => row,
        };
        self.roster.workers().get(index).map(AsRef::as_ref)
    }

    /// The row of this worker, if it is listed.
    #[must_use]
    pub fn row_of(&self, target: &Target) -> Option<usize> {
        let index = self.roster.position(target)?;
        match &self.filter {
            Some(filter) => filter.found.iter().position(|f| f.index == index),
            None => Some(index),
        }
    }

    /// The characters of this row's directory that the filter has matched.
    #[must_use]
    pub fn matched(&self, row: usize) -> &[usize] {
        let found = self.filter.as_ref().and_then(|f| f.found.get(row));
        found.map_or(&[], |f| &f.at)
    }

    /// The worker that the list points at: the chosen one, or while somebody
    /// is looked for the one that Enter would choose.
    #[must_use]
    pub fn pointed(&self) -> Option<&Target> {
        match &self.filter {
            Some(filter) if self.focus == Focus::Filter => filter.candidate.as_ref(),
            _ => self.selected.as_ref(),
        }
    }

    /// Looks anew for what the filter finds among the workers.
    pub fn find(&mut self, now: Moment) {
        let Some(filter) = &self.filter else {
            return;
        };
        let pattern = filter.editor.text();
        let names: Vec<String> = self
            .roster
            .workers()
            .iter()
            .map(|w| self.short(&w.name()))
            .collect();
        let lines: Vec<String> = names
            .iter()
            .zip(self.roster.workers())
            .map(|(name, worker)| {
                let (state, pane) = (self.state(worker, now).word(), worker.target.pane);
                format!("{name} {state} {pane}")
            })
            .collect();
        let ranked = fuzzy::ranked(&pattern, lines.iter().map(String::as_str));
        let found = ranked.into_iter().map(|mut m| {
            let name = names.get(m.index).map_or("", String::as_str);
            let length = unicode_segmentation::UnicodeSegmentation::graphemes(name, true).count();
            m.at.retain(|n| *n < length);
            Found {
                index: m.index,
                at: m.at,
            }
        });
        let found: Vec<Found> = found.collect();
        let listed = |found: &Found| self.roster.workers().get(found.index);
        let target = |found: &Found| listed(found).map(|w| w.target.clone());
        let candidate = filter.candidate.as_ref();
        let stays = found
            .iter()
            .any(|f| listed(f).map(|w| &w.target) == candidate);
        let other = (!stays).then(|| found.first().and_then(target));
        if let Some(filter) = &mut self.filter {
            filter.found = found;
            if let Some(other) = other {
                filter.candidate = other;
            }
        }
    }
}
