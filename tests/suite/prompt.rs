//! Writing and sending prompts.

use expect_test::expect;
use org::time::Millis;

use super::panel::{Answer, Panel};
use super::{check, test};

#[test]
fn typing_goes_to_the_prompt_and_enter_sends_to_the_chosen_worker() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel
        .keys(&["Down"])
        .type_text("just do it")
        .keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %1 "just do it"
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
              ○ idle         ~/a                                   %0
            ▶ ○ idle         ~/b                                   %1





            ✓ submitted to %1 ~/b
            to %1 ~/b
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn pasted_lines_stay_one_prompt_and_lose_what_could_end_the_paste() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel
        .paste("one\r\ntwo\u{1b}[201~\tthree;")
        .keys(&["Alt-Enter"])
        .type_text("four");
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            to %0 ~/a
            ❯ one
              two[201~ three;
              four
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "one\ntwo[201~\tthree;\nfour"
    "#]],
    );
}

#[test]
fn prompts_to_one_worker_go_one_after_the_other() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    panel
        .type_text("one")
        .keys(&["Enter"])
        .type_text("two")
        .keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ↥ sending      ~/a                                   %0






            ◷ behind another prompt: two  Alt e edit
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.hold = false;
    panel.settle();
    check(
        &panel.effects(),
        &expect![[r#"
            run send %0 "one"
            run send %0 "two"
        "#]],
    );
}

#[test]
fn a_refused_prompt_stands_by_while_another_one_is_written() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.send = Answer::Facts("42/99/%0//1/0/");
    panel.hold = true;
    panel.type_text("old").keys(&["Enter"]).type_text("new");
    panel.hold = false;
    panel.settle();
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0




            ✗ not sent: %0 is another worker now; choose a worker from
              the list
            ✗ not sent to %0: old  Alt e edit
            to %0 ~/a
            ❯ new
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_send_without_an_answer_ends_and_keeps_the_text() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    panel.type_text("lost?").keys(&["Enter"]);
    panel.pass(Millis(11_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker  list is 11 s old      tmux session org-system
            ▶ ○ idle         ~/a                                   %0



            ✗ could not list the workers: no answer within 8 s; org
              tries again by itself
            ✗ could not send to worker %0: no answer within 10 s; it may
              still happen: look before trying again
            to %0 ~/a
            ❯ lost?
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_prompt_is_never_sent_to_the_neighbour_of_a_worker_that_went() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.type_text("for a");
    panel.panes.remove(0);
    panel.pass(Millis(1000));
    panel.keys(&["Enter"]);
    check(&panel.effects(), &expect![[""]]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
              ○ idle         ~/b                                   %1



            ✗ worker %0 ~/a is gone; your text is kept: choose another
              worker
            ✗ not sent: no worker is chosen; choose one with ↑ ↓ or a
              click
            to nobody chosen
            ❯ for a
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn an_empty_prompt_opens_the_worker() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        open "%0 ~/a" view=true
    "#]],
    );
}

#[test]
fn the_editor_knows_the_usual_keys() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("one two three");
    panel
        .keys(&["Ctrl-w", "Home", "Delete", "Right", "Backspace", "End"])
        .type_text("!");
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0







            to %0 ~/a
            ❯ e two !
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_long_prompt_is_shown_around_its_cursor() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text(&"漢字 and words ".repeat(10));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            to %0 ~/a
            ❯ 漢字 and words 漢字 and words 漢字 and words 漢字 and
              words 漢字 and words 漢字 and words 漢字 and words 漢字
              and words 漢字 and words 漢字 and words
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Home"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            to %0 ~/a
            ❯ 漢字 and words 漢字 and words 漢字 and words 漢字 and
              words 漢字 and words 漢字 and words 漢字 and words 漢字
              and words 漢字 and words 漢字 and words
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}
