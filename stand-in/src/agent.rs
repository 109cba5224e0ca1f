//! The agent itself: what it shows, asks and answers, as a state machine.
//!
//! Inputs and the time go in, effects come out; it must not know of a
//! terminal, a clock, a file or a process. It behaves as Claude Code 2.1.330
//! was measured to behave, including its three holes: no hook is run for
//! Escape, for a crash, and for the start of a queued message's turn.

mod config;
mod keys;
mod turn;
mod view;

pub use config::{Config, Delay};
pub use view::View;

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};

use crate::args::Moment;
use crate::dialog::{Dialog, Question};
use crate::draft::Draft;
use crate::hooks::{Call, Done};
use crate::input::Event;
use crate::log::Record;
use crate::transcript::{Transcript, Voice};
use turn::Turn;

/// How long the spinner shows one picture.
const SPINNER: Duration = Duration::from_millis(250);

/// Within this time a second Ctrl-C or Ctrl-D means it.
const QUIT: Duration = Duration::from_secs(1);

/// A dialog that is not answered is notified after this.
const NOTIFY_DIALOG: Duration = Duration::from_secs(6);

/// An idle agent notifies after this.
const NOTIFY_IDLE: Duration = Duration::from_secs(60);

/// What happens to the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// At the terminal.
    Key(Event),
    /// Hooks have been run.
    Hooks(Done),
    /// Nothing but time.
    Tick,
}

/// What the agent wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Take the terminal: from now on the agent is drawn.
    Open,
    /// Set the title.
    Title(String),
    /// Log a message.
    Log(Record),
    /// Run hooks and report.
    Hooks(Call),
    /// End with this status.
    Exit(u8),
    /// End at once by SIGKILL.
    Crash,
}

/// Where the agent stands between its start and its end.
#[derive(Debug)]
enum Phase {
    Starting {
        until: Duration,
    },
    /// Trust and settings, before anything else.
    Questions,
    /// The SessionStart hooks are running.
    Opening {
        ticket: u64,
    },
    Idle,
    Turn(Turn),
    /// The SessionEnd hooks are running.
    Leaving {
        ticket: u64,
        status: u8,
    },
    Gone,
}

/// The agent.
#[derive(Debug)]
pub struct Agent {
    config: Config,
    phase: Phase,
    questions: VecDeque<Question>,
    opened: bool,
    draft: Draft,
    transcript: Transcript,
    queue: Vec<Vec<u8>>,
    dialog: Option<Dialog>,
    /// A permission dialog whose hook was run: when it opens, and its command.
    due: Option<(Duration, String)>,
    help: bool,
    unasked_at: Option<Duration>,
    notify: Option<(Duration, &'static str)>,
    quit: Option<(Event, Duration)>,
    /// The number of the last call of hooks, and of the last that is done.
    tickets: u64,
    finished: u64,
    effects: Vec<Effect>,
}

impl Agent {
    /// An agent that is just starting.
    pub fn new(mut config: Config, now: Duration) -> Self {
        let mut questions = VecDeque::new();
        if config.trust {
            let directory = config.directory.clone();
            questions.push_back(Question::Trust { directory });
        }
        if !config.settings.unknown().is_empty() {
            let unknown = config.settings.unknown().to_vec();
            questions.push_back(Question::Settings { unknown });
        }
        let mut transcript = Transcript::default();
        for line in std::mem::take(&mut config.greeting) {
            transcript.say(Voice::Note, line.as_bytes());
        }
        let until = now + config.start;
        Self {
            config,
            phase: Phase::Starting { until },
            questions,
            opened: false,
            draft: Draft::default(),
            transcript,
            queue: Vec::new(),
            dialog: None,
            due: None,
            help: false,
            unasked_at: None,
            notify: None,
            quit: None,
            tickets: 0,
            finished: 0,
            effects: Vec::new(),
        }
    }

