//! Joins the library to Zellij. On anything but WASI there is no Zellij to
//! join: the program says so.
#![forbid(unsafe_code)]
#![cfg_attr(
    target_os = "wasi",
    allow(
        missing_docs,
        reason = "the functions that `register_plugin!` writes have no docs"
    )
)]

#[cfg(target_os = "wasi")]
mod plugin;

#[cfg(target_os = "wasi")]
use zellij_tile::{ZellijPlugin as _, shim::report_panic};

/// Keeps the state of `register_plugin!`, whose only use of this name it is,
/// behind a gate: see `plugin/gate.rs`.
#[cfg(target_os = "wasi")]
macro_rules! thread_local {
    (static $name:ident: $state:ty = $begin:expr;) => {
        static $name: plugin::Gate = plugin::Gate;
    };
}

#[cfg(target_os = "wasi")]
zellij_tile::register_plugin!(plugin::Plugin);

#[cfg(not(target_os = "wasi"))]
fn main() {
    println!("org is a Zellij plugin: build it with `cargo xtask build`");
}
