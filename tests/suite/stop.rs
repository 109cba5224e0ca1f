//! Stopping, restarting, cleaning, opening.

use expect_test::expect;
use org::input::Input;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

#[test]
fn stopping_asks_and_the_default_is_no() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Tab", "x"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        Stop %0 ~/a and everything it started?
        y stop it   n keep it








        y yes  n no
    "#]],
    );
    panel.keys(&["Enter"]);
    check(&panel.effects(), &expect![[""]]);
    panel.keys(&["x", "y"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run stop %0 with process 1000
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
              ○ idle         ~/b                                   %1






            ✓ stopped %0 ~/a; 1 process had to be killed
            to nobody chosen
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
}

#[test]
fn a_dead_worker_is_restarted_and_chosen() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.kill(1, "", "9");
    panel.pass(Millis(600));
    panel.keys(&["Down", "Tab", "r"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "/home/u/b" from "/"; if "/home/u/b": start
        "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
              ○ idle         ~/a                                   %0
            ▶ ○ idle         ~/b                                   %1





            ✓ restarted %1 in ~/b
            to %1 ~/b
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
}

#[test]
fn what_does_not_fit_the_state_is_told() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "r"]);
    panel.kill(0, "3", "");
    panel.pass(Millis(600));
    panel.keys(&["x"]);
    check(&panel.effects(), &expect![[""]]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker, 1 dead                tmux session org-system
            Remove 1 dead worker and its last screen?
            %0 ~/a (dead)
            y remove   n keep







            y yes  n no
        "#]],
    );
}

#[test]
fn cleaning_names_whom_it_removes_and_the_default_is_no() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.kill(0, "0", "");
    panel.kill(2, "", "15");
    panel.pass(Millis(600));
    panel.keys(&["Tab", "c"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 2 dead               tmux session org-system
        Remove 2 dead workers and their last screens?
        %0 ~/a (dead)
        %2 ~/c (dead)
        y remove   n keep






        y yes  n no
    "#]],
    );
    panel.keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
    panel.keys(&["c", "y"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run clean
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
          ○ idle         ~/b                                   %1






        ✓ cleaned 2 dead workers
        to nobody chosen
        ❯
        n new  ? keys  Enter open  Tab prompt  / find  Space mark
    "#]],
    );
    panel.keys(&["c"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
          ○ idle         ~/b                                   %1





        ✓ cleaned 2 dead workers
        ✓ no dead workers to clean
        to nobody chosen
        ❯
        n new  ? keys  Enter open  Tab prompt  / find  Space mark
    "#]],
    );
}

#[test]
fn a_view_that_ended_well_is_closed_and_one_that_failed_stays() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "o"]);
    panel.input(Input::TerminalEnded {
        terminal: 5,
        status: Some(0),
    });
    panel.input(Input::TerminalEnded {
        terminal: 6,
        status: Some(1),
    });
    check(
        &panel.effects(),
        &expect![[r#"
        open "%0 ~/a" view=true
        CloseTerminal(5)
    "#]],
    );
}

#[test]
fn only_a_floating_panel_is_hidden() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "q"]);
    panel.input(Input::Surroundings {
        terminal: None,
        floating: true,
        suppressed: false,
    });
    panel.keys(&["q"]);
    check(
        &panel.effects(),
        &expect![[r#"
        Hide
    "#]],
    );
}

#[test]
fn stopping_a_dead_worker_asks_so_that_no_answer_becomes_a_command() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.kill(0, "1", "");
    panel.kill(2, "1", "");
    panel.pass(Millis(600));
    panel.effects();
    panel.keys(&["Tab", "x", "n"]);
    assert!(
        !panel.screen().contains("start a worker"),
        "{}",
        panel.screen()
    );
    assert_eq!(panel.effects(), "");
    panel.keys(&["x"]);
    let screen = panel.screen();
    assert!(screen.contains("Remove 1 dead worker and its last screen?\n%0 ~/a (dead)\ny remove"));
    panel.keys(&["y"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run clean
    "#]],
    );
}
