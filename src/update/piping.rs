//! Pipes: taken by one panel, read, done, answered.

use serde_json::{Value, json};

use crate::client::Job;
use crate::effect::Effect;
use crate::error::Error;
use crate::model::{HostState, Permission, Purpose};
use crate::pipe::answer;
use crate::pipe::desk::{CLAIMED, Course, GRACE, KEPT, Pipe, READING, RECALL, REMEMBERED};
use crate::pipe::reading::Whole;
use crate::pipe::{Errand, Fault, Message, OPERATIONS, Reading, Request};
use crate::text;
use crate::time::{Millis, Moment};
use crate::update::Update;

/// How often old claims are swept at most.
const SWEEP: Millis = Millis(60_000);

impl Update<'_> {
    /// A message of a pipe.
    pub(crate) fn piped(&mut self, message: Message) {
        if self.model.permission != Permission::Granted {
            // Nothing can be answered without a permission, and Zellij does
            // not let a plugin hear anything while its question is open: so
            // the user is shown where to have it asked.
            self.model.permission = Permission::Denied;
            self.model.desk.called = true;
            self.effects.push(Effect::Show);
            self.repaint();
            return;
        }
        self.model.desk.forget(self.now);
        if let Some(pipe) = self.model.desk.pipes.get_mut(&message.id) {
            pipe.ended |= message.payload.is_none();
            let ended = pipe.ended;
            match &mut pipe.course {
                Course::Reading(reading) => {
                    if let Some(whole) = reading.take_message(&message) {
                        self.whole(&message.id, whole);
                    }
                }
                Course::Answered if ended => self.settle(&message.id, true),
                _ => {}
            }
            return;
        }
        let until = self.now.after(READING);
        let id = message.id.clone();
        let operation = text::line(&message.name);
        let pipe = Pipe {
            operation: operation.clone(),
            ended: message.payload.is_none(),
            course: Course::Claiming(message),
            until,
            blocked: false,
            request_name: None,
        };
        self.model.desk.pipes.insert(id.clone(), pipe);
        if self.now.since(self.model.desk.swept) >= SWEEP {
            self.model.desk.swept = self.now;
            self.effects.push(Effect::SweepClaims {
                ended: REMEMBERED,
                answers: KEPT,
                other: CLAIMED,
            });
        }
        self.effects.push(Effect::ClaimPipe {
            id,
            operation,
            until,
        });
    }

    /// This panel was loaded anew in the middle of a request: how far it got
    /// is not known any more.
    pub(crate) fn pipe_left(&mut self, id: &str, operation: &str) {
        let pipe = Pipe {
            operation: operation.to_owned(),
            course: Course::Others,
            until: self.now,
            blocked: true,
            ended: false,
            request_name: None,
        };
        self.model.desk.pipes.insert(id.to_owned(), pipe);
        self.reply(id, operation, Err(Fault::Closed));
    }

    /// Whether a claim was made, or an overdue pipe taken over.
    pub(crate) fn claimed(&mut self, id: &str, won: bool) {
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        match std::mem::replace(&mut pipe.course, Course::Others) {
            Course::Claiming(message) if won => {
                let mut reading = Reading::new(&message);
                let whole = reading.take_message(&message);
                pipe.course = Course::Reading(Box::new(reading));
                if let Some(whole) = whole {
                    self.whole(id, whole);
                }
            }
            Course::Claiming(_) => self.effects.push(Effect::InspectClaim(id.to_owned())),
            Course::Others if won => {
                // Whoever had it has not answered in its time.
                pipe.blocked = true;
                let operation = pipe.operation.clone();
                let fault = Fault::Closed;
                self.reply(id, &operation, Err(fault));
            }
            Course::Others => pipe.course = Course::Answered,
            course => pipe.course = course,
        }
    }

    /// Until when another panel has promised to have answered; none when it
    /// has.
    pub(crate) fn inspected(&mut self, id: &str, promised: Option<Moment>) {
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        if pipe.course != Course::Others {
            return;
        }
        match promised.map(|until| until.after(GRACE)) {
            None => {
                pipe.course = Course::Answered;
                pipe.until = self.now;
            }
            Some(until) if until > self.now => pipe.until = until,
            Some(_) => {
                pipe.until = self.now.after(GRACE);
                self.effects.push(Effect::TakeOverPipe(id.to_owned()));
            }
        }
    }

    /// A request is whole, or wrong.
    fn whole(&mut self, id: &str, whole: Whole) {
        let operation = whole.operation;
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        // Who still listens is told at once what is wrong, and may ask for
        // something else under the same name.
        if !pipe.ended
            && let Err(fault) = whole.request
        {
            return self.reply(id, &operation, Err(fault));
        }
        pipe.operation = operation;
        pipe.request_name.clone_from(&whole.name);
        pipe.course = Course::Naming(Box::new(whole.request));
        match whole.name {
            Some(name) => self.effects.push(Effect::ClaimRequest {
                pipe: id.to_owned(),
                name,
            }),
            None => self.request_claimed(id, true),
        }
    }

    /// Whether this is the first request of its name.
    pub(crate) fn request_claimed(&mut self, id: &str, won: bool) {
        let now = self.now;
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        let request = match std::mem::replace(&mut pipe.course, Course::Answered) {
            Course::Naming(request) => *request,
            course => {
                pipe.course = course;
                return;
            }
        };
        let request = match request {
            Ok(request) => request,
            Err(fault) if won => {
                let operation = pipe.operation.clone();
                return self.reply(id, &operation, Err(fault));
            }
            Err(_) => return self.settle(id, true),
        };
        if won && request == Request::Version {
            let data = json!({
                "version": env!("CARGO_PKG_VERSION"),
                "operations": OPERATIONS,
            });
            return self.reply(id, "version", Ok(data));
        }
        let until = now.after(request.span());
        pipe.until = until;
        pipe.blocked = true;
        self.effects.push(Effect::BlockPipe(id.to_owned()));
        self.effects.push(Effect::PromiseAnswer {
            id: id.to_owned(),
            until,
        });
        if won {
            self.run(id, request);
        } else {
            // What was asked before is not done again.
            pipe.course = Course::Recalling(until);
            pipe.until = now;
        }
    }

    fn run(&mut self, id: &str, request: Request) {
        if let Request::Watch { timeout } = request {
            return self.begin_watch(id, timeout);
        }
        let probe = !matches!(self.model.host, HostState::Ready(_));
        let nonce = self.model.nonces.draw();
        let config = &self.model.config;
        let errand = Errand::new(&config.tmux, &config.command, request.clone(), nonce, probe);
        let purpose = Purpose::Errand(id.to_owned());
        let errand = self.begin(Job::Errand(Box::new(errand)), purpose);
        // What is refused at once has been answered.
        if self.model.purposes.contains_key(&errand)
            && let Some(pipe) = self.model.desk.pipes.get_mut(id)
        {
            pipe.course = Course::Running(errand, Box::new(request));
        }
    }

    /// What was answered to an earlier request of the same name.
    pub(crate) fn recalled(&mut self, id: &str, text: Option<String>) {
        let now = self.now;
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        let Course::Recalling(until) = pipe.course else {
            return;
        };
        match text {
            Some(text) => self.say(id, text),
            None if until <= now => {
                let operation = pipe.operation.clone();
                self.reply(id, &operation, Err(Fault::Closed));
            }
            None => pipe.until = now.after(RECALL).min(until),
        }
    }

    /// Answers, and lets the pipe go.
    pub(crate) fn reply(&mut self, id: &str, operation: &str, result: Result<Value, Fault>) {
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        let (ended, name) = (pipe.ended, pipe.request_name.clone());
        if let (true, Err(fault)) = (ended, &result) {
            // Its client has left; somebody has to hear of it.
            let text = format!("{operation} of a script: {}", fault.text());
            self.model.notices.failed(self.now, text, fault.hint());
            self.repaint();
        }
        let text = answer::line(operation, result);
        if let Some(name) = name {
            let text = text.clone();
            self.effects.push(Effect::KeepAnswer { name, text });
        }
        self.say(id, text);
    }

    /// Writes the answer, and lets the pipe go.
    fn say(&mut self, id: &str, text: String) {
        let Some(pipe) = self.model.desk.pipes.get_mut(id) else {
            return;
        };
        pipe.course = Course::Answered;
        pipe.until = self.now;
        let (blocked, ended) = (pipe.blocked, pipe.ended);
        let pipe_id = id.to_owned();
        self.effects.push(Effect::AnswerPipe {
            id: pipe_id.clone(),
            text,
        });
        if blocked {
            self.effects.push(Effect::UnblockPipe(pipe_id.clone()));
        }
        self.settle(&pipe_id, ended);
    }

    fn settle(&mut self, id: &str, ended: bool) {
        let id = id.to_owned();
        self.effects.push(Effect::SettleClaim { id, ended });
    }

    /// Ends what is overdue, and looks after what others have promised.
    pub(crate) fn tend_pipes(&mut self) {
        for id in self.model.desk.due(self.now) {
            let Some(pipe) = self.model.desk.pipes.get(&id) else {
                continue;
            };
            let operation = pipe.operation.clone();
            let fault = match &pipe.course {
                Course::Recalling(_) => {
                    let name = pipe.request_name.clone().unwrap_or_default();
                    self.effects.push(Effect::RecallAnswer { pipe: id, name });
                    continue;
                }
                Course::Others => {
                    self.effects.push(Effect::InspectClaim(id));
                    continue;
                }
                Course::Waiting(waiting) => self.waited_in_vain(waiting),
                Course::Watching(_) => {
                    self.end_watch(&id);
                    continue;
                }
                Course::Running(request, asked) => {
                    let seconds = asked.span().0 / 1000;
                    let request = *request;
                    self.model.client.drop_request(request);
                    self.model.purposes.remove(&request);
                    let doing = operation.clone();
                    Error::NoAnswer { doing, seconds }.into()
                }
                Course::Claiming(_) | Course::Reading(_) | Course::Naming(_) | Course::Answered => {
                    Fault::Incomplete
                }
            };
            self.reply(&id, &operation, Err(fault));
        }
    }

    /// This panel is being closed: nobody else knows its pipes.
    pub(crate) fn closing(&mut self) {
        let ids: Vec<String> = self.model.desk.pipes.keys().cloned().collect();
        for id in ids {
            let Some(pipe) = self.model.desk.pipes.get(&id) else {
                continue;
            };
            if !matches!(pipe.course, Course::Answered | Course::Others) {
                let operation = pipe.operation.clone();
                self.reply(&id, &operation, Err(Fault::Closed));
            }
        }
    }
}
