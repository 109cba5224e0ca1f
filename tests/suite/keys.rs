//! Keys of the user's own choice.

use expect_test::expect;
use org::input::{Input, Key, KeyCode};
use org::keymap::{HostKeys, key_named};

use super::panel::Panel;
use super::{check, test};

#[test]
fn chosen_keys_work_and_are_shown_in_place_of_the_others() {
    let options = [
        ("keys_list", "start N, Insert; stop"),
        ("keys_prompt", "send Ctrl s"),
    ];
    let mut panel = Panel::loaded(&options);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.effects();
    panel.type_text("hi").keys(&["Enter", "Ctrl-s"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "hi"
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
            [send]  Tab commands  [keys]  [new]  [open]
        "#]],
    );
    panel.keys(&["Tab", "n", "x"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0






        ✓ submitted to %0 ~/a
        to %0 ~/a
        ❯
        N new  ? keys  Enter open  Tab prompt  / find  Space mark
    "#]],
    );
    panel.keys(&["Insert"]);
    assert!(panel.screen().contains("start a worker"));
}

#[test]
fn wrong_keys_are_named_and_the_others_taken() {
    let options = [
        ("keys_list", "start N; fly x"),
        ("keys_prompt", "send Ctrl s"),
    ];
    let mut panel = Panel::loaded(&options);
    panel.size.columns = 100;
    panel.size.rows = 20;
    panel.allow();
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                                                               tmux session org-system
            No worker yet.
            Press N to start one. It runs claude in a directory of yours and lives on in tmux when this panel,
            Zellij or your connection is gone.












            ✗ option keys_list: no action "fly"; the others hold
            to nobody yet
            ❯
            N new  ? keys  Tab prompt
        "#]],
    );
}

#[test]
fn dialogs_and_texts_have_keys_that_can_be_chosen_too() {
    let options = [
        ("keys_start", "accept F2; complete Ctrl t; cancel Ctrl c"),
        ("keys_question", "yes j; down"),
        ("keys_text", "delete_word Ctrl Backspace; undo"),
    ];
    let mut panel = Panel::loaded(&options);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.keys(&["Tab", "n"]).type_text("/home/u/b c");
    // What is not bound any more does nothing, and is not offered.
    panel.keys(&["Ctrl-w", "Ctrl-z", "Ctrl-Backspace", "Enter", "Tab"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            start a worker: claude
            directory    ❯ /home/u/b
                         from ~/here
            first prompt ❯






            F2 start  Ctrl c cancel  Shift Tab prompt
        "#]],
    );
    panel.keys(&["Ctrl-c", "x"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        Stop %0 ~/a and everything it started?
        j stop it   n keep it








        j yes  n no
    "#]],
    );
    panel.effects();
    panel.keys(&["y", "j"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run stop %0 with process 1000
    "#]],
    );
}

/// A configuration in which four options are wrong.
const WRONG: [(&str, &str); 5] = [
    ("order", "age"),
    ("refresh_interval", "fast"),
    ("open", "window"),
    ("keys_list", "start N, Insert; stop; opn X; mark A"),
    ("keys_start", "accept F2"),
];

#[test]
fn each_of_several_wrong_options_is_seen_and_what_is_right_holds() {
    let mut panel = Panel::loaded(&WRONG);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.size.rows = 20;
    panel.allow();
    panel.keys(&["Tab"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0








        ✗ option order "age": expected need or start; its default is
          used
        ✗ option refresh_interval "fast": expected seconds from 0.1
          to 60; its default is used
        ✗ option open "window": expected floating, in_place or tab;
          its default is used
        ✗ option keys_list: no action "opn" (open?); the others hold
        to %0 ~/a
        ❯
        N new  ? keys  Enter open  Tab prompt  / find  A mark
    "#]],
    );
    panel.keys(&["A"]);
    assert!(panel.screen().contains("1 marked"), "{}", panel.screen());
    panel.keys(&["A", "x", "Insert"]);
    assert!(panel.screen().contains("F2 start"), "{}", panel.screen());
}

#[test]
fn wrong_options_that_do_not_fit_are_counted_and_come_one_after_the_other() {
    let mut panel = Panel::loaded(&WRONG);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.size.rows = 12;
    panel.allow();
    panel.keys(&["Tab"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0



        ✗ option order "age": expected need or start; its default is
          used
        ✗ 3 more options are wrong; Esc goes on to them

        to %0 ~/a
        ❯
        N new  ? keys  Enter open  Tab prompt  / find  A mark
    "#]],
    );
    panel.keys(&["Esc"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  1 worker                        tmux session org-system
        ▶ ○ idle         ~/a                                   %0



        ✗ option refresh_interval "fast": expected seconds from 0.1
          to 60; its default is used
        ✗ 2 more options are wrong; Esc goes on to them

        to %0 ~/a
        ❯
        N new  ? keys  Enter open  Tab prompt  / find  A mark
    "#]],
    );
    panel.keys(&["Esc", "Esc"]);
    assert!(!panel.screen().contains("option"), "{}", panel.screen());
    let mut panel = Panel::loaded(&WRONG);
    panel.size.rows = 5;
    panel.size.columns = 40;
    panel.allow();
    check(
        &panel.screen(),
        &expect![[r#"
        org  0 workers   tmux session org-system
        No worker yet.
        ✗ 1 of 4: option order "age": expected…
        nobody yet ❯
        N new  ? keys  Tab prompt
    "#]],
    );
}

#[test]
fn an_option_that_does_not_exist_has_no_default_but_perhaps_a_name_nearby() {
    let mut panel = Panel::loaded(&[("ordre", "start"), ("colour", "red")]);
    panel.allow();
    let screen = panel.screen();
    assert!(screen.contains("✗ there is no option \"ordre\"; is it order?\n"));
    assert!(screen.contains("✗ there is no option \"colour\"\n"));
    assert!(!screen.contains("default"), "{screen}");
}

#[test]
fn esc_is_no_whatever_the_keys_of_a_question_are() {
    for option in ["yes j; no", "yes Esc; no", "yes j; no k; up Esc"] {
        let mut panel = Panel::loaded(&[("keys_question", option)]);
        panel.panes = Panel::with(&["/home/u/a"]).panes;
        panel.allow();
        panel.keys(&["Tab", "x"]);
        assert!(panel.screen().contains("Stop %0"), "{}", panel.screen());
        panel.effects();
        panel.keys(&["n", "Esc"]);
        assert!(!panel.screen().contains("Stop %0"), "{}", panel.screen());
        assert_eq!(panel.effects(), "", "{option}");
    }
}

#[test]
fn esc_closes_pages_and_the_start_whatever_their_keys_are() {
    let mut panel = Panel::loaded(&[
        ("keys_page", "down Esc; up"),
        ("keys_start", "cancel; accept Esc"),
        ("keys_prompt", "to_list; send Tab; older Esc"),
    ]);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    for open in ["?", "n"] {
        // The way from the prompt to the list is there too.
        panel.keys(&["Tab", open]);
        assert!(!panel.screen().contains("to %0"), "{}", panel.screen());
        panel.keys(&["Esc"]);
        assert!(panel.screen().contains("to %0"), "{}", panel.screen());
        panel.keys(&["Tab"]);
    }
}

#[test]
fn refusals_name_the_keys_in_force() {
    let keys = [("keys_list", "stop X; preview P; preview_up U")];
    let mut panel = Panel::loaded(&keys);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.keys(&["Tab", "r"]);
    assert!(panel.screen().contains("alive; stop it first with X\n"));
    panel.keys(&["U"]);
    let screen = panel.screen();
    assert!(screen.contains("no output is shown; make the panel larger"));
    panel.size.rows = 30;
    panel.screen();
    panel.keys(&["P", "U"]);
    let screen = panel.screen();
    assert!(
        screen.contains("no output is shown; it is hidden; P shows it"),
        "{screen}"
    );
}

#[test]
fn a_text_for_a_shell_names_the_key_for_it_or_none() {
    for (option, says) in [
        ("run_in_shell F2", "  as text; F2 runs it in its shell\n"),
        ("run_in_shell", "  as text\n"),
    ] {
        let mut panel = Panel::loaded(&[("keys_prompt", option)]);
        panel.panes = Panel::with(&["/home/u/a"]).panes;
        panel.allow();
        panel.type_text("!ls");
        assert!(panel.screen().contains(says), "{}", panel.screen());
    }
}

#[test]
fn enter_with_any_modifier_begins_a_new_line_in_a_prompt() {
    for enter in ["Shift-Enter", "Ctrl-Enter", "Alt-Enter"] {
        let mut panel = Panel::with(&["/home/u/a"]);
        panel.type_text("one").keys(&[enter]).type_text("two");
        panel.keys(&["Enter"]);
        check(
            &panel.effects(),
            &expect![[r#"
            run send %0 "one\ntwo"
        "#]],
        );
        panel.keys(&["Tab", "n"]).type_text("/home/u/b");
        panel.keys(&["Shift-Tab"]).type_text("one");
        panel.keys(&[enter]).type_text("two").keys(&["Enter"]);
        check(
            &panel.effects(),
            &expect![[r#"
            run resolve "/home/u/b" from "/home/u/here"; if "/home/u/b": start with "one\ntwo"
        "#]],
        );
    }
}

#[test]
fn a_key_that_has_no_character_types_nothing_and_closes_nothing() {
    // As Zellij passes on F13, a play key, the keypad's 5 without NumLock and
    // a bare Shift under the kitty keyboard protocol.
    for code in [57376, 57428, 57427, 57441] {
        let press = |panel: &mut Panel| {
            let key = Key::char(char::from_u32(code).unwrap());
            let before = panel.screen();
            panel.input(Input::Key(key));
            assert_eq!(panel.screen(), before, "{code}");
        };
        let mut panel = Panel::with(&["/home/u/a"]);
        press(&mut panel);
        panel.keys(&["Tab", "?"]);
        press(&mut panel);
        panel.keys(&["Esc", "n"]);
        press(&mut panel);
    }
}

#[test]
fn a_letter_of_another_alphabet_is_no_command_and_says_so() {
    for (letter, keys) in [
        ("т", &["Tab"][..]),
        ("ν", &["Tab"]),
        ("日", &["Tab"]),
        ("ö", &["Tab", "x"]),
    ] {
        let mut panel = Panel::with(&["/home/u/a"]);
        panel.size.columns = 100;
        panel.keys(keys).type_text(letter);
        let said = format!(
            "\"{letter}\" is not a command; commands are the letters a to z; is another keyboard layout on?"
        );
        let screen = panel.screen();
        assert!(screen.contains(&said), "{screen}");
    }
    // Whoever has given it a meaning, or writes, is told nothing.
    let mut panel = Panel::loaded(&[("keys_list", "start т")]);
    panel.panes = Panel::with(&["/home/u/a"]).panes;
    panel.allow();
    panel.keys(&["Tab"]).type_text("т");
    assert!(panel.screen().contains("start a worker"));
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("тν日ö");
    assert!(!panel.screen().contains("command;"));
}

/// The lines of the keys' page that hold a text.
fn help(taken: &[&str], text: &str) -> String {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.size.rows = 150;
    panel.size.columns = 100;
    let taken = taken.iter().map(|name| key_named(name).unwrap());
    panel.input(Input::HostKeys(HostKeys {
        taken: taken.collect(),
        lock: None,
    }));
    panel.keys(&["Tab", "?"]);
    let screen = panel.screen();
    let lines = screen.lines().filter(|line| line.contains(text));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_keys_that_zellij_takes_are_left_out_of_the_help_and_of_the_last_row() {
    check(
        &help(&[], "a new line in the prompt"),
        &expect![[r#"
            Alt Enter, Ctrl j, begin a new line in the prompt
        "#]],
    );
    check(
        &help(&["Alt Enter", "Ctrl j", "Ctrl Enter"], "in the prompt"),
        &expect![[r#"
            in the prompt
            Shift Enter        begin a new line in the prompt
        "#]],
    );
    // One that cannot be done any more says so.
    check(
        &help(&["q"], "Zellij takes the key"),
        &expect![[r#"
        q                  hide the floating panel (Zellij takes the key)
    "#]],
    );
    check(&help(&[], "Zellij"), &expect![[""]]);
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(Input::HostKeys(HostKeys {
        taken: [Key::plain(KeyCode::Enter), Key::char('/')].into(),
        lock: None,
    }));
    panel.keys(&["Tab"]);
    let screen = panel.screen();
    check(
        screen.lines().last().unwrap(),
        &expect!["n new  ? keys  o open  Tab prompt  [find]  Space mark"],
    );
}
