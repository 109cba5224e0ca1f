//! What each input does to the model, one function per input. Everything that
//! is wanted of the host comes out as effects.

mod actions;
mod autosave;
mod clock;
mod errands;
mod finding;
mod host;
mod keys;
mod listing;
mod looking_back;
mod offers;
mod opening;
mod piping;
mod results;
mod rounds;
mod sending;
mod states;
mod telling;
mod watching;
mod writing;

use std::collections::BTreeMap;

use crate::client::{Event, Job};
use crate::config::{CALLER_DIRECTORY, Config};
use crate::effect::Effect;
use crate::input::{Input, Mouse, RequestId};
use crate::keymap::Focus;
use crate::model::{Follow, HostState, Model, Permission, Purpose};
use crate::nonce::Nonces;
use crate::time::{Millis, Moment};
use crate::tmux::Output;
use crate::tmux::saved::Owner;
use crate::view::{Click, Frame};

/// How much too early a tick may come and still count: hosts round.
const SLACK: Millis = Millis(20);

/// One input on its way through the model.
pub(crate) struct Update<'a> {
    /// What is changed.
    pub(crate) model: &'a mut Model,
    /// The frame that was on the screen when the input happened.
    pub(crate) frame: &'a Frame,
    /// The host's clock.
    pub(crate) now: Moment,
    /// What is wanted of the host.
    pub(crate) effects: Vec<Effect>,
}

