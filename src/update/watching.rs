//! Scripts that wait for a state, or are told every change: fed by the
//! listings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::effect::Effect;
use crate::error::Error;
use crate::pipe::Fault;
use crate::pipe::answer;
use crate::pipe::desk::{Course, SETTLED, Told, Waiting};
use crate::time::Millis;
use crate::tmux::Target;
use crate::update::Update;
use crate::worker::{State, Worker};

/// How often the workers are listed for scripts when the panel is not in
/// sight.
pub(crate) const UNSEEN: Millis = Millis(1_000);

impl Update<'_> {
    /// Lets a pipe wait.
    pub(crate) fn wait(&mut self, id: &str, waiting: Waiting) {
        let until = self.now.after(waiting.timeout);
        if let Some(pipe) = self.model.desk.pipes.get_mut(id) {
            pipe.until = until;
            pipe.course = Course::Waiting(waiting);
            self.list_soon();
        }
    }

    /// A wait has come to its end.
    pub(crate) fn waited_in_vain(&self, waiting: &Waiting) -> Fault {
        let seconds = waiting.timeout.0 / 1000;
        match self.model.polling.failure.clone() {
            Some(error) => error.into(),
            None => Fault::TimedOut { seconds },
        }
    }

    /// Tells every change from now on.
    pub(crate) fn begin_watch(&mut self, id: &str, timeout: Millis) {
        let until = self.now.after(timeout);
        if let Some(pipe) = self.model.desk.pipes.get_mut(id) {
            pipe.until = until;
            pipe.course = Course::Watching(None);
            self.list_soon();
        }
    }

    /// A watch has come to its end.
    pub(crate) fn end_watch(&mut self, id: &str) {
        let counts = self.counts();
        let data = json!({"event": "end", "counts": counts});
        self.reply(id, "watch", Ok(data));
    }

    fn counts(&self) -> Value {
        let workers = self.model.roster.each();
        let states: Vec<State> = workers.map(|w| self.model.state(w, self.now)).collect();
        answer::counts(&states)
    }

    /// The workers have been listed: tells those who want to know.
    pub(crate) fn tell_pipes(&mut self) {
        for id in self.model.desk.listeners() {
            let Some(pipe) = self.model.desk.pipes.get_mut(&id) else {
                continue;
            };
            match std::mem::replace(&mut pipe.course, Course::Answered) {
                Course::Waiting(waiting) => self.tell_waiting(&id, waiting),
                Course::Watching(told) => self.tell_watching(&id, told),
                course => pipe.course = course,
            }
        }
    }

    fn tell_waiting(&mut self, id: &str, mut waiting: Waiting) {
        let workers = self.model.roster.each();
        let asked = |w: &&Worker| waiting.target.as_ref().is_none_or(|t| w.target == *t);
        let workers: Vec<(&Worker, State)> = workers
            .filter(asked)
            .map(|w| (w, self.model.state(w, self.now)))
            .collect();
        if let Some(target) = waiting.target.as_ref().filter(|_| workers.is_empty()) {
            let pane = target.pane;
            self.reply(id, "wait", Err(Error::Gone { pane }.into()));
            return;
        }
        let so = workers
            .iter()
            .all(|(_, state)| waiting.until.contains(state));
        waiting.since = so.then(|| waiting.since.unwrap_or(self.now));
        if waiting
            .since
            .is_some_and(|at| self.now.since(at) >= SETTLED)
        {
            let data = answer::workers(&workers);
            self.reply(id, "wait", Ok(data));
        } else if let Some(pipe) = self.model.desk.pipes.get_mut(id) {
            pipe.course = Course::Waiting(waiting);
        }
    }

    fn tell_watching(&mut self, id: &str, before: Option<BTreeMap<Target, Told>>) {
        let workers = self.model.roster.each();
        let mut now: BTreeMap<Target, Told> = BTreeMap::new();
        for worker in workers {
            let state = self.model.state(worker, self.now);
            let told = answer::worker(worker, state);
            let told = Told {
                state,
                worker: told,
            };
            now.insert(worker.target.clone(), told);
        }
        let mut events = match before {
            Some(before) => changes(&before, &now),
            None => {
                let workers: Vec<&Value> = now.values().map(|told| &told.worker).collect();
                vec![json!({"event": "begin", "workers": workers})]
            }
        };
        let counts = self.counts();
        for data in &mut events {
            if let Value::Object(fields) = data {
                fields.insert("counts".into(), counts.clone());
            }
            self.effects.push(Effect::AnswerPipe {
                id: id.to_owned(),
                text: answer::line("watch", Ok(data.clone())),
            });
        }
        if let Some(pipe) = self.model.desk.pipes.get_mut(id) {
            pipe.course = Course::Watching(Some(now));
        }
    }
}

/// What has changed between two listings, each as an event.
fn changes(before: &BTreeMap<Target, Told>, now: &BTreeMap<Target, Told>) -> Vec<Value> {
    let mut events = Vec::new();
    for (target, told) in now {
        match before.get(target) {
            None => events.push(json!({"event": "new", "worker": told.worker})),
            Some(old) if old.state != told.state => events.push(json!({
                "event": "state",
                "before": old.state.word(),
                "worker": told.worker,
            })),
            Some(_) => {}
        }
    }
    let gone = before
        .iter()
        .filter(|(target, _)| !now.contains_key(*target));
    events.extend(gone.map(|(_, told)| json!({"event": "gone", "worker": told.worker})));
    events
}
