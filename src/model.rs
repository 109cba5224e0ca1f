//! What the panel knows and what its user is about to do. Facts only; what is
//! drawn is derived from them.

mod autosave;
mod clock;
mod dialog;
mod finding;
mod history;
mod opening;
mod polling;
mod request;
mod round;
mod starting;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::agent::hooks::Report;
use crate::client::Client;
use crate::config::{Config, Place, WrongOption};
use crate::error::Error;
use crate::input::RequestId;
use crate::keymap::{Action, Focus};
use crate::nonce::Nonces;
use crate::notice::Notices;
use crate::offer::Sources;
use crate::operation::probe::Host;
use crate::operation::send::{Send, Wait};
use crate::pipe::Desk;
use crate::prompt::Editor;
use crate::time::Moment;
use crate::tmux::{PaneId, Target};
use crate::worker::state::Age;
use crate::worker::{Roster, State, Worker};

pub use autosave::{Autosave, Kept, agent_of};
pub use clock::Clock;
pub use dialog::{Dialog, Question, StartDialog};
pub use finding::{Filter, Found};
pub use history::History;
pub use opening::Opening;
pub use polling::{LongPollRequest, Polling};
pub use request::{Outgoing, Pending, Purpose, Unsent};
pub use round::{End, Outcome, Round, RoundLine};
pub use starting::{Follow, LastStart, Wish};
pub use texts::MAX_TEXT_BYTES;

/// Whether the panel may run commands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permission {
    /// The user has not answered yet.
    #[default]
    Asked,
    /// Yes.
    Granted,
    /// No.
    Denied,
}

/// What is known of the host's tmux.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HostState {
    /// Not looked yet.
    #[default]
    Unknown,
    /// It will do.
    Ready(Host),
    /// It will not.
    Unfit(Error),
}

/// Looking back in a worker's output: it stands still meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBack {
    /// The worker.
    pub target: Target,
    /// Its output with its styles; none until it has come.
    pub output: Option<Arc<str>>,
    /// How many rows above the last one.
    pub up: usize,
}

/// Everything the panel knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    /// The options in force.
    pub config: Config,
    /// Options that were not taken.
    pub wrong_options: Vec<WrongOption>,
    /// Whether commands may be run.
    pub permission: Permission,
    /// The host's tmux.
    pub host: HostState,
    /// The workers as last listed.
    pub roster: Roster,
    /// How listing goes.
    pub polling: Polling,
    /// The worker that is chosen.
    pub selected: Option<Target>,
    /// The row where the last chosen worker was, when none is chosen now.
    pub row: usize,
    /// A worker to choose when it is listed.
    pub wish: Option<Wish>,
    /// First row of the list on the screen.
    pub scroll: usize,
    /// Whether the chosen worker stays in sight: not when the wheel has taken it
    /// out of sight.
    pub reveal: bool,
    /// What workers' screens have shown, and when.
    pub looks: BTreeMap<Target, (Option<Report>, Moment)>,
    /// Since when workers have been writing without a pause.
    pub writing: BTreeMap<Target, Moment>,
    /// What narrows the list.
    pub filter: Option<Filter>,
    /// The workers that the prompt goes to, if there are any, instead of the
    /// chosen one.
    pub marks: BTreeSet<Target>,
    /// The last prompt to several workers.
    pub round: Option<Round>,
    /// Where the mouse points, as row and column.
    pub pointer: Option<(usize, usize)>,
    /// Looking back in the chosen worker's output.
    pub look_back: Option<LookBack>,
    /// Whether the user wants to see the chosen worker's screen.
    pub preview: bool,
    /// Whether there is room for it, as of the last frame.
    pub preview_fits: bool,
    /// What is shown of each worker's state, to know when to draw it anew.
    pub told: Vec<(State, Age)>,
    /// When the user last did something here: rows stay where they are
    /// meanwhile.
    pub acted: Moment,
    /// Where typing goes.
    pub focus: Focus,
    /// What is asked over the panel.
    pub dialog: Option<Dialog>,
    /// Since when.
    pub dialog_since: Moment,
    /// Until when letters are still for the prompt, where it came by itself
    /// over somebody who may be writing.
    pub interrupted: Option<Moment>,
    /// How many lines of it are above the screen.
    pub dialog_scroll: usize,
    /// The prompt being written.
    pub prompt: Editor,
    /// The worker that what stands in the prompt was written for, if it has
    /// gone since.
    pub orphan: Option<Target>,
    /// What has been written for other workers and not sent.
    pub drafts: BTreeMap<Target, Editor>,
    /// What has been sent.
    pub history: History,
    /// Prompts that wait until the one before is through.
    pub outbox: Vec<Outgoing>,
    /// Prompts that were not sent and could not go back into the prompt,
    /// where something else is being written.
    pub unsent: Vec<Unsent>,
    /// The last start.
    pub last_start: LastStart,
    /// What of it is kept in tmux.
    pub autosave: Autosave,
    /// Prompts that were to be sent so far.
    pub prompts: u64,
    /// What is told.
    pub notices: Notices,
    /// The requests in flight.
    pub client: Client,
    /// Why each was made.
    pub purposes: BTreeMap<RequestId, Purpose>,
    /// The pipes of scripts.
    pub desk: Desk,
    /// Source of unique names.
    pub nonces: Nonces,
    /// Whether the pane is in sight.
    pub visible: bool,
    /// Whether the panel floats.
    pub floating: bool,
    /// Whether the panel is suppressed.
    pub suppressed: bool,
    /// When it last hid itself.
    pub hid: Option<Moment>,
    /// The name that the panel's pane was given last.
    pub title: String,
    /// What each worker was doing when it was last told or seen; empty until
    /// there is somebody to tell.
    pub known: BTreeMap<Target, State>,
    /// The workers whose last listing showed something to tell of.
    pub changes: Vec<Target>,
    /// What this panel has to tell, once it is known what its user looks at.
    pub to_tell: Vec<(Target, State)>,
    /// The terminals that show workers.
    pub views: BTreeMap<u32, Target>,
    /// What other terminals show, by their commands: a worker's pane, and when
    /// its tmux server was started.
    pub found_views: BTreeMap<u32, (PaneId, u64)>,
    /// The workers whose terminals Zellij has been asked for.
    pub openings: BTreeMap<Target, Opening>,
    /// The terminal that was to be shown last, and where its worker is opened
    /// if it is gone.
    pub showing: Option<(u32, Place)>,
    /// The terminal that was last in use.
    pub terminal: Option<u32>,
    /// Where relative directories start from.
    pub base: String,
    /// What is known of the host's clock.
    pub clock: Clock,
    /// The terminal panes of the session, the one used last first.
    pub terminals: Vec<u32>,
    /// Where the offers of a start come from.
    pub sources: Sources,
}

