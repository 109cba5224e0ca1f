//! Many senders to many workers: every prompt once, whole, unmixed, and in
//! its sender's order.

use std::sync::atomic::{AtomicUsize, Ordering};

use org::operation::send::{Delivery, Prompt};

use crate::stress::row::Tally;
use crate::support::agent::Agent;
use crate::support::{Recorder, Server, wait_for};

const SENDERS: usize = 20;
const WORKERS: usize = 10;

/// Prompt `n` of a sender: lines of several scripts, short, or folded by the
/// agent.
fn text(sender: usize, n: usize) -> String {
    let filling = "äöü 漢字;\n".repeat(n % 3 * 4);
    format!("prompt {n} of {sender}\n{filling}end {n} of {sender};")
}

/// To agents whose screen is read.
pub fn by_the_steps(rounds: usize) -> Tally {
    let server = Server::new();
    let options = ["--exact", "--work-ms", "0"];
    let agents: Vec<Agent> = (0..WORKERS)
        .map(|n| Agent::start(&server, &format!("d{n}"), &options))
        .collect();
    let busy = AtomicUsize::new(0);
    let each = 10 * rounds;
    senders(each, |sender, n| {
        let agent = &agents[(sender + n) % WORKERS];
        loop {
            match agent.send_as(Prompt::new(text(sender, n))) {
                Ok(sent) => {
                    assert_eq!(sent.delivery, Delivery::Submitted);
                    break;
                }
                // Nothing was sent: the sender's own turn to try again.
                Err(error) => assert_eq!(error.code(), "busy", "{error}"),
            }
            busy.fetch_add(1, Ordering::Relaxed);
        }
    });
    let arrived: Vec<Vec<String>> = agents
        .iter()
        .map(|agent| {
            let messages = agent.messages().into_iter();
            messages
                .map(|(kind, text)| {
                    assert_eq!(kind, "prompt");
                    text
                })
                .collect()
        })
        .collect();
    assert_eq!(server.leftovers(), Vec::<String>::new());
    tally(&arrived, each, busy.into_inner())
}

/// To programs whose screen is not known.
pub fn in_one_invocation(rounds: usize) -> Tally {
    let server = Server::new();
    let workers: Vec<Recorder> = (0..WORKERS)
        .map(|n| server.recorder(&format!("d{n}")))
        .collect();
    let busy = AtomicUsize::new(0);
    let each = 10 * rounds;
    senders(each, |sender, n| {
        let target = &workers[(sender + n) % WORKERS].target;
        while let Err(error) = server.send(target, &text(sender, n)) {
            assert_eq!(error.code(), "busy", "{error}");
            busy.fetch_add(1, Ordering::Relaxed);
        }
    });
    let count = |worker: &Recorder| worker.try_prompts().map_or(0, |all| all.len());
    wait_for(
        "all prompts",
        || server.screen(),
        || (workers.iter().map(count).sum::<usize>() >= SENDERS * each).then_some(()),
    );
    let arrived: Vec<Vec<String>> = workers.iter().map(Recorder::prompts).collect();
    assert_eq!(server.leftovers(), Vec::<String>::new());
    tally(&arrived, each, busy.into_inner())
}

fn senders(each: usize, send: impl Fn(usize, usize) + Sync) {
    std::thread::scope(|scope| {
        for sender in 0..SENDERS {
            let send = &send;
            scope.spawn(move || (0..each).for_each(|n| send(sender, n)));
        }
    });
}

/// What each worker should have of each sender, in order, and nothing else.
fn tally(arrived: &[Vec<String>], each: usize, busy: usize) -> Tally {
    let mut lost = 0;
    for (w, prompts) in arrived.iter().enumerate() {
        let mut known = 0;
        for sender in 0..SENDERS {
            let expected: Vec<String> = (0..each)
                .filter(|n| (sender + n) % WORKERS == w)
                .map(|n| text(sender, n))
                .collect();
            let ending = format!(" of {sender};");
            let seen: Vec<&String> = prompts.iter().filter(|p| p.ends_with(&ending)).collect();
            known += seen.len();
            if !seen.iter().copied().eq(&expected) {
                println!("sender {sender} at worker {w}: {seen:?}");
                let missing = expected.iter().filter(|e| !seen.contains(e)).count();
                lost += missing.max(1);
            }
        }
        lost += prompts.len() - known;
    }
    Tally {
        tried: SENDERS * each,
        lost,
        seen: format!("{SENDERS} senders, {WORKERS} workers, {busy} times busy"),
    }
}
