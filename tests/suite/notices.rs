//! What is told, for how long, and what happens when tmux does not answer.

use expect_test::expect;
use org::input::{Input, TooLarge};
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

#[test]
fn what_was_too_large_to_be_taken_is_told_and_what_was_written_stays() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("before ");
    for (what, bytes) in [
        (TooLarge::CommandOutput, 12_000_000),
        (TooLarge::Paste, 5_240_000),
    ] {
        panel.input(Input::TooLarge { what, bytes });
    }
    panel.type_text("after");
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0



        ✗ not taken: the output of a command of 12.0 MB (limit 4.0
          MB); your text is unchanged
        ✗ not taken: a paste of 5.2 MB (limit 3.2 MB); your text is
          unchanged
        to %0 ~/a
        ❯ before after
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn what_was_done_goes_by_itself_and_failures_stay_until_dismissed() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "n"]).type_text("/home/u/a");
    panel.keys(&["Enter", "Tab", "r", "c"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0



            ✗ already running in %0: /home/u/a; send it a prompt or open
              it
            ✗ worker %0 is alive; stop it first with x
            ✓ no dead workers to clean
            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
    panel.pass(Millis(9_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            ✗ already running in %0: /home/u/a; send it a prompt or open
              it
            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
    panel.keys(&["Esc"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0







            to %0 ~/a
            ❯
            n new  ? keys  Enter open  Tab prompt  / find  Space mark
        "#]],
    );
}

#[test]
fn a_key_that_can_do_nothing_is_told_until_the_next_one() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "r"]);
    assert!(panel.screen().contains("✗ worker %0 is alive"));
    // Time to read it.
    panel.keys(&["g"]);
    assert!(panel.screen().contains("✗ worker %0 is alive"));
    panel.pass(Millis(2_500));
    assert!(panel.screen().contains("✗ worker %0 is alive"));
    panel.keys(&["g"]);
    assert!(!panel.screen().contains('✗'), "{}", panel.screen());
}

#[test]
fn over_the_panel_only_what_has_happened_since_is_told() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "r", "c"]);
    panel.pass(Millis(100));
    assert_eq!(panel.screen().matches(['✗', '✓']).count(), 2);
    panel.keys(&["?"]);
    assert!(!panel.screen().contains(['✗', '✓']), "{}", panel.screen());
    panel.keys(&["Esc", "n"]).type_text("/home/u/a");
    assert!(!panel.screen().contains(['✗', '✓']), "{}", panel.screen());
    panel.resolve = Some("missing");
    panel.keys(&["Enter"]);
    assert_eq!(panel.screen().matches('✗').count(), 1, "{}", panel.screen());
    assert!(
        panel.screen().contains("does not exist"),
        "{}",
        panel.screen()
    );
}

#[test]
fn what_was_done_before_leaves_room_for_what_is_told_over_the_panel() {
    let mut panel = Panel::with(&["/home/u/a"]);
    for name in ["b", "c", "d"] {
        panel
            .keys(&["Tab", "n"])
            .type_text(&format!("/home/u/{name}"));
        panel.keys(&["Enter"]);
    }
    panel.pass(Millis(100));
    panel.found.insert("complete", "/home/u/empty\0".to_owned());
    panel.keys(&["Tab", "n"]).type_text("/home/u/empty/");
    panel.keys(&["Tab"]);
    let screen = panel.screen();
    assert!(screen.contains("✓ there is no directory in it"), "{screen}");
}

#[test]
fn of_many_things_done_the_last_two_are_told() {
    let mut panel = Panel::with(&["/home/u/a"]);
    for name in ["b", "c", "d", "e"] {
        panel
            .keys(&["Tab", "n"])
            .type_text(&format!("/home/u/{name}"));
        panel.keys(&["Enter"]);
        panel.pass(Millis(1_000));
    }
    let screen = panel.screen();
    assert_eq!(screen.matches("✓ started").count(), 2, "{screen}");
    assert!(screen.contains("✓ started %4"), "{screen}");
}

