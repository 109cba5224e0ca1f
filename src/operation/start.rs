//! Starts a worker in a directory: one invocation that checks and creates.
//!
//! tmux runs the whole list for this client before it reads any other, so
//! of any number of starters one creates and the others see its worker.

mod creation;
mod occupants;

use serde::Serialize;

use crate::agent::AgentCommand;
use crate::directory::Directory;
use crate::error::Error;
use crate::nonce::Nonce;
use crate::operation::find::conversation;
use crate::operation::resolve::{GoOn, WentOn};
use crate::operation::{Operation, Progress, Step, resolve};
use crate::text;
use crate::time::Moment;
use crate::tmux::buffer::{self, fill_buffer};
use crate::tmux::server::{MESSAGE_LIMIT, command, message_bytes};
use crate::tmux::{Output, PaneId, Target, Tmux};
use occupants::{Occupant, UNMARKED, records};

/// The most bytes of a first prompt: Linux takes 131,072 in one argument.
pub const LONGEST_FIRST_PROMPT: usize = 120_000;

/// A worker that has been started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Started {
    /// Its pane.
    pub pane: PaneId,
    /// Its directory as resolved.
    pub directory: Directory,
    /// Its window's name.
    pub window: String,
    /// Its identity.
    #[serde(skip)]
    pub target: Target,
}

/// What to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartRequest {
    /// The directory as it was typed.
    pub directory: String,
    /// Where a relative directory starts from.
    pub base: String,
    /// The home directory, or empty where it is not known.
    pub home: String,
    /// The worker's command.
    pub command: AgentCommand,
    /// A first prompt, handed to the agent as an argument.
    pub first_prompt: Option<String>,
    /// Start even beside processes of the program that run in the directory
    /// outside of tmux.
    pub beside: bool,
}

/// Starts a worker in a directory, unless one is there.
#[must_use]
pub fn start_worker_in_directory(tmux: &Tmux, request: StartRequest, nonce: Nonce) -> Start {
    Start::new(tmux, request, None, nonce)
}

/// Removes this dead worker and starts another one in its directory, in one
/// invocation. Whatever lives there by then stays.
#[must_use]
pub fn restart_dead_worker(
    tmux: &Tmux,
    dead: Target,
    request: StartRequest,
    nonce: Nonce,
) -> Start {
    Start::new(tmux, request, Some(dead), nonce)
}

/// A start under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    tmux: Tmux,
    request: StartRequest,
    replaces: Option<Target>,
    resumes: Option<String>,
    nonce: Nonce,
    stage: Stage,
    retried: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// Has anybody the conversation open?
    Asking,
    /// With what the directory is expected to be, where the creation went
    /// along.
    Resolving(Option<Directory>),
    /// Processes of the program run in the directory: are they workers?
    Looking(Directory, Vec<u32>),
    Creating(Directory),
    /// The worker waits for the rest of its first prompt: the invocations
    /// that bring it, last one first.
    /// The new pane is being marked by its number.
    Marking(Started),
    Filling(Started, Vec<Vec<String>>),
}

impl Operation for Start {
    type Output = Started;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<Started> {
        let Progress::Finished(output) = progress else {
            return match &self.resumes {
                Some(id) => {
                    self.stage = Stage::Asking;
                    Step::Run(conversation::open_invocation(id))
                }
                None => self.resolve(),
            };
        };
        match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::Asking => match conversation::open_in(output) {
                Some(None) => self.resolve(),
                Some(Some(pid)) => Step::fail(Error::ConversationOpen {
                    directory: text::line(&self.request.directory),
                    pid,
                }),
                None => Step::fail(output.nonsense("ask who has the conversation open")),
            },
            Stage::Resolving(expected) => match expected.zip(resolve::went_on(output)) {
                Some((directory, WentOn::Free(output))) => self.created(directory, &output),
                Some((directory, WentOn::Runs(running, output))) => {
                    self.looked(directory, running, &output)
                }
                None => self.resolved(output),
            },
            Stage::Looking(directory, running) => self.looked(directory, running, output),
            Stage::Creating(directory) => self.created(directory, output),
            // A hook that fails takes the status, but not what is said.
            Stage::Marking(started) if output.text().contains(creation::MARKED) => {
                self.fill_all(started)
            }
            // It has ended before it could be told to stay.
            Stage::Marking(Started { pane, .. }) if output.success() => {
                Step::fail(Error::Gone { pane })
            }
            Stage::Marking(_) => Step::fail(output.failure(&self.doing())),
            Stage::Filling(started, rest) if output.success() => self.fill(started, rest),
            Stage::Filling(..) => Step::fail(output.failure("hand over the first prompt")),
        }
    }

    fn doing(&self) -> String {
        format!("start a worker in {}", text::line(&self.request.directory))
    }
}

