//! What is told about checks: headers, how tests count, the table at the end.
//! It runs no check.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many passed.
    pub passed: u64,
    /// How many failed.
    pub failed: u64,
}

impl Count {
    /// Adds what another harness counted.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Reads a harness's closing line:
/// `test result: ok. 5 passed; 0 failed; 1 ignored; …`.
pub fn read_result(line: &str) -> Option<Count> {
    let (_, rest) = line.split_once("test result: ")?;
    let number_before = |word: &str| -> Option<u64> {
        let (before, _) = rest.split_once(word)?;
        before.split_whitespace().next_back()?.parse().ok()
    };
    Some(Count {
        passed: number_before(" passed")?,
        failed: number_before(" failed")?,
    })
}

/// How one check ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It passed; a word more where there is one, such as a size.
    Passed(String),
    /// It failed: why.
    Failed(String),
    /// It did not run.
    NotRun,
}

/// One line of the closing table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The check.
    pub title: String,
    /// How it ended.
    pub verdict: Verdict,
    /// How long it took.
    pub time: Duration,
    /// The tests in it, for a check that runs tests.
    pub tests: Option<Count>,
}

/// The sum over all rows: every test, and every check that is not a run of
/// tests, counts one.
pub fn total(rows: &[Row]) -> Count {
    let mut total = Count::default();
    for row in rows {
        let tests = row.tests.unwrap_or_default();
        total.add(tests);
        match row.verdict {
            Verdict::Passed(_) if row.tests.is_none() => total.passed += 1,
            // A run of tests can fail without a failed test, when it does not
            // compile.
            Verdict::Failed(_) if tests.failed == 0 => total.failed += 1,
            _ => {}
        }
    }
    total
}

/// Success, unless a row failed.
pub fn exit_code(rows: &[Row]) -> ExitCode {
    let failed = |row: &Row| matches!(row.verdict, Verdict::Failed(_));
    ExitCode::from(u8::from(rows.iter().any(failed)))
}

/// The closing table, ending with `N passed, N failed` on a line of its own.
pub fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.title.chars().count()).max();
    let width = width.unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let (word, more) = match &row.verdict {
            Verdict::Passed(more) => ("ok", more.as_str()),
            Verdict::Failed(_) => ("FAILED", ""),
            Verdict::NotRun => ("not run", ""),
        };
        let time = match row.verdict {
            Verdict::NotRun => String::new(),
            _ => seconds(row.time),
        };
        let line = format!("{:width$}  {word:7}  {time:>8}  {more}", row.title);
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let Count { passed, failed } = total(rows);
    let _ = write!(text, "\n{passed} passed, {failed} failed");
    text
}

/// A duration for people: `0.4 s`, `75.0 s`.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u64, failed: u64) -> Count {
        Count { passed, failed }
    }

    fn row(title: &str, verdict: Verdict, tests: Option<Count>) -> Row {
        Row {
            title: title.to_owned(),
            verdict,
            time: Duration::from_millis(1_250),
            tests,
        }
    }

    #[test]
    fn a_harnesses_closing_line_is_counted_and_no_other() {
        let ok = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(read_result(ok), Some(count(5, 0)));
        let bad = "test result: FAILED. 12 passed; 3 failed; 0 ignored";
        assert_eq!(read_result(bad), Some(count(12, 3)));
        for other in [
            "running 5 tests",
            "test a ... ok",
            "5 passed; 0 failed",
            "test result: ok.",
        ] {
            assert_eq!(read_result(other), None, "{other}");
        }
    }

    #[test]
    fn the_table_ends_with_one_line_that_counts_tests_and_checks() {
        let rows = [
            row("formatting", Verdict::Passed(String::new()), None),
            row(
                "org.wasm",
                Verdict::Passed("900,000 bytes".to_owned()),
                None,
            ),
            row(
                "tests",
                Verdict::Failed("why".to_owned()),
                Some(count(40, 2)),
            ),
            row("tests in node", Verdict::NotRun, None),
        ];
        assert_eq!(
            table(&rows),
            "formatting     ok          1.2 s\n\
             org.wasm       ok          1.2 s  900,000 bytes\n\
             tests          FAILED      1.2 s\n\
             tests in node  not run\n\
             \n\
             42 passed, 2 failed"
        );
    }

    #[test]
    fn a_check_that_fails_before_its_first_test_still_counts_as_failed() {
        let rows = [row(
            "tests",
            Verdict::Failed("no".to_owned()),
            Some(count(0, 0)),
        )];
        assert_eq!(total(&rows), count(0, 1));
        let rows = [row(
            "tests",
            Verdict::Passed(String::new()),
            Some(count(7, 0)),
        )];
        assert_eq!(total(&rows), count(7, 0));
    }
}
