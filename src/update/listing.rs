//! Listing: when, and what a new roster does to the choice.

use crate::client::Job;
use crate::error::Error;
use crate::keymap::Focus;
use crate::model::{Follow, HostState, LongPollRequest, Model, Purpose};
use crate::operation::first_look::{FirstSeen, first_look};
use crate::operation::get_all_workers_status;
use crate::operation::status::Status;
use crate::time::Millis;
use crate::tmux::listing::LongPoll;
use crate::tmux::{PaneId, Target};
use crate::update::Update;
use crate::update::telling::HIDDEN;
use crate::update::watching::UNSEEN;
use crate::worker::{Roster, Worker};

/// How long to wait after a failed listing, doubled with each further one.
const AFTER_FAILURE: Millis = Millis(2_000);
/// How long nothing must have happened for the pause between two listings to
/// be the longer one.
const QUIET: Millis = Millis(10_000);
/// The longer pause, in tenths of the other: 0.65 s of 0.5 s. Whatever happens
/// is still on the screen within 0.7 s; a fourth of all work is saved.
const QUIET_TENTHS: u64 = 13;
/// How long nobody must have written for a listing to wait in tmux: when each
/// has last written is told in whole seconds, and a look at the screen may be
/// due until then.
const SILENT: Millis = Millis(4_000);
/// How many of the workers that are gone are named.
const NAMED: usize = 3;
/// The longest wait.
const LONGEST_WAIT: u64 = 60_000;

