//! The two release builds: the plugin for Zellij and the stand-in agent for
//! this machine.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{PLUGIN_TARGET, Workspace};

/// The largest plugin that is accepted, in bytes: Zellij interprets the code,
/// so that the user feels its size.
const WASM_LIMIT: u64 = 1_600_000;

/// A built plugin.
#[derive(Debug)]
pub struct Wasm {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

impl Wasm {
    /// Refuses a plugin that is larger than the limit.
    pub fn check_size(&self) -> Result<()> {
        if self.size > WASM_LIMIT {
            bail!(
                "{} has {} bytes, more than the limit of {}; find what grew or, \
                 with a reason, raise WASM_LIMIT in xtask",
                self.path.display(),
                grouped(self.size),
                grouped(WASM_LIMIT)
            );
        }
        Ok(())
    }
}

impl fmt::Display for Wasm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} bytes", self.path.display(), grouped(self.size))
    }
}

/// Builds `org.wasm` in release; cargo decides whether there is work.
pub fn wasm(workspace: &Workspace) -> Result<Wasm> {
    process::run(
        workspace
            .cargo()
            .args(["build", "--release", "--package", "org", "--bin", "org"])
            .args(["--target", PLUGIN_TARGET]),
    )?;
    let path = workspace.wasm();
    if let Some(optimiser) = process::find_in_path("wasm-opt") {
        optimise(&optimiser, &path);
    }
    let size = path
        .metadata()
        .with_context(|| format!("the build left no {}", path.display()))?
        .len();
    Ok(Wasm { path, size })
}

/// Has binaryen's `wasm-opt` go over the plugin, where it is installed: 11 %
/// fewer bytes, 29 % fewer steps for a frame. An older one that does not know
/// what Rust uses leaves the plugin as it was.
fn optimise(optimiser: &Path, wasm: &Path) {
    let smaller = wasm.with_extension("smaller");
    let mut command = process::quiet(optimiser);
    command.arg("-Oz");
    for feature in [
        "bulk-memory",
        "multivalue",
        "mutable-globals",
        "nontrapping-float-to-int",
        "reference-types",
        "sign-ext",
    ] {
        command.arg(format!("--enable-{feature}"));
    }
    command.arg(wasm).arg("-o").arg(&smaller);
    let done = process::run(&mut command)
        .and_then(|()| std::fs::rename(&smaller, wasm).context("the result can't be moved"));
    if let Err(why) = done {
        println!("wasm-opt did not help, the plugin is as cargo built it: {why:#}");
    }
}

/// Builds the stand-in agent in release and returns its path.
pub fn stand_in(workspace: &Workspace) -> Result<PathBuf> {
    process::run(
        workspace
            .cargo()
            .args(["build", "--release", "--package", "stand-in"]),
    )?;
    let path = workspace.stand_in();
    if !path.is_file() {
        bail!("the build left no {}", path.display());
    }
    Ok(path)
}

/// A number with its thousands set apart: `1,200,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (891_105, "891,105"),
            (1_200_000, "1,200,000"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn a_plugin_above_the_limit_is_refused_with_both_numbers() {
        let wasm = |size| Wasm {
            path: PathBuf::from("org.wasm"),
            size,
        };
        assert!(wasm(WASM_LIMIT).check_size().is_ok());
        let problem = wasm(1_600_001)
            .check_size()
            .expect_err("too large")
            .to_string();
        assert!(problem.contains("1,600,001") && problem.contains("1,600,000"));
    }
}
