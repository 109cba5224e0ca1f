//! The bytes of the terminal, read as keys and pastes.
//!
//! A parser of our own, because every byte that somebody pastes has to arrive
//! in the log as it was: terminal libraries decode, normalise or drop some.
//! It knows nothing of the agent; time comes in as an argument.

use std::time::Duration;

/// How long a lone Escape byte waits for the rest of a sequence.
const ESCAPE_QUIET: Duration = Duration::from_millis(50);

/// How long a paste without its end may be silent before it is taken as it is.
///
/// Long, because whatever follows a paste that was given up counts as typed,
/// and a typed CR submits.
const PASTE_QUIET: Duration = Duration::from_secs(5);

const PASTE_END: &[u8] = b"\x1b[201~";

/// One thing a person, or a program in a person's place, did at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Bytes typed in one go, never cut inside a UTF-8 character.
    Text(Vec<u8>),
    /// The bytes between the two marks of a bracketed paste.
    Paste(Vec<u8>),
    /// CR: submit.
    Enter,
    /// LF, or Escape and CR: a new line in the text.
    Newline,
    /// The character before the cursor goes.
    Backspace,
    /// The Escape key alone.
    Escape,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D.
    EndOfInput,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// The Home key, or Ctrl-A.
    Home,
    /// The End key, or Ctrl-E.
    End,
}

/// Where in a sequence the parser stands.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    Escape,
    Csi(Vec<u8>),
    Ss3,
    /// An old mouse report; so many bytes of it are still to come.
    Mouse(u8),
    Paste(Vec<u8>),
}

/// Turns reads of any size into events; what is cut in two waits for its rest.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    text: Vec<u8>,
    last_read: Duration,
}

impl Parser {
    /// Takes the bytes of one read.
    pub fn feed(&mut self, now: Duration, bytes: &[u8]) -> Vec<Event> {
        self.last_read = now;
        let mut events = Vec::new();
        let mut rest = bytes.to_vec();
        while !rest.is_empty() {
            rest = self.consume(&rest, &mut events);
        }
        let cut = incomplete_tail(&self.text);
        let held = self.text.split_off(self.text.len() - cut);
        self.end_text(&mut events);
        self.text = held;
        events
    }

    /// When [`Parser::expire`] should be called, if nothing is read before.
    pub fn deadline(&self) -> Option<Duration> {
        let quiet = match self.state {
            State::Ground if self.text.is_empty() => return None,
            State::Paste(_) => PASTE_QUIET,
            _ => ESCAPE_QUIET,
        };
        Some(self.last_read + quiet)
    }

    /// Gives up waiting for the rest of a sequence whose time is over.
    pub fn expire(&mut self, now: Duration) -> Vec<Event> {
        let mut events = Vec::new();
        if self.deadline().is_none_or(|at| now < at) {
            return events;
        }
        self.end_text(&mut events);
        match std::mem::take(&mut self.state) {
            State::Ground => {}
            State::Paste(body) => events.push(Event::Paste(body)),
            State::Escape | State::Csi(_) | State::Ss3 | State::Mouse(_) => {
                events.push(Event::Escape);
            }
        }
        events
    }

    /// Reads up to the end of the bytes or of a paste; returns what is left.
    fn consume(&mut self, bytes: &[u8], events: &mut Vec<Event>) -> Vec<u8> {
        for (at, &byte) in bytes.iter().enumerate() {
            if let State::Paste(body) = &mut self.state {
                let from = body.len().saturating_sub(PASTE_END.len() - 1);
                body.extend(bytes.iter().skip(at));
                let end = body
                    .windows(PASTE_END.len())
                    .skip(from)
                    .position(|window| window == PASTE_END);
                let Some(end) = end.map(|end| end + from) else {
                    return Vec::new();
                };
                let rest = body.split_off(end + PASTE_END.len());
                body.truncate(end);
                events.push(Event::Paste(std::mem::take(body)));
                self.state = State::Ground;
                return rest;
            }
            self.step(byte, events);
        }
        Vec::new()
    }

