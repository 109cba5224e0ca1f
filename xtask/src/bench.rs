//! `cargo xtask bench`: org beside what people use, on this machine. Takes
//! about twenty minutes once everything is installed; its page is
//! `docs/benchmarks.md`. `ROUNDS=2 ONLY=events` and the like, see
//! `budgets/bench/bench.py`, is for trying: it prints and writes no page.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Purpose};
use crate::workspace::{self, Workspace};
use crate::{build, process, zellij};

/// The programs that org is measured beside, from crates.io.
const PEERS: [&str; 2] = ["claude-tmux@0.4.0", "tmuxcc@0.1.7"];
/// With one of these in the environment it is not the whole benchmark.
const SHORTENED: [&str; 3] = ["ROUNDS", "SECONDS", "ONLY"];
/// What the page says before the figures.
const PREFACE: &str = include_str!("../../budgets/bench/preface.md");

/// Installs the peers into our cache, measures, writes the page.
pub fn bench(workspace: &Workspace) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the benchmark reads /proc, which only Linux has");
    }
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
    println!("Installing {} into {}", PEERS.join(", "), peers.display());
    process::run(
        workspace
            .cargo()
            .args(["install", "--quiet", "--root"])
            .arg(&peers)
            .args(PEERS),
    )?;
    let python = python(&cache.join("venv"))?;

    let zellij = zellij::find().context("Zellij was there a moment ago and is gone")?;
    println!("Measuring; the machine should have nothing else to do");
    // What it does meanwhile it says on standard error.
    let measured = Command::new(&python)
        .arg(workspace.root.join("budgets/bench/bench.py"))
        .arg(workspace.target.join("release/operate"))
        .arg(&wasm.path)
        .arg(&zellij)
        .arg(&peers)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{}` could not be started", python.display()))?;
    let figures = String::from_utf8_lossy(&measured.stdout);
    println!("{figures}");
    if !measured.status.success() {
        bail!(
            "The benchmark failed: {}; no page is written",
            measured.status
        );
    }
    if SHORTENED.iter().any(|name| env::var_os(name).is_some()) {
        println!("A part or a short form of it, so no page is written");
        return Ok(());
    }
    let page = workspace.root.join("docs/benchmarks.md");
    fs::write(&page, format!("{PREFACE}\n{figures}"))
        .with_context(|| format!("{} can't be written", page.display()))?;
    println!("Written to {}", page.display());
    Ok(())
}

/// A Python with libtmux, in a folder of its own.
fn python(venv: &Path) -> Result<std::path::PathBuf> {
    let python = venv.join("bin/python");
    if !python.is_file() {
        println!("Installing libtmux into {}", venv.display());
        process::run(Command::new("python3").args(["-m", "venv"]).arg(venv)).context(
            "The benchmark needs Python 3 with its module venv; on Debian: apt install python3-venv",
        )?;
    }
    process::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "libtmux"]))?;
    Ok(python)
}
