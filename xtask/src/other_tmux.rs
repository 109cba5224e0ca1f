//! Other versions of tmux than the installed one, for the tests: from Debian's
//! suites, unpacked into our cache. The installed tmux stays as it is.

use std::path::PathBuf;

use anyhow::Result;

use crate::apt;
use crate::machine::State;
use crate::{process, unpacked, workspace};

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
    unpacked::install(suite, "tmux", "-V", &folder(suite)?)
}

fn folder(suite: &str) -> Result<PathBuf> {
    Ok(workspace::cache()?.join(format!("tools/tmux-{suite}")))
}
