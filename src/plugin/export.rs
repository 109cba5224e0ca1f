//! The functions that Zellij calls.
//!
//! They stand in for zellij-tile's `register_plugin!`, whose decoding of a key
//! keeps the lowest byte of its character: in 0.45.1 a typed `日` comes out as
//! `å` (`plugin_api/key.rs`, `char_index as u8 as char`). Here the character is
//! read from Zellij's message itself.

use std::cell::RefCell;
use std::collections::BTreeMap;

use zellij_tile::prelude::*;
use zellij_tile::shim::object_from_stdin;
use zellij_tile::shim::plugin_api::action::ProtobufPluginConfiguration;
use zellij_tile::shim::plugin_api::event::{ProtobufEvent, ProtobufEventPayload};
use zellij_tile::shim::plugin_api::key::ProtobufMainKey;
use zellij_tile::shim::plugin_api::pipe_message::ProtobufPipeMessage;

use super::Plugin;

thread_local! {
    static PLUGIN: RefCell<Plugin> = RefCell::default();
}

/// Says how a panic is told to Zellij. Comes before everything else.
pub(crate) fn begin() {
    std::panic::set_hook(Box::new(report_panic));
}

#[unsafe(no_mangle)]
extern "C" fn load() {
    let configuration = object_from_stdin::<Vec<u8>>().ok().and_then(|bytes| {
        let message = ProtobufPluginConfiguration::decode(bytes.as_slice()).ok()?;
        BTreeMap::try_from(&message).ok()
    });
    PLUGIN.with(|plugin| plugin.borrow_mut().load(configuration.unwrap_or_default()));
}

/// What cannot be read is an event that org does not know.
#[unsafe(no_mangle)]
extern "C" fn update() -> i32 {
    let event = object_from_stdin::<Vec<u8>>()
        .ok()
        .and_then(|bytes| event(&bytes));
    let repaint = event.is_some_and(|e| PLUGIN.with(|plugin| plugin.borrow_mut().update(e)));
    i32::from(repaint)
}

/// What cannot be read is not for org.
#[unsafe(no_mangle)]
extern "C" fn pipe() -> i32 {
    let message = object_from_stdin::<Vec<u8>>().ok().and_then(|bytes| {
        let message = ProtobufPipeMessage::decode(bytes.as_slice()).ok()?;
        PipeMessage::try_from(message).ok()
    });
    let repaint = message.is_some_and(|m| PLUGIN.with(|plugin| plugin.borrow_mut().pipe(m)));
    i32::from(repaint)
}

#[unsafe(no_mangle)]
extern "C" fn render(rows: i32, columns: i32) {
    let cells = |n: i32| usize::try_from(n).unwrap_or(0);
    PLUGIN.with(|plugin| plugin.borrow_mut().render(cells(rows), cells(columns)));
}

#[unsafe(no_mangle)]
extern "C" fn plugin_version() {
    println!("{VERSION}");
}

fn event(bytes: &[u8]) -> Option<Event> {
    let message = ProtobufEvent::decode(bytes).ok()?;
    let typed = typed(&message);
    let mut event = Event::try_from(message).ok()?;
    if let (Event::Key(key), Some(c)) = (&mut event, typed) {
        key.bare_key = BareKey::Char(c);
    }
    Some(event)
}

/// The character of a key, whole.
fn typed(message: &ProtobufEvent) -> Option<char> {
    let Some(ProtobufEventPayload::KeyPayload(key)) = &message.payload else {
        return None;
    };
    match key.main_key {
        Some(ProtobufMainKey::Char(code)) => char::from_u32(u32::try_from(code).ok()?),
        _ => None,
    }
}
