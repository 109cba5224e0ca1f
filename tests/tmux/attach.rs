//! Opening a worker in a terminal. The terminal is a pane of a second private
//! tmux server, so every case is one of tmux within tmux too.

use org::operation;
use org::tmux::PaneId;

use crate::support::terminals::Terminals;
use crate::support::{Recorder, Server, wait_for, words};

/// Starts a worker that shows `says` and keeps what it is given.
fn speaker(server: &Server, name: &str, says: &str) -> Recorder {
    let directory = server.directory(name);
    let script = format!(
        r"stty raw -echo; printf '\033[?2004h\033]2;ready\007{says}'; exec cat >>.received"
    );
    let command = words(&["/bin/sh", "-c", &script]);
    let started = server.start(&directory, &command).unwrap();
    server.recording(started.target, directory)
}

fn sessions(server: &Server) -> Vec<String> {
    let names = server.must(&["list-sessions", "-F", "#{session_name}"]);
    names.lines().map(str::to_owned).collect()
}

fn wait_for_one_session(server: &Server) {
    wait_for(
        "the views are gone",
        || server.screen(),
        || (sessions(server) == ["org-system"]).then_some(()),
    );
}

fn wait_for_bytes(worker: &Recorder, bytes: &[u8]) {
    wait_for(
        &format!("{bytes:?} at {}", worker.pane()),
        || format!("{:?}", worker.bytes()),
        || (worker.bytes() == bytes).then_some(()),
    );
}

#[test]
fn an_open_worker_is_shown_and_takes_what_is_typed() {
    let server = Server::new();
    let terminals = Terminals::new();
    speaker(&server, "other", "I am the other");
    let worker = speaker(&server, "a", "I am the one");
    speaker(&server, "third", "I am the third");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    assert!(!terminals.screen(terminal).contains("org-system"));
    terminals.keys(terminal, &["-l", "typed"]);
    terminals.keys(terminal, &["Enter"]);
    wait_for_bytes(&worker, b"typed\r");
}

#[test]
fn two_open_workers_do_not_switch_each_other() {
    let server = Server::new();
    let terminals = Terminals::new();
    let first = speaker(&server, "a", "I am the first");
    let second = speaker(&server, "b", "I am the second");
    let open = |worker: &Recorder| terminals.open(&server, &server.worker(worker.pane()));
    let one = open(&first);
    terminals.wait_for_text(one, "I am the first");
    let two = open(&second);
    terminals.wait_for_text(two, "I am the second");
    let again = open(&first);
    terminals.wait_for_text(again, "I am the first");
    terminals.keys(one, &["-l", "1"]);
    terminals.keys(two, &["-l", "2"]);
    wait_for_bytes(&first, b"1");
    wait_for_bytes(&second, b"2");
    terminals.keys(again, &["-l", "3"]);
    wait_for_bytes(&first, b"13");
    assert!(terminals.screen(one).contains("I am the first"));
    assert!(terminals.screen(two).contains("I am the second"));
    let panes: Vec<PaneId> = server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect();
    assert_eq!(panes, [first.pane(), second.pane()]);
}

#[test]
fn closing_the_terminal_ends_the_view_and_not_the_worker() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    assert_eq!(sessions(&server).len(), 2);
    terminals.close(terminal);
    wait_for_one_session(&server);
    assert!(!server.worker(worker.pane()).life.is_dead());
    server.send(&worker.target, "still here").unwrap();
    worker.wait_for_prompts(&["still here"]);
}

#[test]
fn a_view_of_a_worker_that_goes_ends_and_shows_no_other() {
    let server = Server::new();
    let terminals = Terminals::new();
    let before = speaker(&server, "before", "I am a neighbour");
    let worker = speaker(&server, "a", "I am the one");
    let after = speaker(&server, "after", "I am a neighbour");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    let pid = server.worker(worker.pane()).pid.unwrap();
    let stop = operation::stop_worker(&server.tmux, worker.target.clone(), pid);
    server.finish(stop).unwrap();
    terminals.wait_for_end(terminal);
    assert!(!terminals.screen(terminal).contains("neighbour"));
    wait_for_one_session(&server);
    assert_eq!((before.bytes(), after.bytes()), (vec![], vec![]));
    assert_eq!(server.roster().len(), 2);
}