    fn step(&mut self, byte: u8, events: &mut Vec<Event>) {
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte, events),
            State::Escape => match byte {
                b'[' => self.state = State::Csi(Vec::new()),
                b'O' => self.state = State::Ss3,
                b'\r' => events.push(Event::Newline),
                // Escape and then something else, however fast they came.
                _ => {
                    events.push(Event::Escape);
                    self.ground(byte, events);
                }
            },
            State::Csi(mut body) => match byte {
                b'M' if body.is_empty() => self.state = State::Mouse(3),
                0x40..=0x7e => self.csi(&body, byte, events),
                0x1b => self.state = State::Escape,
                _ => {
                    body.push(byte);
                    self.state = State::Csi(body);
                }
            },
            State::Ss3 => events.extend(cursor_key(byte)),
            State::Mouse(left) if left > 1 => self.state = State::Mouse(left - 1),
            State::Mouse(_) => {}
            // Not reached: a paste is consumed as a whole.
            State::Paste(body) => self.state = State::Paste(body),
        }
    }

    fn ground(&mut self, byte: u8, events: &mut Vec<Event>) {
        let event = match byte {
            0x1b => {
                self.end_text(events);
                self.state = State::Escape;
                return;
            }
            b'\r' => Event::Enter,
            b'\n' => Event::Newline,
            0x7f | 0x08 => Event::Backspace,
            0x01 => Event::Home,
            0x03 => Event::Interrupt,
            0x04 => Event::EndOfInput,
            0x05 => Event::End,
            _ => {
                self.text.push(byte);
                return;
            }
        };
        self.end_text(events);
        events.push(event);
    }

    fn csi(&mut self, body: &[u8], last: u8, events: &mut Vec<Event>) {
        match (body, last) {
            (b"200", b'~') => self.state = State::Paste(Vec::new()),
            (b"1" | b"7", b'~') => events.push(Event::Home),
            (b"4" | b"8", b'~') => events.push(Event::End),
            // Shift and Enter, as terminals with extended keys report it.
            (b"13;2", b'u') | (b"27;2;13", b'~') => events.push(Event::Newline),
            (b"", _) => events.extend(cursor_key(last)),
            // Mouse, focus and all other reports.
            _ => {}
        }
    }

    fn end_text(&mut self, events: &mut Vec<Event>) {
        if !self.text.is_empty() {
            events.push(Event::Text(std::mem::take(&mut self.text)));
        }
    }
}

fn cursor_key(byte: u8) -> Option<Event> {
    match byte {
        b'A' => Some(Event::Up),
        b'B' => Some(Event::Down),
        b'C' => Some(Event::Right),
        b'D' => Some(Event::Left),
        b'H' => Some(Event::Home),
        b'F' => Some(Event::End),
        _ => None,
    }
}

