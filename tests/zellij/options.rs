//! The options of `plugin.kdl`.

use crate::zellij::setup::Setup;

#[test]
fn wrong_options_are_shown_and_the_rest_works() {
    let terminal = Setup::new()
        .option("refresh_interval", "fast")
        .option("colour", "red")
        .option("session", "of-mine")
        .open();
    terminal.wait_until_panel_says(
        "option refresh_interval \"fast\": expected seconds from 0.1 to 60; its default is used",
    );
    terminal.wait_until_panel_says("there is no option \"colour\"");
    terminal.start_worker("alpha");
    let sessions = terminal
        .server
        .must(&["list-sessions", "-F", "#{session_name}"]);
    assert_eq!(sessions, "of-mine");
    terminal.to_commands();
    terminal.keys(&["Escape"]);
    terminal.wait_until_panel_lacks("option \"colour\"");
}
