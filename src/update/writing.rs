//! The prompt being written: whose it is, and what was sent before.

use std::sync::Arc;

use crate::agent::typing::Kind;
use crate::model::{Follow, Unsent};
use crate::prompt::Editor;
use crate::tmux::Target;
use crate::update::Update;

/// Bytes that what can be undone in drafts may take in all of those that are
/// put aside.
const MAX_UNDO_BYTES: usize = 500_000;

impl Update<'_> {
    /// The prompt turns to another worker: what is written for the one before
    /// is kept for it, and what was written for this one comes back. What was
    /// written for nobody, or for one that has gone, goes along, unless
    /// something else was written for this one: two texts are never made one.
    pub(crate) fn turn_to(&mut self, target: &Target) {
        let model = &mut *self.model;
        // What is written for the marked is not for the chosen one.
        if !model.marks.is_empty() || model.selected.as_ref() == Some(target) {
            return;
        }
        let deleted = model.prompt.deleted().clone();
        let written = std::mem::take(&mut model.prompt);
        // An older prompt that is only looked at is no text of one's own.
        let own = model.selected.as_ref();
        let own = own.and_then(|t| model.history.written(t));
        let written = own.unwrap_or(written);
        let orphan = model.orphan.take();
        let mut draft = model.drafts.remove(target).unwrap_or_default();
        let before = model.selected.clone();
        match before.filter(|t| model.roster.find(t).is_some()) {
            Some(before) if !written.is_empty() => {
                // Another one waits there when this was written for the marked.
                let pane = before.pane;
                if let Some(other) = model.drafts.insert(before, written) {
                    model.leave_unsent(pane, other.shared());
                }
            }
            None if draft.is_empty() => draft = written,
            None if !written.is_empty() => {
                let was_for = orphan.unwrap_or_else(|| target.clone());
                model.leave_unsent(was_for.pane, written.shared());
            }
            _ => {}
        }
        self.model.prompt = draft.with_deleted(&deleted);
        self.limit_undo_of_drafts();
    }

    /// What can be undone in drafts that are put aside has a limit as a sum:
    /// there may be any number of them.
    fn limit_undo_of_drafts(&mut self) {
        let drafts = &mut self.model.drafts;
        if drafts.values().map(Editor::undo_bytes).sum::<usize>() > MAX_UNDO_BYTES {
            drafts.values_mut().for_each(Editor::forget_undo);
        }
    }

    /// Without marks the prompt is the chosen worker's, whose draft comes back
    /// where nothing has been written for the marked.
    pub(crate) fn fetch_draft(&mut self) {
        let model = &mut *self.model;
        if !model.marks.is_empty() || !model.prompt.is_empty() {
            return;
        }
        let chosen = model.selected.as_ref();
        if let Some(draft) = chosen.and_then(|t| model.drafts.remove(t)) {
            self.put(draft);
        }
    }

    /// Text for this worker comes back into the prompt, if that is the
    /// worker's and free, else above it.
    pub(crate) fn give_back_to(&mut self, target: &Target, unsent: Unsent) {
        let model = &mut *self.model;
        let is_free = model.prompt.is_empty() && model.marks.is_empty() && model.unsent.is_empty();
        let for_another = model.selected.as_ref().is_some_and(|t| t != target);
        if !is_free || for_another {
            model.unsent.push(unsent);
            return;
        }
        if model.selected.is_none() {
            model.orphan = Some(target.clone());
        }
        self.give_back_prompt(unsent.kind, &unsent.text);
    }

    /// Text that was not delivered comes back into the prompt.
    pub(crate) fn give_back_prompt(&mut self, kind: Kind, text: &Arc<str>) {
        self.is_for_the_chosen();
        match kind {
            Kind::Text => self.model.prompt.give_back(text.clone()),
            Kind::Shell => self.model.prompt.give_back(format!("!{text}")),
        }
    }

    /// Drafts of workers that have gone are shown as prompts that were not
    /// sent. What is written for the marked stays, and is for nobody when all
    /// of them have gone: it must not end at whoever happens to be chosen.
    pub(crate) fn rescue_drafts(&mut self) {
        let roster = &self.model.roster;
        let there = |target: &Target| roster.find(target).is_some();
        self.model.history.retain(there);
        let gone: Vec<Target> = self
            .model
            .drafts
            .keys()
            .filter(|t| !there(t))
            .cloned()
            .collect();
        let marked = self.model.marks.first().cloned();
        self.model.marks.retain(there);
        for target in gone {
            if let Some(draft) = self.model.drafts.remove(&target) {
                self.model.leave_unsent(target.pane, draft.shared());
            }
        }
        if let Some(marked) = marked.filter(|_| self.model.marks.is_empty()) {
            if !self.model.prompt.is_empty() {
                self.model.orphan = Some(marked);
                self.model.selected = None;
            }
            self.fetch_draft();
        }
    }

    /// Brings back an older prompt of the chosen worker, or a newer one.
    pub(crate) fn recall(&mut self, older: bool) {
        let Some(target) = self.model.selected.clone() else {
            let text = "no worker is chosen whose prompts could come back";
            self.model.notices.noted(self.now, text, "");
            return;
        };
        let model = &mut *self.model;
        let found = if older {
            model.history.older(&target, &model.prompt)
        } else {
            model.history.newer(&target)
        };
        match found {
            Some(editor) => self.put(editor),
            None if older => {
                let text = "no older prompt to this worker begins like this";
                self.model.notices.done(self.now, text, "");
            }
            None => {}
        }
    }

    /// Only what is typed while a worker starts is for that one.
    pub(crate) fn is_for_the_chosen(&mut self) {
        let model = &mut *self.model;
        if model.last_start.follow == Follow::ChoiceAndText {
            model.last_start.follow = Follow::Choice;
        }
        if let Some(wish) = &mut model.wish {
            wish.takes_text = false;
        }
    }

    fn put(&mut self, editor: Editor) {
        self.is_for_the_chosen();
        let deleted = self.model.prompt.deleted().clone();
        self.model.prompt = editor.with_deleted(&deleted);
    }
}
