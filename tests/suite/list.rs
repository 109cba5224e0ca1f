//! The list and the choice in it.

use expect_test::expect;
use org::input::Input;
use org::time::Millis;

use super::panel::{Agent, Pane, Panel};
use super::{check, test};

#[test]
fn workers_are_listed_with_state_directory_pane_and_command() {
    let mut panel = Panel::with(&["/home/u/a", "/srv/long/way/down/to/the/project", "/home/u"]);
    panel.panes.push(Pane {
        id: 7,
        directory: "/tmp".into(),
        dead: None,
        ours: false,
        report: "",
        since: "",
        active: 5,
        agent: Agent::default(),
    });
    panel.kill(1, "", "9");
    panel.kill(2, "3", "");
    panel.size.columns = 100;
    // A look at the one that was opened by hand goes along with the next.
    panel.pass(Millis(1_200));
    check(
        &panel.screen(),
        &expect![[r#"
            org  4 workers, 2 dead                                                       tmux session org-system
            ▶ ○ idle         ~/a                         %0   │ ────────────────────────────────────────
              ○ idle         /tmp                        %7   │ ❯
              ✗ SIGKILL      …ng/way/down/to/the/project %1   │ ────────────────────────────────────────
              ✗ exit 3       ~                           %2   │
                                                              │
                                                              │
                                                              │
                                                              │
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]  Alt Enter new line  Alt / find  Shift ↑ older
        "#]],
    );
}

#[test]
fn letters_move_the_choice_in_the_list_only() {
    let mut panel = Panel::with(&["/a", "/b", "/c"]);
    panel.keys(&["Tab", "j", "j", "k", "G", "g", "Down", "Tab", "j"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers                       tmux session org-system
              ○ idle         /a                                    %0
            ▶ ○ idle         /b                                    %1
              ○ idle         /c                                    %2





            to %1 /b
            ❯ j
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn the_choice_stays_with_its_worker_when_rows_move() {
    let mut panel = Panel::with(&["/a", "/b", "/c"]);
    panel.keys(&["Down", "Down"]);
    panel.panes.remove(0);
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
              ○ idle         /b                                    %1
            ▶ ○ idle         /c                                    %2





            ✗ worker %0 /a is gone
            to %2 /c
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_long_list_scrolls_with_the_choice_and_with_the_wheel() {
    let names: Vec<String> = (0..30).map(|n| format!("/w{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&names);
    panel.keys(&["PageDown", "PageDown"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  30 workers  ↑ 9  ↓ 13           tmux session org-system
              ○ idle         /w9                                   %9
              ○ idle         /w10                                  %10
              ○ idle         /w11                                  %11
              ○ idle         /w12                                  %12
              ○ idle         /w13                                  %13
              ○ idle         /w14                                  %14
              ○ idle         /w15                                  %15
            ▶ ○ idle         /w16                                  %16
            to %16 /w16
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.wheel(-3);
    check(
        &panel.screen(),
        &expect![[r#"
            org  30 workers  ↑ 6  ↓ 16           tmux session org-system
              ○ idle         /w6                                   %6
              ○ idle         /w7                                   %7
              ○ idle         /w8                                   %8
              ○ idle         /w9                                   %9
              ○ idle         /w10                                  %10
              ○ idle         /w11                                  %11
              ○ idle         /w12                                  %12
              ○ idle         /w13                                  %13
            to %16 /w16
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.wheel(1000);
    check(
        &panel.screen(),
        &expect![[r#"
            org  30 workers  ↑ 22                tmux session org-system
              ○ idle         /w22                                  %22
              ○ idle         /w23                                  %23
              ○ idle         /w24                                  %24
              ○ idle         /w25                                  %25
              ○ idle         /w26                                  %26
              ○ idle         /w27                                  %27
              ○ idle         /w28                                  %28
              ○ idle         /w29                                  %29
            to %16 /w16
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_hidden_panel_runs_nothing_and_looks_at_once_when_it_is_back() {
    let mut panel = Panel::with(&["/a"]);
    panel.input(Input::Visible(false));
    panel.settle();
    panel.all_effects();
    panel.pass(Millis(10_000));
    check(&panel.all_effects(), &expect![[""]]);
    panel.input(Input::Visible(true));
    check(
        &panel.all_effects(),
        &expect![[r#"
            run list
            run recover
        "#]],
    );
}

#[test]
fn a_visible_panel_lists_twice_a_second_and_never_two_at_once() {
    let mut panel = Panel::with(&["/a"]);
    panel.all_effects();
    panel.pass(Millis(5_000));
    assert_eq!(panel.all_effects().lines().count(), 10);
    panel.hold = true;
    panel.pass(Millis(4_000));
    assert_eq!(panel.waiting(), 1);
}

#[test]
fn a_listing_that_changed_nothing_draws_nothing() {
    let mut panel = Panel::with(&["/a"]);
    panel.pass(Millis(10_000));
    panel.now = panel.now.after(Millis(600));
    let effects = panel.app.update(panel.now, Input::Tick);
    assert!(
        !effects.contains(&org::effect::Effect::Repaint),
        "{effects:?}"
    );
}

#[test]
fn a_panel_that_hid_itself_runs_nothing_until_it_is_back() {
    let mut panel = Panel::with(&["/a"]);
    let around = |suppressed| Input::Surroundings {
        terminal: None,
        floating: true,
        suppressed,
    };
    panel.input(around(false));
    panel.keys(&["Tab", "q"]);
    panel.all_effects();
    panel.input(around(true));
    panel.pass(Millis(5_000));
    check(&panel.all_effects(), &expect![[""]]);
    panel.input(around(false));
    check(
        &panel.all_effects(),
        &expect![[r#"
            run list
            run recover
        "#]],
    );
}

/// What Zellij had to tell when the panel hid itself comes after that.
#[test]
fn a_panel_that_hid_itself_is_not_brought_back_by_what_comes_late() {
    let around = |suppressed| Input::Surroundings {
        terminal: None,
        floating: true,
        suppressed,
    };
    for late in [Input::Visible(true), around(false)] {
        let mut panel = Panel::with(&["/a"]);
        panel.input(around(false));
        panel.keys(&["Tab", "q"]);
        panel.input(late.clone());
        panel.input(around(true));
        panel.input(Input::Visible(true));
        panel.settle();
        panel.all_effects();
        panel.pass(Millis(5_000));
        assert_eq!(panel.all_effects(), "", "{late:?}");
        panel.input(around(false));
        assert_eq!(panel.all_effects(), "run list\nrun recover\n");
    }
}

#[test]
fn a_pane_of_five_digits_takes_no_cell_of_the_screen_beside_it() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.panes[1].id = 12_345;
    panel.size.columns = 110;
    panel.pass(Millis(600));
    panel.screen();
    panel.pass(Millis(600));
    let screen = panel.screen();
    assert!(screen.contains("%12345"), "{screen}");
    let rule = |line: &str| line.chars().position(|c| c == '│');
    let rules: Vec<_> = screen.lines().filter_map(rule).collect();
    assert!(rules.windows(2).all(|pair| pair[0] == pair[1]), "{screen}");
}
