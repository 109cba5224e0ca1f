//! Questions that open at random moments of a delivery: none is ever answered
//! by it, and what is said of the prompt is true.

use std::sync::atomic::{AtomicBool, Ordering};

use org::operation::send::{Delivery, Prompt, When};

use crate::stress::row::Tally;
use crate::support::agent::Agent;
use crate::support::{Server, wait_for};

/// Deliveries in a round.
const DELIVERIES: usize = 20;
/// Agents at a time.
const AGENTS: usize = 4;

/// The agent's hooks tell of the question before it is drawn.
pub fn with_hooks(rounds: usize) -> Tally {
    questions(rounds, &["--hook-lead-ms", "300"])
}

/// Only the screen tells. Prompts wait until the agent is idle, and a person
/// says no to every question meanwhile.
pub fn without_hooks(rounds: usize) -> Tally {
    let server = Server::new();
    let each = DELIVERIES * rounds / AGENTS;
    let counts: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let agents = (0..AGENTS).map(|n| {
            let server = &server;
            scope.spawn(move || waiting_deliveries(server, n, each))
        });
        let running: Vec<_> = agents.collect();
        running.into_iter().map(|r| r.join().unwrap()).collect()
    });
    let answered = counts.iter().map(|(answered, _)| answered).sum::<usize>();
    let refused = counts.iter().map(|(_, refused)| refused).sum::<usize>();
    Tally {
        tried: each * AGENTS,
        lost: answered,
        seen: format!("{answered} questions answered, {refused} prompts refused once or more"),
    }
}

fn waiting_deliveries(server: &Server, number: usize, each: usize) -> (usize, usize) {
    let seed = number.to_string();
    let options = [
        "--settings",
        "{}",
        "--hook-lead-ms",
        "0",
        "--work-ms",
        "200",
        "--dialog-random-ms",
        "250",
        "--dialog-from",
        "submit",
        "--seed",
        &seed,
    ];
    let agent = Agent::start(server, &format!("d{number}"), &options);
    let done = AtomicBool::new(false);
    let mut refused = 0;
    std::thread::scope(|scope| {
        let person = || {
            while !done.load(Ordering::Relaxed) {
                if agent.screen().contains("Do you want to proceed?") {
                    agent.keys(&["Escape"]);
                }
            }
        };
        scope.spawn(person);
        for n in 0..each {
            let text = format!("prompt {n} of {number}");
            while let Err(error) = agent.send(&text) {
                assert!(["asking", "unseen"].contains(&error.code()), "{error}");
                refused += 1;
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    let messages = agent.messages();
    let prompts = messages.iter().filter(|(kind, _)| kind == "prompt");
    assert_eq!(prompts.count(), each, "{messages:?}");
    let accepted = messages.iter().filter(|(kind, _)| kind == "accepted");
    (accepted.count(), refused)
}

#[derive(Default)]
struct Count {
    tried: usize,
    answered: usize,
    untrue: usize,
    sent: usize,
    refused: usize,
    left: usize,
}

fn questions(rounds: usize, options: &[&str]) -> Tally {
    let server = Server::new();
    let each = DELIVERIES * rounds / AGENTS;
    let counts: Vec<Count> = std::thread::scope(|scope| {
        let agents = (0..AGENTS).map(|n| {
            let server = &server;
            scope.spawn(move || deliveries(server, n, each, options))
        });
        let running: Vec<_> = agents.collect();
        running.into_iter().map(|r| r.join().unwrap()).collect()
    });
    let sum = |of: fn(&Count) -> usize| counts.iter().map(of).sum::<usize>();
    Tally {
        tried: sum(|c| c.tried),
        lost: sum(|c| c.answered) + sum(|c| c.untrue),
        seen: format!(
            "{} sent, {} refused, {} left in the box, {} questions answered",
            sum(|c| c.sent),
            sum(|c| c.refused),
            sum(|c| c.left),
            sum(|c| c.answered)
        ),
    }
}

/// Prompts to a working agent, whose question opens within the time that a
/// delivery takes.
fn deliveries(server: &Server, number: usize, each: usize, options: &[&str]) -> Count {
    let seed = number.to_string();
    let random = [
        "--work-ms",
        "60000",
        "--dialog-random-ms",
        "250",
        "--dialog-from",
        "submit",
        "--seed",
        &seed,
    ];
    let agent = Agent::start(server, &format!("d{number}"), &[&random, options].concat());
    let mut count = Count::default();
    for n in 0..each {
        // A question of the turn before may still open here.
        while agent.send(&format!("begin {n}")).is_err() {
            recover(&agent);
        }
        let text = format!("prompt {n} of {number}");
        let prompt = Prompt {
            when: When::Now,
            ..Prompt::new(text.as_str())
        };
        let answer = agent.send_as(prompt);
        count.tried += 1;
        let taken = |text: &str| agent.messages().iter().any(|(_, t)| t == text);
        match answer {
            Ok(sent) => {
                count.sent += 1;
                let seen = sent.delivery != Delivery::Delivered;
                count.untrue += usize::from(seen && !taken(&text));
            }
            Err(error) => {
                match error.code() {
                    "left_in_box" | "unseen" => count.left += 1,
                    "asking" => count.refused += 1,
                    _ => panic!("{error}"),
                }
                count.untrue += usize::from(taken(&text));
            }
        }
        recover(&agent);
    }
    let accepted = |(kind, _): &&(String, String)| kind == "accepted";
    count.answered = agent.messages().iter().filter(accepted).count();
    count
}

/// As a person would: answers the question with no, ends the turns, clears
/// the box, until the agent is idle.
fn recover(agent: &Agent) {
    wait_for(
        "the agent is idle",
        || agent.screen(),
        || {
            let screen = agent.screen();
            let question = screen.contains("Do you want to proceed?");
            if question || screen.contains("esc to interrupt") {
                agent.keys(&["Escape"]);
                return None;
            }
            let last = screen.lines().rfind(|l| l.starts_with('❯')).unwrap_or("");
            let empty = last.contains("Try \"say hello\"");
            if !empty {
                agent.keys(&["BSpace"; 30]);
            }
            (empty && screen.contains("? for shortcuts")).then_some(())
        },
    );
}
