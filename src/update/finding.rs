//! The filter: narrowing the list, choosing from it, going back.

use crate::keymap::{Action, Focus};
use crate::model::Filter;
use crate::update::Update;

impl Update<'_> {
    /// Begins to look for workers, or goes on with it.
    pub(crate) fn open_filter(&mut self) {
        let from = match self.model.focus {
            Focus::Prompt => Focus::Prompt,
            Focus::List | Focus::Filter => Focus::List,
        };
        let candidate = self.model.selected.clone();
        match &mut self.model.filter {
            Some(filter) => filter.candidate = candidate,
            None => {
                self.model.filter = Some(Filter {
                    editor: crate::prompt::Editor::default(),
                    candidate,
                    from,
                    found: Vec::new(),
                });
            }
        }
        self.model.find(self.now);
        self.model.reveal = true;
        self.focus(Focus::Filter);
    }

    /// The filter's text has changed: the best match is the one to choose.
    pub(crate) fn refilter(&mut self) {
        self.model.find(self.now);
        let best = self.model.worker_at(0).map(|w| w.target.clone());
        if let Some(filter) = &mut self.model.filter {
            filter.candidate = best;
        }
        self.model.scroll = 0;
        self.repaint();
    }

    /// Chooses the worker that was found and writes to it.
    pub(crate) fn accept(&mut self) {
        let candidate = self.model.filter.as_ref().and_then(|f| f.candidate.clone());
        if candidate.is_none() {
            let text = "no worker matches";
            let way = self.model.config.keys.way(Focus::Filter, Action::Cancel);
            let hint = format!("{way} goes back");
            self.model.notices.noted(self.now, text, &hint);
            return;
        }
        self.model.filter = None;
        self.focus(Focus::Prompt);
        self.choose(candidate);
    }

    /// Goes back to where one was, with the list as it was.
    pub(crate) fn cancel_filter(&mut self) {
        if let Some(filter) = self.model.filter.take() {
            self.focus(filter.from);
            self.model.reveal = true;
        }
    }

    /// Goes to the list with the filter left on.
    pub(crate) fn keep_filter(&mut self) {
        let candidate = self.model.filter.as_ref().and_then(|f| f.candidate.clone());
        self.focus(Focus::List);
        self.choose(candidate);
    }
}
