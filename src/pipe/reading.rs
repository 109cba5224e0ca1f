//! A request as it comes in, message by message, until it is whole.
//!
//! Zellij's client sends `--payload` as one message, then standard input line
//! by line, each with its `\n`, and at the end of the input a message without
//! a payload, after which it leaves without reading an answer. So what can be
//! known to be whole earlier is taken as whole: a text whose last message has
//! no `\n` at its end, and a JSON object at its closing brace.

use crate::error::Error;
use crate::pipe::fields::Fields;
use crate::pipe::{Fault, Message, OPERATIONS, Request};
use crate::text;

/// The most bytes of a text: a megabyte and a bit.
pub const LONGEST_TEXT: usize = 1_100_000;
/// The most bytes of a JSON request, in which a text may be escaped.
pub const LONGEST_JSON: usize = 4 * LONGEST_TEXT;

/// A request that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    name: String,
    fields: Fields,
    form: Form,
    input: String,
    messages: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// The name and the arguments are the request.
    Arguments,
    /// The input is the text.
    Text,
    /// The input is JSON.
    Json(Braces),
}

/// A request that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The operation's name.
    pub operation: String,
    /// The name that its sender has given to it.
    pub name: Option<String>,
    /// What is asked.
    pub request: Result<Request, Fault>,
}

impl Reading {
    /// Begins with the first message of a pipe; the payload is not read yet.
    #[must_use]
    pub fn new(message: &Message) -> Self {
        let operation = OPERATIONS.contains(&message.name.as_str());
        let takes_text = matches!(message.name.as_str(), "start" | "send")
            && !message.arguments.contains_key("text");
        let payload = message.payload.as_deref().unwrap_or_default();
        let form = if takes_text {
            Form::Text
        } else if operation && !payload.trim_start().starts_with('{') {
            Form::Arguments
        } else {
            Form::Json(Braces::default())
        };
        Self {
            name: message.name.clone(),
            fields: Fields::from_arguments(&message.arguments),
            form,
            input: String::new(),
            messages: 0,
        }
    }

    /// Takes the next message; the request, once it is whole or cannot become
    /// one.
    pub fn take_message(&mut self, message: &Message) -> Option<Whole> {
        if let Some(bytes) = message.too_large {
            return Some(self.too_long(bytes, text::MAX_INCOMING));
        }
        self.take(message.payload.as_deref())
    }

    fn take(&mut self, payload: Option<&str>) -> Option<Whole> {
        self.messages += 1;
        let most = match self.form {
            Form::Arguments => return Some(self.read()),
            Form::Text => LONGEST_TEXT,
            Form::Json(_) => LONGEST_JSON,
        };
        let bytes = self.input.len() + payload.map_or(0, str::len);
        if bytes > most {
            return Some(self.too_long(bytes, most));
        }
        match self.form {
            Form::Json(_) => self.take_json(payload),
            Form::Arguments | Form::Text => self.take_text(payload),
        }
    }

    fn take_text(&mut self, payload: Option<&str>) -> Option<Whole> {
        // What is wrong with the rest of the request is told while its sender
        // still listens.
        if self.messages == 1
            && let whole = self.read()
            && whole.request.is_err()
        {
            return Some(whole);
        }
        let Some(piece) = payload else {
            return Some(self.text_is_whole());
        };
        self.input.push_str(piece);
        // A line of standard input has one `\n` and at its end; anything else
        // is a payload, or the last line.
        let line = piece.strip_suffix('\n').is_some_and(|l| !l.contains('\n'));
        (!line).then(|| self.text_is_whole())
    }

    fn text_is_whole(&mut self) -> Whole {
        let text = std::mem::take(&mut self.input);
        let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        let whole = self.read();
        let request = whole.request.map(|request| match request {
            Request::Start {
                directory, beside, ..
            } => Request::Start {
                directory,
                text: Some(text).filter(|text| !text.is_empty()),
                beside,
            },
            Request::Send {
                worker,
                when,
                draft,
                ..
            } => Request::Send {
                worker,
                text,
                when,
                draft,
            },
            other => other,
        });
        Whole { request, ..whole }
    }

    fn take_json(&mut self, payload: Option<&str>) -> Option<Whole> {
        let Form::Json(braces) = &mut self.form else {
            return None;
        };
        let Some(piece) = payload else {
            let fault = if self.input.trim().is_empty() {
                Fault::UnknownOperation(text::line(&self.name))
            } else {
                Fault::Incomplete
            };
            return Some(self.wrong(fault));
        };
        let before = self.input.len();
        self.input.push_str(piece);
        let closed = braces.scan(piece.as_bytes()).map(|at| before + at);
        let begins_wrong =
            !self.input.trim_start().is_empty() && !self.input.trim_start().starts_with('{');
        let nothing = self.input.is_empty();
        if begins_wrong || nothing {
            let fault = Fault::UnknownOperation(text::line(&self.name));
            return Some(self.wrong(fault));
        }
        let (object, rest) = self.input.split_at_checked(closed?)?;
        if !rest.trim().is_empty() {
            let fault = Fault::bad("there is more behind the JSON object");
            return Some(self.wrong(fault));
        }
        let object = object.to_owned();
        if let Err(fault) = self.fields.add_json(&object) {
            return Some(self.wrong(fault));
        }
        Some(self.read())
    }

