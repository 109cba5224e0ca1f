//! The first look of a panel: host and workers in one process, and the same
//! words as from a look at the host alone where something is wrong.

use std::os::unix::fs::symlink;

use org::error::Error;
use org::operation::first_look::{self, FirstSeen};
use org::operation::probe::{Host, probe};
use org::operation::{self, Operation as _, Progress, Step};
use org::tmux::Output;

use crate::support::{Server, now, words, write_program};

fn look(server: &Server) -> first_look::FirstLook {
    let status = operation::get_all_workers_status(&server.tmux, server.nonce());
    first_look::first_look(&server.tmux, status, server.nonce())
}

/// What one process has found.
fn found(server: &Server) -> Result<FirstSeen, Error> {
    let mut look = look(server);
    let Step::Run(argv) = look.advance(now(), Progress::Begun) else {
        panic!("it runs a process");
    };
    let output = server.run(&argv);
    match look.advance(now(), Progress::Finished(&output)) {
        Step::Done(found) => found,
        step => panic!("it is one process, and then {step:?}"),
    }
}

#[test]
fn one_process_finds_home_tmux_and_workers() {
    let mut server = Server::new();
    let version = server.run(&["tmux".into(), "-V".into()]);
    let version = version.text();
    for (home, known) in [
        (server.home().display().to_string(), None),
        (String::new(), None),
        ("/with a $blank/'and'|so".into(), None),
        ("/two\nlines\n".into(), Some("/two")),
    ] {
        server.environment = vec![("HOME".into(), home.clone())];
        let FirstSeen { host, listed } = found(&server).unwrap();
        assert_eq!(host.home, known.unwrap_or(&home));
        assert!(host.tmux.ends_with(version.trim()), "{host:?}");
        // There is no server yet.
        assert!(listed.unwrap().unwrap().is_empty());
    }
    server.environment.clear();
    let a = server.start(&server.directory("a"), &words(&["cat"]));
    let b = server.start(&server.directory("b"), &words(&["cat"]));
    let started = [a.unwrap().pane, b.unwrap().pane];
    // Which program runs is listed, too.
    for pane in started {
        server.wait_for_program(pane, "cat");
    }
    let listed = found(&server).unwrap().listed.unwrap().unwrap();
    let panes: Vec<_> = listed.workers().iter().map(|w| w.target.pane).collect();
    assert_eq!(panes, started);
    assert_eq!(listed, server.roster());
}

/// A `tmux` that is this script, or none, before all others on the PATH.
fn with(script: Option<&str>, mode: u32) -> Server {
    let mut server = Server::new();
    let folder = server.folder().join("bin");
    std::fs::create_dir(&folder).unwrap();
    for program in ["env", "sh"] {
        let path = std::env::var("PATH").unwrap();
        let real = std::env::split_paths(&path).map(|folder| folder.join(program));
        let real = real.into_iter().find(|real| real.is_file()).unwrap();
        symlink(real, folder.join(program)).unwrap();
    }
    if let Some(script) = script {
        let program = folder.join("tmux");
        write_program(&program, &format!("#!/bin/sh\n{script}\n"), mode);
    }
    server.environment = vec![("PATH".into(), folder.display().to_string())];
    server
}

#[test]
fn an_unfit_tmux_is_told_as_by_a_look_at_the_host_alone() {
    let mut codes = Vec::new();
    for (script, mode) in [
        (None, 0),
        (Some("exit"), 0o644),
        (Some("echo tmux 3.1c"), 0o755),
        (Some("echo tmux 3.1c; exit 3"), 0o755),
        (Some("echo broken >&2; exit 1"), 0o755),
        (Some("exit 127"), 0o755),
        (Some("exit 0"), 0o755),
        (Some("kill -9 $$"), 0o755),
    ] {
        let server = with(script, mode);
        let together = found(&server).map(|opened| opened.host);
        let alone = server.finish(probe(&server.tmux));
        assert_eq!(together, alone, "{script:?}");
        codes.push(alone.unwrap_err().code());
    }
    assert_eq!(
        codes,
        [
            "tmux_missing",
            "tmux_failed",
            "tmux_too_old",
            "tmux_failed",
            "tmux_failed",
            "tmux_missing",
            "bad_answer",
            "tmux_failed",
        ]
    );
}

#[test]
fn a_listing_that_fails_says_so_and_the_host_is_known() {
    let script = "[ \"$1\" = -V ] && echo tmux 3.4 && exit\necho lost >&2\nexit 1";
    let server = with(Some(script), 0o755);
    let FirstSeen { host, listed } = found(&server).unwrap();
    assert_eq!(host.tmux, "tmux 3.4");
    let listing = operation::get_all_workers_status(&server.tmux, server.nonce());
    assert_eq!(listed, Some(server.finish(listing)));
}

#[test]
fn a_server_that_hangs_is_not_taken_for_a_missing_tmux() {
    let server = Server::new();
    let mut look = look(&server);
    let Step::Run(_) = look.advance(now(), Progress::Begun) else {
        panic!("it runs a process");
    };
    let Step::Run(alone) = look.timed_out(now()) else {
        panic!("it looks at the host alone");
    };
    let output = server.run(&alone);
    let step = look.advance(now(), Progress::Finished(&output));
    let Step::Done(Ok(FirstSeen { host, listed: None })) = step else {
        panic!("the host is known: {step:?}");
    };
    assert_ne!(host, Host::default());
    // Neither answers.
    let mut look = self::look(&server);
    let _ = look.advance(now(), Progress::Begun);
    let _ = look.timed_out(now());
    assert_eq!(
        look.timed_out(now()),
        Step::fail(Error::NoAnswer {
            doing: "look for tmux".into(),
            seconds: 8
        })
    );
}

#[test]
fn what_the_listing_needs_beyond_one_process_it_gets() {
    let server = Server::new();
    let mut look = look(&server);
    let Step::Run(argv) = look.advance(now(), Progress::Begun) else {
        panic!("it runs a process");
    };
    // The server has ended under the client: asked again, there is none.
    let sign = argv.get(4).unwrap();
    let output = Output {
        status: Some(1),
        stdout: format!("/home\ntmux 3.4\n{sign}\n").into_bytes(),
        stderr: b"server exited unexpectedly\n".to_vec(),
    };
    let Step::Run(again) = look.advance(now(), Progress::Finished(&output)) else {
        panic!("it asks again");
    };
    assert_eq!(again.first().map(String::as_str), Some("env"));
    let output = server.run(&again);
    match look.advance(now(), Progress::Finished(&output)) {
        Step::Done(Ok(opened)) => {
            assert_eq!(opened.host.home, "/home");
            assert!(opened.listed.unwrap().unwrap().is_empty());
        }
        step => panic!("{step:?}"),
    }
}
