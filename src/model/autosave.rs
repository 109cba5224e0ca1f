//! Which of the panel's texts are kept in tmux, and when to look after them.

use crate::agent::Profile;
use crate::agent::typing::Kind;
use crate::model::{Dialog, StartDialog};
use crate::model::{Model, Outgoing, Purpose, Question};
use crate::operation::save::Discard;
use crate::operation::send::When;
use crate::saved::{About, Role, SavedText};
use crate::time::{Millis, Moment};
use crate::tmux::saved::{Owner, RecordId};
use crate::tmux::{ServerId, Target};

/// How long after the last change texts are saved.
const AT_REST: Millis = Millis(600);
/// Workers that a draft can be kept for.
const MAX_RECIPIENTS: usize = 50;
/// How long after the first change they are saved at the latest.
const AT_LATEST: Millis = Millis(5_000);

/// The panel's share of what is kept in tmux.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Autosave {
    /// Who the panel is.
    pub owner: Owner,
    /// Zellij's numbers of the plugins that are in its Zellij; none until they
    /// have been told.
    pub neighbours: Option<Vec<u32>>,
    /// The records of this panel.
    pub kept: Vec<Kept>,
    /// Records that are no more, until tmux has taken them away.
    pub discards: Vec<Discard>,
    /// The server that holds all of them.
    pub server: Option<ServerId>,
    /// Whether the panel is closed: nothing is saved any more.
    pub is_closed: bool,
    /// Whether they are just being written.
    pub is_saving: bool,
    /// When to look for what others have left.
    pub recover_at: Moment,
    /// Whether it is just being looked for.
    pub is_recovering: bool,
    /// Since when something has changed that may not be saved.
    changed: Option<Moment>,
    /// When to save.
    due: Option<Moment>,
    /// Whether that cannot wait for a pause.
    urgent: bool,
    /// How many texts of each kind there were.
    shape: Shape,
    records: u64,
}

/// A record of this panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub record: RecordId,
    /// What belongs to its text.
    pub about: About,
    /// By what the text is known again.
    pub digest: u64,
    /// How many parts it has.
    pub parts: usize,
    /// When it was written.
    pub written: Moment,
    /// The number of the prompt that waits, if it is one.
    pub number: Option<u64>,
    /// Whether tmux has said that it is there.
    pub is_written: bool,
}

/// How many texts there are of each kind: changes when one comes or goes
/// without a key of its user.
type Shape = (usize, usize, usize, usize, usize, usize);

impl Autosave {
    /// A name for a record.
    pub fn new_record(&mut self) -> RecordId {
        self.records += 1;
        RecordId::new(self.owner.seed, self.records)
    }

    /// Something may have been written.
    pub fn touch(&mut self, now: Moment) {
        let since = *self.changed.get_or_insert(now);
        if self.urgent {
            return;
        }
        self.due = Some(now.after(AT_REST).min(since.after(AT_LATEST)));
    }

    /// Notes how many texts there are; whether that has changed.
    pub fn has_other(&mut self, shape: Shape) -> bool {
        std::mem::replace(&mut self.shape, shape) != shape
    }

    /// What is not saved yet is to be saved now.
    pub fn hurry(&mut self, now: Moment) {
        if self.changed.is_some() {
            self.due = Some(now);
            self.urgent = true;
        }
    }

    /// It is to be tried again after a while.
    pub fn retry(&mut self, at: Moment) {
        self.changed = Some(at);
        self.due = Some(at);
        self.urgent = true;
    }

    /// All is saved, or just being saved.
    pub fn settle(&mut self) {
        self.changed = None;
        self.due = None;
        self.urgent = false;
    }

    /// When to save.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        self.due.filter(|_| !self.is_saving)
    }

    /// The clock has jumped.
    pub fn shift(&mut self, by: i64) {
        self.recover_at.shift(by);
        for at in [&mut self.changed, &mut self.due].into_iter().flatten() {
            at.shift(by);
        }
    }
}

impl Model {
    /// How many texts there are of each kind.
    #[must_use]
    pub fn text_shape(&self) -> Shape {
        let sends = self
            .purposes
            .iter()
            .filter(|(_, p)| matches!(p, Purpose::Send(_)));
        let starts = self.purposes.values();
        let starts = starts.filter(|p| matches!(p, Purpose::Start(_)));
        let waiting = sends.clone().filter(|(id, _)| self.waits(**id));
        (
            self.drafts.len(),
            self.outbox.len(),
            self.unsent.len(),
            sends.count(),
            waiting.count(),
            starts.count(),
        )
    }

    fn waits(&self, id: crate::input::RequestId) -> bool {
        // A text that waits for its Enter is in the worker's input already.
        self.client.send(id).is_some_and(|send| !send.has_pasted())
    }

    /// Whether the prompt with this number is on its way and cannot be left to
    /// another panel any more.
    #[must_use]
    pub fn is_under_way(&self, number: u64) -> bool {
        self.purposes.iter().any(|(id, purpose)| match purpose {
            Purpose::Send(outgoing) => outgoing.number == number && !self.waits(*id),
            _ => false,
        })
    }

