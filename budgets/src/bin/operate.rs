//! org's operations one after another on a real tmux, for the benchmark: a
//! line on standard input names one, the answer is how long it took.
//!
//!     operate SOCKET
//!     status | start DIRECTORY | send DIRECTORY
#![allow(
    clippy::disallowed_methods,
    reason = "it runs the processes that the library asks for"
)]

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use org::agent::AgentCommand;
use org::nonce::Nonces;
use org::operation::send::{Prompt, send_command_to_worker};
use org::operation::start::{StartRequest, start_worker_in_directory};
use org::operation::{Operation, Progress, Step, get_all_workers_status};
use org::time::Moment;
use org::tmux::{Output, Socket, Target, Tmux};

fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Moment(since.map_or(0, |s| u64::try_from(s.as_millis()).unwrap_or(0)))
}

/// Runs an operation to its end; the number of processes that it took.
fn run<O: Operation>(mut operation: O) -> (Result<O::Output, org::error::Error>, usize) {
    let mut processes = 0;
    let mut step = operation.advance(now(), Progress::Begun);
    loop {
        step = match step {
            Step::Done(result) => return (result, processes),
            Step::Pause(span) => {
                std::thread::sleep(Duration::from_millis(span.0));
                operation.advance(now(), Progress::Woken)
            }
            Step::Run(argv) => {
                processes += 1;
                let (program, words) = argv.split_first().expect("a program");
                let ended = Command::new(program).args(words).output().expect(program);
                let output = Output {
                    status: ended.status.code(),
                    stdout: ended.stdout,
                    stderr: ended.stderr,
                };
                operation.advance(now(), Progress::Finished(&output))
            }
        };
    }
}

fn main() -> Result<()> {
    let socket = std::env::args().nth(1).context("operate SOCKET")?;
    let tmux = Tmux {
        socket: Socket::Path(socket),
        ..Tmux::default()
    };
    let mut nonces = Nonces::new(now().0);
    let mut targets: BTreeMap<String, Target> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (word, directory) = line.split_once(' ').unwrap_or((&line, ""));
        let nonce = nonces.draw();
        let begun = Instant::now();
        let (said, processes) = match word {
            "status" => {
                let (roster, processes) = run(get_all_workers_status(&tmux, nonce));
                (format!("{}", roster.map_or(0, |r| r.len())), processes)
            }
            "start" => {
                let request = StartRequest {
                    directory: directory.into(),
                    base: "/".into(),
                    home: String::new(),
                    command: AgentCommand::parse("cat").map_err(anyhow::Error::msg)?,
                    first_prompt: None,
                    beside: false,
                };
                let (started, processes) = run(start_worker_in_directory(&tmux, request, nonce));
                let said = match started {
                    Ok(started) => {
                        targets.insert(directory.into(), started.target);
                        "started".to_owned()
                    }
                    Err(error) => error.code().to_owned(),
                };
                (said, processes)
            }
            "send" => {
                let target = targets.get(directory).context("start it first")?.clone();
                let profile = org::agent::profile::GENERIC;
                let prompt = Prompt::new("hello from the benchmark");
                let send = send_command_to_worker(&tmux, target, profile, prompt, nonce);
                let (sent, processes) = run(send);
                (
                    sent.map_or_else(|e| e.code().to_owned(), |_| "sent".into()),
                    processes,
                )
            }
            _ => bail!("{word}: status, start or send"),
        };
        let took = begun.elapsed().as_secs_f64() * 1000.0;
        println!("{took:.3} {processes} {said}");
    }
    Ok(())
}
