//! Clicks are read against the frame that was on the screen.

use expect_test::expect;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

#[test]
fn a_click_chooses_and_a_second_one_opens() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.click(2, 20).type_text("for b").keys(&["Enter"]);
    panel.click(2, 20);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %1 "for b"
        open "%1 ~/b" view=true
    "#]],
    );
}

#[test]
fn a_click_on_a_worker_that_went_chooses_nobody_instead() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.screen();
    // Behind the screen b goes, and c moves to where it was seen.
    panel.panes.remove(1);
    panel.click(2, 20);
    panel.pass(Millis(600));
    panel.type_text("x").keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
}

#[test]
fn every_region_of_every_frame_can_be_clicked() {
    for keys in [
        &[][..],
        &["Tab"],
        &["Tab", "n"],
        &["Tab", "x"],
        &["Tab", "?"],
        &["Tab", "/", "a"],
        &["Tab", "A"],
        &["Tab", "A", "Tab", "p", "Enter"],
        &["Tab", "A", "Tab", "p", "Enter", "y"],
    ] {
        let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
        panel.keys(keys);
        panel.screen();
        let frame = panel.app.view(panel.now, panel.size).clone();
        for region in frame.regions() {
            assert!(region.row < frame.lines.len(), "{region:?}");
            assert!(region.columns.end <= frame.size.columns, "{region:?}");
            let hit = frame.click(region.row, region.columns.start);
            assert_eq!(hit, Some(&region.click), "two things in one place");
        }
    }
}

#[test]
fn the_keys_under_a_question_can_be_clicked() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "n"]).type_text("/home/u/b");
    let screen = panel.screen();
    let row = screen.lines().count() - 1;
    let last = screen.lines().last().unwrap().to_owned();
    let at = |word: &str| last.split(word).next().unwrap().chars().count();
    panel.click(row, at("prompt")).type_text("begin");
    panel.click(row, at("start"));
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "/home/u/b" from "/home/u/here"; if "/home/u/b": start with "begin"
        "#]],
    );
    panel.keys(&["Tab", "x"]);
    panel.click(row, 7);
    check(&panel.effects(), &expect![[r#""#]]);
}

#[test]
fn the_row_of_actions_is_clickable() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let screen = panel.screen();
    let row = screen.lines().count() - 1;
    let last = screen.lines().last().unwrap();
    let column = last.split("new").next().unwrap().chars().count();
    panel.click(row, column);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            start a worker: claude
            directory    ❯
                         from ~/here
            first prompt ❯






            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
}

#[test]
fn what_is_under_the_pointer_stands_out_and_is_drawn_when_it_changes() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.screen();
    let over = |row, column| org::input::Input::Mouse(org::input::Mouse::Hover { row, column });
    let repaints = |panel: &mut Panel, row, column| {
        panel.app.view(panel.now, panel.size);
        let effects = panel.app.update(panel.now, over(row, column));
        effects.contains(&org::effect::Effect::Repaint)
    };
    assert!(repaints(&mut panel, 1, 5));
    assert!(!repaints(&mut panel, 1, 6), "the same row");
    assert!(repaints(&mut panel, 1, 0), "the place of its mark");
    assert!(repaints(&mut panel, 2, 6));
    let frame = panel.app.view(panel.now, panel.size);
    let stands_out = |row: usize| {
        let spans = &frame.lines[row].spans;
        spans
            .iter()
            .skip(1)
            .all(|s| s.style == org::view::Style::Hover)
    };
    assert_eq!([1, 2].map(stands_out), [false, true]);
}
