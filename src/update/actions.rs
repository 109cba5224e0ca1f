//! What the user's actions do.

use crate::client::Job;
use crate::config::Place;
use crate::effect::Effect;
use crate::keymap::{Action, Focus};
use crate::model::{Dialog, Follow, HostState, Permission, Purpose, Question, StartDialog};
use crate::operation::start::StartRequest;
use crate::operation::{
    clean_dead_workers, restart_dead_worker, start_worker_in_directory, stop_worker,
};
use crate::tmux::Target;
use crate::update::Update;
use crate::update::listing::at_row;
use crate::view::Click;

impl Update<'_> {
    /// Does what a key or a click asks for.
    pub(crate) fn act(&mut self, action: Action) {
        self.repaint();
        match action {
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step(-self.page()),
            Action::PageDown => self.step(self.page()),
            Action::First => self.point_at(0),
            Action::Last => self.point_at(self.model.rows().saturating_sub(1)),
            Action::NextInNeed => self.next_in_need(),
            Action::Filter => self.open_filter(),
            Action::Accept => self.accept(),
            Action::Cancel => self.cancel_filter(),
            Action::Mark => self.toggle_mark(self.model.selected.clone()),
            Action::MarkAll => self.mark(false),
            Action::MarkIdle => self.mark(true),
            Action::Unmark => self.unmark(),
            Action::Preview => self.toggle_preview(),
            Action::PreviewUp => self.scroll_preview(-self.preview_page()),
            Action::PreviewDown => self.scroll_preview(self.preview_page()),
            Action::OpenFloating => self.open_chosen(Place::Floating),
            Action::OpenInPlace => self.open_chosen(Place::InPlace),
            Action::OpenInTab => self.open_chosen(Place::Tab),
            Action::Open => self.open_chosen(self.model.config.open),
            Action::Start => self.ask_where(),
            Action::Clean => self.ask_clean(),
            Action::Stop => self.ask_stop(),
            Action::Restart => self.restart(),
            Action::Refresh => self.refresh(),
            Action::Help => self.ask(Dialog::Help),
            Action::Results => self.show_results(),
            Action::ToList if self.model.focus == Focus::Filter => self.keep_filter(),
            Action::ToList => self.focus(Focus::List),
            Action::ToPrompt => self.focus(Focus::Prompt),
            Action::Dismiss => self.dismiss(),
            Action::Hide => self.hide(),
            writing => self.act_on_prompt(writing),
        }
    }

    fn act_on_prompt(&mut self, action: Action) {
        match action {
            Action::Send => self.send(),
            Action::NewLine => self.model.prompt.insert("\n"),
            Action::Older => self.recall(true),
            Action::Newer => self.recall(false),
            Action::RunInShell => self.ask_shell(),
            Action::SendNow => self.send_now(),
            Action::Append => self.append(),
            Action::TakeBack => self.take_back(),
            _ => {}
        }
        if !matches!(action, Action::Older | Action::Newer) {
            self.model.history.settle();
        }
    }

    pub(crate) fn focus(&mut self, focus: Focus) {
        self.model.focus = focus;
        self.repaint();
    }

    /// Rows of the list on the screen, at least one.
    fn page(&self) -> isize {
        isize::try_from(self.frame.list_rows.max(1)).unwrap_or(1)
    }

    fn step(&mut self, rows: isize) {
        if self.model.focus == Focus::Prompt
            && rows.abs() == 1
            && self.model.prompt.row(rows > 0, self.frame.prompt_columns)
        {
            return;
        }
        let last = self.model.rows().saturating_sub(1);
        let here = self.model.pointed().and_then(|t| self.model.row_of(t));
        let row = match here {
            Some(row) => row.saturating_add_signed(rows).min(last),
            None if rows < 0 => self.model.row.saturating_sub(1).min(last),
            None => self.model.row.min(last),
        };
        self.point_at(row);
    }

    /// Chooses the worker in this row, or while somebody is looked for makes
    /// it the one that Enter would choose.
    fn point_at(&mut self, row: usize) {
        let target = at_row(self.model, row);
        match &mut self.model.filter {
            Some(filter) if self.model.focus == Focus::Filter => {
                filter.candidate = target;
                self.model.reveal = true;
            }
            _ => self.choose(target),
        }
    }

    /// Scrolls what is under the pointer.
    pub(crate) fn wheel(&mut self, lines: isize) {
        self.repaint();
        if let Some(Dialog::Start(start)) = &mut self.model.dialog {
            start.scroll = start.scroll.saturating_add_signed(lines);
            start.reveal = false;
            return;
        }
        if self.model.dialog.is_some() {
            self.model.dialog_scroll = self.model.dialog_scroll.saturating_add_signed(lines);
            return;
        }
        let over = self
            .model
            .pointer
            .and_then(|(row, column)| self.frame.click(row, column));
        if over == Some(&Click::Preview) {
            return self.scroll_preview(lines);
        }
        // How far down is settled when the list's height is known.
        self.model.scroll = self.model.scroll.saturating_add_signed(lines);
        self.model.reveal = false;
    }

    /// Whether commands can be run; says so when not.
    pub(crate) fn ready(&mut self) -> bool {
        let (text, hint) = match (&self.model.permission, &self.model.host) {
            (Permission::Asked, _) => ("not allowed to run tmux yet".into(), "answer the question"),
            (Permission::Denied, _) => {
                ("not allowed to run tmux".into(), "press Enter to be asked")
            }
            (_, HostState::Unknown) => ("still looking for tmux".into(), "try again in a moment"),
            (_, HostState::Unfit(error)) => (error.text(), "org cannot work without it"),
            (_, HostState::Ready(_)) => return true,
        };
        self.model.notices.noted(self.now, text, hint);
        false
    }

    fn ask_where(&mut self) {
        if !self.ready() {
            return;
        }
        if let Some(terminal) = self.model.terminal {
            self.effects.push(Effect::ReadDirectory(terminal));
        }
        self.ask(Dialog::Start(StartDialog::default()));
        self.look_for_offers();
    }

    /// Starts a worker with what the dialog holds; `beside` processes of its
    /// program that run there outside of tmux, for a user who knows of them.
    pub(crate) fn start(&mut self, typed: StartDialog, beside: bool) {
        let first_prompt = typed.first_prompt.text();
        let directory = typed.directory.text();
        let request = StartRequest {
            // Nothing typed means where the user is.
            directory: if directory.is_empty() {
                ".".into()
            } else {
                directory
            },
            base: self.model.base.clone(),
            home: self.model.home().to_owned(),
            command: self.command_for(typed.replaces.as_ref(), typed.resume.is_some()),
            first_prompt: (!first_prompt.is_empty()).then_some(first_prompt),
            beside,
        };
        self.model.last_start.at = self.now;
        self.model.last_start.follow = self.follow(self.model.prompt.is_empty());
        let nonce = self.model.nonces.draw();
        let tmux = &self.model.config.tmux;
        let start = match &typed.replaces {
            Some(dead) => restart_dead_worker(tmux, dead.clone(), request, nonce),
            None => start_worker_in_directory(tmux, request, nonce),
        };
        let start = match &typed.resume {
            Some(id) => start.continuing(id),
            None => start,
        };
        self.begin(Job::Start(Box::new(start)), Purpose::Start(typed));
        self.repaint();
    }

    /// What the start that begins now does to the choice when it ends. Of
    /// several under way none takes text along: it may be for another one.
    fn follow(&self, with_text: bool) -> Follow {
        let starts = |p: &Purpose| matches!(p, Purpose::Start(_) | Purpose::Restart { .. });
        if with_text && !self.model.purposes.values().any(starts) {
            Follow::ChoiceAndText
        } else {
            Follow::Choice
        }
    }

    fn ask_clean(&mut self) {
        if !self.ready() {
            return;
        }
        let dead = self
            .model
            .roster
            .workers()
            .iter()
            .filter(|w| w.life.is_dead());
        let dead: Vec<Target> = dead.map(|w| w.target.clone()).collect();
        if dead.is_empty() {
            self.model
                .notices
                .done(self.now, "no dead workers to clean", "");
        } else {
            self.ask(Dialog::Confirm(Question::Clean(dead)));
        }
    }

    fn ask_stop(&mut self) {
        if !self.ready() {
            return;
        }
        let Some(worker) = self.model.chosen() else {
            self.model
                .notices
                .noted(self.now, "no worker to stop", "choose one");
            return;
        };
        let target = worker.target.clone();
        // Of a dead one only the last screen is left. It is asked for all the
        // same: the answer that is expected must not be taken for a command.
        let question = if worker.life.is_dead() {
            Question::Clean(vec![target])
        } else {
            Question::Stop(target)
        };
        self.ask(Dialog::Confirm(question));
    }

    fn restart(&mut self) {
        if !self.ready() {
            return;
        }
        let Some(worker) = self.model.chosen().cloned() else {
            self.model
                .notices
                .noted(self.now, "no worker to restart", "choose one");
            return;
        };
        let pane = worker.target.pane;
        if !worker.life.is_dead() {
            let text = format!("worker {pane} is alive");
            let hint = format!("stop it first with {}", self.model.way(Action::Stop));
            self.model.notices.noted(self.now, text, hint);
            return;
        }
        let name = self.model.short(&worker.name());
        let Some(directory) = worker.directory else {
            let text = format!("the directory of {pane} is not known");
            self.model
                .notices
                .noted(self.now, text, "clean it and start anew");
            return;
        };
        let request = StartRequest {
            directory,
            base: "/".into(),
            home: String::new(),
            command: worker
                .started_with
                .unwrap_or_else(|| self.model.config.command.clone()),
            first_prompt: None,
            beside: false,
        };
        let nonce = self.model.nonces.draw();
        let start = restart_dead_worker(&self.model.config.tmux, worker.target, request, nonce);
        // What is written for the dead one is for the one in its place.
        self.model.last_start.follow = self.follow(true);
        self.begin(Job::Start(Box::new(start)), Purpose::Restart { name });
    }

    fn refresh(&mut self) {
        if matches!(self.model.host, HostState::Unfit(_)) {
            self.model.host = HostState::Unknown;
        }
        self.list_soon();
    }

    fn hide(&mut self) {
        if self.model.floating {
            self.effects.push(Effect::Hide);
            self.gone_from_sight();
        } else {
            let text = "this panel is part of the layout and stays";
            self.model
                .notices
                .noted(self.now, text, "only a floating one can be hidden");
        }
    }

    /// The panel has taken itself off the screen: Zellij tells of that in its
    /// next list of panes, which a panel that is not on the screen may not get.
    pub(crate) fn gone_from_sight(&mut self) {
        self.model.hid = Some(self.now);
        self.suppressed(true);
    }

    /// The answer to the question on the screen.
    pub(crate) fn answer(&mut self, yes: bool) {
        let Some(Dialog::Confirm(question)) = self.model.dialog.take() else {
            return;
        };
        self.repaint();
        match question {
            Question::Stop(target) if yes => self.stop(&target),
            Question::Clean(dead) if yes => {
                let clean = clean_dead_workers(&self.model.config.tmux, dead);
                self.begin(Job::Clean(clean), Purpose::Clean);
            }
            Question::SendToMarked(targets) if yes => self.send_to_all(&targets),
            Question::Stop(_) | Question::Clean(_) | Question::SendToMarked(_) => {}
            Question::RunInShell(outgoing) if yes => self.dispatch(outgoing),
            Question::RunInShell(outgoing) => self.not_sent(outgoing),
            Question::StartBeside { typed, .. } if yes => self.start(typed, true),
            Question::StartBeside { typed, .. } => {
                self.model.dialog = Some(Dialog::Start(typed));
            }
        }
    }

    fn stop(&mut self, target: &Target) {
        let Some(worker) = self.model.roster.find(target) else {
            let text = format!("worker {} is gone", target.pane);
            self.model.notices.noted(self.now, text, "");
            return;
        };
        let name = self.model.short(&worker.name());
        let Some(pid) = worker.pid else {
            let text = format!("the process of {} is not known", target.pane);
            self.model
                .notices
                .noted(self.now, text, "try again in a moment");
            return;
        };
        let stop = stop_worker(&self.model.config.tmux, target.clone(), pid);
        self.begin(Job::Stop(stop), Purpose::Stop { name });
    }
}
