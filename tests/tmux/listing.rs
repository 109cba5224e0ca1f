//! What a listing has tmux print: only what has changed, and never more than
//! a panel can take.

use std::sync::Arc;
use std::time::{Duration, Instant};

use org::operation::status::Status;
use org::operation::{Operation, Progress, Step, get_all_workers_status, look_at_worker};
use org::time::Moment;
use org::tmux::PaneId;
use org::worker::Roster;

use crate::support::{Server, now, wait_for, words};

/// Lists to the end; the roster, and what each invocation has printed.
fn run(server: &Server, mut listing: Status) -> (Roster, Vec<String>) {
    let mut printed = Vec::new();
    let mut step = listing.advance(now(), Progress::Begun);
    loop {
        match step {
            Step::Run(argv) => {
                let output = server.run(&argv);
                printed.push(output.text().into_owned());
                step = listing.advance(now(), Progress::Finished(&output));
            }
            Step::Pause(_) => panic!("a listing does not pause"),
            Step::Done(roster) => return (roster.unwrap(), printed),
        }
    }
}

/// Lists after another listing, with the screen of a pane.
fn after(server: &Server, before: &Roster, pane: Option<PaneId>) -> (Roster, Vec<String>) {
    let listing = get_all_workers_status(&server.tmux, server.nonce());
    run(server, listing.after(before).previewing(pane))
}

fn start(server: &Server, name: &str, command: &[&str]) -> PaneId {
    let directory = server.directory(name);
    server.start(&directory, &words(command)).unwrap().pane
}

fn screen(roster: &Roster) -> Arc<str> {
    let (_, screen) = roster.preview.clone().expect("a screen");
    screen
}

#[test]
fn only_what_has_changed_is_listed_in_full() {
    let server = Server::new();
    let [a, b, c] = ["a", "b", "c"].map(|name| start(&server, name, &["cat"]));
    for pane in [a, b, c] {
        server.wait_for_program(pane, "cat");
    }
    let (first, printed) = after(&server, &Roster::default(), None);
    let windows = |text: &str| text.matches("claude:_").count();
    assert_eq!(printed.iter().map(|p| windows(p)).collect::<Vec<_>>(), [3]);
    let (same, printed) = after(&server, &first, None);
    assert!(same.has_workers_of(&first));
    assert_eq!(printed.iter().map(|p| windows(p)).collect::<Vec<_>>(), [0]);
    server.must(&[
        "set-option",
        "-p",
        "-t",
        &b.to_string(),
        "@org_state",
        "idle",
    ]);
    let (now, printed) = after(&server, &same, None);
    assert!(now.in_pane(b).unwrap().report.is_some());
    assert_eq!(
        printed.iter().map(|p| windows(p)).collect::<Vec<_>>(),
        [0, 1]
    );
    assert!(
        printed[1].contains("claude:") && printed[1].contains("_dirs_b"),
        "{}",
        printed[1]
    );
    let one = |roster: &Roster, pane| {
        roster
            .workers()
            .iter()
            .find(|w| w.target.pane == pane)
            .cloned()
    };
    for pane in [a, c] {
        assert!(Arc::ptr_eq(
            &one(&now, pane).unwrap(),
            &one(&first, pane).unwrap()
        ));
    }
    // Who has gone is not asked for again.
    server.must(&["kill-pane", "-t", &a.to_string()]);
    let (left, printed) = after(&server, &now, None);
    assert_eq!((left.len(), printed.len()), (2, 1));
}

#[test]
fn a_screen_that_has_not_changed_is_not_printed_again() {
    let server = Server::new();
    let pane = start(
        &server,
        "a",
        &["/bin/sh", "-c", "echo on the screen; exec cat"],
    );
    let other = start(&server, "b", &["cat"]);
    server.wait_for_program(pane, "cat");
    server.wait_for_program(other, "cat");
    let id = pane.to_string();
    let prints = |printed: &[String]| printed.concat().contains("on the screen");
    // Captured in a later second than that of its last output.
    let settle = || {
        let settled = |before: Roster| {
            let (now, printed) = after(&server, &before, Some(pane));
            (!prints(&printed)).then_some((before, now))
        };
        let what = "it is not printed again";
        let list = || after(&server, &Roster::default(), Some(pane)).0;
        wait_for(what, || server.screen(), || settled(list()))
    };
    let (before, now) = settle();
    assert!(Arc::ptr_eq(&screen(&before), &screen(&now)));
    // Not for another worker's change either.
    server.must(&[
        "set-option",
        "-p",
        "-t",
        &other.to_string(),
        "@org_state",
        "idle",
    ]);
    let (now, printed) = after(&server, &now, Some(pane));
    assert!(!prints(&printed) && now.in_pane(other).unwrap().report.is_some());
    assert!(Arc::ptr_eq(&screen(&before), &screen(&now)));
    // Another pane's is its own.
    let (elsewhere, _) = after(&server, &now, Some(other));
    assert!(!screen(&elsewhere).contains("on the screen"));
    let (now, printed) = after(&server, &elsewhere, Some(pane));
    assert!(prints(&printed) && screen(&now).contains("on the screen"));
    // What changes it without any output.
    let resize = || server.must(&["resize-window", "-t", &id, "-x", "90"]);
    let clear = || server.must(&["send-keys", "-R", "-t", &id]);
    let end = || server.kill_worker(pane, "KILL").name();
    let changes: [(&str, &dyn Fn() -> String); 3] = [
        ("another size", &resize),
        ("a screen that is cleared", &clear),
        ("an end", &end),
    ];
    for (what, change) in changes {
        let (before, _) = settle_any(&server, pane);
        change();
        let (_, printed) = after(&server, &before, Some(pane));
        assert!(has_screen(&printed), "{what}: {printed:?}");
    }
    // One that has gone has none.
    let (before, _) = settle_any(&server, pane);
    server.must(&["kill-pane", "-t", &id]);
    let (gone, _) = after(&server, &before, Some(pane));
    assert_eq!((gone.len(), gone.preview.clone()), (1, None));
}

