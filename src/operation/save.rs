//! Keeps texts in tmux, so that they outlive their panel, and takes those away
//! that are no more. See [`crate::tmux::saved`] for how they are kept.

use std::collections::VecDeque;

use crate::operation::{Operation, Progress, Step};
use crate::saved::SavedText;
use crate::time::Moment;
use crate::tmux::saved::{Owner, RecordId};
use crate::tmux::server::command;
use crate::tmux::{Output, Tmux};

/// Bytes of the words of one invocation, below what every tmux takes.
const MAX_BYTES: usize = 15_000;
/// Buffers that are deleted at a time; others without an owner are swept later.
const MAX_DELETIONS: usize = 100;
/// What is printed once all of an invocation is done.
const DONE: &str = "org1 saved";

/// A text to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The name of its record.
    pub record: RecordId,
    /// The text.
    pub text: SavedText,
}

/// A record to be taken away, and how many parts it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discard {
    /// Its name.
    pub record: RecordId,
    /// Its parts.
    pub parts: usize,
}

impl Discard {
    fn buffers(&self) -> impl Iterator<Item = String> {
        (0..self.parts).map(|part| self.record.buffer(part))
    }
}

/// Keeps these texts for this owner and takes those records away. What is
/// replaced goes in the step in which what replaces it is whole.
#[must_use]
pub fn save_texts(tmux: &Tmux, owner: Owner, writes: Vec<Write>, discards: Vec<Discard>) -> Save {
    Save {
        tmux: tmux.clone(),
        owner,
        rest: Rest::new(&writes),
        records: writes.into_iter().map(|write| write.record).collect(),
        discards,
        is_last: false,
    }
}

/// All invocations that leave texts to whoever comes next: those that are
/// `kept` already, and those that are still to be written. They may be run in
/// any order, and nobody waits for an answer: a panel that is being closed
/// hears nothing any more. A prompt that has just been sent is left to nobody.
#[must_use]
pub fn leave_texts(
    tmux: &Tmux,
    owner: &Owner,
    kept: &[RecordId],
    writes: &[Write],
    discards: &[Discard],
) -> Vec<Vec<String>> {
    let mut rest = Rest::new(writes);
    let mut invocations = Vec::new();
    loop {
        let commands = rest.next();
        if commands.is_empty() {
            break;
        }
        invocations.push(tmux.invocation(&commands));
    }
    let nobody = Owner::nobody();
    let give = |record: &RecordId| {
        let condition = record.is_owned_by(owner);
        command(["if-shell", "-F", &condition, &record.own(&nobody).join(" ")])
    };
    let mut commands: Vec<Vec<String>> = kept.iter().map(give).collect();
    commands.extend(writes.iter().map(|write| write.record.own(&nobody)));
    commands.extend(discards.iter().map(|discard| discard.record.disown()));
    invocations.extend(
        commands
            .chunks(MAX_DELETIONS)
            .map(|some| tmux.invocation(some)),
    );
    invocations
}

/// Texts that are still to be written, part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rest {
    writes: VecDeque<Write>,
    /// The number of the next part of the first one, and where it begins.
    at: (usize, usize),
}

impl Rest {
    fn new(writes: &[Write]) -> Self {
        Self {
            writes: writes.iter().cloned().collect(),
            at: (0, 0),
        }
    }

    /// The commands of the next invocation; none when all is written.
    fn next(&mut self) -> Vec<Vec<String>> {
        let mut commands = Vec::new();
        let mut bytes = 0;
        while let Some(Write { record, text }) = self.writes.front() {
            let (number, from) = self.at;
            let part = match number {
                0 => Some(text.first_part()),
                _ => text
                    .part_from(from)
                    .map(|(part, next)| (part.to_owned(), next)),
            };
            let Some((part, next)) = part else {
                self.writes.pop_front();
                self.at = (0, 0);
                continue;
            };
            let name = record.buffer(number);
            bytes += part.len() + name.len() + 40;
            if bytes > MAX_BYTES && !commands.is_empty() {
                break;
            }
            commands.push(command(["set-buffer", "-b", &name, "--", &part]));
            self.at = (number + 1, next);
        }
        commands
    }
}

/// Texts on their way into tmux.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    tmux: Tmux,
    owner: Owner,
    rest: Rest,
    records: Vec<RecordId>,
    discards: Vec<Discard>,
    is_last: bool,
}

impl Save {
    fn go_on(&mut self) -> Step<()> {
        let mut commands = self.rest.next();
        if self.rest.writes.is_empty() {
            self.is_last = true;
            commands.extend(self.records.iter().map(|record| record.own(&self.owner)));
            commands.extend(self.discards.iter().map(|d| d.record.disown()));
        }
        commands.push(command(["display-message", "-p", DONE]));
        if self.is_last {
            // Last: one that is gone ends the list.
            let parts = self.discards.iter().flat_map(Discard::buffers);
            let parts = parts.take(MAX_DELETIONS);
            commands.extend(parts.map(|part| command(["delete-buffer", "-b", &part])));
        }
        Step::Run(self.tmux.invocation(&commands))
    }

    /// The word counts and not the status, which a user's hook may have taken.
    fn answered(&mut self, output: &Output) -> Step<()> {
        match output.text().contains(DONE) {
            false => Step::fail(output.failure(&self.doing())),
            true if self.is_last => Step::Done(Ok(())),
            true => self.go_on(),
        }
    }
}

impl Operation for Save {
    type Output = ();

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<()> {
        match progress {
            Progress::Begun | Progress::Woken => self.go_on(),
            Progress::Finished(output) => self.answered(output),
        }
    }

    fn doing(&self) -> String {
        "save what you have written".into()
    }
}
