//! The messages that Zellij 0.45 and its plugins exchange: of Zellij's many,
//! those that org needs, and of each the fields that it reads or writes.
//!
//! They stand in for zellij-tile, whose conversions know every event, layout
//! and key binding of Zellij: with it the plugin had 1,147,198 bytes and 133
//! crates, without it less than half of the bytes and a dozen crates. Names
//! and numbers are those of `plugin_api/*.proto` in zellij-utils; a test in
//! `budgets` compares each with the original. Fields that are not named here
//! are skipped, so that a later Zellij may add some.

#![allow(clippy::enum_variant_names, reason = "the names are Zellij's")]

mod command;
mod event;

use prost::{Enumeration, Message};

pub(super) use command::*;
pub(super) use event::*;

/// A name and a value, as in the context of a command.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ContextItem {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(string, tag = "2")]
    pub value: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PaneId {
    #[prost(enumeration = "PaneType", tag = "1")]
    pub pane_type: i32,
    #[prost(uint32, tag = "2")]
    pub id: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum PaneType {
    Terminal = 0,
    Plugin = 1,
}