impl Start {
    fn new(tmux: &Tmux, request: StartRequest, replaces: Option<Target>, nonce: Nonce) -> Self {
        let first_prompt = request.first_prompt.as_deref();
        let first_prompt = first_prompt.map(|p| text::prompt(p).into_owned());
        let first_prompt = first_prompt.filter(|p| !p.trim().is_empty());
        Self {
            tmux: tmux.clone(),
            request: StartRequest {
                first_prompt,
                ..request
            },
            replaces,
            resumes: None,
            nonce,
            stage: Stage::Asking,
            retried: false,
        }
    }

    /// Goes on with this conversation of the agent's, unless a process has it
    /// open. Claude Code itself would let two write it.
    #[must_use]
    pub fn continuing(mut self, id: &str) -> Self {
        self.resumes = Some(id.to_owned());
        self
    }

    /// Most often the directory is what it seems to be. Then one process does
    /// all of it.
    fn resolve(&mut self) -> Step<Started> {
        let request = &self.request;
        if request.first_prompt.is_some() && request.command.profile().first_prompt.is_none() {
            let program = text::line(request.command.file_name());
            return Step::fail(Error::NoFirstPrompt { program });
        }
        let expected = resolve::expected(&request.directory, &request.base, &request.home);
        let expected = expected.filter(|directory| self.too_long(directory).is_none());
        let go_on = expected.clone().map(|directory| {
            let (inline, _) = self.fills(&directory);
            let runs = match self.request.beside {
                true => Vec::new(),
                false => self.report(&directory),
            };
            GoOn {
                runs,
                free: self.creation(&directory, &inline),
                directory,
            }
        });
        let program = request.command.program();
        let argv = resolve::invocation(&request.directory, &request.base, program, go_on.as_ref());
        self.stage = Stage::Resolving(expected);
        Step::Run(argv)
    }

    /// What of the request is longer than can be passed on.
    fn too_long(&self, directory: &Directory) -> Option<Error> {
        let prompt = self.prompt();
        if prompt.len() > LONGEST_FIRST_PROMPT {
            return Some(Error::TooLong {
                what: "the first prompt".into(),
                bytes: prompt.len(),
                most: LONGEST_FIRST_PROMPT,
            });
        }
        let bytes = message_bytes(&self.creation(directory, &[]));
        (bytes > MESSAGE_LIMIT).then(|| Error::TooLong {
            what: "the command to start the worker".into(),
            bytes,
            most: MESSAGE_LIMIT,
        })
    }

    fn resolved(&mut self, output: &Output) -> Step<Started> {
        let program = self.request.command.program();
        let resolved = match resolve::parse(&self.request.directory, program, output) {
            Ok(resolved) => resolved,
            Err(error) => return Step::fail(error),
        };
        let resolve::Resolved { directory, running } = resolved;
        if let Some(error) = self.too_long(&directory) {
            return Step::fail(error);
        }
        if !running.is_empty() && !self.request.beside {
            let argv = self.report(&directory);
            self.stage = Stage::Looking(directory, running);
            return Step::Run(argv);
        }
        self.create(directory)
    }

