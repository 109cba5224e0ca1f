//! One request of a script, from the look for tmux to its result: a state
//! machine of the operations that it takes.

use crate::agent::AgentCommand;
use crate::directory::Directory;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::clean::{Clean, Cleaned};
use crate::operation::probe::{self, Probe};
use crate::operation::send::{Prompt, Send, Sent};
use crate::operation::start::{Start, StartRequest, Started};
use crate::operation::status::Status;
use crate::operation::stop::{Stop, Stopped};
use crate::operation::{
    Operation, Progress, Step, clean_dead_workers_from_state, get_all_workers_status, resolve,
    restart_dead_worker, send_command_to_worker, start_worker_in_directory, stop_worker,
};
use crate::pipe::Request;
use crate::pipe::request::Address;
use crate::time::{Millis, Moment};
use crate::tmux::{Output, Target, Tmux};
use crate::worker::{Roster, Worker};

/// A program that every host has: the worker's own is not asked for when no
/// worker is to be started.
const ANY_PROGRAM: &str = "sh";

/// What an errand ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A worker was started, or started again.
    Started(Started),
    /// A prompt was sent.
    Sent(Sent),
    /// Dead workers were removed.
    Cleaned(Cleaned),
    /// A worker was stopped.
    Stopped(Stopped),
    /// The workers, and the one that was asked for, if one was.
    Listed(Roster, Option<Target>),
    /// A worker and its screen, with its styles.
    Seen(Box<Worker>, String),
}

/// A request under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    tmux: Tmux,
    command: AgentCommand,
    request: Request,
    nonce: Nonce,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Probing(Probe),
    /// The directory of an address.
    Resolving(String),
    /// The workers, to find one among them.
    Listing(Box<Status>, Sought),
    Starting(Box<Start>),
    Sending(Box<Send>),
    Cleaning(Box<Clean>),
    Stopping(Stop),
    Looking(Box<Status>, Box<Worker>),
}

/// Which worker is looked for in the listing.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sought {
    All,
    Pane(crate::tmux::PaneId),
    Directory(Directory),
    /// It is not there any more, as this error says; a worker may be.
    Gone(Directory, Error),
}

impl Errand {
    /// An errand for a request that needs tmux. `probe` looks first whether
    /// the host's will do.
    #[must_use]
    pub fn new(
        tmux: &Tmux,
        command: &AgentCommand,
        request: Request,
        nonce: Nonce,
        probe: bool,
    ) -> Self {
        let mut errand = Self {
            tmux: tmux.clone(),
            command: command.clone(),
            request,
            nonce,
            stage: Stage::Probing(probe::probe(tmux)),
        };
        if !probe {
            errand.stage = errand.first();
        }
        errand
    }

    /// What comes first once tmux is known.
    fn first(&self) -> Stage {
        let address = match &self.request {
            Request::Start {
                directory,
                text,
                beside,
            } => {
                let request = StartRequest {
                    directory: directory.clone(),
                    base: "/".into(),
                    home: String::new(),
                    command: self.command.clone(),
                    first_prompt: text.clone(),
                    beside: *beside,
                };
                let start = start_worker_in_directory(&self.tmux, request, self.nonce.clone());
                return Stage::Starting(Box::new(start));
            }
            Request::Clean => {
                let clean = clean_dead_workers_from_state(&self.tmux, self.nonce.clone());
                return Stage::Cleaning(Box::new(clean));
            }
            Request::Status(worker) | Request::Wait { worker, .. } => worker.as_ref(),
            Request::Send { worker, .. }
            | Request::Stop(worker)
            | Request::Restart(worker)
            | Request::Attach { worker, .. }
            | Request::Preview(worker) => Some(worker),
            Request::Watch { .. } | Request::Version => None,
        };
        match address {
            None => self.listing(Sought::All),
            Some(Address::Pane(pane)) => self.listing(Sought::Pane(*pane)),
            Some(Address::Directory(directory)) => Stage::Resolving(directory.clone()),
        }
    }

    fn listing(&self, sought: Sought) -> Stage {
        let listing = get_all_workers_status(&self.tmux, self.nonce.step(100));
        Stage::Listing(Box::new(listing), sought)
    }

