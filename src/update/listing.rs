//! Listing: when, and what a new roster does to the choice.

use crate::client::Job;
use crate::error::Error;
use crate::keymap::Focus;
use crate::model::{HostState, Model, Purpose};
use crate::operation::get_all_workers_status;
use crate::operation::opening::{Opened, opening};
use crate::operation::status::Status;
use crate::ordered;
use crate::time::Millis;
use crate::tmux::{PaneId, Target};
use crate::update::Update;
use crate::update::telling::HIDDEN;
use crate::update::watching::UNSEEN;
use crate::worker::Roster;

/// How long to wait after a failed listing, doubled with each further one.
const AFTER_FAILURE: Millis = Millis(2_000);
/// How long nothing must have happened for the pause between two listings to
/// be the longer one.
const QUIET: Millis = Millis(10_000);
/// The longer pause, in tenths of the other: 0.65 s of 0.5 s. Whatever happens
/// is still on the screen within 0.7 s; a fourth of all work is saved.
const QUIET_TENTHS: u64 = 13;
/// The longest wait.
const LONGEST_WAIT: u64 = 60_000;

impl Update<'_> {
    pub(crate) fn list(&mut self) {
        let status = self.status();
        self.begin(Job::Status(status), Purpose::List);
    }

    /// Looks for tmux and lists in one.
    pub(crate) fn open(&mut self) {
        let (status, nonce) = (self.status(), self.model.nonces.draw());
        let opening = opening(&self.model.config.tmux, status, nonce);
        self.begin(Job::Open(Box::new(opening)), Purpose::Probe);
    }

    fn status(&mut self) -> Status {
        let nonce = self.model.nonces.draw();
        get_all_workers_status(&self.model.config.tmux, nonce)
            .knowing(self.model.polling.unexplained.clone())
            .after(&self.model.roster)
            .previewing(self.previewed())
            .looking(self.model.polling.look.as_ref())
    }

    /// The pane whose screen is shown beside the list.
    fn previewed(&self) -> Option<PaneId> {
        let shown = self.model.preview && self.model.preview_fits;
        let pointed = self.model.pointed().filter(|_| shown);
        pointed
            .and_then(|t| self.model.roster.find(t))
            .map(|w| w.target.pane)
    }

    /// Lists as soon as can be while the panel is in sight.
    pub(crate) fn list_soon(&mut self) {
        self.model.polling.next = self.now;
        self.model.polling.again = self.model.polling.under_way;
    }

    pub(crate) fn probed(&mut self, result: Result<Opened, Error>) {
        self.model.polling.under_way = false;
        match result {
            Ok(Opened { host, listed }) => {
                self.model.host = HostState::Ready(host);
                match listed {
                    Some(listed) => self.listed(listed),
                    None => self.model.polling.next = self.now,
                }
            }
            Err(error) => {
                self.model.host = HostState::Unfit(error);
                self.wait_after_failure();
            }
        }
        self.repaint();
    }

    pub(crate) fn listed(&mut self, result: Result<Roster, Error>) {
        self.model.polling.under_way = false;
        match result {
            Ok(roster) => self.took_list(roster),
            Err(error) => {
                if error == Error::TmuxMissing {
                    self.model.host = HostState::Unknown;
                }
                self.model.polling.failure = Some(error);
                self.wait_after_failure();
                self.repaint();
            }
        }
    }

    fn took_list(&mut self, mut roster: Roster) {
        let now = self.now;
        let look = self.model.polling.look.take().zip(roster.look.take());
        self.arrange(&mut roster);
        let recovered = self.model.polling.failure.take().is_some();
        let first = self.model.polling.listed.replace(now).is_none();
        let same_screen = self.model.roster.preview == roster.preview;
        let changed = !self.model.roster.has_workers_of(&roster) || !same_screen;
        if same_screen {
            // Not one that is equal: its rows have been cut already.
            roster.preview = self.model.roster.preview.take();
        }
        let news = recovered || first || changed;
        if news {
            self.model.polling.changed = now;
        }
        let pause = self.pause();
        let polling = &mut self.model.polling;
        polling.next = if polling.again { now } else { now.after(pause) };
        polling.again = false;
        polling.failures = 0;
        polling.unexplained = ordered::set(roster.unexplained());
        if first && roster.is_empty() && self.model.prompt.is_empty() {
            // There is nobody to write to: the first key is a command.
            self.model.focus = Focus::List;
        }
        if news {
            let row = self
                .model
                .selected
                .as_ref()
                .and_then(|t| self.model.roster.position(t));
            let was_empty = self.model.roster.is_empty();
            self.model.roster = roster;
            self.keep_choice(row, was_empty);
            self.rescue_drafts();
            self.model.find(now);
            self.repaint();
        } else {
            self.model.roster = roster;
        }
        self.tell_states();
        self.look_closer(look);
        self.tell_changes();
        self.entitle();
        self.grant_wish();
        self.tell_pipes();
    }

    /// How long to wait after a listing.
    fn pause(&self) -> Millis {
        let model = &*self.model;
        let last = model.acted.max(model.polling.changed);
        if !model.visible {
            let listens = model.desk.listens();
            return if listens {
                model.config.refresh.max(UNSEEN)
            } else {
                HIDDEN
            };
        }
        let refresh = model.config.refresh.0;
        if self.now.since(last) < QUIET {
            return Millis(refresh);
        }
        Millis(refresh * QUIET_TENTHS / 10)
    }

    fn wait_after_failure(&mut self) {
        let polling = &mut self.model.polling;
        let wait = AFTER_FAILURE.0 << polling.failures.min(5);
        polling.failures += 1;
        polling.again = false;
        polling.next = self.now.after(Millis(wait.min(LONGEST_WAIT)));
    }

    /// After a change of the roster: keeps the chosen worker chosen. When it
    /// has gone nobody is chosen, least of all the neighbour that moved into
    /// its row: a prompt must not end there. Only a first worker is chosen
    /// without being asked for.
    fn keep_choice(&mut self, row: Option<usize>, was_empty: bool) {
        let model = &mut *self.model;
        match &model.selected {
            Some(target) if model.roster.find(target).is_some() => {}
            Some(target) => {
                let pane = target.pane;
                model.selected = None;
                model.row = row.unwrap_or(0);
                if !model.prompt.is_empty() {
                    let text = format!("worker {pane} is gone");
                    let hint = "your text is kept: choose another worker";
                    model.notices.failed(self.now, text, hint);
                }
            }
            None if was_empty && model.prompt.is_empty() => model.selected = at_row(model, 0),
            None => {}
        }
    }

    /// Chooses the worker that was wished for, when it is listed.
    pub(crate) fn grant_wish(&mut self) {
        let Some(wish) = self.model.wish else {
            return;
        };
        if let Some(worker) = self.model.roster.in_pane(wish.pane) {
            let target = worker.target.clone();
            self.model.wish = None;
            if wish.takes_text {
                // What has been typed since is for the new one.
                let text = std::mem::take(&mut self.model.prompt);
                self.choose(Some(target));
                self.model.prompt = text;
            } else {
                self.choose(Some(target));
            }
        } else if wish.until <= self.now {
            self.model.wish = None;
        }
    }

    /// Chooses a worker and brings it into sight.
    pub(crate) fn choose(&mut self, target: Option<Target>) {
        if let Some(target) = target {
            if self.model.selected.as_ref() != Some(&target) {
                self.turn_to(&target);
                self.model.look_back = None;
                if self.model.preview_fits {
                    self.list_soon();
                }
            }
            self.model.selected = Some(target);
            self.model.reveal = true;
            self.repaint();
        }
    }
}

/// The worker in this row of the list.
pub(crate) fn at_row(model: &Model, row: usize) -> Option<Target> {
    model.worker_at(row).map(|w| w.target.clone())
}
