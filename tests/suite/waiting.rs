//! Prompts that cannot be sent at once: what they wait for is shown, and what
//! can be done about it is done.

use expect_test::expect;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

#[test]
fn a_prompt_for_a_working_agent_waits_in_sight_and_goes_out_by_itself() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.works = true;
    panel.type_text("fix the tests").keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle ◷1      ~/a                                   %0






            ◷ until it is idle: fix the tests  Alt s now  Alt e edit
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.pass(Millis(5_000));
    check(&panel.effects(), &expect![""]);
    panel.panes[0].agent.works = false;
    panel.pass(Millis(2_000));
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "fix the tests"
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0






            ✓ submitted to %0 ~/a
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_prompt_that_waits_is_sent_at_once_when_its_user_says_so() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.works = true;
    panel.type_text("fix the tests").keys(&["Enter", "Alt-s"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "fix the tests"
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0






            ✓ queued in %0 ~/a; it goes on with it after its turn
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_prompt_that_waits_is_taken_back_to_be_edited() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.works = true;
    panel.type_text("first").keys(&["Enter"]);
    panel.type_text("second").keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle ◷2      ~/a                                   %0





            ◷ until it is idle: first  Alt s now
            ◷ behind another prompt: second  Alt e edit
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Tab", "e"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle ◷1      ~/a                                   %0






            ◷ until it is idle: first  Alt s now  Alt e edit
            to %0 ~/a
            ❯ second
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Ctrl-u", "Alt-e", "Ctrl-u", "Alt-e"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0






            ✗ no prompt waits for this worker, and none was left unsent
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.panes[0].agent.works = false;
    panel.pass(Millis(5_000));
    check(&panel.effects(), &expect![""]);
}

#[test]
fn a_click_on_what_can_be_done_with_a_waiting_prompt_does_it() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.works = true;
    panel.type_text("fix").keys(&["Enter"]);
    let screen = panel.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, l)| l.contains('◷') && l.contains("fix"))
        .unwrap();
    let before = line.split("Alt s").next().unwrap();
    panel.click(row, before.chars().count() + 1);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "fix"
    "#]],
    );
}

#[test]
fn a_draft_in_the_box_holds_the_prompt_until_its_user_decides() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.boxed = "half a ".into();
    panel.type_text("thought").keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle ◷1      ~/a                                   %0






            ◷ a draft is in its box: thought  Alt a append  Alt e edit
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Alt-s"]);
    check(&panel.effects(), &expect![""]);
    panel.keys(&["Alt-a"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "thought"
    "#]],
    );
}

#[test]
fn a_question_refuses_the_prompt_and_the_text_comes_back() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.asks = true;
    panel.type_text("1").keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0






            ✗ not sent: %0 is asking a question; open it to answer
            to %0 ~/a
            ❯ 1
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_prompt_for_an_agent_that_starts_waits_for_it_and_at_last_comes_back() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    for pane in &mut panel.panes {
        pane.agent.starts = true;
    }
    panel.type_text("hello a").keys(&["Enter", "Down"]);
    panel.type_text("hello b").keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
              ○ idle ◷1      ~/a                                   %0
            ▶ ○ idle ◷1      ~/b                                   %1





            ◷ until its box is back: hello b  Alt e edit
            to %1 ~/b
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.panes[1].agent.starts = false;
    panel.pass(Millis(2_000));
    check(
        &panel.effects(),
        &expect![[r#"
        run send %1 "hello b"
    "#]],
    );
    panel.pass(Millis(61_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
              ○ idle         ~/a                                   %0
            ▶ ○ idle         ~/b                                   %1



            ✗ not sent: another view is open in %0; open it and close
              that view
            ✗ not sent to %0: hello a  Alt e edit
            to %1 ~/b
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn a_text_that_is_a_command_to_the_agent_says_so_before_it_is_sent() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("/model opus");
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0







            to %0 ~/a  as its command /model
            ❯ /model opus
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Ctrl-a"]);
    assert!(panel.screen().contains("as its command /model"));
    panel.keys(&["Ctrl-k"]).type_text("!ls");
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0







            to %0 ~/a  as text; Alt x runs it in its shell
            ❯ !ls
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 " !ls"
    "#]],
    );
}

#[test]
fn a_shell_command_is_run_only_after_a_question() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("!ls -l").keys(&["Alt-!"]);
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        Run this in the shell of %0 ~/a, without its agent asking
        for permission: ls -l
        y run it   n keep my text







        y yes  n no
    "#]],
    );
    panel.keys(&["Enter"]);
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0







            to %0 ~/a  as text; Alt x runs it in its shell
            ❯ !ls -l
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Alt-!", "y"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "!ls -l"
    "#]],
    );
}

