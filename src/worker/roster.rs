//! All workers of one listing, in a fixed order.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::directory::Directory;
use crate::nonce::Nonce;
use crate::ordered;
use crate::time::{Millis, Moment};
use crate::tmux::listing::{Answer, Found, Glimpse, Listing, Record};
use crate::tmux::{PaneId, Target};
use crate::worker::{Life, Worker, WorkerStatus};

/// How long a whole listing is enough.
const WHOLE_AGAIN: Millis = Millis(10_000);

/// The workers, ordered by pane id, which is the order of their starts, until
/// they are arranged in another way.
///
/// A listing that says nothing new yields the same workers, not equal ones; of
/// one that does, those are the same of which it says nothing new.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    workers: Arc<Vec<Arc<Worker>>>,
    activity: Arc<BTreeMap<PaneId, u64>>,
    /// The screen of one pane, with its styles, if one was asked for.
    pub preview: Option<(PaneId, Arc<str>)>,
    /// What a look at a worker has shown, if one went along.
    pub look: Option<String>,
    /// The nonce of its listing, where tmux remembers what was to be seen then.
    pub remembered: Option<Nonce>,
    source: Arc<Source>,
    glimpse: Option<(Glimpse, Moment)>,
}

/// What a roster was read from.
#[derive(Debug, Default)]
struct Source {
    answer: Answer,
    /// What each record of the answer has told of: a worker, and when its
    /// window last had output; or none.
    told: Vec<Option<(Arc<Worker>, u64)>>,
}

/// What it was read from and what came along does not count.
impl PartialEq for Roster {
    fn eq(&self, other: &Self) -> bool {
        self.has_workers_of(other) && self.has_activity_of(other) && self.preview == other.preview
    }
}

impl Eq for Roster {}

impl Roster {
    /// Reads a listing. A pane that a person split off inside a worker's
    /// window is not a worker.
    #[must_use]
    pub fn from_listing(listing: Listing) -> Self {
        let told = listing.records.into_iter().filter_map(told).collect();
        Self::of(told)
    }

    /// These workers, and when their windows last had output.
    fn of(told: Vec<(Arc<Worker>, u64)>) -> Self {
        let activity = ordered::map(told.iter().map(|(w, at)| (w.target.pane, *at)));
        let mut workers: Vec<Arc<Worker>> = told.into_iter().map(|(w, _)| w).collect();
        workers.sort_by_key(|w| w.target.pane);
        Self {
            workers: Arc::new(workers),
            activity: Arc::new(activity),
            ..Self::default()
        }
    }

    /// Reads the answer of a listing that came after the one of this roster.
    /// Only what has changed is read; what says the same stays the same. None
    /// where there are lines and not one of them is good.
    #[must_use]
    pub fn next(&self, nonce: &Nonce, answer: &str) -> Option<Self> {
        if self.source.answer.says(nonce, answer) {
            return Some(self.clone());
        }
        let before = &self.source.told;
        let reading = self.source.answer.next(nonce, answer);
        if reading.records.is_empty() && reading.bad_lines > 0 {
            return None;
        }
        let known = |number: usize| before.get(number).cloned().flatten();
        let records = reading.records.into_iter();
        let records = records.map(|found| match found {
            Found::Same(number) => known(number),
            Found::New(record, number) => {
                let (new, at) = told(*record)?;
                // One that has but written is the same.
                let old = number.and_then(known).map(|(old, _)| old);
                Some((old.filter(|old| *old == new).unwrap_or(new), at))
            }
            Found::Again => None,
        });
        let now: Vec<Option<(Arc<Worker>, u64)>> = records.collect();
        let (old, new) = (before.iter().flatten(), now.iter().flatten());
        let same = old
            .map(|(w, _)| Arc::as_ptr(w))
            .eq(new.map(|(w, _)| Arc::as_ptr(w)));
        let mut roster = Self::of(now.iter().flatten().cloned().collect());
        if same {
            // In the order that they were put into.
            roster = Self {
                activity: roster.activity,
                ..self.clone()
            };
        }
        roster.source = Arc::new(Source {
            answer: reading.answer,
            told: now,
        });
        Some(roster)
    }

    /// With the glimpse that came before it, at this time.
    #[must_use]
    pub fn glimpsed_at(mut self, now: Moment, glimpse: &str) -> Self {
        self.glimpse = Some((Glimpse::new(glimpse), now));
        self
    }

    /// Whether a glimpse will do to see if anything has changed.
    #[must_use]
    pub fn can_be_glimpsed(&self, now: Moment) -> bool {
        let last = self.glimpse.as_ref().map(|(_, at)| *at);
        last.is_some_and(|at| now.since(at) < WHOLE_AGAIN)
    }

    /// The same workers, if that is what a glimpse shows.
    #[must_use]
    pub fn glimpsed(&self, glimpse: &str) -> Option<Self> {
        let (before, at) = self.glimpse.as_ref()?;
        let activity = before.compare(glimpse)?;
        let mut roster = self.clone();
        if let Some(activity) = activity {
            roster.activity = Arc::new(activity);
            roster.glimpse = Some((Glimpse::new(glimpse), *at));
        }
        Some(roster)
    }

