//! The parts of Rust's toolchain that the checks need. rustup's minimal
//! profile has neither.

use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// cargo's command, and the component that brings it.
const NEEDED: [(&str, &str); 2] = [("fmt", "rustfmt"), ("clippy", "clippy")];

/// Adds what is missing, before anything that takes long.
pub fn install(workspace: &Workspace) -> Result<()> {
    for (command, component) in NEEDED {
        if process::output(workspace.cargo().args([command, "--version"])).is_ok() {
            continue;
        }
        println!("Adding {component} to Rust's toolchain, for the checks.");
        process::run(Command::new("rustup").args(["component", "add", component]))
            .with_context(|| format!("`cargo {command}` is missing; install {component}"))?;
    }
    Ok(())
}
