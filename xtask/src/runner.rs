//! The program that runs the WebAssembly suite in node. Its version has to be
//! exactly that of the locked `wasm-bindgen`: the two share a format that
//! changes with every release.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::machine::State;
use crate::process;
use crate::workspace::{self, Workspace};

const PROGRAM: &str = "wasm-bindgen-test-runner";

/// The runner that fits Cargo.lock, in PATH or in our cache.
pub fn find(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let wanted = locked_version(workspace)?;
    let own = install_root(&wanted)?.join("bin").join(PROGRAM);
    let candidates = process::find_in_path(PROGRAM).into_iter().chain([own]);
    Ok(candidates
        .filter(|path| process::is_executable(path))
        .find(|path| {
            process::version_text(path, "--version").is_some_and(|text| is_version(&text, &wanted))
        }))
}

/// Whether the fitting runner is there.
pub fn state(workspace: &Workspace) -> Result<State> {
    Ok(match find(workspace)? {
        Some(_) => State::Ready,
        None => State::Missing,
    })
}

/// Compiles the fitting runner into our cache; one of another version that is
/// in PATH stays for whatever needs it.
pub fn install(workspace: &Workspace) -> Result<()> {
    let wanted = locked_version(workspace)?;
    let root = install_root(&wanted)?;
    println!(
        "Installing the wasm-bindgen test runner {wanted} into {}; this takes about 5 minutes, once.",
        root.display()
    );
    let build = workspace::cache()?.join("build/wasm-bindgen-cli");
    process::run(
        workspace
            .cargo()
            .args([
                "install",
                "--locked",
                "wasm-bindgen-cli",
                "--version",
                &wanted,
            ])
            .arg("--root")
            .arg(&root)
            .env("CARGO_TARGET_DIR", &build),
    )
    .context("the wasm-bindgen test runner could not be built; without it `test` can't run")?;
    // Only space is lost if the folder stays.
    let _ = fs::remove_dir_all(&build);
    if find(workspace)?.is_none() {
        bail!("{} holds no {PROGRAM} of version {wanted}", root.display());
    }
    Ok(())
}

fn install_root(version: &str) -> Result<PathBuf> {
    Ok(workspace::cache()?.join(format!("tools/wasm-bindgen-{version}")))
}

fn is_version(printed: &str, wanted: &str) -> bool {
    printed.split_whitespace().any(|word| word == wanted)
}

fn locked_version(workspace: &Workspace) -> Result<String> {
    let path = workspace.root.join("Cargo.lock");
    let text =
        fs::read_to_string(&path).with_context(|| format!("{} can't be read", path.display()))?;
    version_in_lock(&text, "wasm-bindgen").with_context(|| describe_missing(&path))
}

fn describe_missing(path: &Path) -> String {
    format!(
        "{} has no package wasm-bindgen; the WebAssembly suite needs it as a dev-dependency",
        path.display()
    )
}

/// The version of `package` in the text of a Cargo.lock. Cargo writes the
/// version on the line after the name.
fn version_in_lock(text: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = text.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_package_with_exactly_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-test\"\nversion = \"0.3.76\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\nsource = \"x\"\n";
        assert_eq!(
            version_in_lock(lock, "wasm-bindgen").as_deref(),
            Some("0.2.126")
        );
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }

    #[test]
    fn only_the_same_version_is_taken() {
        assert!(is_version("wasm-bindgen-test-runner 0.2.126\n", "0.2.126"));
        assert!(!is_version("wasm-bindgen-test-runner 0.2.12", "0.2.126"));
        assert!(!is_version("wasm-bindgen-test-runner 0.2.1265", "0.2.126"));
    }
}
