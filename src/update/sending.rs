//! Prompts on their way: sent, waiting, taken back.

use crate::agent::typing::Kind;
use crate::client::Job;
use crate::error::Error;
use crate::keymap::{Action, Focus};
use crate::model::{Dialog, End, Outgoing, Pending, Permission, Purpose, Question};
use crate::operation::send::{Delivery, OnDraft, Prompt, Send, Sent, Wait, When};
use crate::operation::send_command_to_worker;
use crate::tmux::Target;
use crate::update::Update;

impl Update<'_> {
    /// Sends the prompt; an empty one opens the worker.
    pub(crate) fn send(&mut self) {
        if self.model.permission == Permission::Denied {
            self.effects.push(crate::effect::Effect::RequestPermission);
            return;
        }
        if !self.model.marks.is_empty() {
            self.ask_send_to_marked();
        } else if self.model.prompt.is_empty() {
            self.open_chosen(self.model.config.open);
        } else if let Some(outgoing) = self.take_prompt(Kind::Text) {
            self.dispatch(outgoing);
        }
    }

    /// Asks whether the prompt is to run in the worker's shell.
    pub(crate) fn ask_shell(&mut self) {
        if !self.model.marks.is_empty() {
            let text = "commands run in one worker's shell at a time";
            let way = self.model.way(Action::Unmark);
            let hint = format!("take the marks away first: {way}");
            self.model.notices.noted(self.now, text, &hint);
        } else if self.model.prompt.text().trim().is_empty() {
            let text = "there is no command to run in the worker's shell";
            self.model.notices.noted(self.now, text, "type one first");
        } else if let Some(outgoing) = self.take_prompt(Kind::Shell) {
            self.ask(Dialog::Confirm(Question::RunInShell(outgoing)));
        }
    }

    /// Takes the prompt out of its line, for the chosen worker. It stays, and
    /// the user is told why, when there is none.
    fn take_prompt(&mut self, kind: Kind) -> Option<Outgoing> {
        if !self.ready() {
            return None;
        }
        let Some(worker) = self.model.chosen() else {
            let hint = if self.model.roster.is_empty() {
                format!("start one: {}", self.model.way(Action::Start))
            } else {
                self.model.config.keys.way_to_choose(self.model.focus)
            };
            let text = "not sent: no worker is chosen";
            self.model.notices.noted(self.now, text, &hint);
            return None;
        };
        let (target, profile) = (worker.target.clone(), worker.profile());
        let name = self.model.short(&worker.name());
        let written = self.model.prompt.take();
        let text = match kind {
            Kind::Text => written,
            // With or without the sign: the same command is meant.
            Kind::Shell => written.trim_start_matches(['!', ' ']).into(),
        };
        self.model.history.keep(&target, &text);
        self.model.history.settle();
        self.move_on();
        let prompt = Prompt {
            kind,
            draft: OnDraft::Wait,
            ..Prompt::new(text)
        };
        Some(Outgoing {
            target,
            profile,
            name,
            prompt,
            round: None,
            number: self.model.next_number(),
        })
    }

    /// Sends now, or after the prompts that are on their way to the same
    /// worker: they arrive in the order in which they were sent.
    pub(crate) fn dispatch(&mut self, outgoing: Outgoing) {
        if self.model.is_sending_to(&outgoing.target) {
            self.model.outbox.push(outgoing);
            return;
        }
        let nonce = self.model.nonces.draw();
        let send = send_command_to_worker(
            &self.model.config.tmux,
            outgoing.target.clone(),
            outgoing.profile,
            outgoing.prompt.clone(),
            nonce,
        );
        self.begin(Job::Send(send), Purpose::Send(outgoing));
    }

    /// Sends the next prompt that waits for this worker.
    pub(crate) fn send_next(&mut self, target: &Target) {
        let waiting = self.model.outbox.iter().position(|o| o.target == *target);
        if let Some(at) = waiting.filter(|_| !self.model.is_sending_to(target)) {
            let outgoing = self.model.outbox.remove(at);
            self.dispatch(outgoing);
        }
    }

    /// Sends the first prompt that waits for the chosen worker although the
    /// agent works.
    pub(crate) fn send_now(&mut self) {
        self.send_waiting(Wait::Idle, "works", |prompt| prompt.when = When::Now);
    }

    /// Sends it together with what stands in the worker's box.
    pub(crate) fn append(&mut self) {
        let draft = self.first_pending().and_then(|p| p.request);
        let draft = draft
            .and_then(|id| self.model.client.send(id))
            .map(Send::draft);
        let Some(draft) = draft.map(str::to_owned) else {
            let text = "no prompt waits because of a draft";
            self.model.notices.noted(self.now, text, "");
            return;
        };
        self.send_waiting(Wait::Draft, "has a draft in its box", |prompt| {
            prompt.draft = OnDraft::Append(draft);
        });
    }

    /// Sends the first prompt in another manner, if it waits for `what`.
    fn send_waiting(&mut self, what: Wait, state: &str, change: impl FnOnce(&mut Prompt)) {
        let pending = self.first_pending();
        let request = pending
            .filter(|p| p.wait == Some(what))
            .and_then(|p| p.request);
        let Some(id) = request else {
            let text = format!("no prompt waits because its worker {state}");
            self.model.notices.noted(self.now, text, "");
            return;
        };
        self.model.client.drop_request(id);
        self.move_on();
        if let Some(Purpose::Send(mut outgoing)) = self.model.purposes.remove(&id) {
            change(&mut outgoing.prompt);
            self.dispatch(outgoing);
        }
    }

    fn first_pending(&self) -> Option<Pending<'_>> {
        let target = self.model.selected.as_ref()?;
        self.model.pending(target).into_iter().next()
    }

    /// Takes the newest prompt that waits for the chosen worker back into the
    /// prompt line.
    pub(crate) fn take_back(&mut self) {
        // It must not be another panel's to send.
        self.model.autosave.touch(self.now);
        self.model.autosave.hurry(self.now);
        let target = self.model.selected.clone();
        if self.let_go_newest() {
            return;
        }
        if let Some(outgoing) = target.and_then(|target| self.take_newest(&target)) {
            self.give_back_prompt(outgoing.prompt.kind, &outgoing.prompt.text);
            // With that in the prompt, what others did not get stands above.
            self.note_outcome(&outgoing, End::TakenBack, "taken back");
        } else if self.model.unsent.is_empty() {
            let text = "no prompt waits for this worker, and none was left unsent";
            self.model.notices.noted(self.now, text, "");
            return;
        } else {
            let unsent = self.model.unsent.remove(0);
            self.take_back_unsent(&unsent);
        }
        self.focus(Focus::Prompt);
    }

    /// A text that stands in the worker's input cannot be taken back from
    /// there: it is left to its user. Whether the newest is such a one.
    fn let_go_newest(&mut self) -> bool {
        let target = self.model.selected.as_ref();
        let newest = target.and_then(|t| self.model.pending(t).pop());
        let Some(id) = newest
            .filter(|p| p.wait == Some(Wait::Enter))
            .and_then(|p| p.request)
        else {
            return false;
        };
        if let Some(event) = self.model.client.let_go(self.now, id) {
            self.event(event);
        }
        true
    }

    fn take_newest(&mut self, target: &Target) -> Option<Outgoing> {
        let behind = self.model.outbox.iter().rposition(|o| o.target == *target);
        if let Some(at) = behind {
            return Some(self.model.outbox.remove(at));
        }
        // What is being delivered cannot be taken back.
        let waiting = self.first_pending().filter(|p| p.wait.is_some());
        let id = waiting.and_then(|p| p.request)?;
        self.model.client.drop_request(id);
        match self.model.purposes.remove(&id) {
            Some(Purpose::Send(outgoing)) => Some(outgoing),
            _ => None,
        }
    }

    /// A prompt has been sent, or not.
    pub(crate) fn send_ended(&mut self, outgoing: &Outgoing, result: Result<Sent, Error>) {
        match result {
            Ok(sent) => {
                let (pane, name) = (sent.pane, &outgoing.name);
                let (word, hint) = match sent.delivery {
                    Delivery::Submitted => ("submitted to", ""),
                    Delivery::Queued => ("queued in", "it goes on with it after its turn"),
                    Delivery::Delivered => ("delivered to", ""),
                };
                let outcome = word.split(' ').next().unwrap_or_default();
                if !self.note_outcome(outgoing, End::Sent, outcome) {
                    let text = format!("{word} {pane} {name}");
                    self.model.notices.done(self.now, text, hint);
                }
            }
            Err(error @ Error::TakenOver { .. }) => {
                let text = error.text();
                if !self.note_outcome(outgoing, End::TakenBack, &text) {
                    self.model.notices.done(self.now, text, error.hint());
                }
            }
            Err(error) => {
                let text = not_sent(&error);
                // What stands in the worker's box must not be sent twice.
                let in_box = matches!(error, Error::LeftInBox { .. });
                let end = match error {
                    Error::LeftInBox { .. } => End::InBox,
                    _ if may_have_arrived(&error) => End::Unsure,
                    _ => End::Failed,
                };
                if !self.note_outcome(outgoing, end, &text) {
                    if !in_box {
                        self.not_sent(outgoing.clone());
                    }
                    self.model.notices.failed(self.now, text, error.hint());
                }
                self.list_soon();
            }
        }
        self.send_next(&outgoing.target);
        self.repaint();
    }

    /// A prompt that was not sent goes back into the prompt line, unless
    /// something else is being written there, or for somebody else: then it
    /// stands above, until it is taken back.
    pub(crate) fn not_sent(&mut self, outgoing: Outgoing) {
        let target = outgoing.target.clone();
        self.give_back_to(&target, outgoing.into());
    }
}

/// An error in the words of someone who sent a prompt: it says that it was
/// not sent, unless that is not known.
fn not_sent(error: &Error) -> String {
    let text = error.text();
    match error {
        Error::LeftInBox { .. } => text,
        _ if may_have_arrived(error) => text,
        _ if text.starts_with("not sent") => text,
        _ => format!("not sent: {text}"),
    }
}

/// Whether it is not known what became of the prompt.
fn may_have_arrived(error: &Error) -> bool {
    matches!(
        error,
        Error::NoAnswer { .. } | Error::Lost { .. } | Error::Unseen { .. }
    )
}
