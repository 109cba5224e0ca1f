//! Starting a worker: what is created, what is refused and why.

use org::error::Error;
use org::operation;
use org::operation::start::{LONGEST_FIRST_PROMPT, StartRequest};
use org::operation::{Operation as _, Progress, Step};
use org::tmux::{PaneId, Target};
use org::worker::Life;

use crate::support::{Server, lives, now, recorder, wait_for, wait_for_name, words};

fn cat() -> org::agent::AgentCommand {
    words(&["cat"])
}

#[test]
fn the_first_start_creates_server_session_window_and_marks() {
    let server = Server::new();
    let directory = server.directory("home/user/my.project");
    let started = server.start(&directory, &cat()).unwrap();
    let show = |format: &str| server.show(started.pane, format);

    assert_eq!(show("#{session_name}"), "org-system");
    let name = format!("claude:{}", directory.replace(['/', '.'], "_"));
    assert_eq!(show("#{window_name}"), name);
    assert_eq!(started.window, name);
    assert_eq!(started.directory.as_str(), directory);
    assert_eq!(show("#{@org_key}"), started.target.key.as_str());
    assert_eq!(show("#{@org_window}"), "1");
    assert_eq!(
        show("#{pid}/#{start_time}"),
        format!(
            "{}/{}",
            started.target.server.pid, started.target.server.start_time
        )
    );
    let pane = started.pane.to_string();
    let option = |flags: &str, name: &str| server.must(&["show-options", flags, "-t", &pane, name]);
    assert_eq!(option("-pv", "remain-on-exit"), "on");
    assert_eq!(option("-wv", "automatic-rename"), "off");
    assert_eq!(option("-wv", "allow-rename"), "off");
    assert_eq!(option("-v", "destroy-unattached"), "off");
    wait_for(
        "the worker runs in its directory",
        || server.screen(),
        || {
            let seen = show("#{pane_current_command} #{pane_current_path}");
            (seen == format!("cat {directory}")).then_some(())
        },
    );
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// Starts, with something put before each command, and counts the processes.
fn counted(server: &Server, typed: &str, before: &[&str]) -> (usize, Result<String, &'static str>) {
    let command = words(&["/bin/sh", "-c", "exec cat"]);
    let first_prompt = Some("begin".into());
    counted_with(server, typed, before, command, first_prompt)
}

fn counted_with(
    server: &Server,
    typed: &str,
    before: &[&str],
    command: org::agent::AgentCommand,
    first_prompt: Option<String>,
) -> (usize, Result<String, &'static str>) {
    let request = StartRequest {
        directory: typed.into(),
        base: "/".into(),
        home: server.home().to_str().unwrap().into(),
        command,
        first_prompt,
        beside: false,
    };
    let mut start = operation::start_worker_in_directory(&server.tmux, request, server.nonce());
    let mut step = start.advance(now(), Progress::Begun);
    let mut processes = 0;
    while let Step::Run(mut argv) = step {
        processes += 1;
        argv.splice(0..0, before.iter().map(|w| (*w).to_owned()));
        let output = server.run(&argv);
        step = start.advance(now(), Progress::Finished(&output));
    }
    let Step::Done(result) = step else {
        panic!("a start pauses");
    };
    let result = result.map(|started| started.directory.as_str().to_owned());
    (processes, result.map_err(|error| error.code()))
}

#[test]
fn a_start_is_one_process_where_the_path_is_what_it_seems_to_be() {
    let server = Server::new();
    let [a, b] = ["a", "b"].map(|name| server.directory(name));
    let link = format!("{}/link", server.folder().display());
    std::os::unix::fs::symlink(&b, &link).unwrap();
    let missing = format!("{a}/missing");
    let home = server.home().canonicalize().unwrap();
    let home = home.to_str().unwrap().to_owned();
    for (typed, expected) in [
        (a.clone(), (1, Ok(a.clone()))),
        ("~".into(), (1, Ok(home))),
        ("~/".into(), (1, Err("already_running"))),
        (format!("{a}/./"), (1, Err("already_running"))),
        (link.clone(), (2, Ok(b.clone()))),
        (format!("{a}/../b"), (2, Err("already_running"))),
        (link, (2, Err("already_running"))),
        (missing, (1, Err("no_such_directory"))),
    ] {
        assert_eq!(counted(&server, &typed, &[]), expected, "{typed}");
    }
    assert_eq!(server.roster().len(), 3);
}

/// A worker's program runs in its directory, of course.
#[test]
fn a_start_where_its_program_runs_is_one_process() {
    let server = Server::new();
    let [a, b] = ["a", "b's; #{pid}"].map(|name| server.directory(name));
    for directory in [&a, &b] {
        let start = || counted_with(&server, directory, &[], words(&["sleep", "1000"]), None);
        assert_eq!(start(), (1, Ok(directory.clone())));
        wait_for(
            "the program runs",
            || server.screen(),
            || (start() == (1, Err("already_running"))).then_some(()),
        );
    }
    let program = words(&["tail", "-f", "/dev/null"]);
    let c = server.directory("c");
    let mut outside = server.command(&["tail", "-f", "/dev/null"].map(str::to_owned));
    let mut outside = outside.current_dir(&c).spawn().unwrap();
    wait_for("the program runs", String::new, || {
        let found = counted_with(&server, &c, &[], program.clone(), None);
        if found.1.is_ok() {
            server.must(&["kill-window", "-t", "=org-system:$"]);
        }
        (found == (1, Err("runs_outside"))).then_some(())
    });
    outside.kill().unwrap();
    outside.wait().unwrap();
    assert_eq!(server.roster().len(), 2);
}

#[test]
fn a_server_that_a_start_brings_up_has_the_variables_as_they_were() {
    let server = Server::new();
    let directory = server.directory("a");
    let before = [
        "env",
        "CDPATH=/x",
        "P=mine",
        "d=other",
        "r=1",
        "n=2",
        "e=3",
        "k=4",
    ];
    let (processes, started) = counted(&server, &directory, &before);
    assert_eq!((processes, started), (1, Ok(directory)));
    for variable in &before[1..] {
        let (name, _) = variable.split_once('=').unwrap();
        assert_eq!(server.must(&["show-environment", "-g", name]), *variable);
    }
}

#[test]
fn a_second_start_in_a_directory_is_refused_and_names_the_pane() {
    let server = Server::new();
    let directory = server.directory("a");
    server.start(&server.directory("other"), &cat()).unwrap();
    let first = server.start(&directory, &cat()).unwrap();
    for command in [cat(), words(&["sleep", "100"])] {
        assert_eq!(
            server.start(&directory, &command),
            Err(Error::AlreadyRunning {
                directory: directory.clone(),
                pane: first.pane
            })
        );
    }
    assert_eq!(server.roster().len(), 2);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn every_way_of_writing_a_directory_means_one_worker() {
    let mut server = Server::new();
    let project = server.directory("projects/x");
    let projects = server.directory("projects");
    server.directory("projects/y");
    server.directory("projects/x/inside");
    let home = server.directory("");
    server.environment.push(("HOME".into(), home.clone()));
    std::os::unix::fs::symlink(&project, format!("{home}/link")).unwrap();
    std::os::unix::fs::symlink("link", format!("{home}/second link")).unwrap();

    let first = server.start(&project, &cat()).unwrap();
    let at_home = server.start(&home, &cat()).unwrap();
    let check = |base: &str, typed: &str, expected: &operation::start::Started| {
        assert_eq!(
            server.start_from(base, typed, &cat(), None),
            Err(Error::AlreadyRunning {
                directory: expected.directory.as_str().into(),
                pane: expected.pane
            }),
            "{typed:?} from {base:?}"
        );
    };
    check("/", &format!("{project}/"), &first);
    check("/", &format!("{project}//."), &first);
    check("/", &project.replace("/projects/", "//projects///"), &first);
    check("/", &format!("{project}/../y/../x"), &first);
    check("/", &format!("{project}/inside/.."), &first);
    check("/", project.trim_start_matches('/'), &first);
    check(&projects, "x", &first);
    check(&projects, "./x/", &first);
    check(&project, ".", &first);
    check(&project, "", &first);
    check(&project, "../x", &first);
    check("/", "~/projects/x", &first);
    check("/", "~/link", &first);
    check("/", "~/second link/", &first);
    check("/", "~/link/inside/..", &first);
    // As a shell reads it, and else as the disk does.
    check("/", "~/link/../projects/x", &first);
    check("/", "~/link/../x", &first);
    check(&home, "link", &first);
    check("/", "~", &at_home);
    check("/", "~/", &at_home);
    check(&project, "../..", &at_home);
}

#[test]
fn what_cannot_start_says_why() {
    let server = Server::new();
    let directory = server.directory("a");
    std::fs::write(format!("{directory}/file"), "").unwrap();
    let ask =
        |typed: &str, command: &[&str]| server.start_from(&directory, typed, &words(command), None);
    assert_eq!(
        ask("missing", &["cat"]),
        Err(Error::NoSuchDirectory {
            directory: "missing".into()
        })
    );
    assert_eq!(
        ask("~nobody", &["cat"]),
        Err(Error::NoSuchDirectory {
            directory: "~nobody".into()
        })
    );
    assert_eq!(
        ask("file", &["cat"]),
        Err(Error::NotADirectory {
            directory: "file".into()
        })
    );
    assert_eq!(
        ask(".", &["no-such-agent", "-x"]),
        Err(Error::CommandNotFound {
            program: "no-such-agent".into()
        })
    );
    assert_eq!(
        ask(".", &["./no-such-agent"]),
        Err(Error::CommandNotFound {
            program: "./no-such-agent".into()
        })
    );
    assert!(server.raw(&["list-sessions"]).means_no_server());
}

/// Root may enter everything, so the question is asked as somebody else then.
#[test]
fn a_directory_that_may_not_be_entered_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::new();
    let allow = |path: &str, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let shut = server.directory("shut");
    server.directory("shut/inside");
    allow(server.folder().to_str().unwrap(), 0o755);
    allow(&shut, 0o600);
    let ask = |typed: &str| {
        let mut argv = operation::resolve::invocation(typed, "/", "cat", None);
        let is_root = server.run(&["id".into(), "-u".into()]).text().trim() == "0";
        if is_root {
            let nobody = [
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
            ];
            argv.splice(0..0, nobody.map(str::to_owned));
        }
        operation::resolve::parse(typed, "cat", &server.run(&argv)).map_err(|e| e.code())
    };
    assert_eq!(ask(&shut), Err("no_permission"));
    assert_eq!(ask(&format!("{shut}/inside")), Err("no_permission"));
    assert_eq!(ask(&format!("{shut}/inside/deeper/")), Err("no_permission"));
    let beside = format!("{}/missing/x", server.folder().display());
    assert_eq!(ask(&beside), Err("no_such_directory"));
    allow(&shut, 0o700);
}

/// Writes its arguments into `.arguments`, each ended by a NUL.
fn arguments_writer() -> org::agent::AgentCommand {
    let script = r#"printf '%s\0' "$@" >.part; mv .part .arguments; exec cat"#;
    words(&["/bin/sh", "-c", script, "agent", "--flag", "it's; #{pid}"])
}

fn arguments(server: &Server, directory: &str) -> Vec<String> {
    let written = wait_for(
        "the worker has its arguments",
        || server.screen(),
        || std::fs::read_to_string(format!("{directory}/.arguments")).ok(),
    );
    let mut arguments: Vec<String> = written.split('\0').map(str::to_owned).collect();
    assert_eq!(arguments.pop().as_deref(), Some(""));
    arguments
}

#[test]
fn a_first_prompt_reaches_the_worker_exactly_as_one_argument() {
    let server = Server::new();
    let long = "0123456789 äöü 漢字\n".repeat(60_000 / 23);
    let longest = "x".repeat(LONGEST_FIRST_PROMPT);
    let prompts = [
        "hello",
        "two lines\nand a tab\there",
        "-h",
        "--version",
        "-",
        "--",
        "ends in ;",
        "ends in \\;",
        ";",
        "\\",
        "it's \"quoted\" `backtick`",
        "#{pid} #S #(touch PWNED) $(touch PWNED) `touch PWNED` $HOME %d %Y %%",
        "line\n#hash at the start of a line\n# again",
        "backslash\\\nnewline",
        "{ } [ ] * ? ~ ! & | < >",
        "ends in newlines\n\n",
        "\n\nbegins with newlines",
        " blanks around ",
        "👩‍👩‍👧 e\u{301} 漢字 \u{202e}rtl",
        &long,
        &longest,
    ];
    std::thread::scope(|scope| {
        for (n, prompt) in prompts.iter().enumerate() {
            let server = &server;
            scope.spawn(move || {
                let directory = server.directory(&format!("d{n}"));
                let command = arguments_writer();
                server
                    .start_from("/", &directory, &command, Some(prompt))
                    .unwrap();
                let expected = ["--flag", "it's; #{pid}", "--", prompt];
                assert!(
                    arguments(server, &directory) == expected,
                    "{:.300}",
                    format!("{:?}", arguments(server, &directory))
                );
                assert!(!std::path::Path::new(&format!("{directory}/PWNED")).exists());
            });
        }
    });
    assert_eq!(server.leftovers(), Vec::<String>::new());
    assert_eq!(server.roster().dead(), 0);
}

#[test]
fn control_characters_are_dropped_from_a_first_prompt() {
    let server = Server::new();
    let directory = server.directory("a");
    let prompt = "a\u{1b}[201~b\r\nc\rd\u{7f}\u{9b}";
    server
        .start_from("/", &directory, &arguments_writer(), Some(prompt))
        .unwrap();
    assert_eq!(arguments(&server, &directory)[3], "a[201~b\nc\nd");
}

#[test]
fn a_first_prompt_of_blanks_is_none() {
    let server = Server::new();
    let directory = server.directory("a");
    server
        .start_from("/", &directory, &arguments_writer(), Some(" \n"))
        .unwrap();
    assert_eq!(arguments(&server, &directory), ["--flag", "it's; #{pid}"]);
}

#[test]
fn a_refused_start_leaves_no_first_prompt_behind() {
    let server = Server::new();
    let directory = server.directory("a");
    let first = server.start(&directory, &cat()).unwrap();
    for prompt in ["short".to_owned(), "long ".repeat(12_000)] {
        let answer = server.start_from("/", &directory, &cat(), Some(&prompt));
        assert_eq!(answer.unwrap_err().pane(), Some(first.pane));
        assert_eq!(server.leftovers(), Vec::<String>::new());
    }
}

#[test]
fn a_first_prompt_that_is_too_long_is_refused_before_anything_is_done() {
    let server = Server::new();
    let prompt = "x".repeat(LONGEST_FIRST_PROMPT + 1);
    let answer = server.start_from("/", &server.directory("a"), &cat(), Some(&prompt));
    assert_eq!(answer.unwrap_err().code(), "too_long");
    assert!(server.raw(&["list-sessions"]).means_no_server());
}

/// It would take the prompt for a file, and create it.
#[test]
fn a_first_prompt_for_an_agent_that_takes_none_is_refused_before_anything_is_done() {
    let server = Server::new();
    let directory = server.directory("a");
    let program = server.folder().join("aider");
    std::os::unix::fs::symlink("/bin/cat", &program).unwrap();
    let command = words(&[program.to_str().unwrap()]);
    let start = |prompt| server.start_from("/", &directory, &command, prompt);
    let error = start(Some("fix the test")).unwrap_err();
    assert_eq!(error.code(), "no_first_prompt");
    assert!(server.raw(&["list-sessions"]).means_no_server());
    let pane = start(Some(" \n")).unwrap().pane;
    assert!(!server.worker(pane).life.is_dead());
}

#[test]
fn a_worker_that_dies_at_once_is_listed_with_its_status() {
    let server = Server::new();
    let directory = server.directory("a");
    let command = words(&["/bin/sh", "-c", "exit 3"]);
    let started = server.start(&directory, &command).unwrap();
    let worker = server.wait_until_dead(started.pane);
    let life = Life::Dead {
        status: Some(3),
        signal: None,
    };
    assert_eq!(worker.life, life);
    assert_eq!(worker.directory.as_deref(), Some(directory.as_str()));
    assert_eq!(worker.command, "/bin/sh -c 'exit 3'");
    assert_eq!(worker.started_with, Some(command));
}

#[test]
fn a_dead_worker_stands_in_the_way_until_it_is_restarted_or_cleaned() {
    let server = Server::new();
    let directory = server.directory("a");
    let started = server.start(&directory, &words(&["true"])).unwrap();
    server.wait_until_dead(started.pane);
    assert_eq!(
        server.start(&directory, &cat()),
        Err(Error::DeadWorkerThere {
            directory: directory.clone(),
            pane: started.pane
        })
    );
    let cleaned = operation::clean_dead_workers_from_state(&server.tmux, server.nonce());
    assert_eq!(server.finish(cleaned).unwrap().cleaned, 1);
    server.start(&directory, &cat()).unwrap();
}

fn restart(
    server: &Server,
    dead: &Target,
    directory: &str,
    first_prompt: Option<&str>,
) -> Result<operation::start::Started, Error> {
    let request = StartRequest {
        directory: directory.into(),
        base: "/".into(),
        home: String::new(),
        command: arguments_writer(),
        first_prompt: first_prompt.map(str::to_owned),
        beside: false,
    };
    let nonce = server.nonce();
    server.finish(operation::restart_dead_worker(
        &server.tmux,
        dead.clone(),
        request,
        nonce,
    ))
}

#[test]
fn a_restart_replaces_a_dead_worker_even_when_it_is_the_last_pane() {
    let server = Server::new();
    let directory = server.directory("a");
    let first = server.start(&directory, &words(&["true"])).unwrap();
    server.wait_until_dead(first.pane);
    let second = restart(&server, &first.target, &directory, Some("go on")).unwrap();
    assert_ne!(second.pane, first.pane);
    assert_eq!(second.target.server, first.target.server);
    assert_eq!(arguments(&server, &directory)[3], "go on");
    let roster = server.roster();
    assert_eq!(roster.len(), 1);
    assert_eq!(roster.workers()[0].target, second.target);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_restart_leaves_a_living_worker_alone() {
    let server = Server::new();
    let directory = server.directory("a");
    let living = server.start(&directory, &cat()).unwrap();
    let refused = restart(&server, &living.target, &directory, None);
    assert_eq!(
        refused,
        Err(Error::AlreadyRunning {
            directory,
            pane: living.pane
        })
    );
    assert!(!server.worker(living.pane).life.is_dead());
}

#[test]
fn two_restarts_of_one_dead_worker_make_one_worker() {
    let server = Server::new();
    let directory = server.directory("a");
    server.start(&server.directory("b"), &cat()).unwrap();
    let first = server.start(&directory, &words(&["true"])).unwrap();
    server.wait_until_dead(first.pane);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let starters: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| restart(&server, &first.target, &directory, None)))
            .collect();
        starters.into_iter().map(|s| s.join().unwrap()).collect()
    });
    assert_eq!(
        answers.iter().filter(|a| a.is_ok()).count(),
        1,
        "{answers:?}"
    );
    assert_eq!(server.roster().len(), 2);
}