    /// The clock has jumped: no time has passed with it.
    pub fn shift(&mut self, by: i64) {
        if let Stage::Sending(send) = &mut self.stage {
            send.shift(by);
        }
    }

    fn go(&mut self, now: Moment, stage: Stage) -> Step<Outcome> {
        self.stage = stage;
        self.advance(now, Progress::Begun)
    }

    fn resolved(&mut self, now: Moment, directory: &str, output: &Output) -> Step<Outcome> {
        match resolve::parse(directory, ANY_PROGRAM, output) {
            Ok(resolved) => {
                let stage = self.listing(Sought::Directory(resolved.directory));
                self.go(now, stage)
            }
            Err(error) => match resolve::expected(directory, "/", "") {
                Some(gone) => {
                    let stage = self.listing(Sought::Gone(gone, error));
                    self.go(now, stage)
                }
                None => Step::fail(error),
            },
        }
    }

    /// The workers are known: finds the one that is meant and goes on with it.
    fn listed(&mut self, now: Moment, roster: Roster, sought: &Sought) -> Step<Outcome> {
        let (worker, name) = match sought {
            Sought::All => return Step::Done(Ok(Outcome::Listed(roster, None))),
            Sought::Pane(pane) => (roster.in_pane(*pane), pane.to_string()),
            Sought::Directory(directory) | Sought::Gone(directory, _) => (
                roster.in_directory(directory),
                crate::text::line(directory.as_str()),
            ),
        };
        let Some(worker) = worker.cloned() else {
            if let Sought::Gone(_, error) = sought {
                return Step::fail(error.clone());
            }
            return Step::fail(Error::NoSuchWorker { worker: name });
        };
        let nonce = self.nonce.clone();
        let stage = match &self.request {
            Request::Send {
                text, when, draft, ..
            } => {
                let prompt = Prompt {
                    when: *when,
                    draft: draft.clone(),
                    ..Prompt::new(text.clone())
                };
                let (target, profile) = (worker.target.clone(), worker.profile());
                let send = send_command_to_worker(&self.tmux, target, profile, prompt, nonce);
                Stage::Sending(Box::new(send))
            }
            Request::Stop(_) => match self.stop(&worker) {
                Ok(stop) => Stage::Stopping(stop),
                Err(error) => return Step::fail(error),
            },
            Request::Restart(_) => match self.restart(worker) {
                Ok(start) => Stage::Starting(Box::new(start)),
                Err(error) => return Step::fail(error),
            },
            Request::Preview(_) => {
                let look = get_all_workers_status(&self.tmux, self.nonce.step(200))
                    .knowing(roster.unexplained())
                    .previewing(Some(worker.target.pane));
                Stage::Looking(Box::new(look), Box::new(worker))
            }
            _ => {
                let target = Some(worker.target);
                return Step::Done(Ok(Outcome::Listed(roster, target)));
            }
        };
        self.go(now, stage)
    }

    fn stop(&self, worker: &Worker) -> Result<Stop, Error> {
        let pane = worker.target.pane;
        if worker.life.is_dead() {
            let directory = worker.name();
            return Err(Error::DeadWorkerThere { directory, pane });
        }
        let pid = worker.pid.ok_or(Error::Changed { pane })?;
        Ok(stop_worker(&self.tmux, worker.target.clone(), pid))
    }

    fn restart(&self, worker: Worker) -> Result<Start, Error> {
        let pane = worker.target.pane;
        let name = worker.name();
        if !worker.life.is_dead() {
            let directory = name;
            return Err(Error::AlreadyRunning { directory, pane });
        }
        let Some(directory) = worker.directory else {
            let reason = "tmux does not say where it ran".into();
            let directory = name;
            return Err(Error::BadDirectory { directory, reason });
        };
        let request = StartRequest {
            directory,
            base: "/".into(),
            home: String::new(),
            command: worker.started_with.unwrap_or_else(|| self.command.clone()),
            first_prompt: None,
            beside: false,
        };
        let nonce = self.nonce.clone();
        Ok(restart_dead_worker(
            &self.tmux,
            worker.target,
            request,
            nonce,
        ))
    }

