//! Lists all workers.

use std::collections::BTreeSet;

use crate::nonce::Nonce;
use crate::operation::look::Look;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::listing::{
    self, Extras, Fingerprint, Listing, ListingKind, LongPoll, MAX_CHANGED, Preview, Stamp,
};
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
        invocations: 0,
        unexplained: BTreeSet::new(),
        before: Roster::default(),
        look: None,
        preview: None,
        pause: None,
        stage: Stage::Full,
        begun: Moment::default(),
        extras_output: ExtrasOutput::default(),
        repaired: false,
        retried: false,
    }
}

/// A listing under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    tmux: Tmux,
    nonce: Nonce,
    /// How many there have been: each has a nonce of its own.
    invocations: u32,
    unexplained: BTreeSet<PaneId>,
    before: Roster,
    look: Option<Vec<String>>,
    preview: Option<PaneId>,
    /// Between two comparisons of a long poll.
    pause: Option<Millis>,
    stage: Stage,
    /// When the invocation under way began.
    begun: Moment,
    extras_output: ExtrasOutput,
    repaired: bool,
    retried: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// Which panes have changed?
    Short,
    /// Those panes, after this short look.
    Changed(Fingerprint, Vec<PaneId>),
    /// All panes.
    Full,
    Repairing,
}

/// What the last invocation with extras has extras_output along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ExtrasOutput {
    look: Option<String>,
    preview: Option<String>,
    /// The nonce under which tmux remembers what was to be seen.
    remembered: Option<Nonce>,
    begun: Moment,
}

impl Status {
    /// Names dead workers that no repair has explained before, so that none
    /// is tried again for them.
    #[must_use]
    pub fn knowing(mut self, unexplained: BTreeSet<PaneId>) -> Self {
        self.unexplained = unexplained;
        self
    }

    /// Keeps what has not changed since this roster.
    #[must_use]
    pub fn after(mut self, before: &Roster) -> Self {
        self.before = before.clone();
        self
    }

    /// Brings the screen of this pane along, in the same process; the one of
    /// the roster before if it has not changed.
    #[must_use]
    pub fn previewing(mut self, pane: Option<PaneId>) -> Self {
        self.preview = pane;
        self
    }

    /// Looks at a worker, in the same process.
    #[must_use]
    pub fn looking(mut self, look: Option<&Look>) -> Self {
        self.look = look.map(Look::command);
        self
    }

    /// Waits in tmux while everything is as at the listing before, if that
    /// was a long poll as well: tmux compares with this pause.
    #[must_use]
    pub fn long_poll(mut self, pause: Millis) -> Self {
        self.pause = Some(pause);
        self
    }

    /// Lists everything, now.
    fn list(&mut self, now: Moment) -> Step<Roster> {
        self.stage = Stage::Full;
        self.ask(now)
    }

    fn ask(&mut self, now: Moment) -> Step<Roster> {
        let (kind, extras) = match &self.stage {
            Stage::Changed(_, panes) => (ListingKind::Changed(panes.clone()), Extras::default()),
            Stage::Short => (ListingKind::Short, self.extras()),
            Stage::Full | Stage::Repairing => (ListingKind::Full, self.extras()),
        };
        self.begun = now;
        let nonce = self.nonce.step(self.invocations);
        self.invocations += 1;
        Step::Run(listing::invocation(&self.tmux, &nonce, &kind, &extras))
    }

    fn extras(&self) -> Extras {
        let is_short = self.stage == Stage::Short;
        let preview = |pane| Preview {
            pane,
            unless: self.before.stamp(pane).filter(|_| is_short).cloned(),
        };
        Extras {
            look: self.look.clone(),
            preview: self.preview.map(preview),
            long_poll: self.waiting(self.invocations),
        }
    }

    /// The long poll of this invocation: only the first one waits.
    fn waiting(&self, invocation: u32) -> Option<LongPoll> {
        let since = self.before.remembered.as_ref();
        let since = since.filter(|_| invocation == 0).cloned();
        self.pause.map(|pause| LongPoll { since, pause })
    }

    /// The nonce of the invocation that has just ended.
    fn last_nonce(&self) -> Nonce {
        self.nonce.step(self.invocations.saturating_sub(1))
    }

