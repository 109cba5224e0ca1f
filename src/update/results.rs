//! What the end of each request means, and what is told of it.

use crate::client::Done;
use crate::error::Error;
use crate::model::{Dialog, Follow, Purpose, Question, StartDialog, Unsent, Wish};
use crate::operation::clean::Cleaned;
use crate::operation::find::Found;
use crate::operation::start::Started;
use crate::operation::stop::Stopped;
use crate::text;
use crate::time::Millis;
use crate::tmux::PaneId;
use crate::update::Update;

/// How long to look for a worker in new listings.
const WISH_STAYS: Millis = Millis(3_000);

impl Update<'_> {
    /// A request has ended.
    pub(crate) fn ended(&mut self, purpose: Purpose, result: Result<Done, Error>) {
        match (purpose, result) {
            (Purpose::Probe, Ok(Done::FirstLook(seen))) => self.probed(Ok(seen)),
            (Purpose::Probe, Err(error)) => self.probed(Err(error)),
            (Purpose::List, Ok(Done::Status(roster))) => self.listed(Ok(roster)),
            (Purpose::List, Err(error)) => self.listed(Err(error)),
            (Purpose::Start(typed), result) => self.start_ended(Some(typed), result),
            (Purpose::Restart { .. }, result) => self.start_ended(None, result),
            (Purpose::Send(outgoing), Ok(Done::Send(sent))) => self.send_ended(&outgoing, Ok(sent)),
            (Purpose::Send(outgoing), Err(error)) => self.send_ended(&outgoing, Err(error)),
            (Purpose::Clean, Ok(Done::Clean(cleaned))) => self.cleaned(&cleaned),
            (Purpose::Stop { name }, Ok(Done::Stop(stopped))) => self.stopped(&name, &stopped),
            (Purpose::Look(target), Ok(Done::Look(seen))) => self.looked(target, seen),
            // The next listing says what has become of it.
            (Purpose::Look(target), _) => self.looked(target, None),
            (Purpose::Errand(id), result) => self.errand_ended(&id, result),
            (Purpose::Output(target), Ok(Done::Capture(output))) => {
                self.output_came(&target, Ok(output));
            }
            (Purpose::Output(target), Err(error)) => self.output_came(&target, Err(error)),
            (Purpose::Tell(target, state), Ok(Done::Tell(ours))) => {
                self.tell(&target, state, ours);
            }
            // With a tmux that does not answer nobody knows who tells.
            (Purpose::Tell(..), Err(_)) => {}
            (Purpose::Find, Ok(Done::Find(found))) => self.found(found),
            (Purpose::Find, Err(_)) => self.found_nothing(),
            (Purpose::Complete(asked), Ok(Done::Find(Found::Directories(completion)))) => {
                self.completed(&asked, completion);
            }
            (Purpose::Complete(asked), Err(_)) => self.not_completed(&asked),
            (Purpose::Save { writes, discards }, Ok(Done::Save(()))) => {
                self.saved(&writes, &discards, Ok(()));
            }
            (Purpose::Save { writes, discards }, Err(error)) => {
                self.saved(&writes, &discards, Err(error));
            }
            (Purpose::Recover, Ok(Done::Recover(texts))) => self.recovered(Ok(texts)),
            (Purpose::Recover, Err(error)) => self.recovered(Err(error)),
            (Purpose::Clean | Purpose::Stop { .. }, Err(error)) => self.fail(&error),
            // A job ends with its own kind of result.
            (_, Ok(_)) => {}
        }
    }

    fn start_ended(&mut self, typed: Option<StartDialog>, result: Result<Done, Error>) {
        match result {
            Ok(Done::Start(started)) => {
                let replaced = typed.as_ref().is_none_or(|t| t.replaces.is_some());
                self.model.polling.removed |= replaced;
                self.started(&started, typed.is_none());
            }
            Ok(_) => {}
            Err(error @ Error::RunsOutside { .. })
                if typed.is_some() && self.model.dialog.is_none() =>
            {
                let there = error.text();
                let typed = typed.unwrap_or_default();
                let question = Question::StartBeside { typed, there };
                self.ask(Dialog::Confirm(question));
                self.interrupt();
            }
            Err(error) => {
                let there = match &error {
                    Error::AlreadyRunning { pane, .. } | Error::DeadWorkerThere { pane, .. } => {
                        Some(*pane)
                    }
                    _ => None,
                };
                self.fail(&error);
                if let Some(pane) = there {
                    self.wish_for(pane);
                    self.grant_wish();
                }
                if let Some(typed) = typed {
                    self.give_back_start(typed, there);
                }
            }
        }
    }

    /// What was typed is not lost: the dialog opens again for another try, or
    /// the first prompt is for the worker that is already there.
    fn give_back_start(&mut self, typed: StartDialog, there: Option<PaneId>) {
        let worker = there.and_then(|pane| self.model.roster.in_pane(pane));
        let first_prompt = typed.first_prompt.text();
        if let Some(target) = worker.map(|w| w.target.clone()) {
            self.first_prompt_for(&target, &typed);
        } else if self.model.dialog.is_none() && (there.is_none() || !first_prompt.is_empty()) {
            self.model.dialog = Some(Dialog::Start(typed));
            self.interrupt();
        } else if !first_prompt.is_empty() {
            let to = there.map_or_else(|| typed.directory.text(), |pane| pane.to_string());
            self.model.unsent.push(Unsent::prompt(to, first_prompt));
        }
    }

    fn started(&mut self, started: &Started, again: bool) {
        let name = self.model.short(&text::line(started.directory.as_str()));
        let verb = if again { "restarted" } else { "started" };
        let text = format!("{verb} {} in {name}", started.pane);
        self.model.notices.done(self.now, text, "");
        self.wish_for(started.pane);
        self.list_soon();
        self.repaint();
    }

    /// Has the worker in this pane chosen as soon as it is listed, unless its
    /// user has turned to somebody else since it was started.
    fn wish_for(&mut self, pane: PaneId) {
        if self.model.last_start.follow != Follow::Nothing {
            self.model.wish = Some(Wish {
                pane,
                until: self.now.after(WISH_STAYS),
                takes_text: self.model.last_start.follow == Follow::ChoiceAndText,
            });
        }
    }

    fn cleaned(&mut self, cleaned: &Cleaned) {
        self.model.polling.removed = true;
        let text = match cleaned.cleaned {
            0 => "no dead workers to clean".to_owned(),
            1 => "cleaned 1 dead worker".to_owned(),
            many => format!("cleaned {many} dead workers"),
        };
        self.model.notices.done(self.now, text, "");
        self.list_soon();
        self.repaint();
    }

    fn stopped(&mut self, name: &str, stopped: &Stopped) {
        self.model.polling.removed = true;
        let text = match stopped.killed.unwrap_or_default() {
            0 => format!("stopped {} {name}", stopped.pane),
            1 => format!(
                "stopped {} {name}; 1 process had to be killed",
                stopped.pane
            ),
            many => format!(
                "stopped {} {name}; {many} processes had to be killed",
                stopped.pane
            ),
        };
        if stopped.killed.is_none() {
            let hint = "there is no `ps` here to see whether its processes have ended";
            self.model.notices.failed(self.now, text, hint);
        } else {
            self.model.notices.done(self.now, text, "");
        }
        self.list_soon();
        self.repaint();
    }

    /// Tells an error and looks again, since it may have come of an old list.
    pub(crate) fn fail(&mut self, error: &Error) {
        self.model.notices.error(self.now, error);
        self.list_soon();
        self.repaint();
    }
}