    /// The second listing brought the screen, if it is still the same worker.
    fn looked(&mut self, mut roster: Roster, worker: Worker) -> Step<Outcome> {
        let pane = worker.target.pane;
        let there = roster.find(&worker.target).is_some();
        match roster.preview.take() {
            Some((_, screen)) if there => {
                Step::Done(Ok(Outcome::Seen(Box::new(worker), screen.to_string())))
            }
            _ => Step::fail(Error::Gone { pane }),
        }
    }

    /// What a listing, for one of the two uses, has come to.
    fn took_list(&mut self, now: Moment, step: Step<Roster>, of: Stage) -> Step<Outcome> {
        match step {
            Step::Run(argv) => {
                self.stage = of;
                Step::Run(argv)
            }
            Step::Pause(span) => {
                self.stage = of;
                Step::Pause(span)
            }
            Step::Done(Err(error)) => Step::fail(error),
            Step::Done(Ok(roster)) => match of {
                Stage::Listing(_, sought) => self.listed(now, roster, &sought),
                Stage::Looking(_, worker) => self.looked(roster, *worker),
                _ => Step::fail(Output::default().nonsense("list the workers")),
            },
        }
    }
}

impl Operation for Errand {
    type Output = Outcome;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Outcome> {
        match &mut self.stage {
            Stage::Probing(probe) => match probe.advance(now, progress) {
                Step::Run(argv) => Step::Run(argv),
                Step::Pause(span) => Step::Pause(span),
                Step::Done(Err(error)) => Step::fail(error),
                Step::Done(Ok(_)) => {
                    let stage = self.first();
                    self.go(now, stage)
                }
            },
            Stage::Resolving(directory) => {
                let directory = directory.clone();
                match progress {
                    Progress::Finished(output) => self.resolved(now, &directory, output),
                    Progress::Begun | Progress::Woken => {
                        Step::Run(resolve::invocation(&directory, "/", ANY_PROGRAM, None))
                    }
                }
            }
            Stage::Starting(start) => start.advance(now, progress).map(Outcome::Started),
            Stage::Sending(send) => send.advance(now, progress).map(Outcome::Sent),
            Stage::Cleaning(clean) => clean.advance(now, progress).map(Outcome::Cleaned),
            Stage::Stopping(stop) => stop.advance(now, progress).map(Outcome::Stopped),
            Stage::Listing(listing, _) | Stage::Looking(listing, _) => {
                let step = listing.advance(now, progress);
                let nothing = Stage::Resolving(String::new());
                let of = std::mem::replace(&mut self.stage, nothing);
                self.took_list(now, step, of)
            }
        }
    }

    fn timed_out(&mut self, now: Moment) -> Step<Outcome> {
        match &mut self.stage {
            Stage::Starting(start) => start.timed_out(now).map(Outcome::Started),
            Stage::Sending(send) => send.timed_out(now).map(Outcome::Sent),
            Stage::Cleaning(clean) => clean.timed_out(now).map(Outcome::Cleaned),
            Stage::Stopping(stop) => stop.timed_out(now).map(Outcome::Stopped),
            Stage::Probing(_) | Stage::Resolving(_) | Stage::Listing(..) | Stage::Looking(..) => {
                self.no_answer()
            }
        }
    }

    fn doing(&self) -> String {
        match &self.stage {
            Stage::Probing(probe) => probe.doing(),
            Stage::Resolving(directory) => format!("look for {}", crate::text::line(directory)),
            Stage::Starting(start) => start.doing(),
            Stage::Sending(send) => send.doing(),
            Stage::Cleaning(clean) => clean.doing(),
            Stage::Stopping(stop) => stop.doing(),
            Stage::Listing(listing, _) | Stage::Looking(listing, _) => listing.doing(),
        }
    }

    fn deadline(&self) -> Millis {
        match &self.stage {
            Stage::Probing(probe) => probe.deadline(),
            Stage::Resolving(_) => Millis(10_000),
            Stage::Starting(start) => start.deadline(),
            Stage::Sending(send) => send.deadline(),
            Stage::Cleaning(clean) => clean.deadline(),
            Stage::Stopping(stop) => stop.deadline(),
            Stage::Listing(listing, _) | Stage::Looking(listing, _) => listing.deadline(),
        }
    }
}
