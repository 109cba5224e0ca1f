//! Opening a worker in the panel's place and in a tab of its own.

use crate::zellij::setup::Setup;

#[test]
fn a_worker_opens_in_the_panels_place_and_gives_it_back() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["O"]);
    terminal.wait_for("the worker is in the panel's place", |screen| {
        (screen.has("? for shortcuts") && !screen.has("tmux session org-system")).then_some(())
    });
    terminal.type_text("typed here");
    terminal.wait_for("keys go to the worker", |screen| screen.find("typed here"));
    terminal.keys(&["C-p"]);
    terminal.keys(&["x"]);
    terminal.wait_until_panel_says("1 worker ");
}

#[test]
fn a_worker_opens_in_a_new_tab() {
    let terminal = Setup::new().option("open", "tab").open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    terminal.wait_for("the worker is in the second tab", |screen| {
        screen.find("? for shortcuts")
    });
    terminal.wait_until("there are two tabs", || {
        terminal
            .zellij(&["action", "query-tab-names"])
            .lines()
            .count()
            == 2
    });
}
