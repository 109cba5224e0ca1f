//! The prompt being written: whose it is, and what was sent before.

use crate::agent::profile;
use crate::model::Outgoing;
use crate::operation::send::Prompt;
use crate::prompt::Editor;
use crate::tmux::Target;
use crate::update::Update;

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
        model.history.settle();
        let deleted = model.prompt.deleted().to_owned();
        let written = std::mem::take(&mut model.prompt);
        let orphan = model.orphan.take();
        let mut draft = model.drafts.remove(target).unwrap_or_default();
        let before = model.selected.clone();
        match before.filter(|t| model.roster.find(t).is_some()) {
            Some(before) if !written.is_empty() => {
                model.drafts.insert(before, written);
            }
            None if draft.is_empty() => draft = written,
            None if !written.is_empty() => {
                let was_for = orphan.unwrap_or_else(|| target.clone());
                self.leave_unsent(was_for, written.text());
            }
            _ => {}
        }
        self.model.prompt = draft.with_deleted(&deleted);
    }

    /// Shows a text as a prompt that was not sent.
    pub(crate) fn leave_unsent(&mut self, target: Target, text: String) {
        self.model.unsent.push(Outgoing {
            name: target.pane.to_string(),
            profile: profile::GENERIC,
            prompt: Prompt::new(text),
            round: None,
            target,
        });
    }

    /// Drafts of workers that have gone are shown as prompts that were not
    /// sent.
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
        self.model.marks.retain(there);
        for target in gone {
            if let Some(draft) = self.model.drafts.remove(&target) {
                self.leave_unsent(target, draft.text());
            }
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

    fn put(&mut self, editor: Editor) {
        let deleted = self.model.prompt.deleted().to_owned();
        self.model.prompt = editor.with_deleted(&deleted);
    }
}
