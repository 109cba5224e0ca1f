//! One prompt to several workers.

use expect_test::expect;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

fn three() -> Panel {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.size.rows = 14;
    panel
}

#[test]
fn marked_workers_are_named_asked_for_and_sent_to() {
    let mut panel = three();
    panel
        .keys(&["Tab", "Space", "Down", "Down", "m", "Tab"])
        .type_text("pull");
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 2 marked             tmux session org-system
         +○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1
        ▶+○ idle         ~/c                                   %2







        to 2 marked: ~/a, ~/c
        ❯ pull
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 2 marked             tmux session org-system
        Send to 2 workers: pull
        %0 ~/a
        %2 ~/c
        y send to all of them   n keep my text








        y yes  n no
    "#]],
    );
    check(&panel.effects(), &expect![[r#""#]]);
    panel.keys(&["y"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "pull"
        run send %2 "pull"
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers                       tmux session org-system
            sent: pull
            ✓ %0 ~/a: submitted
            ✓ %2 ~/c: submitted








            ✓ sent to all 2 marked workers
            any other key back
        "#]],
    );
    panel.keys(&["Esc"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers                       tmux session org-system
          ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1
        ▶ ○ idle         ~/c                                   %2






        ✓ sent to all 2 marked workers
        to %2 ~/c
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn no_is_the_default_and_keeps_text_and_marks() {
    let mut panel = three();
    panel
        .keys(&["Tab", "A", "Tab"])
        .type_text("pull")
        .keys(&["Enter", "Enter"]);
    check(&panel.effects(), &expect![[r#""#]]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 3 marked             tmux session org-system
        ▶+○ idle         ~/a                                   %0
         +○ idle         ~/b                                   %1
         +○ idle         ~/c                                   %2







        to 3 marked: ~/a, ~/b, ~/c
        ❯ pull
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn each_worker_has_a_result_and_who_did_not_get_it_stays_marked() {
    let mut panel = three();
    panel.panes[1].agent.works = true;
    panel.panes[1].report = "working";
    panel.kill(2, "1", "");
    panel.pass(Millis(600));
    panel.keys(&["Tab"]);
    for row in 1..=3 {
        panel.click(row, 1);
    }
    panel.keys(&["Tab"]).type_text("pull").keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 1 dead, 3 marked     tmux session org-system
        Send to 2 workers: pull
        %0 ~/a
        %1 ~/b
        Not to these:
        %2 ~/c (dead)
        y send to all of them   n keep my text






        y yes  n no
    "#]],
    );
    panel.keys(&["y"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers, 1 dead               tmux session org-system
            sent: pull
            ✓ %0 ~/a: submitted
            ◷ %1 ~/b: waits until it is idle
            ✗ %2 ~/c: not sent: it is dead








            any other key back
        "#]],
    );
    panel.panes.remove(1);
    panel.pass(Millis(5_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead, 1 marked     tmux session org-system
            sent: pull
            ✓ %0 ~/a: submitted
            ✗ %1 ~/b: not sent: worker %1 is gone
            ✗ %2 ~/c: not sent: it is dead





            ✗ worker %1 ~/b is gone
            ✗ sent to 1 of 3 marked workers; those that did not get it
              are marked, and the prompt is back
            any other key back
        "#]],
    );
    panel.keys(&["Esc"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead, 1 marked     tmux session org-system
            ▶ ○ idle         ~/a                                   %0
             +✗ exit 1       ~/c                                   %2






            ✗ sent to 1 of 3 marked workers; those that did not get it
              are marked, and the prompt is back
            to 1 marked: ~/c
            ❯ pull
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Alt-v"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead, 1 marked     tmux session org-system
            sent: pull
            ✓ %0 ~/a: submitted
            ✗ %1 ~/b: not sent: worker %1 is gone
            ✗ %2 ~/c: not sent: it is dead








            any other key back
        "#]],
    );
}

#[test]
fn only_the_idle_are_marked_when_so_wanted() {
    let mut panel = three();
    panel.panes[1].report = "working";
    panel.pass(Millis(600));
    panel.keys(&["Tab", "I"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 2 marked             tmux session org-system
        ▶+○ idle         ~/a                                   %0
         +○ idle         ~/c                                   %2
          ● working      ~/b                                   %1







        to 2 marked: ~/a, ~/c
        ❯
        Tab prompt  Space mark  u unmark  A mark all  I mark idle
    "#]],
    );
    panel.keys(&["u", "A", "Esc"]);
    assert!(panel.app.model().marks.is_empty());
}

#[test]
fn nothing_is_sent_to_the_marked_without_a_prompt_or_to_their_shells() {
    let mut panel = three();
    panel.keys(&["Tab", "A", "Tab", "Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 3 marked             tmux session org-system
        ▶+○ idle         ~/a                                   %0
         +○ idle         ~/b                                   %1
         +○ idle         ~/c                                   %2





        ✗ nothing to send to the marked workers; write a prompt
          first, or take the marks away: Tab, then u
        to 3 marked: ~/a, ~/b, ~/c
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.type_text("ls").keys(&["Alt-!"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 3 marked             tmux session org-system
        ▶+○ idle         ~/a                                   %0
         +○ idle         ~/b                                   %1
         +○ idle         ~/c                                   %2



        ✗ nothing to send to the marked workers; write a prompt
          first, or take the marks away: Tab, then u
        ✗ commands run in one worker's shell at a time; take the
          marks away first: Tab, then u
        to 3 marked: ~/a, ~/b, ~/c
        ❯ ls
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    check(&panel.effects(), &expect![[r#""#]]);
}

#[test]
fn a_prompt_for_the_marked_stays_while_another_worker_is_chosen() {
    let mut panel = three();
    panel
        .keys(&["Tab", "Space", "Tab"])
        .type_text("pull")
        .keys(&["Down", "Down", "Enter", "y"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "pull"
    "#]],
    );
}

#[test]
fn a_long_question_scrolls() {
    let directories: Vec<String> = (0..40).map(|n| format!("/home/u/p{n:02}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    panel
        .keys(&["Tab", "A", "Tab"])
        .type_text("pull")
        .keys(&["Enter", "PageDown"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  40 workers, 40 marked           tmux session org-system
            %8 ~/p08
            %9 ~/p09
            %10 ~/p10
            %11 ~/p11
            %12 ~/p12
            %13 ~/p13
            %14 ~/p14
            %15 ~/p15
            %16 ~/p16
            y send to all of them   n keep my text
            y yes  n no  ↑ ↓ scroll
        "#]],
    );
    for _ in 0..9 {
        panel.keys(&["PageDown"]);
    }
    check(
        &panel.screen(),
        &expect![[r#"
            org  40 workers, 40 marked           tmux session org-system
            %31 ~/p31
            %32 ~/p32
            %33 ~/p33
            %34 ~/p34
            %35 ~/p35
            %36 ~/p36
            %37 ~/p37
            %38 ~/p38
            %39 ~/p39
            y send to all of them   n keep my text
            y yes  n no  ↑ ↓ scroll
        "#]],
    );
}

#[test]
fn who_writes_on_over_the_results_loses_no_letter() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Tab", "A", "Tab"]).type_text("pull");
    panel.keys(&["Enter", "y"]);
    assert!(panel.screen().contains("sent: pull"), "{}", panel.screen());
    panel.type_text("just one more");
    assert!(
        panel.screen().contains("❯ just one more"),
        "{}",
        panel.screen()
    );
    // Who has asked for them scrolls.
    panel.keys(&["Alt-v", "j"]);
    assert!(panel.screen().contains("sent: pull"), "{}", panel.screen());
    panel.keys(&["Esc"]);
    assert!(
        panel.screen().contains("❯ just one more"),
        "{}",
        panel.screen()
    );
    // From the list any key closes it, and does nothing else.
    panel.keys(&["Tab", "r"]);
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.type_text("pull");
    panel.keys(&["Tab", "A", "Tab", "Enter", "y", "Esc", "Tab"]);
    panel.keys(&["v"]);
    assert!(panel.screen().contains("sent: pull"), "{}", panel.screen());
    panel.keys(&["x"]);
    assert!(!panel.screen().contains("sent: pull"), "{}", panel.screen());
    assert!(!panel.screen().contains("Stop"), "{}", panel.screen());
}

/// Two workers, the second of which works; both are marked and sent to.
fn one_of_two_waits() -> Panel {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.panes[1].agent.works = true;
    panel.panes[1].report = "working";
    panel.pass(Millis(600));
    panel.keys(&["Tab", "A", "Tab"]).type_text("pull");
    panel.keys(&["Enter", "y"]);
    panel
}

#[test]
fn a_prompt_comes_back_above_what_is_being_written_for_others() {
    let mut panel = one_of_two_waits();
    panel.type_text("something else");
    panel.kill(1, "1", "");
    panel.pass(Millis(5_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            ▶ ○ idle         ~/a                                   %0
              ✗ exit 1       ~/b                                   %1



            ✗ sent to 1 of 2 marked workers; Alt e brings the prompt
              back
            ✗ not sent to %1: pull  Alt e edit
            to %0 ~/a
            ❯ something else
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Ctrl-u", "Alt-e"]);
    assert!(panel.screen().contains("❯ pull"), "{}", panel.screen());
}

#[test]
fn a_click_on_what_is_told_leaves_the_marks() {
    let mut panel = one_of_two_waits();
    panel.keys(&["Esc"]);
    panel.kill(1, "1", "");
    panel.pass(Millis(5_000));
    let told = "sent to 1 of 2 marked workers";
    let row = panel.screen().lines().position(|l| l.contains(told));
    panel.click(row.expect("it is told"), 5);
    assert!(!panel.screen().contains(told), "{}", panel.screen());
    assert!(panel.screen().contains("1 marked"), "{}", panel.screen());
}

#[test]
fn a_command_of_the_agents_is_named_in_the_question() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Tab", "A", "Tab"]).type_text("/clear");
    let says = |panel: &mut Panel, text: &str| {
        assert!(panel.screen().contains(text), "{}", panel.screen());
    };
    says(&mut panel, "as their command /clear");
    panel.keys(&["Enter"]);
    says(&mut panel, "Send to 2 workers as command /clear: /clear");
}

#[test]
fn what_is_written_while_a_round_goes_on_has_an_addressee_of_its_own() {
    // Without marks it is for the chosen one, …
    let mut panel = one_of_two_waits();
    panel.keys(&["Esc"]).type_text("deploy");
    let says = |panel: &mut Panel, text: &str| {
        assert!(panel.screen().contains(text), "{}", panel.screen());
    };
    says(&mut panel, "to %0 ~/a");
    panel.panes[1].agent.works = false;
    panel.panes[1].report = "idle";
    panel.pass(Millis(5_000));
    says(&mut panel, "sent to all 2 marked workers");
    says(&mut panel, "to %0 ~/a");
    // … with others marked for them, also when the round has failed.
    let mut panel = one_of_two_waits();
    panel.keys(&["Esc", "Tab", "Space", "Tab"]);
    panel.kill(1, "1", "");
    panel.pass(Millis(5_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers, 1 dead, 1 marked     tmux session org-system
        ▶+○ idle         ~/a                                   %0
          ✗ exit 1       ~/b                                   %1



        ✗ sent to 1 of 2 marked workers; Alt e brings the prompt
          back
        ✗ not sent to %1: pull  Alt e edit
        to 1 marked: ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn the_prompt_for_the_marked_comes_back_with_their_marks() {
    let mut panel = one_of_two_waits();
    panel.type_text("x").kill(1, "1", "");
    panel.pass(Millis(5_000));
    panel.keys(&["Ctrl-u", "Alt-e"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers, 1 dead, 1 marked     tmux session org-system
        ▶ ○ idle         ~/a                                   %0
         +✗ exit 1       ~/b                                   %1




        ✗ sent to 1 of 2 marked workers; Alt e brings the prompt
          back
        to 1 marked: ~/b
        ❯ pull
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn text_for_the_marked_is_for_nobody_when_all_of_them_have_gone() {
    let mut panel = three();
    panel.keys(&["Tab", "Space", "Down", "Down", "Tab"]);
    panel.type_text("pull");
    panel.panes.remove(0);
    panel.pass(Millis(600));
    panel.keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
          ○ idle         ~/b                                   %1
          ○ idle         ~/c                                   %2




        ✗ worker %0 ~/a is gone; your text is kept: choose another
          worker
        ✗ not sent: no worker is chosen; choose one with ↑ ↓ or a
          click
        to nobody chosen
        ❯ pull
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    check(&panel.effects(), &expect![[""]]);
}

#[test]
fn a_prompt_of_a_round_that_is_taken_back_comes_once() {
    let mut panel = one_of_two_waits();
    panel.keys(&["Esc", "Down", "Alt-e"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
          ○ idle         ~/a                                   %0
        ▶ ● working      ~/b                                   %1





        ✓ sent to 1 of 2 marked workers
        to %1 ~/b
        ❯ pull
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn what_is_taken_back_is_not_mixed_with_what_others_did_not_get() {
    let mut panel = three();
    panel.panes[2].agent.works = true;
    panel.panes[2].report = "working";
    panel.kill(1, "1", "");
    panel.pass(Millis(600));
    panel.keys(&["Tab", "Space", "Down", "Space", "Down", "Space", "Tab"]);
    panel.type_text("pull").keys(&["Enter", "y", "Esc"]);
    panel.click(2, 5).keys(&["Alt-e"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers, 1 dead               tmux session org-system
              ○ idle         ~/a                                   %0
            ▶ ● working      ~/c                                   %2
              ✗ exit 1       ~/b                                   %1




            ✗ sent to 1 of 3 marked workers; Alt e brings the prompt
              back
            ✗ not sent to %1: pull  Alt e edit
            to %2 ~/c
            ❯ pull
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_round_says_what_stands_in_a_box_and_what_may_have_arrived() {
    let mut panel = three();
    panel.panes[1].agent.ignores_enter = true;
    panel.panes[2].agent.hides = true;
    panel.keys(&["Tab", "A", "Tab"]).type_text("pull");
    panel.keys(&["Enter", "y"]);
    panel.pass(Millis(9_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers, 1 marked             tmux session org-system
            sent: pull
            ✓ %0 ~/a: submitted
            ✗ %1 ~/b: not submitted: your text stands in the box of %1
            ✗ %2 ~/c: not submitted: the text did not show up in the box
              of %2



            ✗ sent to 1 of 3 marked workers; your text stands in the box
              of %1: press Enter there; some may have got it, look
              before you send again; those that did not get it are
              marked, and the prompt is back
            any other key back
        "#]],
    );
}
