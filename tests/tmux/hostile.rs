//! Panes in odd states, and programs and persons that meddle.

use org::error::Error;
use org::operation::{self, Operation as _, Progress, Step};

use crate::support::{Recorder, Server, lives, now, wait_for, words};

/// Brings a pane into a mode, sends, and sees the prompt arrive in brackets.
fn check_mode(enter: &[&str], mode: &str) {
    let server = Server::new();
    let worker = server.recorder("a");
    let pane = worker.pane().to_string();
    let command: Vec<&str> = enter
        .iter()
        .map(|w| if *w == "PANE" { &pane } else { *w })
        .collect();
    server.must(&command);
    wait_for(
        mode,
        || server.screen(),
        || (server.show(worker.pane(), "#{pane_mode}") == mode).then_some(()),
    );
    server.send(&worker.target, "through\nany mode").unwrap();
    worker.wait_for_prompts(&["through\nany mode"]);
    assert_eq!(server.show(worker.pane(), "#{pane_in_mode}"), "0");
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_prompt_arrives_in_copy_mode() {
    check_mode(&["copy-mode", "-t", "PANE"], "copy-mode");
}

#[test]
fn a_prompt_arrives_in_view_mode() {
    check_mode(
        &["run-shell", "-t", "PANE", "echo text to view"],
        "view-mode",
    );
}

#[test]
fn a_prompt_arrives_under_a_clock() {
    check_mode(&["clock-mode", "-t", "PANE"], "clock-mode");
}

#[test]
fn a_prompt_arrives_under_the_tree() {
    check_mode(&["choose-tree", "-t", "PANE"], "tree-mode");
}

#[test]
fn a_prompt_arrives_under_modes_in_modes() {
    check_mode(
        &[
            "copy-mode",
            "-t",
            "PANE",
            ";",
            "clock-mode",
            "-t",
            "PANE",
            ";",
            "choose-tree",
            "-t",
            "PANE",
        ],
        "tree-mode",
    );
}

/// A second recorder in the same window.
fn beside(server: &Server, worker: &Recorder) -> Recorder {
    let directory = server.directory("beside");
    let pane = worker.pane().to_string();
    let script = r"stty raw -echo; printf '\033[?2004h\033]2;ready\007'; exec cat >>.received";
    let words = [
        "split-window",
        "-d",
        "-t",
        &pane,
        "-c",
        &directory,
        "-P",
        "-F",
        "#{pane_id}",
    ];
    let pane = server.must(&[&words[..], &[script]].concat());
    let mut target = worker.target.clone();
    target.pane = pane.parse().unwrap();
    target.key = org::directory::Key::default();
    server.recording(target, directory)
}

#[test]
fn mirrored_input_reaches_the_target_alone() {
    let server = Server::new();
    let worker = server.recorder("a");
    let beside = beside(&server, &worker);
    let pane = worker.pane().to_string();
    server.must(&["set-option", "-w", "-t", &pane, "synchronize-panes", "on"]);
    server.send(&worker.target, "for one").unwrap();
    worker.wait_for_prompts(&["for one"]);
    assert_eq!(beside.bytes(), b"");
}

#[test]
fn a_worker_hidden_behind_a_zoomed_pane_takes_its_prompt() {
    let server = Server::new();
    let worker = server.recorder("a");
    let beside = beside(&server, &worker);
    server.must(&["resize-pane", "-Z", "-t", &beside.pane().to_string()]);
    server.send(&worker.target, "behind").unwrap();
    worker.wait_for_prompts(&["behind"]);
    server.must(&["resize-pane", "-Z", "-t", &beside.pane().to_string()]);
    server.must(&["resize-pane", "-Z", "-t", &worker.pane().to_string()]);
    server.send(&worker.target, "in front").unwrap();
    worker.wait_for_prompts(&["behind", "in front"]);
    assert_eq!(beside.bytes(), b"");
}

#[test]
fn workers_that_change_places_keep_their_prompts() {
    let server = Server::new();
    let [first, second] = ["a", "b"].map(|name| server.recorder(name));
    let (one, two) = (first.pane().to_string(), second.pane().to_string());
    server.must(&["swap-pane", "-d", "-s", &one, "-t", &two]);
    server.must(&["rename-window", "-t", &one, "claude:_b"]);
    server.send(&first.target, "to the first").unwrap();
    server.send(&second.target, "to the second").unwrap();
    first.wait_for_prompts(&["to the first"]);
    second.wait_for_prompts(&["to the second"]);
}

#[test]
fn a_program_cannot_rename_its_window() {
    let server = Server::new();
    let script = r"printf '\033kclaude:_elsewhere\033\\\033]2;|title|\007'; exec cat";
    let command = words(&["/bin/sh", "-c", script]);
    let started = server.start(&server.directory("a"), &command).unwrap();
    wait_for(
        "the title is set",
        || server.screen(),
        || (server.show(started.pane, "#{pane_title}") == "|title|").then_some(()),
    );
    assert_eq!(server.worker(started.pane).window_name, started.window);
}

/// A claim is a text that any program inside tmux can set: it is compared,
/// and never run.
#[test]
fn a_claim_that_is_a_command_is_not_run_and_holds_nobody_up() {
    let server = Server::new();
    let worker = server.recorder("a");
    let pane = worker.pane();
    let mark = server.folder().join("PWNED");
    for claim in [
        format!("#(touch {}).5", mark.display()),
        format!("x' ; run-shell 'touch {}' ; '.5", mark.display()),
        "#{pane_id},1}.5".to_owned(),
        "a/b/c.5".to_owned(),
        "two\nlines.5".to_owned(),
    ] {
        server.must(&[
            "set-option",
            "-p",
            "-t",
            &pane.to_string(),
            "@org_busy",
            &claim,
        ]);
        server.send(&worker.target, "x").unwrap();
        server.wait_for_jobs();
        assert!(!mark.exists(), "{claim:?}");
    }
    worker.wait_for_prompts(&["x"; 5]);
}

#[test]
fn a_pane_that_is_killed_in_the_middle_of_anything_is_gone() {
    let server = Server::new();
    server.recorder("other");
    let worker = server.recorder("a");
    let listed = server.worker(worker.pane());
    let pane = worker.pane();
    server.must(&["kill-pane", "-t", &pane.to_string()]);
    let gone = Err(Error::Gone { pane });
    assert_eq!(server.send(&worker.target, "x"), gone);
    let stop = operation::stop_worker(&server.tmux, worker.target.clone(), listed.pid.unwrap());
    assert_eq!(server.finish(stop).map(|_| ()), Err(Error::Gone { pane }));
    let clean = operation::clean::clean_dead_workers(&server.tmux, vec![worker.target.clone()]);
    assert_eq!(server.finish(clean).unwrap().cleaned, 0);
    assert_eq!(server.roster().len(), 1);
}

/// A pane that another client has killed is found by tmux 3.3a until the
/// server has gone once around its loop.
#[test]
fn a_pane_that_was_killed_this_very_moment_is_gone() {
    let server = Server::new();
    server.recorder("other");
    let after_kill = |pane: &str, argv: &[String]| {
        // Between the client's own words and its commands.
        let client = server.tmux.client();
        let begin = argv
            .windows(client.len())
            .position(|w| w == client)
            .unwrap();
        let mut argv = argv.to_vec();
        let kill = ["kill-pane", "-t", pane, ";"].map(str::to_owned);
        argv.splice(begin + client.len()..begin + client.len(), kill);
        server.run(&argv)
    };
    let worker = server.recorder("a");
    let pane = worker.pane();
    let mut send = server.sending(&worker.target, "x");
    let Step::Run(argv) = send.advance(now(), Progress::Begun) else {
        panic!("a send begins with a command");
    };
    let answer = after_kill(&pane.to_string(), &argv);
    let step = send.advance(now(), Progress::Finished(&answer));
    assert_eq!(step, Step::Done(Err(Error::Gone { pane })));

    let dead = server
        .start(&server.directory("b"), &words(&["true"]))
        .unwrap();
    server.wait_until_dead(dead.pane);
    let mut clean = operation::clean::clean_dead_workers(&server.tmux, vec![dead.target]);
    let Step::Run(argv) = clean.advance(now(), Progress::Begun) else {
        panic!("a clean begins with a command");
    };
    let answer = after_kill(&dead.pane.to_string(), &argv);
    let step = clean.advance(now(), Progress::Finished(&answer));
    assert_eq!(step, Step::Done(Ok(operation::clean::Cleaned::default())));

    let worker = server.recorder("c");
    let pane = worker.pane();
    let pid = server.worker(pane).pid.unwrap();
    let mut stop = operation::stop_worker(&server.tmux, worker.target.clone(), pid);
    let Step::Run(argv) = stop.advance(now(), Progress::Begun) else {
        panic!("a stop begins with a command");
    };
    let answer = after_kill(&pane.to_string(), &argv);
    let step = stop.advance(now(), Progress::Finished(&answer));
    assert_eq!(step, Step::Done(Err(Error::Gone { pane })));
}

/// Asked for a pane that is gone, tmux may look at another one; windows that
/// others made have no key to tell them apart.
#[test]
fn a_window_that_is_gone_is_not_mistaken_for_another() {
    let server = Server::new();
    let script = r"stty raw -echo; printf '\033[?2004h\033]2;ready\007'; exec cat >>.received";
    let by_hand = |begin: &[&str], name: &str| {
        let directory = server.directory(name);
        let pane = ["-d", "-c", &directory, "-P", "-F", "#{pane_id}", script];
        let pane = server.must(&[begin, &pane].concat()).parse().unwrap();
        server.recording(server.worker(pane).target, directory)
    };
    let there = by_hand(&["new-session", "-s", "org-system"], "there");
    let gone = by_hand(&["new-window", "-t", "=org-system:"], "gone");
    let pane = gone.pane();
    let pid = server.worker(there.pane()).pid.unwrap();
    server.must(&["kill-pane", "-t", &pane.to_string()]);
    assert_eq!(server.send(&gone.target, "x"), Err(Error::Gone { pane }));
    let stop = operation::stop_worker(&server.tmux, gone.target.clone(), pid);
    assert_eq!(server.finish(stop), Err(Error::Gone { pane }));
    server.must(&[
        "set-option",
        "-p",
        "-t",
        &there.pane().to_string(),
        "remain-on-exit",
        "on",
    ]);
    server.kill_worker(there.pane(), "KILL");
    let clean = operation::clean::clean_dead_workers(&server.tmux, vec![gone.target.clone()]);
    assert_eq!(server.finish(clean).unwrap().cleaned, 0);
    assert_eq!(server.roster().len(), 1);
    assert_eq!(there.bytes(), b"");
}

#[test]
fn a_session_whose_name_begins_alike_is_left_alone() {
    let server = Server::new();
    for name in ["org-system-mine", "org-systemX", "org"] {
        server.must(&["new-session", "-d", "-s", name, "cat"]);
    }
    let worker = server.recorder("a");
    assert_eq!(server.show(worker.pane(), "#{session_name}"), "org-system");
    let pid = server.worker(worker.pane()).pid.unwrap();
    server.must(&["kill-session", "-t", "=org-system:"]);
    assert!(server.roster().is_empty());
    // Until it has ended it runs there outside of tmux.
    wait_for(
        "the worker has ended",
        || server.screen(),
        || (!lives(pid)).then_some(()),
    );
    let again = server
        .start(&server.directory("a"), &words(&["cat"]))
        .unwrap();
    assert_eq!(server.show(again.pane, "#{session_name}"), "org-system");
    let windows = server.must(&["list-windows", "-t", "=org-system-mine:"]);
    assert_eq!(windows.lines().count(), 1);
}