    /// Takes one input and everything that time has brought.
    pub fn step(&mut self, now: Duration, input: Input) -> Vec<Effect> {
        while self.advance(now) {}
        match input {
            Input::Key(event) => self.key(now, event),
            Input::Hooks(done) => {
                self.finished = self.finished.max(done.ticket);
                for failure in done.failures {
                    self.transcript.say(Voice::Note, failure.as_bytes());
                }
            }
            Input::Tick => {}
        }
        while self.advance(now) {}
        std::mem::take(&mut self.effects)
    }

    /// When the agent next has something to do or to show without any input.
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        let phase = match &self.phase {
            Phase::Starting { until } => Some(*until),
            Phase::Turn(turn) => turn.deadline(),
            _ => None,
        };
        let spinner = match &self.phase {
            Phase::Turn(turn) if self.dialog.is_none() && !self.help => {
                let pictures = now.saturating_sub(turn.since).as_millis() / SPINNER.as_millis();
                let next = u32::try_from(pictures + 1).unwrap_or(u32::MAX);
                Some(turn.since + SPINNER.saturating_mul(next))
            }
            _ => None,
        };
        let waits = [
            // A turn goes on only when its dialog has been answered.
            phase.filter(|_| self.dialog.is_none() && self.due.is_none()),
            spinner,
            self.due.as_ref().map(|(at, _)| *at),
            self.unasked_at,
            self.notify.map(|(at, _)| at),
            self.quit.as_ref().map(|(_, at)| *at + QUIT),
        ];
        waits.into_iter().flatten().min()
    }

