//! The one line of JSON that goes back, and what can be wrong with a request
//! beside what can go wrong with an operation.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::Error;

use crate::pipe::OPERATIONS;
use crate::tmux::PaneId;
use crate::worker::{State, Worker};

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The operation was not done.
    Operation(Error),
    /// The request cannot be read.
    BadRequest(String),
    /// There is no such operation.
    UnknownOperation(String),
    /// The input ended, or nothing more came, before the request was whole.
    Incomplete,
    /// What was waited for has not come in time.
    TimedOut {
        /// The limit in seconds.
        seconds: u64,
    },
    /// The panel that had the request in hand was closed.
    Closed,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Operation(error)
    }
}

impl Fault {
    /// The codes of a pipe itself; all others are those of [`Error::code`].
    pub const CODES: [&str; 5] = [
        "bad_request",
        "unknown_operation",
        "incomplete",
        "timed_out",
        "closed",
    ];

    /// A request that cannot be read, in a sentence.
    #[must_use]
    pub fn bad(text: impl Into<String>) -> Self {
        Self::BadRequest(text.into())
    }

    /// A word for programs; the list is closed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Operation(error) => error.code(),
            Self::BadRequest(_) => "bad_request",
            Self::UnknownOperation(_) => "unknown_operation",
            Self::Incomplete => "incomplete",
            Self::TimedOut { .. } => "timed_out",
            Self::Closed => "closed",
        }
    }

    /// What happened, to what.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Operation(error) => error.text(),
            Self::BadRequest(text) => text.clone(),
            Self::UnknownOperation(name) => format!("there is no operation {name:?}"),
            Self::Incomplete => "the request has no end".into(),
            Self::TimedOut { seconds } => format!("not so within {seconds} s"),
            Self::Closed => "the panel that had the request in hand was closed".into(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Operation(error) => error.hint(),
            Self::BadRequest(_) => "correct the request".into(),
            Self::UnknownOperation(_) => format!("use one of {}", OPERATIONS.join(", ")),
            Self::Incomplete => "send the whole JSON object".into(),
            Self::TimedOut { .. } => "look at the worker, or wait longer".into(),
            Self::Closed => "it may have been done: look before trying again".into(),
        }
    }

    fn pane(&self) -> Option<PaneId> {
        match self {
            Self::Operation(error) => error.pane(),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    version: &'a str,
    ok: bool,
    operation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Value>,
}

/// The answer as one line, with its end.
#[must_use]
pub fn line(operation: &str, result: Result<Value, Fault>) -> String {
    let ok = result.is_ok();
    let (data, error) = match result {
        Ok(data) => (Some(data), None),
        Err(fault) => (None, Some(error(&fault))),
    };
    let line = Line {
        version: env!("CARGO_PKG_VERSION"),
        ok,
        operation,
        data,
        error,
    };
    // Maps with string keys and plain values always serialise.
    let mut line = serde_json::to_string(&line).unwrap_or_default();
    line.push('\n');
    line
}

fn error(fault: &Fault) -> Value {
    let mut error = Map::new();
    error.insert("code".into(), fault.code().into());
    error.insert("message".into(), fault.text().into());
    error.insert("hint".into(), fault.hint().into());
    if let Some(pane) = fault.pane() {
        error.insert("pane".into(), pane.to_string().into());
    }
    Value::Object(error)
}

/// Any result that has a JSON form of its own.
#[must_use]
pub fn value<T: Serialize>(data: &T) -> Value {
    serde_json::to_value(data).unwrap_or_default()
}

/// A worker with what it is doing.
#[must_use]
pub fn worker(worker: &Worker, state: State) -> Value {
    let mut told = value(&worker.status());
    if let Value::Object(fields) = &mut told {
        fields.insert("state".into(), state.word().into());
        fields.insert("since".into(), json!(worker.since));
    }
    told
}

/// Workers with what they are doing.
#[must_use]
pub fn workers(workers: &[(&Worker, State)]) -> Value {
    let dead = workers.iter().filter(|(w, _)| w.life.is_dead()).count();
    let told: Vec<Value> = workers.iter().map(|(w, state)| worker(w, *state)).collect();
    json!({"total": workers.len(), "dead": dead, "workers": told})
}

/// How many workers are in each state.
#[must_use]
pub fn counts(states: &[State]) -> Value {
    let count = |state| states.iter().filter(|s| **s == state).count();
    let mut counts = Map::new();
    for state in State::ALL {
        counts.insert(state.word().to_owned(), count(state).into());
    }
    counts.insert("total".into(), states.len().into());
    Value::Object(counts)
}
