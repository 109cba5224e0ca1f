//! A panel of Claude Code workers that live in tmux: the library.
//!
//! It knows no host: no clock, no environment, no process, no Zellij. What
//! happens outside comes in as [`input::Input`], what it wants done goes out
//! as [`effect::Effect`]; `main.rs` joins both to Zellij on WASI.
//!
//! The layers, lower ones never naming higher ones:
//!
//! | layer | modules |
//! | --- | --- |
//! | words | [`text`], [`fuzzy`], `near`, [`screen`], [`time`], [`nonce`], [`directory`], [`agent`], [`error`] |
//! | tmux protocol | [`tmux`], [`worker`], [`saved`] |
//! | operations | [`operation`], [`pipe`], [`client`] |
//! | panel | [`input`], [`effect`], [`config`], [`keymap`], [`prompt`], [`notice`], [`offer`], [`model`], [`update`], [`view`], [`app`] |
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]

/// The program in the guide is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/scripting.md")]
struct Guide;

pub mod agent;
pub mod app;
pub mod client;
pub mod config;
pub mod directory;
pub mod effect;
pub mod error;
pub mod fuzzy;
pub mod input;
pub mod keymap;
pub mod model;
mod near;
pub mod nonce;
pub mod notice;
pub mod offer;
pub mod operation;
pub mod pipe;
pub mod prompt;
pub mod saved;
pub mod screen;
pub mod text;
pub mod time;
pub mod tmux;
pub mod update;
pub mod view;
pub mod worker;
