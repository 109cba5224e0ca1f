//! `cargo xtask bench`: org beside what people use, on this machine. Takes
//! about a quarter of an hour; its page is `docs/benchmarks.md`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::{self, Purpose};
use crate::workspace::{self, Workspace};
use crate::{build, process, zellij};

/// The programs that org is measured beside, from crates.io.
const PEERS: [&str; 2] = ["claude-tmux@0.4.0", "tmuxcc@0.1.7"];
/// What the page says before the figures.
const PREFACE: &str = include_str!("../../budgets/bench/preface.md");

/// Installs the peers into our cache, measures, writes the page.
pub fn bench(workspace: &Workspace) -> Result<()> {
    setup::set_up(workspace, Purpose::Run)?;
    let wasm = build::wasm(workspace)?;
    process::run(
        workspace
            .cargo()
            .args(["build", "--release", "--package", "budgets"])
            .args(["--bin", "operate"]),
    )?;
    let cache = workspace::cache()?.join("bench");
    let peers = cache.join("peers");
    process::run(
        workspace
            .cargo()
            .args(["install", "--quiet", "--root"])
            .arg(&peers)
            .args(PEERS),
    )?;
    let venv = cache.join("venv");
    let python = venv.join("bin/python");
    if !python.is_file() {
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    process::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "libtmux"]))?;

    let zellij = zellij::find().context("Zellij was there a moment ago and is gone")?;
    let figures = process::output(
        Command::new(&python)
            .arg(workspace.root.join("budgets/bench/bench.py"))
            .arg(workspace.target.join("release/operate"))
            .arg(&wasm.path)
            .arg(&zellij)
            .arg(&peers),
    )?;
    println!("{figures}");
    let page = workspace.root.join("docs/benchmarks.md");
    fs::write(&page, format!("{PREFACE}\n{figures}"))
        .with_context(|| format!("{} can't be written", page.display()))?;
    println!("Written to {}", page.display());
    Ok(())
}
