//! Lists all workers.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::nonce::Nonce;
use crate::operation::look::Look;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::listing::{self, Along, Extent, LongPoll, Parts};
use crate::tmux::server::command;
use crate::tmux::{Output, PaneId, Tmux};
use crate::worker::Roster;

/// Lists all workers, living and dead, with those of the session that someone
/// else made.
#[must_use]
pub fn get_all_workers_status(tmux: &Tmux, nonce: Nonce) -> Status {
    Status {
        tmux: tmux.clone(),
        nonce,
        unexplained: BTreeSet::new(),
        along: Along::default(),
        screen: None,
        before: Roster::default(),
        again: false,
        stage: Stage::Listing,
        repaired: false,
        retried: false,
    }
}

/// A listing under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    tmux: Tmux,
    nonce: Nonce,
    unexplained: BTreeSet<PaneId>,
    along: Along,
    /// The screen that has come along with a glimpse.
    screen: Option<(PaneId, Arc<str>)>,
    before: Roster,
    /// Whether the next one is to be compared with this one.
    again: bool,
    stage: Stage,
    repaired: bool,
    retried: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Is everything as before?
    Glimpsing,
    Listing,
    Repairing,
}

impl Status {
    /// Names dead workers that no repair has explained before, so that none
    /// is tried again for them.
    #[must_use]
    pub fn knowing(mut self, unexplained: BTreeSet<PaneId>) -> Self {
        self.unexplained = unexplained;
        self
    }

    /// Takes the workers of this roster if the listing says nothing new.
    #[must_use]
    pub fn after(mut self, before: &Roster) -> Self {
        self.before = before.clone();
        self.again = true;
        self
    }

    /// Brings the screen of this pane along, in the same process.
    #[must_use]
    pub fn previewing(mut self, pane: Option<PaneId>) -> Self {
        self.along.preview = pane;
        self
    }

    /// Looks at a worker, in the same process.
    #[must_use]
    pub fn looking(mut self, look: Option<&Look>) -> Self {
        self.along.look = look.map(Look::command);
        self
    }

    /// Waits in tmux while everything is as at the listing before, if that
    /// was one of this kind: tmux compares with this pause.
    #[must_use]
    pub fn patient(mut self, pause: Millis) -> Self {
        self.along.long_poll = Some(LongPoll {
            since: self.before.remembered.clone(),
            pause,
        });
        self
    }

    /// Lists all there is, now.
    fn list(&mut self) -> Step<Roster> {
        self.stage = Stage::Listing;
        if let Some(long_poll) = &mut self.along.long_poll {
            long_poll.since = None;
        }
        self.ask()
    }

    fn ask(&self) -> Step<Roster> {
        let (nonce, extent) = (self.step(), self.extent());
        let argv = listing::invocation(&self.tmux, &nonce, extent, &self.along);
        Step::Run(argv)
    }

    fn extent(&self) -> Extent {
        match self.stage {
            Stage::Glimpsing => Extent::Glimpse,
            _ if self.again => Extent::Both,
            _ => Extent::Whole,
        }
    }

    fn step(&self) -> Nonce {
        self.nonce.step(u32::from(self.repaired))
    }

    /// The same workers as before, or a whole listing.
    fn glimpsed(&mut self, output: &Output) -> Step<Roster> {
        let answer = output.text();
        let parts = listing::split(&self.step(), Extent::Glimpse, &self.along, &answer);
        let roster = self.before.glimpsed(parts.glimpse);
        match roster.filter(|_| output.success()) {
            Some(mut roster) => {
                self.bring_along(&mut roster, parts);
                Step::Done(Ok(roster))
            }
            None => {
                // The screen has come already: half of the bytes of a listing
                // of ten workers.
                let shown = parts.screen.filter(|_| output.success());
                self.screen = self.along.preview.zip(shown.map(Into::into));
                self.along.preview = self.along.preview.filter(|_| shown.is_none());
                self.list()
            }
        }
    }

    fn bring_along(&self, roster: &mut Roster, parts: Parts<'_>) {
        let screen = self.along.preview.zip(parts.screen.map(Into::into));
        roster.preview = screen.or_else(|| self.screen.clone());
        roster.look = parts.look.map(str::to_owned);
        let remembered = self.along.long_poll.is_some();
        roster.remembered = remembered.then(|| self.step());
    }

    fn listed(&mut self, now: Moment, output: &Output) -> Step<Roster> {
        if output.means_no_server() {
            return Step::Done(Ok(Roster::default()));
        }
        // The server ends with its last pane, sometimes under a client that
        // is just asking: the next answer says that there is none.
        if output.means_server_exited() && !self.retried {
            self.retried = true;
            return self.list();
        }
        let nonce = self.step();
        let answer = output.text();
        let mut parts = listing::split(&nonce, self.extent(), &self.along, &answer);
        // The pane of the preview may have gone: its screen is missing then,
        // and the listing before it is whole.
        if !output.success() && parts.screen.is_none() {
            return Step::fail(output.failure(&self.doing()));
        }
        let listing = parts.listing.and_then(|all| self.before.next(&nonce, all));
        let Some(roster) = listing else {
            return Step::fail(output.nonsense(&self.doing()));
        };
        let mut roster = match self.again {
            true => roster.glimpsed_at(now, parts.glimpse),
            false => roster,
        };
        parts.screen = parts.screen.filter(|_| output.success());
        self.bring_along(&mut roster, parts);
        let new = roster
            .unexplained()
            .iter()
            .any(|pane| !self.unexplained.contains(pane));
        if new && !self.repaired {
            self.repaired = true;
            self.stage = Stage::Repairing;
            // Any child of the server makes it collect the ended ones that it
            // has missed.
            let job = command(["run-shell", "-b", "true"]);
            return Step::Run(self.tmux.invocation(&[job]));
        }
        Step::Done(Ok(roster))
    }
}

impl Operation for Status {
    type Output = Roster;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Roster> {
        match (self.stage, progress) {
            (Stage::Glimpsing, Progress::Finished(output)) => self.glimpsed(output),
            (Stage::Listing, Progress::Finished(output)) => self.listed(now, output),
            (_, Progress::Begun) => {
                if self.before.can_be_glimpsed(now) {
                    self.stage = Stage::Glimpsing;
                }
                self.ask()
            }
            _ => self.list(),
        }
    }

    fn doing(&self) -> String {
        "list the workers".into()
    }

    fn deadline(&self) -> Millis {
        let waits = self.along.long_poll.as_ref().map(LongPoll::longest);
        Millis(8_000 + waits.unwrap_or_default().0)
    }
}
