//! Every operation against a real tmux on a private socket.
#![allow(clippy::disallowed_methods)]

mod support;

use org::agent::AgentCommand;
use org::operation::start::StartRequest;
use org::operation::{self, Response};
use support::Server;

fn request(directory: &str, command: &str, first_prompt: Option<&str>) -> StartRequest {
    StartRequest {
        directory: directory.into(),
        base: "/".into(),
        command: AgentCommand::parse(command).unwrap(),
        first_prompt: first_prompt.map(str::to_owned),
    }
}

#[test]
fn smoke() {
    let server = Server::new();
    let dir = server.directory("a b");
    let dir = dir.to_str().unwrap();
    let started = server.finish(operation::start_worker_in_directory(
        &server.tmux,
        request(dir, "cat", None),
        server.nonce(),
    ));
    println!("{started:?}");
    let again = server.finish(operation::start_worker_in_directory(
        &server.tmux,
        request(dir, "cat", None),
        server.nonce(),
    ));
    println!("{again:?}");
    let p = server.directory("p");
    let second = server.finish(operation::start_worker_in_directory(
        &server.tmux,
        request(
            p.to_str().unwrap(),
            "echo",
            Some("-- hello\nthere it's; \\\n#{pid}\n# x $HOME;"),
        ),
        server.nonce(),
    ));
    println!("{second:?}");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let roster = server.finish(operation::get_all_workers_status(
        &server.tmux,
        server.nonce(),
    ));
    println!("{}", Response(roster.clone().map(|r| r.status())).to_json());
    println!("{}", server.must(&["capture-pane", "-p", "-t", "%1"]));
    let t = started.unwrap().target;
    println!(
        "{:?}",
        server.finish(operation::send_command_to_worker(
            &server.tmux,
            t.clone(),
            "hällo\nwörld;",
            None,
            server.nonce()
        ))
    );
    println!("{}", server.must(&["capture-pane", "-p", "-t", "%0"]));
    println!(
        "{:?}",
        server.finish(operation::clean_dead_workers_from_state(
            &server.tmux,
            server.nonce()
        ))
    );
    let pid = roster.unwrap().workers()[0].pid.unwrap();
    println!(
        "{:?}",
        server.finish(operation::stop_worker(&server.tmux, t.clone(), pid))
    );
    println!(
        "{:?}",
        server.finish(operation::get_all_workers_status(
            &server.tmux,
            server.nonce()
        ))
    );
    println!(
        "{}",
        server.raw(&["show-options", "-g"]).text().contains("@org")
    );
}