    /// Processes of workers, dead ones' children included, are what the start
    /// itself refuses. Any others are for the user to say.
    fn looked(
        &mut self,
        directory: Directory,
        running: Vec<u32>,
        output: &Output,
    ) -> Step<Started> {
        let occupants = records(&output.text());
        if let Some(there) = occupants.iter().find(|r| !r.dead).or(occupants.first()) {
            if self.replaces.is_none() {
                return Step::fail(there.error(&directory));
            }
            return self.create(directory);
        }
        Step::fail(Error::RunsOutside {
            program: text::line(self.request.command.file_name()),
            directory: text::line(directory.as_str()),
            pids: running,
        })
    }

    fn prompt(&self) -> &str {
        self.request.first_prompt.as_deref().unwrap_or_default()
    }

    fn create(&mut self, directory: Directory) -> Step<Started> {
        let (inline, _) = self.fills(&directory);
        let argv = self.creation(&directory, &inline);
        self.stage = Stage::Creating(directory);
        Step::Run(argv)
    }

    /// The commands that bring the first prompt: those that go along with the
    /// creation, and the later ones. The worker waits for the buffer's final
    /// name, which it gets when it is whole.
    fn fills(&self, directory: &Directory) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let part = format!("{}-part", self.buffer());
        let mut pieces = fill_buffer(&part, self.prompt());
        if pieces.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let whole = command(["set-buffer", "-b", &part, "-n", &self.buffer()]);
        if pieces.len() == 1 {
            let inline = vec![pieces.remove(0), whole.clone()];
            if message_bytes(&self.creation(directory, &inline)) <= MESSAGE_LIMIT {
                return (inline, Vec::new());
            }
            return (
                Vec::new(),
                vec![inline.into_iter().next().unwrap_or_default(), whole],
            );
        }
        pieces.push(whole);
        (Vec::new(), pieces)
    }

    fn created(&mut self, directory: Directory, output: &Output) -> Step<Started> {
        let records = records(&output.text());
        let ours = |r: &&Occupant| r.nonce == self.nonce.as_str() || r.nonce == UNMARKED;
        // Hooks of the user's run with this client: one that fails takes its
        // status, whatever has been done.
        if let Some(mine) = records.iter().find(ours) {
            let started = Started {
                pane: mine.pane,
                window: directory.window_name(),
                target: Target {
                    server: mine.server,
                    pane: mine.pane,
                    key: directory.key(),
                },
                directory,
            };
            if mine.nonce == UNMARKED {
                let argv = self.marking(&started.directory, mine.pane);
                self.stage = Stage::Marking(started);
                return Step::Run(argv);
            }
            return self.fill_all(started);
        }
        let Some(first) = records.first().filter(|_| output.success()) else {
            // The server may go away under a starter when its last session
            // closes, and a loaded server may cut an expansion short. The
            // check comes first, so a second try is safe.
            if !self.retried && (output.success() || output.means_server_exited()) {
                self.retried = true;
                return self.create(directory);
            }
            return Step::fail(if output.success() {
                output.nonsense(&self.doing())
            } else {
                output.failure(&self.doing())
            });
        };
        let there = records.iter().find(|r| !r.dead).unwrap_or(first);
        Step::fail(there.error(&directory))
    }

    fn fill_all(&mut self, started: Started) -> Step<Started> {
        let (_, mut rest) = self.fills(&started.directory);
        rest.reverse();
        self.fill(started, rest)
    }

    fn fill(&mut self, started: Started, mut rest: Vec<Vec<String>>) -> Step<Started> {
        match rest.pop() {
            Some(next) => {
                self.stage = Stage::Filling(started, rest);
                Step::Run(self.tmux.invocation(&[next]))
            }
            None => Step::Done(Ok(started)),
        }
    }

    fn buffer(&self) -> String {
        buffer::first_prompt_name(self.nonce.as_str())
    }
}
