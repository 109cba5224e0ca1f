//! Set-up: looks at the machine, says what it will install, installs it. What
//! is already there is used as it is or refused, never replaced.

use anyhow::{Result, bail};

use crate::machine::{Part, State};
use crate::workspace::{PLUGIN_TARGET, SUITE_TARGET, Workspace};
use crate::{lock, node, other_tmux, runner, rust_std, tmux, zellij, zoxide};

/// What the set-up is for; each purpose needs a little more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To compile the plugin.
    Build,
    /// To compile and open it.
    Run,
    /// To run the tests that need tmux.
    TmuxTests,
    /// To run every check.
    Test,
}

impl Purpose {
    fn parts(self) -> &'static [Part] {
        match self {
            Self::Build => &[Part::PluginStd],
            Self::Run => &[Part::PluginStd, Part::Tmux, Part::Zellij],
            Self::TmuxTests => &[Part::Tmux, Part::Zoxide],
            Self::Test => &[
                Part::PluginStd,
                Part::SuiteStd,
                Part::Tmux,
                Part::OtherTmux,
                Part::Zoxide,
                Part::Node,
                Part::Zellij,
                Part::Runner,
            ],
        }
    }
}

/// Brings the machine to where `purpose` can start. On a machine that is
/// ready this only looks, without network.
pub fn set_up(workspace: &Workspace, purpose: Purpose) -> Result<()> {
    if plan(&look(workspace, purpose)?)?.is_empty() {
        return Ok(());
    }
    // Looked at again under the lock: another xtask may just have installed
    // the same parts.
    let _lock = lock::take()?;
    let missing = plan(&look(workspace, purpose)?)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine, to be installed now:");
    for part in &missing {
        println!("  - {part}");
    }
    let targets: Vec<&str> = missing.iter().copied().filter_map(target_of).collect();
    if !targets.is_empty() {
        rust_std::install(workspace, &targets)?;
    }
    for part in missing {
        match part {
            Part::PluginStd | Part::SuiteStd => {}
            Part::Tmux => tmux::install()?,
            Part::OtherTmux => other_tmux::install(other_tmux::USUAL)?,
            Part::Zoxide => zoxide::install()?,
            Part::Node => node::install()?,
            Part::Zellij => zellij::install(workspace)?,
            Part::Runner => runner::install(workspace)?,
        }
    }
    Ok(())
}

fn target_of(part: Part) -> Option<&'static str> {
    match part {
        Part::PluginStd => Some(PLUGIN_TARGET),
        Part::SuiteStd => Some(SUITE_TARGET),
        _ => None,
    }
}

fn look(workspace: &Workspace, purpose: Purpose) -> Result<Vec<(Part, State)>> {
    let look_at = |&part: &Part| -> Result<(Part, State)> {
        let state = match part {
            Part::PluginStd => rust_std::state(PLUGIN_TARGET)?,
            Part::SuiteStd => rust_std::state(SUITE_TARGET)?,
            Part::Tmux => tmux::state(),
            Part::OtherTmux => other_tmux::state(other_tmux::USUAL)?,
            Part::Zoxide => zoxide::state()?,
            Part::Node => node::state(),
            Part::Zellij => zellij::state(),
            Part::Runner => runner::state(workspace)?,
        };
        Ok((part, state))
    };
    purpose.parts().iter().map(look_at).collect()
}

/// The parts to install. If anything is there but unusable nothing is
/// installed: twenty minutes of compiling must not end in a refusal that was
/// certain from the start.
fn plan(machine: &[(Part, State)]) -> Result<Vec<Part>> {
    let problems: Vec<String> = machine
        .iter()
        .filter_map(|(_, state)| match state {
            State::Unusable(problem) => Some(format!("  - {problem}")),
            State::Ready | State::Missing => None,
        })
        .collect();
    if !problems.is_empty() {
        bail!(
            "this machine has what org can't use:\n{}",
            problems.join("\n")
        );
    }
    let missing = |(part, state): &(Part, State)| (*state == State::Missing).then_some(*part);
    Ok(machine.iter().filter_map(missing).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_installed_and_what_is_there_stays() {
        let ready = [(Part::Tmux, State::Ready), (Part::Zellij, State::Ready)];
        assert_eq!(plan(&ready).expect("a plan"), []);
        let fresh = [
            (Part::PluginStd, State::Missing),
            (Part::Tmux, State::Ready),
            (Part::Zellij, State::Missing),
        ];
        assert_eq!(
            plan(&fresh).expect("a plan"),
            [Part::PluginStd, Part::Zellij]
        );
    }

    #[test]
    fn everything_unusable_is_named_at_once_and_nothing_installed() {
        let old = [
            (Part::PluginStd, State::Missing),
            (Part::Tmux, State::Unusable("tmux is old".to_owned())),
            (Part::Zellij, State::Unusable("zellij is old".to_owned())),
        ];
        let problem = plan(&old).expect_err("no plan").to_string();
        assert!(problem.contains("tmux is old") && problem.contains("zellij is old"));
    }

    #[test]
    fn a_later_purpose_needs_all_that_an_earlier_one_does() {
        let parts = |purpose: Purpose| purpose.parts();
        for (less, more) in [
            (Purpose::Build, Purpose::Run),
            (Purpose::Run, Purpose::Test),
            (Purpose::TmuxTests, Purpose::Test),
        ] {
            assert!(parts(less).iter().all(|part| parts(more).contains(part)));
        }
    }
}
