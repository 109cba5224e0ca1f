//! Reading what a worker has written, and who tells of a change.

use org::agent::AgentCommand;
use org::error::Error;
use org::operation::{capture_worker_output, claim_telling};

use crate::support::{Server, wait_for};

#[test]
fn the_lines_above_the_screen_come_with_their_styles() {
    let server = Server::new();
    let script = "seq 1 300; printf '\\033[31mred\\033[0m end\\n'; exec cat";
    let command = AgentCommand::parse(&format!("/bin/sh -c {}", shell_words::quote(script)));
    let directory = server.directory("talks");
    let started = server.start(&directory, &command.unwrap()).unwrap();
    let read = |lines| {
        server.finish(capture_worker_output(
            &server.tmux,
            started.target.clone(),
            lines,
        ))
    };
    wait_for("all is written", String::new, || {
        read(0).unwrap().contains("end").then_some(())
    });
    let all = read(1_000).unwrap();
    assert!(all.starts_with("1\n2\n3\n"), "{all}");
    assert!(all.contains("\u{1b}[31mred"), "{all}");
    let few = read(10).unwrap();
    let above = few.lines().count() - read(0).unwrap().lines().count();
    assert_eq!(above, 10);
    // A mode of somebody who looks at it changes nothing.
    let pane = started.pane.to_string();
    server.must(&["copy-mode", "-t", &pane]);
    assert_eq!(read(1_000).unwrap(), all);

    server.must(&["kill-pane", "-t", &pane]);
    assert_eq!(read(10), Err(Error::Gone { pane: started.pane }));
}

#[test]
fn of_several_panels_one_tells_of_a_change() {
    let server = Server::new();
    let worker = server.recorder("alpha");
    let knows = |change: &str, also: Option<&str>| {
        let (target, also) = (worker.target.clone(), also.map(str::to_owned));
        let claim = claim_telling(&server.tmux, target, change.into(), also);
        server.finish(claim).unwrap()
    };
    let tells = |change: &str| knows(change, None);
    assert!(tells("idle.100"));
    assert!(!tells("idle.100"));
    assert!(tells("waiting.105"));
    assert!(tells("idle.110"));
    // Another one has seen it a little later.
    assert!(!knows("idle.111", Some("idle.110")));
    assert!(knows("idle.113", Some("idle.112")));
    // Nothing of it is run.
    assert!(tells("#(touch /tmp/never);dead.111"));
    assert_eq!(
        server.show(worker.target.pane, "#{@org_told}"),
        "touchtmpneverdead.111"
    );
    let pane = worker.target.pane.to_string();
    server.must(&["kill-pane", "-t", &pane]);
    assert!(!tells("dead.112"));
}
