//! Joins the library to Zellij. On anything but WASI there is no Zellij to
//! join: the program says so.

// Zellij's macro makes functions without documentation.
#![cfg_attr(target_os = "wasi", allow(missing_docs))]

#[cfg(target_os = "wasi")]
mod plugin;

#[cfg(target_os = "wasi")]
use plugin::Plugin;
#[cfg(target_os = "wasi")]
use zellij_tile::prelude::*;

#[cfg(target_os = "wasi")]
register_plugin!(Plugin);

#[cfg(not(target_os = "wasi"))]
fn main() {
    println!("org is a Zellij plugin: build it with `cargo xtask build`");
}
