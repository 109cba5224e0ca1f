//! One scenario after the other, and the table.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;

use crate::support::rounds;

/// A name, and what is done under it for so many rounds.
pub type Scenario = (&'static str, fn(usize) -> Tally);

/// What was tried and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub tried: usize,
    /// For how many the promise did not hold.
    pub lost: usize,
    /// What else was counted.
    pub seen: String,
}

/// The rounds of the short form.
const SHORT: usize = 1;

/// Runs the scenarios that the arguments choose, and prints the table.
pub fn run(scenarios: &[Scenario]) -> ExitCode {
    let mut chosen: Vec<String> = std::env::args().skip(1).collect();
    chosen.retain(|word| !word.starts_with('-'));
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|c| name.contains(c));
    let rounds = rounds(SHORT);
    let (mut passed, mut failed) = (0, 0);
    let mut table = format!("{:34} {:>7} {:>6} {:>9}\n", "", "tried", "lost", "time");
    println!("running {} scenarios, {rounds} rounds", scenarios.len());
    for (name, scenario) in scenarios.iter().filter(|(name, _)| is_chosen(name)) {
        let begin = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| scenario(rounds)));
        let seconds = begin.elapsed().as_secs_f64();
        let line = match result {
            Ok(Tally { tried, lost, seen }) => {
                if lost == 0 && tried > 0 {
                    passed += 1;
                } else {
                    failed += 1;
                }
                format!("{name:34} {tried:>7} {lost:>6} {seconds:>7.1} s  {seen}")
            }
            Err(_) => {
                failed += 1;
                format!("{name:34}  FAILED: see above")
            }
        };
        println!("test {line}");
        table.push_str(line.trim_end());
        table.push('\n');
    }
    println!("\n{table}");
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {verdict}. {passed} passed; {failed} failed");
    ExitCode::from(u8::from(failed > 0))
}
