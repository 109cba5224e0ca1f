//! The operations under way: matches results to requests, keeps deadlines.
//!
//! The host promises nothing: results come in any order or never. A result
//! that nobody waits for any more is ignored.

use std::collections::BTreeMap;

use crate::agent::hooks::Report;
use crate::error::Error;
use crate::input::RequestId;
use crate::operation::clean::{Clean, Cleaned};
use crate::operation::find::{Find, Found};
use crate::operation::first_look::{FirstLook, FirstSeen};
use crate::operation::look::Look;
use crate::operation::output::Capture;
use crate::operation::recover::{Recover, Recovered};
use crate::operation::save::Save;
use crate::operation::send::{Send, Sent};
use crate::operation::start::{Start, Started};
use crate::operation::status::Status;
use crate::operation::stop::{Stop, Stopped};
use crate::operation::tell::Telling;
use crate::operation::{Operation, Progress, Step};
use crate::pipe::Errand;
use crate::pipe::errand::Outcome;
use crate::time::{Millis, Moment};
use crate::tmux::Output;
use crate::tmux::saved::Ticket;
use crate::worker::Roster;

/// An operation that the panel can have under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Looks whether tmux is there, and lists the workers.
    FirstLook(Box<FirstLook>),
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
    /// Does what a script asks.
    Errand(Box<Errand>),
    /// Reads a worker's output.
    Capture(Capture),
    /// Takes it on to tell of a change.
    Tell(Telling),
    /// Looks for directories.
    Find(Find),
    /// Keeps texts.
    Save(Box<Save>),
    /// Takes over texts.
    Recover(Box<Recover>),
}

/// What an operation ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Of [`Job::FirstLook`].
    FirstLook(FirstSeen),
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
    /// Of [`Job::Errand`].
    Errand(Box<Outcome>),
    /// Of [`Job::Capture`].
    Capture(String),
    /// Of [`Job::Tell`].
    Tell(bool),
    /// Of [`Job::Find`].
    Find(Found),
    /// Of [`Job::Save`].
    Save(()),
    /// Of [`Job::Recover`].
    Recover(Vec<Recovered>),
}

impl Job {
    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Done> {
        match self {
            Self::FirstLook(job) => job.advance(now, progress).map(Done::FirstLook),
            Self::Status(job) => job.advance(now, progress).map(Done::Status),
            Self::Start(job) => job.advance(now, progress).map(Done::Start),
            Self::Send(job) => job.advance(now, progress).map(Done::Send),
            Self::Clean(job) => job.advance(now, progress).map(Done::Clean),
            Self::Stop(job) => job.advance(now, progress).map(Done::Stop),
            Self::Look(job) => job.advance(now, progress).map(Done::Look),
            Self::Errand(job) => job.advance(now, progress).map(errand),
            Self::Capture(job) => job.advance(now, progress).map(Done::Capture),
            Self::Tell(job) => job.advance(now, progress).map(Done::Tell),
            Self::Find(job) => job.advance(now, progress).map(Done::Find),
            Self::Save(job) => job.advance(now, progress).map(Done::Save),
            Self::Recover(job) => job.advance(now, progress).map(Done::Recover),
        }
    }

    fn timed_out(&mut self, now: Moment) -> Step<Done> {
        match self {
            Self::FirstLook(job) => job.timed_out(now).map(Done::FirstLook),
            Self::Status(job) => job.timed_out(now).map(Done::Status),
            Self::Start(job) => job.timed_out(now).map(Done::Start),
            Self::Send(job) => job.timed_out(now).map(Done::Send),
            Self::Clean(job) => job.timed_out(now).map(Done::Clean),
            Self::Stop(job) => job.timed_out(now).map(Done::Stop),
            Self::Look(job) => job.timed_out(now).map(Done::Look),
            Self::Errand(job) => job.timed_out(now).map(errand),
            Self::Capture(job) => job.timed_out(now).map(Done::Capture),
            Self::Tell(job) => job.timed_out(now).map(Done::Tell),
            Self::Find(job) => job.timed_out(now).map(Done::Find),
            Self::Save(job) => job.timed_out(now).map(Done::Save),
            Self::Recover(job) => job.timed_out(now).map(Done::Recover),
        }
    }