    /// Reads the fields as they are.
    fn read(&self) -> Whole {
        let operation = self.operation();
        let request = self
            .name()
            .and_then(|_| Request::read(&operation, &self.fields));
        let request = match request {
            Ok(Request::Send { text, .. }) if text.len() > LONGEST_TEXT => {
                Err(Fault::from(Error::TooLong {
                    what: "the text".into(),
                    bytes: text.len(),
                    most: LONGEST_TEXT,
                }))
            }
            request => request,
        };
        Whole {
            operation,
            name: self.name().ok().flatten(),
            request,
        }
    }

    fn too_long(&self, bytes: usize, most: usize) -> Whole {
        let what = "the text".into();
        self.wrong(Error::TooLong { what, bytes, most }.into())
    }

    fn wrong(&self, fault: Fault) -> Whole {
        Whole {
            operation: self.operation(),
            name: self.name().ok().flatten(),
            request: Err(fault),
        }
    }

    /// The name that the sender has given to the request.
    fn name(&self) -> Result<Option<String>, Fault> {
        let Some(name) = self.fields.text("id")? else {
            return Ok(None);
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
            let text = "id has to be of 1 to 64 letters, digits, - and _";
            return Err(Fault::bad(text));
        }
        Ok(Some(name.to_owned()))
    }

    /// The operation's name, as far as it is known: that of the pipe, unless
    /// the request names one.
    #[must_use]
    pub fn operation(&self) -> String {
        let named = self.fields.text("operation").ok().flatten();
        let known = OPERATIONS.contains(&self.name.as_str());
        let name = named.filter(|_| !known).unwrap_or(&self.name);
        text::line(name)
    }
}

/// Counts braces outside of strings, over any number of pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Braces {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Braces {
    /// Reads on; where the object that began first has ended, as the number of
    /// bytes of this piece up to behind it.
    fn scan(&mut self, piece: &[u8]) -> Option<usize> {
        for (at, byte) in piece.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' => self.depth += 1,
                b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn message(name: &str) -> Message {
        Message {
            id: "p".into(),
            name: name.into(),
            payload: Some("{".into()),
            too_large: None,
            arguments: BTreeMap::new(),
        }
    }

    fn code(whole: Option<Whole>) -> Option<&'static str> {
        whole.map(|w| w.request.map_or_else(|fault| fault.code(), |_| "whole"))
    }

    #[test]
    fn json_is_whole_at_its_last_brace_however_it_is_cut() {
        let text = r#"{"operation":"send","pane":"%1","text":"a } \" { ü 漢","more":{"x":{}}}"#;
        for cut in (1..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let (first, second) = text.split_at(cut);
            let mut reading = Reading::new(&message("org"));
            assert_eq!(reading.take(Some(first)), None, "{first}");
            assert_eq!(code(reading.take(Some(second))), Some("whole"), "{second}");
        }
    }

    #[test]
    fn an_end_before_the_last_brace_and_a_beginning_without_one_are_told() {
        let mut reading = Reading::new(&message("org"));
        assert_eq!(reading.take(Some("{\"operation\":\n")), None);
        assert_eq!(code(reading.take(None)), Some("incomplete"));
        let mut reading = Reading::new(&message("org"));
        assert_eq!(
            code(reading.take(Some("status"))),
            Some("unknown_operation")
        );
        let mut reading = Reading::new(&message("org"));
        assert_eq!(code(reading.take(Some("{]}"))), Some("bad_request"));
        let mut reading = Reading::new(&message("org"));
        assert_eq!(code(reading.take(None)), Some("unknown_operation"));
    }

    #[test]
    fn a_payload_of_several_lines_is_whole_and_a_line_is_not() {
        let text = |pieces: &[Option<&str>]| {
            let mut reading = Reading::new(&Message {
                arguments: [("pane".to_owned(), "%1".to_owned())].into(),
                ..message("send")
            });
            let wholes = pieces.iter().map(|piece| reading.take(*piece));
            let mut wholes: Vec<Option<Whole>> = wholes.collect();
            let last = wholes.pop().flatten();
            assert!(wholes.iter().all(Option::is_none), "{pieces:?}");
            match last.map(|whole| whole.request) {
                Some(Ok(Request::Send { text, .. })) => Some(text),
                _ => None,
            }
        };
        assert_eq!(text(&[Some("one")]).as_deref(), Some("one"));
        assert_eq!(text(&[Some("one\ntwo\n")]).as_deref(), Some("one\ntwo"));
        assert_eq!(text(&[Some("one\n")]), None);
        assert_eq!(
            text(&[Some("one\n"), Some("two")]).as_deref(),
            Some("one\ntwo")
        );
        assert_eq!(text(&[Some("one\n"), None]).as_deref(), Some("one"));
        assert_eq!(
            text(&[Some("one\n"), Some("\n"), None]).as_deref(),
            Some("one\n")
        );
    }
}
