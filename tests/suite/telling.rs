//! Telling somebody who does not look.

use expect_test::expect;
use org::input::Input;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

/// A panel with a command to tell by, hidden.
fn hidden() -> Panel {
    let mut panel = Panel::loaded(&[("notify", "notify-send 'a worker'")]);
    panel.panes = Panel::with(&["/home/u/a", "/home/u/b"]).panes;
    for pane in &mut panel.panes {
        pane.report = "working";
        pane.active = 9_999_999;
    }
    panel.allow();
    panel.pass(Millis(1_000));
    panel.input(Input::Visible(false));
    panel.pass(Millis(4_000));
    panel.all_effects();
    panel
}

/// What was run besides listings.
fn told(panel: &mut Panel) -> String {
    let all = panel.all_effects();
    all.lines()
        .filter(|l| !l.starts_with("run list"))
        .map(|l| format!("{l}\n"))
        .collect()
}

#[test]
fn a_change_is_told_once_while_nobody_looks() {
    let mut panel = hidden();
    panel.panes[0].report = "waiting";
    panel.pass(Millis(9_000));
    check(
        &told(&mut panel),
        &expect![[r#"
        run tell %0
        Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/a", "ORG_STATE": "waiting", "ORG_SUMMARY": "org: 2 workers, 1 waiting", "ORG_WORKER": "%0"} }
    "#]],
    );
    assert_eq!(panel.title, "org: 2 workers, 1 waiting");
    panel.kill(1, "3", "");
    panel.pass(Millis(7_000));
    check(
        &told(&mut panel),
        &expect![[r#"
        run tell %1
        Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/b", "ORG_STATE": "dead", "ORG_SUMMARY": "org: 2 workers, 1 waiting, 1 dead", "ORG_WORKER": "%1"} }
    "#]],
    );
}

/// A hidden panel with %0 open in terminal 7, after %0 waits and %1 is idle;
/// the user has this terminal in focus.
fn told_with_focus(focus: Option<u32>) -> String {
    let mut panel = hidden();
    let shows = panel.app.model().roster.workers()[0].target.clone();
    panel.input(Input::TerminalOpened { terminal: 7, shows });
    // All that Zellij ever tells of the view: it is the last pane in use.
    panel.input(Input::Surroundings {
        terminal: Some(7),
        floating: true,
        suppressed: true,
    });
    panel.focus = focus;
    panel.panes[0].report = "waiting";
    panel.panes[1].report = "idle";
    panel.pass(Millis(7_000));
    told(&mut panel)
}

#[test]
fn nothing_is_told_of_a_worker_that_the_user_looks_at() {
    check(
        &told_with_focus(Some(7)),
        &expect![[r#"
        run tell %0
        run tell %1
        Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/b", "ORG_STATE": "idle", "ORG_SUMMARY": "org: 2 workers, 1 waiting", "ORG_WORKER": "%1"} }
    "#]],
    );
}

#[test]
fn a_worker_whose_view_is_open_out_of_sight_is_told_of() {
    for focus in [None, Some(3)] {
        check(
            &told_with_focus(focus),
            &expect![[r#"
            run tell %0
            run tell %1
            Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/a", "ORG_STATE": "waiting", "ORG_SUMMARY": "org: 2 workers, 1 waiting", "ORG_WORKER": "%0"} }
            Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/b", "ORG_STATE": "idle", "ORG_SUMMARY": "org: 2 workers, 1 waiting", "ORG_WORKER": "%1"} }
        "#]],
        );
    }
}

#[test]
fn a_panel_in_whose_place_a_worker_was_opened_is_out_of_sight() {
    let mut panel = hidden();
    panel.input(Input::Visible(true));
    panel.keys(&["Tab", "O"]);
    panel.all_effects();
    panel.panes[1].report = "waiting";
    panel.pass(Millis(7_000));
    check(
        &told(&mut panel),
        &expect![[r#"
            run tell %1
            Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/b", "ORG_STATE": "waiting", "ORG_SUMMARY": "org: 2 workers, 1 waiting", "ORG_WORKER": "%1"} }
        "#]],
    );
}

#[test]
fn what_the_panel_shows_is_not_told() {
    let mut panel = hidden();
    panel.input(Input::Visible(true));
    panel.panes[0].report = "waiting";
    panel.pass(Millis(7_000));
    let told = told(&mut panel);
    assert!(!told.contains("Notify"), "{told}");
}

#[test]
fn without_the_option_a_hidden_panel_runs_nothing() {
    let mut panel = Panel::with(&["/home/u/a"]);
    assert_eq!(panel.title, "org: 1 worker");
    panel.input(Input::Visible(false));
    panel.all_effects();
    panel.panes[0].report = "waiting";
    panel.pass(Millis(10_000));
    check(&panel.all_effects(), &expect![[r#""#]]);
}

#[test]
fn the_name_of_the_pane_alone_can_tell() {
    let mut panel = Panel::loaded(&[("notify", "title")]);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.input(Input::Visible(false));
    panel.panes[0].report = "waiting";
    panel.panes[0].agent.asks = true;
    panel.pass(Millis(7_000));
    assert_eq!(panel.title, "org: 1 worker, 1 waiting");
}

#[test]
fn an_agent_without_hooks_is_looked_at_while_nobody_looks() {
    let mut panel = hidden();
    panel.panes[0].report = "";
    panel.panes[0].agent.works = true;
    panel.pass(Millis(9_000));
    panel.all_effects();
    panel.panes[0].agent.works = false;
    panel.panes[0].agent.asks = true;
    panel.panes[0].active = panel.now.seconds();
    panel.pass(Millis(20_000));
    check(
        &told(&mut panel),
        &expect![[r#"
        run look %0
        run tell %0
        Notify { argv: ["notify-send", "a worker"], environment: {"ORG_DIRECTORY": "/home/u/a", "ORG_STATE": "waiting", "ORG_SUMMARY": "org: 2 workers, 1 waiting", "ORG_WORKER": "%0"} }
    "#]],
    );
}
