//! A turn: from a message to its answer.

use std::time::Duration;

use serde_json::json;

use super::{Agent, Effect, Phase, tool};
use crate::args::Moment;
use crate::dialog::{Answer, Question};
use crate::log::{Kind, Record};
use crate::text;
use crate::transcript::Voice;

/// How many characters of a message the answer quotes.
const QUOTE: usize = 40;

/// What runs when `/ask` names no command.
const ASKED: &str = "echo hello";

/// The work on one message, or on several that were queued together.
#[derive(Debug)]
pub struct Turn {
    /// When it began.
    pub since: Duration,
    texts: Vec<Vec<u8>>,
    /// A command that needs permission.
    ask: Option<String>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The UserPromptSubmit hooks are running.
    Submitted {
        ticket: u64,
    },
    Work {
        until: Duration,
    },
    /// The permission dialog is open, or due.
    Asking {
        command: String,
    },
    /// The PostToolUse hooks are running.
    Used {
        ticket: u64,
    },
    /// The Stop hooks are running.
    Stopping {
        ticket: u64,
    },
}

impl Turn {
    /// When it goes on by itself.
    pub fn deadline(&self) -> Option<Duration> {
        match self.stage {
            Stage::Work { until } => Some(until),
            _ => None,
        }
    }

    /// Whether an unasked dialog may open now.
    pub fn is_at_work(&self) -> bool {
        matches!(self.stage, Stage::Submitted { .. } | Stage::Work { .. })
    }
}

impl Agent {
    /// Starts a turn with a message, or puts it in the queue of the one that runs.
    pub(super) fn take_message(&mut self, now: Duration, text: Vec<u8>) {
        let prompt = String::from_utf8_lossy(&text);
        let ticket = self.hook("UserPromptSubmit", "", json!({ "prompt": prompt }));
        self.arm(now, Moment::Submit);
        if let Phase::Turn(_) = self.phase {
            self.queue.push(text);
        } else {
            self.start_turn(now, vec![text], ticket);
        }
    }

    fn start_turn(&mut self, now: Duration, texts: Vec<Vec<u8>>, ticket: u64) {
        for text in &texts {
            self.transcript.say(Voice::Person, text);
        }
        self.notify = None;
        let ask = texts.iter().find_map(|text| asked_command(text));
        let stage = Stage::Submitted { ticket };
        self.phase = Phase::Turn(Turn {
            since: now,
            texts,
            ask,
            stage,
        });
    }

    pub(super) fn advance_turn(&mut self, now: Duration) -> bool {
        let Phase::Turn(turn) = &mut self.phase else {
            return false;
        };
        let quiet = self.dialog.is_none() && self.due.is_none();
        match turn.stage {
            Stage::Submitted { ticket } if self.finished >= ticket => {
                let until = now + self.config.work;
                turn.stage = Stage::Work { until };
            }
            Stage::Work { until } if now >= until && quiet => match turn.ask.take() {
                Some(command) => {
                    turn.stage = Stage::Asking {
                        command: command.clone(),
                    };
                    self.hook("PreToolUse", "Bash", tool(&command));
                    self.ask_permission(now, command);
                }
                None => self.answer(),
            },
            Stage::Used { ticket } if self.finished >= ticket => self.answer(),
            Stage::Stopping { ticket } if self.finished >= ticket && quiet => self.end_turn(now),
            _ => return false,
        }
        true
    }

    fn answer(&mut self) {
        let Phase::Turn(turn) = &self.phase else {
            return;
        };
        let answer = quote(&turn.texts);
        self.transcript.say(Voice::Agent, answer.as_bytes());
        let ticket = self.hook("Stop", "", json!({ "stop_hook_active": false }));
        if let Phase::Turn(turn) = &mut self.phase {
            turn.stage = Stage::Stopping { ticket };
        }
    }

    /// Goes on with what was queued, without a hook, or becomes idle.
    fn end_turn(&mut self, now: Duration) {
        let texts = std::mem::take(&mut self.queue);
        if texts.is_empty() {
            self.become_idle(now);
        } else {
            self.start_turn(now, texts, 0);
        }
    }

    /// Ends the turn without an answer and without a hook.
    pub(super) fn interrupt(&mut self, now: Duration) {
        self.due = None;
        self.transcript.say(Voice::Note, "Interrupted".as_bytes());
        self.end_turn(now);
    }

    /// Closes the dialog with an answer.
    pub(super) fn answer_dialog(&mut self, now: Duration, answer: Answer) {
        let Some(dialog) = self.dialog.take() else {
            return;
        };
        self.notify = None;
        match (dialog.question, answer) {
            (Question::Permission { command }, _) => self.permit(now, &command, answer),
            (_, Answer::Yes) => {}
            (_, Answer::No) => {
                self.phase = Phase::Gone;
                self.effects.push(Effect::Exit(1));
            }
        }
    }

    fn permit(&mut self, now: Duration, command: &str, answer: Answer) {
        let (kind, remark) = match answer {
            Answer::Yes => (Kind::Accepted, "Accepted; nothing was run: "),
            Answer::No => (Kind::Cancelled, "Cancelled: "),
        };
        let text = command.as_bytes().to_vec();
        self.effects.push(Effect::Log(Record {
            kind,
            text,
            untrimmed: None,
            queued: false,
        }));
        self.transcript
            .say(Voice::Note, format!("{remark}{command}").as_bytes());
        match (&self.phase, answer) {
            (Phase::Turn(_), Answer::No) => self.interrupt(now),
            (
                Phase::Turn(Turn {
                    stage: Stage::Asking { command },
                    ..
                }),
                Answer::Yes,
            ) => {
                let payload = tool(command);
                let ticket = self.hook("PostToolUse", "Bash", payload);
                if let Phase::Turn(turn) = &mut self.phase {
                    turn.stage = Stage::Used { ticket };
                }
            }
            (Phase::Idle, _) => self.arm(now, Moment::Idle),
            _ => {}
        }
    }
}

/// The command that a message wants permission for.
fn asked_command(text: &[u8]) -> Option<String> {
    let (shown, _) = text::visible(text, 500);
    if let Some(rest) = shown.strip_prefix("run:") {
        return rest.lines().next().map(|line| line.trim().to_owned());
    }
    shown
        .lines()
        .find_map(|line| match line.trim().strip_prefix("/ask")? {
            "" => Some(ASKED.to_owned()),
            rest => rest.strip_prefix(' ').map(|rest| rest.trim().to_owned()),
        })
}

/// One line about what was received.
fn quote(texts: &[Vec<u8>]) -> String {
    let start = |text: &Vec<u8>| {
        let (shown, cut) = text::visible(text, QUOTE);
        let dots = if cut { "…" } else { "" };
        format!(
            "“{}{dots}” ({} bytes)",
            shown.replace('\n', " "),
            text.len()
        )
    };
    let quotes: Vec<String> = texts.iter().map(start).collect();
    format!("You said {}", quotes.join(" and "))
}