    fn deadline(&self) -> Millis {
        match self {
            Self::FirstLook(job) => job.deadline(),
            Self::Status(job) => job.deadline(),
            Self::Start(job) => job.deadline(),
            Self::Send(job) => job.deadline(),
            Self::Clean(job) => job.deadline(),
            Self::Stop(job) => job.deadline(),
            Self::Look(job) => job.deadline(),
            Self::Errand(job) => job.deadline(),
            Self::Capture(job) => job.deadline(),
            Self::Tell(job) => job.deadline(),
            Self::Find(job) => job.deadline(),
            Self::Save(job) => job.deadline(),
            Self::Recover(job) => job.deadline(),
        }
    }
}

fn errand(outcome: Outcome) -> Done {
    Done::Errand(Box::new(outcome))
}

/// What came of one call into the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A command is to be run; its answer comes back under this number.
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
    /// This command runs; it counts as lost at this moment.
    Running(Moment, RequestId),
    /// The operation pauses until this moment.
    Paused(Moment),
}

impl State {
    fn at(self) -> Moment {
        match self {
            Self::Running(at, _) | Self::Paused(at) => at,
        }
    }
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

    /// A host command has ended. Whose it is is known as long as its request
    /// waits for it.
    pub fn finished(&mut self, now: Moment, id: RequestId, output: &Output) -> Option<Event> {
        let waits = |f: &InFlight| matches!(f.state, State::Running(_, command) if command == id);
        let request = self.in_flight.iter().find(|(_, f)| waits(f));
        let request = *request?.0;
        let InFlight { mut job, .. } = self.in_flight.remove(&request)?;
        let step = job.advance(now, Progress::Finished(output));
        self.take(now, request, job, step)
    }

    /// Wakes what has paused long enough, and ends what has had no answer.
    pub fn due(&mut self, now: Moment) -> Vec<Event> {
        let ids: Vec<RequestId> = self
            .in_flight
            .iter()
            .filter(|(_, f)| f.state.at() <= now)
            .map(|(id, _)| *id)
            .collect();
        ids.into_iter()
            .filter_map(|id| self.overdue(now, id))
            .collect()
    }

    fn overdue(&mut self, now: Moment, id: RequestId) -> Option<Event> {
        let InFlight { mut job, state } = self.in_flight.remove(&id)?;
        let step = match state {
            State::Paused(_) => job.advance(now, Progress::Woken),
            State::Running(..) => job.timed_out(now),
        };
        self.take(now, id, job, step)
    }

    fn take(&mut self, now: Moment, id: RequestId, job: Job, step: Step<Done>) -> Option<Event> {
        match step {
            Step::Done(result) => Some(Event::Ended(id, result)),
            Step::Run(argv) => {
                // A number of its own: the answer of an earlier command of
                // this request may still come.
                self.last_id += 1;
                let command = RequestId(self.last_id);
                let state = State::Running(now.after(job.deadline()), command);
                self.in_flight.insert(id, InFlight { job, state });
                Some(Event::Run(command, argv))
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

    /// Has the send of this request give up the Enter that is held back.
    pub fn let_go(&mut self, now: Moment, id: RequestId) -> Option<Event> {
        let Job::Send(send) = &mut self.in_flight.get_mut(&id)?.job else {
            return None;
        };
        let step = send.let_go()?.map(Done::Send);
        let InFlight { job, .. } = self.in_flight.remove(&id)?;
        self.take(now, id, job, step)
    }

    /// The send of this request goes out with this ticket alone, or without.
    pub fn set_ticket(&mut self, id: RequestId, ticket: Option<&Ticket>) {
        if let Some(InFlight {
            job: Job::Send(send),
            ..
        }) = self.in_flight.get_mut(&id)
        {
            send.set_ticket(ticket);
        }
    }

    /// Drops a request. Whatever is answered to it later is for nobody.
    pub fn drop_request(&mut self, id: RequestId) {
        self.in_flight.remove(&id);
    }

    /// The clock has jumped: what is due stays as far ahead as it was.
    pub fn shift(&mut self, by: i64) {
        for in_flight in self.in_flight.values_mut() {
            match &mut in_flight.state {
                State::Running(at, _) | State::Paused(at) => at.shift(by),
            }
            match &mut in_flight.job {
                Job::Send(send) => send.shift(by),
                Job::Errand(errand) => errand.shift(by),
                // No other job measures time by itself.
                _ => {}
            }
        }
    }

    /// When [`Self::due`] has something to do.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        self.in_flight.values().map(|f| f.state.at()).min()
    }
}
