//! Directories with names that tmux or a shell would read as something else.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use org::directory::Directory;
use org::error::Error;
use org::operation;
use org::operation::send::Prompt;

use crate::support::{Server, recorder, words};

/// Names of directories, each a single component.
fn nasty() -> Vec<String> {
    let mut names: Vec<String> = [
        "two words",
        " leading and trailing ",
        "it's",
        "\"quoted\"",
        "'",
        "`touch PWNED`",
        "$(touch PWNED)",
        "$HOME",
        "~",
        "~root",
        "#{pid}",
        "#S",
        "#(touch PWNED)",
        "##",
        "#,#}",
        "a;b",
        "ends in ;",
        ";",
        "\\;",
        "back\\slash",
        "ends in \\",
        "100%",
        "%d%Y%%",
        "%0",
        "a,b",
        "{a,b}",
        "}",
        "a:b.c",
        "=x",
        "@1",
        "a|b",
        "*?[x]",
        "-",
        "--",
        "-n",
        "!x",
        "&",
        "a=b",
        "ünïcode",
        "e\u{301}",
        "👩\u{200d}👩\u{200d}👧",
        "漢字",
        "rtl\u{202e}x",
    ]
    .map(str::to_owned)
    .into();
    names.push("x".repeat(255));
    names.push("漢".repeat(85));
    names
}

#[test]
fn any_legal_name_of_a_directory_works_in_every_operation() {
    let server = Server::new();
    let base = server.directory("");
    let names = nasty();
    std::thread::scope(|scope| {
        // Two at a time: as many as there are processors, usually.
        for half in names.chunks(names.len().div_ceil(2)) {
            let (server, base) = (&server, &base);
            scope.spawn(move || {
                for name in half {
                    check(server, base, name);
                }
            });
        }
    });
    let roster = server.roster();
    assert_eq!((roster.len(), roster.dead()), (names.len(), 0));
    assert_eq!(roster.status().total, names.len());

    // Every recorder takes its own prompt and no other.
    std::thread::scope(|scope| {
        for name in &names {
            let (server, base) = (&server, &base);
            scope.spawn(move || {
                let directory = format!("{base}/{name}");
                let target = Directory::new(&directory).unwrap();
                let worker = server.roster().in_directory(&target).unwrap().clone();
                let worker = server.recording(worker.target, directory);
                // A leading `!` is sent as text.
                let prompt = format!("in {name}");
                server.send(&worker.target, &prompt).unwrap();
                worker.wait_for_prompts(&[&prompt]);
            });
        }
    });
    assert_eq!(server.leftovers(), Vec::<String>::new());
    assert_not_pwned(&server);
}

fn check(server: &Server, base: &str, name: &str) {
    let directory = server.directory(name);
    let expected = format!("{base}/{name}");
    assert_eq!(directory, expected);
    let started = server
        .start(&directory, &recorder())
        .unwrap_or_else(|error| panic!("{name:?}: {error}"));
    let worker = server.worker(started.pane);
    assert_eq!(worker.directory.as_deref(), Some(expected.as_str()));
    assert!(worker.is_ours());
    let running = |from: &str, typed: &str| {
        assert_eq!(
            server.start_from(from, typed, &recorder(), None),
            Err(Error::AlreadyRunning {
                directory: org::text::line(&expected),
                pane: started.pane
            }),
            "{typed:?}"
        );
    };
    running("/", &directory);
    if !name.starts_with('~') {
        running(base, name);
    }
    running(base, &format!("./{name}/"));
}

fn assert_not_pwned(server: &Server) {
    server.wait_for_jobs();
    let found = std::process::Command::new("find")
        .arg(server.folder())
        .args(["-name", "PWNED"])
        .output()
        .unwrap();
    let found = String::from_utf8_lossy(&found.stdout).into_owned();
    assert_eq!(found, "");
    assert!(!Path::new("/PWNED").exists());
}

#[test]
fn a_path_that_is_a_whole_command_is_not_run() {
    let server = Server::new();
    let folder = server.folder().to_str().unwrap().to_owned();
    for (n, opening) in ["#(touch ", "$(touch ", "`touch ", "';touch "]
        .iter()
        .enumerate()
    {
        let mark = format!("PWNED-{n}");
        let directory = server.directory(&format!("{opening}{folder}/{mark} #`)"));
        let started = server.start(&directory, &words(&["cat"])).unwrap();
        server.wait_for_jobs();
        assert_eq!(
            server.worker(started.pane).directory.as_deref(),
            Some(directory.as_str())
        );
        assert!(!server.folder().join(&mark).exists());
    }
}

