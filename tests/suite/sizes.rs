//! Every size is drawn without a broken line.

use expect_test::expect;
use org::time::Millis;
use org::view::Size;

use super::panel::Panel;
use super::{check, test};

#[test]
fn the_smallest_usable_panel_shows_list_prompt_and_actions() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/project", "/home/u/c"]);
    panel.size = Size {
        rows: 6,
        columns: 30,
    };
    panel.type_text("hello you");
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers
            ▶ ○ idle     ~/a         %0
              ○ idle     ~/project   %1
              ○ idle     ~/c         %2
            %0 ~/a ❯ hello you
            Enter send  Tab commands
        "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers  ↓ 1
            ▶ ○ idle     ~/a         %0
              ○ idle     ~/project   %1
            ✓ submitted to %0 ~/a
            %0 ~/a ❯
            Enter send  Tab commands
        "#]],
    );
    panel.keys(&["Tab", "n"]).type_text("x");
    check(
        &panel.screen(),
        &expect![[r#"
            org  3 workers
            dir ❯ x
            say ❯

            ✓ submitted to %0 ~/a
            Enter start  Esc cancel
        "#]],
    );
}

#[test]
fn no_line_is_wider_than_the_pane_and_no_frame_higher() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/漢字かな交じり文/long/way", "/c"]);
    panel.kill(2, "", "9");
    panel.pass(Millis(600));
    panel.type_text("wide 漢字 prompt 👨‍👩‍👧 ").keys(&["Tab", "r"]);
    for keys in [&[][..], &["n"], &["Esc", "x"], &["n", "?"]] {
        panel.keys(keys);
        for columns in 0..=120 {
            for rows in 0..=30 {
                let frame = panel.app.view(panel.now, Size { rows, columns });
                assert!(frame.lines.len() <= rows, "{rows}x{columns}");
                for line in &frame.lines {
                    assert!(
                        line.width() <= columns,
                        "{rows}x{columns}: {:?}",
                        line.text()
                    );
                }
                if let Some((column, row)) = frame.cursor {
                    assert!(column < columns && row < rows, "{rows}x{columns}");
                }
            }
        }
    }
}

#[test]
fn the_chosen_worker_stays_in_sight_when_the_pane_becomes_smaller() {
    let directories: Vec<String> = (0..9).map(|n| format!("/home/u/p{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    panel.size.rows = 30;
    panel.keys(&["Tab", "End"]);
    panel.screen();
    panel.size.rows = 8;
    let screen = panel.screen();
    assert!(screen.contains("▶ ○ idle         ~/p8"), "{screen}");
}

#[test]
fn the_chosen_worker_stays_in_sight_when_something_takes_rows_from_the_list() {
    let directories: Vec<String> = (0..9).map(|n| format!("/home/u/p{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    for takes_rows in ["Alt Enter", "Alt a"] {
        let mut panel = Panel::with(&directories);
        panel.size.rows = 10;
        panel.keys(&["Tab", "End"]);
        let before = panel.screen();
        assert!(before.contains("▶ ○ idle         ~/p8"), "{before}");
        panel.keys(&["Tab", takes_rows]);
        let after = panel.screen();
        assert!(after.contains("▶ ○ idle         ~/p8"), "{after}");
        let rows = |screen: &str| screen.matches("idle").count();
        assert!(rows(&after) < rows(&before), "{after}");
    }
    // What the wheel has moved out of sight stays there.
    let mut panel = Panel::with(&directories);
    panel.size.rows = 10;
    panel.keys(&["Tab", "End"]);
    panel.screen();
    panel.wheel(-9);
    panel.screen();
    panel.keys(&["Tab", "Alt Enter"]);
    let screen = panel.screen();
    assert!(screen.contains("~/p0") && !screen.contains('▶'), "{screen}");
}

#[test]
fn the_chosen_worker_stays_in_sight_when_its_row_moves() {
    let directories: Vec<String> = (0..9).map(|n| format!("/home/u/p{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    panel.size.rows = 10;
    panel.keys(&["Tab", "j"]);
    assert!(panel.screen().contains("▶ ○ idle         ~/p1"));
    panel.panes[1].report = "working";
    panel.panes[1].agent.works = true;
    // Rows move when the hands are off.
    panel.pass(Millis(5_000));
    let screen = panel.screen();
    assert!(screen.contains("▶ ● working      ~/p1"), "{screen}");
    assert!(!screen.contains("~/p0"), "{screen}");
}

#[test]
fn the_chosen_worker_is_in_sight_after_a_question_in_a_smaller_pane() {
    let directories: Vec<String> = (0..9).map(|n| format!("/home/u/p{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    panel.size.rows = 24;
    panel.keys(&["Tab", "End", "x"]);
    panel.screen();
    panel.size.rows = 10;
    panel.screen();
    panel.keys(&["Esc"]);
    let screen = panel.screen();
    assert!(screen.contains("▶ ○ idle         ~/p8"), "{screen}");
}
