//! Runs a plugin as Zellij does, in the same engine, on a host that is a
//! script: every event's steps of the engine, calls of the host, processes
//! and memory are counted. Steps are the engine's fuel and the same on every
//! machine, so that a test can hold them to a limit.
#![allow(
    clippy::disallowed_methods,
    reason = "the ban keeps the library away from the host; this is one"
)]

mod cost;
mod panel;
mod plugin;
mod protocol;
mod session_manager;
mod wasi;
mod workers;

pub use cost::Cost;
pub use panel::Panel;
pub use plugin::Plugin;
pub use protocol::Protocol;
pub use session_manager::SessionManager;
pub use workers::Workers;
