//! The tmux protocol without any input or output: what to say to `tmux` and
//! how to read its answers. It knows tmux's words (server, session, window,
//! pane, target, socket) and nothing of panels.
//!
//! Source of the facts: experiments on tmux 3.2a to 3.8, kept as tests in
//! `tests/tmux.rs`.

pub mod buffer;
pub mod capture;
pub mod format;
pub mod guard;
pub mod listing;
pub mod output;
pub mod quote;
pub mod saved;
pub mod server;
pub mod target;

pub use guard::Guard;
pub use output::Output;
pub use server::{SessionName, Socket, Tmux};
pub use target::{PaneId, ServerId, Target};