/// Whether an answer has a screen: it is the last part of it.
fn has_screen(printed: &[String]) -> bool {
    printed.iter().any(|p| {
        p.split_once("!\n")
            .is_some_and(|(_, screen)| !screen.is_empty())
    })
}

/// Two listings in a row, the second of which had no screen to print.
fn settle_any(server: &Server, pane: PaneId) -> (Roster, Roster) {
    wait_for(
        "its screen stays as it is",
        || server.screen(),
        || {
            let (before, _) = after(server, &Roster::default(), Some(pane));
            let (now, printed) = after(server, &before, Some(pane));
            (!has_screen(&printed)).then_some((before, now))
        },
    )
}

/// tmux counts output in whole seconds, and a program that draws in place
/// leaves the cursor where it was.
#[test]
fn what_is_written_within_the_second_of_a_capture_is_seen() {
    let server = Server::new();
    let draws = r#"stty -echo; while read l; do printf '\033[H%s\033[K\033[H' "$l"; done"#;
    let pane = start(&server, "a", &["/bin/sh", "-c", draws]);
    let mut roster = after(&server, &Roster::default(), Some(pane)).0;
    for n in 0..40 {
        let mark = format!("mark-{n}.");
        server.must(&["send-keys", "-t", &pane.to_string(), &mark, "Enter"]);
        let begun = Instant::now();
        roster = wait_for(
            &mark,
            || server.screen(),
            || {
                let (now, _) = after(&server, &roster, Some(pane));
                roster = now.clone();
                screen(&now).contains(&mark).then_some(now)
            },
        );
        // Not only by the full listing every ten seconds.
        assert!(begun.elapsed() < Duration::from_secs(4), "{mark}");
    }
}

/// Makes a global option of so many bytes, most of them of no width.
fn fill(server: &Server, option: &str, text: &str, bytes: usize) {
    let piece = text.repeat(10_000 / text.len());
    server.must(&["set-option", "-g", option, ""]);
    for _ in 0..bytes.div_ceil(piece.len()) {
        server.must(&["set-option", "-ag", option, &piece]);
    }
}

/// A limit in columns would let characters of no width through, and what
/// looks like a style.
#[test]
fn whatever_a_program_makes_long_a_listing_is_short() {
    let server = Server::new();
    let [mad, sound] = ["a", "b"].map(|name| start(&server, name, &["cat"]));
    let script = "exec -a \"$(printf %0100000d 0)\" cat";
    let arguments = [
        "new-window",
        "-d",
        "-P",
        "-F",
        "#{pane_id}",
        "-t",
        "=org-system:",
    ];
    let argv0 = server.must(&[&arguments[..], &["bash", "-c", script]].concat());
    let argv0: PaneId = argv0.parse().unwrap();
    for text in ["x", "e\u{301}\u{301}\u{301}", "#[fg=red]"] {
        fill(&server, "@big", text, 100_000);
        for pane in [mad, argv0] {
            let pane = pane.to_string();
            server.must(&["set-option", "-w", "-t", &pane, "allow-rename", "off"]);
            server.must(&["rename-window", "-t", &pane, "#{@big}"]);
        }
        let options = [
            "@org_dir",
            "@org_command",
            "@org_state",
            "@org_since",
            "@org_window",
        ];
        for option in options {
            let pane = mad.to_string();
            server.must(&["set-option", "-p", "-F", "-t", &pane, option, "#{@big}"]);
        }
        let list = || {
            let (roster, mut printed) = after(&server, &Roster::default(), None);
            let (again, more) = after(&server, &roster, None);
            printed.extend(more);
            (again, printed)
        };
        let (roster, printed) = wait_for(
            "the program has its name",
            || server.screen(),
            || Some(list()).filter(|(roster, _)| roster.len() == 3),
        );
        let bytes: usize = printed.iter().map(String::len).sum();
        assert!(bytes < 4_000, "{text}: {bytes} bytes");
        // What is too long is not believed, and everybody is there.
        let listed = |pane| roster.in_pane(pane).unwrap();
        assert_eq!(
            (listed(mad).directory.clone(), listed(mad).report),
            (None, None)
        );
        assert_eq!(listed(mad).since, None);
        assert!(listed(sound).directory.as_deref().unwrap().ends_with("/b"));
        assert_eq!(listed(argv0).command, "?");
    }
    // A key that is none hides its own worker at most.
    server.must(&[
        "set-option",
        "-p",
        "-F",
        "-t",
        &mad.to_string(),
        "@org_key",
        "#{@big}",
    ]);
    let (roster, _) = after(&server, &Roster::default(), None);
    assert!(roster.in_pane(sound).is_some() && roster.in_pane(mad).is_none());
}