    /// The prompt with this number, if it waits or is on its way.
    pub fn outgoing_mut(
        &mut self,
        number: u64,
    ) -> Option<(Option<crate::input::RequestId>, &mut Outgoing)> {
        let under_way = self
            .purposes
            .iter_mut()
            .filter_map(|(id, purpose)| match purpose {
                Purpose::Send(outgoing) => Some((Some(*id), outgoing)),
                _ => None,
            });
        let behind = self.outbox.iter_mut().map(|outgoing| (None, outgoing));
        let mut all = under_way.chain(behind);
        all.find(|(_, outgoing)| outgoing.number == number)
    }

    /// Every text that has to outlive the panel, with the number of those that
    /// wait to be sent.
    #[must_use]
    pub fn texts_to_keep(&self) -> Vec<(Option<u64>, SavedText)> {
        let mut texts = Vec::new();
        let drafts = self.drafts.iter();
        texts.extend(self.written());
        texts.extend(drafts.map(|(target, draft)| {
            let to = std::slice::from_ref(target);
            self.draft(to, draft.shared())
        }));
        let mut texts: Vec<_> = texts.into_iter().map(|text| (None, text)).collect();
        let under_way = self
            .purposes
            .iter()
            .filter_map(|(id, purpose)| match purpose {
                Purpose::Send(outgoing) if self.waits(*id) => Some(outgoing),
                _ => None,
            });
        let waiting = under_way.chain(&self.outbox);
        texts.extend(waiting.map(|o| (Some(o.number), waiting_text(o))));
        let unsent = self.unsent.iter().map(|unsent| {
            let shell = unsent.kind == Kind::Shell;
            unsent_text(&unsent.to, shell, unsent.text.clone())
        });
        // What some of a round have not got, while others still may get it.
        let round = self.round.iter().filter(|round| round.has_failed());
        let round = round.map(|r| unsent_text("some of the marked workers", false, r.text.clone()));
        let asked = self.asked().into_iter().chain(round);
        texts.extend(unsent.chain(asked).map(|text| (None, text)));
        texts.retain(|(_, text)| !text.text.is_empty());
        texts
    }

    /// What is being written in the prompt.
    fn written(&self) -> Option<SavedText> {
        let own = self.selected.as_ref();
        let own = own.and_then(|target| self.history.writing(target));
        let text = own.unwrap_or(&self.prompt).shared();
        let marked: Vec<Target> = self.marks.iter().cloned().collect();
        let one = self.selected.clone().or_else(|| self.orphan.clone());
        let to = match marked.is_empty() {
            true => one.into_iter().collect(),
            false => marked,
        };
        (!text.is_empty()).then(|| self.draft(&to, text))
    }

    fn draft(&self, to: &[Target], text: std::sync::Arc<str>) -> SavedText {
        // A few hundred would not fit into a message: it is for its user to say.
        if to.len() > MAX_RECIPIENTS {
            return unsent_text(&format!("{} workers", to.len()), false, text);
        }
        let name = match to {
            [] => "nobody".to_owned(),
            [one] => one.pane.to_string(),
            many => format!("{} workers", many.len()),
        };
        SavedText {
            about: About {
                to: to.to_vec(),
                ..about(Role::Draft, name, &text)
            },
            text,
        }
    }

    /// The texts in what is asked, and those that go along with a start.
    fn asked(&self) -> Vec<SavedText> {
        let first = |typed: &StartDialog| {
            let to = typed.directory.text();
            unsent_text(&to, false, typed.first_prompt.shared())
        };
        let starts = self.purposes.values().filter_map(|purpose| match purpose {
            Purpose::Start(typed) => Some(first(typed)),
            _ => None,
        });
        let asked = match &self.dialog {
            Some(Dialog::Start(typed) | Dialog::Confirm(Question::StartBeside { typed, .. })) => {
                Some(first(typed))
            }
            Some(Dialog::Confirm(Question::RunInShell(outgoing))) => {
                let to = outgoing.target.pane.to_string();
                Some(unsent_text(&to, true, outgoing.prompt.text.clone()))
            }
            _ => None,
        };
        starts.chain(asked).collect()
    }
}

/// How a profile is known again.
#[must_use]
pub fn agent_of(profile: &Profile) -> String {
    profile
        .programs
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned()
}

fn about(role: Role, name: String, text: &str) -> About {
    About {
        role,
        to: Vec::new(),
        name,
        shell: false,
        now: false,
        agent: String::new(),
        bytes: text.len(),
    }
}

fn waiting_text(outgoing: &Outgoing) -> SavedText {
    let prompt = &outgoing.prompt;
    SavedText {
        about: About {
            to: vec![outgoing.target.clone()],
            shell: prompt.kind == Kind::Shell,
            now: prompt.when == When::Now,
            agent: agent_of(&outgoing.profile),
            ..about(Role::Waiting, outgoing.name.clone(), &prompt.text)
        },
        text: prompt.text.clone(),
    }
}

fn unsent_text(to: &str, shell: bool, text: std::sync::Arc<str>) -> SavedText {
    SavedText {
        about: About {
            shell,
            ..about(Role::Unsent, to.to_owned(), &text)
        },
        text,
    }
}
