//! Listings that wait in tmux until something is new.

use std::time::{Duration, Instant};

use org::nonce::{Nonce, Nonces};
use org::operation::{Operation, Progress, Step, get_all_workers_status};
use org::time::Millis;
use org::tmux::PaneId;
use org::worker::Roster;

use crate::support::{Server, now, signal_process, wait_a_moment, wait_for, words};

/// A pause that nobody takes for the time that a listing needs.
const LONG: Millis = Millis(2_500);

fn start(server: &Server, name: &str) -> PaneId {
    let directory = server.directory(name);
    let pane = server.start(&directory, &words(&["cat"])).unwrap().pane;
    // Which program runs is something to be seen of a worker, too.
    server.wait_for_program(pane, "cat");
    pane
}

/// Lists as a panel on which nothing happens does.
fn list(server: &Server, nonce: Nonce, before: &Roster, pause: Millis) -> (Roster, Duration) {
    let begun = Instant::now();
    let listing = get_all_workers_status(&server.tmux, nonce).after(before);
    let roster = server.finish(listing.long_poll(pause)).unwrap();
    (roster, begun.elapsed())
}

#[test]
fn a_listing_stays_in_tmux_while_nothing_is_new() {
    let server = Server::new();
    start(&server, "a");
    let mut panel = server.panel();
    let pause = Millis(100);
    let (first, _) = list(&server, panel.draw(), &Roster::default(), pause);
    assert_eq!(first.len(), 1);
    let (second, took) = list(&server, panel.draw(), &first, pause);
    assert!(second.has_workers_of(&first));
    // Ten times.
    assert!(took >= Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_listing_does_not_stay_where_something_is_new() {
    let server = Server::new();
    let [a, b, c] = ["a", "b", "c"].map(|name| start(&server, name));
    let pid = server.worker(c).pid.unwrap();
    server.must(&["new-session", "-d", "-s", "elsewhere", "cat"]);
    let mut panel = server.panel();
    let mut before = list(&server, panel.draw(), &Roster::default(), LONG).0;
    let mut finds = |what: &str, change: &dyn Fn(), found: &dyn Fn(&Roster) -> bool| {
        // Not by itself.
        before = list(&server, panel.draw(), &Roster::default(), LONG).0;
        assert!(!found(&before), "{what} before");
        change();
        let (roster, took) = list(&server, panel.draw(), &before, LONG);
        assert!(found(&roster), "{what}: {roster:?}");
        assert!(took < Duration::from_millis(LONG.0), "{what}: {took:?}");
    };
    let set = |option: &str, value: &str| {
        server.must(&["set-option", "-p", "-t", &a.to_string(), option, value]);
    };
    finds("a state", &|| set("@org_state", "waiting"), &|now| {
        now.in_pane(a).unwrap().report.is_some()
    });
    finds("since when", &|| set("@org_since", "77"), &|now| {
        now.in_pane(a).unwrap().since == Some(77)
    });
    let dies = || {
        signal_process(pid, "KILL");
        server.wait_until_dead(c);
    };
    finds("a death", &dies, &|now| {
        now.in_pane(c).unwrap().life.is_dead()
    });
    let goes = || {
        server.must(&["kill-pane", "-t", &c.to_string()]);
    };
    finds("one that is gone", &goes, &|now| now.in_pane(c).is_none());
    let comes = || {
        start(&server, "d");
    };
    finds("a new worker", &comes, &|now| now.len() == 3);
    let by_hand = || {
        server.must(&["new-window", "-d", "-t", "=org-system:", "cat"]);
    };
    finds("one made by hand", &by_hand, &|now| now.len() == 4);
    // Also in another session it is a worker.
    let moves = || {
        server.must(&[
            "move-window",
            "-d",
            "-s",
            &b.to_string(),
            "-t",
            "elsewhere:",
        ]);
    };
    moves();
    let dies = || {
        signal_process(server.worker(b).pid.unwrap(), "KILL");
        server.wait_until_dead(b);
    };
    finds("a death elsewhere", &dies, &|now| {
        now.in_pane(b).unwrap().life.is_dead()
    });
    let last = list(&server, Nonces::new(99).draw(), &Roster::default(), LONG).0;
    let wrote = |roster: &Roster| roster.activity(a) > last.activity(a);
    let writes = || {
        // Told in whole seconds.
        wait_for(
            "it has written",
            || server.screen(),
            || {
                server.must(&["send-keys", "-t", &a.to_string(), "x", "Enter"]);
                wrote(&server.roster()).then_some(())
            },
        );
    };
    finds("when one wrote", &writes, &wrote);
}

#[test]
fn a_listing_that_waits_ends_when_something_happens() {
    let server = Server::new();
    let pane = start(&server, "a");
    let mut panel = server.panel();
    let pause = Millis(500);
    let (before, _) = list(&server, panel.draw(), &Roster::default(), pause);
    let mut listing = get_all_workers_status(&server.tmux, panel.draw())
        .after(&before)
        .long_poll(pause);
    let Step::Run(argv) = listing.advance(now(), Progress::Begun) else {
        panic!("it begins with a command");
    };
    let begun = Instant::now();
    let mut client = server.spawn(&argv);
    wait_a_moment();
    assert!(client.try_wait().unwrap().is_none());
    server.must(&[
        "set-option",
        "-p",
        "-t",
        &pane.to_string(),
        "@org_state",
        "waiting",
    ]);
    let output = client.wait_with_output().unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    let output = org::tmux::Output {
        status: output.status.code(),
        stdout: output.stdout,
        stderr: output.stderr,
    };
    let Step::Run(argv) = listing.advance(now(), Progress::Finished(&output)) else {
        panic!("it lists all");
    };
    let whole = server.run(&argv);
    let Step::Done(Ok(roster)) = listing.advance(now(), Progress::Finished(&whole)) else {
        panic!("{}", whole.complaint());
    };
    assert!(roster.in_pane(pane).unwrap().report.is_some());
    assert!(roster.remembered.is_some());
}

/// Their names end alike, so that they share a variable.
#[test]
fn of_two_panels_with_one_variable_none_waits_for_the_other() {
    let server = Server::new();
    start(&server, "a");
    let mut panels = [Nonces::new(0x1f), Nonces::new(0x2f)];
    let mut rosters = [Roster::default(), Roster::default()];
    for _ in 0..2 {
        for (panel, roster) in panels.iter_mut().zip(&mut rosters) {
            let (now, took) = list(&server, panel.draw(), roster, LONG);
            assert!(took < Duration::from_millis(LONG.0), "{took:?}");
            *roster = now;
        }
    }
    assert_eq!(remembered(&server), ["org_look_f", "org_seen_f"]);
}

#[test]
fn what_tmux_remembers_reaches_no_program_and_has_an_end() {
    let server = Server::new();
    start(&server, "a");
    for seed in 0..40 {
        let nonce = Nonces::new(seed).draw();
        list(&server, nonce, &Roster::default(), Millis(100));
    }
    assert_eq!(remembered(&server).len(), 2 * 16);
    assert!(!server.must(&["show-environment", "-g"]).contains("org_"));
    let directory = server.directory("b");
    let shows = words(&["/bin/sh", "-c", "env; echo all; exec cat"]);
    let pane = server.start(&directory, &shows).unwrap().pane.to_string();
    let shown = wait_for(
        "its environment",
        || server.screen(),
        || {
            let shown = server.must(&["capture-pane", "-p", "-S", "-", "-t", &pane]);
            shown.contains("all").then_some(shown)
        },
    );
    assert!(
        shown.contains("TMUX_PANE") && !shown.contains("org_seen_"),
        "{shown}"
    );
}

/// Killed while it waits: the server goes on, and so do listings.
#[test]
fn a_client_that_is_killed_while_it_waits_harms_nobody() {
    let server = Server::new();
    start(&server, "a");
    let mut panel = server.panel();
    let mut before = list(&server, panel.draw(), &Roster::default(), LONG).0;
    for _ in 0..20 {
        let mut listing = get_all_workers_status(&server.tmux, panel.draw())
            .after(&before)
            .long_poll(LONG);
        let Step::Run(argv) = listing.advance(now(), Progress::Begun) else {
            panic!("it begins with a command");
        };
        let mut client = server.spawn(&argv);
        wait_a_moment();
        client.kill().unwrap();
        client.wait().unwrap();
    }
    start(&server, "b");
    let (roster, took) = list(&server, panel.draw(), &before, LONG);
    assert!(took < Duration::from_millis(LONG.0), "{took:?}");
    before = roster;
    assert_eq!(before.len(), 2);
}

/// The names of the variables in which tmux remembers something.
fn remembered(server: &Server) -> Vec<String> {
    let all = server.must(&["show-environment", "-gh"]);
    let names = all.lines().filter_map(|line| line.split_once('='));
    let names = names.map(|(name, _)| name.to_owned());
    names.filter(|name| name.starts_with("org_")).collect()
}
