//! The checks that `test` makes, in order from cheap to dear, as data and as
//! what each does. It decides nothing about what follows from a failure.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::report::{self, Count, Row, Verdict};
use crate::workspace::{PLUGIN_TARGET, SUITE_TARGET, Workspace};
use crate::{build, other_tmux, process, zoxide};

/// The programs that checks need beside cargo.
#[derive(Debug)]
pub struct Tools {
    /// Zellij, for the tests that run the plugin in it.
    pub zellij: PathBuf,
    /// The program that runs the WebAssembly suite.
    pub runner: PathBuf,
}

/// One thing that has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The code is formatted.
    Format,
    /// No lint speaks, natively.
    Lint,
    /// No lint speaks in what is compiled for Zellij alone.
    LintPlugin,
    /// The documentation builds without a warning.
    Document,
    /// The plugin builds and is small enough.
    Plugin,
    /// The stand-in agent builds.
    StandIn,
    /// All native tests pass.
    Tests,
    /// The tests that need tmux pass with another version of it.
    OtherTmux,
    /// The library's suite passes as WebAssembly.
    SuiteInNode,
}

/// Every check, in the order in which they run.
pub const ALL: &[Check] = &[
    Check::Format,
    Check::Lint,
    Check::LintPlugin,
    Check::Document,
    Check::Plugin,
    Check::StandIn,
    Check::Tests,
    Check::OtherTmux,
    Check::SuiteInNode,
];

/// What a check that passed has to say.
#[derive(Debug, Default)]
pub struct Outcome {
    /// A word for the closing table.
    pub note: String,
    /// For a run of tests, how many.
    pub tests: Option<Count>,
    /// Why it did not pass.
    pub failure: Option<String>,
}

impl Check {
    /// The check's name in headers and in the table.
    pub fn title(self) -> &'static str {
        match self {
            Self::Format => "formatting",
            Self::Lint => "lints, native",
            Self::LintPlugin => "lints, wasm32-wasip1",
            Self::Document => "documentation",
            Self::Plugin => "org.wasm, release",
            Self::StandIn => "stand-in agent, release",
            Self::Tests => "tests, native",
            Self::OtherTmux => "tests, another tmux",
            Self::SuiteInNode => "tests, WebAssembly in node",
        }
    }

    /// Whether it belongs to a run that is limited to some tests.
    pub fn concerns_tests(self) -> bool {
        match self {
            Self::Format | Self::Lint | Self::LintPlugin | Self::Document => false,
            Self::Plugin | Self::StandIn | Self::Tests | Self::OtherTmux | Self::SuiteInNode => {
                true
            }
        }
    }

    /// Makes the check; an error is a failure too.
    pub fn make(
        self,
        workspace: &Workspace,
        tools: &Tools,
        filter: Option<&str>,
    ) -> Result<Outcome> {
        let mut cargo = workspace.cargo();
        match self {
            Self::Format => cargo.args(["fmt", "--all", "--check"]),
            Self::Lint => cargo
                .args(["clippy", "--workspace", "--all-targets"])
                .args(["--", "-D", "warnings"]),
            Self::LintPlugin => cargo
                .args(["clippy", "--package", "org", "--lib", "--bins"])
                .args(["--target", PLUGIN_TARGET, "--", "-D", "warnings"]),
            Self::Document => cargo
                .args(["doc", "--workspace", "--no-deps"])
                .env("RUSTDOCFLAGS", "-Dwarnings"),
            Self::Plugin => return plugin(workspace),
            Self::StandIn => {
                build::stand_in(workspace)?;
                return Ok(Outcome::default());
            }
            Self::Tests => {
                cargo
                    .args(["test", "--workspace", "--no-fail-fast"])
                    .env("ORG_WASM", workspace.wasm())
                    .env("ORG_STAND_IN", workspace.stand_in())
                    .env("ORG_ZELLIJ", &tools.zellij)
                    .env("ORG_ZOXIDE", zoxide()?);
                return tests(&mut cargo, filter);
            }
            Self::OtherTmux => return other_tmux(workspace, filter),
            Self::SuiteInNode => {
                cargo
                    .args(["test", "--package", "org", "--test", "wasm"])
                    .args(["--target", SUITE_TARGET])
                    .env(runner_variable(), &tools.runner);
                return tests(&mut cargo, filter);
            }
        };
        process::run(&mut cargo)?;
        Ok(Outcome::default())
    }
}

fn zoxide() -> Result<PathBuf> {
    zoxide::find()?.context("zoxide was there a moment ago and is gone")
}