/// A colour of its own for each of 150,000 cells, 6 MB of them.
#[test]
fn of_a_huge_screen_full_of_colours_a_part_is_captured() {
    let server = Server::new();
    let script = "read go; awk 'BEGIN { for (r = 0; r < 520; r++) { line = \"\"; \
        for (c = 0; c < 300; c++) line = line sprintf(\"\\033[38;2;%d;%d;%dm\\033[48;2;%d;%d;%dmx\", \
        100 + c % 156, 100 + r % 156, 255, 100 + r % 100, 100 + c % 100, 200); \
        print line \"\\033[0m\" } printf \"the end\" }'; exec cat";
    let pane = start(&server, "a", &["/bin/sh", "-c", script]);
    let id = pane.to_string();
    server.must(&["resize-window", "-t", &id, "-x", "300", "-y", "500"]);
    server.must(&["send-keys", "-t", &id, "go", "Enter"]);
    let (roster, printed) = wait_for(
        "it has written",
        || server.must(&["display-message", "-p", "-t", &id, "#{cursor_y}"]),
        || {
            Some(after(&server, &Roster::default(), Some(pane)))
                .filter(|(r, _)| screen(r).contains("the end"))
        },
    );
    let bytes: usize = printed.iter().map(String::len).sum();
    assert!((100_000..700_000).contains(&bytes), "{bytes} bytes");
    assert_eq!(screen(&roster).lines().count(), 12_000 / 300 * 3 / 4 + 1);
    // A look reads as much.
    let target = roster.in_pane(pane).unwrap().target.clone();
    let look = look_at_worker(&server.tmux, target, crate::support::agent::claude());
    let listing = get_all_workers_status(&server.tmux, server.nonce());
    let (roster, _) = run(&server, listing.looking(Some(&look)));
    let looked = roster.look.unwrap();
    assert!(looked.starts_with("org1 seen ") && looked.ends_with("the end\n"));
    assert!(
        (100_000..700_000).contains(&looked.len()),
        "{} bytes",
        looked.len()
    );
    // Written at the top, nothing below it: what stands there is seen.
    server.must(&["send-keys", "-R", "-t", &id]);
    server.must(&["clear-history", "-t", &id]);
    server.must(&["send-keys", "-t", &id, "top", "Enter"]);
    wait_for(
        "what stands at the top",
        || server.screen(),
        || {
            screen(&after(&server, &Roster::default(), Some(pane)).0)
                .contains("top")
                .then_some(())
        },
    );
    // All of it in a window as org makes it.
    server.must(&["resize-window", "-t", &id, "-x", "200", "-y", "50"]);
    let (roster, _) = after(&server, &Roster::default(), Some(pane));
    assert_eq!(screen(&roster).lines().count(), 50);
}

/// Any program can write any number into its pane's options.
#[test]
fn extreme_numbers_are_read_as_far_as_they_go() {
    let server = Server::new();
    let pane = start(&server, "a", &["cat"]);
    let id = pane.to_string();
    for state in ["starting", "idle", "working", "waiting"] {
        server.must(&["set-option", "-p", "-t", &id, "@org_state", state]);
        for (since, read) in [
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("-1", None),
            ("0", Some(0)),
        ] {
            server.must(&["set-option", "-p", "-t", &id, "@org_since", since]);
            let worker = server.worker(pane);
            assert_eq!(worker.since, read, "{since}");
            for at in [0, now().0, u64::MAX] {
                let _ = worker.state(Moment(at), None);
                let _ = org::worker::state::age(Moment(at), worker.since);
            }
        }
    }
}
