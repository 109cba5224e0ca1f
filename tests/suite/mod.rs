//! Scripts of inputs against effects and frames, for both harnesses.

mod clock;
mod every;
mod finding;
mod first_run;
mod footer;
#[cfg(not(target_family = "wasm"))]
mod frames;
mod keys;
mod laws;
mod list;
mod mouse;
mod notices;
mod offers;
mod opening;
mod pace;
mod panel;
mod pipe;
mod preview;
mod prompt;
mod rounds;
mod screens;
mod sizes;
mod start;
mod states;
mod stop;
mod telling;
mod texts;
mod upkeep;
mod waiting;
mod writing;

#[cfg(not(target_family = "wasm"))]
pub(crate) use core::prelude::v1::test;
#[cfg(target_family = "wasm")]
pub(crate) use wasm_bindgen_test::wasm_bindgen_test as test;

/// Compares like `expect_test` and shows both texts where its own report
/// cannot be seen.
pub(crate) fn check(actual: &str, expected: &expect_test::Expect) {
    if cfg!(target_family = "wasm") {
        let want = expected.data().trim_start_matches('\n');
        let plain = |text: &str| -> String {
            text.lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert!(
            plain(want) == plain(actual),
            "expected:\n{want}\nactual:\n{actual}"
        );
    } else {
        expected.assert_eq(actual);
    }
}
