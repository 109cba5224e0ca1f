//! Keeps what is written in tmux while it is at rest, and takes over what
//! panels have left that are no more.

use crate::agent::typing::Kind;
use crate::client::Job;
use crate::effect::Effect;
use crate::error::Error;
use crate::input::{Input, Mouse};
use crate::keymap::Focus;
use crate::model::agent_of;
use crate::model::{HostState, Kept, MAX_TEXT_BYTES, Outgoing, Permission, Purpose, Unsent};
use crate::operation::recover::{Panel, Recovered};
use crate::operation::save::{Discard, Write};
use crate::operation::send::{OnDraft, Prompt, When};
use crate::operation::{leave_texts, recover_texts, save_texts};
use crate::prompt::Editor;
use crate::saved::{Role, SavedText};
use crate::time::{Millis, Moment};
use crate::tmux::saved::Ticket;
use crate::update::Update;

/// How long to wait after tmux could not keep something.
const AGAIN: Millis = Millis(5_000);
/// How often a panel in sight looks for what others have left.
const RECOVER: Millis = Millis(120_000);
/// How long a record stays as it is: whoever comes after its panel sees by its
/// age whether anybody still wants it.
const DAY: Millis = Millis(86_400_000);
/// How long after a key nothing is put where its user writes.
const HANDS_OFF: Millis = Millis(1_000);

/// Whether an input may change a text by its user's hand.
pub(crate) fn is_by_hand(input: &Input) -> bool {
    matches!(
        input,
        Input::Key(_) | Input::Pasted(_) | Input::Mouse(Mouse::Click { .. })
    )
}

