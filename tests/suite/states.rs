//! What each worker is doing, and who needs somebody.

use expect_test::expect;
use org::time::{Millis, Moment};

use super::panel::Panel;
use super::{check, test};

/// Four workers in four states, all for a while.
fn four() -> Panel {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c", "/home/u/d"]);
    let states = [
        ("working", "940"),
        ("idle", "400"),
        ("waiting", "990"),
        ("idle", ""),
    ];
    for (pane, (report, since)) in panel.panes.iter_mut().zip(states) {
        pane.report = report;
        pane.since = since;
        // A working agent and an open question write all the time.
        pane.active = if report == "idle" { 5 } else { 9_999_999 };
    }
    panel.kill(3, "3", "");
    panel
}

#[test]
fn who_needs_somebody_comes_first_with_how_long() {
    let mut panel = four();
    panel.pass(Millis(4_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  4 workers, 1 waiting, 1 dead    tmux session org-system
          ! waiting      ~/c                                   %2
          ○ idle 10m     ~/b                                   %1
        ▶ ● working 1m   ~/a                                   %0
          ✗ exit 3       ~/d                                   %3




        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.size.columns = 40;
    check(
        &panel.screen(),
        &expect![[r#"
        org  4 workers, 1 waiting, 1 dead
          ! waiting  ~/c                   %2
          ○ idle 10m ~/b                   %1
        ▶ ● working  ~/a                   %0
          ✗ exit 3   ~/d                   %3




        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]
    "#]],
    );
}

#[test]
fn a_fixed_order_is_an_option() {
    let mut panel = Panel::loaded(&[("order", "start")]);
    panel.panes = four().panes;
    panel.allow();
    panel.pass(Millis(4_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  4 workers, 1 waiting, 1 dead    tmux session org-system
        ▶ ● working 1m   ~/a                                   %0
          ○ idle 10m     ~/b                                   %1
          ! waiting      ~/c                                   %2
          ✗ exit 3       ~/d                                   %3




        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn rows_stay_where_they_are_while_the_user_acts() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.pass(Millis(4_000));
    panel.keys(&["Down"]);
    panel.panes[2].report = "waiting";
    panel.panes[2].active = 9_999_999;
    panel.pass(Millis(2_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 1 waiting            tmux session org-system
          ○ idle         ~/a                                   %0
        ▶ ○ idle         ~/b                                   %1
          ! waiting      ~/c                                   %2





        to %1 ~/b
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.pass(Millis(2_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers, 1 waiting            tmux session org-system
          ! waiting      ~/c                                   %2
          ○ idle         ~/a                                   %0
        ▶ ○ idle         ~/b                                   %1





        to %1 ~/b
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn one_key_goes_to_the_next_who_needs_somebody() {
    let mut panel = four();
    panel.pass(Millis(4_000));
    panel.keys(&["Tab", "w"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  4 workers, 1 waiting, 1 dead    tmux session org-system
            ▶ ! waiting      ~/c                                   %2
              ○ idle 10m     ~/b                                   %1
              ● working 1m   ~/a                                   %0
              ✗ exit 3       ~/d                                   %3




            to %2 ~/c
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
    panel.panes[2].report = "working";
    panel.pass(Millis(1_000));
    panel.keys(&["w"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  4 workers, 1 dead               tmux session org-system
              ● working      ~/c                                   %2
            ▶ ○ idle 10m     ~/b                                   %1
              ● working 1m   ~/a                                   %0
              ✗ exit 3       ~/d                                   %3




            to %1 ~/b
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
}

#[test]
fn a_word_that_the_screen_contradicts_twice_is_corrected() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].report = "working";
    panel.panes[0].since = "990";
    // Nothing has been written for long: Escape, perhaps.
    panel.pass(Millis(1_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ● working      ~/a                                   %0







        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.pass(Millis(3_000));
    assert_eq!(panel.panes[0].report, "idle");
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0







        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    assert!(panel.all_effects().contains("run correct %0"));
}

#[test]
fn an_agent_without_hooks_is_looked_at_when_it_has_written() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].report = "";
    panel.panes[0].agent.works = true;
    panel.panes[0].active = 9_999_999;
    panel.pass(Millis(4_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ● working      ~/a                                   %0







        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.panes[0].agent.works = false;
    panel.panes[0].agent.asks = true;
    panel.pass(Millis(4_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker, 1 waiting             tmux session org-system
        ▶ ! waiting      ~/a                                   %0







        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    // Nothing new: nothing is run for it.
    panel.panes[0].active = 5;
    panel.pass(Millis(4_000));
    panel.all_effects();
    panel.pass(Millis(20_000));
    assert!(!panel.all_effects().contains("look"));
}

#[test]
fn an_idle_panel_looks_at_nobody() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.pass(Millis(20_000));
    assert!(!panel.all_effects().contains("look"));
}

/// An idle agent writes something now and then.
#[test]
fn an_idle_worker_that_writes_for_a_moment_is_not_looked_at() {
    let mut panel = Panel::with(&["/home/u/a"]);
    for _ in 0..3 {
        panel.panes[0].active = panel.now.seconds();
        panel.pass(Millis(8_000));
    }
    assert!(!panel.all_effects().contains("look"));
    // One that goes on is at work on something that no hook has told.
    panel.panes[0].agent.works = true;
    panel.panes[0].active = 9_999_999;
    panel.pass(Millis(8_000));
    assert_eq!(panel.panes[0].report, "working");
}

/// The worker that asks has just been looked at when its user escapes.
#[test]
fn escape_under_a_question_shows_as_soon_as_the_agent_is_silent() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].report = "waiting";
    panel.panes[0].since = "900";
    panel.panes[0].agent.asks = true;
    panel.pass(Millis(6_000));
    assert!(panel.screen().contains("! waiting"), "{}", panel.screen());
    panel.all_effects();
    while !panel.all_effects().contains("look %0") {
        panel.pass(Millis(100));
    }
    panel.panes[0].agent.asks = false;
    panel.panes[0].active = panel.now.seconds();
    // Two seconds until it counts as silent, then a look and a second one.
    panel.pass(Millis(4_000));
    assert!(panel.screen().contains("○ idle"), "{}", panel.screen());
}

/// Any program can write any number into the options of its pane.
#[test]
fn numbers_of_any_size_are_drawn_sorted_and_timed() {
    let max = "18446744073709551615";
    let numbers = [max, "18446744073709551616", "-1", "0", "1e9", ""];
    let reports = ["starting", "working", "waiting", "idle", "ended", ""];
    let mut panel = Panel::with(&["/a", "/b", "/c", "/d", "/e", "/f"]);
    for (n, report) in reports.into_iter().enumerate() {
        for (pane, since) in panel.panes.iter_mut().zip(numbers) {
            pane.report = report;
            pane.since = since;
            pane.active = [0, 5, u64::MAX][n % 3];
        }
        panel.kill(4, max, "-2147483648");
        panel.kill(5, "-2147483648", max);
        panel.pass(Millis(15_000));
        let screen = panel.screen();
        assert!(screen.contains("6 workers, "), "{screen}");
        // The host's clock goes where it wants.
        for now in [1 << 60, 0, 1_000_000 + n as u64 * 100_000] {
            panel.now = Moment(now);
            panel.input(org::input::Input::Tick);
            panel.settle();
            panel.screen();
        }
        panel.pass(Millis(15_000));
    }
}
