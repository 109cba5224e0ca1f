//! The ways to the panel: layout, keybinding, command line.

use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

#[test]
fn the_layout_shows_a_terminal_and_the_panel_which_takes_the_keys() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let panel = terminal.panel_pane().unwrap();
    assert!(panel.focused && !panel.floating, "{panel:?}");
    assert_eq!(panel.title, "org");
    let beside = terminal.panes().into_iter().find(|p| p.plugin.is_none());
    let beside = beside.unwrap();
    assert!(beside.area.column + beside.area.columns < panel.area.column + panel.area.columns);
    assert!(terminal.screen().has("tmux session org-system"));
}

#[test]
fn the_keybinding_opens_a_floating_panel_that_keeps_its_state_while_it_is_hidden() {
    let terminal = Setup::new().without_panel().open();
    terminal.wait_until_it_answers();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    let panel = terminal.panel_pane().unwrap();
    assert!(panel.focused && panel.floating, "{panel:?}");
    terminal.start_worker("alpha");
    terminal.to_prompt();
    terminal.type_text("half a prompt");
    terminal.wait_until_panel_says("❯ half a prompt");

    // Zellij's own key for all floating panes.
    terminal.keys(&["M-f"]);
    wait_until_hidden(&terminal);
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("❯ half a prompt");

    // The panel's own key.
    terminal.to_commands();
    terminal.keys(&["q"]);
    wait_until_hidden(&terminal);
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("❯ half a prompt");
    assert_eq!(terminal.panel_pane().map(|p| p.id), Some(panel.id));
}

#[test]
fn the_command_line_opens_the_panel_and_comes_back_to_it() {
    let terminal = Setup::new().without_panel().open();
    terminal.wait_until_it_answers();
    let line = [
        "action",
        "launch-or-focus-plugin",
        "--floating",
        "--move-to-focused-tab",
        "org",
    ];
    terminal.zellij(&line);
    terminal.wait_until_panel_says("No worker yet.");
    let panel = terminal.panel_pane().unwrap();
    assert!(panel.focused && panel.floating, "{panel:?}");

    terminal.keys(&["M-f"]);
    wait_until_hidden(&terminal);
    terminal.zellij(&line);
    terminal.wait_until_panel_says("No worker yet.");
    assert_eq!(terminal.panel_pane().map(|p| p.id), Some(panel.id));
}

#[test]
fn the_command_line_opens_another_panel_with_the_same_workers() {
    let terminal = Setup::new().without_panel().open();
    terminal.wait_until_it_answers();
    let line = "zellij plugin --floating -- org\r";
    terminal.type_text(line);
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.zellij(&["plugin", "--floating", "--", "org"]);
    terminal.wait_until("there are two panels", || terminal.panels().len() == 2);
    terminal.wait_for("the second panel lists the worker", |screen| {
        let listing =
            |p: &crate::zellij::terminal::Pane| p.focused && screen.cut(p.area).has("○ idle");
        terminal.panels().iter().any(listing).then_some(())
    });
}

fn wait_until_hidden(terminal: &Terminal) {
    terminal.wait_for("the panel is out of sight", |screen| {
        (!screen.has("tmux session")).then_some(())
    });
}
