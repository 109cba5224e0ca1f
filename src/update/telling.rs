//! Telling a user who does not look: the pane's name, and a command of the
//! user's choice when a worker begins to wait, becomes idle or dies.

use std::collections::BTreeMap;

use crate::client::Job;
use crate::config::Notify;
use crate::effect::Effect;
use crate::model::Purpose;
use crate::operation::claim_telling;
use crate::time::Millis;
use crate::tmux::Target;
use crate::update::Update;
use crate::worker::{State, Worker};

/// How often a hidden panel lists the workers, if it is to tell of them.
pub(super) const HIDDEN: Millis = Millis(3_000);

/// In how many seconds all panels see a change, and hardly another one comes.
const ABOUT: u64 = 10;

impl Update<'_> {
    /// Whether the workers are listed although nobody looks.
    pub(crate) fn tells_while_hidden(&self) -> bool {
        self.model.config.notify != Notify::Off
    }

    /// Gives the panel's pane the summary as its name.
    pub(crate) fn entitle(&mut self) {
        let title = self.model.summary(self.now);
        if self.model.title != title {
            self.model.title.clone_from(&title);
            self.effects.push(Effect::Rename(title));
        }
    }

    /// Compares what the workers do with what was known, and tells of what
    /// has come about since.
    pub(crate) fn tell_changes(&mut self) {
        if !matches!(self.model.config.notify, Notify::Command(_)) {
            return;
        }
        let now = self.now;
        let workers = self.model.roster.each();
        let mut states = BTreeMap::new();
        states.extend(workers.map(|w| (w.target.clone(), self.model.state(w, now))));
        let news = |w: &&Worker| {
            let (before, state) = (self.model.known.get(&w.target), states.get(&w.target));
            let news = matches!(state, Some(State::Waiting | State::Idle | State::Dead));
            // One that has just been started becomes idle by itself.
            let begins = before == Some(&State::Starting) && state == Some(&State::Idle);
            news && before.is_some_and(|before| Some(before) != state) && !begins
        };
        let changed = self.model.roster.each().filter(news);
        let changed: Vec<Target> = changed.map(|w| w.target.clone()).collect();
        // A panel in sight, which tells nobody, is to be the first to know: a
        // hidden one waits for another listing.
        let seen = std::mem::take(&mut self.model.changes);
        let due = if self.model.visible {
            changed
        } else {
            self.model.changes = changed;
            seen
        };
        self.model.known = states;
        for target in due {
            self.claim_change(target);
        }
    }

    fn claim_change(&mut self, target: Target) {
        let Some(worker) = self.model.roster.find(&target) else {
            return;
        };
        let state = self.model.state(worker, self.now);
        if !matches!(state, State::Waiting | State::Idle | State::Dead) {
            return;
        }
        // Every panel has to know the change by the same name: by when the
        // agent said so, or without hooks by about when it was seen.
        let about = self.now.seconds() / ABOUT;
        let name = |since: u64| format!("{}.{since}", state.word());
        let (change, also) = match worker.report {
            Some(_) => (name(worker.since.unwrap_or_default()), None),
            None => (name(about), Some(name(about.saturating_sub(1)))),
        };
        let claim = claim_telling(&self.model.config.tmux, target.clone(), change, also);
        self.begin(Job::Tell(claim), Purpose::Tell(target, state));
    }

    /// It is ours to tell, unless the user sees it anyway. What they look at is
    /// asked for now: Zellij tells of panes and tabs only to the plugins of the
    /// tab in sight, so that whatever a panel remembers may be long past.
    pub(crate) fn tell(&mut self, target: &Target, state: State, ours: bool) {
        if ours && !self.model.visible {
            self.model.to_tell.push((target.clone(), state));
            self.effects.push(Effect::ReadFocus);
        }
    }

    /// Tells what is to be told, but not of a worker whose view is in focus.
    pub(crate) fn tell_unless_seen(&mut self, terminal: Option<u32>) {
        let seen = terminal.and_then(|t| self.model.views.get(&t)).cloned();
        for (target, state) in std::mem::take(&mut self.model.to_tell) {
            if seen.as_ref() != Some(&target) {
                self.run_notify(&target, state);
            }
        }
    }

    fn run_notify(&mut self, target: &Target, state: State) {
        let Notify::Command(command) = &self.model.config.notify else {
            return;
        };
        let Some(worker) = self.model.roster.find(target) else {
            return;
        };
        let environment = [
            ("ORG_WORKER", target.pane.to_string()),
            (
                "ORG_DIRECTORY",
                worker.directory.clone().unwrap_or_default(),
            ),
            ("ORG_STATE", state.word().to_owned()),
            ("ORG_SUMMARY", self.model.summary(self.now)),
        ];
        self.effects.push(Effect::Notify {
            argv: command.words().to_vec(),
            environment: environment.map(|(k, v)| (k.to_owned(), v)).into(),
        });
    }
}
