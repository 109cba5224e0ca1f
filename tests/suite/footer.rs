//! The last row offers what can be done, and nothing else.

use expect_test::expect;
use org::time::Millis;
use org::view::Size;

use super::panel::Panel;
use super::{check, test};

fn last_row(panel: &mut Panel) -> String {
    let screen = panel.screen();
    screen
        .trim_end()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn an_empty_list_offers_no_worker_to_be_stopped_or_marked() {
    let mut panel = Panel::with(&[]);
    panel.size.columns = 120;
    assert_eq!(last_row(&mut panel), "n new  ? keys  Tab prompt");
    panel.keys(&["Tab"]);
    assert_eq!(last_row(&mut panel), "Tab commands  [keys]  [new]");
}

#[test]
fn a_dead_worker_is_restarted_or_cleaned_and_not_stopped() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.size.columns = 100;
    panel.keys(&["Tab"]);
    let row = last_row(&mut panel);
    assert!(row.contains("x stop"), "{row}");
    assert!(!row.contains("clean") && !row.contains("restart"), "{row}");
    panel.kill(1, "1", "");
    panel.pass(Millis(600));
    let row = last_row(&mut panel);
    assert!(row.contains("x stop  c clean"), "{row}");
    assert!(!row.contains("restart"), "{row}");
    panel.keys(&["Down"]);
    let row = last_row(&mut panel);
    assert!(
        row.contains("r restart  c clean") && !row.contains("stop"),
        "{row}"
    );
    panel.keys(&["Tab"]);
    let row = last_row(&mut panel);
    assert!(row.contains("[restart]  [clean]"), "{row}");
}

#[test]
fn a_narrowed_list_says_how_to_show_all_again() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Alt-/"]).type_text("b").keys(&["Tab"]);
    let row = last_row(&mut panel);
    assert!(row.starts_with("Esc show all  "), "{row}");
    panel.keys(&["Space"]);
    let row = last_row(&mut panel);
    assert!(row.contains("Esc show all  "), "{row}");
    panel.keys(&["Esc", "u"]);
    let row = last_row(&mut panel);
    assert!(!row.contains("show all"), "{row}");
}

#[test]
fn a_question_and_a_page_say_that_they_scroll_only_where_they_do() {
    let workers: Vec<String> = (0..10).map(|n| format!("/home/u/p{n}")).collect();
    let workers: Vec<&str> = workers.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&workers);
    panel.type_text("hi").keys(&["Tab", "A", "Tab", "Enter"]);
    let size = |rows, columns| Size { rows, columns };
    panel.size = size(12, 40);
    check(
        &panel.screen(),
        &expect![[r#"
            org  10 workers, 10 marked
            Send to 10 workers: hi
            %0 ~/p0
            %1 ~/p1
            %2 ~/p2
            %3 ~/p3
            %4 ~/p4
            %5 ~/p5
            %6 ~/p6
            %7 ~/p7
            y send to all of them   n keep my text
            y yes  n no  ↑ ↓ scroll
        "#]],
    );
    panel.size = size(24, 40);
    assert_eq!(last_row(&mut panel), "y yes  n no");
    panel.keys(&["Esc", "Tab", "?"]);
    assert_eq!(last_row(&mut panel), "any other key back  ↑ ↓ scroll");
    panel.size = size(200, 80);
    assert_eq!(last_row(&mut panel), "any other key back");
}

#[test]
fn a_page_is_what_is_on_the_screen() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "?"]);
    let before = panel.screen();
    let shown: Vec<&str> = before.lines().skip(1).take(10).collect();
    panel.keys(&["PageDown"]);
    let after = panel.screen();
    assert!(shown.iter().all(|row| !after.contains(row)), "{after}");
    panel.keys(&["PageUp"]);
    assert_eq!(panel.screen(), before);
}

#[test]
fn the_keys_of_where_one_is_come_first() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "?"]);
    let screen = panel.screen();
    assert!(
        screen.contains("session org-system\nin the list\n"),
        "{screen}"
    );
    panel.keys(&["Esc", "Tab"]).click(11, 29);
    let screen = panel.screen();
    assert!(
        screen.contains("session org-system\nin the prompt\n"),
        "{screen}"
    );
}

#[test]
fn looking_for_a_worker_where_there_is_none_says_so() {
    let mut panel = Panel::with(&[]);
    panel.keys(&["/"]);
    let screen = panel.screen();
    assert!(screen.contains("  no worker yet\n"), "{screen}");
    assert!(!screen.contains("0 of 0"), "{screen}");
}