/// The instant itself cannot be held; a program that has gone elsewhere shows
/// what tmux shows in it: started here, and its current path another one. tmux
/// 3.2 does not know where a pane was started.
#[test]
fn a_window_made_by_hand_counts_before_tmux_knows_its_current_path() {
    let server = Server::new();
    let directory = server.directory("a");
    let elsewhere = "cd / && exec sleep 1000";
    let made = [
        "new-session",
        "-d",
        "-s",
        "org-system",
        "-c",
        &directory,
        elsewhere,
    ];
    server.must(&made);
    let path = || server.must(&["display-message", "-p", "-t", "%0", "#{pane_current_path}"]);
    wait_for("the program to be elsewhere", path, || {
        (path() == "/").then_some(())
    });
    let there = |directory: String| Error::AlreadyRunning {
        directory,
        pane: PaneId(0),
    };
    let knows_its_start = server.version() >= (3, 3);
    match server.start(&directory, &cat()) {
        Ok(started) => assert!(!knows_its_start, "{started:?}"),
        refused => assert_eq!((knows_its_start, refused), (true, Err(there(directory)))),
    }
    assert_eq!(server.start("/", &cat()), Err(there("/".into())));
    server.start(&server.directory("b"), &cat()).unwrap();
}

#[test]
fn a_pane_that_works_in_the_directory_in_a_window_of_the_session_counts() {
    for name in ["claude:_by_hand", "anything else"] {
        let server = Server::new();
        let directory = server.directory("a");
        let pane = server.must(&[
            "new-session",
            "-d",
            "-s",
            "org-system",
            "-n",
            name,
            "-c",
            &directory,
            "-P",
            "-F",
            "#{pane_id}",
            "sleep 1000",
        ]);
        let answer = server.start(&directory, &cat());
        assert_eq!(
            answer,
            Err(Error::AlreadyRunning {
                directory,
                pane: pane.parse().unwrap()
            })
        );
        server.start(&server.directory("b"), &cat()).unwrap();
        assert_eq!(server.roster().len(), 2);
    }
}