impl Update<'_> {
    /// Saves and recovers when it is time.
    pub(crate) fn tend_texts(&mut self, by_hand: bool) {
        let now = self.now;
        let shape = self.model.text_shape();
        let autosave = &mut self.model.autosave;
        if autosave.has_other(shape) || by_hand && self.model.visible {
            autosave.touch(now);
        }
        if !self.can_keep_texts() || self.model.autosave.is_closed {
            return;
        }
        self.keep_anew();
        let autosave = &self.model.autosave;
        if autosave.due().is_some_and(|at| at <= now) {
            self.save();
        }
        let autosave = &mut self.model.autosave;
        if self.model.visible && !autosave.is_recovering && autosave.recover_at <= now {
            autosave.is_recovering = true;
            let kept = autosave.kept.iter().map(|k| k.record.clone());
            let discards = autosave.discards.iter().map(|d| d.record.clone());
            let panel = Panel {
                known: kept.chain(discards).collect(),
                owner: autosave.owner.clone(),
                neighbours: autosave.neighbours.clone(),
                room: MAX_TEXT_BYTES.saturating_sub(self.model.text_bytes()),
            };
            let recover = recover_texts(&self.model.config.tmux, panel);
            self.begin(Job::Recover(Box::new(recover)), Purpose::Recover);
        }
    }

    /// Texts are kept in the tmux server of the workers: without a worker there
    /// is none.
    pub(crate) fn can_keep_texts(&self) -> bool {
        let model = &*self.model;
        model.permission == Permission::Granted
            && matches!(model.host, HostState::Ready(_))
            && !model.roster.is_empty()
    }

    /// Compares what there is with what is kept. What is no more is to be
    /// discarded until tmux has done so.
    fn difference(&mut self) -> Vec<Write> {
        let mut before = std::mem::take(&mut self.model.autosave.kept);
        let (mut kept, mut writes) = (Vec::new(), Vec::new());
        for (number, text) in self.model.texts_to_keep() {
            let digest = text.digest();
            let is_it = |k: &Kept| match number {
                // However it is to be sent by now.
                Some(_) => k.number == number && k.digest == digest,
                None => k.number.is_none() && k.digest == digest && k.about == text.about,
            };
            let mut entry = match before.iter().position(is_it) {
                Some(at) => before.remove(at),
                None => Kept {
                    record: self.model.autosave.new_record(),
                    digest,
                    parts: text.parts(),
                    about: text.about.clone(),
                    number,
                    written: self.now,
                    is_written: false,
                },
            };
            if !entry.is_written {
                writes.push(Write {
                    record: entry.record.clone(),
                    text,
                });
                entry.is_written = true;
                entry.written = self.now;
            }
            kept.push(entry);
        }
        for entry in before {
            // What is just being sent uses its record up by itself.
            if entry.number.is_some_and(|n| self.model.is_under_way(n)) {
                kept.push(entry);
                continue;
            }
            self.model.autosave.discards.push(Discard {
                parts: entry.parts,
                record: entry.record,
            });
        }
        self.model.autosave.kept = kept;
        writes
    }

    /// In a new tmux server nothing is kept yet, and what is old there would be
    /// swept when its panel has gone.
    fn keep_anew(&mut self) {
        let server = self.model.roster.workers().first().map(|w| w.target.server);
        let now = self.now;
        let autosave = &mut self.model.autosave;
        let moved = server.is_some() && autosave.server != server;
        if moved {
            autosave.server = server;
            autosave.discards.clear();
        }
        let is_old = |kept: &Kept| now.since(kept.written) >= DAY;
        for kept in autosave.kept.iter_mut().filter(|k| moved || is_old(k)) {
            // One that waits is sent by its ticket, which is not given twice.
            kept.is_written &= kept.number.is_some() && !moved;
        }
        if autosave.kept.iter().any(|k| !k.is_written) && !autosave.is_saving {
            autosave.touch(now);
        }
    }

    fn save(&mut self) {
        let writes = self.difference();
        self.model.autosave.settle();
        if writes.is_empty() && self.model.autosave.discards.is_empty() {
            return;
        }
        // From now on such a prompt is sent with its ticket alone: otherwise it
        // could go out here while it is written down for another panel.
        self.set_tickets(&writes, Some(false));
        let autosave = &mut self.model.autosave;
        autosave.is_saving = true;
        let discards = autosave.discards.clone();
        let owner = autosave.owner.clone();
        let save = save_texts(&self.model.config.tmux, &owner, &writes, &discards);
        let purpose = Purpose::Save { writes, discards };
        self.begin(Job::Save(Box::new(save)), purpose);
    }

    /// Gives the prompts of these records their tickets, written or not yet, or
    /// takes them away.
    fn set_tickets(&mut self, writes: &[Write], is_written: Option<bool>) {
        let owner = self.model.autosave.owner.clone();
        for write in writes {
            let kept = self.model.autosave.kept.iter();
            let number = kept
                .filter(|k| k.record == write.record)
                .find_map(|k| k.number);
            let Some((id, outgoing)) = number.and_then(|n| self.model.outgoing_mut(n)) else {
                continue;
            };
            outgoing.prompt.ticket = is_written.map(|is_written| Ticket {
                record: write.record.clone(),
                owner: owner.clone(),
                is_written,
            });
            let ticket = outgoing.prompt.ticket.clone();
            if let Some(id) = id {
                self.model.client.set_ticket(id, ticket.as_ref());
            }
        }
    }

    /// What was to be kept is, or is not.
    pub(crate) fn saved(
        &mut self,
        writes: &[Write],
        discards: &[Discard],
        result: Result<(), Error>,
    ) {
        self.model.autosave.is_saving = false;
        match result {
            Ok(()) => {
                self.set_tickets(writes, Some(true));
                let there = &mut self.model.autosave.discards;
                there.retain(|discard| !discards.contains(discard));
            }
            Err(error) => {
                // Where tmux has not answered the record may be there.
                if !matches!(error, Error::NoAnswer { .. }) {
                    self.set_tickets(writes, None);
                }
                self.is_not_written(writes);
                self.model.autosave.retry(self.now.after(AGAIN));
            }
        }
    }

    fn is_not_written(&mut self, writes: &[Write]) {
        let is_one = |k: &&mut Kept| writes.iter().any(|w| w.record == k.record);
        for kept in self.model.autosave.kept.iter_mut().filter(is_one) {
            kept.is_written = false;
        }
    }

    /// The panel is about to be closed: its texts are for whoever comes next.
    pub(crate) fn leave_texts(&mut self) {
        if !self.can_keep_texts() {
            return;
        }
        // What is just being written may never be: nobody hears its answers.
        let under_way = self.model.purposes.values().find_map(|p| match p {
            Purpose::Save { writes, .. } => Some(writes.clone()),
            _ => None,
        });
        self.is_not_written(&under_way.unwrap_or_default());
        let writes = self.difference();
        let autosave = &mut self.model.autosave;
        autosave.is_closed = true;
        let is_new = |k: &&Kept| !writes.iter().any(|w| w.record == k.record);
        let left = autosave.kept.iter().filter(is_new);
        let left: Vec<_> = left.map(|k| k.record.clone()).collect();
        let (owner, discards) = (&autosave.owner, &autosave.discards);
        for argv in leave_texts(&self.model.config.tmux, owner, &left, &writes, discards) {
            let environment = [].into();
            self.effects.push(Effect::Notify { argv, environment });
        }
    }

    /// Texts of panels that are no more are this one's now.
    pub(crate) fn recovered(&mut self, result: Result<Vec<Recovered>, Error>) {
        self.model.autosave.is_recovering = false;
        self.model.autosave.recover_at = self.now.after(RECOVER);
        let Ok(recovered) = result else { return };
        let (mut written, mut waiting) = (0, 0);
        for Recovered {
            record,
            text,
            parts,
        } in recovered
        {
            let mut kept = Kept {
                record,
                digest: text.digest(),
                parts,
                about: text.about.clone(),
                number: None,
                // It may be old.
                written: Moment::default(),
                is_written: true,
            };
            match text.about.role {
                Role::Waiting => kept.number = self.wait_again(&kept, &text),
                Role::Draft => self.write_again(&text),
                Role::Unsent => self.keep_unsent(&text),
            }
            match kept.number {
                Some(_) => waiting += 1,
                None => written += 1,
            }
            self.model.autosave.kept.push(kept);
        }
        let count = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let found = [
            count(written, "text", "texts"),
            count(waiting, "waiting prompt", "waiting prompts"),
        ];
        let found: Vec<String> = found.into_iter().flatten().collect();
        if !found.is_empty() {
            let text = format!("recovered {} of a panel that has gone", found.join(" and "));
            self.model.notices.done(self.now, text, "");
            self.model.autosave.touch(self.now);
            self.repaint();
        }
    }

    /// A prompt waits here from now on, if its worker is there and runs the
    /// agent that it was written for. Its number.
    fn wait_again(&mut self, kept: &Kept, text: &SavedText) -> Option<u64> {
        let about = &text.about;
        let worker = about.to.first().and_then(|t| self.model.roster.find(t));
        let worker = worker.filter(|w| !w.life.is_dead());
        let worker = worker.filter(|w| agent_of(&w.profile()) == about.agent);
        let Some(worker) = worker else {
            self.keep_unsent(text);
            return None;
        };
        let (target, profile) = (worker.target.clone(), worker.profile());
        let number = self.model.next_number();
        let when = match about.now {
            true => When::Now,
            false => When::Idle(None),
        };
        let outgoing = Outgoing {
            target: target.clone(),
            profile,
            name: about.name.clone(),
            prompt: Prompt {
                kind: text.kind(),
                when,
                draft: OnDraft::Wait,
                ticket: Some(Ticket {
                    record: kept.record.clone(),
                    owner: self.model.autosave.owner.clone(),
                    is_written: true,
                }),
                ..Prompt::new(text.text.clone())
            },
            round: None,
            number,
        };
        self.model.outbox.push(outgoing);
        self.send_next(&target);
        Some(number)
    }

    /// A draft is its worker's again, unless another one is there.
    fn write_again(&mut self, saved: &SavedText) {
        let model = &mut *self.model;
        let text = saved.text.clone();
        let there = saved
            .about
            .to
            .iter()
            .all(|t| model.roster.find(t).is_some());
        let writes = model.focus == Focus::Prompt && self.now.since(model.acted) < HANDS_OFF;
        let free = model.prompt.is_empty() && model.marks.is_empty() && !writes;
        let marks = !model.marks.is_empty();
        if free {
            self.is_for_the_chosen();
        }
        let model = &mut *self.model;
        let is_for_chosen = |to| model.selected.as_ref() == Some(to) && !marks;
        match saved.about.to.as_slice() {
            [] if free && model.selected.is_none() => model.prompt = Editor::with(text),
            [one] if there && free && is_for_chosen(one) => {
                model.prompt = Editor::with(text);
            }
            [one] if there && !model.drafts.contains_key(one) && !is_for_chosen(one) => {
                model.drafts.insert(one.clone(), Editor::with(text));
            }
            [_, _, ..] if there && free => {
                model.marks = saved.about.to.iter().cloned().collect();
                model.prompt = Editor::with(text);
            }
            _ => self.keep_unsent(saved),
        }
    }

    fn keep_unsent(&mut self, saved: &SavedText) {
        let kind = match saved.about.shell {
            true => Kind::Shell,
            false => Kind::Text,
        };
        let to = match saved.about.to.as_slice() {
            [one] => one.pane.to_string(),
            _ => saved.about.name.clone(),
        };
        self.model.unsent.push(Unsent {
            kind,
            ..Unsent::prompt(to, saved.text.clone())
        });
    }
}