#[test]
fn workers_that_vanish_are_told_of_unless_it_was_done_here() {
    let directories = ["/home/u/a", "/home/u/b", "/home/u/c", "/home/u/d"];
    let mut panel = Panel::with(&directories);
    panel.keys(&["Tab"]);
    panel.panes.remove(3);
    panel.pass(Millis(600));
    assert!(panel.screen().contains("✗ worker %3 ~/d is gone"));
    // It was stopped here.
    panel.keys(&["Esc", "G", "x", "y"]);
    panel.pass(Millis(600));
    let screen = panel.screen();
    assert!(
        screen.contains("✓ stopped %2 ~/c") && !screen.contains("gone"),
        "{screen}"
    );
    panel.kill(1, "0", "");
    panel.pass(Millis(600));
    panel.keys(&["c", "y"]);
    panel.pass(Millis(600));
    let screen = panel.screen();
    assert!(
        screen.contains("✓ cleaned 1") && !screen.contains("gone"),
        "{screen}"
    );
    panel.kill(0, "0", "");
    panel.pass(Millis(600));
    panel.keys(&["g", "r"]);
    panel.pass(Millis(600));
    let screen = panel.screen();
    assert!(
        screen.contains("✓ restarted") && !screen.contains("gone"),
        "{screen}"
    );
    let mut panel = Panel::with(&directories);
    panel.panes.clear();
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                       tmux session org-system
            No worker yet.
            Press Tab, then n, to start one. It runs claude in a
            directory of yours and lives on in tmux when this panel,
            Zellij or your connection is gone.


            ✗ all 4 workers are gone: %0 ~/a, %1 ~/b, %2 ~/c …; their
              tmux session has ended
            to nobody yet
            ❯
            Tab commands  [keys]  [new]
        "#]],
    );
}

#[test]
fn a_tmux_that_hangs_leaves_the_last_list_marked_as_old() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    panel.pass(Millis(11_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker  list is 11 s old      tmux session org-system
            ▶ ○ idle         ~/a                                   %0





            ✗ could not list the workers: no answer within 8 s; org
              tries again by itself
            to %0 ~/a
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.hold = false;
    panel.pass(Millis(10_000));
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
}

#[test]
fn the_help_lists_every_key() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.size.rows = 125;
    panel.keys(&["Tab", "?"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            in the list
            Enter, o           open the worker
            k, ↑               choose the worker above
            j, ↓               choose the worker below
            PgUp               a page up
            PgDn               a page down
            g, Home            choose the first worker
            G, End             choose the last worker
            w                  the next worker that needs you
            /                  find workers by directory or state
            Space, m           mark the worker: the prompt goes to all
                               marked
            A                  mark all that are listed
            I                  mark all that are idle
            u                  take all marks away
            v                  what became of the last prompt to several
            p                  show the worker's screen, or not
            K, Shift PgUp      look back in the worker's output
            J, Shift PgDn      on again, at last to the live screen
            f                  open it in a floating pane
            O                  open it in the panel's place
            t                  open it in a new tab
            n                  start a worker in a directory
            c                  remove the dead workers
            x                  stop the worker and its processes
            r                  start a dead worker again
            s                  send what waits without waiting
            a                  send what waits behind the draft
            e                  take back what waits, to edit it
            R                  list the workers now
            ?                  show these keys
            Tab, i             type into the prompt
            Esc                take filter, marks and notices away, one
                               by one
            q                  hide the floating panel
            in the prompt
            Enter              send the prompt; empty: open the worker
            Alt Enter, Ctrl j, begin a new line in the prompt
            Shift Enter,
            Ctrl Enter
            Shift ↑, Ctrl r    an older prompt that begins like this
            Shift ↓            a newer one, at last your own text
            Alt x, Alt !       run it in the worker's shell
            Alt s              send what waits without waiting
            Alt a              send what waits behind the draft
            Alt e              take back what waits, to edit it
            ↑                  choose the worker above
            ↓                  choose the worker below
            PgUp               a page up
            PgDn               a page down
            Shift PgUp         look back in the worker's output
            Shift PgDn         on again, at last to the live screen
            Alt g              the next worker that needs you
            Alt /              find workers by directory or state
            Alt v              what became of the last prompt to several
            Tab, Esc           letters become commands
            while writing, in every field
            ←                  a character back
            →, Ctrl f          a character on
            Alt b, Ctrl ←      a word back
            Ctrl →             a word on
            Ctrl a, Home       to the start of the line
            Ctrl e, End        to the end of the line
            Backspace          delete the character before the cursor
            Delete, Ctrl d     delete the character behind it
            Ctrl w,            delete the word before the cursor
            Alt Backspace,
            Ctrl Backspace
            Ctrl u             delete the line before the cursor
            Ctrl k             delete the line behind it
            Ctrl y             put in what was deleted last by word or
                               line
            Ctrl z             take the last change of the text back
            Alt z              make it again
            while finding
            Enter              choose this worker
            Esc                back to where you were
            ↑                  choose the worker above
            ↓                  choose the worker below
            PgUp               a page up
            PgDn               a page down
            Tab                letters become commands
            where to start
            Enter              start there, or go to the worker that is
                               there
            Tab                complete the path, or go into the chosen
                               directory
            Shift Tab          go to the first prompt, and back
            Alt c              go on with the conversation there
            Alt Enter, Ctrl j, begin a new line in the first prompt
            Shift Enter,
            Ctrl Enter
            ↑                  the directory above; above the first:
                               what is typed
            ↓                  the directory below; below the last: the
                               first prompt
            PgUp               a page up
            PgDn               a page down
            Esc                start nothing
            when asked
            y, Y               do it
            n, N, Esc, Enter   do not
            ↑, k               scroll up
            ↓, j               scroll down
            PgUp               a page up
            PgDn               a page down
            while reading, as here
            ↑, k               scroll up
            ↓, j               scroll down
            PgUp               a page up
            PgDn               a page down
            Home, g            to the top
            End, G             to the bottom
            with the mouse
            click              choose a worker
            second click       open it
            before the row     mark it
            wheel              scroll what is under the pointer
            keys that Zellij takes
            Ctrl g             its locked mode: all keys reach the
                               panel; again: back


            any other key back
        "#]],
    );
    panel.keys(&["Esc"]);
    assert!(panel.screen().contains("idle"));
}

#[test]
fn a_notice_that_does_not_fit_shows_its_beginning() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.size = org::view::Size {
        rows: 6,
        columns: 30,
    };
    panel.keys(&["Tab", "r"]);
    let screen = panel.screen();
    assert!(
        screen.contains("✗ worker %0 is alive; stop it…"),
        "{screen}"
    );
}