#[test]
fn a_view_outlives_the_death_of_its_worker_until_that_is_cleaned() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    speaker(&server, "after", "I am a neighbour");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    server.kill_worker(worker.pane(), "TERM");
    terminals.wait_for_text(terminal, "Pane is dead");
    let second = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(second, "Pane is dead");
    let clean = operation::clean_dead_workers_from_state(&server.tmux, server.nonce());
    assert_eq!(server.finish(clean).unwrap().cleaned, 1);
    for terminal in [terminal, second] {
        terminals.wait_for_end(terminal);
        assert!(!terminals.screen(terminal).contains("neighbour"));
    }
    wait_for_one_session(&server);
}

#[test]
fn a_worker_that_is_gone_is_not_opened() {
    let server = Server::new();
    let terminals = Terminals::new();
    let gone = speaker(&server, "a", "I was the one");
    let seen = server.worker(gone.pane());
    speaker(&server, "b", "I am a neighbour");
    server.must(&["kill-pane", "-t", &gone.pane().to_string()]);
    let terminal = terminals.open(&server, &seen);
    terminals.wait_for_end(terminal);
    let text = format!("org: worker {} is gone", gone.pane());
    assert!(
        terminals.screen(terminal).contains(&text),
        "{}",
        terminals.screen(terminal)
    );
    assert_eq!(sessions(&server), ["org-system"]);
    server.kill_server();
    let terminal = terminals.open(&server, &seen);
    terminals.wait_for_end(terminal);
    let screen = terminals.screen(terminal);
    assert!(screen.contains(&text), "{screen}");
}

#[test]
fn a_window_that_someone_else_made_can_be_opened() {
    let server = Server::new();
    let terminals = Terminals::new();
    speaker(&server, "a", "I am a neighbour");
    let pane = server.must(&[
        "new-window",
        "-d",
        "-t",
        "=org-system:",
        "-P",
        "-F",
        "#{pane_id}",
        "echo I am by hand; exec cat",
    ]);
    let terminal = terminals.open(&server, &server.worker(pane.parse().unwrap()));
    terminals.wait_for_text(terminal, "I am by hand");
}

#[test]
fn a_worker_that_was_moved_can_be_opened_where_it_is() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    speaker(&server, "b", "I am a neighbour");
    server.must(&["new-session", "-d", "-s", "elsewhere", "cat"]);
    server.must(&[
        "move-window",
        "-d",
        "-s",
        &worker.pane().to_string(),
        "-t",
        "elsewhere:",
    ]);
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    terminals.close(terminal);
    wait_for(
        "the view is gone",
        || server.screen(),
        || (sessions(&server) == ["elsewhere", "org-system"]).then_some(()),
    );
}

#[test]
fn a_prompt_arrives_whatever_its_viewer_is_doing() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    let client = client_name(&server);
    let pane = worker.pane().to_string();
    let mut expected = Vec::new();
    for (what, command, sign, close) in [
        (
            "command prompt",
            &["command-prompt", "-t", &client][..],
            ":",
            &["C-c"][..],
        ),
        (
            "confirmation",
            &["confirm-before", "-t", &client, "clock-mode"],
            "(y/n)",
            &["n"],
        ),
        // The modes are left by the send itself.
        ("copy mode", &["copy-mode", "-t", &pane], "[0/", &[]),
        ("tree", &["choose-tree", "-t", &pane], "(sort: index)", &[]),
        ("clock", &["clock-mode", "-t", &pane], "", &[]),
    ] {
        let mut words = server.tmux.client();
        words.extend(command.iter().map(|w| (*w).to_owned()));
        // A question holds its client until it is answered.
        let mut asks = server.spawn(&words);
        terminals.wait_for_text(terminal, sign);
        server.send(&worker.target, what).unwrap();
        expected.push(what);
        worker.wait_for_prompts(&expected);
        for key in close {
            terminals.keys(terminal, &[key]);
        }
        asks.wait().unwrap();
    }
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

fn size(server: &Server, worker: &Recorder) -> String {
    server.show(worker.pane(), "#{window_width}x#{window_height}")
}

fn wait_for_size(server: &Server, worker: &Recorder, expected: &str) {
    wait_for(
        &format!("the window is {expected}"),
        || size(server, worker),
        || (size(server, worker) == expected).then_some(()),
    );
}

/// The name of the only client.
fn client_name(server: &Server) -> String {
    server.must(&["list-clients", "-F", "#{client_name}"])
}

/// The process of the only client.
fn client(server: &Server) -> String {
    server.must(&["list-clients", "-F", "#{client_pid}"])
}

fn kill(pids: &[&str]) {
    let mut kill = std::process::Command::new("kill");
    assert!(kill.arg("-KILL").args(pids).status().unwrap().success());
}

