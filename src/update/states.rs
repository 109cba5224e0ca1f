//! What each worker is doing: in which order they are listed, when to look
//! closer, who needs somebody next.

use std::collections::BTreeMap;

use crate::agent::hooks::Report;
use crate::client::Job;
use crate::config::Order;
use crate::model::Purpose;
use crate::operation::look::Look;
use crate::operation::look_at_worker;
use crate::time::Millis;
use crate::tmux::Target;
use crate::update::Update;
use crate::worker::state::Age;
use crate::worker::{Roster, State, Worker};

/// How long rows stay where they are after the user has done something.
const HANDS_OFF: Millis = Millis(3_000);
/// How often one worker is looked at.
const LOOK_AGAIN: Millis = Millis(3_000);
/// Output younger than this is that of an agent at work, seconds: a working
/// agent and an open question write all the time, an idle one does not.
const FRESH: u64 = 2;
/// How long it has to go on: an idle Claude Code 2.1.330 writes something
/// every 8 to 10 seconds, too.
const WRITES_ON: Millis = Millis(3_500);
/// How long an agent's word stands before it is doubted, seconds.
const SETTLED: u64 = 3;

impl Update<'_> {
    /// Puts a new roster into its order. While the user acts the rows stay,
    /// and new ones come last.
    pub(crate) fn arrange(&self, roster: &mut Roster) {
        let model = &*self.model;
        if self.now.since(model.acted) < HANDS_OFF {
            let mut rows = BTreeMap::new();
            rows.extend(
                model
                    .roster
                    .each()
                    .zip(0..)
                    .map(|(w, row)| (&w.target, row)),
            );
            roster.arrange(|w| rows.get(&w.target).copied().unwrap_or(usize::MAX));
        } else if model.config.order == Order::Need {
            let since = |w: &Worker| w.since.unwrap_or(u64::MAX);
            roster.arrange(|w| (model.state(w, self.now), since(w), w.target.pane));
        } else {
            roster.arrange(|w| w.target.pane);
        }
    }

    /// Draws anew when what is told of a state has changed with the time.
    pub(crate) fn tell_states(&mut self) {
        let now = self.now;
        let told = |w: &Worker| (self.model.state(w, now), Age::since(now, w.since));
        let told: Vec<_> = self.model.roster.each().map(told).collect();
        if self.model.told != told {
            self.model.told = told;
            self.repaint();
        }
    }

    /// Takes what a look has shown that went along with the listing. Looks
    /// closer at one worker whose agent says nothing, or what its output
    /// contradicts: with the next listing, so that a panel on which nothing
    /// happens runs one process each time; at once where somebody waits to see
    /// what is new.
    pub(crate) fn look_closer(&mut self, along: Option<(Look, String)>) {
        let roster = &self.model.roster;
        self.model
            .looks
            .retain(|target, _| roster.find(target).is_some());
        self.note_writing();
        if let Some((look, shown)) = along {
            let target = look.target().clone();
            let look = look.having_shown(shown);
            self.begin(Job::Look(look), Purpose::Look(target));
        }
        let looking = |p: &Purpose| matches!(p, Purpose::Look(_));
        let wanted = self.model.is_watched() || self.tells_while_hidden();
        if !wanted || self.model.purposes.values().any(looking) {
            return;
        }
        // In turn: the one first that was not looked at for longest.
        let workers = self.model.roster.each();
        let doubted = workers.filter(|w| self.is_doubted(w));
        let last = |w: &&Worker| self.model.looks.get(&w.target).map(|(_, at)| *at);
        let Some(worker) = doubted.min_by_key(last) else {
            return;
        };
        let (target, profile) = (worker.target.clone(), worker.profile());
        let waits_for_it = worker.report.is_none() || is_busy(worker);
        let is_news = waits_for_it && self.has_written_since_look(worker);
        let look = look_at_worker(&self.model.config.tmux, target.clone(), profile);
        if is_news {
            self.begin(Job::Look(look), Purpose::Look(target));
        } else {
            self.model.polling.look = Some(look);
        }
    }

    /// Keeps since when each worker has been writing without a pause.
    fn note_writing(&mut self) {
        let now = self.now;
        let model = &mut *self.model;
        let before = std::mem::take(&mut model.writing);
        for worker in model.roster.workers() {
            let activity = model.roster.activity(worker.target.pane);
            if activity.is_some_and(|at| now.seconds().saturating_sub(at) < FRESH) {
                let since = before.get(&worker.target).copied().unwrap_or(now);
                model.writing.insert(worker.target.clone(), since);
            }
        }
    }

    /// Whether there is something new to see since its screen was looked at.
    fn has_written_since_look(&self, worker: &Worker) -> bool {
        let last = self.model.looks.get(&worker.target);
        let activity = self.model.roster.activity(worker.target.pane);
        last.zip(activity)
            .is_some_and(|((_, at), activity)| activity >= at.seconds())
    }

    fn is_doubted(&self, worker: &Worker) -> bool {
        let last = self.model.looks.get(&worker.target);
        let again = last.is_none_or(|(_, at)| self.now.since(*at) >= LOOK_AGAIN);
        // Who says to work or to wait and has written since is looked at as
        // soon as it is silent: that is how Escape shows.
        let escaped = is_busy(worker) && self.has_written_since_look(worker);
        if worker.life.is_dead() || !(again || escaped) {
            return false;
        }
        let now = self.now.seconds();
        let writing = self.model.writing.get(&worker.target);
        let writes = writing.is_some();
        let writes_on = writing.is_some_and(|since| self.now.since(*since) >= WRITES_ON);
        let settled = worker
            .since
            .is_none_or(|since| now.saturating_sub(since) >= SETTLED);
        let doubted = match worker.report {
            Some(Report::Idle) => settled && writes_on,
            Some(Report::Working | Report::Waiting) => settled && !writes,
            // Without hooks: when there is something new to see.
            Some(Report::Starting | Report::Ended) | None => {
                settled && (last.is_none() || self.has_written_since_look(worker))
            }
        };
        doubted && worker.profile().screen.is_some()
    }

    /// What a look has shown.
    pub(crate) fn looked(&mut self, target: Target, seen: Option<Report>) {
        self.model.looks.insert(target, (seen, self.now));
        self.tell_states();
    }

    /// Chooses the next worker that needs somebody: one that waits before one
    /// that is idle.
    pub(crate) fn next_in_need(&mut self) {
        let workers = self.model.roster.workers();
        let here = self.model.selected.as_ref();
        let here = here.and_then(|t| self.model.roster.position(t));
        let from = here.map_or(0, |row| row + 1);
        let around = workers.iter().skip(from).chain(workers.iter().take(from));
        let needs = |state: State| {
            let mut around = around.clone();
            around.find(|w| self.model.state(w, self.now) == state)
        };
        let next = needs(State::Waiting).or_else(|| needs(State::Idle));
        match next.map(|w| w.target.clone()) {
            Some(target) => self.choose(Some(target)),
            None => {
                let text = "no worker needs you";
                self.model.notices.done(self.now, text, "");
            }
        }
    }
}

/// Whether its agent says that it works, or that a question is open.
fn is_busy(worker: &Worker) -> bool {
    matches!(worker.report, Some(Report::Working | Report::Waiting))
}
