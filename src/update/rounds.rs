//! One prompt to several workers: marks, the question, what became of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::agent::Profile;
use crate::agent::typing::{self, Kind};
use crate::keymap::{Action, Focus};
use crate::model::{Dialog, End, Outgoing, Question, Round, RoundLine, Unsent};
use crate::operation::send::{OnDraft, Prompt};
use crate::tmux::Target;
use crate::update::Update;
use crate::worker::{State, Worker};

/// How a prompt ends that is to be sent once more.
const NOT_THERE: &[End] = &[End::Failed, End::Unsure];

fn targets<'a>(lines: impl Iterator<Item = &'a RoundLine>) -> Vec<Target> {
    lines.map(|line| line.target.clone()).collect()
}

/// Whose panes they are, or how many.
fn panes(targets: &[Target]) -> String {
    match targets {
        [one] => one.pane.to_string(),
        many => format!("{} workers", many.len()),
    }
}

impl Update<'_> {
    /// Marks a worker, or takes its mark away.
    pub(crate) fn toggle_mark(&mut self, target: Option<Target>) {
        let Some(target) = target.filter(|t| self.model.roster.find(t).is_some()) else {
            let hint = self.model.config.keys.way_to_choose(self.model.focus);
            self.model
                .notices
                .noted(self.now, "no worker to mark", hint);
            return;
        };
        if !self.model.marks.remove(&target) {
            self.model.marks.insert(target);
        }
        self.fetch_draft();
        self.repaint();
    }

    /// Takes all marks away.
    pub(crate) fn unmark(&mut self) {
        self.model.marks.clear();
        self.fetch_draft();
    }

    /// Marks all listed workers that are alive, and of these the ones that
    /// are idle, if so wanted.
    pub(crate) fn mark(&mut self, idle: bool) {
        let model = &*self.model;
        let wanted = |w: &&Worker| match model.state(w, self.now) {
            State::Dead => false,
            State::Idle => true,
            _ => !idle,
        };
        let listed = (0..model.rows()).filter_map(|row| model.worker_at(row));
        let mut marks = BTreeSet::new();
        marks.extend(listed.filter(wanted).map(|w| w.target.clone()));
        if marks.is_empty() {
            let text = if idle {
                "no listed worker is idle"
            } else {
                "no living worker is listed"
            };
            self.model
                .notices
                .noted(self.now, text, "nothing was marked");
        }
        self.model.marks.extend(marks);
        self.repaint();
    }

    /// Asks whether the prompt is to go to all marked workers.
    pub(crate) fn ask_send_to_marked(&mut self) {
        if self.model.prompt.text().trim().is_empty() {
            let text = "nothing to send to the marked workers";
            let way = self.model.way(Action::Unmark);
            let hint = format!("write a prompt first, or take the marks away: {way}");
            self.model.notices.noted(self.now, text, &hint);
            return;
        }
        if !self.ready() {
            return;
        }
        // In the order in which they are seen.
        let marked = self.model.marked().map(|w| w.target.clone());
        let question = Question::SendToMarked(marked.collect());
        self.ask(Dialog::Confirm(question));
    }

    /// Sends the prompt to each of these workers and shows what becomes of it.
    pub(crate) fn send_to_all(&mut self, targets: &[Target]) {
        let text = self.model.prompt.take();
        let number = self.model.round.as_ref().map_or(1, |r| r.number + 1);
        let mut round = Round {
            number,
            text: text.clone(),
            told: false,
            lines: Vec::new(),
        };
        let mut outgoings = Vec::new();
        // As it is pasted: once for all agents of a kind, however large it is.
        let mut prepared: Vec<(Profile, Arc<str>)> = Vec::new();
        for target in targets {
            let worker = self.model.roster.find(target);
            let name = worker.map(|w| self.model.short(&w.name()));
            let profile = worker.filter(|w| !w.life.is_dead()).map(Worker::profile);
            round.lines.push(RoundLine {
                target: target.clone(),
                name: name.clone().unwrap_or_default(),
                outcome: None,
            });
            let Some((profile, name)) = profile.zip(name) else {
                let what = if worker.is_some() { "dead" } else { "gone" };
                round.note(target, End::Failed, &format!("not sent: it is {what}"));
                continue;
            };
            let known = prepared.iter().find(|(known, _)| *known == profile);
            let pasted = known.map(|(_, pasted)| pasted.clone());
            let pasted = pasted.unwrap_or_else(|| {
                let pasted = typing::pasted(&profile, Kind::Text, &text);
                prepared.push((profile, pasted.clone()));
                pasted
            });
            let prompt = Prompt {
                kind: Kind::Text,
                draft: OnDraft::Wait,
                prepared: Some(pasted),
                ..Prompt::new(text.clone())
            };
            outgoings.push(Outgoing {
                target: target.clone(),
                profile,
                name,
                prompt,
                round: Some(number),
                number: self.model.next_number(),
            });
        }
        self.model.round = Some(round);
        // What is written next is for whoever is chosen or marked then.
        self.unmark();
        self.move_on();
        self.ask(Dialog::Results { asked: false });
        for outgoing in outgoings {
            self.model.history.keep(&outgoing.target, &text);
            self.dispatch(outgoing);
        }
        self.round_over();
    }

    /// Notes what became of a prompt that was part of a round; false when it
    /// was of none, or of one that is not shown any more.
    pub(crate) fn note_outcome(&mut self, outgoing: &Outgoing, end: End, text: &str) -> bool {
        let round = self.model.round.as_mut();
        let Some(round) = round.filter(|r| Some(r.number) == outgoing.round) else {
            return false;
        };
        round.note(&outgoing.target, end, text);
        self.round_over();
        true
    }

    /// When all is known of a round: the prompt comes back for those who did
    /// not get it, and they are marked, unless something else is being written
    /// or others are marked.
    fn round_over(&mut self) {
        let round = self.model.round.as_mut();
        let Some(round) = round.filter(|r| r.is_over() && !r.told) else {
            return;
        };
        let (all, sent) = (round.lines.len(), round.ended(&[End::Sent]).count());
        let failed = targets(round.ended(NOT_THERE));
        let unsure = round.ended(&[End::Unsure]).count() > 0;
        let in_box = targets(round.ended(&[End::InBox]));
        let (number, text) = (round.number, round.told());
        let told = format!("sent to {sent} of {all} marked workers");
        if failed.is_empty() && in_box.is_empty() {
            let told = if sent == all {
                format!("sent to all {all} marked workers")
            } else {
                told
            };
            self.model.notices.done(self.now, told, "");
            return;
        }
        let mut hints = Vec::new();
        if !in_box.is_empty() {
            let boxes = panes(&in_box);
            hints.push(format!(
                "your text stands in the box of {boxes}: press Enter there"
            ));
        }
        if unsure {
            hints.push("some may have got it, look before you send again".to_owned());
        }
        if !failed.is_empty() {
            let to = panes(&failed);
            hints.push(if self.comes_back_to(failed, &text) {
                "those that did not get it are marked, and the prompt is back".to_owned()
            } else {
                self.model.unsent.push(Unsent {
                    round: Some(number),
                    ..Unsent::prompt(to, text)
                });
                let way = self.model.way(Action::TakeBack);
                format!("{way} brings the prompt back")
            });
        }
        let hint = hints.join("; ");
        self.model.notices.failed(self.now, told, &hint);
    }

    /// Marks these workers and puts the text for them into the prompt, if it
    /// is free and one of them is there.
    fn comes_back_to(&mut self, targets: Vec<Target>, text: &Arc<str>) -> bool {
        let model = &mut *self.model;
        let there = |t: &Target| model.roster.find(t).is_some();
        let mut marks = BTreeSet::new();
        marks.extend(targets.into_iter().filter(there));
        let free = model.prompt.is_empty() && model.marks.is_empty();
        if marks.is_empty() || !free {
            return false;
        }
        model.marks = marks;
        model.prompt.give_back(text.clone());
        true
    }

    /// Brings back what those of a round did not get, for them if it is the
    /// last round.
    pub(crate) fn take_back_unsent(&mut self, unsent: &Unsent) {
        let round = self.model.round.as_ref();
        let round = round.filter(|r| Some(r.number) == unsent.round && r.is_over());
        let failed = round.map(|r| targets(r.ended(NOT_THERE)));
        if !failed.is_some_and(|failed| self.comes_back_to(failed, &unsent.text)) {
            self.give_back_prompt(unsent.kind, &unsent.text);
        }
    }

    pub(crate) fn show_results(&mut self) {
        if self.model.round.is_some() {
            self.ask(Dialog::Results { asked: true });
        } else {
            let text = "no prompt was sent to several workers yet";
            let way = self.model.config.keys.way(Focus::List, Action::Mark);
            let hint = format!("mark workers in the list with {way}");
            self.model.notices.noted(self.now, text, &hint);
        }
    }

    /// Opens a dialog at its beginning.
    pub(crate) fn ask(&mut self, dialog: Dialog) {
        self.model.dialog = Some(dialog);
        self.model.dialog_scroll = 0;
        self.repaint();
    }

    /// Takes away what stands in the way: the filter, else the marks, else
    /// what is told.
    pub(crate) fn dismiss(&mut self) {
        if self.model.filter.is_some() {
            self.cancel_filter();
            self.focus(Focus::List);
        } else if !self.model.marks.is_empty() {
            self.unmark();
        } else {
            self.dismiss_told();
        }
    }

    /// Takes away what is told.
    pub(crate) fn dismiss_told(&mut self) {
        self.model.notices.dismiss(self.frame.failures);
        let seen = self.frame.wrong_options;
        let wrong = &mut self.model.wrong_options;
        wrong.drain(..seen.min(wrong.len()));
    }
}