#[test]
fn a_path_of_a_thousand_bytes_works() {
    let server = Server::new();
    let deep = vec!["'".repeat(199); 5].join("/");
    let directory = server.directory(&deep);
    assert!(directory.len() >= 1000);
    // Each quote takes four bytes inside a command string: the dearest path.
    server
        .start_from("/", &directory, &recorder(), Some("x"))
        .unwrap();

    let directory = server.directory(&vec!["ü".repeat(100); 5].join("/"));
    assert!(directory.len() >= 1000);
    let worker = server.start(&directory, &recorder()).unwrap();
    let worker = server.recording(worker.target, directory.clone());
    let resolved = Directory::new(&directory).unwrap();
    let sent = operation::send_command_to_worker_by_directory(
        &server.tmux,
        resolved,
        Prompt::new("hello"),
        server.nonce(),
    );
    assert_eq!(server.finish(sent).unwrap().pane, worker.pane());
    worker.wait_for_prompts(&["hello"]);
}

#[test]
fn the_longest_path_works_and_a_longer_one_says_how_long() {
    let server = Server::new();
    let base = server.directory("");
    let longest = org::directory::LONGEST;
    let fill = |bytes: usize| {
        let mut path = String::new();
        let mut left = bytes - base.len();
        while left > 0 {
            // A component is at least a slash and one letter.
            let take = if left > 201 { 200 } else { left };
            path.push('/');
            path.push_str(&"x".repeat(take - 1));
            left -= take;
        }
        path
    };
    let directory = server.directory(fill(longest).trim_start_matches('/'));
    assert_eq!(directory.len(), longest);
    server.start(&directory, &words(&["cat"])).unwrap();
    let directory = server.directory(fill(longest + 1).trim_start_matches('/'));
    let error = server.start(&directory, &words(&["cat"])).unwrap_err();
    assert_eq!(error.code(), "bad_directory");
    assert!(
        error.text().contains("1501 bytes, 1500 are the most"),
        "{error}"
    );
}

#[test]
fn what_cannot_be_held_safely_is_refused_with_the_reason() {
    let server = Server::new();
    let base = server.directory("");
    let check = |name: &[u8], reason: &str| {
        let path = Path::new(&base).join(OsStr::from_bytes(name));
        std::fs::create_dir(&path).unwrap();
        let link = format!("{base}/link");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut ways = vec![link];
        ways.extend(path.to_str().map(str::to_owned));
        for typed in ways {
            match server.start(&typed, &words(&["cat"])) {
                Err(Error::BadDirectory {
                    directory,
                    reason: said,
                }) => {
                    assert!(said.contains(reason), "{said}");
                    assert!(!directory.chars().any(char::is_control));
                }
                other => panic!("{name:?}: {other:?}"),
            }
        }
    };
    check(b"new\nline", "control characters");
    check(b"ends in a newline\n", "control characters");
    check(b"\n", "control characters");
    check(b"tab\t", "control characters");
    check(b"\x1b[31mred", "control characters");
    check(b"\x7f", "control characters");
    check("\u{9b}31m".as_bytes(), "control characters");
    check(b"latin \xe4", "not valid UTF-8");
    check(b"\xff", "not valid UTF-8");
    assert!(server.raw(&["list-sessions"]).means_no_server());
}

#[test]
fn two_directories_with_one_window_name_are_two_workers() {
    let server = Server::new();
    let first = server.recorder("a/b_c");
    let second = server.recorder("a_b/c");
    let name = |pane| server.show(pane, "#{window_name}");
    assert_eq!(name(first.pane()), name(second.pane()));
    for (worker, prompt) in [(&first, "to the first"), (&second, "to the second")] {
        let directory = Directory::new(&worker.directory).unwrap();
        let sending = operation::send_command_to_worker_by_directory(
            &server.tmux,
            directory,
            Prompt::new(prompt),
            server.nonce(),
        );
        assert_eq!(server.finish(sending).unwrap().pane, worker.pane());
    }
    first.wait_for_prompts(&["to the first"]);
    second.wait_for_prompts(&["to the second"]);
}
