//! Senders that are killed at random moments: their text is taken once or not
//! at all, never mixed with another's, and nobody is held up by what they
//! leave behind.

use std::time::Duration;

use org::agent::Profile;
use org::operation::send::{Prompt, STALE_AFTER};
use org::operation::{Operation as _, Progress, Step};
use org::time::Millis;
use org::tmux::Target;

use crate::stress::row::Tally;
use crate::support::agent::{self, Agent};
use crate::support::{Server, now, wait_for};

/// Kills in a round.
const KILLS: usize = 20;

/// How many commands a delivery takes at least: a kill may come in any.
const COMMANDS: usize = 5;

/// A text; every fifth goes into its buffer in pieces beforehand.
fn text(what: &str, n: usize) -> String {
    let filling = if n.is_multiple_of(5) { 3_000 } else { n % 4 };
    format!(
        "{what} {n}\n{}end of {what} {n}",
        "filling\n".repeat(filling)
    )
}

/// Drives a send and kills it: the whole sender after some of its commands,
/// or in the middle of one.
fn killed(
    server: &Server,
    target: &Target,
    profile: Profile,
    text: &str,
    random: &mut fastrand::Rng,
) {
    let mut sending = server.sending_as(target, profile, Prompt::new(text));
    let last = random.usize(0..COMMANDS);
    let mut step = sending.advance(now(), Progress::Begun);
    let mut commands = 0;
    loop {
        step = match step {
            Step::Done(_) => return,
            Step::Pause(span) => {
                wait_a_moment(Duration::from_millis(span.0));
                sending.advance(now(), Progress::Woken)
            }
            Step::Run(argv) if commands == last => {
                let mut client = server.spawn(&argv);
                wait_a_moment(Duration::from_micros(random.u64(0..700_000) / 50));
                let _ = client.kill();
                client.wait().unwrap();
                return;
            }
            Step::Run(argv) => {
                commands += 1;
                sending.advance(now(), Progress::Finished(&server.run(&argv)))
            }
        };
    }
}

fn wait_a_moment(span: Duration) {
    std::thread::sleep(span);
}

/// Kills `rounds` times, each followed by a prompt that has to arrive; what
/// the worker took by then is read by `taken`.
fn kill(
    server: &Server,
    target: &Target,
    profile: Profile,
    rounds: usize,
    taken: impl Fn() -> Vec<String>,
) -> Tally {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut lost, mut ended, mut whole) = (0, 0, Vec::new());
    for n in 0..KILLS * rounds {
        let (cut, next) = (text("cut", n), text("next", n));
        killed(server, target, profile, &cut, &mut random);
        // The killed sender's claim is old by now, and its buffers as well.
        let late = now().after(Millis((STALE_AFTER + 700) * 1000));
        let sending = server.sending_as(target, profile, Prompt::new(next.as_str()));
        if let Err(error) = server.finish_late(late, sending) {
            println!("{n}: {error}");
            lost += 1;
        }
        whole.push(cut);
        whole.push(next);
    }
    let last = whole.last().unwrap().clone();
    wait_for(
        "the last prompt",
        || server.screen(),
        || taken().contains(&last).then_some(()),
    );
    let taken = taken();
    // Each at most once, each as it was written, in the order of their senders.
    let mut at = 0;
    for prompt in &taken {
        match whole[at..].iter().position(|w| w == prompt) {
            Some(further) => at += further + 1,
            None => {
                println!("out of order, doubled or mixed: {prompt:.200}");
                lost += 1;
            }
        }
    }
    lost += whole
        .iter()
        .filter(|w| w.starts_with("next") && !taken.contains(w))
        .count();
    ended += taken.iter().filter(|t| t.starts_with("cut")).count();
    let left = server.leftovers();
    if !left.is_empty() {
        println!("left behind: {left:?}");
        lost += left.len();
    }
    Tally {
        tried: KILLS * rounds,
        lost,
        seen: format!("{ended} of the killed senders' prompts ended, the others never begun"),
    }
}

/// A sender to an agent whose screen is read.
pub fn in_the_steps(rounds: usize) -> Tally {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    kill(&server, &agent.target, agent::claude(), rounds, || {
        agent.messages().into_iter().map(|(_, text)| text).collect()
    })
}

/// A sender to a program whose screen is not known.
pub fn in_one_invocation(rounds: usize) -> Tally {
    let server = Server::new();
    let worker = server.recorder("a");
    kill(
        &server,
        &worker.target,
        org::agent::profile::GENERIC,
        rounds,
        || worker.try_prompts().unwrap_or_default(),
    )
}