#[test]
fn the_worker_program_in_another_session_counts() {
    let server = Server::new();
    let directory = server.directory("a");
    let format = ["-P", "-F", "#{pane_id}"];
    let other = |name: &str, directory: &str, program: &str| {
        let begin = ["new-session", "-d", "-s", name, "-c", directory];
        server.must(&[&begin[..], &format, &[program]].concat())
    };
    let beside = server.directory("beside");
    let editor = other("editor", &directory, "sleep 1000");
    other("elsewhere", &beside, "exec cat");
    let started = server.start(&directory, &cat()).unwrap();
    assert_ne!(started.pane.to_string(), editor);

    let third = server.directory("third");
    let pane = other("by-hand", &third, "exec cat");
    server.wait_for_program(pane.parse().unwrap(), "cat");
    assert_eq!(
        server.start(&third, &cat()),
        Err(Error::AlreadyRunning {
            directory: third.clone(),
            pane: pane.parse().unwrap()
        })
    );
    server.start(&third, &words(&["sleep", "1000"])).unwrap();
    assert_eq!(server.roster().len(), 2);
}

#[test]
fn a_pane_that_a_person_split_off_is_no_worker() {
    let server = Server::new();
    let directory = server.directory("a");
    let started = server.start(&server.directory("b"), &cat()).unwrap();
    let pane = started.pane.to_string();
    server.must(&[
        "split-window",
        "-d",
        "-t",
        &pane,
        "-c",
        &directory,
        "sleep 1000",
    ]);
    let second = server.start(&directory, &cat()).unwrap();
    let panes: Vec<_> = server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect();
    assert_eq!(panes, [started.pane, second.pane]);
}

