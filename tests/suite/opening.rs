//! Opening a worker: where, with which key.

use expect_test::expect;
use org::input::{Input, Panes};

use super::panel::{Opens, Panel};
use super::{check, test};

#[test]
fn each_place_has_a_key_and_the_option_says_where_enter_opens() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab"]);
    for key in ["o", "f", "O", "t"] {
        panel.keys(&[key]);
        panel.input(Input::TerminalClosed(panel.terminal));
    }
    check(
        &panel.effects(),
        &expect![[r#"
        open "%0 ~/a" view=true
        open "%0 ~/a" view=true
        open "%0 ~/a" view=true InPlace
        open "%0 ~/a" view=true Tab
    "#]],
    );
    for (option, place) in [("in_place", " InPlace"), ("tab", " Tab"), ("floating", "")] {
        let mut panel = Panel::loaded(&[("open", option)]);
        panel.panes = Panel::with(&["/home/u/a"]).panes;
        panel.allow();
        panel.effects();
        panel.keys(&["Enter"]);
        assert_eq!(
            panel.effects(),
            format!("open \"%0 ~/a\" view=true{place}\n")
        );
    }
}

#[test]
fn a_worker_that_is_open_is_shown_and_not_opened_again() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Tab", "Enter", "Enter", "O", "Down", "Enter", "Up", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            open "%0 ~/a" view=true
            show 1
            show 1
            open "%1 ~/b" view=true
            show 1
        "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
            ▶ ○ idle         ~/a                                   %0
              ○ idle         ~/b                                   %1



            ✓ opened %1 ~/b; close its pane to come back; the worker
              goes on
            ✓ %0 ~/a is open already: its pane is shown
            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
    // One whose pane was closed, or whose client has ended, is opened anew;
    // also when Zellij has not told of it.
    panel.input(Input::TerminalClosed(1));
    panel.keys(&["Enter"]);
    panel.input(Input::TerminalEnded {
        terminal: 3,
        status: Some(1),
    });
    panel.keys(&["Enter"]);
    panel.opens = Opens::Another;
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            open "%0 ~/a" view=true
            open "%0 ~/a" view=true
            show 4
            open "%0 ~/a" view=true
        "#]],
    );
}

#[test]
fn what_zellij_does_not_show_is_not_said_to_be_open() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab"]);
    panel.opens = Opens::Nothing { runs: true };
    panel.keys(&["f"]);
    check(
        &panel.effects(),
        &expect![[r##"
            open "%0 ~/a" view=true
            Notify { argv: ["env", "-u", "TMUX", "-u", "TMUX_PANE", "-u", "ZELLIJ", "-u", "ZELLIJ_SESSION_NAME", "-u", "ZELLIJ_PANE_ID", "tmux", "-u", "run-shell", "-d", "2", ";", "if-shell", "-F", "-t", "=org-view-7-3:", "#{==:#{session_name},org-view-7-3}", "kill-session -t =org-view-7-3:", ";", "run-shell", "-d", "8", ";", "if-shell", "-F", "-t", "=org-view-7-3:", "#{==:#{session_name},org-view-7-3}", "kill-session -t =org-view-7-3:"], environment: {} }
        "##]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            ✗ Zellij shows no pane of %0 ~/a; try it in the panel's
              place: O
            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
    panel.opens = Opens::Nothing { runs: false };
    panel.keys(&["t"]);
    check(
        &panel.effects(),
        &expect![[r#"
        open "%0 ~/a" view=true Tab
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            ✗ Zellij shows no pane of %0 ~/a; a layout without a
              terminal has no room for it; try the panel's place: O
            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
    // It was not taken for open.
    panel.opens = Opens::Terminal;
    panel.keys(&["O"]);
    check(
        &panel.effects(),
        &expect![[r#"
        open "%0 ~/a" view=true InPlace
    "#]],
    );
}

#[test]
fn a_panel_that_is_loaded_anew_knows_the_views_that_are_open() {
    let view = |pane: u32, start: u64| {
        let command =
            format!("/bin/sh -c v=$(TMUX= tmux -u show -pvt %{pane} @org_view-{start} 2>&1)");
        (10 + pane, command)
    };
    for before in [true, false] {
        let mut panel = Panel::loaded(&[]);
        panel.panes = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]).panes;
        // The second one's is of a tmux before.
        let panes = Panes {
            views: vec![view(0, 99), view(1, 98), (20, "vim".into())],
            ..Panes::default()
        };
        if before {
            panel.input(Input::Panes(panes.clone()));
        }
        panel.allow();
        if !before {
            panel.input(Input::Panes(panes));
        }
        panel.effects();
        panel.keys(&["Tab", "Enter", "Down", "Enter", "Down", "Enter"]);
        check(
            &panel.effects(),
            &expect![[r#"
            show 10
            open "%1 ~/b" view=true
            open "%2 ~/c" view=true
        "#]],
        );
    }
}
