//! Whatever stands in a person's tmux.conf, every operation does the same.

use org::operation::{self, attach_to_worker};
use org::tmux::PaneId;
use org::worker::Life;

use crate::support::{Server, recorder, wait_for, words};

const HOSTILE: &str = "
set -g base-index 7
set -g pane-base-index 3
set -g renumber-windows on
set -g allow-rename on
set -g automatic-rename on
set -g automatic-rename-format 'renamed'
set -g remain-on-exit off
set -g default-command false
set -g default-shell /bin/false
set -g aggressive-resize on
set -g synchronize-panes on
set -g monitor-activity on
set -g update-environment ''
set -g destroy-unattached on
set -g detach-on-destroy off
set -g set-titles on
set -g status-keys vi
set -g mode-keys vi
set -g buffer-limit 5
set -g history-limit 0
set -g word-separators ' '
set -s exit-empty on
set -s escape-time 2000
set -g set-clipboard off
set -g prefix None
set -g window-size smallest
set -g lock-after-time 1
";

fn panes(server: &Server) -> Vec<PaneId> {
    server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect()
}

/// Start, refuse, send, die, list, clean, restart, stop, open: all of it.
fn check(config: &str) {
    let server = Server::with_config(config);
    let first = server.recorder("a b");
    let second = server.recorder("b");
    let read = server.must(&["show-options", "-gv", "base-index"]);
    assert_eq!(read == "7", config == HOSTILE);
    let directory = first.directory.clone();
    let name = format!("claude:{}", directory.replace(['/', ' '], "_"));
    assert_eq!(server.show(first.pane(), "#{window_name}"), name);
    // Three panes in one window, so that mirrored input would show.
    for _ in 0..2 {
        let script = "cat >>.mirrored";
        let pane = first.pane().to_string();
        server.must(&[
            "split-window",
            "-d",
            "-t",
            &pane,
            "-c",
            &directory,
            "/bin/sh",
            "-c",
            script,
        ]);
    }
    assert_eq!(panes(&server), [first.pane(), second.pane()]);
    let again = server.start(&directory, &recorder()).unwrap_err();
    assert_eq!(
        (again.code(), again.pane()),
        ("already_running", Some(first.pane()))
    );

    let long = "long and\nlonger; ".repeat(4000);
    server.send(&first.target, "one\ntwo;").unwrap();
    server.send(&first.target, &long).unwrap();
    first.wait_for_prompts(&["one\ntwo;", &long]);
    let mirrored = std::fs::read(format!("{directory}/.mirrored")).unwrap_or_default();
    assert_eq!(mirrored, b"");
    assert_eq!(second.bytes(), b"");

    let failing = words(&["/bin/sh", "-c", "printf '\\033kmine\\033\\\\'; exit 3"]);
    let dead = server.start(&server.directory("c"), &failing).unwrap();
    let worker = server.wait_until_dead(dead.pane);
    assert_eq!(
        worker.life,
        Life::Dead {
            status: Some(3),
            signal: None
        }
    );
    assert_eq!(worker.window_name, dead.window);
    let request = operation::start::StartRequest {
        directory: server.directory("c"),
        base: "/".into(),
        home: String::new(),
        command: words(&["true"]),
        first_prompt: Some("go on; #{pid}".into()),
        beside: false,
    };
    let restart =
        operation::restart_dead_worker(&server.tmux, dead.target, request, server.nonce());
    let restarted = server.finish(restart).unwrap();
    server.wait_until_dead(restarted.pane);
    let clean = operation::clean_dead_workers_from_state(&server.tmux, server.nonce());
    assert_eq!(server.finish(clean).unwrap().panes, [restarted.pane]);

    check_view(&server, first.pane());
    let pid = server.worker(first.pane()).pid.unwrap();
    let stop = operation::stop_worker(&server.tmux, first.target.clone(), pid);
    server.finish(stop).unwrap();
    assert_eq!(panes(&server), [second.pane()]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// A view shows the worker, ends with its terminal, and leaves the worker.
fn check_view(server: &Server, pane: PaneId) {
    let terminal = Server::new();
    let argv = attach_to_worker(&server.tmux, &server.worker(pane), &server.nonce());
    let mut words = vec!["new-session", "-d", "-x", "100", "-y", "30"];
    words.extend(argv.iter().map(String::as_str));
    server.must(&["select-pane", "-t", &pane.to_string()]);
    terminal.must(&words);
    let view = || {
        let format = "#{session_name} #{session_attached} #{session_windows} #{pane_id}";
        let sessions = server.must(&["list-sessions", "-F", format]);
        let line = sessions
            .lines()
            .find(|line| line.starts_with("org-view-"))?;
        line.split_once(' ').map(|(_, rest)| rest.to_owned())
    };
    let all = || format!("{}{}", server.screen(), terminal.screen());
    wait_for("the view shows the worker alone", all, || {
        (view()? == format!("1 1 {pane}")).then_some(())
    });
    terminal.must(&["kill-server"]);
    wait_for("the view is gone", all, || view().is_none().then_some(()));
    assert!(!server.worker(pane).life.is_dead());
}

#[test]
fn every_operation_works_without_a_configuration() {
    check("");
}

#[test]
fn every_operation_works_under_a_hostile_configuration() {
    check(HOSTILE);
}

#[test]
fn a_configuration_with_errors_is_no_obstacle() {
    check("no-such-command\nset -g no-such-option 1\n{\n");
}

/// A hook that waits makes tmux serve other clients in the middle of a start.
#[test]
fn hooks_that_block_do_not_let_a_second_starter_in() {
    let hook = "'run-shell \"sleep 0.3\"'";
    let config = [
        "new-window",
        "new-session",
        "rename-window",
        "set-option",
        "set-buffer",
    ]
    .map(|command| format!("set-hook -g after-{command} {hook}\n"))
    .concat();
    for with_session in [false, true] {
        let server = Server::with_config(&config);
        if with_session {
            server
                .start(&server.directory("other"), &words(&["cat"]))
                .unwrap();
        }
        let directory = server.directory("a");
        let answers: Vec<_> = std::thread::scope(|scope| {
            let start = || server.start(&directory, &words(&["cat"]));
            let starters: Vec<_> = (0..6).map(|_| scope.spawn(start)).collect();
            starters.into_iter().map(|s| s.join().unwrap()).collect()
        });
        let created: Vec<PaneId> = answers.iter().flatten().map(|s| s.pane).collect();
        assert_eq!(created.len(), 1, "{answers:?}");
        for answer in answers.iter().filter_map(|a| a.as_ref().err()) {
            assert_eq!(
                (answer.code(), answer.pane()),
                ("already_running", Some(created[0]))
            );
        }
        assert_eq!(server.roster().len(), 1 + usize::from(with_session));
        assert_eq!(
            server.worker(created[0]).directory.as_deref(),
            Some(directory.as_str())
        );
    }
}

#[test]
fn hooks_that_wait_do_not_break_a_prompt() {
    let config = "set-hook -g after-set-option 'run-shell \"sleep 0.1\"'
        set-hook -g after-copy-mode 'run-shell \"sleep 0.1\"'
        set-hook -g after-paste-buffer 'run-shell \"sleep 0.1\"'
        set-hook -g after-set-buffer 'run-shell \"sleep 0.1\"'";
    let server = Server::with_config(config);
    let worker = server.recorder("a");
    let prompts = ["first\nprompt", "second", "third\nprompt;"];
    std::thread::scope(|scope| {
        for prompt in prompts {
            let (server, worker) = (&server, &worker);
            scope.spawn(move || server.send(&worker.target, prompt).unwrap());
        }
    });
    wait_for(
        "three prompts",
        || format!("{:?}", worker.bytes()),
        || (worker.bytes().iter().filter(|b| **b == b'\r').count() == 3).then_some(()),
    );
    let mut arrived = worker.prompts();
    arrived.sort();
    assert_eq!(arrived, prompts);
}

#[test]
fn every_operation_works_in_any_locale() {
    for locale in ["C", "C.UTF-8", "POSIX", ""] {
        let mut server = Server::new();
        server.environment.push(("LANG".into(), locale.into()));
        server.environment.push(("LC_ALL".into(), locale.into()));
        let worker = server.recorder("grüße 漢字");
        let prompt = "äöü 漢字 👩\u{200d}👧";
        server.send(&worker.target, prompt).unwrap();
        worker.wait_for_prompts(&[prompt]);
        let listed = server.worker(worker.pane());
        assert_eq!(listed.directory.as_deref(), Some(worker.directory.as_str()));
        let directory = server.directory("erster prompt");
        let script = r#"printf %s "$2" >.part; mv .part .prompt; exec cat"#;
        let command = words(&["/bin/sh", "-c", script, "agent"]);
        server
            .start_from("/", &directory, &command, Some(prompt))
            .unwrap();
        let arrived = wait_for(
            "the first prompt",
            || server.screen(),
            || std::fs::read_to_string(format!("{directory}/.prompt")).ok(),
        );
        assert_eq!(arrived, prompt, "{locale}");
    }
}

/// What public configurations do with each new window: the worker is the pane
/// that org has made, and nothing that was done is called a failure.
#[test]
fn hooks_that_split_rename_or_fail_break_no_operation() {
    for hook in [
        "after-new-window 'split-window -v -l 5'",
        "after-new-session 'split-window -v -l 5'",
        "after-new-window 'rename-window mine'",
        "after-new-session 'rename-window mine'",
        "after-new-window 'refresh-client -S'",
        "after-new-window 'run-shell no-such-program-anywhere'",
        "after-rename-window 'refresh-client -S'",
        "after-kill-pane 'refresh-client -S'",
        "after-paste-buffer 'refresh-client -S'",
    ] {
        let server = Server::with_config(&format!("set-hook -g {hook}\n"));
        for name in ["a", "b"] {
            let worker = server.recorder(name);
            let listed = server.worker(worker.pane());
            assert_eq!(
                listed.directory.as_deref(),
                Some(&*worker.directory),
                "{hook}"
            );
            let window = format!("claude:{}", worker.directory.replace('/', "_"));
            assert_eq!(
                server.show(worker.pane(), "#{window_name}"),
                window,
                "{hook}"
            );
            server.send(&worker.target, "a prompt").unwrap();
            worker.wait_for_prompts(&["a prompt"]);
            let again = server.start(&worker.directory, &recorder()).unwrap_err();
            assert_eq!(
                (again.code(), again.pane()),
                ("already_running", Some(worker.pane()))
            );
        }
        let directory = server.directory("c");
        let keeps = words(&["sh", "-c", "printf %s \"$2\" >.first; exec cat", "keeps"]);
        let started = server.start_from("/", &directory, &keeps, Some("a first one"));
        let started = started.unwrap();
        wait_for(
            &format!("the first prompt with {hook}"),
            || server.screen(),
            || {
                std::fs::read(format!("{directory}/.first"))
                    .ok()
                    .filter(|t| t == b"a first one")
            },
        );
        let pid = server.worker(started.pane).pid.unwrap();
        let stop = operation::stop_worker(&server.tmux, started.target, pid);
        assert_eq!(server.finish(stop).unwrap().pane, started.pane, "{hook}");
        let dead = server
            .start(&server.directory("d"), &words(&["sleep", "1"]))
            .unwrap();
        server.wait_until_dead(dead.pane);
        let clean = operation::clean_dead_workers_from_state(&server.tmux, server.nonce());
        assert_eq!(server.finish(clean).unwrap().panes, [dead.pane], "{hook}");
        assert_eq!(server.roster().workers().len(), 2, "{hook}");
    }
}

#[test]
fn workers_outlive_a_server_that_is_to_end_with_its_last_client() {
    let server = Server::with_config("set -s exit-unattached on\n");
    let worker = server.recorder("a");
    // The server ends, if it does, when one of these clients leaves.
    for _ in 0..20 {
        assert!(!server.worker(worker.pane()).life.is_dead());
    }
}
