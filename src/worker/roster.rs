//! All workers of one listing, in a fixed order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::directory::Directory;
use crate::nonce::Nonce;
use crate::time::{Millis, Moment};
use crate::tmux::listing::{Fingerprint, Listing, Record, Stamp};
use crate::tmux::{PaneId, ServerId, Target};
use crate::worker::{Life, Worker, WorkerStatus};

/// How long a full listing holds: a window that was renamed by hand is found
/// by the next one.
const FULL_TTL: Millis = Millis(10_000);

/// The workers, ordered by pane id, which is the order of their starts, until
/// they are arranged in another way.
///
/// A worker that has not changed since the listing before is the same one,
/// not an equal one.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    workers: Arc<Vec<Arc<Worker>>>,
    /// The screen of one pane, with its styles, if one was asked for.
    pub preview: Option<(PaneId, Arc<str>)>,
    /// What a later screen of that pane is compared with.
    stamp: Option<Stamp>,
    /// What a look at a worker has shown, if one went along.
    pub look: Option<String>,
    /// The nonce of its listing, where tmux remembers what was to be seen then.
    pub remembered: Option<Nonce>,
    server: ServerId,
    panes: Arc<BTreeMap<PaneId, Pane>>,
    /// When all panes were last listed in full.
    full: Option<Moment>,
}

/// A pane as it was last listed in full.
#[derive(Debug)]
struct Pane {
    /// When its window last had output, seconds since the epoch.
    activity: u64,
    fingerprint: String,
    /// None for a pane that a person split off inside a worker's window.
    worker: Option<Arc<Worker>>,
}

/// What it was read from and what came along does not count.
impl PartialEq for Roster {
    fn eq(&self, other: &Self) -> bool {
        self.has_workers_of(other) && self.has_activity_of(other) && self.preview == other.preview
    }
}

impl Eq for Roster {}

impl Roster {
    /// Reads a full listing.
    #[must_use]
    pub fn from_listing(listing: Listing) -> Self {
        let nobody = Self::default();
        let all = listing.records.into_iter().map(|r| nobody.read(r));
        nobody.with(listing.server, all)
    }

    /// The roster of a later full listing, at this time.
    #[must_use]
    pub fn next(&self, now: Moment, listing: Listing) -> Self {
        let all = listing.records.into_iter().map(|r| self.read(r));
        Self {
            full: Some(now),
            ..self.with(listing.server, all)
        }
    }

    /// Whether a short look will do to see what has changed.
    #[must_use]
    pub fn is_recent(&self, now: Moment) -> bool {
        self.full.is_some_and(|at| now.since(at) < FULL_TTL)
    }

    /// The panes that a short look shows to be new or other than they were;
    /// none if that is no look at the same server.
    #[must_use]
    pub fn changed(&self, look: &Fingerprint) -> Option<Vec<PaneId>> {
        let same = |pane: &PaneId, text: &str| {
            let known = self.panes.get(pane);
            known.is_some_and(|known| known.fingerprint == text)
        };
        let changed = look.panes.iter().filter(|(id, (_, text))| !same(id, text));
        (look.server == self.server).then(|| changed.map(|(pane, _)| *pane).collect())
    }

    /// The roster after a short look, with the records of the panes that have
    /// changed. One without a record has gone meanwhile, or has no form.
    #[must_use]
    pub fn updated(&self, look: Fingerprint, mut changed: Listing) -> Self {
        let all = look.panes.into_iter().filter_map(|(id, (activity, text))| {
            let record = changed.records.iter().position(|r| r.target.pane == id);
            let record = record.map(|at| self.read(changed.records.swap_remove(at)));
            let known = self.panes.get(&id).filter(|p| p.fingerprint == text);
            record.or_else(|| {
                let pane = Pane {
                    activity,
                    fingerprint: text,
                    worker: known?.worker.clone(),
                };
                Some((id, pane))
            })
        });
        Self {
            full: self.full,
            ..self.with(look.server, all)
        }
    }

