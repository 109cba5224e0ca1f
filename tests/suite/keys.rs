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
            Press n to start one. It runs claude in a directory of yours and lives on in tmux when this panel,
            Zellij or your connection is gone.








            ✗ option keys_list "start N; fly x": expected one of the actions open, up, down, page_up, page_down,
              first, last, next_in_need, filter, mark, mark_all, mark_idle, unmark, results, preview,
              preview_up, preview_down, open_floating, open_in_place, open_in_tab, start, clean, stop, restart,
              send_now, append, take_back, refresh, help, to_prompt, dismiss, hide, not "fly"; its default is
              used
            to nobody yet
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark  x stop  c clean  r restart  A mark all
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
            start a worker: claude
            directory    ❯ /home/u/b
                         from ~/here
            first prompt ❯






            F2 start  Ctrl c cancel  Ctrl t complete  Shift Tab prompt
        "#]],
    );
    panel.keys(&["Ctrl-c", "x"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            Stop %0 ~/a and everything it started?
            j stop it   n keep it








            j yes  n no
        "#]],
    );
    panel.effects();
    panel.keys(&["y", "j"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run stop %0 with process 1000
        "#]],
    );
}