    /// Whether the workers are the same, in the same order.
    #[must_use]
    pub fn has_workers_of(&self, other: &Self) -> bool {
        self.workers == other.workers
    }

    /// Whether the workers are in the same panes of the same server.
    #[must_use]
    pub fn has_panes_of(&self, other: &Self) -> bool {
        let server = |roster: &Self| roster.workers.first().map(|w| w.target.server);
        server(self) == server(other) && self.activity.keys().eq(other.activity.keys())
    }

    /// Whether nobody has written since the other.
    #[must_use]
    pub fn has_activity_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.activity, &other.activity) || self.activity == other.activity
    }

    /// Closes the gap in the screen of a dead worker: tmux says in the last row
    /// that it is dead, however few rows the program has written.
    pub fn close_up_preview(&mut self) {
        let Some((pane, screen)) = &self.preview else {
            return;
        };
        if self.in_pane(*pane).is_some_and(|w| w.life.is_dead())
            && let Some((above, last)) = screen.trim_end().rsplit_once('\n')
        {
            let closed = format!("{}\n{last}\n", above.trim_end());
            self.preview = Some((*pane, closed.into()));
        }
    }

    /// Puts the workers in this order; equal ones stay as they are.
    pub fn arrange<K: Ord>(&mut self, key: impl Fn(&Worker) -> K) {
        if !self.workers.is_sorted_by_key(|w| key(w)) {
            Arc::make_mut(&mut self.workers).sort_by_cached_key(|w| key(w));
        }
    }

    /// When the window of this pane last had output, seconds since the epoch.
    #[must_use]
    pub fn activity(&self, pane: PaneId) -> Option<u64> {
        self.activity.get(&pane).copied()
    }

    /// The workers in order.
    #[must_use]
    pub fn workers(&self) -> &[Arc<Worker>] {
        &self.workers
    }

    /// The workers in order, one after the other.
    pub fn each(&self) -> impl Iterator<Item = &Worker> + Clone {
        self.workers.iter().map(AsRef::as_ref)
    }

    /// The clock has jumped: it is as old as it was.
    pub fn shift(&mut self, by: i64) {
        if let Some((_, at)) = &mut self.glimpse {
            at.shift(by);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.workers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.workers.is_empty()
    }

    /// How many are dead.
    #[must_use]
    pub fn dead(&self) -> usize {
        self.workers.iter().filter(|w| w.life.is_dead()).count()
    }

    /// The worker with this identity; a pane id alone is not enough.
    #[must_use]
    pub fn find(&self, target: &Target) -> Option<&Worker> {
        self.each().find(|w| w.target == *target)
    }

    /// The worker in this pane.
    #[must_use]
    pub fn in_pane(&self, pane: PaneId) -> Option<&Worker> {
        self.each().find(|w| w.target.pane == pane)
    }

    /// The worker of this directory: org's own, else a living one of someone
    /// else, else a dead one.
    #[must_use]
    pub fn in_directory(&self, directory: &Directory) -> Option<&Worker> {
        let key = directory.key();
        let ours = self.each().find(|w| w.target.key == key);
        ours.or_else(|| {
            let here = |w: &&Worker| w.directory.as_deref() == Some(directory.as_str());
            self.each().filter(here).min_by_key(|w| w.life.is_dead())
        })
    }

    /// Row of the worker with this identity.
    #[must_use]
    pub fn position(&self, target: &Target) -> Option<usize> {
        self.workers.iter().position(|w| w.target == *target)
    }

    /// Dead workers of whose end tmux knows nothing yet: on some builds it
    /// misses the end of a third of the killed processes until it has any
    /// other child to wait for.
    #[must_use]
    pub fn unexplained(&self) -> Vec<PaneId> {
        let unexplained = |w: &&Worker| {
            w.life
                == Life::Dead {
                    status: None,
                    signal: None,
                }
        };
        self.each()
            .filter(unexplained)
            .map(|w| w.target.pane)
            .collect()
    }

    /// Its JSON form.
    #[must_use]
    pub fn status(&self) -> RosterStatus {
        RosterStatus {
            total: self.len(),
            dead: self.dead(),
            workers: self.each().map(Worker::status).collect(),
        }
    }
}

/// The worker that a record tells of, and when its window last had output.
fn told(record: Record) -> Option<(Arc<Worker>, u64)> {
    let is_worker = record.target.key.is_some() || !record.window_is_ours;
    let activity = record.activity;
    is_worker.then(|| (Arc::new(Worker::from_record(record)), activity))
}

/// All workers as scripts see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RosterStatus {
    /// How many workers there are.
    pub total: usize,
    /// How many of them are dead.
    pub dead: usize,
    /// The workers, by pane id.
    pub workers: Vec<WorkerStatus>,
}