#[test]
fn a_failure_stays_when_a_prompt_that_waited_goes_out() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.panes[0].agent.works = true;
    panel.panes[1].agent.asks = true;
    panel.type_text("one").keys(&["Enter"]);
    panel.type_text("two").keys(&["Enter"]);
    panel.keys(&["Down"]).type_text("three").keys(&["Enter"]);
    let fails = "is asking a question";
    assert!(panel.screen().contains(fails), "{}", panel.screen());
    panel.pass(Millis(5_000));
    panel.panes[0].agent.works = false;
    panel.pass(Millis(5_000));
    assert!(panel.effects().contains("two"), "{}", panel.screen());
    assert!(panel.screen().contains(fails), "{}", panel.screen());
}

#[test]
fn what_was_removed_here_does_not_silence_what_goes_later() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.kill(0, "1", "");
    panel.pass(Millis(600));
    panel.keys(&["Tab", "c"]);
    // Somebody else was faster, and the list has said so.
    panel.panes.remove(0);
    panel.pass(Millis(600));
    panel.keys(&["y"]);
    panel.pass(Millis(1_200));
    panel.panes.clear();
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
        org  0 workers                       tmux session org-system
        No worker yet.
        Press n to start one. It runs claude in a directory of yours
        and lives on in tmux when this panel, Zellij or your
        connection is gone.
        ✗ worker %0 ~/a is gone
        ✓ no dead workers to clean
        ✗ all 2 workers are gone: %1 ~/b, %2 ~/c; their tmux session
          has ended
        to nobody yet
        ❯
        n new  ? keys  Tab prompt
    "#]],
    );
}

#[test]
fn a_failure_that_nobody_could_see_is_not_dismissed() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.size.rows = 6;
    panel.panes[0].agent.asks = true;
    panel.panes[1].agent.asks = true;
    panel.type_text("one").keys(&["Enter"]);
    panel.pass(Millis(600));
    panel.keys(&["Down"]).type_text("two").keys(&["Enter"]);
    panel.pass(Millis(600));
    let says = |panel: &mut Panel, pane: &str, says: bool| {
        let screen = panel.screen();
        let told = screen.contains(&format!("{pane} is asking"));
        assert_eq!(told, says, "{screen}");
    };
    says(&mut panel, "%1", true);
    says(&mut panel, "%0", false);
    panel.keys(&["Tab", "Esc"]);
    says(&mut panel, "%1", false);
    says(&mut panel, "%0", true);
    panel.keys(&["Esc"]);
    says(&mut panel, "%0", false);
}

#[test]
fn only_who_has_lost_their_worker_is_told_that_the_text_is_kept() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    panel.type_text("half");
    panel.panes.remove(0);
    panel.pass(Millis(600));
    let kept = "your text is kept";
    assert!(panel.screen().contains(kept), "{}", panel.screen());
    panel.keys(&["Tab", "Esc"]);
    panel.panes.remove(0);
    panel.pass(Millis(600));
    assert!(
        panel.screen().contains("worker %1 ~/b is gone"),
        "{}",
        panel.screen()
    );
    assert!(!panel.screen().contains(kept), "{}", panel.screen());
}