#[test]
fn a_stale_socket_is_no_obstacle() {
    let server = Server::new();
    let directory = server.directory("a");
    let first = server.start(&directory, &cat()).unwrap();
    let worker = server.worker(first.pane).pid.unwrap();
    server.kill_server();
    // Until it has ended it runs there outside of tmux.
    wait_for(
        "the worker has ended",
        || server.screen(),
        || (!lives(worker)).then_some(()),
    );
    let second = server.start(&directory, &cat()).unwrap();
    assert_eq!(second.pane, first.pane);
    assert_ne!(second.target, first.target);
}

#[test]
fn workers_get_the_path_of_the_caller_and_no_variables_of_its_terminal() {
    let mut server = Server::new();
    let bin = server.directory("bin");
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap());
    for (name, value) in [
        ("PATH", path.as_str()),
        ("TMUX", "/nowhere/at-all,1,0"),
        ("TMUX_PANE", "%77"),
        ("ZELLIJ", "0"),
        ("ZELLIJ_SESSION_NAME", "gone"),
        ("ZELLIJ_PANE_ID", "7"),
    ] {
        server.environment.push((name.into(), value.into()));
    }
    let script = "env >.part; mv .part .environment; exec cat";
    let directory = server.directory("a");
    let started = server
        .start(&directory, &words(&["/bin/sh", "-c", script]))
        .unwrap();
    let global = server.must(&["show-environment", "-g"]);
    for name in ["TMUX=", "TMUX_PANE=", "ZELLIJ"] {
        assert!(
            !global.lines().any(|line| line.starts_with(name)),
            "{global}"
        );
    }
    let environment = wait_for(
        "the worker's environment",
        || server.screen(),
        || std::fs::read_to_string(format!("{directory}/.environment")).ok(),
    );
    let lines: Vec<&str> = environment.lines().collect();
    assert!(
        lines.contains(&format!("PATH={path}").as_str()),
        "{environment}"
    );
    assert!(lines.contains(&format!("TMUX_PANE={}", started.pane).as_str()));
    assert!(!environment.contains("ZELLIJ"), "{environment}");
}

