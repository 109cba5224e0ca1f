//! The tests in number: every version of tmux, and the stress.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::machine::State;
use crate::setup::{self, Purpose};
use crate::workspace::Workspace;
use crate::{build, check, other_tmux, process, report};

/// Runs the tests of the tmux tier against this program, else against the
/// installed tmux, those of Debian's suites and the oldest that org works with.
pub fn tmux_versions(workspace: &Workspace, only: Option<&Path>) -> Result<ExitCode> {
    setup::set_up(workspace, Purpose::TmuxTests)?;
    build::stand_in(workspace)?;
    let all = match only {
        Some(program) => vec![given(program)?],
        None => packaged()?,
    };
    let mut rows = Vec::new();
    for (name, program, folder) in all {
        let version = process::version_text(&program, "-V").unwrap_or_default();
        let title = format!("{} ({name})", version.trim());
        let tests = || check::tmux_tests(workspace, folder.as_deref(), None);
        rows.push(check::timed(&title, tests));
    }
    if only.is_none() {
        let title = format!("tmux {} (built)", other_tmux::OLDEST);
        let tests = || check::tmux_tests(workspace, Some(&other_tmux::oldest()?), None);
        rows.push(check::timed(&title, tests));
    }
    println!("\n{}", report::table(&rows));
    Ok(report::exit_code(&rows))
}

/// A tmux to test with: a word for it, the program, and the folder that comes
/// first on the path.
type Version = (String, PathBuf, Option<PathBuf>);

fn given(program: &Path) -> Result<Version> {
    let program = std::path::absolute(program)?;
    let named = program.file_name().is_some_and(|name| name == "tmux");
    ensure!(
        named && process::is_executable(&program),
        "{} is no program called tmux",
        program.display()
    );
    let folder = program.parent().map(Path::to_owned);
    Ok((program.display().to_string(), program, folder))
}

/// The installed one, and those that come in packages.
fn packaged() -> Result<Vec<Version>> {
    for suite in other_tmux::SUITES {
        if other_tmux::state(suite)? == State::Missing {
            other_tmux::install(suite)?;
        }
    }
    let installed = process::find_in_path("tmux").context("tmux is gone")?;
    let mut all = vec![("installed".to_owned(), installed, None)];
    for suite in other_tmux::SUITES {
        if let Some(folder) = other_tmux::find(suite)? {
            all.push((format!("Debian {suite}"), folder.join("tmux"), Some(folder)));
        }
    }
    Ok(all)
}

/// The versions of tmux, then the promises in number.
pub fn nightly(workspace: &Workspace) -> Result<ExitCode> {
    let versions = tmux_versions(workspace, None)?;
    let promises = stress(workspace, STRESS_ROUNDS)?;
    Ok(if versions == ExitCode::SUCCESS {
        promises
    } else {
        versions
    })
}

/// How often `stress` tries everything unless told otherwise.
pub const STRESS_ROUNDS: usize = 10;

/// Tries the promises so many rounds.
pub fn stress(workspace: &Workspace, rounds: usize) -> Result<ExitCode> {
    setup::set_up(workspace, Purpose::TmuxTests)?;
    build::stand_in(workspace)?;
    let mut cargo = workspace.cargo();
    cargo
        .args(["test", "--package", "org", "--test", "stress"])
        .env("ORG_STAND_IN", workspace.stand_in())
        .env("ORG_ROUNDS", rounds.to_string());
    let status = cargo.status().context("cargo could not be started")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
