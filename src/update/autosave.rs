//! Keeps what is written in tmux while it is at rest, and takes over what
//! panels have left that are no more.

use crate::agent::typing::Kind;
use crate::client::Job;
use crate::effect::Effect;
use crate::error::Error;
use crate::input::{Input, Mouse};
use crate::model::agent_of;
use crate::model::{HostState, Kept, MAX_TEXT_BYTES, Outgoing, Permission, Purpose, Unsent};
use crate::operation::recover::{Panel, Recovered};
use crate::operation::save::{Discard, Write};
use crate::operation::send::{OnDraft, Prompt, When};
use crate::operation::{leave_texts, recover_texts, save_texts};
use crate::prompt::Editor;
use crate::saved::{Role, SavedText};
use crate::time::Millis;
use crate::tmux::saved::Ticket;
use crate::update::Update;

/// How long to wait after tmux could not keep something.
const AGAIN: Millis = Millis(5_000);
/// How often a panel in sight looks for what others have left.
const RECOVER: Millis = Millis(120_000);

/// What has to be done for tmux to hold what the panel holds.
struct Difference {
    /// The records as they are to be.
    kept: Vec<Kept>,
    writes: Vec<Write>,
    discards: Vec<Discard>,
}

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
        if autosave.has_other(shape) || by_hand {
            autosave.touch(now);
        }
        if !self.can_keep_texts() {
            return;
        }
        let autosave = &self.model.autosave;
        if autosave.due().is_some_and(|at| at <= now) {
            self.save();
        }
        let autosave = &mut self.model.autosave;
        if self.model.visible && !autosave.is_recovering && autosave.recover_at <= now {
            autosave.is_recovering = true;
            let panel = Panel {
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

    fn difference(&mut self) -> Difference {
        let mut before = std::mem::take(&mut self.model.autosave.kept);
        let (mut kept, mut writes, mut discards) = (Vec::new(), Vec::new(), Vec::new());
        for (number, text) in self.model.texts_to_keep() {
            let is_it = |k: &Kept| k.number == number && k.text == text;
            let mut entry = match before.iter().position(is_it) {
                Some(at) => before.remove(at),
                None => Kept {
                    record: self.model.autosave.new_record(),
                    text,
                    number,
                    is_written: false,
                },
            };
            if !entry.is_written {
                writes.push(Write {
                    record: entry.record.clone(),
                    text: entry.text.clone(),
                });
                entry.is_written = true;
            }
            kept.push(entry);
        }
        for entry in before {
            // What is just being sent uses its record up by itself.
            if entry.number.is_some_and(|n| self.model.is_under_way(n)) {
                kept.push(entry);
                continue;
            }
            discards.push(Discard {
                parts: entry.text.parts(),
                record: entry.record,
            });
        }
        Difference {
            kept,
            writes,
            discards,
        }
    }

    fn save(&mut self) {
        let Difference {
            kept,
            writes,
            discards,
        } = self.difference();
        self.model.autosave.kept = kept;
        self.model.autosave.settle();
        if writes.is_empty() && discards.is_empty() {
            return;
        }
        // From now on such a prompt is sent with its ticket alone: otherwise it
        // could go out here while it is written down for another panel.
        self.set_tickets(&writes, Some(false));
        self.model.autosave.is_saving = true;
        let owner = self.model.autosave.owner.clone();
        let save = save_texts(&self.model.config.tmux, owner, writes.clone(), discards);
        self.begin(Job::Save(Box::new(save)), Purpose::Save(writes));
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
    pub(crate) fn saved(&mut self, writes: &[Write], result: Result<(), Error>) {
        self.model.autosave.is_saving = false;
        match result {
            Ok(()) => self.set_tickets(writes, Some(true)),
            Err(error) => {
                // Where tmux has not answered the record may be there.
                if !matches!(error, Error::NoAnswer { .. }) {
                    self.set_tickets(writes, None);
                }
                let is_one = |k: &&mut Kept| writes.iter().any(|w| w.record == k.record);
                for kept in self.model.autosave.kept.iter_mut().filter(is_one) {
                    kept.is_written = false;
                }
                self.model.autosave.retry(self.now.after(AGAIN));
            }
        }
    }

    /// The panel is about to be closed: its texts are for whoever comes next.
    pub(crate) fn leave_texts(&mut self) {
        if !self.can_keep_texts() {
            return;
        }
        let Difference {
            kept,
            writes,
            discards,
        } = self.difference();
        let is_new = |k: &&Kept| !writes.iter().any(|w| w.record == k.record);
        let left: Vec<_> = kept
            .iter()
            .filter(is_new)
            .map(|k| k.record.clone())
            .collect();
        let owner = &self.model.autosave.owner;
        for argv in leave_texts(&self.model.config.tmux, owner, &left, &writes, &discards) {
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
        for Recovered { record, text, .. } in recovered {
            let mut kept = Kept {
                record,
                text,
                number: None,
                is_written: true,
            };
            match kept.text.about.role {
                Role::Waiting => kept.number = self.wait_again(&kept),
                Role::Draft => self.write_again(&kept.text),
                Role::Unsent => self.keep_unsent(&kept.text),
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
    fn wait_again(&mut self, kept: &Kept) -> Option<u64> {
        let about = &kept.text.about;
        let worker = about.to.first().and_then(|t| self.model.roster.find(t));
        let worker = worker.filter(|w| !w.life.is_dead());
        let worker = worker.filter(|w| agent_of(&w.profile()) == about.agent);
        let Some(worker) = worker else {
            self.keep_unsent(&kept.text);
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
                kind: kept.text.kind(),
                when,
                draft: OnDraft::Wait,
                ticket: Some(Ticket {
                    record: kept.record.clone(),
                    owner: self.model.autosave.owner.clone(),
                    is_written: true,
                }),
                ..Prompt::new(kept.text.text.clone())
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
        let free = model.prompt.is_empty() && model.marks.is_empty();
        let marks = !model.marks.is_empty();
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