#[test]
fn a_worker_has_its_usual_size_again_however_its_view_ends() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    speaker(&server, "b", "I am a neighbour");
    let usual = size(&server, &worker);
    assert_eq!(usual, "200x50");
    let shell = |terminal: PaneId| terminals.0.show(terminal, "#{pane_pid}");
    let ends: [(&str, &dyn Fn(PaneId)); 6] = [
        ("its terminal is closed", &|t| terminals.close(t)),
        ("its user detaches", &|_| {
            server.must(&["detach-client", "-t", &client_name(&server)]);
        }),
        ("its session is killed", &|_| {
            server.must(&["kill-session", "-t", &sessions(&server)[1]]);
        }),
        ("its client is killed", &|_| kill(&[&client(&server)])),
        ("all of it is killed", &|t| {
            kill(&[&client(&server), &shell(t)]);
        }),
        ("its user goes elsewhere first", &|t| {
            server.must(&[
                "switch-client",
                "-c",
                &client_name(&server),
                "-t",
                "=org-system:",
            ]);
            terminals.close(t);
        }),
    ];
    for (how, end) in ends {
        let terminal = terminals.open(&server, &server.worker(worker.pane()));
        terminals.wait_for_text(terminal, "I am the one");
        wait_for_size(&server, &worker, "100x30");
        println!("{how}");
        end(terminal);
        wait_for_size(&server, &worker, &usual);
        wait_for_one_session(&server);
        assert_eq!(server.show(worker.pane(), "#{window-size}"), "latest");
    }
    // The next one is as large as its terminal again.
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    wait_for_size(&server, &worker, "100x30");
}

#[test]
fn a_worker_that_is_started_beside_an_open_view_has_its_usual_size() {
    let server = Server::new();
    let terminals = Terminals::new();
    let shown = speaker(&server, "a", "I am the one");
    let terminal = terminals.open(&server, &server.worker(shown.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    wait_for_size(&server, &shown, "100x30");
    let worker = speaker(&server, "b", "I am a neighbour");
    assert_eq!(size(&server, &worker), "200x50");
    assert_eq!(server.show(worker.pane(), "#{window-size}"), "latest");
    // The view is as large as its terminal all the same.
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am a neighbour");
    wait_for_size(&server, &worker, "100x30");
}

#[test]
fn a_window_that_another_client_shows_keeps_its_size() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    let open = || {
        let terminal = terminals.open(&server, &server.worker(worker.pane()));
        terminals.wait_for_text(terminal, "I am the one");
        terminal
    };
    let mut own = server.tmux.client();
    own.extend(["attach-session", "-t", "=org-system:"].map(str::to_owned));
    let (first, second, own) = (open(), open(), terminals.run(&own));
    terminals.wait_for_text(own, "[org-syste");
    wait_for_size(&server, &worker, "100x29");
    terminals.close(first);
    wait_for(
        "one view is gone",
        || server.screen(),
        || (sessions(&server).len() == 2).then_some(()),
    );
    assert_eq!(size(&server, &worker), "100x29");
    terminals.close(second);
    wait_for_one_session(&server);
    assert_eq!(size(&server, &worker), "100x29");
    terminals.close(own);
}

#[test]
fn a_window_whose_size_was_set_by_hand_keeps_it() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    let pane = worker.pane().to_string();
    server.must(&["resize-window", "-t", &pane, "-x", "90", "-y", "20"]);
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    terminals.close(terminal);
    wait_for_one_session(&server);
    assert_eq!(size(&server, &worker), "90x20");
    assert_eq!(server.show(worker.pane(), "#{window-size}"), "manual");
}

#[test]
fn every_key_reaches_the_worker_whatever_tmux_does_with_it_elsewhere() {
    let config = "set -g prefix C-a\nset -g prefix2 C-b\nbind -n M-f kill-server\n";
    let server = Server::with_config(config);
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    // One after the other: what comes within a millisecond is pasted to tmux.
    let keys = [
        ("C-b", "\x02"),
        ("d", "d"),
        ("C-a", "\x01"),
        ("x", "x"),
        ("M-f", "\x1bf"),
    ];
    let mut expected = String::new();
    for (key, byte) in keys {
        terminals.keys(terminal, &[key]);
        expected.push_str(byte);
        wait_for_bytes(&worker, expected.as_bytes());
    }
    // In the view alone.
    let options = ["prefix", "prefix2", "key-table", "mouse"];
    let options = options.map(|o| server.must(&["show-options", "-Av", "-t", "=org-system:", o]));
    assert_eq!(options, ["C-a", "C-b", "root", "off"]);
}

