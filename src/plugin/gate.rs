//! Bounds what Zellij hands over before it is taken.
//!
//! Zellij gives a plugin 16 MiB of memory and ends it, with all it held, when
//! it asks for more. It hands over whole what was pasted, what a command
//! printed and what came through a pipe, as a line of decimals; zellij-tile
//! reads all of the line as text first and all of its bytes then. Measured in
//! Zellij's engine, an event of 1.5 MB ended the plugin, and one of 0.7 MB
//! took 9 MiB.
//!
//! So the only name in `register_plugin!` that is looked up where it is used,
//! `thread_local!`, puts this gate in the place of the plugin's state. A line
//! that standard input's buffer holds whole is left to zellij-tile. Of any
//! other one the numbers are read as they come, by the same decoder into the
//! same messages, and what is larger than the limit is thrown away.
//!
//! Once `object_from_stdin` of zellij-tile reads so and has a limit, this file
//! and the macro in `main.rs` can go.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};

use org::input::{Input, TooLarge};
use org::model::MAX_TEXT_BYTES;
use org::text::MAX_INCOMING;
use zellij_tile::prelude::PipeMessage;
use zellij_tile::shim::plugin_api::event::{ProtobufEvent, ProtobufEventType};
use zellij_tile::shim::plugin_api::pipe_message::ProtobufPipeMessage;
use zellij_tile::shim::prost::Message as _;
use zellij_tile::shim::prost::encoding::{decode_key, decode_varint};

use super::Plugin;

/// The number of a pipe message's payload in its definition.
const PAYLOAD: u32 = 5;
/// The most bytes of a message beside its text: the arguments of a command
/// line, of which the kernel allows 128 KB each. With the text they stay below
/// the 4 MiB to which a growing list doubles.
const END: u64 = 190_000;

std::thread_local! {
    static PLUGIN: RefCell<Plugin> = RefCell::default();
}

/// Stands where `register_plugin!` keeps the plugin.
pub(crate) struct Gate;

impl Gate {
    /// Does what `register_plugin!` wants to do with the plugin, which begins
    /// with taking the message that waits; unless that is a large one.
    pub(crate) fn with<R: Answer>(&self, take: impl FnOnce(&RefCell<Plugin>) -> R) -> R {
        match large_message() {
            None => PLUGIN.with(take),
            Some(large) => R::repaint(PLUGIN.with_borrow_mut(|plugin| large.give(plugin))),
        }
    }
}

/// What a function that Zellij calls answers.
pub(crate) trait Answer {
    /// Whether to draw again, where Zellij wants to know.
    fn repaint(repaint: bool) -> Self;
}

impl Answer for bool {
    fn repaint(repaint: bool) -> Self {
        repaint
    }
}

impl Answer for () {
    fn repaint(_: bool) {}
}

/// A message that the buffer of standard input does not hold.
enum Large {
    Event(Box<ProtobufEvent>),
    /// With the size of its payload, if that was thrown away.
    Pipe(ProtobufPipeMessage, Option<usize>),
    /// An event that was thrown away; what it was, and its size.
    Thrown(TooLarge, usize),
    /// Nothing that the definitions know.
    Unknown,
}

impl Large {
    /// Gives it to the plugin; whether to draw again.
    fn give(self, plugin: &mut Plugin) -> bool {
        match self {
            Self::Event(event) => plugin.update(*event),
            Self::Pipe(message, too_large) => PipeMessage::try_from(message)
                .is_ok_and(|message| plugin.take_message(message, too_large)),
            Self::Thrown(what, bytes) => plugin.feed(Input::TooLarge { what, bytes }),
            Self::Unknown => false,
        }
    }
}