/// How many bytes at the end begin a UTF-8 character that is not complete.
fn incomplete_tail(bytes: &[u8]) -> usize {
    for back in 1..=3 {
        let Some(&byte) = bytes.len().checked_sub(back).and_then(|at| bytes.get(at)) else {
            return 0;
        };
        let length = match byte {
            0x80..=0xbf => continue,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => 1,
        };
        return if back < length { back } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_millis(1000);

    /// Reads in pieces of a size; text that was cut is joined again.
    fn read(bytes: &[u8], piece: usize) -> Vec<Event> {
        let mut parser = Parser::default();
        let mut events = Vec::new();
        for event in bytes
            .chunks(piece)
            .flat_map(|piece| parser.feed(NOW, piece))
        {
            match (events.last_mut(), event) {
                (Some(Event::Text(before)), Event::Text(text)) => before.extend(text),
                (_, event) => events.push(event),
            }
        }
        events
    }

    fn check(bytes: &[u8], expected: &[Event]) {
        for piece in [1, 2, 3, 5, 7, 100] {
            assert_eq!(read(bytes, piece), expected, "in reads of {piece}");
        }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.into())
    }

    fn paste(text: &str) -> Event {
        Event::Paste(text.into())
    }

    #[test]
    fn keys_and_text_come_out_in_order() {
        check(b"", &[]);
        check("hé🙂".as_bytes(), &[text("hé🙂")]);
        check(
            b"a\rb\nc",
            &[
                text("a"),
                Event::Enter,
                text("b"),
                Event::Newline,
                text("c"),
            ],
        );
        check(b"a\x1b\rb", &[text("a"), Event::Newline, text("b")]);
        check(
            b"a\x7f\x03\x04",
            &[
                text("a"),
                Event::Backspace,
                Event::Interrupt,
                Event::EndOfInput,
            ],
        );
        check(
            b"\x1b[A\x1b[B\x1bOC\x1b[D",
            &[Event::Up, Event::Down, Event::Right, Event::Left],
        );
        check(b"\x1b[H\x1b[4~", &[Event::Home, Event::End]);
        check(b"\x1bx", &[Event::Escape, text("x")]);
    }

    #[test]
    fn a_paste_keeps_every_byte_and_is_found_across_reads() {
        check(
            b"\x1b[200~a\r\nb\tc\x1b[0m\x1b[201~\r",
            &[Event::Paste(b"a\r\nb\tc\x1b[0m".to_vec()), Event::Enter],
        );
        check(
            b"x\x1b[200~\x1b[201~\x1b[200~!\x1b[201~y",
            &[text("x"), paste(""), paste("!"), text("y")],
        );
        check(
            b"\x1b[200~\xff\xfe\x00\x1b[201~",
            &[Event::Paste(vec![0xff, 0xfe, 0])],
        );
    }

    #[test]
    fn reports_of_mouse_and_focus_are_ignored() {
        check(
            b"a\x1b[<0;10;5M\x1b[<0;10;5m\x1b[M !!\x1b[I\x1b[Ob",
            &[text("ab")],
        );
    }

    #[test]
    fn a_lone_escape_is_a_key_after_a_moment() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(NOW, b"\x1b"), []);
        assert_eq!(parser.deadline(), Some(NOW + ESCAPE_QUIET));
        assert_eq!(parser.expire(NOW), []);
        assert_eq!(parser.expire(NOW + ESCAPE_QUIET), [Event::Escape]);
        assert_eq!(parser.deadline(), None);
    }

    #[test]
    fn an_unterminated_paste_loses_no_byte() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(NOW, b"\x1b[200~abc\x1b[20"), []);
        let later = NOW + Duration::from_secs(4);
        assert_eq!(parser.expire(later), []);
        assert_eq!(parser.feed(later, b"d"), []);
        assert_eq!(parser.expire(later + PASTE_QUIET), [paste("abc\x1b[20d")]);
        assert_eq!(parser.feed(later, b"e"), [text("e")]);
    }

    #[test]
    fn bytes_that_are_no_text_are_not_held_for_ever() {
        check(b"\xff\xfe", &[Event::Text(vec![0xff, 0xfe])]);
        let mut parser = Parser::default();
        assert_eq!(parser.feed(NOW, b"a\xe2\x82"), [text("a")]);
        assert_eq!(
            parser.expire(NOW + ESCAPE_QUIET),
            [Event::Text(vec![0xe2, 0x82])]
        );
    }

    #[test]
    fn a_paste_of_a_megabyte_is_read_in_linear_time() {
        let mut parser = Parser::default();
        let body = vec![b'x'; 1 << 20];
        let mut events = parser.feed(NOW, b"\x1b[200~");
        for piece in body.chunks(1000) {
            events.extend(parser.feed(NOW, piece));
        }
        events.extend(parser.feed(NOW, b"\x1b[201~"));
        assert_eq!(events, [Event::Paste(body)]);
    }
}
