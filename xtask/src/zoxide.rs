//! zoxide, for the tests of what a start offers: the one on the PATH, else
//! Debian's, unpacked into our cache. Where there are no Debian packages it
//! is installed as the system does.

use std::path::PathBuf;

use anyhow::Result;

use crate::apt;
use crate::machine::State;
use crate::{packages, process, unpacked, workspace};

/// bookworm's, 0.4.3, is older than most people's.
const SUITE: &str = "trixie";

/// The program, if it is there.
pub fn find() -> Result<Option<PathBuf>> {
    let ours = folder()?.join("bin/zoxide");
    let candidates = process::find_in_path("zoxide").into_iter().chain([ours]);
    let works = |program: &PathBuf| {
        process::is_executable(program) && process::version_text(program, "--version").is_some()
    };
    Ok(candidates.into_iter().find(works))
}

/// Whether it is there.
pub fn state() -> Result<State> {
    let found = find()?;
    Ok(found.map_or(State::Missing, |_| State::Ready))
}

/// Fetches it.
pub fn install() -> Result<()> {
    if apt::missing().is_some() {
        return packages::install("zoxide");
    }
    println!("Fetching Debian's zoxide into our cache, for the tests.");
    unpacked::install(SUITE, "zoxide", "--version", &folder()?)
}

fn folder() -> Result<PathBuf> {
    Ok(workspace::cache()?.join("tools/zoxide"))
}