/// The message on standard input, if it is a large one. An event begins with
/// its name, a message of the command line with the name of its pipe, which is
/// a UUID. The name of a `ModeUpdate`, with all keys of all modes, is the number
/// that is left out: it begins with the length of the rest. Nothing else
/// becomes large. Where nothing waits the buffer is empty.
fn large_message() -> Option<Large> {
    let mut stdin = io::stdin().lock();
    let start = stdin.fill_buf().ok()?;
    let whole = start.contains(&b'\n');
    let pipe = start.starts_with(b"[18,36,");
    let event = start.starts_with(b"[8,") || start.starts_with(b"[18,") && !pipe;
    if whole || !(event || pipe) {
        return None;
    }
    let paste = format!("[8,{},", ProtobufEventType::PastedText as i32);
    // No more of it than a panel that is empty would take.
    let max = match start.starts_with(paste.as_bytes()) {
        true => MAX_TEXT_BYTES,
        false => MAX_INCOMING,
    };
    let mut numbers = Numbers::new(stdin);
    let mut bytes = Vec::new();
    let most = END + u64::try_from(max).unwrap_or_default();
    // What cannot be read has ended, and is nothing that could be decoded.
    let _ = numbers.by_ref().take(most).read_to_end(&mut bytes);
    let large = if event {
        event_of(&bytes, &mut numbers)
    } else {
        pipe_message_of(&bytes, &mut numbers)
    };
    // Whatever it was, the next message begins behind it.
    skip(&mut numbers, u64::MAX);
    Some(large.unwrap_or(Large::Unknown))
}

/// The event that begins with these bytes.
fn event_of(bytes: &[u8], rest: &mut impl Read) -> Option<Large> {
    let more = skip(rest, u64::MAX);
    let mut event = ProtobufEvent::default();
    let decoded = event.merge(&mut &*bytes);
    if more == 0 {
        return decoded.ok().map(|()| Large::Event(Box::new(event)));
    }
    // The name comes first.
    let what = match ProtobufEventType::try_from(event.name) {
        Ok(ProtobufEventType::PastedText) => TooLarge::Paste,
        Ok(ProtobufEventType::RunCommandResult) => TooLarge::CommandOutput,
        _ => TooLarge::Event,
    };
    Some(Large::Thrown(what, bytes.len() + more))
}

/// The pipe's message that begins with these bytes. Without a payload that is
/// too large all the rest is taken: whoever waits for an answer is told, and
/// no request is taken for whole without it.
fn pipe_message_of(bytes: &[u8], rest: &mut impl Read) -> Option<Large> {
    let mut message = ProtobufPipeMessage::default();
    let decoded = message.merge(&mut &*bytes);
    let mut end = Vec::new();
    let more = rest.by_ref().take(1).read_to_end(&mut end).ok()?;
    if more == 0 {
        return decoded.ok().map(|()| Large::Pipe(message, None));
    }
    // What comes before the payload was decoded, and is as long as it is when
    // it is encoded.
    message.payload = None;
    let mut payload = bytes.get(message.encoded_len()..)?;
    let is_payload = decode_key(&mut payload).ok()?.0 == PAYLOAD;
    let length = usize::try_from(decode_varint(&mut payload).ok()?).ok()?;
    let missing = length.checked_sub(payload.len() + more)?;
    skip(rest, u64::try_from(missing).ok()?);
    end.clear();
    rest.by_ref().take(END).read_to_end(&mut end).ok()?;
    skip(rest, u64::MAX);
    message.merge(&mut end.as_slice()).ok()?;
    message.payload = Some(String::new());
    is_payload.then_some(Large::Pipe(message, Some(length)))
}

/// Reads so many bytes, or all there are, and throws them away; their number.
fn skip(input: &mut impl Read, count: u64) -> usize {
    let skipped = io::copy(&mut input.take(count), &mut io::sink());
    usize::try_from(skipped.unwrap_or_default()).unwrap_or(usize::MAX)
}

/// A line of numbers, `[8,29,210]`, as the bytes that they are.
struct Numbers<R> {
    input: R,
    /// What has been read of a number.
    number: u8,
    /// Whether the line has.
    ended: bool,
}

impl<R: BufRead> Numbers<R> {
    fn new(input: R) -> Self {
        Self {
            input,
            number: 0,
            ended: false,
        }
    }
}

impl<R: BufRead> Read for Numbers<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut places = out.iter_mut();
        let mut count = 0;
        while count == 0 && places.len() > 0 && !self.ended {
            let text = self.input.fill_buf()?;
            self.ended = text.is_empty();
            let mut used = 0;
            for b in text {
                used += 1;
                match b {
                    b'0'..=b'9' => {
                        let digit = b - b'0';
                        self.number = self.number.wrapping_mul(10).wrapping_add(digit);
                    }
                    b',' | b']' => {
                        if let Some(place) = places.next() {
                            *place = std::mem::take(&mut self.number);
                            count += 1;
                        }
                        if places.len() == 0 {
                            break;
                        }
                    }
                    b'\n' => {
                        self.ended = true;
                        break;
                    }
                    _ => {}
                }
            }
            self.input.consume(used);
        }
        Ok(count)
    }
}