#[test]
fn a_program_is_found_on_the_path_of_the_caller() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut server = Server::new();
    let bin = server.directory("bin dir");
    let agent = format!("{bin}/my-agent");
    std::fs::write(&agent, "#!/bin/sh\nexec cat\n").unwrap();
    std::fs::set_permissions(&agent, std::fs::Permissions::from_mode(0o755)).unwrap();
    server.start(&server.directory("first"), &cat()).unwrap();
    let command = words(&["my-agent"]);
    let directory = server.directory("a");
    assert_eq!(
        server.start(&directory, &command).unwrap_err().code(),
        "command_not_found"
    );
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap());
    server.environment.push(("PATH".into(), path));
    let started = server.start(&directory, &command).unwrap();
    server.wait_for_program(started.pane, "cat");
}

#[test]
fn a_recorder_is_ready_when_its_title_says_so() {
    let server = Server::new();
    let worker = server.recorder("a");
    assert_eq!(worker.bytes(), b"");
    assert_eq!(server.worker(worker.pane()).started_with, Some(recorder()));
}

/// A program of this name that does nothing, in a folder of the test.
fn sleeper(server: &Server, name: &str) -> String {
    let folder = server.folder().join("programs");
    std::fs::create_dir_all(&folder).unwrap();
    let program = folder.join(name);
    let sleep = std::env::split_paths(&std::env::var("PATH").unwrap())
        .map(|folder| folder.join("sleep"))
        .find(|path| path.is_file())
        .unwrap();
    std::os::unix::fs::symlink(sleep, &program).unwrap();
    program.to_str().unwrap().to_owned()
}