    /// These panes. If their workers are those of this roster they are in the
    /// same order.
    fn with(&self, server: ServerId, all: impl Iterator<Item = (PaneId, Pane)>) -> Self {
        let mut panes = BTreeMap::new();
        panes.extend(all);
        let workers = match in_panes(&panes).eq(in_panes(&self.panes)) {
            true => Arc::clone(&self.workers),
            false => Arc::new(in_panes(&panes).cloned().collect()),
        };
        Self {
            workers,
            server,
            panes: Arc::new(panes),
            ..Self::default()
        }
    }

    /// What a record says of a pane. A worker that is equal to the one of this
    /// roster is the same one. A pane that a person split off inside a worker's
    /// window is not a worker.
    fn read(&self, record: Record) -> (PaneId, Pane) {
        let id = record.target.pane;
        let before = self.panes.get(&id).and_then(|pane| pane.worker.as_ref());
        let (activity, fingerprint) = (record.activity, record.fingerprint.clone());
        let is_worker = record.target.key.is_some() || !record.window_is_ours;
        let worker = is_worker.then(|| Worker::from_record(record));
        let worker = worker.map(|new| match before {
            Some(before) if **before == new => Arc::clone(before),
            _ => Arc::new(new),
        });
        let pane = Pane {
            activity,
            fingerprint,
            worker,
        };
        (id, pane)
    }

    /// Shows this screen of a pane. With a stamp, the next listing captures
    /// it only if it has changed.
    pub fn show(&mut self, pane: PaneId, screen: &str, stamp: Option<Stamp>) {
        self.preview = Some((pane, screen.into()));
        self.stamp = stamp;
    }

    /// Shows the screen of this pane that another roster shows.
    pub fn keep_preview(&mut self, pane: PaneId, other: &Self) {
        let shown = other.preview.clone().filter(|(of, _)| *of == pane);
        self.preview = shown.filter(|_| self.in_pane(pane).is_some());
        self.stamp = other.stamp.clone().filter(|_| self.preview.is_some());
    }

    /// The stamp of the screen that is shown of this pane.
    #[must_use]
    pub fn stamp(&self, pane: PaneId) -> Option<&Stamp> {
        let shown = self.preview.as_ref().filter(|(of, _)| *of == pane);
        shown.and(self.stamp.as_ref())
    }

    /// Whether the workers are the same, in the same order.
    #[must_use]
    pub fn has_workers_of(&self, other: &Self) -> bool {
        self.workers == other.workers
    }

    /// Whether the workers are in the same panes of the same server.
    #[must_use]
    pub fn has_panes_of(&self, other: &Self) -> bool {
        let pane = |worker: &Arc<Worker>| worker.target.pane;
        let (ours, theirs) = (in_panes(&self.panes), in_panes(&other.panes));
        self.server == other.server && ours.map(pane).eq(theirs.map(pane))
    }

    /// Whether nobody has written since the other.
    #[must_use]
    pub fn has_activity_of(&self, other: &Self) -> bool {
        let written = |panes: &BTreeMap<PaneId, Pane>| -> Vec<(PaneId, u64)> {
            let workers = panes.iter().filter(|(_, pane)| pane.worker.is_some());
            workers.map(|(id, pane)| (*id, pane.activity)).collect()
        };
        written(&self.panes) == written(&other.panes)
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
        let pane = self.panes.get(&pane).filter(|p| p.worker.is_some());
        pane.map(|pane| pane.activity)
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
        if let Some(at) = &mut self.full {
            at.shift(by);
        }
        // What has been written since may bear the time of what it shows.
        self.stamp = None;
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
    pub fn unexplained(&self) -> BTreeSet<PaneId> {
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

/// The workers in these panes.
fn in_panes(panes: &BTreeMap<PaneId, Pane>) -> impl Iterator<Item = &Arc<Worker>> {
    panes.values().filter_map(|pane| pane.worker.as_ref())
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
