//! node on this machine, for the WebAssembly suite: there or installed from
//! the system's packages.

use anyhow::{Result, bail};

use crate::machine::State;
use crate::packages;
use crate::process;

/// Looks for node in PATH.
pub fn state() -> State {
    match process::find_in_path("node") {
        Some(_) => State::Ready,
        None => State::Missing,
    }
}

/// Installs the system's node package.
pub fn install() -> Result<()> {
    // Homebrew alone calls the package by the program's name.
    packages::install(if cfg!(target_os = "macos") {
        "node"
    } else {
        "nodejs"
    })?;
    if state() != State::Ready {
        bail!("node was installed but is not in PATH; add its folder to PATH");
    }
    Ok(())
}
