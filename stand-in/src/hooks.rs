//! Runs the hooks, one after the other, beside the terminal loop.
//!
//! A hook is a shell command with JSON on its standard input and the
//! environment of the agent, so that it can reach its own tmux pane. Its
//! output is thrown away.

use std::io::{self, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::settings::Hook;

/// The hooks of one event that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Counts the calls from 1.
    pub ticket: u64,
    /// The event's name.
    pub event: String,
    /// What to run, in order.
    pub hooks: Vec<Hook>,
    /// JSON for their standard input.
    pub payload: String,
}

/// A call has been run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The ticket of the call; those before it are done too.
    pub ticket: u64,
    /// One sentence per hook that failed.
    pub failures: Vec<String>,
}

/// The queue in front of the thread that runs hooks.
#[derive(Debug)]
pub struct Runner {
    calls: Sender<Call>,
    done: Receiver<Done>,
}

impl Runner {
    /// Starts the thread; `wake` is called after each call.
    pub fn start(wake: impl Fn() + Send + 'static) -> Self {
        let (calls, queue) = channel::<Call>();
        let (report, done) = channel();
        thread::spawn(move || {
            for call in queue {
                let failures = call.hooks.iter().filter_map(|hook| {
                    let result = run(hook, &call.payload);
                    result
                        .err()
                        .map(|error| format!("{} hook: {error}", call.event))
                });
                let failures = failures.collect();
                if report
                    .send(Done {
                        ticket: call.ticket,
                        failures,
                    })
                    .is_err()
                {
                    return;
                }
                wake();
            }
        });
        Self { calls, done }
    }

    /// Puts a call at the end of the queue.
    pub fn run(&self, call: Call) {
        // The thread ends only when this struct goes.
        let _ = self.calls.send(call);
    }

    /// What was done since the last look.
    pub fn finished(&self) -> impl Iterator<Item = Done> {
        self.done.try_iter()
    }
}

fn run(hook: &Hook, payload: &str) -> Result<(), String> {
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(&hook.command)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A group of its own can be ended with all that the shell started.
        .process_group(0)
        .spawn()
        .map_err(|error| error.to_string())?;
    if let Some(mut stdin) = child.stdin.take() {
        let payload = payload.to_owned();
        // A hook need not read; the write then ends with the hook.
        thread::spawn(move || stdin.write_all(payload.as_bytes()));
    }
    match wait(&mut child, hook.timeout) {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => Err(describe(status)),
        Ok(None) => Err(format!("killed after {:?}", hook.timeout)),
        Err(error) => Err(error.to_string()),
    }
}

fn wait(child: &mut Child, timeout: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() >= timeout {
            let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
            if let Some(pid) = pid {
                let _ = kill_process_group(pid, Signal::KILL);
            }
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit status {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &str, timeout: Duration, expected: &[&str]) {
        let (wake, woken) = channel();
        let runner = Runner::start(move || wake.send(()).unwrap());
        let hook = Hook {
            command: command.to_owned(),
            timeout,
        };
        let payload = "{\"x\":1}".to_owned();
        runner.run(Call {
            ticket: 9,
            event: "Stop".into(),
            hooks: vec![hook],
            payload,
        });
        woken
            .recv_timeout(Duration::from_secs(20))
            .expect("the hook never ended");
        let failures = expected.iter().map(|&text| text.to_owned()).collect();
        assert_eq!(
            runner.finished().collect::<Vec<_>>(),
            [Done {
                ticket: 9,
                failures
            }]
        );
    }

    #[test]
    fn a_hook_reads_the_event_and_its_end_is_reported() {
        let long = Duration::from_secs(15);
        check("test \"$(cat)\" = '{\"x\":1}'", long, &[]);
        check("exit 3", long, &["Stop hook: exit status 3"]);
        check("kill -9 $$", long, &["Stop hook: signal 9"]);
        let short = Duration::from_millis(200);
        let killed = "Stop hook: killed after 200ms";
        check("sleep 60 & wait", short, &[killed]);
    }
}
