//! A worker opened in a floating pane. Zellij itself runs inside another tmux
//! here, whose `TMUX` stands in its environment.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn what_is_typed_in_a_view_reaches_its_worker_which_outlives_it() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    let view = terminal.wait_for_view(pane);
    assert!(view.focused, "{view:?}");
    terminal.type_text("typed in the view");
    terminal.wait_for("the agent's box holds it", |screen| {
        screen
            .cut(view.area)
            .has("❯ typed in the view")
            .then_some(())
    });
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(pane, "typed in the view")]);

    // The view is a client of the configured server, and not of the one that
    // `TMUX` names.
    let clients = terminal
        .server
        .must(&["list-clients", "-F", "#{client_session}"]);
    assert!(
        clients.starts_with("org-view-") && clients.lines().count() == 1,
        "{clients}"
    );
    let panes = terminal.server.must(&[
        "list-panes",
        "-a",
        "-f",
        "#{m:org-view-*,#{session_name}}",
        "-F",
        "#{pane_id}",
    ]);
    assert_eq!(panes, pane.to_string());

    terminal.keys(&["C-p"]);
    terminal.keys(&["x"]);
    terminal.wait_until("the view is closed", || terminal.views().is_empty());
    terminal.wait_until("its client is gone", || {
        terminal.server.must(&["list-clients"]).is_empty()
    });
    terminal.wait_until("its session is gone", || {
        terminal
            .server
            .must(&["list-sessions", "-F", "#{session_name}"])
            == "org-system"
    });
    assert!(!terminal.server.worker(pane).life.is_dead());
    terminal.send("and from the panel");
    let first = Message::prompt(pane, "typed in the view");
    terminal.wait_for_messages(&[first, Message::prompt(pane, "and from the panel")]);
}

#[test]
fn two_views_show_two_workers() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    let beta = terminal.start_worker("beta");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    let view_of_beta = terminal.wait_for_view(beta);
    // Zellij hides all floating panes and the panel has the focus again.
    terminal.keys(&["M-f"]);
    terminal.wait_until_panel_says("/alpha");
    terminal.keys(&["k"]);
    terminal.wait_for_worker("alpha");
    terminal.keys(&["Enter"]);
    terminal.wait_for_view(alpha);
    terminal.type_text("to alpha");
    terminal.wait_until("alpha's box holds it", || {
        terminal.worker_screen(alpha).contains("❯ to alpha")
    });
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(alpha, "to alpha")]);
    // Neither view took the other along.
    terminal.wait_until("the other view still shows beta", || {
        terminal.dump(&view_of_beta).contains("dirs/beta")
    });
    let views = terminal.server.must(&["list-clients", "-F", "#{pane_id}"]);
    let mut views: Vec<&str> = views.lines().collect();
    views.sort_unstable();
    assert_eq!(views, [alpha.to_string(), beta.to_string()]);
}

#[test]
fn a_view_closes_when_its_worker_is_removed() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.start_worker("beta");
    terminal.click_in_panel("/alpha");
    terminal.wait_for_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    terminal.wait_for_view(alpha);
    terminal
        .server
        .must(&["kill-pane", "-t", &alpha.to_string()]);
    terminal.wait_until("the view is closed", || terminal.views().is_empty());
    terminal.wait_until_panel_says("1 worker ");
}