#[test]
fn a_program_that_runs_there_outside_of_tmux_is_asked_about() {
    let mut panel = Panel::with(&[]);
    panel.resolve = Some("found 12 34\n/home/u/here");
    panel.keys(&["n"]).type_text(".").keys(&["Enter"]);
    panel.pass(Millis(1_000));
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "." from "/home/u/here"; if "/home/u/here": start
            run occupants
        "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
        org  0 workers                       tmux session org-system
        claude runs in /home/u/here outside of tmux (process 12,
        34). Start another one beside it?
        y start   n go back







        y yes  n no
    "#]],
    );
    panel.keys(&["n"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                       tmux session org-system
            start a worker: claude
            directory    ❯ .
                         from ~/here
            first prompt ❯






            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
    panel.keys(&["Enter"]);
    panel.pass(Millis(1_000));
    panel.keys(&["y"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "." from "/home/u/here"; if "/home/u/here": start
            run occupants
            run resolve "." from "/home/u/here"; if "/home/u/here": start
            run start
        "#]],
    );
}

#[test]
fn a_look_without_an_answer_does_not_end_the_waiting() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.works = true;
    panel.type_text("fix").keys(&["Enter"]);
    panel.hold = true;
    panel.pass(Millis(15_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker  list is 15 s old      tmux session org-system
        ▶ ○ idle ◷1      ~/a                                   %0




        ✗ could not list the workers: no answer within 8 s; org
          tries again by itself
        ◷ until it is idle: fix  Alt s now  Alt e edit
        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.hold = false;
    panel.settle();
    panel.panes[0].agent.works = false;
    panel.pass(Millis(5_000));
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "fix"
    "#]],
    );
}

#[test]
fn prompts_of_a_worker_that_went_stand_by_and_come_back_in_their_order() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.panes[0].agent.works = true;
    for text in ["one", "two", "three"] {
        panel.type_text(text).keys(&["Enter"]);
    }
    panel.keys(&["Down"]).type_text("for b");
    panel.panes.remove(0);
    panel.pass(Millis(3_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/b                                   %1


            ✗ worker %0 ~/a is gone
            ✗ not sent: worker %0 is gone; choose a worker from the list
            ✗ not sent to %0: one  Alt e edit
            ✗ not sent to %0: two
            ✗ not sent to %0: three
            to %1 ~/b
            ❯ for b
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %1 "for b"
    "#]],
    );
    panel.keys(&["Alt-e"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/b                                   %1




        ✓ submitted to %1 ~/b
        ✗ not sent to %0: two  Alt e edit
        ✗ not sent to %0: three
        to %1 ~/b
        ❯ one
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn a_draft_that_has_changed_is_not_the_one_that_was_approved() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.boxed = "half a ".into();
    panel.panes[0].agent.works = true;
    panel.type_text("thought").keys(&["Enter", "Alt-a"]);
    panel.panes[0].agent.boxed = "another one".into();
    panel.panes[0].agent.works = false;
    panel.pass(Millis(5_000));
    check(&panel.effects(), &expect![""]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle ◷1      ~/a                                   %0






        ◷ a draft is in its box: thought  Alt a append  Alt e edit
        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

/// What runs in the pane by then may be a shell.
#[test]
fn a_prompt_that_waited_goes_to_the_agent_that_it_was_written_for_or_to_nobody() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.works = true;
    panel.type_text("one").keys(&["Enter"]);
    panel.type_text("touch x").keys(&["Enter"]);
    panel.panes[0].ours = false;
    panel.panes[0].agent.works = false;
    panel.panes[0].agent.starts = true;
    panel.pass(Millis(5_000));
    check(&panel.effects(), &expect![""]);
}

#[test]
fn a_prompt_of_a_worker_that_went_does_not_become_that_of_another() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.panes[0].agent.works = true;
    panel.type_text("one").keys(&["Enter", "Down"]);
    panel.panes.remove(0);
    panel.pass(Millis(3_000));
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/b                                   %1




        ✗ worker %0 ~/a is gone
        ✗ not sent: worker %0 is gone; choose a worker from the list
        ✗ not sent to %0: one  Alt e edit
        to %1 ~/b
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn who_writes_when_a_question_comes_up_by_itself_does_not_answer_it() {
    let mut panel = Panel::with(&[]);
    panel.resolve = Some("found 12 34\n/home/u/here");
    panel.keys(&["n"]).type_text(".");
    panel.hold = true;
    panel.keys(&["Enter"]);
    panel.pass(Millis(100));
    panel.type_text("why ");
    panel.hold = false;
    panel.settle();
    panel.type_text("yes?").keys(&["Enter"]);
    let screen = panel.screen();
    assert!(screen.contains("Start another one beside it?"), "{screen}");
    panel.pass(Millis(1_000));
    panel.keys(&["Esc", "Esc", "Tab"]);
    assert!(panel.screen().contains("❯ why yes?"), "{}", panel.screen());
    assert!(panel.panes.is_empty());
}

/// A program whose screen is not known, and whose question has opened under
/// the text.
fn held() -> Panel {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].agent.program = "codex";
    panel.panes[0].agent.announces = true;
    panel.pass(Millis(11_000));
    panel.type_text("do it").keys(&["Enter"]);
    panel.pass(Millis(3_000));
    assert_eq!(panel.effects(), "run send %0 \"do it\"\n");
    panel
}

#[test]
fn an_enter_that_a_question_holds_back_is_shown_and_pressed_when_it_is_answered() {
    let mut panel = held();
    panel.pass(Millis(300_000));
    // No other panel must paste it once more.
    assert_eq!(panel.app.model().texts_to_keep(), []);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle ◷1      ~/a                                   %0






        ◷ in its box, behind a question: do it  Alt e leave it
        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    panel.panes[0].agent.announces = false;
    panel.pass(Millis(1_200));
    assert_eq!(panel.panes[0].agent.boxed, "");
    assert_eq!(panel.effects(), "");
    assert!(panel.screen().contains("✓ delivered to %0 ~/a"));
}

/// The claim is given back, the text stays where it is, and the user knows.
fn was_left_in_the_box(panel: &mut Panel) {
    assert_eq!(panel.effects(), "run leave %0\n");
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0





        ✗ not submitted: %0 asks a question; your text stands in its
          box; open it and press Enter there, or clear it
        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    assert_eq!(panel.panes[0].agent.claim, "");
    assert_eq!(panel.panes[0].agent.boxed, "do it");
}

#[test]
fn an_enter_is_held_back_for_ten_minutes_at_most() {
    let mut panel = held();
    panel.pass(Millis(590_000));
    assert!(panel.screen().contains("◷ in its box"));
    panel.pass(Millis(10_000));
    was_left_in_the_box(&mut panel);
}

/// It cannot be taken out of the program's input, and must not be sent twice.
#[test]
fn a_text_that_waits_for_its_enter_is_left_in_the_box_and_does_not_come_back() {
    let mut panel = held();
    panel.type_text("and then").keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle ◷2      ~/a                                   %0





        ◷ in its box, behind a question: do it
        ◷ behind another prompt: and then  Alt e edit
        to %0 ~/a
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
    // The newest first: nothing of it has reached the worker.
    panel.keys(&["Alt-e"]);
    assert!(panel.screen().contains("❯ and then"));
    panel.keys(&["Ctrl-u", "Alt-e"]);
    was_left_in_the_box(&mut panel);
    // No Enter comes later by itself.
    panel.panes[0].agent.announces = false;
    panel.pass(Millis(30_000));
    assert_eq!(panel.panes[0].agent.boxed, "do it");
}

/// While the Enter is just being tried it is given up with the answer.
#[test]
fn what_is_left_while_its_enter_is_tried_is_not_tried_again() {
    for answered in [false, true] {
        let mut panel = held();
        panel.hold = true;
        panel.pass(Millis(1_500));
        panel.keys(&["Alt-e"]);
        assert_eq!(panel.effects(), "");
        panel.panes[0].agent.announces = !answered;
        panel.hold = false;
        panel.settle();
        panel.pass(Millis(3_000));
        let (says, boxed) = match answered {
            true => ("✓ delivered to %0", ""),
            false => ("✗ not submitted: %0 asks a question", "do it"),
        };
        assert!(panel.screen().contains(says), "{}", panel.screen());
        assert_eq!(panel.panes[0].agent.boxed, boxed);
        assert_eq!(panel.panes[0].agent.claim, "");
    }
}