    /// What is to be drawn; nothing before [`Effect::Open`].
    pub fn view(&self, now: Duration) -> Option<View<'_>> {
        let working = match &self.phase {
            Phase::Turn(turn) => Some(now.saturating_sub(turn.since)),
            _ => None,
        };
        let quit = self.quit.as_ref().map(|(key, _)| match key {
            Event::EndOfInput => "Ctrl-D",
            _ => "Ctrl-C",
        });
        self.opened.then_some(View {
            transcript: &self.transcript,
            draft: &self.draft,
            queue: &self.queue,
            working,
            dialog: self.dialog.as_ref(),
            help: self.help,
            quit,
        })
    }

    /// Does one thing whose time has come; false when there is none.
    fn advance(&mut self, now: Duration) -> bool {
        if self.quit.as_ref().is_some_and(|(_, at)| now >= *at + QUIT) {
            self.quit = None;
        }
        self.open_due_dialog(now) || self.open_unasked_dialog(now) || self.notify(now) || {
            match self.phase {
                Phase::Starting { until } if now >= until => {
                    self.phase = Phase::Questions;
                    true
                }
                Phase::Questions if self.dialog.is_none() => {
                    self.ask_next();
                    true
                }
                Phase::Opening { ticket } if self.is_done(ticket) => {
                    self.become_ready(now);
                    true
                }
                Phase::Leaving { ticket, status } if self.is_done(ticket) => {
                    self.phase = Phase::Gone;
                    self.effects.push(Effect::Exit(status));
                    false
                }
                Phase::Turn(_) => self.advance_turn(now),
                _ => false,
            }
        }
    }

    fn ask_next(&mut self) {
        if let Some(question) = self.questions.pop_front() {
            self.open();
            self.dialog = Some(Dialog::new(question));
        } else {
            let ticket = self.hook("SessionStart", "startup", json!({ "source": "startup" }));
            self.phase = Phase::Opening { ticket };
        }
    }

    fn become_ready(&mut self, now: Duration) {
        self.open();
        self.effects
            .push(Effect::Title(format!("✳ {}", self.config.name)));
        self.become_idle(now);
        if let Some(prompt) = self
            .config
            .prompt
            .take()
            .filter(|prompt| !prompt.is_empty())
        {
            self.take_argument(now, prompt);
        }
    }

    fn open(&mut self) {
        if !self.opened {
            self.opened = true;
            self.effects.push(Effect::Open);
        }
    }

    fn become_idle(&mut self, now: Duration) {
        self.phase = Phase::Idle;
        self.arm(now, Moment::Idle);
        self.notify_later(now + NOTIFY_IDLE, "idle_prompt");
    }

    fn leave(&mut self, status: u8) {
        let reason = json!({ "reason": "prompt_input_exit" });
        let ticket = self.hook("SessionEnd", "prompt_input_exit", reason);
        self.phase = Phase::Leaving { ticket, status };
    }

    /// Starts the time of an unasked dialog, if there is to be one.
    fn arm(&mut self, now: Duration, moment: Moment) {
        if moment == Moment::Idle && self.unasked_at.is_some() {
            return;
        }
        if self.config.unasked_from.contains(&moment)
            && let Some(delay) = &mut self.config.unasked
        {
            self.unasked_at = Some(now + delay.next());
        }
    }

    fn open_unasked_dialog(&mut self, now: Duration) -> bool {
        let due = self.unasked_at.take_if(|at| now >= *at).is_some();
        let free = match &self.phase {
            Phase::Idle => true,
            Phase::Turn(turn) => turn.is_at_work(),
            _ => false,
        };
        if due && free && self.dialog.is_none() && self.due.is_none() {
            self.ask_permission(now, "echo unasked".to_owned());
        }
        due
    }

    /// Runs the permission hook; the dialog follows after the lead.
    fn ask_permission(&mut self, now: Duration, command: String) {
        self.hook("PermissionRequest", "Bash", tool(&command));
        self.due = Some((now + self.config.hook_lead, command));
    }

    fn open_due_dialog(&mut self, now: Duration) -> bool {
        let Some((_, command)) = self.due.take_if(|(at, _)| now >= *at) else {
            return false;
        };
        self.help = false;
        self.dialog = Some(Dialog::new(Question::Permission { command }));
        self.notify_later(now + NOTIFY_DIALOG, "permission_prompt");
        true
    }

    fn notify_later(&mut self, at: Duration, kind: &'static str) {
        let wanted = !self.config.settings.hooks("Notification", kind).is_empty();
        self.notify = wanted.then_some((at, kind));
    }

    fn notify(&mut self, now: Duration) -> bool {
        let Some((_, kind)) = self.notify.take_if(|(at, _)| now >= *at) else {
            return false;
        };
        let message = match kind {
            "permission_prompt" => "Stand-in needs your permission",
            _ => "Stand-in is waiting for your input",
        };
        self.hook(
            "Notification",
            kind,
            json!({ "message": message, "notification_type": kind }),
        );
        true
    }

    /// Has the hooks of an event run; ticket 0, which is always done, if none.
    fn hook(&mut self, event: &str, subject: &str, mut payload: Value) -> u64 {
        let hooks = self.config.settings.hooks(event, subject);
        if hooks.is_empty() {
            return 0;
        }
        if let Some(fields) = payload.as_object_mut() {
            fields.insert("session_id".into(), self.config.session_id.clone().into());
            fields.insert("cwd".into(), self.config.directory.clone().into());
            fields.insert(
                "permission_mode".into(),
                self.config.permission_mode.clone().into(),
            );
            fields.insert("hook_event_name".into(), event.into());
        }
        self.tickets += 1;
        let (ticket, event, payload) = (self.tickets, event.to_owned(), payload.to_string());
        self.effects.push(Effect::Hooks(Call {
            ticket,
            event,
            hooks,
            payload,
        }));
        ticket
    }

    fn is_done(&self, ticket: u64) -> bool {
        self.finished >= ticket
    }
}

/// The pretended tool, as hooks are told of it.
fn tool(command: &str) -> Value {
    json!({ "tool_name": "Bash", "tool_input": { "command": command } })
}

#[cfg(test)]
mod tests;
