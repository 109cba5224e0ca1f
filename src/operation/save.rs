//! Keeps texts in tmux, so that they outlive their panel, and takes those away
//! that are no more. See [`crate::tmux::saved`] for how they are kept.

use std::collections::VecDeque;

use crate::operation::{Operation, Progress, Step};
use crate::saved::SavedText;
use crate::time::Moment;
use crate::tmux::saved::{Owner, RecordId};
use crate::tmux::server::{command, message_bytes};
use crate::tmux::{Output, Tmux};

/// Bytes of the words of one invocation, below what every tmux takes.
const MAX_BYTES: usize = 14_500;
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

/// Keeps these texts for this owner and takes those records away. What replaces
/// another text is whole and owned before that one goes.
#[must_use]
pub fn save_texts(tmux: &Tmux, owner: &Owner, writes: &[Write], discards: &[Discard]) -> Save {
    let (take, delete) = removal(owner, discards);
    Save {
        tmux: tmux.clone(),
        rest: Rest::new(writes, owner),
        take,
        delete,
        stage: Stage::Writing,
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
    let nobody = Owner::nobody();
    let mut rest = Rest::new(writes, &nobody);
    let mut invocations = Vec::new();
    loop {
        let commands = rest.next();
        if commands.is_empty() {
            break;
        }
        invocations.push(tmux.invocation(&commands));
    }
    let give = |record: &RecordId| {
        let condition = record.is_owned_by(owner);
        command(["if-shell", "-F", &condition, &record.own(&nobody).join(" ")])
    };
    let (take, _) = removal(owner, discards);
    let mut commands: VecDeque<Vec<String>> = kept.iter().map(give).chain(take).collect();
    while !commands.is_empty() {
        let mut some = Vec::new();
        fill(&mut some, &mut commands);
        invocations.push(tmux.invocation(&some));
    }
    invocations
}

/// The commands that take the owner away, if it is this one, and those that
/// delete the parts of what has none then.
fn removal(owner: &Owner, discards: &[Discard]) -> (VecDeque<Vec<String>>, VecDeque<Vec<String>>) {
    let take = discards.iter().map(|discard| {
        let condition = discard.record.is_owned_by(owner);
        command([
            "if-shell",
            "-F",
            &condition,
            &discard.record.disown().join(" "),
        ])
    });
    let delete = discards.iter().flat_map(|discard| {
        // One at a time: a buffer that is gone ends its own branch alone.
        let free = format!("#{{?#{{{}}},0,1}}", discard.record.variable());
        let parts = (0..discard.parts).map(|part| discard.record.buffer(part));
        parts.map(move |part| {
            command(["if-shell", "-F", &free, &format!("delete-buffer -b {part}")])
        })
    });
    (take.collect(), delete.collect())
}

/// Adds as many of these commands to an invocation as fit, or one to none.
fn fill(invocation: &mut Vec<Vec<String>>, commands: &mut VecDeque<Vec<String>>) {
    let mut bytes: usize = invocation.iter().map(|c| message_bytes(c) + 2).sum();
    while let Some(command) = commands.pop_front() {
        bytes += message_bytes(&command) + 2;
        if bytes > MAX_BYTES && !invocation.is_empty() {
            commands.push_front(command);
            break;
        }
        invocation.push(command);
    }
}

/// Texts that are still to be written, part by part; each has its owner with
/// its last part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rest {
    writes: VecDeque<Write>,
    owner: Owner,
    /// The number of the next part of the first one, and where it begins.
    at: (usize, usize),
}

impl Rest {
    fn new(writes: &[Write], owner: &Owner) -> Self {
        Self {
            writes: writes.iter().cloned().collect(),
            owner: owner.clone(),
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
            let (command, next) = match part {
                Some((part, next)) => {
                    let fill = ["set-buffer", "-b", &record.buffer(number), "--", &part];
                    (command(fill), Some((number + 1, next)))
                }
                None => (record.own(&self.owner), None),
            };
            bytes += message_bytes(&command) + 2;
            if bytes > MAX_BYTES && !commands.is_empty() {
                break;
            }
            commands.push(command);
            match next {
                Some(next) => self.at = next,
                None => {
                    self.writes.pop_front();
                    self.at = (0, 0);
                }
            }
        }
        commands
    }
}

/// Texts on their way into tmux.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    tmux: Tmux,
    rest: Rest,
    /// Commands that take owners away, and those that delete.
    take: VecDeque<Vec<String>>,
    delete: VecDeque<Vec<String>>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Writing,
    Deleting,
}

impl Save {
    fn go_on(&mut self) -> Step<()> {
        let mut commands = self.rest.next();
        if self.rest.writes.is_empty() {
            // In the step in which what replaces it is whole, if that fits.
            fill(&mut commands, &mut self.take);
        }
        if !commands.is_empty() {
            commands.push(command(["display-message", "-p", DONE]));
            if self.rest.writes.is_empty() && self.take.is_empty() {
                fill(&mut commands, &mut self.delete);
            }
        } else if self.delete.is_empty() {
            return Step::Done(Ok(()));
        } else {
            self.stage = Stage::Deleting;
            fill(&mut commands, &mut self.delete);
        }
        Step::Run(self.tmux.invocation(&commands))
    }

    /// The word counts and not the status, which a user's hook may have taken.
    /// What is not deleted is swept later.
    fn answered(&mut self, output: &Output) -> Step<()> {
        if self.stage == Stage::Writing && !output.text().contains(DONE) {
            return Step::fail(output.failure(&self.doing()));
        }
        self.go_on()
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