#[test]
fn a_process_of_the_program_outside_of_tmux_is_told_before_another_is_started_beside_it() {
    let server = Server::new();
    let program = sleeper(&server, "an-agent");
    let command = words(&[&program, "600"]);
    let [here, elsewhere] = ["a 'b' #{pid}", "a"].map(|name| server.directory(name));
    let mut outside = server
        .command(&[program.clone(), "600".into()])
        .current_dir(&here)
        .spawn()
        .unwrap();
    wait_for_name(outside.id(), "an-agent");
    let refused = server.start(&here, &command).unwrap_err();
    assert_eq!(
        refused,
        Error::RunsOutside {
            program: "an-agent".into(),
            directory: here.clone(),
            pids: vec![outside.id()],
        }
    );
    assert!(server.raw(&["list-sessions"]).means_no_server());
    // Neither another directory nor another program is concerned.
    server.start(&elsewhere, &command).unwrap();
    let other = server.start(&here, &words(&["cat"])).unwrap();
    server.must(&["kill-pane", "-t", &other.pane.to_string()]);

    let request = |beside| StartRequest {
        directory: here.clone(),
        base: "/".into(),
        home: String::new(),
        command: command.clone(),
        first_prompt: None,
        beside,
    };
    let start = |beside| {
        server.finish(operation::start_worker_in_directory(
            &server.tmux,
            request(beside),
            server.nonce(),
        ))
    };
    let worker = start(true).unwrap();
    // From now on there is a worker, and that is what counts.
    for beside in [true, false] {
        let (directory, pane) = (here.clone(), worker.pane);
        let running = Error::AlreadyRunning { directory, pane };
        assert_eq!(start(beside), Err(running));
    }
    outside.kill().unwrap();
    outside.wait().unwrap();
}

#[test]
fn a_script_outside_of_tmux_is_known_by_its_own_name() {
    let server = Server::new();
    let folder = server.folder().join("programs");
    std::fs::create_dir_all(&folder).unwrap();
    let script = folder.join("an-agent");
    std::fs::write(&script, "#!/bin/sh\nread -r _\n").unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&script, executable).unwrap();
    let script = script.to_str().unwrap();
    let here = server.directory("a");
    let mut outside = server
        .command(&["/bin/sh".into(), script.to_owned()])
        .current_dir(&here)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_name(outside.id(), "an-agent");
    let refused = server.start(&here, &words(&[script])).unwrap_err();
    assert_eq!(refused.code(), "runs_outside");
    outside.kill().unwrap();
    outside.wait().unwrap();
    server.start(&here, &words(&[script])).unwrap();
}
