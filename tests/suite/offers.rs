//! Offers of directories when a worker is started.

use std::fmt::Write as _;

use expect_test::expect;
use org::input::{Input, Panes};
use org::time::Millis;
use org::view::{Click, Size};

use super::panel::Panel;
use super::{check, test};

const CONVERSATIONS: &str = "conversation 400 -home-u-old 11111111-1111-4111-8111-111111111111
\"cwd\":\"/home/u/old\"
conversation 900 -home-u-b 22222222-2222-4222-8222-222222222222
\"cwd\":\"/home/u/b\"
";

/// A panel with a living worker in `~/a`, a dead one in `~/dead`, and offers
/// of all kinds, the dialog open.
fn chooser() -> Panel {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/dead"]);
    panel.kill(1, "1", "");
    panel.pass(Millis(4_000));
    panel.now = org::time::Moment(8_000_000);
    panel.found.insert("conversations", CONVERSATIONS.into());
    panel
        .found
        .insert("zoxide", "/srv/zoxide one\n/home/u/b\n".into());
    panel.input(Input::Panes(Panes {
        terminals: vec![3, 4],
        ..Panes::default()
    }));
    panel.input(Input::Surroundings {
        terminal: Some(4),
        floating: false,
        suppressed: false,
    });
    panel.keys(&["Tab", "n"]);
    check(
        &panel.effects(),
        &expect![[r#"
        ReadDirectory(4)
        ReadDirectories([4, 3])
    "#]],
    );
    let panes = ["/home/u/a", "/", "relative", "/tmp/x"];
    panel.input(Input::Directories(panes.map(str::to_owned).to_vec()));
    panel.settle();
    panel
}

fn said(panel: &mut Panel, word: &'static str, answer: &str) {
    panel.found.insert(word, answer.to_owned());
}

#[test]
fn offers_are_made_best_first_and_say_where_they_come_from() {
    let mut panel = chooser();
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            start a worker: claude
            directory    ❯
                         from ~/here
              ~/a                                           has a worker
              /tmp/x                                                pane
              ~/dead                                         dead worker
              ~/b                        conversation, 1h ago [continue]
              ~/old                      conversation, 2h ago [continue]
              /srv/zoxide one                                     zoxide
            first prompt ❯
            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
}

#[test]
fn what_is_typed_filters_the_offers() {
    let mut panel = chooser();
    panel.type_text("zo");
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            start a worker: claude
            directory    ❯ zo
                         from ~/here
              /srv/zoxide one                                     zoxide
            first prompt ❯





            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
    panel.type_text("qqq");
    assert!(!panel.screen().contains("zoxide one"));
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "zoqqq" from "/home/u/here"; if "/home/u/here/zoqqq": start
        "#]],
    );
}

#[test]
fn a_chosen_offer_starts_there() {
    let mut panel = chooser();
    panel.type_text("zo").keys(&["Down", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "/srv/zoxide one" from "/home/u/here"; if "/srv/zoxide one": start
        "#]],
    );
}

#[test]
fn a_directory_that_has_a_worker_is_gone_to_and_nothing_starts() {
    let mut panel = chooser();
    panel
        .keys(&["Shift-Tab"])
        .type_text("say hi")
        .keys(&["Tab", "Down", "Enter"]);
    check(&panel.effects(), &expect![[""]]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers, 1 dead               tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ✗ exit 1       ~/dead                                %1






        to %0 ~/a
        ❯ say hi
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn the_offer_of_a_dead_worker_starts_another_in_its_place() {
    let mut panel = chooser();
    panel.type_text("dead").keys(&["Down", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "/home/u/dead" from "/home/u/here"; if "/home/u/dead": start
        "#]],
    );
    assert_eq!(panel.panes.len(), 2);
    assert!(panel.panes.iter().all(|p| p.dead.is_none()));
}

#[test]
fn a_conversation_is_gone_on_with_when_nobody_has_it_open() {
    let mut panel = chooser();
    said(&mut panel, "open?", "free\n");
    panel.type_text("~/old").keys(&["Down"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            start a worker: claude
            directory    ❯ ~/old
                         from ~/here
            ▶ ~/old                      conversation, 2h ago [continue]
            first prompt ❯





            Enter new  Esc cancel  Alt c continue  Shift Tab prompt
        "#]],
    );
    panel.keys(&["Alt-c"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run open? 11111111-1111-4111-8111-111111111111
            run resolve "/home/u/old" from "/home/u/here"; if "/home/u/old": start --resume 11111111-1111-4111-8111-111111111111
        "#]],
    );
}

#[test]
fn a_conversation_that_is_open_elsewhere_is_refused() {
    for (answer, code) in [
        ("open 77\n", "is open in process 77"),
        ("", "could not ask who has the conversation open"),
    ] {
        let mut panel = chooser();
        panel.size.columns = 120;
        said(&mut panel, "open?", answer);
        panel.type_text("~/old").keys(&["Down", "Alt-c"]);
        panel.pass(Millis(1_000));
        let effects = panel.effects();
        assert_eq!(effects, "run open? 11111111-1111-4111-8111-111111111111\n");
        assert!(panel.screen().contains(code), "{}", panel.screen());
        // What was chosen stands there for another try.
        assert!(panel.screen().contains("directory    ❯ /home/u/old"));
        // Enter is a new start, not the refused one again.
        panel.keys(&["Enter"]);
        let effects = panel.effects();
        assert!(!effects.contains("open?"), "{effects}");
        assert!(effects.ends_with(": start\n"), "{effects}");
    }
}

#[test]
fn an_offer_without_a_conversation_cannot_be_gone_on_with() {
    let mut panel = chooser();
    panel.type_text("zo").keys(&["Down", "Alt-c"]);
    assert_eq!(panel.effects(), "");
    assert!(panel.screen().contains("no conversation is known there"));
}

#[test]
fn tab_completes_as_far_as_there_is_one_way_and_then_lists_the_ways() {
    let mut panel = chooser();
    said(&mut panel, "complete", "project one\0project two\0");
    panel.type_text("~/pr").keys(&["Tab"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            start a worker: claude
            directory    ❯ ~/project
                         from ~/here
              ~/project one
              ~/project two
            first prompt ❯




            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
    // One of them, by its first letter.
    said(&mut panel, "complete", "project two\0");
    panel.type_text("t").keys(&["Tab"]);
    assert!(panel.screen().contains("❯ ~/project two/"));
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run complete "~/pr" from "/home/u/here"
            run complete "~/project t" from "/home/u/here"
            run resolve "~/project two/" from "/home/u/here"; if "/home/u/project two": start
        "#]],
    );
}

#[test]
fn a_completed_path_that_has_a_worker_says_so() {
    let mut panel = chooser();
    said(&mut panel, "complete", "a\0b\0");
    panel.type_text("~/").keys(&["Tab"]);
    let screen = panel.screen();
    assert!(screen.contains("~/a                                           has a worker"));
    panel
        .keys(&["Ctrl-u"])
        .type_text("../")
        .keys(&["Tab", "Down", "Enter"]);
    let effects = panel.effects();
    assert!(!effects.contains("start"), "{effects}");
    assert!(panel.screen().contains("to %0 ~/a"));
}

#[test]
fn one_of_the_ways_is_chosen_and_gone_into() {
    let mut panel = chooser();
    said(&mut panel, "complete", "b\0c\0");
    panel.type_text("/x/").keys(&["Tab", "Down", "Down"]);
    said(&mut panel, "complete", "");
    panel.keys(&["Tab"]);
    assert!(panel.screen().contains("❯ /x/c/"), "{}", panel.screen());
    assert!(
        panel
            .screen()
            .contains("no such directory, or no way into it")
    );
}

#[test]
fn a_late_completion_changes_nothing_that_was_typed_since() {
    let mut panel = chooser();
    said(&mut panel, "complete", "project\0");
    panel.hold = true;
    panel.type_text("~/pr").keys(&["Tab", "Tab"]).type_text("x");
    assert_eq!(panel.waiting(), 1, "one question at a time");
    panel.hold = false;
    panel.settle();
    assert!(panel.screen().contains("❯ ~/prx\n"), "{}", panel.screen());
    // The next one is asked again.
    panel.keys(&["Tab"]);
    assert!(panel.screen().contains("❯ ~/project/"));
}

#[test]
fn a_disk_that_hangs_blocks_nothing() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    panel.keys(&["Tab", "n"]).type_text("~/pr").keys(&["Tab"]);
    let asked = panel.waiting();
    panel.keys(&["Esc", "n"]);
    assert_eq!(
        panel.waiting(),
        asked,
        "no second question beside the first"
    );
    for _ in 0..9 {
        panel.keys(&["Tab", "Esc", "n"]);
    }
    assert_eq!(panel.waiting(), asked + 1, "nor one more each time");
    panel.type_text("/there").keys(&["Enter"]);
    let effects = panel.effects();
    assert!(effects.contains("run resolve \"/there\" from \"/home/u/here\""));
    // Without an answer the questions end by themselves.
    panel.pass(Millis(9_000));
    panel.hold = false;
    panel.settle();
    panel.all_effects();
    panel.keys(&["Esc", "n"]);
    let effects = panel.all_effects();
    assert!(effects.contains("run conversations"), "{effects}");
}

#[test]
fn nothing_is_asked_while_the_dialog_is_closed() {
    let mut panel = chooser();
    panel.keys(&["Esc"]);
    panel.all_effects();
    panel.pass(Millis(5_000));
    let effects = panel.all_effects();
    for word in ["conversations", "zoxide", "complete", "ReadDirector"] {
        assert!(!effects.contains(word), "{effects}");
    }
}

#[test]
fn an_agent_whose_conversations_are_not_known_is_not_asked_for_them() {
    let mut panel = Panel::loaded(&[("command", "aider")]);
    panel.allow();
    panel.keys(&["n"]);
    let effects = panel.all_effects();
    assert!(!effects.contains("conversations"), "{effects}");
    assert!(effects.contains("run zoxide"), "{effects}");
}

#[test]
fn down_past_the_last_offer_is_the_first_prompt_and_up_goes_back() {
    let mut panel = chooser();
    panel.type_text("zo").keys(&["Down", "Down"]).type_text("p");
    assert!(panel.screen().contains("first prompt ❯ p"));
    panel.keys(&["Up", "Up"]).type_text("x");
    assert!(panel.screen().contains("directory    ❯ zox"));
}

#[test]
fn offers_and_fields_are_for_the_mouse_too() {
    let mut panel = chooser();
    said(&mut panel, "open?", "free\n");
    panel.size.rows = 20;
    let at = |panel: &mut Panel, click: &Click| {
        let size = panel.size;
        let frame = panel.app.view(panel.now, size);
        let region = frame.regions().iter().find(|r| r.click == *click).unwrap();
        (region.row, region.columns.start)
    };
    let place = at(&mut panel, &Click::Field(true));
    panel.click(place.0, place.1).type_text("hi");
    let offer = Click::Offer("/srv/zoxide one".into());
    let place = at(&mut panel, &offer);
    panel.click(place.0, place.1);
    assert!(panel.screen().contains("▶ /srv/zoxide one"));
    panel.click(place.0, place.1);
    let effects = panel.effects();
    assert!(effects.ends_with(": start with \"hi\"\n"), "{effects}");
    panel.keys(&["Tab", "n"]);
    let place = at(&mut panel, &Click::Continue("/home/u/b".into()));
    panel.click(place.0, place.1);
    let effects = panel.effects();
    assert!(
        effects.contains("start --resume 22222222-2222"),
        "{effects}"
    );
}

#[test]
fn the_wheel_scrolls_the_offers_and_stays_inside_them() {
    let mut panel = chooser();
    let many: String = (0..100).fold(String::new(), |mut all, n| {
        let _ = writeln!(all, "/many/{n:03}");
        all
    });
    said(&mut panel, "zoxide", &many);
    panel.keys(&["Esc", "n"]);
    panel.keys(&["Down"]).wheel(6);
    assert!(!panel.screen().contains('▶'), "{}", panel.screen());
    panel.wheel(1_000);
    assert!(panel.screen().contains("/many/099"), "{}", panel.screen());
    // A key brings the chosen one back into sight.
    panel.keys(&["Down"]);
    assert!(panel.screen().contains('▶'), "{}", panel.screen());
}

#[test]
fn every_size_shows_the_field_that_is_written() {
    for rows in 3..30 {
        for columns in [20, 30, 44, 60, 100, 300] {
            for keys in [&[][..], &["Down"], &["Shift-Tab"]] {
                let mut panel = chooser();
                panel.size = Size { rows, columns };
                panel.keys(keys);
                let size = panel.size;
                let frame = panel.app.view(panel.now, size);
                assert_eq!(frame.lines.len(), rows);
                assert!(frame.lines.iter().all(|l| l.width() <= columns));
                assert!(frame.cursor.is_some(), "{rows} {columns} {keys:?}");
            }
        }
    }
}

#[test]
fn hostile_directories_are_drawn_as_text() {
    let mut panel = chooser();
    panel.input(Input::Directories(vec![
        "/a\u{1b}[31mb".into(),
        "/c\u{202e}d 漢字".into(),
    ]));
    let screen = panel.screen();
    assert!(!screen.contains('\u{1b}') && !screen.contains("[31m"));
    assert!(screen.contains("/cd 漢字"), "{screen}");
}

#[test]
fn a_directory_with_a_worker_is_known_by_any_of_its_names() {
    let mut panel = chooser();
    panel.real.insert("/srv/zoxide one", "/home/u/a");
    panel.keys(&["Esc", "n"]);
    panel.type_text("zox");
    // It is offered once, by the better source.
    assert!(!panel.screen().contains("zoxide one"), "{}", panel.screen());
    panel.keys(&["Esc", "n"]);
    panel.input(Input::Directories(vec!["/tmp/link".into()]));
    panel.settle();
    panel.real.insert("/tmp/link", "/home/u/a");
    panel.keys(&["Esc", "n"]).type_text("link");
    let screen = panel.screen();
    assert!(screen.contains("/tmp/link"), "{screen}");
    assert!(screen.contains("has a worker"), "{screen}");
    panel.all_effects();
    panel.keys(&["Down", "Enter"]);
    assert_eq!(panel.effects(), "", "nothing is started");
    assert!(panel.screen().contains("to %0 ~/a"), "{}", panel.screen());
}

#[test]
fn what_is_no_directory_any_more_is_not_offered() {
    let mut panel = chooser();
    for gone in ["/home/u/old", "/tmp/x", "/home/u/dead"] {
        panel.real.insert(gone, "");
    }
    panel.keys(&["Esc", "n"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            start a worker: claude
            directory    ❯
                         from ~/here
              ~/a                                           has a worker
              ~/b                        conversation, 1h ago [continue]
              /srv/zoxide one                                     zoxide
            first prompt ❯



            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
}

#[test]
fn what_offers_really_are_is_asked_in_one_question() {
    let mut panel = chooser();
    panel.keys(&["Esc"]);
    panel.all_effects();
    panel.keys(&["n"]);
    let effects = panel.all_effects();
    assert_eq!(effects.matches("run real").count(), 1, "{effects}");
    // A pane that comes later is asked for alone, and only once.
    for _ in 0..2 {
        let panes = ["/home/u/a", "/tmp/new"].map(str::to_owned);
        panel.input(Input::Directories(panes.to_vec()));
        panel.settle();
    }
    let effects = panel.all_effects();
    assert_eq!(effects.matches("run real").count(), 1, "{effects}");
}

#[test]
fn offers_stand_as_they_are_told_where_the_host_does_not_say_what_they_are() {
    let mut panel = chooser();
    panel.keys(&["Esc"]);
    panel.real.insert("/tmp/x", "");
    panel.hold = true;
    panel.keys(&["n"]);
    panel.pass(Millis(6_000));
    assert!(panel.screen().contains("/tmp/x"), "{}", panel.screen());
}

#[test]
fn a_path_that_does_not_go_on_says_why() {
    for (typed, answer, says) in [
        (
            "/x/",
            "/x\n\0",
            "there is no directory in it; Enter starts in it",
        ),
        (
            "/x/q",
            "/x\n\0",
            "no directory there begins so; correct the path",
        ),
        (
            "/x/q",
            "",
            "no such directory, or no way into it; correct the path",
        ),
    ] {
        let mut panel = chooser();
        panel.size.columns = 100;
        said(&mut panel, "complete", answer);
        panel.type_text(typed).keys(&["Tab"]);
        let screen = panel.screen();
        assert!(screen.contains(says), "{screen}");
        assert!(screen.contains(&format!("❯ {typed}\n")), "{screen}");
        // That it is complete is no failure.
        let sign = if says.contains("Enter") { '✓' } else { '✗' };
        assert!(screen.contains(&format!("{sign} {says}")), "{screen}");
    }
}

#[test]
fn a_completed_path_offers_the_directory_itself_before_all_else() {
    let mut panel = chooser();
    panel
        .found
        .insert("zoxide", "/home/u/a/sub\n/srv/home/u/a/x\n".into());
    panel.keys(&["Esc", "n"]);
    said(&mut panel, "complete", "/home/u\n\0a\0");
    panel.type_text("/home/u/").keys(&["Tab"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers, 1 dead               tmux session org-system
            start a worker: claude
            directory    ❯ /home/u/a/
                         from ~/here
              ~/a                                           has a worker
              ~/a/sub                                             zoxide
            first prompt ❯




            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
    panel.all_effects();
    panel.keys(&["Down", "Enter"]);
    assert_eq!(panel.effects(), "", "nothing is started");
    assert!(panel.screen().contains("to %0 ~/a"), "{}", panel.screen());
    // Also with what is in it listed behind it, and however it is written.
    panel.keys(&["Tab", "n"]);
    said(&mut panel, "complete", "/home/u/a\n\0one\0two\0");
    for typed in ["/home/u/a/", "~/a//", "../a/", "./../a/"] {
        panel
            .keys(&["Ctrl-u"])
            .type_text(typed)
            .keys(&["Tab", "Down"]);
        let screen = panel.screen();
        assert!(screen.contains("▶ ~/a   "), "{typed} {screen}");
        assert!(screen.contains("has a worker"), "{typed} {screen}");
    }
}

#[test]
fn a_completed_link_offers_the_worker_that_is_behind_it() {
    let mut panel = chooser();
    said(&mut panel, "complete", "/srv\n\0link\0/home/u/a\n\0");
    panel.type_text("/srv/l").keys(&["Tab"]);
    let screen = panel.screen();
    assert!(screen.contains("❯ /srv/link/\n"), "{screen}");
    assert!(screen.contains("  ~/a   "), "{screen}");
    assert!(screen.contains("has a worker"), "{screen}");
}

#[test]
fn a_typed_path_without_a_known_directory_offers_nothing_unrelated() {
    let mut panel = chooser();
    panel.found.insert("zoxide", "/dirs/shop/webapp/x\n".into());
    panel.keys(&["Esc", "n"]).type_text("/dirs/shop/web/");
    assert!(!panel.screen().contains("webapp"), "{}", panel.screen());
    // Letters without a place are still looked for everywhere.
    panel.keys(&["Ctrl-u"]).type_text("shop/");
    assert!(panel.screen().contains("webapp"), "{}", panel.screen());
}

#[test]
fn what_is_typed_exactly_is_gone_on_with_although_no_offer_is_chosen() {
    for typed in ["/home/u/old", "~/old", "~/old/", "../old"] {
        let mut panel = chooser();
        said(&mut panel, "open?", "free\n");
        panel.type_text(typed);
        let screen = panel.screen();
        assert!(screen.contains("Alt c continue"), "{typed} {screen}");
        panel.keys(&["Alt-c"]);
        let effects = panel.effects();
        assert!(
            effects.contains("start --resume 11111111"),
            "{typed} {effects}"
        );
    }
    let mut panel = chooser();
    panel.type_text("~/ol").keys(&["Alt-c"]);
    assert_eq!(panel.effects(), "");
    let screen = panel.screen();
    assert!(
        screen.contains("no conversation is known there; Enter"),
        "{screen}"
    );
}

#[test]
fn a_narrow_chooser_keeps_the_button_and_the_age() {
    for columns in [36, 40, 44] {
        let mut panel = chooser();
        panel.size.columns = columns;
        let screen = panel.screen();
        assert!(screen.contains(" 2h ago [continue]\n"), "{screen}");
    }
    let mut panel = chooser();
    panel.size.columns = 36;
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers, 1 dead
        start a worker: claude
        dir ❯
              from ~/here
          ~/a                   has a worker
          /tmp/x                        pane
          ~/dead                 dead worker
          ~/b              1h ago [continue]
          ~/old            2h ago [continue]
          /srv/zoxide one             zoxide
        say ❯
        Enter start  Esc cancel  ↑ ↓ choose
    "#]],
    );
}

#[test]
fn the_chosen_offer_stays_in_sight_when_the_pane_becomes_smaller() {
    let mut panel = chooser();
    panel.size = Size {
        rows: 12,
        columns: 80,
    };
    panel.keys(&["Down", "Down", "Down", "Down", "Down"]);
    assert!(panel.screen().contains("▶ ~/old"), "{}", panel.screen());
    panel.size = Size {
        rows: 7,
        columns: 40,
    };
    let screen = panel.screen();
    assert!(screen.contains("▶ ~/old"), "{screen}");
}

#[test]
fn a_first_prompt_is_for_the_worker_that_is_gone_to() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.keys(&["Down"]).type_text("for b");
    panel.keys(&["Tab", "n", "Shift-Tab"]).type_text("say hi");
    panel.keys(&["Tab"]).type_text("/home/u/a");
    panel.keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  2 workers                       tmux session org-system
        ▶ ○ idle         ~/a                                   %0
          ○ idle ✎       ~/b                                   %1




        ✗ already running in %0: /home/u/a; send it a prompt or open
          it
        to %0 ~/a
        ❯ say hi
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn a_first_prompt_does_not_get_mixed_with_a_draft() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("a draft");
    panel.keys(&["Tab", "n", "Shift-Tab"]).type_text("say hi");
    panel.keys(&["Tab"]).type_text("/home/u/a");
    panel.keys(&["Down", "Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/a                                   %0






            ✗ not sent to %0: say hi  Alt e edit
            to %0 ~/a
            ❯ a draft
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn what_was_chosen_is_started_in_although_it_is_not_offered_any_more() {
    let mut panel = chooser();
    panel.keys(&["Up", "Down", "Down", "Down"]);
    assert!(panel.screen().contains("▶ ~/dead"), "{}", panel.screen());
    // Somebody cleans it: the choice falls on nothing else.
    panel.panes.remove(1);
    panel.pass(Millis(1_000));
    assert!(
        panel.screen().contains("❯ /home/u/dead\n"),
        "{}",
        panel.screen()
    );
    panel.all_effects();
    panel.keys(&["Enter"]);
    let effects = panel.effects();
    assert!(
        effects.contains("run resolve \"/home/u/dead\" from"),
        "{effects}"
    );
}

#[test]
fn a_completion_for_an_earlier_dialog_completes_nothing() {
    let mut panel = chooser();
    said(&mut panel, "complete", "project\0");
    panel.hold = true;
    panel.type_text("~/pr").keys(&["Tab", "Esc", "n"]);
    panel.type_text("/other/q").keys(&["Tab"]);
    panel.answer_oldest("complete");
    assert!(
        panel.screen().contains("❯ /other/q\n"),
        "{}",
        panel.screen()
    );
    panel.hold = false;
    panel.settle();
    assert!(
        panel.screen().contains("❯ /other/project/"),
        "{}",
        panel.screen()
    );
}

#[test]
fn a_completion_takes_no_choice_away() {
    let mut panel = chooser();
    said(&mut panel, "complete", "project\0");
    panel.hold = true;
    panel.type_text("~/").keys(&["Tab", "Down", "Down"]);
    let chosen = |panel: &mut Panel| {
        let screen = panel.screen();
        screen.lines().find(|l| l.contains('▶')).map(str::to_owned)
    };
    let before = chosen(&mut panel);
    assert!(before.is_some(), "{}", panel.screen());
    panel.hold = false;
    panel.settle();
    assert_eq!(chosen(&mut panel), before);
}

#[test]
fn a_conversation_goes_on_with_the_agent_that_had_it() {
    let mut panel = Panel::with(&["/home/u/b"]);
    panel.panes[0].agent.program = "codex";
    panel.kill(0, "1", "");
    panel.found.insert("conversations", CONVERSATIONS.into());
    panel.pass(Millis(4_000));
    said(&mut panel, "open?", "free\n");
    panel.keys(&["Tab", "n"]).type_text("~/b").keys(&["Down"]);
    panel.all_effects();
    panel.keys(&["Alt-c"]);
    let effects = panel.effects();
    assert!(effects.contains("start --resume 22222222"), "{effects}");
}
