//! The chosen worker's screen in the panel.

use expect_test::expect;
use org::input::{Input, Mouse};
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

fn panel(columns: usize, rows: usize) -> Panel {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.size.columns = columns;
    panel.size.rows = rows;
    panel.panes[0].agent.boxed = "half a thought".into();
    panel.panes[1].agent.asks = true;
    panel.screen();
    panel.pass(Millis(1_000));
    panel
}

#[test]
fn it_stands_beside_the_list_of_a_wide_panel() {
    let mut panel = panel(110, 14);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                                                                         tmux session org-system
            ▶ ○ idle         ~/a                              %0   │ ────────────────────────────────────────
              ○ idle         ~/b                              %1   │ ❯ half a thought
                                                                   │ ────────────────────────────────────────
                                                                   │
                                                                   │
                                                                   │
                                                                   │
                                                                   │
                                                                   │
                                                                   │
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]  Alt Enter new line  Alt / find  Shift ↑ older
        "#]],
    );
    panel.keys(&["Down"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                                                                         tmux session org-system
              ○ idle         ~/a                              %0   │  Do you want to proceed?
            ▶ ○ idle         ~/b                              %1   │  ❯ 1. Yes
                                                                   │    2. No
                                                                   │  Esc to cancel
                                                                   │
                                                                   │
                                                                   │
                                                                   │
                                                                   │
                                                                   │
            to %1 ~/b
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]  Alt Enter new line  Alt / find  Shift ↑ older
        "#]],
    );
}

#[test]
fn it_stands_below_the_list_of_a_high_panel() {
    let mut panel = panel(60, 24);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1


        ─ %0 ~/a ───────────────────────────────────────────────────
        ────────────────────────────────────────
        ❯ half a thought
        ────────────────────────────────────────












        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn a_small_panel_shows_none_and_asks_for_none() {
    let mut panel = panel(60, 12);
    panel.all_effects();
    panel.pass(Millis(2_000));
    let effects = panel.all_effects();
    assert!(effects.contains("run list\n"));
    assert!(!effects.contains("run list with a screen"));
}

#[test]
fn it_costs_no_process_of_its_own_and_a_key_puts_it_away() {
    let mut panel = panel(110, 14);
    panel.all_effects();
    panel.pass(Millis(2_000));
    let effects = panel.all_effects();
    assert!(
        effects.lines().all(|l| l == "run list with a screen"),
        "{effects}"
    );
    panel.keys(&["Tab", "p"]);
    panel.pass(Millis(1_000));
    panel.all_effects();
    panel.pass(Millis(1_000));
    assert!(!panel.all_effects().contains("screen"));
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                                                                         tmux session org-system
            ▶ ○ idle         ~/a                                                                                     %0
              ○ idle         ~/b                                                                                     %1








            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark  x stop  A mark all  I mark idle  R refresh
        "#]],
    );
}

#[test]
fn a_worker_that_goes_takes_its_screen_along_and_the_list_stays_whole() {
    let mut panel = panel(110, 14);
    panel.panes.remove(0);
    panel.pass(Millis(1_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                                                                          tmux session org-system
              ○ idle         ~/b                                                                                     %1








            ✗ worker %0 ~/a is gone
            to nobody chosen
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]  Alt Enter new line  Alt / find  Shift ↑ older
        "#]],
    );
}

#[test]
fn one_looks_back_in_what_a_worker_has_written_while_it_stands_still() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.size = org::view::Size {
        rows: 14,
        columns: 110,
    };
    panel.pass(Millis(600));
    panel.all_effects();
    panel.keys(&["Shift-PageUp"]);
    check(
        &panel.all_effects(),
        &expect![[r#"
        run read %0
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                                                                         tmux session org-system
            ▶ ○ idle         ~/a                              %0   │ line 87
              ○ idle         ~/b                              %1   │ line 88
                                                                   │ line 89
                                                                   │ line 90
                                                                   │ line 91
                                                                   │ line 92
                                                                   │ line 93
                                                                   │ line 94
                                                                   │ line 95
                                                                   │ 5 rows back, standing still; Shift PgDn goes on
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]  Alt Enter new line  Alt / find  Shift ↑ older
        "#]],
    );
    panel.pass(Millis(600));
    panel.keys(&["Shift-PageUp", "Shift-PageUp", "Shift-PageDown"]);
    check(&panel.effects(), &expect![[r#""#]]);
    let up = |panel: &Panel| panel.app.model().look_back.as_ref().map(|b| b.up);
    assert_eq!(up(&panel), Some(10));
    // The wheel turns over the preview, and further than there is output.
    panel.input(Input::Mouse(Mouse::Hover { row: 3, column: 90 }));
    panel.wheel(-500);
    panel.screen();
    assert_eq!(up(&panel), Some(91));
    panel.wheel(500);
    assert_eq!(up(&panel), None);
    // Over the list it scrolls the list.
    panel.input(Input::Mouse(Mouse::Hover { row: 3, column: 5 }));
    panel.wheel(-3);
    assert_eq!(up(&panel), None);
    panel.keys(&["Shift-PageUp", "Down"]);
    assert_eq!(up(&panel), None, "another worker's screen is live");
}

#[test]
fn one_looks_back_below_the_list_too() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.size = org::view::Size {
        rows: 20,
        columns: 72,
    };
    panel.pass(Millis(600));
    panel.keys(&["Shift-PageUp"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                                    tmux session org-system
            ▶ ○ idle         ~/a                                               %0



            ─ %0 5 rows back, standing still; Shift PgDn goes on ───────────────────
            line 85
            line 86
            line 87
            line 88
            line 89
            line 90
            line 91
            line 92
            line 93
            line 94
            line 95
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]  Alt Enter new line
        "#]],
    );
}

#[test]
fn a_preview_without_room_says_so_and_stays_as_it_is_for_later() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "p"]);
    let screen = panel.screen();
    assert!(
        screen.contains("✗ there is no room for the worker's screen;"),
        "{screen}"
    );
    panel.size.rows = 12;
    panel.size.columns = 120;
    let screen = panel.screen();
    assert!(screen.contains("│"), "{screen}");
    panel.keys(&["p"]);
    assert!(!panel.screen().contains("│"), "{}", panel.screen());
}