impl Model {
    /// A panel before anything has happened.
    #[must_use]
    pub fn new() -> Self {
        Self {
            preview: true,
            base: "/".into(),
            ..Self::default()
        }
    }

    /// Whether a person sees the panel, or a script waits for what it sees.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.visible || self.desk.listens()
    }

    /// The chosen worker, if it is listed.
    #[must_use]
    pub fn chosen(&self) -> Option<&Worker> {
        self.roster.find(self.selected.as_ref()?)
    }

    /// A number for a prompt that no other has.
    pub fn next_number(&mut self) -> u64 {
        self.prompts += 1;
        self.prompts
    }

    /// Keeps a text above the prompt that was for the worker in this pane.
    pub fn leave_unsent(&mut self, pane: PaneId, text: impl Into<Arc<str>>) {
        self.unsent.push(Unsent::prompt(pane.to_string(), text));
    }

    /// The marked workers, in the order of the list.
    pub fn marked(&self) -> impl Iterator<Item = &Worker> + Clone {
        let workers = self.roster.each();
        workers.filter(|w| self.marks.contains(&w.target))
    }

    /// The prompts that are on their way to this worker or wait for it, in
    /// the order in which they will arrive.
    #[must_use]
    pub fn pending(&self, target: &Target) -> Vec<Pending<'_>> {
        let under_way = self.purposes.iter().filter_map(|(id, purpose)| {
            let Purpose::Send(outgoing) = purpose else {
                return None;
            };
            Some(Pending {
                outgoing,
                wait: self.client.send(*id).and_then(Send::waits_for),
                request: Some(*id),
            })
        });
        let behind = self.outbox.iter().map(|outgoing| Pending {
            outgoing,
            wait: Some(Wait::Turn),
            request: None,
        });
        let all = under_way.chain(behind);
        all.filter(|p| p.outgoing.target == *target).collect()
    }

    /// What this worker is doing.
    #[must_use]
    pub fn state(&self, worker: &Worker, now: Moment) -> State {
        let look = self.looks.get(&worker.target);
        worker.state(now, look.and_then(|(seen, _)| *seen))
    }

    /// How many workers there are and how many need somebody, in a line.
    #[must_use]
    pub fn summary(&self, now: Moment) -> String {
        let states = self.roster.each().map(|w| self.state(w, now));
        let waiting = states.filter(|s| *s == State::Waiting).count();
        let workers = match self.roster.len() {
            0 => return "org".to_owned(),
            1 => "1 worker".to_owned(),
            many => format!("{many} workers"),
        };
        let mut summary = format!("org: {workers}");
        for (count, what) in [(waiting, "waiting"), (self.roster.dead(), "dead")] {
            if count > 0 {
                summary.push_str(&format!(", {count} {what}"));
            }
        }
        summary
    }

    /// Whether a prompt is on its way to this worker.
    #[must_use]
    pub fn is_sending_to(&self, target: &Target) -> bool {
        self.purposes
            .values()
            .any(|p| matches!(p, Purpose::Send(o) if o.target == *target))
    }

    /// What to press for an action from where typing goes now, in words.
    #[must_use]
    pub fn way(&self, action: Action) -> String {
        self.config.keys.way(self.focus, action)
    }

    /// The user's home directory; empty where it is not known.
    #[must_use]
    pub fn home(&self) -> &str {
        match &self.host {
            HostState::Ready(host) => host.home.trim_end_matches('/'),
            HostState::Unknown | HostState::Unfit(_) => "",
        }
    }

    /// A directory as people write it: `~` for the home directory.
    #[must_use]
    pub fn short(&self, directory: &str) -> String {
        let home = self.home();
        match directory.strip_prefix(home) {
            Some(rest) if !home.is_empty() && (rest.is_empty() || rest.starts_with('/')) => {
                format!("~{rest}")
            }
            _ => directory.to_owned(),
        }
    }
}
