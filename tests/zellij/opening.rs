//! Opening a worker in the panel's place and in a tab of its own.

use org::tmux::PaneId;

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// The panel and nothing else: Zellij has no room for a floating pane then.
const ALONE: &str =
    "layout {\n    pane borderless=true {\n        plugin location=\"org\"\n    }\n}\n";

/// The panel with a border around it.
const FRAMED: &str = "layout {\n    pane {\n        plugin location=\"org\"\n    }\n}\n";

fn clients(terminal: &Terminal) -> usize {
    terminal.server.must(&["list-clients"]).lines().count()
}

fn size(terminal: &Terminal, worker: PaneId) -> String {
    terminal
        .server
        .show(worker, "#{window_width}x#{window_height}")
}

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

#[test]
fn a_worker_that_is_open_is_shown_and_no_second_pane_lies_over_it() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    let view = terminal.wait_for_view(pane);
    // Zellij hides all floating panes and the panel has the focus again.
    terminal.keys(&["M-f"]);
    terminal.wait_until_panel_says("Enter open");
    terminal.keys(&["Enter"]);
    let again = terminal.wait_for_view(pane);
    assert_eq!((again.id, terminal.views().len()), (view.id, 1));
    terminal.type_text("typed in it");
    terminal.wait_until("the view has the focus", || {
        terminal.worker_screen(pane).contains("❯ typed in it")
    });
    assert_eq!(clients(&terminal), 1);
    // A closed one is opened anew.
    terminal.keys(&["C-p"]);
    terminal.keys(&["x"]);
    terminal.wait_until_panel_says("Enter open");
    terminal.keys(&["Enter"]);
    let third = terminal.wait_for_view(pane);
    assert!(third.focused, "{third:?}");
    assert_eq!(terminal.views().len(), 1);
}

#[test]
fn a_look_in_a_small_terminal_shows_the_agent_and_leaves_its_window_large() {
    let terminal = Setup::new().layout(FRAMED).size(30, 10).open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    let usual = size(&terminal, pane);
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    let view = terminal.wait_for_view(pane);
    assert_eq!((view.area.columns, view.area.rows), (28, 8));
    terminal.type_text("typed in it");
    terminal.wait_for("the box is in sight", |screen| screen.find("❯ typed in it"));
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(pane, "typed in it")]);
    assert_eq!(size(&terminal, pane), "28x8");
    terminal.keys(&["C-p"]);
    terminal.keys(&["x"]);
    terminal.wait_until("the window has its usual size", || {
        size(&terminal, pane) == usual
    });
    terminal.send("and from the panel");
    let first = Message::prompt(pane, "typed in it");
    terminal.wait_for_messages(&[first, Message::prompt(pane, "and from the panel")]);
}

#[test]
fn where_zellij_shows_no_pane_the_panel_says_so_and_leaves_no_client() {
    let terminal = Setup::new().layout(ALONE).size(80, 24).open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    let usual = size(&terminal, pane);
    terminal.to_commands();
    terminal.keys(&["f"]);
    // It is ended two seconds later; the message stays.
    terminal.wait_until("its client runs all the same", || clients(&terminal) == 1);
    terminal.wait_until_panel_says(&format!("✗ Zellij shows no pane of {pane}"));
    terminal.wait_until("no client is left", || {
        clients(&terminal) == 0 && size(&terminal, pane) == usual
    });
    terminal.keys(&["Escape"]);
    terminal.wait_until_panel_lacks("shows no pane");

    // The same layout has no place for a terminal in a new tab.
    terminal.keys(&["t"]);
    terminal.wait_until("there is a second panel", || terminal.panels().len() == 2);
    terminal.zellij(&["action", "close-tab"]);
    terminal.wait_until_panel_says(&format!("✗ Zellij shows no pane of {pane}"));

    terminal.keys(&["O"]);
    terminal.wait_for("the worker is in the panel's place", |screen| {
        (screen.has("? for shortcuts") && !screen.has("tmux session org-system")).then_some(())
    });
    assert_eq!(clients(&terminal), 1);
}
