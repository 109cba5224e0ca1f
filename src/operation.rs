//! What org can do, each operation a small state machine without input or
//! output: it says which command to run next, reads its output, and ends with
//! a result. Drivers are `client.rs` in the panel and a few lines in tests.

pub mod attach;
pub mod clean;
pub mod find;
pub mod first_look;
pub mod look;
pub mod output;
pub mod probe;
pub mod recover;
pub mod resolve;
pub mod respond;
pub mod save;
pub mod send;
pub mod start;
pub mod status;
pub mod stop;
pub mod tell;

use crate::error::Error;
use crate::time::{Millis, Moment};
use crate::tmux::Output;

pub use attach::attach_to_worker;
pub use clean::{clean_dead_workers, clean_dead_workers_from_state};
pub use look::look_at_worker;
pub use output::capture_worker_output;
pub use recover::recover_texts;
pub use respond::Response;
pub use save::{leave_texts, save_texts};
pub use send::{send_command_to_worker, send_command_to_worker_by_directory};
pub use start::{restart_dead_worker, start_worker_in_directory};
pub use status::get_all_workers_status;
pub use stop::stop_worker;
pub use tell::claim_telling;

/// What has happened since the operation was last asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Nothing: this is the first call.
    Begun,
    /// The command that it asked for has ended.
    Finished(&'a Output),
    /// The pause that it asked for is over.
    Woken,
}

/// What an operation wants next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<T> {
    /// Run this program with these arguments, without input, from `/`.
    Run(Vec<String>),
    /// Call again after this time.
    Pause(Millis),
    /// It has ended. Whatever comes later is not for it.
    Done(Result<T, Error>),
}

impl<T> Step<T> {
    /// Ends with an error.
    #[must_use]
    pub fn fail(error: Error) -> Self {
        Self::Done(Err(error))
    }

    /// The same step of an operation with another result.
    #[must_use]
    pub fn map<U>(self, result: impl FnOnce(T) -> U) -> Step<U> {
        match self {
            Self::Run(argv) => Step::Run(argv),
            Self::Pause(span) => Step::Pause(span),
            Self::Done(done) => Step::Done(done.map(result)),
        }
    }
}

/// An operation on workers.
pub trait Operation {
    /// What it ends with.
    type Output;

    /// Says what to do next, given what has happened. `now` is the host's
    /// clock.
    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Self::Output>;

    /// The command under way has not answered within the deadline. Whether it
    /// was done is not known, unless the operation knows better.
    fn timed_out(&mut self, _now: Moment) -> Step<Self::Output> {
        self.no_answer()
    }

    /// Ends without an answer.
    fn no_answer(&self) -> Step<Self::Output> {
        Step::fail(Error::NoAnswer {
            doing: self.doing(),
            seconds: self.deadline().0 / 1000,
        })
    }

    /// What it does, as the end of "could not …".
    fn doing(&self) -> String;

    /// How long one of its commands may take before it counts as not
    /// answering.
    fn deadline(&self) -> Millis {
        Millis(10_000)
    }
}
