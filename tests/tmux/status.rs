//! The status of all workers: what is listed, and how it is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use org::agent::hooks::Report;
use org::error::Error;
use org::operation::{self, Response};
use org::tmux::PaneId;
use org::worker::{Life, Roster};

use crate::support::{Server, wait_for, words};

fn cat() -> org::agent::AgentCommand {
    words(&["cat"])
}

fn panes(server: &Server) -> Vec<PaneId> {
    server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect()
}

/// Runs a program in a window of its own in the workers' session; its pane.
fn by_hand(server: &Server, name: &str, directory: &str, program: &str) -> PaneId {
    let words = [
        "new-window",
        "-d",
        "-t",
        "=org-system:",
        "-n",
        name,
        "-c",
        directory,
    ];
    let pane = server.must(&[&words[..], &["-P", "-F", "#{pane_id}", program]].concat());
    pane.parse().unwrap()
}

#[test]
fn every_worker_is_told_with_pane_directory_state_and_total() {
    let server = Server::new();
    let directory = |name: &str| server.directory(name);
    let alive = server.start(&directory("alive"), &cat()).unwrap();
    let failed = server
        .start(&directory("failed"), &words(&["/bin/sh", "-c", "exit 3"]))
        .unwrap();
    let fine = server.start(&directory("fine"), &words(&["true"])).unwrap();
    let killed = server.start(&directory("killed"), &cat()).unwrap();
    let by_hand = by_hand(&server, "notes", &directory("hand"), "exec cat");
    server.kill_worker(killed.pane, "KILL");
    for dead in [&failed, &fine] {
        server.wait_until_dead(dead.pane);
    }
    // tmux may learn how a process ended only some time after that it ended.
    wait_for(
        "the signal is known",
        || server.screen(),
        || {
            let life = Life::Dead {
                status: None,
                signal: Some(9),
            };
            (server.worker(killed.pane).life == life).then_some(())
        },
    );
    wait_for(
        "the program runs by hand",
        || server.screen(),
        || (server.worker(by_hand).command == "cat").then_some(()),
    );
    let json = Response(Ok(server.roster().status())).to_json();
    let json = json
        .replace(server.folder().to_str().unwrap(), "FOLDER")
        .replace(
            &server.folder().to_str().unwrap().replace('/', "_"),
            "_FOLDER",
        )
        .replace("},{", "},\n{");
    expect_test::expect![[r#"
        {"ok":true,"data":{"total":5,"dead":3,"workers":[{"pane":"%0","directory":"FOLDER/dirs/alive","window":"claude:_FOLDER_dirs_alive","alive":true,"command":"cat","started_by_org":true},
        {"pane":"%1","directory":"FOLDER/dirs/failed","window":"claude:_FOLDER_dirs_failed","alive":false,"exit_status":3,"command":"/bin/sh -c 'exit 3'","started_by_org":true},
        {"pane":"%2","directory":"FOLDER/dirs/fine","window":"claude:_FOLDER_dirs_fine","alive":false,"exit_status":0,"command":"true","started_by_org":true},
        {"pane":"%3","directory":"FOLDER/dirs/killed","window":"claude:_FOLDER_dirs_killed","alive":false,"signal":9,"command":"cat","started_by_org":true},
        {"pane":"%4","directory":"FOLDER/dirs/hand","window":"notes","alive":true,"command":"cat","started_by_org":false}]}}"#]]
    .assert_eq(&json);
    assert_eq!(panes(&server).first(), Some(&alive.pane));
}

#[test]
fn every_killed_worker_is_told_with_its_signal() {
    let server = Server::new();
    server.start(&server.directory("keeper"), &cat()).unwrap();
    let workers: Vec<PaneId> = (0..20)
        .map(|n| {
            server
                .start(&server.directory(&format!("d{n}")), &cat())
                .unwrap()
                .pane
        })
        .collect();
    for (n, pane) in workers.iter().enumerate() {
        let pid = server.show(*pane, "#{pane_pid}").parse().unwrap();
        crate::support::signal_process(pid, if n % 2 == 0 { "KILL" } else { "TERM" });
    }
    let life = |signal| Life::Dead {
        status: None,
        signal: Some(signal),
    };
    wait_for(
        "all signals are known",
        || server.screen(),
        || {
            let roster = server.roster();
            let known = workers.iter().enumerate().all(|(n, pane)| {
                let signal = if n % 2 == 0 { 9 } else { 15 };
                roster.in_pane(*pane).unwrap().life == life(signal)
            });
            known.then_some(())
        },
    );
}

/// tmux 3.2 tells a signal on the screen alone, where a program can write too.
#[test]
fn what_a_program_writes_of_signals_is_not_how_it_ended() {
    let server = Server::new();
    server.start(&server.directory("keeper"), &cat()).unwrap();
    // tmux scrolls by a row when it writes.
    let says = "echo; echo 'Pane is dead (signal 9, so it says)'; ";
    let reads_screen = server.version() < (3, 3);
    for (name, end, signal, words) in [
        ("exits", "exit 3", None, "status 3"),
        ("ends", "exit 0", None, "status 0"),
        ("killed", "kill -TERM $$", Some(15), "signal 15"),
        ("rarely", "kill -XCPU $$", Some(24), "signal 24"),
    ] {
        let says = if name == "rarely" { "" } else { says };
        let script = format!("ulimit -c 0; {says}{end}");
        let command = crate::support::words(&["/bin/sh", "-c", &script]);
        let pane = server
            .start(&server.directory(name), &command)
            .unwrap()
            .pane;
        let screen = || server.must(&["capture-pane", "-p", "-t", &pane.to_string()]);
        wait_for(
            &format!("{pane} says {words}"),
            || server.screen(),
            || {
                server.roster();
                screen().contains(&format!("dead ({words}")).then_some(())
            },
        );
        let life = Life::Dead {
            status: words.strip_prefix("status ").map(|n| n.parse().unwrap()),
            signal: signal.filter(|_| !reads_screen),
        };
        assert_eq!(server.worker(pane).life, life, "{name}");
    }
}

#[test]
fn no_server_means_no_workers() {
    let server = Server::new();
    assert!(server.roster().is_empty());
    server.must(&["new-session", "-d", "-s", "org-system-2", "cat"]);
    assert!(server.roster().is_empty());
    server.start(&server.directory("a"), &cat()).unwrap();
    assert_eq!(server.roster().len(), 1);
    server.kill_server();
    assert!(server.roster().is_empty());
    let json = Response(Ok(server.roster().status())).to_json();
    assert_eq!(
        json,
        r#"{"ok":true,"data":{"total":0,"dead":0,"workers":[]}}"#
    );
}

#[test]
fn a_server_that_stays_without_sessions_has_no_workers() {
    let server = Server::with_config("set -s exit-empty off");
    let started = server
        .start(&server.directory("a"), &words(&["true"]))
        .unwrap();
    server.wait_until_dead(started.pane);
    let clean = || operation::clean_dead_workers_from_state(&server.tmux, server.nonce());
    assert_eq!(server.finish(clean()).unwrap().cleaned, 1);
    assert!(server.roster().is_empty());
    assert_eq!(server.finish(clean()).unwrap().cleaned, 0);
    let pane = started.pane;
    let gone = Err(Error::Gone { pane });
    assert_eq!(server.send(&started.target, "x").map(|_| ()), gone);
    let again = server.start(&server.directory("a"), &cat()).unwrap();
    assert_eq!(again.target.server, started.target.server);
    assert_eq!(panes(&server), [again.pane]);
}

#[test]
fn panes_of_other_sessions_are_no_workers() {
    let server = Server::new();
    let worker = server.start(&server.directory("a"), &cat()).unwrap();
    for name in ["org-system-2", "org", "claude:_a", "x"] {
        server.must(&["new-session", "-d", "-s", name, "-n", "claude:_a", "cat"]);
    }
    assert_eq!(panes(&server), [worker.pane]);
}

#[test]
fn a_worker_that_was_moved_is_listed_once_and_still_its_own() {
    let server = Server::new();
    let moved = server.recorder("a");
    let linked = server.recorder("b");
    let joined = server.recorder("c");
    let broken = server.recorder("d");
    server.must(&["new-session", "-d", "-s", "elsewhere", "cat"]);
    let id = |pane: PaneId| pane.to_string();
    server.must(&[
        "move-window",
        "-d",
        "-s",
        &id(moved.pane()),
        "-t",
        "elsewhere:",
    ]);
    server.must(&[
        "link-window",
        "-d",
        "-s",
        &id(linked.pane()),
        "-t",
        "elsewhere:",
    ]);
    server.must(&[
        "join-pane",
        "-d",
        "-s",
        &id(joined.pane()),
        "-t",
        "elsewhere:0",
    ]);
    server.must(&["split-window", "-d", "-t", &id(broken.pane()), "cat"]);
    server.must(&["break-pane", "-d", "-s", &id(broken.pane())]);
    let all = [&moved, &linked, &joined, &broken];
    let roster = server.roster();
    for worker in all {
        let listed = roster.find(&worker.target).unwrap();
        assert_eq!(listed.directory.as_deref(), Some(worker.directory.as_str()));
        let again = server.start(&worker.directory, &cat()).unwrap_err();
        assert_eq!(
            (again.code(), again.pane()),
            ("already_running", Some(worker.pane()))
        );
    }
    assert_eq!(roster.workers().iter().filter(|w| w.is_ours()).count(), 4);
    std::thread::scope(|scope| {
        for worker in all {
            let server = &server;
            scope.spawn(move || {
                server.send(&worker.target, "found you").unwrap();
                worker.wait_for_prompts(&["found you"]);
            });
        }
    });
}

#[test]
fn a_session_of_the_same_group_doubles_nobody() {
    let server = Server::new();
    let worker = server.start(&server.directory("a"), &cat()).unwrap();
    // The names sort before and after the workers' own session.
    for name in ["a-group", "z-group"] {
        server.must(&["new-session", "-d", "-t", "=org-system:", "-s", name]);
    }
    let pane = by_hand(&server, "x", "/", "exec cat");
    assert_eq!(panes(&server), [worker.pane, pane]);
    let answer = server.start(&server.directory("a"), &cat()).unwrap_err();
    assert_eq!(answer.pane(), Some(worker.pane));
}

#[test]
fn names_paths_and_titles_cannot_break_or_forge_a_record() {
    let server = Server::new();
    let worker = server.start(&server.directory("a"), &cat()).unwrap();
    // A record as a listing has it, but for the name of the invocation.
    let format = "#{pane_id}|#{pid}|#{start_time}|@0|0|||1|1||||||";
    let record = server.show(worker.pane, format);
    let evil = format!("x|y\n1-1|{record}|1-1|forged|1-1|cat|1-1|/|1-1.\n%9 \u{1b}[31m");
    let directory = server.directory("b|\n1-1|%9|1|1|$0|@0");
    let pane = by_hand(&server, "x", &directory, "exec cat");
    let id = pane.to_string();
    server.must(&["set-option", "-w", "-t", &id, "automatic-rename", "off"]);
    // tmux 3.8 takes no control characters in a name.
    let name: String = evil.chars().filter(|c| !c.is_control()).collect();
    server.must(&["rename-window", "-t", &id, &name]);
    let _ = server.raw(&["rename-window", "-t", &id, &evil]);
    server.must(&["select-pane", "-t", &id, "-T", &evil]);
    server.must(&["select-pane", "-t", &worker.pane.to_string(), "-T", &evil]);
    wait_for(
        "the directory is known",
        || server.screen(),
        || (server.worker(pane).directory.as_deref() == Some(directory.as_str())).then_some(()),
    );
    assert_eq!(panes(&server), [worker.pane, pane]);
    let listed = server.worker(pane);
    assert!(!listed.is_ours());
    assert!(!listed.name().chars().any(char::is_control));
    assert_eq!(server.worker(worker.pane).target, worker.target);
}

#[test]
fn a_mark_that_someone_spoilt_hides_its_own_worker_at_most() {
    let server = Server::new();
    let start = |name: &str| server.start(&server.directory(name), &cat()).unwrap().pane;
    let (sound, key, directory, command) = (start("a"), start("b"), start("c"), start("d"));
    let spoil = |pane: PaneId, option: &str, value: &str| {
        server.must(&["set-option", "-p", "-t", &pane.to_string(), option, value]);
    };
    spoil(key, "@org_key", "x|y\nz");
    spoil(directory, "@org_dir", "0a1b5b");
    spoil(command, "@org_command", "zz");
    let listed: BTreeSet<PaneId> = panes(&server).into_iter().collect();
    assert_eq!(listed, BTreeSet::from([sound, directory, command]));
    let worker = server.worker(directory);
    assert!(!worker.name().chars().any(char::is_control), "{worker:?}");
    server.wait_for_program(command, "cat");
    assert_eq!(server.worker(command).command, "cat");
}

#[test]
fn a_session_of_another_name_holds_workers_of_its_own() {
    let mut server = Server::new();
    let directory = server.directory("a");
    let first = server.start(&directory, &cat()).unwrap();
    server.tmux.session = org::tmux::SessionName::parse("zeta_2").unwrap();
    // One directory is one worker on the whole server.
    assert_eq!(
        server.start(&directory, &cat()).unwrap_err().pane(),
        Some(first.pane)
    );
    let second = server.start(&server.directory("b"), &cat()).unwrap();
    assert_eq!(server.show(second.pane, "#{session_name}"), "zeta_2");
    let pid = server.worker(second.pane).pid.unwrap();
    let stop = operation::stop_worker(&server.tmux, second.target, pid);
    server.finish(stop).unwrap();
    assert_eq!(server.roster().workers()[0].target, first.target);
}

#[test]
fn the_screen_of_one_pane_comes_along_with_the_listing() {
    let server = Server::new();
    let script = r"printf '\033[31mred\033[0m |\n'; exec cat";
    let command = words(&["/bin/sh", "-c", script]);
    let worker = server.start(&server.directory("a"), &command).unwrap();
    let other = server.start(&server.directory("b"), &cat()).unwrap();
    let list = |pane| {
        let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
        server.finish(listing.previewing(Some(pane))).unwrap()
    };
    let roster = wait_for(
        "the worker has written",
        || server.screen(),
        || {
            let roster = list(worker.pane);
            let (_, screen) = roster.preview.clone()?;
            screen.contains("red").then_some(roster)
        },
    );
    assert_eq!(roster.len(), 2);
    let (pane, screen) = roster.preview.unwrap();
    assert_eq!(pane, worker.pane);
    assert!(screen.starts_with("\u{1b}[31mred\u{1b}["), "{screen:?}");
    // A change that a short look finds: the screen came with the look.
    let after = |before: &Roster| {
        let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
        let listing = listing.after(before).previewing(Some(worker.pane));
        server.finish(listing).unwrap()
    };
    server.wait_for_program(worker.pane, "cat");
    let before = after(&Roster::default());
    let state = [&other.pane.to_string(), "@org_state", "idle"];
    server.must(&["set-option", "-p", "-t", state[0], state[1], state[2]]);
    let now = after(&before);
    assert!(now.in_pane(other.pane).unwrap().report.is_some());
    assert_eq!(now.preview.as_ref(), Some(&(pane, screen)));
    // The worker that has not changed is the same one.
    let same = |roster: &Roster| {
        let mut all = roster.workers().iter();
        all.find(|w| w.target.pane == worker.pane).cloned().unwrap()
    };
    assert!(Arc::ptr_eq(&same(&now), &same(&before)));
    // The pane goes: the listing is whole, without a screen.
    server.must(&["kill-pane", "-t", &worker.pane.to_string()]);
    let gone = after(&now);
    assert_eq!((gone.len(), gone.preview.clone()), (1, None));
    let roster = list(worker.pane);
    assert_eq!((roster.len(), roster.preview.clone()), (1, None));
    server.must(&["kill-pane", "-t", &other.pane.to_string()]);
    server.wait_until_gone();
    assert!(list(worker.pane).is_empty());
}

/// Everything that can change by itself is found by a short look, and what is
/// the same is not read again.
#[test]
fn a_short_look_finds_what_has_changed() {
    let server = Server::new();
    let [first, second] = ["a", "b"].map(|name| server.start(&server.directory(name), &cat()));
    let (first, second) = (first.unwrap(), second.unwrap());
    let pane = first.pane.to_string();
    let list = |before: &Roster| {
        let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
        server.finish(listing.after(before)).unwrap()
    };
    for pane in [first.pane, second.pane] {
        server.wait_for_program(pane, "cat");
    }
    let mut before = list(&Roster::default());
    let mut changes = |what: &str, found: &dyn Fn(&Roster) -> bool| {
        assert!(!found(&before), "{what} before");
        before = wait_for(
            what,
            || server.screen(),
            || {
                let now = list(&before);
                found(&now).then_some(now)
            },
        );
        let same = list(&before);
        assert!(same.has_workers_of(&before), "{what} again");
    };
    server.must(&["set-option", "-p", "-t", &pane, "@org_state", "waiting"]);
    changes("a state", &|now| {
        now.in_pane(first.pane).unwrap().report == Some(Report::Waiting)
    });
    server.must(&["set-option", "-p", "-t", &pane, "@org_since", "77"]);
    changes("since when", &|now| {
        now.in_pane(first.pane).unwrap().since == Some(77)
    });
    let window = server.show(first.pane, "#{window_id}");
    server.must(&["split-window", "-d", "-t", &pane, "cat"]);
    server.must(&["break-pane", "-d", "-s", &pane]);
    changes("another window", &|now| {
        now.in_pane(first.pane).unwrap().window_id != window
    });
    let third = server.start(&server.directory("c"), &cat()).unwrap();
    server.wait_for_program(third.pane, "cat");
    changes("a new worker", &|now| now.in_pane(third.pane).is_some());
    let pid = server.worker(second.pane).pid.unwrap().to_string();
    std::process::Command::new("kill")
        .args(["-9", &pid])
        .status()
        .unwrap();
    changes("a death", &|now| {
        now.in_pane(second.pane).unwrap().life.is_dead()
    });
    server.must(&["kill-pane", "-t", &second.pane.to_string()]);
    changes("one that is gone", &|now| {
        now.in_pane(second.pane).is_none()
    });
    let by_hand = by_hand(&server, "x", "/", "exec cat");
    server.wait_for_program(by_hand, "cat");
    changes("one made by hand", &|now| now.in_pane(by_hand).is_some());
    let wrote = |now: &Roster| now.activity(third.pane);
    let last = wrote(&list(&Roster::default()));
    let third = third.pane.to_string();
    changes("when one wrote", &|now| {
        // Told in whole seconds.
        server.must(&["send-keys", "-t", &third, "x", "Enter"]);
        wrote(now) > last
    });
}

#[test]
fn a_look_goes_along_with_the_listing_and_does_no_harm_to_it() {
    let server = Server::new();
    let agent = crate::support::agent::Agent::start(&server, "a", &["--work-ms", "0"]);
    let look = || {
        operation::look_at_worker(
            &server.tmux,
            agent.target.clone(),
            crate::support::agent::claude(),
        )
    };
    let list = || {
        let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
        let listing = listing
            .previewing(Some(agent.pane()))
            .looking(Some(&look()));
        server.finish(listing).unwrap()
    };
    let roster = list();
    assert_eq!(roster.len(), 1);
    assert!(roster.preview.is_some());
    let shown = roster.look.unwrap();
    let seen = server.finish(look().having_shown(shown)).unwrap();
    assert_eq!(seen, Some(Report::Idle));
    let other = server.start(&server.directory("b"), &cat()).unwrap();
    server.must(&["kill-pane", "-t", &agent.pane().to_string()]);
    let roster = list();
    assert_eq!(roster.len(), 1);
    assert!(roster.in_pane(other.pane).is_some());
    let pane = agent.pane();
    let gone = server.finish(look().having_shown(roster.look.unwrap()));
    assert_eq!(gone, Err(Error::Gone { pane }));
}

/// tmux says in the last row of 50 that it is dead.
#[test]
fn what_a_dead_worker_has_said_stands_above_what_tmux_says_of_it() {
    let server = Server::new();
    let says = words(&["/bin/sh", "-c", "echo no such model; exit 3"]);
    let pane = server.start(&server.directory("a"), &says).unwrap().pane;
    server.wait_until_dead(pane);
    let screen = || {
        let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
        let mut roster = server.finish(listing.previewing(Some(pane))).unwrap();
        roster.close_up_preview();
        roster.preview.unwrap().1.to_string()
    };
    let screen = wait_for(
        "tmux says that it is dead",
        || server.screen(),
        || Some(screen()).filter(|screen| screen.contains("Pane is dead")),
    );
    let lines: Vec<&str> = screen.lines().collect();
    assert_eq!(lines.len(), 2, "{screen}");
    assert_eq!(lines[0], "no such model");
    // One that lives keeps its blank rows.
    let says = words(&["/bin/sh", "-c", "printf 'a\\n\\n\\nb'; exec cat"]);
    let pane = server.start(&server.directory("b"), &says).unwrap().pane;
    let shown = wait_for(
        "it has written",
        || server.screen(),
        || {
            let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
            let mut roster = server.finish(listing.previewing(Some(pane))).unwrap();
            roster.close_up_preview();
            let shown = roster.preview.unwrap().1.to_string();
            shown.contains('b').then_some(shown)
        },
    );
    assert!(shown.starts_with("a\n\n\nb"), "{shown}");
}