/// The variable by which cargo is told how to run a program for a target.
fn runner_variable() -> OsString {
    let target = SUITE_TARGET.to_uppercase().replace('-', "_");
    format!("CARGO_TARGET_{target}_RUNNER").into()
}

fn plugin(workspace: &Workspace) -> Result<Outcome> {
    let wasm = build::wasm(workspace)?;
    println!("{wasm}");
    wasm.check_size()?;
    Ok(Outcome {
        note: format!("{} bytes", build::grouped(wasm.size)),
        ..Outcome::default()
    })
}

/// The tests that need tmux, with the version that every run tries besides
/// the installed one.
fn other_tmux(workspace: &Workspace, filter: Option<&str>) -> Result<Outcome> {
    match other_tmux::find(other_tmux::USUAL)? {
        Some(folder) => tmux_tests(workspace, Some(&folder), filter),
        None => {
            println!("This system has no Debian packages to take another tmux from.");
            Ok(Outcome {
                note: "no other tmux can be had here".to_owned(),
                ..Outcome::default()
            })
        }
    }
}

/// The tests that need tmux, with the `tmux` of a folder, else the installed
/// one.
pub fn tmux_tests(
    workspace: &Workspace,
    folder: Option<&Path>,
    filter: Option<&str>,
) -> Result<Outcome> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["test", "--package", "org", "--test", "tmux"])
        .env("ORG_STAND_IN", workspace.stand_in())
        .env("ORG_ZOXIDE", zoxide()?);
    if let Some(folder) = folder {
        let before = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&before));
        cargo.env("PATH", std::env::join_paths(path)?);
        let version = process::version_text(&folder.join("tmux"), "-V").unwrap_or_default();
        println!("{}", version.trim());
    }
    tests(&mut cargo, filter)
}

/// Makes a check under a title and times it.
pub fn timed(title: &str, check: impl FnOnce() -> Result<Outcome>) -> Row {
    println!("\n==== {title}");
    let started = Instant::now();
    let outcome = check().unwrap_or_else(|error| Outcome {
        failure: Some(format!("{error:#}")),
        ..Outcome::default()
    });
    let time = started.elapsed();
    println!("---- {title}: {}", report::seconds(time));
    Row {
        title: title.to_owned(),
        verdict: match outcome.failure {
            Some(reason) => Verdict::Failed(reason),
            None => Verdict::Passed(outcome.note),
        },
        time,
        tests: outcome.tests,
    }
}

/// Runs tests and counts them while their output passes by.
fn tests(command: &mut Command, filter: Option<&str>) -> Result<Outcome> {
    command.args(filter).stdout(Stdio::piped());
    let shown = process::shown(command);
    let mut child = command
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        count = pass_on(BufReader::new(stdout), std::io::stdout().lock())?;
    }
    let status = child
        .wait()
        .with_context(|| format!("`{shown}` was lost"))?;
    if status.success() && count == Count::default() && filter.is_none() {
        // A harness that finds no test succeeds; nothing was shown by it.
        bail!("`{shown}` ran no test");
    }
    Ok(Outcome {
        note: format!("{} tests", count.passed),
        tests: Some(count),
        failure: (!status.success()).then(|| format!("`{shown}` failed: {status}")),
    })
}

fn pass_on(mut output: impl BufRead, mut to: impl Write) -> Result<Count> {
    let mut count = Count::default();
    let mut line = Vec::new();
    // Bytes, because a test may print what is no text.
    while output.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        to.flush()?;
        if let Some(result) = report::read_result(&String::from_utf8_lossy(&line)) {
            count.add(result);
        }
        line.clear();
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_is_named_by_cargos_variable_for_the_target() {
        assert_eq!(
            runner_variable(),
            OsString::from("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER")
        );
    }

    #[test]
    fn the_results_of_all_harnesses_are_added_up_whatever_they_print_between() {
        let output = b"running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\n\
                       \xff\xfe\ntest result: FAILED. 1 passed; 4 failed; 0 ignored\n";
        let mut passed_on = Vec::new();
        let count = pass_on(output.as_slice(), &mut passed_on).expect("a count");
        assert_eq!(passed_on, output);
        assert_eq!((count.passed, count.failed), (3, 4));
    }

    #[test]
    fn with_a_filter_the_tests_still_find_what_they_run() {
        let kept: Vec<Check> = ALL
            .iter()
            .copied()
            .filter(|check| check.concerns_tests())
            .collect();
        assert_eq!(
            kept,
            [
                Check::Plugin,
                Check::StandIn,
                Check::Tests,
                Check::OtherTmux,
                Check::SuiteInNode
            ]
        );
    }
}
