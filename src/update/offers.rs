//! The start's chooser: where offers come from, and what keys and clicks do
//! there.

use crate::agent::AgentCommand;
use crate::client::Job;
use crate::effect::Effect;
use crate::input::Key;
use crate::keymap::{Action, Focus, Scope};
use crate::model::{Dialog, Purpose, StartDialog, Unsent};
use crate::offer::{self, Offer};
use crate::operation::find::completion::Completion;
use crate::operation::find::real::{self, Real};
use crate::operation::find::{Find, Found};
use crate::prompt::Editor;
use crate::tmux::Target;
use crate::update::Update;
use crate::update::keys::edit;

/// How many panes are asked for their directory.
const MOST_PANES: usize = 50;

/// How many questions may be without an answer, on a disk that hangs, before
/// no path is completed.
const MOST_QUESTIONS: usize = 4;

impl StartDialog {
    /// Something else is typed: nothing is chosen any more.
    pub(crate) fn typed(&mut self) {
        self.chosen = None;
        self.scroll = 0;
        let text = self.directory.text();
        self.candidates.retain(|c| c.starts_with(&text));
    }
}

impl Update<'_> {
    /// The terminals of the session: those that were used stay in front.
    pub(crate) fn terminals(&mut self, there: &[u32]) {
        let known = &mut self.model.terminals;
        known.retain(|t| there.contains(t));
        let new: Vec<u32> = there
            .iter()
            .copied()
            .filter(|t| !known.contains(t))
            .collect();
        known.extend(new);
    }

    /// The terminal that was used last comes first.
    pub(crate) fn used_last(&mut self) {
        if let Some(terminal) = self.model.terminal
            && self.model.terminals.contains(&terminal)
        {
            self.model.terminals.retain(|t| *t != terminal);
            self.model.terminals.insert(0, terminal);
        }
    }

    /// Asks for offers, as the dialog opens and never else. What is known
    /// from the last time is shown meanwhile.
    pub(crate) fn look_for_offers(&mut self) {
        let panes: Vec<u32> = self
            .model
            .terminals
            .iter()
            .copied()
            .take(MOST_PANES)
            .collect();
        if !panes.is_empty() {
            self.effects.push(Effect::ReadDirectories(panes));
        }
        // One that hangs on a slow disk is not asked again beside itself.
        let mut asked = self.model.purposes.values();
        if asked.any(|p| matches!(p, Purpose::Find | Purpose::Complete(_))) {
            return;
        }
        let sources = &mut self.model.sources;
        sources.before = std::mem::take(&mut sources.real);
        sources.before.retain(|_, real| real != offer::ASKED);
        if !self.model.config.command.profile().resume.is_empty() {
            self.begin(Job::Find(Find::Conversations), Purpose::Find);
        }
        self.begin(Job::Find(Find::Zoxide), Purpose::Find);
    }

    /// Asks what the offers really are, when all have come and in one question.
    fn ask_what_they_are(&mut self) {
        let open = matches!(self.model.dialog, Some(Dialog::Start(_)));
        if !open || self.model.purposes.values().any(|p| *p == Purpose::Find) {
            return;
        }
        let paths = real::fitting(offer::unasked(self.model));
        if paths.is_empty() {
            return;
        }
        for path in &paths {
            let asked = offer::ASKED.to_owned();
            self.model.sources.real.insert(path.clone(), asked);
        }
        self.begin(Job::Find(Find::Real(paths)), Purpose::Find);
    }

    /// The panes' directories have come. A view of a worker runs in `/`,
    /// where nobody works.
    pub(crate) fn pane_directories(&mut self, directories: Vec<String>) {
        let used = |d: &String| d.starts_with('/') && d != "/" && !d.chars().any(char::is_control);
        self.model.sources.panes = directories.into_iter().filter(used).collect();
        self.ask_what_they_are();
        self.repaint();
    }

    /// Offers have come.
    pub(crate) fn found(&mut self, found: Found) {
        match found {
            Found::Conversations(found) => self.model.sources.conversations = found,
            Found::Zoxide(found) => self.model.sources.zoxide = found,
            // What is typed is completed with what it was.
            Found::Directories(_) => {}
            Found::Real(found) => self.are(found),
        }
        self.ask_what_they_are();
        self.repaint();
    }

    /// The host has said what these are.
    fn are(&mut self, found: Vec<Real>) {
        for (path, real) in found {
            self.model.sources.real.insert(path, real);
        }
    }

    /// The host did not answer: the other offers are there all the same.
    pub(crate) fn found_nothing(&mut self) {
        self.ask_what_they_are();
        self.repaint();
    }

    /// The host did not complete this: what was typed stays.
    pub(crate) fn not_completed(&mut self, asked: &str) {
        if let Some(Dialog::Start(dialog)) = &mut self.model.dialog
            && dialog.completing.as_deref() == Some(asked)
        {
            dialog.completing = None;
            let text = "the directory does not answer";
            self.model.notices.noted(self.now, text, "type the path");
        }
        self.repaint();
    }

    /// Completes only what was asked for last and still stands there.
    pub(crate) fn completed(&mut self, asked: &str, completion: Completion) {
        self.repaint();
        let Some(Dialog::Start(dialog)) = &mut self.model.dialog else {
            return;
        };
        if dialog.completing.as_deref() != Some(asked) {
            return;
        }
        dialog.completing = None;
        let typed = dialog.directory.text();
        if typed != asked {
            return;
        }
        if !completion.found {
            let (text, hint) = match completion.entered {
                false => ("no such directory, or no way into it", "correct the path"),
                true if typed.is_empty() || completion.text.ends_with('/') => {
                    // It is complete, which is no failure.
                    let text = "there is no directory in it";
                    let way = self.model.config.keys.way(Scope::Start, Action::Accept);
                    let hint = format!("{way} starts in it");
                    return self.model.notices.done(self.now, text, hint);
                }
                true => ("no directory there begins so", "correct the path"),
            };
            self.model.notices.noted(self.now, text, hint);
            return;
        }
        self.model.notices.move_on(self.now, self.frame.failures);
        dialog.directory = Editor::with(completion.text);
        dialog.candidates = completion.candidates;
        dialog.chosen = None;
        dialog.scroll = 0;
        self.are(completion.real);
    }

    pub(crate) fn start_key(&mut self, key: Key) {
        let model = &mut *self.model;
        let Some(Dialog::Start(dialog)) = &mut model.dialog else {
            return;
        };
        if let Some(action) = model.config.keys.action(Scope::Start, key) {
            return self.act_on_start(action);
        }
        let before = dialog.directory.text();
        edit(&model.config.keys, dialog.editor(), key);
        if dialog.directory.text() != before {
            dialog.typed();
        }
    }

    fn act_on_start(&mut self, action: Action) {
        let Some(Dialog::Start(dialog)) = &mut self.model.dialog else {
            return;
        };
        match action {
            Action::Cancel => self.model.dialog = None,
            Action::OtherField => dialog.in_prompt = !dialog.in_prompt,
            Action::Complete if dialog.in_prompt => dialog.in_prompt = false,
            Action::Complete => self.complete(),
            Action::Continue => self.continue_here(),
            Action::NewLine if dialog.in_prompt => dialog.first_prompt.insert("\n"),
            Action::Accept => self.start_chosen(),
            Action::Up => self.step_offer(-1),
            Action::Down => self.step_offer(1),
            Action::PageUp => self.step_offer(-5),
            Action::PageDown => self.step_offer(5),
            _ => {}
        }
    }

    /// Completes the chosen offer's path, else what is typed.
    fn complete(&mut self) {
        let base = self.model.base.clone();
        let Some(Dialog::Start(dialog)) = &mut self.model.dialog else {
            return;
        };
        if let Some(path) = dialog.chosen.take() {
            dialog.directory = Editor::with(format!("{}/", path.trim_end_matches('/')));
            dialog.typed();
        }
        let typed = dialog.directory.text();
        // One at a time: a disk that hangs gets no second question.
        let asked = self.model.purposes.values();
        let asked = asked.filter(|p| matches!(p, Purpose::Find | Purpose::Complete(_)));
        if dialog.completing.is_some() || asked.count() >= MOST_QUESTIONS {
            return;
        }
        dialog.completing = Some(typed.clone());
        let purpose = Purpose::Complete(typed.clone());
        self.begin(Job::Find(Find::Directories { typed, base }), purpose);
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.model.dialog {
            Some(Dialog::Start(dialog)) => offer::offers(self.model, dialog),
            _ => Vec::new(),
        }
    }

    /// Up from the first offer is what was typed; down from the last one is
    /// the first prompt.
    fn step_offer(&mut self, rows: isize) {
        let paths: Vec<String> = self.offers().into_iter().map(|o| o.path).collect();
        let Some(Dialog::Start(dialog)) = &mut self.model.dialog else {
            return;
        };
        if dialog.in_prompt {
            dialog.in_prompt = rows > 0;
            return;
        }
        let here = dialog.chosen.as_ref();
        let here = here.and_then(|path| paths.iter().position(|p| p == path));
        // Row 0 is the field, then come the offers.
        let row = here.map_or(0, |row| row + 1).saturating_add_signed(rows);
        let past = if rows == 1 { paths.len() } else { usize::MAX };
        dialog.in_prompt = row > past;
        dialog.completing = None;
        dialog.chosen = match row.min(paths.len()) {
            0 => None,
            row => paths.get(row - 1).cloned(),
        };
        dialog.reveal = true;
    }

    /// Starts where the chosen offer says, else where it is typed.
    fn start_chosen(&mut self) {
        let chosen = match &self.model.dialog {
            Some(Dialog::Start(dialog)) => dialog.chosen.clone(),
            _ => None,
        };
        match chosen {
            Some(path) => self.take_offer(&path, false),
            None => self.start_dialog(None, None, None),
        }
    }

    pub(crate) fn click_offer(&mut self, path: &str) {
        let Some(Dialog::Start(dialog)) = &mut self.model.dialog else {
            return;
        };
        if dialog.chosen.as_deref() == Some(path) {
            self.take_offer(path, false);
        } else {
            dialog.chosen = Some(path.to_owned());
            dialog.completing = None;
            dialog.in_prompt = false;
        }
        self.repaint();
    }

    pub(crate) fn continue_offer(&mut self, path: &str) {
        self.take_offer(path, true);
        self.repaint();
    }

    /// Goes on with the conversation of the chosen offer, else of the one that
    /// is the typed directory.
    fn continue_here(&mut self) {
        let Some(Dialog::Start(dialog)) = &self.model.dialog else {
            return;
        };
        match dialog.chosen.clone() {
            Some(path) => self.take_offer(&path, true),
            None => match offer::typed(self.model, dialog) {
                Some(offer) => self.take(offer, true),
                None => self.nothing_to_continue(),
            },
        }
    }

    fn nothing_to_continue(&mut self) {
        let way = self.model.config.keys.way(Scope::Start, Action::Accept);
        let hint = format!("{way} starts a new one");
        let text = "no conversation is known there";
        self.model.notices.noted(self.now, text, &hint);
    }

    fn take_offer(&mut self, path: &str, continues: bool) {
        match self.offers().into_iter().find(|o| o.path == path) {
            Some(offer) => self.take(offer, continues),
            None if continues => self.nothing_to_continue(),
            // It is offered no more, but it was what was chosen.
            None => self.start_dialog(Some(path.to_owned()), None, None),
        }
    }

    /// Goes to the worker that is there, or starts one.
    fn take(&mut self, offer: Offer, continues: bool) {
        match (offer.worker, offer.dead) {
            (Some(target), false) => self.go_to(&target),
            (dead, _) => {
                let resume = offer.conversation.filter(|_| continues).map(|c| c.id);
                if continues && resume.is_none() {
                    return self.nothing_to_continue();
                }
                self.start_dialog(Some(offer.path), dead, resume);
            }
        }
    }

    fn go_to(&mut self, target: &Target) {
        let dialog = self.model.dialog.take();
        self.model.focus = Focus::Prompt;
        self.choose(Some(target.clone()));
        if let Some(Dialog::Start(dialog)) = dialog {
            self.first_prompt_for(target, &dialog);
        }
    }

    /// The first prompt of a start goes to the worker that is there already,
    /// as its prompt.
    pub(crate) fn first_prompt_for(&mut self, target: &Target, typed: &StartDialog) {
        let first_prompt = typed.first_prompt.text();
        if !first_prompt.is_empty() {
            let unsent = Unsent::prompt(target.pane.to_string(), first_prompt);
            self.give_back_to(target, unsent);
        }
    }

    fn start_dialog(
        &mut self,
        path: Option<String>,
        replaces: Option<Target>,
        resume: Option<String>,
    ) {
        let Some(Dialog::Start(mut typed)) = self.model.dialog.take() else {
            return;
        };
        if let Some(path) = path {
            typed.directory = Editor::with(path);
        }
        typed.typed();
        typed.candidates.clear();
        typed.completing = None;
        typed.resume = resume;
        typed.replaces = replaces;
        self.model.focus = Focus::Prompt;
        self.start(typed, false);
    }

    /// What a start runs: in the place of a dead worker what that one ran,
    /// unless it is to go on with a conversation that is not that one's.
    pub(crate) fn command_for(&self, replaces: Option<&Target>, resumes: bool) -> AgentCommand {
        let dead = replaces.and_then(|dead| self.model.roster.find(dead));
        let command = dead.and_then(|w| w.started_with.clone());
        let command = command.filter(|c| !resumes || !c.profile().resume.is_empty());
        command.unwrap_or_else(|| self.model.config.command.clone())
    }
}
