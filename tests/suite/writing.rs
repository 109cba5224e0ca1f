//! The prompt as an editor: rows, folded pastes, undo, drafts, history.

use expect_test::expect;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

fn two() -> Panel {
    Panel::with(&["/home/u/a", "/home/u/b"])
}

#[test]
fn a_prompt_of_several_rows_is_shown_in_rows_and_moved_in_by_rows() {
    let mut panel = two();
    panel
        .type_text("one")
        .keys(&["Alt-Enter"])
        .type_text("two")
        .keys(&["Ctrl-j"])
        .type_text("three")
        .keys(&["Up", "Up", "Up"])
        .type_text("X");
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1




        to %0 ~/a
        ❯ Xone
          two
          three
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    let cursor = panel.app.view(panel.now, panel.size).cursor;
    assert_eq!(cursor, Some((3, 8)));
    panel.keys(&["Down", "Down", "Down"]).type_text("Z");
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "Xone\ntwo\nthreeZ"
    "#]],
    );
}

#[test]
fn a_long_prompt_leaves_room_for_the_list() {
    let mut panel = two();
    for n in 1..=7 {
        panel.type_text(&format!("row {n}")).keys(&["Alt-Enter"]);
    }
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1



        to %0 ~/a
        ⋮ row 5
          row 6
          row 7

        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.keys(&["Up"; 5]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1



        to %0 ~/a
        ❯ row 1
          row 2
          row 3
          row 4
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn a_large_paste_is_folded_and_sent_whole() {
    let mut panel = two();
    let large: String = (1..=200).map(|n| format!("line {n} of a log\n")).collect();
    panel.type_text("look: ").paste(&large).type_text(" why?");
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1






        to %0 ~/a
        ❯ look: [200 lines, 3 KB] why?
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.keys(&["Enter"]);
    let sent = panel.effects();
    assert_eq!(
        sent,
        format!("run send %0 {:?}\n", format!("look: {large} why?"))
    );
}

#[test]
fn changes_are_undone_and_what_was_deleted_comes_back() {
    let mut panel = two();
    panel
        .type_text("fix the test")
        .keys(&["Ctrl-w", "Ctrl-w", "Ctrl-z"])
        .type_text("bug")
        .keys(&["Ctrl-a", "Ctrl-y", "Ctrl-z", "Ctrl-z", "Alt-z", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "fix the bug"
    "#]],
    );
}

#[test]
fn what_is_written_is_kept_for_each_worker() {
    let mut panel = two();
    panel.type_text("for a").keys(&["Down"]).type_text("for b");
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
          ○ idle ✎       ~/a                                   %0
        ▶ ○ idle         ~/b                                   %1






        to %1 ~/b
        ❯ for b
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.keys(&["Up", "Enter", "Down", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "for a"
        run send %1 "for b"
    "#]],
    );
}

#[test]
fn a_draft_for_a_worker_that_went_stands_as_not_sent() {
    let mut panel = two();
    panel.type_text("for a").keys(&["Down"]);
    panel.panes.remove(0);
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/b                                   %1





            ✗ worker %0 ~/a is gone
            ✗ not sent to %0: for a  Alt e edit
            to %1 ~/b
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Alt-e"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/b                                   %1






            ✗ worker %0 ~/a is gone
            to %1 ~/b
            ❯ for a
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn text_for_a_worker_that_went_goes_along_to_the_next_one_chosen() {
    let mut panel = two();
    panel.type_text("half a thought");
    panel.panes.remove(0);
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
              ○ idle         ~/b                                   %1





            ✗ worker %0 ~/a is gone; your text is kept: choose another
              worker
            to nobody chosen
            ❯ half a thought
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Down", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %1 "half a thought"
    "#]],
    );
}

#[test]
fn older_prompts_of_the_worker_come_back_by_how_they_begin() {
    let mut panel = two();
    for text in ["run the tests", "fix it", "run the lints"] {
        panel.type_text(text).keys(&["Enter"]);
    }
    panel
        .keys(&["Down"])
        .type_text("for b")
        .keys(&["Enter", "Up"]);
    panel.effects();
    let mut seen = Vec::new();
    let mut prompt = |panel: &mut Panel, key: &str| {
        panel.keys(&[key]);
        seen.push(panel.app.model().prompt.text());
    };
    for key in ["Shift-Up", "Shift-Up", "Shift-Up", "Shift-Up", "Shift-Down"] {
        prompt(&mut panel, key);
    }
    panel.keys(&["Ctrl-u"]).type_text("run");
    for key in ["Ctrl-r", "Ctrl-r", "Ctrl-r", "Shift-Down", "Shift-Down"] {
        prompt(&mut panel, key);
    }
    assert_eq!(
        seen,
        [
            "run the lints",
            "fix it",
            "run the tests",
            "run the tests",
            "fix it",
            "run the lints",
            "run the tests",
            "run the tests",
            "run the lints",
            "run",
        ]
    );
}

#[test]
fn text_typed_while_a_worker_starts_is_for_that_worker() {
    let mut panel = two();
    panel.keys(&["Tab", "n"]).type_text("/home/u/new");
    panel.hold = true;
    panel.keys(&["Enter"]).type_text("hello");
    panel.hold = false;
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers                       tmux session org-system
          ○ idle         ~/a                                   %0
          ○ idle         ~/b                                   %1
        ▶ ○ idle         ~/new                                 %2




        ✓ started %2 in ~/new
        to %2 ~/new
        ❯ hello
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn text_for_a_worker_that_went_is_not_mixed_with_a_draft_for_another() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Down"]).type_text("for b");
    panel.click(1, 5).type_text("for a");
    panel.panes.remove(0);
    panel.pass(Millis(600));
    panel.click(1, 5);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/b                                   %1




        ✗ worker %0 ~/a is gone; your text is kept: choose another
          worker
        ✗ not sent to %0: for a  Alt e edit
        to %1 ~/b
        ❯ for b
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn a_draft_comes_back_when_the_marks_go_and_none_is_written_over() {
    let mut panel = two();
    panel.keys(&["Down"]).type_text("long text");
    // Marked from another worker; the choice is on the one with the draft.
    panel.keys(&["Up", "Tab", "Space", "Down", "u"]);
    assert!(panel.screen().contains("❯ long text"), "{}", panel.screen());
    panel.keys(&["Up", "Space", "Down", "Tab"]).type_text("hi");
    panel.keys(&["Tab", "u", "Up"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle ✎       ~/b                                   %1





        ✗ not sent to %1: long text  e edit
        to %0 ~/a
        ❯
        n new  ? keys  Enter open  Tab prompt  / find  Space mark
    "#]],
    );
}

/// A start that is not answered yet.
fn starting(panel: &mut Panel) {
    panel.keys(&["Tab", "n"]).type_text("/home/u/new");
    panel.hold = true;
    panel.keys(&["Enter"]);
}

#[test]
fn who_turns_to_another_worker_while_one_starts_stays_there() {
    let mut panel = two();
    starting(&mut panel);
    panel.keys(&["Down"]).type_text("for b");
    panel.hold = false;
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
        org  3 workers                       tmux session org-system
          ○ idle         ~/a                                   %0
        ▶ ○ idle         ~/b                                   %1
          ○ idle         ~/new                                 %2




        ✓ started %2 in ~/new
        to %1 ~/b
        ❯ for b
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn who_goes_on_writing_while_a_worker_starts_stays_there() {
    let mut panel = two();
    panel.type_text("for a");
    starting(&mut panel);
    panel.type_text(", too");
    panel.hold = false;
    panel.pass(Millis(600));
    assert!(
        panel.screen().contains("❯ for a, too"),
        "{}",
        panel.screen()
    );
    assert!(panel.screen().contains("to %0 ~/a"), "{}", panel.screen());
}

#[test]
fn a_start_that_finds_its_worker_there_leaves_that_ones_draft() {
    let mut panel = two();
    panel.keys(&["Down"]).type_text("for b").keys(&["Up"]);
    panel
        .keys(&["Tab", "n"])
        .type_text("/home/u/b")
        .keys(&["Enter"]);
    let screen = panel.screen();
    assert!(screen.contains("to %1 ~/b\n❯ for b"), "{screen}");
}

#[test]
fn a_text_that_comes_back_while_a_worker_starts_is_none_of_that_one() {
    let mut panel = two();
    panel.type_text("for a").keys(&["Enter", "Tab"]);
    panel.keys(&["n"]).type_text("/home/u/new");
    panel.hold = true;
    panel.keys(&["Enter", "Shift-Up"]);
    assert!(panel.screen().contains("❯ for a"), "{}", panel.screen());
    panel.type_text(" again");
    panel.hold = false;
    panel.pass(Millis(600));
    let screen = panel.screen();
    assert!(screen.contains("to %0 ~/a\n❯ for a again"), "{screen}");
}

#[test]
fn what_was_being_written_comes_back_from_older_prompts() {
    let mut panel = two();
    panel.type_text("older").keys(&["Enter"]);
    let says = |panel: &mut Panel, text: &str| {
        assert!(panel.screen().contains(text), "{}", panel.screen());
    };
    panel
        .type_text("half a thought")
        .keys(&["Home", "Shift-Up"]);
    says(&mut panel, "❯ older");
    panel.keys(&["Ctrl-z"]);
    says(&mut panel, "❯ half a thought");
    // Another worker is chosen meanwhile.
    panel.keys(&["Home", "Shift-Up"]);
    says(&mut panel, "❯ older");
    panel.keys(&["Down", "Up"]);
    says(&mut panel, "❯ half a thought");
}

#[test]
fn the_cursor_moves_by_rows_over_pastes_that_stand_side_by_side() {
    let mut panel = two();
    panel.size.columns = 30;
    panel.screen();
    let long = "line\n".repeat(200);
    panel.paste(&long).paste(&long).type_text(" why?");
    panel.keys(&["Up", "Up", "Down", "Down", "Up", "x"]);
    assert!(panel.screen().contains("x["), "{}", panel.screen());
}
