//! The tests in number: every version of tmux, and the stress.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::machine::State;
use crate::setup::{self, Purpose};
use crate::workspace::Workspace;
use crate::{build, check, other_tmux, process, report};

/// Runs the tests of the tmux tier against the installed tmux and those of
/// Debian's suites.
pub fn tmux_versions(workspace: &Workspace) -> Result<ExitCode> {
    setup::set_up(workspace, Purpose::TmuxTests)?;
    build::stand_in(workspace)?;
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
    let mut rows = Vec::new();
    for (name, program, folder) in all {
        let version = process::version_text(&program, "-V").unwrap_or_default();
        let title = format!("{} ({name})", version.trim());
        let tests = || check::tmux_tests(workspace, folder.as_deref(), None);
        rows.push(check::timed(&title, tests));
    }
    println!("\n{}", report::table(&rows));
    Ok(report::exit_code(&rows))
}

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
