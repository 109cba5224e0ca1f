//! The promises under races, kills and random moments: many of each, counted,
//! with a table at the end of what was tried and what was lost.
//!
//! `ORG_ROUNDS` says how much (`cargo xtask stress --rounds N`); without it a
//! short form runs. Arguments choose the scenarios whose names contain them.
#![allow(clippy::disallowed_methods, reason = "the tests are the host")]
#![cfg_attr(target_family = "wasm", allow(dead_code, unused))]

#[cfg(not(target_family = "wasm"))]
mod support;

#[cfg(not(target_family = "wasm"))]
mod stress {
    pub mod churn;
    pub mod dialogs;
    pub mod kills;
    pub mod prompts;
    pub mod race;
    pub mod row;
}

#[cfg(target_family = "wasm")]
fn main() {}

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    use stress::{churn, dialogs, kills, prompts, race, row};

    const SCENARIOS: &[row::Scenario] = &[
        ("starters without a server", race::without_a_server),
        ("starters on a live server", race::on_a_live_server),
        ("two starters for each directory", race::two_for_each),
        ("prompts by the steps", prompts::by_the_steps),
        ("prompts in one invocation", prompts::in_one_invocation),
        ("senders killed in the steps", kills::in_the_steps),
        ("senders killed in one invocation", kills::in_one_invocation),
        ("questions at random moments", dialogs::with_hooks),
        ("the same without hooks", dialogs::without_hooks),
        ("cleaners among the dying", churn::of_workers),
    ];
    row::run(SCENARIOS)
}
