//! Other versions of tmux than the installed one, for the tests: from Debian's
//! suites, unpacked into our cache with all their libraries, and started
//! through a script. The installed tmux stays as it is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt::{self, Apt};
use crate::machine::State;
use crate::scratch::Scratch;
use crate::{process, workspace};

/// A suite of Debian's, oldest tmux first: 3.3a, 3.5a, and the newest.
pub const SUITES: [&str; 3] = ["bookworm", "trixie", "unstable"];

/// The one that every run of the tests uses besides the installed tmux: old
/// enough to stay as it is, and not the one that most machines have.
pub const USUAL: &str = "trixie";

/// The folder whose `tmux` is that of this suite, if it is there.
pub fn find(suite: &str) -> Result<Option<PathBuf>> {
    let folder = folder(suite)?.join("bin");
    let program = folder.join("tmux");
    let works = process::is_executable(&program) && process::version_text(&program, "-V").is_some();
    Ok(works.then_some(folder))
}

/// Whether it is there. A system without Debian's tools can have none: that
/// is no reason for its tests to fail.
pub fn state(suite: &str) -> Result<State> {
    let there = find(suite)?.is_some() || apt::missing().is_some();
    Ok(if there { State::Ready } else { State::Missing })
}

/// Fetches it.
pub fn install(suite: &str) -> Result<()> {
    println!("Fetching the tmux of Debian's {suite} into our cache, for the tests.");
    let scratch = Scratch::new(&format!("tmux-{suite}"))?;
    let address = apt::configured_address(&scratch.path)?;
    let apt = Apt::for_suite(&scratch.path, suite, &address)?;
    apt.update()?;
    let unpacked = apt.unpack(&apt.fetch_with_dependencies(&["tmux"])?)?;
    let folder = folder(suite)?;
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("bin"))?;
    let root = folder.join("root");
    // Our cache may be on another disk.
    process::run(process::quiet("cp").arg("-a").arg(&unpacked).arg(&root))?;
    let script = script(&root)?;
    let program = folder.join("bin/tmux");
    fs::write(&program, script)?;
    process::run(process::quiet("chmod").arg("755").arg(&program))?;
    match process::version_text(&program, "-V") {
        Some(version) => {
            println!("{}: {}", program.display(), version.trim());
            Ok(())
        }
        None => bail!("{} does not start", program.display()),
    }
}

fn folder(suite: &str) -> Result<PathBuf> {
    Ok(workspace::cache()?.join(format!("tools/tmux-{suite}")))
}

/// Starts the unpacked tmux with the C library that it was built for.
fn script(root: &Path) -> Result<String> {
    let loader = ["usr/lib", "lib"]
        .iter()
        .filter_map(|lib| fs::read_dir(root.join(lib)).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter_map(|architecture| fs::read_dir(architecture).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("ld-linux") || name.starts_with("ld64.")
        })
        .with_context(|| format!("{} holds no C library", root.display()))?;
    let architecture = loader
        .parent()
        .and_then(Path::file_name)
        .context("the C library has no folder")?;
    let libraries = ["usr/lib", "lib"].map(|lib| root.join(lib).join(architecture));
    let [first, second] = libraries.map(|path| path.display().to_string());
    Ok(format!(
        "#!/bin/sh\nexec '{}' --argv0 tmux --library-path '{first}:{second}' '{}' \"$@\"\n",
        loader.display(),
        root.join("usr/bin/tmux").display(),
    ))
}