impl Update<'_> {
    /// Takes one input.
    pub(crate) fn input(&mut self, input: Input) {
        self.follow_clock();
        if matches!(&input, Input::Key(key) if key.is_unknown()) {
            return;
        }
        if matches!(input, Input::Key(_) | Input::Pasted(_) | Input::Mouse(_)) {
            self.model.acted = self.now;
        }
        if matches!(input, Input::Key(_) | Input::Pasted(_)) {
            self.model.notices.press_on(self.now);
            self.stay_where_one_writes();
        }
        let asked = self.model.dialog.is_some();
        let by_hand = autosave::is_by_hand(&input);
        self.apply(input);
        if !asked {
            self.model.dialog_since = self.now;
        }
        self.tend_pipes();
        self.poll();
        self.tend_texts(by_hand);
        self.order_tick();
    }

    /// Who goes on in a text for one worker is not turned to a new one.
    fn stay_where_one_writes(&mut self) {
        let model = &mut *self.model;
        let writes = model.focus == Focus::Prompt && model.dialog.is_none();
        if writes && model.last_start.follow == Follow::Choice && !model.prompt.is_empty() {
            model.last_start.follow = Follow::Nothing;
            model.wish = None;
        }
    }

    fn apply(&mut self, input: Input) {
        match input {
            Input::Loaded {
                configuration,
                owner,
                directory,
            } => self.loaded(&configuration, owner, directory),
            Input::HostVersion(version) => self.host_version(&version),
            Input::HostKeys(keys) => self.host_keys(keys),
            Input::Permission(granted) => self.permission(granted),
            Input::Visible(visible) => self.told_visible(visible),
            Input::Hidden => self.gone_from_sight(),
            Input::Tick => self.tick(),
            Input::CommandFinished { id, output } => self.command_finished(id, &output),
            Input::Key(key) => self.key(key),
            Input::Pasted(text) => self.pasted(text),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Surroundings {
                terminal,
                floating,
                suppressed,
            } => self.surroundings(terminal, floating, suppressed),
            Input::Focused(terminal) => self.tell_unless_seen(terminal),
            Input::Panes(panes) => self.panes(panes),
            Input::Directory(directory) => {
                if let Some(directory) = directory.filter(|d| d.starts_with('/')) {
                    self.model.base = directory;
                    self.repaint();
                }
            }
            Input::TerminalOpened { terminal, shows } => self.terminal_opened(terminal, shows),
            Input::NoTerminal { shows, runs } => self.no_terminal(&shows, runs),
            Input::TerminalShown(terminal) => self.terminal_shown(terminal),
            Input::TerminalClosed(terminal) => self.terminal_closed(terminal),
            Input::Directories(directories) => self.pane_directories(directories),
            Input::TerminalEnded { terminal, status } => self.terminal_ended(terminal, status),
            Input::TooLarge { what, bytes } => self.too_large(what, bytes),
            Input::Closing => {
                self.closing();
                self.leave_texts();
            }
            of_a_pipe => self.apply_pipe(of_a_pipe),
        }
    }

    fn loaded(
        &mut self,
        configuration: &BTreeMap<String, String>,
        owner: Owner,
        directory: String,
    ) {
        let (config, wrong_options) = Config::read(configuration);
        self.model.config = config;
        self.model.wrong_options = wrong_options;
        self.model.nonces = Nonces::new(owner.seed);
        self.model.autosave.owner = owner;
        self.model.base = configuration
            .get(CALLER_DIRECTORY)
            .cloned()
            .unwrap_or(directory);
        self.effects.push(Effect::RequestPermission);
        self.repaint();
    }

    fn permission(&mut self, granted: bool) {
        self.model.permission = if granted {
            Permission::Granted
        } else {
            Permission::Denied
        };
        self.model.polling.next = self.now;
        self.repaint();
    }

    fn visible(&mut self, visible: bool) {
        if visible && !self.model.visible {
            self.cancel_long_poll();
            self.model.polling.next = self.now;
            self.model.polling.changed = self.now;
            // Whoever is there is told again before long.
            self.model.autosave.neighbours = None;
            self.model.autosave.recover_at = self.now;
        }
        if !visible {
            self.model.autosave.hurry(self.now);
        }
        self.model.visible = visible;
    }

    /// A pane that hides itself is suppressed, and Zellij tells of that in its
    /// list of panes only.
    pub(crate) fn suppressed(&mut self, suppressed: bool) {
        // That it is suppressed holds whatever was told before.
        if suppressed || self.model.suppressed {
            self.visible(!suppressed);
        }
        self.model.suppressed = suppressed;
    }

    fn tick(&mut self) {
        // Only the tick that was ordered last counts as come; an earlier one
        // leaves it under way.
        let clock = &mut self.model.clock;
        let due = self.now.after(SLACK);
        clock.timer = clock.timer.filter(|at| *at > due);
        for event in self.model.client.due(self.now) {
            self.event(event);
        }
        if self.model.notices.expire(self.now) {
            self.repaint();
        }
    }

    fn command_finished(&mut self, id: RequestId, output: &Output) {
        if let Some(event) = self.model.client.finished(self.now, id, output) {
            self.event(event);
        }
    }

    fn mouse(&mut self, mouse: Mouse) {
        match mouse {
            Mouse::Scroll(lines) => self.wheel(lines),
            Mouse::Hover { row, column } => self.hover(row, column),
            Mouse::Click { row, column } => {
                if let Some(click) = self.frame.click(row, column).cloned() {
                    self.click(click);
                }
            }
        }
    }

    fn click(&mut self, click: Click) {
        match click {
            Click::Worker(target) => {
                // While somebody is looked for another one is pointed at.
                let finding = self.model.focus == Focus::Filter;
                if finding {
                    self.focus(Focus::List);
                }
                if self.model.selected.as_ref() == Some(&target) && !finding {
                    self.open_chosen(self.model.config.open);
                } else {
                    self.choose(Some(target));
                }
            }
            Click::Mark(target) => self.toggle_mark(Some(target)),
            Click::Action(action) => self.act(action),
            Click::Press(key) => self.key(key),
            Click::Told => self.dismiss_told(),
            Click::Yes => self.answer(true),
            Click::No => self.answer(false),
            Click::Field(in_prompt) => self.focus_field(in_prompt),
            Click::Offer(path) => self.click_offer(&path),
            Click::Continue(path) => self.continue_offer(&path),
            Click::Prompt => self.focus(Focus::Prompt),
            Click::Filter => self.open_filter(),
            Click::Preview => {
                if self.model.focus == Focus::Filter {
                    self.keep_filter();
                }
                self.open_chosen(self.model.config.open);
            }
        }
    }

    /// Draws anew when something else is under the pointer.
    fn hover(&mut self, row: usize, column: usize) {
        let before = self.model.pointer.replace((row, column));
        let region = |at: Option<(usize, usize)>| {
            at.and_then(|(row, column)| self.frame.region_at(row, column))
        };
        if region(before) != region(Some((row, column))) {
            self.repaint();
        }
    }

    /// The user begins something new: what they could read goes.
    pub(crate) fn move_on(&mut self) {
        let seen = self.frame.failures;
        self.model.notices.move_on(self.now, seen);
    }

    /// Begins an operation and remembers what for.
    pub(crate) fn begin(&mut self, job: Job, purpose: Purpose) -> RequestId {
        use Purpose::{Complete, Errand, Find, List, Look, Probe, Recover, Save, Send, Tell};
        // A prompt that has waited goes out by itself, too.
        let by_itself = matches!(
            purpose,
            Probe
                | List
                | Look(_)
                | Tell(..)
                | Find
                | Complete(_)
                | Errand(_)
                | Send(_)
                | Save { .. }
                | Recover
        );
        if !by_itself {
            self.move_on();
        }
        let (id, event) = self.model.client.begin(self.now, job);
        self.model.purposes.insert(id, purpose);
        if let Some(event) = event {
            self.event(event);
        }
        id
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Run(id, argv) => self.effects.push(Effect::RunCommand { id, argv }),
            Event::Ended(id, result) => {
                if let Some(purpose) = self.model.purposes.remove(&id) {
                    self.ended(purpose, result);
                }
            }
        }
    }

    /// Looks for tmux first and lists, whenever it is time and the panel is
    /// in sight.
    fn poll(&mut self) {
        self.cancel_stale_long_poll();
        let wanted = self.model.is_watched() || self.tells_while_hidden();
        let model = &mut self.model;
        let due = wanted && model.polling.next <= self.now.after(SLACK);
        if model.permission != Permission::Granted || model.polling.under_way || !due {
            return;
        }
        model.polling.under_way = true;
        match model.host {
            HostState::Ready(_) => self.list(),
            HostState::Unknown | HostState::Unfit(_) => self.look_first(),
        }
    }

    /// Orders a tick for the next thing to do, unless an earlier one is under
    /// way.
    fn order_tick(&mut self) {
        let wanted = self.model.is_watched() || self.tells_while_hidden();
        let keeps = self.can_keep_texts();
        let model = &mut self.model;
        let recovers = keeps && model.visible && !model.autosave.is_recovering;
        let polls = wanted && model.permission == Permission::Granted && !model.polling.under_way;
        let next = [
            model.client.next_due(),
            model.desk.next_due(),
            polls.then_some(model.polling.next),
            model.notices.next_expiry().filter(|_| model.visible),
            model.autosave.due().filter(|_| keeps),
            recovers.then_some(model.autosave.recover_at),
        ];
        let Some(next) = next.into_iter().flatten().min() else {
            return;
        };
        if model.clock.timer.is_none_or(|at| next < at) {
            model.clock.timer = Some(next);
            self.effects.push(Effect::SetTimer(next.since(self.now)));
        }
    }

    pub(crate) fn repaint(&mut self) {
        if !self.effects.contains(&Effect::Repaint) {
            self.effects.push(Effect::Repaint);
        }
    }
}
