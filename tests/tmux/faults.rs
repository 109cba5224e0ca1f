//! A tmux that is missing, old, hung, slow, mad or dying: the panel says so,
//! keeps what it knows, stays usable, and goes on when tmux does.

use org::input::KeyCode;
use org::operation::send::Prompt;
use org::operation::{self, Operation, Progress, Step};
use org::tmux::Target;

use crate::support::agent::{self, Agent};
use crate::support::host::Host;
use crate::support::{Server, now, wait_for, words, write_program};

/// A server whose clients find a `tmux` that does what its mode says.
fn with_a_wrapper() -> (Server, impl Fn(&str)) {
    let mut server = Server::new();
    let folder = server.folder().join("bin");
    std::fs::create_dir(&folder).unwrap();
    let path = std::env::var("PATH").unwrap();
    let real = std::env::split_paths(&path)
        .map(|folder| folder.join("tmux"))
        .find(|program| program.is_file())
        .unwrap();
    let mode = folder.join("mode");
    let script = format!(
        "#!/bin/sh\ncase $(cat '{mode}') in\n\
         hang) exec sleep 600 ;;\n\
         slow) sleep 5 ;;\n\
         garbage) head -c 3000 /dev/urandom; exit 0 ;;\n\
         big) head -c 10000000 /dev/zero | tr '\\000' 'x'; exit 0 ;;\n\
         old) case \"$*\" in *-V) echo 'tmux 3.1c'; exit 0 ;; esac ;;\n\
         missing) echo \"env: 'tmux': No such file or directory\" >&2; exit 127 ;;\n\
         fails) echo 'server version is too old for client' >&2; exit 1 ;;\n\
         dies) kill -9 $$ ;;\n\
         esac\nexec '{real}' \"$@\"\n",
        mode = mode.display(),
        real = real.display()
    );
    let program = folder.join("tmux");
    write_program(&program, &script, 0o755);
    server
        .environment
        .push(("PATH".into(), format!("{}:{path}", folder.display())));
    let set = move |word: &str| {
        let fresh = mode.with_extension("new");
        std::fs::write(&fresh, word).unwrap();
        std::fs::rename(&fresh, &mode).unwrap();
    };
    set("works");
    (server, set)
}

/// With a worker on the list, tmux turns bad and well again.
fn check(mode: &str, says: &str) {
    let (server, set) = with_a_wrapper();
    let agent = Agent::start(&server, "alpha", &["--work-ms", "0"]);
    let mut host = Host::open(&server, &[]);
    host.wait_until_it_says("1 worker");
    set(mode);
    host.wait_until_it_says(says);
    // What was known stays, marked as old.
    host.wait_until_it_says("s old");
    host.wait_until_it_says("/dirs/alpha");
    // It takes keys, and what is written is not lost.
    host.type_text("keep me");
    host.key(KeyCode::Enter);
    host.wait_until_it_says("❯ keep me");
    host.wait_until_it_says("✗");
    set("works");
    host.wait_until_it_lacks("s old");
    host.key(KeyCode::Enter);
    host.wait_until_it_says("submitted to");
    agent.wait_for_prompts(&["keep me"]);
}

#[test]
fn a_tmux_that_hangs_is_given_up_and_found_again() {
    check("hang", "no answer within 8 s");
}

#[test]
fn a_tmux_that_prints_garbage_is_not_believed() {
    check("garbage", "tmux answered");
}

#[test]
fn a_tmux_that_prints_ten_megabytes_is_not_believed() {
    check("big", "tmux answered");
}

#[test]
fn a_tmux_that_refuses_is_told_in_its_own_words() {
    check("fails", "server version is too old for client");
}

#[test]
fn a_tmux_that_is_killed_is_told() {
    check("dies", "ended by a signal");
}

#[test]
fn a_tmux_that_is_removed_is_missed_and_found_again() {
    check("missing", "tmux is not installed");
}

#[test]
fn a_tmux_that_takes_five_seconds_works() {
    let (server, set) = with_a_wrapper();
    let agent = Agent::start(&server, "alpha", &["--work-ms", "0"]);
    set("slow");
    let mut host = Host::open(&server, &[]);
    host.wait_until_it_says("1 worker");
    host.type_text("slowly");
    host.key(KeyCode::Enter);
    host.wait_until_it_says("sending");
    wait_for(
        "the prompt",
        || agent.log(),
        || {
            host.turn();
            (agent.messages() == [("prompt".to_owned(), "slowly".to_owned())]).then_some(())
        },
    );
    host.wait_until_it_says("submitted to");
    host.wait_until_it_lacks("✗");
}

#[test]
fn a_tmux_that_is_missing_or_old_is_named_and_looked_for_again() {
    for (mode, says) in [
        ("missing", "tmux is not installed"),
        ("old", "tmux 3.1c is too old"),
    ] {
        let (server, set) = with_a_wrapper();
        set(mode);
        let mut host = Host::open(&server, &[]);
        host.wait_until_it_says(says);
        set("works");
        host.wait_until_it_says("No worker yet.");
    }
}

/// Runs an operation and ends the server before its command of this number.
fn dies_before<O: Operation>(server: &Server, mut operation: O, number: usize) -> bool {
    let mut step = operation.advance(now(), Progress::Begun);
    let mut commands = 0;
    loop {
        step = match step {
            Step::Done(_) => return commands > number,
            Step::Pause(_) => operation.advance(now(), Progress::Woken),
            Step::Run(argv) => {
                if commands == number {
                    server.kill_server();
                }
                commands += 1;
                assert!(commands < 200, "it does not end");
                operation.advance(now(), Progress::Finished(&server.run(&argv)))
            }
        };
    }
}

/// Each operation ends, with whatever answer, and the next start makes a new
/// server; `make` makes the operation for a worker that lives or died.
fn ends_with_the_server<O: Operation>(make: impl Fn(&Server, Target, u32) -> O) {
    for number in 0.. {
        let server = Server::new();
        let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
        let dead = server
            .start(&server.directory("dead"), &words(&["true"]))
            .unwrap();
        server.wait_until_dead(dead.pane);
        let pid = server.worker(agent.pane()).pid.unwrap();
        let operation = make(&server, agent.target.clone(), pid);
        let was_ended = dies_before(&server, operation, number);
        if !was_ended {
            break;
        }
        let again = server.start(&server.directory("a"), &words(&["cat"]));
        assert!(again.is_ok(), "{again:?}");
    }
}

#[test]
fn every_operation_ends_when_the_server_does_in_its_middle() {
    ends_with_the_server(|server, _, _| {
        operation::get_all_workers_status(&server.tmux, server.nonce())
    });
    ends_with_the_server(|server, _, _| {
        operation::clean_dead_workers_from_state(&server.tmux, server.nonce())
    });
    ends_with_the_server(|server, target, pid| operation::stop_worker(&server.tmux, target, pid));
    ends_with_the_server(|server, target, _| {
        server.sending_as(&target, agent::claude(), Prompt::new("hello"))
    });
    ends_with_the_server(|server, target, _| server.sending(&target, &"long ".repeat(5000)));
    ends_with_the_server(|server, _, _| {
        let request = operation::start::StartRequest {
            directory: server.directory("new"),
            base: "/".into(),
            home: String::new(),
            command: words(&["cat"]),
            first_prompt: Some("long ".repeat(5000)),
            beside: false,
        };
        operation::start_worker_in_directory(&server.tmux, request, server.nonce())
    });
}
