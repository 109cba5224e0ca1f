//! What a panel says before there is a list.

use expect_test::expect;
use org::input::Input;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

#[test]
fn a_new_panel_waits_for_its_permission_and_runs_nothing() {
    let mut panel = Panel::loaded(&[]);
    panel.input(Input::Visible(true));
    panel.pass(Millis(3000));
    check(
        &panel.all_effects(),
        &expect![[r#"
        RequestPermission
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
        org                                  tmux session org-system
        Waiting for your permission.
        org runs tmux for you. Zellij asks in this pane: answer with
        y.





        to nobody yet
        ❯

    "#]],
    );
}

#[test]
fn a_denied_permission_is_explained_and_can_be_asked_again() {
    let mut panel = Panel::loaded(&[]);
    panel.all_effects();
    panel.input(Input::Permission(false));
    check(
        &panel.screen(),
        &expect![[r#"
        org                                  tmux session org-system
        Permission denied.
        org cannot run tmux without it. Press Enter to be asked
        again.





        to nobody yet
        ❯

    "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.all_effects(),
        &expect![[r#"
        RequestPermission
    "#]],
    );
}

#[test]
fn a_missing_tmux_is_named_and_looked_for_again() {
    let mut panel = Panel::loaded(&[]);
    panel.version = None;
    panel.input(Input::Permission(true));
    panel.input(Input::Visible(true));
    panel.settle();
    check(
        &panel.screen(),
        &expect![[r#"
            org                                  tmux session org-system
            tmux is not installed.
            install tmux 3.2 or newer. org looks again by itself.






            to nobody yet
            ❯
            Tab commands  [keys]  [new]
        "#]],
    );
    panel.version = Some("tmux 3.5a");
    panel.pass(Millis(3000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                       tmux session org-system
            No worker yet.
            Press n to start one. It runs claude in a directory of yours
            and lives on in tmux when this panel, Zellij or your
            connection is gone.




            to nobody yet
            ❯
            n new  ? keys  Tab prompt
        "#]],
    );
}

#[test]
fn the_first_look_is_one_process_and_each_alone_where_it_hangs() {
    let mut panel = Panel::loaded(&[]);
    panel.all_effects();
    panel.allow();
    assert_eq!(panel.all_effects(), "run probe and list\n");
    // What hangs may be the server: whether there is a tmux is asked alone.
    let mut panel = Panel::loaded(&[]);
    panel.all_effects();
    panel.hold = true;
    panel.allow();
    panel.pass(Millis(3000));
    assert_eq!(panel.all_effects(), "run probe and list\nrun probe\n");
    panel.hold = false;
    panel.settle();
    assert_eq!(panel.all_effects(), "run list\n");
    assert!(panel.screen().contains("0 workers"), "{}", panel.screen());
}

#[test]
fn an_old_tmux_is_named() {
    let mut panel = Panel::loaded(&[]);
    panel.version = Some("tmux 3.1c");
    panel.input(Input::Permission(true));
    panel.input(Input::Visible(true));
    panel.settle();
    check(
        &panel.screen(),
        &expect![[r#"
            org                                  tmux session org-system
            tmux 3.1c is too old.
            org needs tmux 3.2 or newer. org looks again by itself.






            to nobody yet
            ❯
            Tab commands  [keys]  [new]
        "#]],
    );
}

#[test]
fn wrong_options_are_shown_and_the_rest_works() {
    let mut panel = Panel::loaded(&[("refresh_interval", "soon"), ("session", "work")]);
    panel.input(Input::Permission(true));
    panel.input(Input::Visible(true));
    panel.settle();
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                             tmux session work
            No worker yet.
            Press n to start one. It runs claude in a directory of yours
            and lives on in tmux when this panel, Zellij or your
            connection is gone.


            ✗ option refresh_interval "soon": expected seconds from 0.1
              to 60; its default is used
            to nobody yet
            ❯
            n new  ? keys  Tab prompt
        "#]],
    );
}

#[test]
fn a_zellij_that_is_too_old_is_told_until_it_is_dismissed() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(Input::HostVersion("0.45.1".into()));
    assert!(!panel.screen().contains("too old"));
    panel.input(Input::HostVersion("0.44.3".into()));
    // Going on does not take it away, as it does a failure that was read.
    panel.pass(Millis(20_000));
    panel.type_text("x").keys(&["Enter"]);
    panel.pass(Millis(20_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0





        ✗ Zellij 0.44.3 is too old: org needs 0.45 or newer; before
          that, what you have written is lost when you detach
        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.keys(&["Tab", "Esc"]);
    assert!(!panel.screen().contains("too old"));
}
