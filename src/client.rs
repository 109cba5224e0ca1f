//! The operations under way: matches results to requests, keeps deadlines.
//!
//! The host promises nothing: results come in any order or never. A result
//! that nobody waits for any more is ignored.

use std::collections::BTreeMap;

use crate::agent::hooks::Report;
use crate::error::Error;
use crate::input::RequestId;
use crate::operation::clean::{Clean, Cleaned};
use crate::operation::look::Look;
use crate::operation::probe::{Host, Probe};
use crate::operation::send::{Send, Sent};
use crate::operation::start::{Start, Started};
use crate::operation::status::Status;
use crate::operation::stop::{Stop, Stopped};
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::Output;
use crate::worker::Roster;

/// An operation that the panel can have under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Looks whether tmux is there.
    Probe(Probe),
    /// Lists the workers.
    Status(Status),
    /// Starts a worker.
    Start(Box<Start>),
    /// Sends a prompt.
    Send(Send),
    /// Removes dead workers.
    Clean(Clean),
    /// Stops a worker.
    Stop(Stop),
    /// Looks at a worker's screen.
    Look(Look),
}

/// What an operation ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Of [`Job::Probe`].
    Probe(Host),
    /// Of [`Job::Status`].
    Status(Roster),
    /// Of [`Job::Start`].
    Start(Started),
    /// Of [`Job::Send`].
    Send(Sent),
    /// Of [`Job::Clean`].
    Clean(Cleaned),
    /// Of [`Job::Stop`].
    Stop(Stopped),
    /// Of [`Job::Look`].
    Look(Option<Report>),
}

impl Job {
    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Done> {
        match self {
            Self::Probe(job) => job.advance(now, progress).map(Done::Probe),
            Self::Status(job) => job.advance(now, progress).map(Done::Status),
            Self::Start(job) => job.advance(now, progress).map(Done::Start),
            Self::Send(job) => job.advance(now, progress).map(Done::Send),
            Self::Clean(job) => job.advance(now, progress).map(Done::Clean),
            Self::Stop(job) => job.advance(now, progress).map(Done::Stop),
            Self::Look(job) => job.advance(now, progress).map(Done::Look),
        }
    }

    fn describe(&self) -> (String, Millis) {
        match self {
            Self::Probe(job) => (job.doing(), job.deadline()),
            Self::Status(job) => (job.doing(), job.deadline()),
            Self::Start(job) => (job.doing(), job.deadline()),
            Self::Send(job) => (job.doing(), job.deadline()),
            Self::Clean(job) => (job.doing(), job.deadline()),
            Self::Stop(job) => (job.doing(), job.deadline()),
            Self::Look(job) => (job.doing(), job.deadline()),
        }
    }
}

/// What came of one call into the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A command is to be run for this request.
    Run(RequestId, Vec<String>),
    /// The request has ended.
    Ended(RequestId, Result<Done, Error>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct InFlight {
    job: Job,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A command runs; it counts as lost at this moment.
    Running(Moment),
    /// The operation pauses until this moment.
    Paused(Moment),
}

/// The requests in flight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    in_flight: BTreeMap<RequestId, InFlight>,
    last_id: u64,
}

impl Client {
    /// Begins an operation.
    pub fn begin(&mut self, now: Moment, mut job: Job) -> (RequestId, Option<Event>) {
        self.last_id += 1;
        let id = RequestId(self.last_id);
        let step = job.advance(now, Progress::Begun);
        (id, self.take(now, id, job, step))
    }

    /// A host command has ended.
    pub fn finished(&mut self, now: Moment, id: RequestId, output: &Output) -> Option<Event> {
        let running = |f: &InFlight| matches!(f.state, State::Running(_));
        if !self.in_flight.get(&id).is_some_and(running) {
            return None;
        }
        let mut job = self.in_flight.remove(&id)?.job;
        let step = job.advance(now, Progress::Finished(output));
        self.take(now, id, job, step)
    }

    /// Wakes what has paused long enough, and ends what has had no answer.
    pub fn due(&mut self, now: Moment) -> Vec<Event> {
        let due = |f: &InFlight| match f.state {
            State::Running(at) | State::Paused(at) => at <= now,
        };
        let ids: Vec<RequestId> = self
            .in_flight
            .iter()
            .filter(|(_, f)| due(f))
            .map(|(id, _)| *id)
            .collect();
        ids.into_iter()
            .filter_map(|id| self.overdue(now, id))
            .collect()
    }

    fn overdue(&mut self, now: Moment, id: RequestId) -> Option<Event> {
        let InFlight { mut job, state } = self.in_flight.remove(&id)?;
        match state {
            State::Paused(_) => {
                let step = job.advance(now, Progress::Woken);
                self.take(now, id, job, step)
            }
            State::Running(_) => {
                let (doing, deadline) = job.describe();
                let seconds = deadline.0 / 1000;
                Some(Event::Ended(id, Err(Error::NoAnswer { doing, seconds })))
            }
        }
    }

    fn take(&mut self, now: Moment, id: RequestId, job: Job, step: Step<Done>) -> Option<Event> {
        match step {
            Step::Done(result) => Some(Event::Ended(id, result)),
            Step::Run(argv) => {
                let state = State::Running(now.after(job.describe().1));
                self.in_flight.insert(id, InFlight { job, state });
                Some(Event::Run(id, argv))
            }
            Step::Pause(span) => {
                let state = State::Paused(now.after(span));
                self.in_flight.insert(id, InFlight { job, state });
                None
            }
        }
    }

    /// The send of this request, if it is one.
    #[must_use]
    pub fn send(&self, id: RequestId) -> Option<&Send> {
        match &self.in_flight.get(&id)?.job {
            Job::Send(send) => Some(send),
            _ => None,
        }
    }

    /// Drops a request. Whatever is answered to it later is for nobody.
    pub fn drop_request(&mut self, id: RequestId) {
        self.in_flight.remove(&id);
    }

    /// When [`Self::due`] has something to do.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        let at = |f: &InFlight| match f.state {
            State::Running(at) | State::Paused(at) => at,
        };
        self.in_flight.values().map(at).min()
    }
}
