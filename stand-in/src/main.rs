//! A terminal agent that behaves on the screen like Claude Code, and does
//! nothing else.
//!
//! It stands in for the real one where that one cannot be had: anyone can try
//! the panel with it, without an account, and the tests use it as their
//! receiver, because it logs what it is sent byte for byte (see [`log`] for
//! the form). It never runs a command that it was asked to run; only the hooks
//! that it was started with are run.
//!
//! [`input`], [`draft`], [`agent`], [`dialog`] and [`screen`] are pure: bytes,
//! keys and the time go in, effects and frames come out. [`run`] joins them to
//! the terminal.

#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own: clock, environment and processes are its business"
)]

mod agent;
mod args;
mod dialog;
mod draft;
mod frame;
mod hooks;
mod input;
mod log;
mod run;
mod screen;
mod settings;
mod signals;
mod terminal;
mod text;
mod transcript;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            // Claude Code's status for a wrong command line.
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    match run::run(args) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("stand-in: {error}");
            ExitCode::FAILURE
        }
    }
}
