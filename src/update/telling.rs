//! Telling a user who does not look: the pane's name, and a command of the
//! user's choice when a worker begins to wait, becomes idle or dies.

use crate::client::Job;
use crate::config::Notify;
use crate::effect::Effect;
use crate::model::Purpose;
use crate::operation::claim_telling;
use crate::ordered;
use crate::time::Millis;
use crate::tmux::Target;
use crate::update::Update;
use crate::worker::{State, Worker};

/// How often a hidden panel lists the workers, if it is to tell of them.
pub(super) const HIDDEN: Millis = Millis(3_000);

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
        let states = workers.map(|w| (w.target.clone(), self.model.state(w, now)));
        let states = ordered::map(states);
        let changed: Vec<Worker> = self
            .model
            .roster
            .each()
            .filter(|w| {
                let (before, state) = (self.model.known.get(&w.target), states.get(&w.target));
                let news = matches!(state, Some(State::Waiting | State::Idle | State::Dead));
                // One that has just been started becomes idle by itself.
                let begins = matches!(before, None | Some(State::Starting));
                news && before != state && !(begins && state == Some(&State::Idle))
            })
            .filter(|w| self.model.known.contains_key(&w.target))
            .cloned()
            .collect();
        self.model.known = states;
        for worker in changed {
            self.claim_change(&worker);
        }
    }

    fn claim_change(&mut self, worker: &Worker) {
        let state = self.model.state(worker, self.now);
        // Every panel has to know the change by the same name: by when the
        // agent said so, or without hooks by about when it was seen.
        let since = match worker.report {
            Some(_) => worker.since.unwrap_or_default(),
            None => self.now.seconds() / 10,
        };
        let change = format!("{}.{since}", state.word());
        let target = worker.target.clone();
        let claim = claim_telling(&self.model.config.tmux, target.clone(), change);
        self.begin(Job::Tell(claim), Purpose::Tell(target, state));
    }

    /// It is ours to tell, unless the user sees it anyway.
    pub(crate) fn tell(&mut self, target: &Target, state: State, ours: bool) {
        let Notify::Command(command) = &self.model.config.notify else {
            return;
        };
        let looked_at = self.model.looks_at.and_then(|t| self.model.views.get(&t));
        let sees = self.model.visible || looked_at == Some(target);
        let Some(worker) = self.model.roster.find(target).filter(|_| ours && !sees) else {
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
