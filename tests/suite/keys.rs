//! Keys of the user's own choice.

use expect_test::expect;

use super::panel::Panel;
use super::{check, test};

#[test]
fn chosen_keys_work_and_are_shown_in_place_of_the_others() {
    let options = [
        ("keys_list", "start N, Insert; stop"),
        ("keys_prompt", "send Ctrl s"),
    ];
    let mut panel = Panel::loaded(&options);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.effects();
    panel.type_text("hi").keys(&["Enter", "Ctrl-s"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "hi"
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0






        ✓ submitted to %0 ~/a
        to %0 ~/a
        ❯
        Ctrl s send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.keys(&["Tab", "n", "x"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0






        ✓ submitted to %0 ~/a
        to %0 ~/a
        ❯
        N new  ? keys  Enter open  Tab prompt  / find  Space mark
    "#]],
    );
    panel.keys(&["Insert"]);
    assert!(panel.screen().contains("start a worker"));
}

#[test]
fn wrong_keys_are_named_and_the_others_taken() {
    let options = [
        ("keys_list", "start N; fly x"),
        ("keys_prompt", "send Ctrl s"),
    ];
    let mut panel = Panel::loaded(&options);
    panel.size.columns = 100;
    panel.size.rows = 20;
    panel.allow();
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                                                               tmux session org-system
            No worker yet.
            Press N to start one. It runs claude in a directory of yours and lives on in tmux when this panel,
            Zellij or your connection is gone.












            ✗ option keys_list: no action "fly"; the others hold
            to nobody yet
            ❯
            N new  ? keys  Tab prompt
        "#]],
    );
}

#[test]
fn dialogs_and_texts_have_keys_that_can_be_chosen_too() {
    let options = [
        ("keys_start", "accept F2; complete Ctrl t; cancel Ctrl c"),
        ("keys_question", "yes j; down"),
        ("keys_text", "delete_word Ctrl Backspace; undo"),
    ];
    let mut panel = Panel::loaded(&options);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.keys(&["Tab", "n"]).type_text("/home/u/b c");
    // What is not bound any more does nothing, and is not offered.
    panel.keys(&["Ctrl-w", "Ctrl-z", "Ctrl-Backspace", "Esc", "Enter", "Tab"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            ✓ opened %0 ~/a; close its pane to come back; the worker
              goes on
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Ctrl-c", "x"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            ✓ opened %0 ~/a; close its pane to come back; the worker
              goes on
            to %0 ~/a
            ❯ x
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.effects();
    panel.keys(&["y", "j"]);
    check(
        &panel.effects(),
        &expect![""],
    );
}
