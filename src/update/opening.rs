//! Opening workers in terminals of Zellij, and what becomes of those.

use crate::config::Place;
use crate::effect::Effect;
use crate::keymap::Action;
use crate::model::Opening;
use crate::operation::attach::{end_view, shown_by};
use crate::operation::attach_to_worker;
use crate::tmux::Target;
use crate::update::Update;
use crate::worker::Worker;

/// How to come back from a worker.
const BACK: &str = "close its pane to come back; the worker goes on";

impl Update<'_> {
    /// Opens the chosen worker.
    pub(crate) fn open_chosen(&mut self, place: Place) {
        if !self.ready() {
            return;
        }
        let Some(worker) = self.model.chosen().cloned() else {
            let way = self.model.way(Action::Start);
            let choose = self.model.config.keys.way_to_choose(self.model.focus);
            let hint = format!("start one with {way}, or {choose}");
            self.model
                .notices
                .noted(self.now, "no worker to open", &hint);
            return;
        };
        self.open(&worker, place);
    }

    /// Opens a worker, or shows the terminal that shows it already: a second
    /// one would lie over the first and look the same.
    pub(crate) fn open(&mut self, worker: &Worker, place: Place) {
        let pane = worker.target.pane;
        let title = format!("{pane} {}", self.model.short(&worker.name()));
        let mut views = self.model.views.iter();
        if let Some((terminal, _)) = views.find(|(_, shows)| **shows == worker.target) {
            self.model.showing = Some((*terminal, place));
            self.effects.push(Effect::ShowTerminal(*terminal));
            return;
        }
        let nonce = self.model.nonces.draw();
        let argv = attach_to_worker(&self.model.config.tmux, worker, &nonce);
        let shows = worker.target.clone();
        let opening = Opening {
            nonce,
            title: title.clone(),
            place,
        };
        self.model.openings.insert(shows.clone(), opening);
        self.effects.push(Effect::OpenTerminal {
            argv,
            title,
            place,
            shows,
        });
    }

    /// Terminals that show workers, which this panel may not have opened: the one
    /// before it did, or another one.
    pub(super) fn found_views(&mut self, views: &[(u32, String)]) {
        let shown = |(terminal, command): &(u32, String)| Some((*terminal, shown_by(command)?));
        self.model.found_views = views.iter().filter_map(shown).collect();
        self.know_views();
    }

    /// Knows whom those terminals show, once the workers are listed.
    pub(super) fn know_views(&mut self) {
        let model = &mut *self.model;
        for (terminal, (pane, start)) in &model.found_views {
            let worker = model.roster.in_pane(*pane);
            let worker = worker.filter(|w| w.target.server.start_time == *start);
            if let Some(worker) = worker.filter(|_| !model.views.contains_key(terminal)) {
                model.views.insert(*terminal, worker.target.clone());
            }
        }
    }

    /// The terminal is there.
    pub(super) fn terminal_opened(&mut self, terminal: u32, shows: Target) {
        if let Some(opening) = self.model.openings.remove(&shows) {
            let text = format!("opened {}", opening.title);
            self.model.notices.done(self.now, text, BACK);
            self.repaint();
            if opening.place == Place::InPlace {
                self.gone_from_sight();
            }
        }
        self.model.views.insert(terminal, shows);
    }

    /// The terminal that shows a worker already is in sight.
    pub(super) fn terminal_shown(&mut self, terminal: u32) {
        self.model.showing = None;
        let target = self.model.views.get(&terminal);
        if let Some(worker) = target.and_then(|target| self.model.roster.find(target)) {
            let pane = worker.target.pane;
            let name = self.model.short(&worker.name());
            let text = format!("{pane} {name} is open already: its pane is shown");
            self.model.notices.done(self.now, text, "");
            self.repaint();
        }
    }

    /// A terminal has gone. If it was to be shown, its worker is opened anew.
    pub(super) fn terminal_closed(&mut self, terminal: u32) {
        let shown = self.model.views.remove(&terminal);
        self.model.found_views.remove(&terminal);
        let Some((_, place)) = self.model.showing.take_if(|(t, _)| *t == terminal) else {
            return;
        };
        let worker = shown.and_then(|target| self.model.roster.find(&target).cloned());
        if let Some(worker) = worker {
            self.open(&worker, place);
        }
    }

    /// There is none. With no room for a floating pane Zellij still runs its
    /// program: a client that nobody sees, and that would keep the worker's
    /// window as small as itself.
    pub(super) fn no_terminal(&mut self, shows: &Target, runs: bool) {
        let Some(opening) = self.model.openings.remove(shows) else {
            return;
        };
        if runs {
            self.effects.push(Effect::Notify {
                argv: end_view(&self.model.config.tmux, &opening.nonce),
                environment: [].into(),
            });
        }
        let (other, what) = match opening.place {
            Place::Floating => (Action::OpenInPlace, "try it in the panel's place"),
            Place::InPlace => (Action::OpenFloating, "try a floating pane"),
            Place::Tab => (
                Action::OpenInPlace,
                "a layout without a terminal has no room for it; try the panel's place",
            ),
        };
        let text = format!("Zellij shows no pane of {}", opening.title);
        let hint = format!("{what}: {}", self.model.way(other));
        self.model.notices.failed(self.now, text, hint);
        self.repaint();
    }

    pub(super) fn terminal_ended(&mut self, terminal: u32, status: Option<i32>) {
        self.model.views.remove(&terminal);
        self.model.found_views.remove(&terminal);
        // A view that ended well has nothing left to show; one that failed
        // shows why.
        if status == Some(0) {
            self.effects.push(Effect::CloseTerminal(terminal));
        }
    }
}
