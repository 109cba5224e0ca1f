//! What the host tells of itself and of the panel's place in it.

use crate::config::old_host;
use crate::input::{Input, Panes};
use crate::keymap::HostKeys;
use crate::time::Millis;
use crate::update::Update;

/// How long after the panel has hidden itself Zellij may still tell that it
/// is in sight.
const LATE: Millis = Millis(1_000);

/// The same of Zellij's list of panes, which comes within hundredths of a second.
const LATE_LIST: Millis = Millis(300);

impl Update<'_> {
    /// The pane came into sight or went out of it.
    pub(super) fn told_visible(&mut self, visible: bool) {
        // One that was on its way when the panel hid itself is late.
        let late = self.model.hid.is_some_and(|at| self.now.since(at) < LATE);
        if !(visible && self.model.suppressed && late) {
            self.visible(visible);
        }
    }

    /// Which terminal was last in use, and how the panel stands beside it.
    pub(super) fn surroundings(&mut self, terminal: Option<u32>, floating: bool, suppressed: bool) {
        self.model.terminal = terminal.or(self.model.terminal);
        self.used_last();
        self.model.floating = floating;
        // A list from before the panel hid itself does not know of it,
        // and another one may not come while it is hidden.
        let hid = self.model.hid;
        let is_late = hid.is_some_and(|at| self.now.since(at) < LATE_LIST);
        if suppressed || !is_late {
            self.suppressed(suppressed);
        }
    }

    pub(super) fn apply_pipe(&mut self, input: Input) {
        match input {
            Input::Piped(message) => self.piped(message),
            Input::Claimed { id, won } => self.claimed(&id, won),
            Input::PipeLeft { id, operation } => self.pipe_left(&id, &operation),
            Input::Inspected { id, promised } => self.inspected(&id, promised),
            Input::RequestClaimed { pipe, won } => self.request_claimed(&pipe, won),
            Input::Recalled { pipe, text } => self.recalled(&pipe, text),
            _ => {}
        }
    }

    /// An older Zellij than org needs is told.
    pub(super) fn host_version(&mut self, version: &str) {
        self.model.wrong_options.extend(old_host(version));
        self.repaint();
    }

    pub(super) fn panes(&mut self, panes: Panes) {
        self.terminals(&panes.terminals);
        self.found_views(&panes.views);
        let autosave = &mut self.model.autosave;
        if autosave.neighbours.replace(panes.plugins).is_none() {
            autosave.recover_at = self.now;
        }
    }

    pub(super) fn host_keys(&mut self, keys: HostKeys) {
        if self.model.config.keys.set_host(keys) {
            self.repaint();
        }
    }
}