    /// Keeps what has come along with a listing, and what was listed.
    fn bring<'a>(&mut self, now: Moment, answer: &'a str) -> &'a str {
        let nonce = self.last_nonce();
        let output = listing::split(&nonce, answer);
        self.extras_output = ExtrasOutput {
            look: output.look.map(str::to_owned),
            preview: output.preview.map(str::to_owned),
            remembered: self.pause.map(|_| nonce),
            // Where the clock was set back meanwhile, its later time is no proof.
            begun: self.begun.min(now),
        };
        output.panes
    }

    /// Looks which panes have changed. Whatever cannot be understood is left
    /// to a full listing.
    fn looked(&mut self, now: Moment, output: &Output) -> Step<Roster> {
        let answer = output.text();
        let look = Fingerprint::parse(self.bring(now, &answer)).filter(|_| output.success());
        let changed = look.and_then(|look| Some((self.before.changed(&look)?, look)));
        match changed {
            Some((changed, look)) if changed.is_empty() => {
                let roster = self.before.updated(look, Listing::default());
                self.done(roster)
            }
            Some((changed, look)) if changed.len() <= MAX_CHANGED => {
                self.stage = Stage::Changed(look, changed);
                self.ask(now)
            }
            _ => self.list(now),
        }
    }

    /// Takes the records of what has changed.
    fn relisted(&mut self, now: Moment, look: Fingerprint, output: &Output) -> Step<Roster> {
        let nonce = self.last_nonce();
        let answer = output.text();
        let listing = listing::parse(&nonce, listing::split(&nonce, &answer).panes);
        if !output.success() || listing.server != look.server {
            return self.list(now);
        }
        let roster = self.before.updated(look, listing);
        self.done(roster)
    }

    fn listed(&mut self, now: Moment, output: &Output) -> Step<Roster> {
        if output.means_no_server() {
            return Step::Done(Ok(Roster::default()));
        }
        // The server ends with its last pane, sometimes under a client that
        // is just asking: the next answer says that there is none.
        if output.means_server_exited() && !self.retried {
            self.retried = true;
            return self.list(now);
        }
        let answer = output.text();
        let panes = self.bring(now, &answer);
        // A pane that goes while its screen is captured fails the command,
        // and the listing before it is whole.
        if !output.success() && self.extras_output.preview.take().is_none() {
            return Step::fail(output.failure(&self.doing()));
        }
        let listing = listing::parse(&self.last_nonce(), panes);
        if listing.records.is_empty() && listing.bad > 0 {
            return Step::fail(output.nonsense(&self.doing()));
        }
        let roster = self.before.next(now, listing);
        self.done(roster)
    }

    /// Ends with this roster, unless tmux has to be helped to know how a
    /// worker has ended.
    fn done(&mut self, mut roster: Roster) -> Step<Roster> {
        let known = roster.unexplained().is_subset(&self.unexplained);
        if !known && !self.repaired {
            self.repaired = true;
            self.stage = Stage::Repairing;
            // Any child of the server makes it collect the ended ones that it
            // has missed.
            let job = command(["run-shell", "-b", "true"]);
            return Step::Run(self.tmux.invocation(&[job]));
        }
        let extras = std::mem::take(&mut self.extras_output);
        roster.look = extras.look;
        roster.remembered = extras.remembered;
        if let Some((pane, printed)) = self.preview.zip(extras.preview) {
            match Stamp::split(&printed, extras.begun) {
                Some((stamp, screen)) => roster.show(pane, screen, stamp),
                None => roster.keep_preview(pane, &self.before),
            }
        }
        Step::Done(Ok(roster))
    }
}

impl Operation for Status {
    type Output = Roster;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Roster> {
        match (std::mem::replace(&mut self.stage, Stage::Full), progress) {
            (Stage::Short, Progress::Finished(output)) => self.looked(now, output),
            (Stage::Changed(look, _), Progress::Finished(output)) => {
                self.relisted(now, look, output)
            }
            (Stage::Full, Progress::Finished(output)) => self.listed(now, output),
            (_, Progress::Begun) => {
                if self.before.is_recent(now) {
                    self.stage = Stage::Short;
                }
                self.ask(now)
            }
            _ => self.list(now),
        }
    }

    fn doing(&self) -> String {
        "list the workers".into()
    }

    fn deadline(&self) -> Millis {
        let first = self.invocations.saturating_sub(1);
        let waits = self.waiting(first);
        let waits = waits.map(|long_poll| long_poll.longest());
        Millis(8_000 + waits.unwrap_or_default().0)
    }
}
