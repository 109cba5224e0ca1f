//! Other versions of tmux than the installed one, for the tests: from Debian's
//! suites, unpacked into our cache, and one too old for them, built from
//! tmux's own repository. The installed tmux stays as it is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;
use crate::machine::State;
use crate::scratch::Scratch;
use crate::{packages, process, unpacked, workspace};

/// A suite of Debian's, oldest tmux first: 3.3a, 3.5a, and the newest.
pub const SUITES: [&str; 3] = ["bookworm", "trixie", "unstable"];

/// The one that every run of the tests uses besides the installed tmux: old
/// enough to stay as it is, and not the one that most machines have.
pub const USUAL: &str = "trixie";

/// The oldest that org works with, a tag of tmux's repository. Ubuntu 22.04
/// has it, Debian has no package of it any more.
pub const OLDEST: &str = "3.2a";

const REPOSITORY: &str = "https://github.com/tmux/tmux.git";

/// What tmux is built with: a program, and the package that has it.
const PROGRAMS: [(&str, &str); 6] = [
    ("autoconf", "autoconf"),
    ("automake", "automake"),
    ("bison", "bison"),
    ("cc", "gcc"),
    ("make", "make"),
    ("pkg-config", "pkg-config"),
];

/// As pkg-config calls them.
const LIBRARIES: [(&str, &str); 2] = [
    ("libevent_core", "libevent-dev"),
    ("ncurses", "libncurses-dev"),
];

/// The folder whose `tmux` is that of this suite or tag, if it is there.
pub fn find(version: &str) -> Result<Option<PathBuf>> {
    let folder = folder(version)?.join("bin");
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

/// The folder whose `tmux` is [`OLDEST`], built if it is not there.
pub fn oldest() -> Result<PathBuf> {
    if let Some(folder) = find(OLDEST)? {
        return Ok(folder);
    }
    println!("Building tmux {OLDEST} into our cache, for the tests.");
    let scratch = Scratch::new(&format!("tmux-{OLDEST}"))?;
    let sources = scratch.path.join("tmux");
    process::run(
        process::quiet("git")
            .args(["-c", "advice.detachedHead=false", "clone", "--quiet"])
            .args(["--depth", "1", "--branch", OLDEST])
            .args([REPOSITORY.as_ref(), sources.as_os_str()]),
    )?;
    install_build_tools()?;
    build(&sources)?;
    let folder = folder(OLDEST)?.join("bin");
    std::fs::create_dir_all(&folder)?;
    // Our cache may be on another disk.
    std::fs::copy(sources.join("tmux"), folder.join("tmux"))?;
    find(OLDEST)?.context("the tmux that was built does not start")
}

/// Builds tmux in a folder with its sources.
fn build(sources: &Path) -> Result<()> {
    let log = sources.join("build.log");
    let script = "exec >build.log 2>&1; sh autogen.sh && ./configure && make";
    let built = process::run(
        process::quiet("sh")
            .args(["-c", script])
            .current_dir(sources),
    );
    built.with_context(|| std::fs::read_to_string(&log).unwrap_or_default())
}

/// Where packages have Debian's names; elsewhere tmux's own set-up says what
/// is missing.
fn install_build_tools() -> Result<()> {
    if process::find_in_path("apt-get").is_none() {
        return Ok(());
    }
    for (program, package) in PROGRAMS {
        if process::find_in_path(program).is_none() {
            packages::install(package)?;
        }
    }
    for (library, package) in LIBRARIES {
        let there = process::output(process::quiet("pkg-config").args(["--exists", library]));
        if there.is_err() {
            packages::install(package)?;
        }
    }
    Ok(())
}

fn folder(version: &str) -> Result<PathBuf> {
    Ok(workspace::cache()?.join(format!("tools/tmux-{version}")))
}
