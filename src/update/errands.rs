//! What an errand of a script has come to, as it is told.

use serde_json::{Value, json};

use crate::client::Done;
use crate::config::Place;
use crate::error::Error;
use crate::operation::attach_to_worker;
use crate::pipe::desk::{Course, Waiting};
use crate::pipe::errand::Outcome;
use crate::pipe::{Request, answer};
use crate::screen;
use crate::update::Update;
use crate::worker::Worker;

/// More than any screen has, in either direction.
const WHOLE: usize = 10_000;

impl Update<'_> {
    /// An errand has ended.
    pub(crate) fn errand_ended(&mut self, id: &str, result: Result<Done, Error>) {
        let Some(pipe) = self.model.desk.pipes.get(id) else {
            return;
        };
        let operation = pipe.operation.clone();
        let request = match &pipe.course {
            Course::Running(_, request) => Some((**request).clone()),
            _ => None,
        };
        let result = match result {
            Ok(Done::Errand(outcome)) => match self.outcome(id, request, *outcome) {
                Some(data) => Ok(data),
                // It goes on.
                None => return,
            },
            Ok(_) => return,
            Err(error) => Err(error.into()),
        };
        self.reply(id, &operation, result);
    }

    /// What is told of an outcome; nothing when the pipe waits on.
    fn outcome(&mut self, id: &str, request: Option<Request>, outcome: Outcome) -> Option<Value> {
        Some(match outcome {
            Outcome::Started(started) => {
                self.list_soon();
                answer::value(&started)
            }
            Outcome::Sent(sent) => answer::value(&sent),
            Outcome::Cleaned(cleaned) => {
                self.list_soon();
                answer::value(&cleaned)
            }
            Outcome::Stopped(stopped) => {
                self.list_soon();
                answer::value(&stopped)
            }
            Outcome::Seen(worker, shown) => {
                let lines = screen::tail(&shown, WHOLE, WHOLE);
                let lines = lines.iter().map(|line| {
                    let text: String = line.iter().map(|piece| piece.text.as_str()).collect();
                    text.trim_end().to_owned()
                });
                let lines: Vec<String> = lines.collect();
                json!({
                    "pane": worker.target.pane.to_string(),
                    "directory": worker.directory,
                    "lines": lines,
                })
            }
            Outcome::Listed(roster, target) => match request {
                Some(Request::Attach { open, .. }) => {
                    let worker = target.and_then(|target| roster.find(&target).cloned())?;
                    self.attach(&worker, open)
                }
                Some(Request::Wait { until, timeout, .. }) => {
                    self.wait(
                        id,
                        Waiting {
                            target,
                            until,
                            timeout,
                            since: None,
                        },
                    );
                    return None;
                }
                _ => {
                    let asked = |w: &&Worker| target.as_ref().is_none_or(|t| w.target == *t);
                    let workers = roster.each().filter(asked);
                    let workers = workers.map(|w| (w, self.model.state(w, self.now)));
                    answer::workers(&workers.collect::<Vec<_>>())
                }
            },
        })
    }

    fn attach(&mut self, worker: &Worker, open: bool) -> Value {
        let mut data = json!({
            "pane": worker.target.pane.to_string(),
            "directory": worker.directory,
            "opened": open,
        });
        if open {
            self.open(worker, Place::Floating);
        } else if let Value::Object(fields) = &mut data {
            let nonce = self.model.nonces.draw();
            let argv = attach_to_worker(&self.model.config.tmux, worker, &nonce);
            fields.insert("shell".into(), shell_words::join(&argv).into());
            fields.insert("command".into(), argv.into());
        }
        data
    }
}
