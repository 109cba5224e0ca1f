//! What a key does, depending on what is on the screen.

use std::time::Duration;

use super::{Agent, Effect, Phase};
use crate::args::Moment;
use crate::dialog::Answer;
use crate::draft::Mode;
use crate::input::Event;
use crate::log::{Kind, Record};
use crate::transcript::Voice;

impl Agent {
    pub(super) fn key(&mut self, now: Duration, event: Event) {
        if matches!(self.phase, Phase::Leaving { .. } | Phase::Gone) {
            return;
        }
        if matches!(event, Event::Interrupt | Event::EndOfInput) {
            self.quit_key(now, event);
        } else if self.dialog.is_some() {
            self.dialog_key(now, &event);
        } else if self.help {
            // Everything but Escape is lost, as in the views of Claude Code.
            self.help = event != Event::Escape;
        } else {
            self.box_key(now, event);
        }
    }

    fn quit_key(&mut self, now: Duration, event: Event) {
        let again = self.quit.take().is_some_and(|(before, _)| before == event);
        if again {
            self.leave(0);
            return;
        }
        if event == Event::Interrupt {
            if self.dialog.is_some() {
                self.answer_dialog(now, Answer::No);
            } else if self.help {
                self.help = false;
            } else if !self.draft.is_empty() {
                self.draft.clear();
            } else if let Phase::Turn(_) = self.phase {
                self.interrupt(now);
            }
        }
        self.quit = Some((event, now));
    }

    fn dialog_key(&mut self, now: Duration, event: &Event) {
        let Some(dialog) = &mut self.dialog else {
            return;
        };
        let answer = match event {
            Event::Up | Event::Down => {
                dialog.turn();
                None
            }
            Event::Enter => Some(dialog.selected()),
            Event::Escape => Some(Answer::No),
            Event::Text(text) => dialog.typed(text),
            // A paste in particular is ignored, whatever it says.
            _ => None,
        };
        if let Some(answer) = answer {
            self.answer_dialog(now, answer);
        }
    }

    fn box_key(&mut self, now: Duration, event: Event) {
        let empty = self.draft.is_empty();
        match event {
            Event::Enter => return self.submit(now),
            Event::Escape => return self.escape(now),
            Event::Text(text) => self.draft.type_text(&text),
            Event::Paste(text) => self.draft.paste(&text),
            Event::Newline => self.draft.newline(),
            Event::Backspace => self.draft.backspace(),
            Event::Left => self.draft.left(),
            Event::Right => self.draft.right(),
            Event::Home => self.draft.home(),
            Event::End => self.draft.end(),
            Event::Up | Event::Down | Event::Interrupt | Event::EndOfInput => {}
        }
        if empty && !self.draft.is_empty() {
            self.arm(now, Moment::Draft);
        }
    }

    fn escape(&mut self, now: Duration) {
        if self.draft.mode() == Mode::Shell {
            self.draft.set_mode(Mode::Prompt);
        } else if let Phase::Turn(_) = self.phase {
            self.interrupt(now);
        }
    }

    fn submit(&mut self, now: Duration) {
        let ready = matches!(self.phase, Phase::Idle | Phase::Turn(_));
        if !ready || self.draft.break_after_backslash() {
            return;
        }
        let mut text = self.draft.bytes();
        let end = text.trim_ascii_end().len();
        if end == 0 {
            return;
        }
        let mut untrimmed = None;
        if end < text.len() && !self.config.exact {
            untrimmed = Some(text.clone());
            text.truncate(end);
        }
        let mode = self.draft.mode();
        self.draft.clear();
        self.draft.set_mode(Mode::Prompt);
        match mode {
            Mode::Prompt => self.take_text(now, Kind::Prompt, text, untrimmed),
            Mode::Shell => {
                self.transcript.say(Voice::Shell, &text);
                let remark = "Nothing was run; a real agent would have run this.";
                self.transcript.say(Voice::Note, remark.as_bytes());
                self.log(Kind::Shell, text, untrimmed, false);
            }
        }
    }

    /// The first prompt: as it is, whatever it starts or ends with.
    pub(super) fn take_argument(&mut self, now: Duration, text: Vec<u8>) {
        self.take_text(now, Kind::Argument, text, None);
    }

    fn take_text(&mut self, now: Duration, kind: Kind, text: Vec<u8>, untrimmed: Option<Vec<u8>>) {
        let command = command(&text).map(|(word, rest)| (word.to_owned(), rest.to_owned()));
        let kind = match (kind, &command) {
            (Kind::Prompt, Some(_)) => Kind::Command,
            _ => kind,
        };
        let for_agent = command.as_ref().is_none_or(|(word, _)| word == "ask");
        let queued = for_agent && matches!(self.phase, Phase::Turn(_));
        self.log(kind, text.clone(), untrimmed, queued);
        let Some((word, rest)) = command.filter(|_| !for_agent) else {
            self.take_message(now, text);
            return;
        };
        self.transcript.say(Voice::Person, &text);
        match (word.as_str(), rest.as_str()) {
            ("exit", "") => self.leave(0),
            ("exit", status) => match status.parse() {
                Ok(status) => self.leave(status),
                Err(_) => self.remark("/exit takes a status from 0 to 255"),
            },
            ("crash", _) => self.effects.push(Effect::Crash),
            ("help", _) => self.help = true,
            _ => self.remark(&format!("Unknown command: /{word}")),
        }
    }

    fn remark(&mut self, text: &str) {
        self.transcript.say(Voice::Note, text.as_bytes());
    }

    fn log(&mut self, kind: Kind, text: Vec<u8>, untrimmed: Option<Vec<u8>>, queued: bool) {
        self.effects.push(Effect::Log(Record {
            kind,
            text,
            untrimmed,
            queued,
        }));
    }
}

/// The word after a leading `/` and what follows; `/tmp/x` is no command.
fn command(text: &[u8]) -> Option<(&str, &str)> {
    // Claude Code looks past blanks before the slash.
    let rest = text.trim_ascii_start().strip_prefix(b"/")?;
    let rest = std::str::from_utf8(rest).ok()?;
    let (word, rest) = rest
        .split_once(|c: char| c.is_ascii_whitespace())
        .unwrap_or((rest, ""));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    let known = !word.is_empty() && word.chars().all(plain);
    known.then_some((word, rest.trim()))
}
