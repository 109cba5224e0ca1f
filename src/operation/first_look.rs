//! The first look of a panel: what the host has and who works, in one process
//! where all is well.

use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::probe::{Host, Probe, probe};
use crate::operation::status::Status;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::{Output, Tmux};
use crate::worker::Roster;

/// Says the home directory and the version, and `$1` as a sign that both have
/// been said; then becomes the command behind it. `tmux` is found as by that
/// command. One that fails is run again as the probe does it, for the same
/// words and the same end; the shell's own word of a killed one goes with the
/// first.
const SCRIPT: &str = r#"if { v=$(env tmux -V); } 2>/dev/null; then
printf '%s\n' "$HOME" "$v" "$1"
shift
exec "$@"
fi
printf '%s\n' "$HOME"
exec env tmux -V
"#;

/// How long the one process may take. A server that hangs must not look like
/// a host without tmux, so then each is asked alone.
const TOGETHER: Millis = Millis(3_000);

/// What has been found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSeen {
    /// What the host has.
    pub host: Host,
    /// The workers; none if they have not been listed yet.
    pub listed: Option<Result<Roster, Error>>,
}

/// Looks at the host, and lists with this operation. The nonce is not the
/// listing's.
#[must_use]
pub fn first_look(tmux: &Tmux, status: Status, nonce: Nonce) -> FirstLook {
    FirstLook {
        probe: probe(tmux),
        status,
        nonce,
        stage: Stage::Together,
    }
}

/// A first look under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLook {
    probe: Probe,
    status: Status,
    nonce: Nonce,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Together,
    /// The host alone.
    Probing,
    /// The host is known.
    Listing(Host),
}

impl Operation for FirstLook {
    type Output = FirstSeen;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<FirstSeen> {
        match (&self.stage, progress) {
            (Stage::Together, Progress::Finished(output)) => self.answered(now, output),
            (Stage::Together, Progress::Begun | Progress::Woken) => {
                match self.status.advance(now, Progress::Begun) {
                    Step::Run(listing) => Step::Run(self.together(listing)),
                    Step::Pause(_) | Step::Done(_) => self.probe(now),
                }
            }
            (Stage::Probing, _) => self.probe.advance(now, progress).map(host_alone),
            (Stage::Listing(host), _) => {
                let host = host.clone();
                listed(host, self.status.advance(now, progress))
            }
        }
    }

    fn timed_out(&mut self, now: Moment) -> Step<FirstSeen> {
        match &self.stage {
            Stage::Together => self.probe(now),
            Stage::Probing => self.probe.timed_out(now).map(host_alone),
            Stage::Listing(host) => {
                let host = host.clone();
                listed(host, self.status.timed_out(now))
            }
        }
    }

    fn doing(&self) -> String {
        match self.stage {
            Stage::Together | Stage::Probing => self.probe.doing(),
            Stage::Listing(_) => self.status.doing(),
        }
    }

    fn deadline(&self) -> Millis {
        match self.stage {
            Stage::Together => TOGETHER,
            Stage::Probing => self.probe.deadline(),
            Stage::Listing(_) => self.status.deadline(),
        }
    }
}

impl FirstLook {
    fn together(&self, listing: Vec<String>) -> Vec<String> {
        let words = ["/bin/sh", "-c", SCRIPT, "org", self.nonce.as_str()];
        words
            .map(str::to_owned)
            .into_iter()
            .chain(listing)
            .collect()
    }

    fn probe(&mut self, now: Moment) -> Step<FirstSeen> {
        self.stage = Stage::Probing;
        self.probe.advance(now, Progress::Begun).map(host_alone)
    }

    fn answered(&mut self, now: Moment, output: &Output) -> Step<FirstSeen> {
        let Some((said, listing)) = self.took(output) else {
            return Step::Done(self.probe.found(output)).map(host_alone);
        };
        match self.probe.found(&said) {
            Ok(host) => {
                self.stage = Stage::Listing(host.clone());
                let step = self.status.advance(now, Progress::Finished(&listing));
                listed(host, step)
            }
            Err(error) => Step::fail(error),
        }
    }

    /// What the host has said, and the answer of the listing, if it came to
    /// that.
    fn took(&self, output: &Output) -> Option<(Output, Output)> {
        let sign = format!("\n{}\n", self.nonce);
        let mut places = output.stdout.windows(sign.len());
        let at = places.position(|place| place == sign.as_bytes())?;
        let (said, behind) = output.stdout.split_at_checked(at)?;
        let said = Output {
            status: Some(0),
            stdout: said.to_vec(),
            stderr: Vec::new(),
        };
        let listing = Output {
            status: output.status,
            stdout: behind.get(sign.len()..)?.to_vec(),
            stderr: output.stderr.clone(),
        };
        Some((said, listing))
    }
}

fn host_alone(host: Host) -> FirstSeen {
    FirstSeen { host, listed: None }
}

fn listed(host: Host, step: Step<Roster>) -> Step<FirstSeen> {
    match step {
        Step::Run(argv) => Step::Run(argv),
        Step::Pause(span) => Step::Pause(span),
        Step::Done(listed) => Step::Done(Ok(FirstSeen {
            host,
            listed: Some(listed),
        })),
    }
}