impl Update<'_> {
    pub(crate) fn list(&mut self) {
        let status = self.status();
        self.model.polling.long_poll = None;
        if !self.may_long_poll() {
            self.begin(Job::Status(status), Purpose::List);
            return;
        }
        let status = status.long_poll(self.model.config.refresh);
        let (begun, preview) = (self.now, self.previewed());
        let id = self.begin(Job::Status(status), Purpose::List);
        self.model.polling.long_poll = Some(LongPollRequest { id, begun, preview });
    }

    /// Looks for tmux and lists in one.
    pub(crate) fn look_first(&mut self) {
        let (status, nonce) = (self.status(), self.model.nonces.draw());
        let look = first_look(&self.model.config.tmux, status, nonce);
        self.begin(Job::FirstLook(Box::new(look)), Purpose::Probe);
    }

    fn status(&mut self) -> Status {
        let nonce = self.model.nonces.draw();
        get_all_workers_status(&self.model.config.tmux, nonce)
            .knowing(self.model.polling.unexplained.clone())
            .after(&self.model.roster)
            .previewing(self.previewed())
            .looking(self.model.polling.look.as_ref())
    }

    /// Whether nothing has happened for so long that a listing may wait until
    /// something does.
    fn may_long_poll(&self) -> bool {
        let model = &*self.model;
        let waited_for = model.desk.listens() || model.polling.look.is_some();
        model.visible
            && !waited_for
            && self.is_quiet()
            && self.now.since(model.polling.wrote) >= SILENT
            && LongPoll::is_worthwhile(model.config.refresh)
    }

    /// Whether neither the user nor a worker has done anything for a while.
    fn is_quiet(&self) -> bool {
        let last = self.model.acted.max(self.model.polling.changed);
        self.now.since(last) >= QUIET
    }

    /// Drops a long poll: its client ends soon, and its answer is for nobody.
    /// The next listing does not wait.
    pub(crate) fn cancel_long_poll(&mut self) {
        let request = self.model.polling.long_poll.take();
        let under_way = request.filter(|r| self.model.purposes.remove(&r.id).is_some());
        if let Some(request) = under_way {
            self.model.client.drop_request(request.id);
            self.model.polling.under_way = false;
            self.model.polling.next = self.now;
            self.model.roster.remembered = None;
        }
    }

    /// Drops a long poll that brings along another screen than is shown now.
    pub(crate) fn cancel_stale_long_poll(&mut self) {
        let request = self.model.polling.long_poll;
        if request.is_some_and(|r| r.preview != self.previewed()) {
            self.cancel_long_poll();
        }
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
        self.cancel_long_poll();
        self.model.polling.next = self.now;
        self.model.polling.again = self.model.polling.under_way;
    }

    pub(crate) fn probed(&mut self, result: Result<FirstSeen, Error>) {
        self.model.polling.under_way = false;
        match result {
            Ok(FirstSeen { host, listed }) => {
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
        roster.close_up_preview();
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
        if !self.model.roster.has_activity_of(&roster) {
            self.model.polling.wrote = now;
        }
        let pause = self.pause();
        let polling = &mut self.model.polling;
        // While it waited, nothing went unseen.
        let last = polling.long_poll.take().map_or(now, |r| r.begun);
        polling.next = if polling.again {
            now
        } else {
            last.after(pause).max(now)
        };
        let began_before = std::mem::take(&mut polling.again);
        polling.failures = 0;
        polling.unexplained = roster.unexplained();
        if first && roster.is_empty() && self.model.prompt.is_empty() {
            // There is nobody to write to: the first key is a command.
            self.model.focus = Focus::List;
        }
        if news {
            self.replace_roster(roster);
        } else {
            self.model.roster = roster;
        }
        // Who was removed is missing in a listing that began after that.
        self.model.polling.removed &= began_before;
        self.tell_states();
        self.look_closer(look);
        self.tell_changes();
        self.entitle();
        self.grant_wish();
        self.know_views();
        self.tell_pipes();
    }

    /// Takes a roster that shows something new.
    fn replace_roster(&mut self, roster: Roster) {
        let chosen = self.model.selected.as_ref();
        let row = chosen.and_then(|t| self.model.roster.position(t));
        let before = std::mem::replace(&mut self.model.roster, roster);
        self.keep_choice(row, before.is_empty());
        self.rescue_drafts();
        self.tell_gone(&before);
        self.model.find(self.now);
        self.repaint();
    }

    /// How long to wait after a listing.
    fn pause(&self) -> Millis {
        let model = &*self.model;
        if !model.visible {
            let listens = model.desk.listens();
            return if listens {
                model.config.refresh.max(UNSEEN)
            } else {
                HIDDEN
            };
        }
        let refresh = model.config.refresh.0;
        if self.is_quiet() {
            return Millis(refresh * QUIET_TENTHS / 10);
        }
        Millis(refresh)
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
                // What is written for the marked is none of this one's.
                let its = !model.prompt.is_empty() && model.marks.is_empty();
                model.orphan = Some(target.clone()).filter(|_| its);
                model.selected = None;
                model.row = row.unwrap_or(0);
            }
            None if was_empty && model.prompt.is_empty() => model.selected = at_row(model, 0),
            None => {}
        }
    }

    /// Tells which workers are not there any more, unless it was done here.
    fn tell_gone(&mut self, before: &Roster) {
        let removed = self.model.polling.removed;
        if self.model.roster.has_panes_of(before) {
            return;
        }
        let roster = &self.model.roster;
        let gone: Vec<&Worker> = before
            .each()
            .filter(|w| roster.find(&w.target).is_none())
            .collect();
        let removes = |p: &Purpose| match p {
            Purpose::Stop { .. } | Purpose::Clean | Purpose::Restart { .. } => true,
            Purpose::Start(typed) => typed.replaces.is_some(),
            _ => false,
        };
        let ours = removed || self.model.purposes.values().any(removes);
        let orphan = self.model.orphan.as_ref();
        let chosen = orphan.is_some_and(|t| gone.iter().any(|w| w.target == *t));
        if gone.is_empty() || ours && !(chosen && self.model.wish.is_none()) {
            return;
        }
        let name = |w: &&Worker| format!("{} {}", w.target.pane, self.model.short(&w.name()));
        let names: Vec<String> = gone.iter().take(NAMED).map(name).collect();
        let names = names.join(", ");
        let text = match gone.len() {
            1 => format!("worker {names} is gone"),
            all if self.model.roster.is_empty() => format!("all {all} workers are gone: {names}"),
            many => format!("{many} workers are gone: {names}"),
        };
        let more = if gone.len() > NAMED { " …" } else { "" };
        let hint = match (chosen, self.model.roster.is_empty()) {
            (true, false) => "your text is kept: choose another worker",
            (true, true) => "your text is kept",
            (false, true) if gone.len() > 1 => "their tmux session has ended",
            (false, _) => "",
        };
        let text = format!("{text}{more}");
        if chosen {
            self.model.notices.failed(self.now, text, hint);
        } else {
            self.model.notices.noted(self.now, text, hint);
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
                let pane = target.pane;
                self.show(target);
                if !text.is_empty() {
                    let draft = std::mem::replace(&mut self.model.prompt, text);
                    if !draft.is_empty() {
                        self.model.leave_unsent(pane, draft.shared());
                    }
                }
                // What is typed from now on is for this one.
                self.model.last_start.follow = Follow::Choice;
            } else {
                self.show(target);
            }
        } else if wish.until <= self.now {
            self.model.wish = None;
        }
    }

    /// The user chooses a worker: no start that ends later takes it away.
    pub(crate) fn choose(&mut self, target: Option<Target>) {
        if let Some(target) = target {
            self.model.last_start.follow = Follow::Nothing;
            self.model.wish = None;
            self.show(target);
        }
    }

    /// Makes a worker the chosen one and brings it into sight.
    fn show(&mut self, target: Target) {
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

/// The worker in this row of the list.
pub(crate) fn at_row(model: &Model, row: usize) -> Option<Target> {
    model.worker_at(row).map(|w| w.target.clone())
}
