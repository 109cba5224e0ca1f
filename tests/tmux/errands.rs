//! What scripts ask for, each errand from its request to its outcome, without
//! Zellij between it and tmux.

use std::collections::BTreeMap;

use org::operation::send::Delivery;
use org::pipe::errand::Outcome;
use org::pipe::fields::Fields;
use org::pipe::{Errand, Request};
use org::tmux::PaneId;
use org::worker::Roster;
use serde_json::{Value, json};

use crate::support::agent::{self, Agent};
use crate::support::{Server, wait_for, words};

/// Runs the errand of a request; the code of its error.
fn ask(server: &Server, request: &Value) -> Result<Outcome, &'static str> {
    let mut fields = Fields::from_arguments(&BTreeMap::new());
    fields.add_json(&request.to_string()).unwrap();
    let operation = request["operation"].as_str().unwrap();
    let request = Request::read(operation, &fields).unwrap();
    let log = server.folder().join("errands.log");
    let command = agent::command(log.to_str().unwrap(), &["--work-ms", "0"]);
    let errand = Errand::new(&server.tmux, &command, request, server.nonce(), true);
    server.finish(errand).map_err(|error| error.code())
}

fn started(outcome: Result<Outcome, &str>) -> PaneId {
    match outcome {
        Ok(Outcome::Started(started)) => started.pane,
        other => panic!("{other:?}"),
    }
}

/// The workers that were listed, and the pane of the one that was asked for.
fn listed(outcome: Result<Outcome, &str>) -> (Roster, Option<PaneId>) {
    match outcome {
        Ok(Outcome::Listed(roster, target)) => (roster, target.map(|t| t.pane)),
        other => panic!("{other:?}"),
    }
}

fn screen(server: &Server, directory: &str) -> String {
    match ask(
        server,
        &json!({"operation": "preview", "directory": directory}),
    ) {
        Ok(Outcome::Seen(_, screen)) => screen,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_operation_of_scripts_does_its_errand() {
    let server = Server::new();
    let alpha = server.directory("alpha");
    let link = server.folder().join("link");
    std::os::unix::fs::symlink(&alpha, &link).unwrap();
    let on = |operation: &str| json!({"operation": operation, "directory": alpha});
    let pane = started(ask(
        &server,
        &json!({"operation": "start", "directory": link, "text": "first"}),
    ));
    wait_for(
        "the first prompt is answered",
        || server.screen(),
        || screen(&server, &alpha).contains("first").then_some(()),
    );

    // The same worker by directory, by a link to it, and by its pane.
    let (all, none) = listed(ask(&server, &json!({"operation": "status"})));
    assert_eq!((all.len(), none), (1, None));
    for request in [
        on("status"),
        json!({"operation": "wait", "directory": link}),
        json!({"operation": "attach", "pane": pane.to_string()}),
    ] {
        assert_eq!(listed(ask(&server, &request)).1, Some(pane), "{request}");
    }
    let send = json!({"operation": "send", "directory": link, "text": "second"});
    match ask(&server, &send) {
        Ok(Outcome::Sent(sent)) => {
            assert_eq!((sent.pane, sent.bytes), (pane, 6));
            assert_eq!(sent.delivery, Delivery::Submitted);
        }
        other => panic!("{other:?}"),
    }

    server.kill_worker(pane, "KILL");
    let again = started(ask(&server, &on("restart")));
    assert_ne!(again, pane);
    assert_eq!(server.leftovers(), Vec::<String>::new());
    match ask(&server, &on("stop")) {
        Ok(Outcome::Stopped(stopped)) => assert_eq!(stopped.pane, again),
        other => panic!("{other:?}"),
    }
    let dead = server.start(&server.directory("dead"), &words(&["true"]));
    let dead = dead.unwrap().pane;
    server.wait_until_dead(dead);
    match ask(&server, &json!({"operation": "clean"})) {
        Ok(Outcome::Cleaned(cleaned)) => assert_eq!(cleaned.panes, [dead]),
        other => panic!("{other:?}"),
    }
    // Nobody is left, and with the last one the server has ended.
    assert_eq!(
        listed(ask(&server, &json!({"operation": "status"})))
            .0
            .len(),
        0
    );
}

#[test]
fn an_errand_that_cannot_be_done_changes_nothing() {
    let server = Server::new();
    let agent = Agent::start(&server, "alpha", &["--work-ms", "0"]);
    let dead = Agent::start(&server, "dead", &[]);
    server.kill_worker(dead.pane(), "KILL");
    let [alive, dead] = [&agent.directory, &dead.directory];
    let missing = format!("{alive}/missing");
    let empty = server.directory("empty");
    for (operation, directory, code) in [
        ("start", alive, "already_running"),
        ("start", dead, "dead_worker_there"),
        ("restart", alive, "already_running"),
        ("stop", dead, "dead_worker_there"),
        ("send", dead, "dead"),
        ("send", &empty, "no_such_worker"),
        ("restart", &empty, "no_such_worker"),
        ("preview", &empty, "no_such_worker"),
        ("wait", &missing, "no_such_directory"),
    ] {
        let request = json!({"operation": operation, "directory": directory, "text": "x"});
        assert_eq!(ask(&server, &request), Err(code), "{request}");
    }
    assert_eq!(agent.messages(), []);
    assert_eq!((server.roster().len(), server.roster().dead()), (2, 1));
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_worker_is_found_by_a_directory_that_has_gone() {
    let server = Server::new();
    let directory = server.directory("a");
    let pane = server.start(&directory, &words(&["cat"])).unwrap().pane;
    let on = |operation: &str| json!({"operation": operation, "directory": directory});
    server.wait_for_program(pane, "cat");
    std::fs::remove_dir(&directory).unwrap();
    assert_eq!(listed(ask(&server, &on("status"))).1, Some(pane));
    match ask(&server, &on("stop")) {
        Ok(Outcome::Stopped(stopped)) => assert_eq!(stopped.pane, pane),
        other => panic!("{other:?}"),
    }
    // Nobody is there, and the directory is not.
    assert_eq!(ask(&server, &on("stop")).unwrap_err(), "no_such_directory");
}
