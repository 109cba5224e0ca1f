//! What an agent says of itself, and what a look at its screen corrects.

use org::agent::hooks::Report;
use org::error::Error;
use org::operation;
use org::operation::send::{Prompt, When};
use org::worker::State;

use crate::support::agent::{self, Agent};
use crate::support::{Server, now, wait_for, words};

fn state(agent: &Agent) -> State {
    agent.server.worker(agent.pane()).state(now(), None)
}

fn wait_for_state(agent: &Agent, expected: State) {
    wait_for(
        &format!("{} is {expected:?}", agent.pane()),
        || format!("{:?}\n{}", state(agent), agent.screen()),
        || (state(agent) == expected).then_some(()),
    );
}

fn look(agent: &Agent) -> Option<Report> {
    let target = agent.target.clone();
    let look = operation::look_at_worker(&agent.server.tmux, target, agent::claude());
    agent.server.finish(look).unwrap()
}

#[test]
fn every_state_is_listed_with_since_when() {
    let server = Server::new();
    let begin = now().seconds();
    let agent = Agent::begin(&server, "a", &["--start-ms", "3000", "--work-ms", "4000"]);
    assert_eq!(state(&agent), State::Starting);
    wait_for_state(&agent, State::Idle);
    agent.send("run: ls").unwrap();
    wait_for_state(&agent, State::Working);
    wait_for_state(&agent, State::Waiting);
    agent.wait_until_it_shows("Do you want to proceed?");
    let since = server.worker(agent.pane()).since.unwrap();
    assert!((begin..=now().seconds()).contains(&since), "{since}");
    agent.keys(&["Enter"]);
    wait_for_state(&agent, State::Idle);
    agent.send("/exit").unwrap();
    server.wait_until_dead(agent.pane());
    assert_eq!(state(&agent), State::Dead);
}

#[test]
fn since_when_stays_while_the_state_does() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    wait_for_state(&agent, State::Idle);
    let pane = agent.pane().to_string();
    server.must(&["set-option", "-p", "-t", &pane, "@org_since", "77"]);
    agent.send("/ask").unwrap();
    wait_for_state(&agent, State::Waiting);
    assert_ne!(agent.option("@org_since"), "77");
    server.must(&["set-option", "-p", "-t", &pane, "@org_since", "77"]);
    agent.wait_until_it_shows("Do you want to proceed?");
    agent.keys(&["Enter"]);
    wait_for_state(&agent, State::Idle);
    assert_ne!(agent.option("@org_since"), "77");
}

#[test]
fn a_program_that_is_no_agent_is_alive_and_no_more() {
    let server = Server::new();
    let started = server
        .start(&server.directory("a"), &words(&["cat"]))
        .unwrap();
    assert_eq!(server.worker(started.pane).state(now(), None), State::Alive);
}

#[test]
fn escape_while_the_agent_works_is_found_by_looking() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "60000"]);
    agent.send("long").unwrap();
    wait_for_state(&agent, State::Working);
    agent.keys(&["Escape"]);
    agent.wait_until_it_shows("Interrupted");
    assert_eq!(state(&agent), State::Working);
    assert_eq!(look(&agent), Some(Report::Idle));
    assert_eq!(state(&agent), State::Idle);
}

#[test]
fn escape_at_a_question_is_found_by_looking() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.send("run: ls").unwrap();
    agent.wait_until_it_shows("Do you want to proceed?");
    assert_eq!(look(&agent), Some(Report::Waiting));
    agent.keys(&["Escape"]);
    agent.wait_until_it_shows("? for shortcuts");
    assert_eq!(state(&agent), State::Waiting);
    assert_eq!(look(&agent), Some(Report::Idle));
    assert_eq!(state(&agent), State::Idle);
}

/// The turn of a prompt in the agent's queue begins without a hook.
#[test]
fn the_turn_of_a_queued_prompt_is_found_by_looking() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "4000"]);
    agent.send("first").unwrap();
    let queued = Prompt {
        when: When::Now,
        ..Prompt::new("second")
    };
    agent.send_as(queued).unwrap();
    wait_for_state(&agent, State::Idle);
    assert_eq!(look(&agent), Some(Report::Working));
    assert_eq!(state(&agent), State::Working);
}

#[test]
fn an_agent_without_hooks_is_seen_and_nothing_is_written_for_it() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--settings", "{}", "--work-ms", "60000"]);
    assert_eq!(look(&agent), Some(Report::Idle));
    agent.send("long").unwrap();
    assert_eq!(look(&agent), Some(Report::Working));
    assert_eq!(agent.option("@org_state"), "");
    assert_eq!(state(&agent), State::Alive);
}

/// Hooks that are switched off by a policy: the agent was given them and
/// never runs one.
#[test]
fn an_agent_that_never_runs_its_hooks_is_not_starting_for_ever() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.wait_for_option("@org_state", "idle");
    let pane = agent.pane().to_string();
    server.must(&["set-option", "-p", "-t", &pane, "@org_state", "starting"]);
    assert_eq!(look(&agent), Some(Report::Idle));
    assert_eq!(agent.option("@org_state"), "starting");
    let worker = server.worker(agent.pane());
    let later = now().after(org::time::Millis(61_000));
    assert_eq!(worker.state(later, None), State::Alive);
    assert_eq!(worker.state(later, Some(Report::Working)), State::Working);
    // It says nothing, so it is sent nothing while it works.
    assert_eq!(agent.send("hello").unwrap().pane, agent.pane());
}

#[test]
fn a_worker_that_went_is_not_looked_at() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &[]);
    server.recorder("other");
    let target = agent.target.clone();
    server.must(&["kill-pane", "-t", &agent.pane().to_string()]);
    let look = operation::look_at_worker(&server.tmux, target, agent::claude());
    let pane = agent.pane();
    assert_eq!(server.finish(look), Err(Error::Gone { pane }));
    assert_eq!(agent.send("hello"), Err(Error::Gone { pane }));
}
