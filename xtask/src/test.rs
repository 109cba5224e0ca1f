//! `cargo xtask test`: the set-up, then every check in order, up to the first
//! that fails, and a table at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::check::{self, Check, Tools};
use crate::components;
use crate::report::{self, Row, Verdict};
use crate::setup::{self, Purpose};
use crate::workspace::Workspace;
use crate::{runner, zellij};

/// Sets up and makes the checks; with a filter only those that concern tests.
pub fn test(workspace: &Workspace, filter: Option<&str>) -> Result<ExitCode> {
    let started = Instant::now();
    components::install(workspace)?;
    setup::set_up(workspace, Purpose::Test)?;
    let tools = Tools {
        zellij: zellij::find().context("Zellij was there a moment ago and is gone")?,
        runner: runner::find(workspace)?.context("the test runner is gone")?,
    };
    println!("Set-up: {}", report::seconds(started.elapsed()));

    let mut rows = Vec::new();
    let mut failure = None;
    for &check in check::ALL {
        let left_out = filter.is_some() && !check.concerns_tests();
        let row = if failure.is_some() || left_out {
            not_run(check)
        } else {
            check::timed(check.title(), || check.make(workspace, &tools, filter))
        };
        if let Verdict::Failed(reason) = &row.verdict {
            failure = Some(format!("{}: {reason}", row.title));
        }
        rows.push(row);
    }

    // Standard error may hold a line of cargo's that belongs above.
    println!("\n==== summary ({})\n", report::seconds(started.elapsed()));
    if let Some(failure) = &failure {
        println!("FAILED: {failure}\nThe output above the summary says why.\n");
    }
    println!("{}", report::table(&rows));
    let ran = rows.iter().filter_map(|row| row.tests);
    if let Some(filter) = filter
        && failure.is_none()
        && ran.map(|count| count.passed).sum::<u64>() == 0
    {
        bail!("no test has `{filter}` in its name, so none was run");
    }
    Ok(report::exit_code(&rows))
}

fn not_run(check: Check) -> Row {
    Row {
        title: check.title().to_owned(),
        verdict: Verdict::NotRun,
        time: Duration::ZERO,
        tests: None,
    }
}
