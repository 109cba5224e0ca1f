//! The Rust standard library for the WebAssembly targets: from rustup where
//! rustup can download, otherwise compiled from its own source.
//!
//! The second way exists for machines behind a mirror or a firewall and for
//! toolchains that rustup does not manage. It leaves the toolchain as rustup
//! would: afterwards plain `cargo build --target …` works.

mod compile;
mod source;

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::machine::State;
use crate::process;
use crate::scratch::Scratch;
use crate::workspace::{PLUGIN_TARGET, Workspace};

/// The compiler that cargo uses here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolchain {
    /// For example `1.95.0`.
    pub release: String,
    /// The commit of that release, which official builds put into paths.
    pub commit: String,
    /// The folder that holds `lib/rustlib`.
    pub sysroot: PathBuf,
}

/// Whether the compiler can compile for `target`.
///
/// Compiling an empty program tells more than looking for files: a library
/// that an earlier compiler left behind is there, but can't be used.
pub fn state(target: &str) -> Result<State> {
    // A folder for the result: given `/dev/null` as its output, a compiler that
    // runs as root replaces the device with a file.
    let scratch = Scratch::new(&format!("probe-{target}"))?;
    let mut probe = process::quiet("rustc")
        .args([
            "--target",
            target,
            "--crate-name",
            "probe",
            "--emit=metadata",
        ])
        .arg("--out-dir")
        .arg(&scratch.path)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("`rustc` could not be started; install Rust from https://rustup.rs")?;
    if let Some(mut input) = probe.stdin.take() {
        // A compiler that ends before it has read everything has failed, and
        // its status says so.
        let _ = std::io::Write::write_all(&mut input, b"fn main() {}\n");
    }
    let compiles = probe.wait().context("`rustc` was lost")?.success();
    let complete = target != PLUGIN_TARGET
        || target_libdir(target)?
            .join("self-contained/crt1-command.o")
            .is_file();
    Ok(if compiles && complete {
        State::Ready
    } else {
        State::Missing
    })
}

/// Installs the library for `targets`: rustup first, then from source.
pub fn install(workspace: &Workspace, targets: &[&str]) -> Result<()> {
    let rustup = add_with_rustup(targets);
    if targets_left(targets)?.is_empty() {
        return Ok(());
    }
    let toolchain = toolchain()?;
    let left = targets_left(targets)?;
    println!(
        "rustup could not install it; compiling it from the source of Rust {}.",
        toolchain.release
    );
    install_from_source(workspace, &toolchain, &left).with_context(|| {
        format!(
            "the standard library for {} could not be installed.\n\
             rustup said: {}\n\
             What helps: network access for `rustup target add {}`, or ORG_WASM_STD \
             naming a folder with rust-{}-library.tar.xz and wasi-libc-wasm32-wasip1.tar.xz, \
             or Debian's apt with a suite that has rust-src {}.\n\
             Why the way without rustup failed",
            left.join(" and "),
            rustup.trim(),
            left.join(" "),
            toolchain.release,
            toolchain.release,
        )
    })
}

fn install_from_source(
    workspace: &Workspace,
    toolchain: &Toolchain,
    targets: &[&str],
) -> Result<()> {
    let scratch = Scratch::new("source")?;
    let source = source::fetch(&scratch.path, toolchain, targets.contains(&PLUGIN_TARGET))?;
    for target in targets {
        compile::install_target(&scratch.path, toolchain, &source, target)?;
        // What was compiled against another copy of the library fails with
        // "multiple candidates".
        let stale = workspace.target.join(target);
        if stale.exists() {
            std::fs::remove_dir_all(&stale)
                .with_context(|| format!("{} can't be removed", stale.display()))?;
        }
        if state(target)? != State::Ready {
            bail!("the library for {target} was compiled, but rustc does not accept it");
        }
    }
    Ok(())
}

fn targets_left<'a>(targets: &[&'a str]) -> Result<Vec<&'a str>> {
    let mut left = Vec::new();
    for target in targets {
        if state(target)? != State::Ready {
            left.push(*target);
        }
    }
    Ok(left)
}

/// What rustup said when it could not; empty when all went well.
fn add_with_rustup(targets: &[&str]) -> String {
    if process::find_in_path("rustup").is_none() {
        return "it is not installed".to_owned();
    }
    println!("Trying `rustup target add {}`.", targets.join(" "));
    match process::output(
        process::quiet("rustup")
            .args(["target", "add"])
            .args(targets),
    ) {
        Ok(_) => String::new(),
        Err(error) => format!("{error:#}"),
    }
}

fn target_libdir(target: &str) -> Result<PathBuf> {
    let text = process::output(process::quiet("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        target,
    ]))?;
    Ok(PathBuf::from(text.trim()))
}

/// Asks the compiler who it is.
pub fn toolchain() -> Result<Toolchain> {
    let sysroot = process::output(process::quiet("rustc").args(["--print", "sysroot"]))?;
    let verbose = process::output(process::quiet("rustc").arg("-vV"))?;
    let field = |name: &str| version_field(&verbose, name).map(str::to_owned);
    Ok(Toolchain {
        release: field("release").context("`rustc -vV` names no release")?,
        commit: field("commit-hash").unwrap_or_else(|| "unknown".to_owned()),
        sysroot: PathBuf::from(sysroot.trim()),
    })
}

fn version_field<'a>(verbose: &'a str, name: &str) -> Option<&'a str> {
    verbose
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_the_compilers_version_are_found() {
        let verbose = "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\n\
                       commit-hash: 59807616e1fa\nrelease: 1.95.0\n";
        assert_eq!(version_field(verbose, "release"), Some("1.95.0"));
        assert_eq!(version_field(verbose, "commit-hash"), Some("59807616e1fa"));
        assert_eq!(version_field(verbose, "host"), None);
    }
}
