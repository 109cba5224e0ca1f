//! Telling somebody who looks at something else.

use crate::zellij::setup::Setup;

#[test]
fn a_command_is_told_of_a_death_while_another_tab_is_in_sight() {
    let setup = Setup::new();
    let told = setup.folder().join("told");
    let script = format!(
        "echo \"$ORG_STATE $ORG_WORKER $ORG_DIRECTORY\" >> {}",
        told.display()
    );
    let command = format!("/bin/sh -c {}", shell_words::quote(&script));
    let terminal = setup.option("notify", &command).open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.wait_until("the pane's name has the summary", || {
        terminal
            .panel_pane()
            .is_some_and(|p| p.title == "org: 1 worker")
    });
    terminal.zellij(&["action", "new-tab"]);
    terminal.server.kill_worker(alpha, "KILL");
    let directory = terminal.server.roster().workers()[0].name();
    let expected = format!("dead {alpha} {directory}\n");
    terminal.wait_until("the command has been told", || {
        std::fs::read_to_string(&told).is_ok_and(|text| text == expected)
    });
    terminal.wait_until("the pane's name tells it too", || {
        terminal
            .panels()
            .iter()
            .any(|p| p.title == "org: 1 worker, 1 dead")
    });
}