/// The mouse on the first row: 0 and 32 are the left button, pressed and moved,
/// 64 and 65 the wheel.
fn mouse(terminals: &Terminals, terminal: PaneId, button: u8, column: u8, end: char) {
    let bytes = format!("\x1b[<{button};{column};1{end}");
    terminals.keys(terminal, &["-l", &bytes]);
}

#[test]
fn the_wheel_over_a_view_sends_its_worker_no_keys_and_takes_none_from_it() {
    let server = Server::new();
    let terminals = Terminals::new();
    for alternate in ["", r"\033[?1049h"] {
        let worker = speaker(
            &server,
            &format!("a{}", alternate.len()),
            &format!("{alternate}I am it"),
        );
        let terminal = terminals.open(&server, &server.worker(worker.pane()));
        terminals.wait_for_text(terminal, "I am it");
        // What makes Zellij hand on the wheel as it is, and not as arrow keys.
        assert_eq!(terminals.0.show(terminal, "#{mouse_any_flag}"), "1");
        for button in [64, 65, 64] {
            mouse(&terminals, terminal, button, 5, 'M');
        }
        terminals.keys(terminal, &["-l", "typed"]);
        wait_for_bytes(&worker, b"typed");
    }
}

#[test]
fn a_program_that_asks_for_the_mouse_gets_it() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", r"\033[?1000h\033[?1006hI am the one");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    mouse(&terminals, terminal, 64, 5, 'M');
    wait_for_bytes(&worker, b"\x1b[<64;5;1M");
}

#[test]
fn what_is_dragged_over_in_a_view_is_copied_and_keys_go_on_to_the_worker() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    mouse(&terminals, terminal, 0, 3, 'M');
    mouse(&terminals, terminal, 32, 5, 'M');
    mouse(&terminals, terminal, 32, 8, 'M');
    mouse(&terminals, terminal, 0, 8, 'm');
    let copied = || server.raw(&["show-buffer"]).text().into_owned();
    wait_for("it is copied", copied, || {
        copied().starts_with("am th").then_some(())
    });
    terminals.keys(terminal, &["-l", "typed"]);
    wait_for_bytes(&worker, b"typed");
}

/// What Zellij keeps of a terminal and runs again when it resurrects a session:
/// the words of the process in it.
fn kept(terminals: &Terminals, terminal: PaneId) -> Vec<String> {
    let pid = terminals.0.show(terminal, "#{pane_pid}");
    let line = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
    let line = line.trim_end_matches('\0');
    line.split('\0').map(str::to_owned).collect()
}

#[test]
fn what_a_resurrected_terminal_runs_is_short_and_shows_the_worker_again() {
    let server = Server::new();
    let terminals = Terminals::new();
    let worker = speaker(&server, "a", "I am the one");
    speaker(&server, "b", "I am a neighbour");
    let terminal = terminals.open(&server, &server.worker(worker.pane()));
    terminals.wait_for_text(terminal, "I am the one");
    let kept = kept(&terminals, terminal);
    let shown = kept.join(" ");
    assert!(shown.len() < 180 && !shown.contains('\n'), "{shown}");
    assert!(shown.contains("worker %0"), "{shown}");
    terminals.close(terminal);
    wait_for_one_session(&server);
    let again = terminals.run(&kept);
    terminals.wait_for_text(again, "I am the one");
    terminals.keys(again, &["-l", "typed"]);
    wait_for_bytes(&worker, b"typed");
    terminals.close(again);
    wait_for_one_session(&server);
    wait_for_size(&server, &worker, "200x50");

    // tmux without the worker, none at all, and another worker of its number.
    let gone = || {
        let terminal = terminals.run(&kept);
        terminals.wait_for_end(terminal);
        let screen = terminals.screen(terminal);
        let said = screen.split("Pane is dead").next().unwrap().trim();
        assert_eq!(said, "org: worker %0 is gone");
        // tmux 3.3a misses the end of some processes until it has a job.
        terminals.0.wait_for_jobs();
        let status = || terminals.0.show(terminal, "#{pane_dead_status}");
        wait_for("its status", status, || (status() == "1").then_some(()));
    };
    server.must(&["kill-pane", "-t", "%0"]);
    gone();
    server.kill_server();
    gone();
    let other = speaker(&server, "c", "I am another one");
    assert_eq!(other.pane(), worker.pane());
    gone();
    assert_eq!(sessions(&server), ["org-system"]);
}
