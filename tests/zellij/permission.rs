//! Zellij's question, asked in the panel's own pane.

use crate::zellij::setup::Setup;

const QUESTION: &str = "Allow? (y/n)";

#[test]
fn the_panel_goes_on_when_the_question_is_answered_with_yes() {
    let terminal = Setup::new().not_granted().open();
    terminal.wait_until_panel_says(QUESTION);
    terminal.keys(&["y"]);
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    assert_eq!(terminal.server.roster().workers().len(), 1, "{pane}");
}

#[test]
fn a_no_is_shown_with_the_way_on_and_can_be_taken_back() {
    let terminal = Setup::new().not_granted().open();
    terminal.wait_until_panel_says(QUESTION);
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("Permission denied.");
    terminal.wait_until_panel_says("Press Enter to be asked again.");

    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says(QUESTION);
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("Permission denied.");

    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says(QUESTION);
    terminal.keys(&["y"]);
    terminal.wait_until_panel_says("No worker yet.");
}
