//! Finds the texts of panels that are no more, takes them over, each by one
//! panel alone, and reads them. See [`crate::tmux::saved`].

use std::collections::{BTreeMap, VecDeque};

use crate::operation::{Operation, Progress, Step};
use crate::saved::SavedText;
use crate::time::Moment;
use crate::tmux::quote::branch;
use crate::tmux::saved::{self, Owner, RecordId};
use crate::tmux::server::command;
use crate::tmux::{Output, Tmux};

/// Records that are looked at in one go; the rest is for the next time.
const MAX_RECORDS: usize = 150;
/// Bytes of the words of one invocation, below what every tmux takes.
const MAX_BYTES: usize = 15_000;
/// Seconds after which nobody is expected to come for a text.
const WEEK: u64 = 7 * 24 * 3_600;
/// Seconds after which a record without an owner is not being written.
const UNFINISHED: u64 = 600;
/// Before the answer about owners.
const OWNERS: &str = "org1 owners";

/// Prints those of the process ids that are a Zellij, and no zombie that nobody
/// has waited for. Where `ps` cannot be asked
/// for one process (BusyBox) each that lives is taken for one.
const ALIVE: &str = concat!(
    r#"for p; do kill -0 "$p" 2>/dev/null || continue; "#,
    r#"c=$(ps -p "$p" -o stat= -o comm= 2>/dev/null) || c=zellij; "#,
    r#"case $c in Z*) ;; *zellij*) echo "$p";; esac; done; :"#,
);

/// What a panel knows of itself and its neighbours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    /// Itself.
    pub owner: Owner,
    /// Zellij's numbers of the plugins that are in this Zellij; none where that
    /// is not known.
    pub neighbours: Option<Vec<u32>>,
    /// Bytes of text that it has room for.
    pub room: usize,
    /// The records that it knows to be its own.
    pub known: Vec<RecordId>,
}

/// A text that was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Its record, which is this panel's now.
    pub record: RecordId,
    /// Parts of the record.
    pub parts: usize,
    /// The text.
    pub text: SavedText,
}

/// Takes over what panels have left that are no more. Records that nobody has
/// come for in a week are taken away.
#[must_use]
pub fn recover_texts(tmux: &Tmux, panel: Panel) -> Recover {
    Recover {
        tmux: tmux.clone(),
        panel,
        found: BTreeMap::new(),
        taken: VecDeque::new(),
        reading: Vec::new(),
        recovered: Vec::new(),
        stage: Stage::Listing,
    }
}

/// A recovery under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recover {
    tmux: Tmux,
    panel: Panel,
    /// All records that are there.
    found: BTreeMap<RecordId, Found>,
    /// Those that were taken over and are not read yet.
    taken: VecDeque<RecordId>,
    /// What was read of the first of them.
    reading: Vec<u8>,
    recovered: Vec<Recovered>,
    stage: Stage,
}

/// A record as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Found {
    parts: usize,
    bytes: usize,
    /// When it was written, seconds since the epoch.
    written: u64,
    owner: Option<Owner>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Listing,
    Owners,
    Alive,
    Taking,
    /// With the number of the part.
    Reading(usize),
}

impl Recover {
    fn listed(&mut self, output: &Output) -> Step<Vec<Recovered>> {
        if !output.success() {
            // Without a server there is nothing.
            return match output.means_no_server() {
                true => Step::Done(Ok(Vec::new())),
                false => Step::fail(output.failure(&self.doing())),
            };
        }
        for part in saved::read_parts(&output.text()) {
            let full = self.found.len() >= MAX_RECORDS;
            if full && !self.found.contains_key(&part.record) {
                continue;
            }
            let found = self.found.entry(part.record).or_default();
            found.parts += 1;
            found.bytes = found.bytes.saturating_add(part.bytes);
            found.written = found.written.max(part.created);
        }
        if self.found.is_empty() {
            return Step::Done(Ok(Vec::new()));
        }
        let owners = self.found.keys().map(|r| format!(" #{{{}}}", r.variable()));
        let format = format!("{OWNERS}{}", owners.collect::<String>());
        self.stage = Stage::Owners;
        let ask = command(["display-message", "-p", &format]);
        Step::Run(self.tmux.invocation(&[ask]))
    }

    fn owned(&mut self, now: Moment, output: &Output) -> Step<Vec<Recovered>> {
        let answer = output.text();
        let Some(owners) = answer.trim_end_matches('\n').strip_prefix(OWNERS) else {
            return Step::fail(output.failure(&self.doing()));
        };
        let owners = owners.split(' ').skip(1).map(Owner::parse);
        for (found, owner) in self.found.values_mut().zip(owners) {
            found.owner = owner;
        }
        let nobody = Owner::nobody();
        let others = self.found.values().filter_map(|found| found.owner.as_ref());
        let others = others.filter(|o| **o != nobody && o.zellij != self.panel.owner.zellij);
        let mut pids: Vec<u32> = others.map(|owner| owner.zellij).collect();
        pids.dedup();
        if pids.is_empty() {
            return self.take(now, &[]);
        }
        self.stage = Stage::Alive;
        let words = ["/bin/sh", "-c", ALIVE, "org-alive"].map(str::to_owned);
        let argv = words.into_iter().chain(pids.iter().map(u32::to_string));
        Step::Run(argv.collect())
    }

    /// Whether this panel is no more.
    fn is_gone(&self, owner: &Owner, alive: &[u32]) -> bool {
        let me = &self.panel.owner;
        if *owner == Owner::nobody() {
            return true;
        }
        if owner.zellij != me.zellij {
            return !alive.contains(&owner.zellij);
        }
        let place = |owner: &Owner| (owner.plugin, owner.client);
        // Zellij loads a plugin anew in the place of the one before.
        let before_me = owner.seed != me.seed && place(owner) == place(me);
        // Zellij counts its plugins up: one with a larger number than any on its
        // list came after the list was told.
        let left = |there: &Vec<u32>| {
            !there.contains(&owner.plugin) && there.iter().max() > Some(&owner.plugin)
        };
        before_me || self.panel.neighbours.as_ref().is_some_and(left)
    }

    /// Takes over what others have left, and takes away what nobody needs.
    fn take(&mut self, now: Moment, alive: &[u32]) -> Step<Vec<Recovered>> {
        let mut room = self.panel.room;
        let mut commands = Vec::new();
        let mut bytes = 0;
        for (record, found) in &self.found {
            let age = now.seconds().saturating_sub(found.written);
            let lost = || !self.panel.known.contains(record);
            let gone = found.owner.as_ref().is_some_and(|owner| match owner {
                // Taken over by this panel, which has not heard of it.
                own if *own == self.panel.owner => lost(),
                other => self.is_gone(other, alive),
            });
            let command = match &found.owner {
                Some(owner) if gone && age >= WEEK => {
                    found.sweep(record, &record.is_owned_by(owner))
                }
                Some(owner) if gone && found.bytes <= room => {
                    room -= found.bytes;
                    self.take_over(record, owner)
                }
                None if age >= UNFINISHED => {
                    let nobodys = format!("#{{?#{{{}}},0,1}}", record.variable());
                    found.sweep(record, &nobodys)
                }
                _ => continue,
            };
            let more = command.iter().map(|word| word.len() + 1).sum::<usize>();
            if bytes + more <= MAX_BYTES {
                bytes += more;
                commands.push(command);
            }
        }
        if commands.is_empty() {
            return Step::Done(Ok(Vec::new()));
        }
        self.stage = Stage::Taking;
        Step::Run(self.tmux.invocation(&commands))
    }

    /// Of any number of panels the first one gets it.
    fn take_over(&self, record: &RecordId, owner: &Owner) -> Vec<String> {
        let take = branch(&[
            record.own(&self.panel.owner).join(" "),
            format!("display-message -p 'org1 taken {record}'"),
        ]);
        command(["if-shell", "-F", &record.is_owned_by(owner), &take])
    }

    fn taken(&mut self, output: &Output) -> Step<Vec<Recovered>> {
        let answer = output.text();
        let taken = answer.lines().filter_map(|l| l.strip_prefix("org1 taken "));
        self.taken = taken.filter_map(RecordId::parse).collect();
        self.read(0)
    }

    /// Reads a part of the first record that is left.
    fn read(&mut self, part: usize) -> Step<Vec<Recovered>> {
        let Some(record) = self.taken.front() else {
            return Step::Done(Ok(std::mem::take(&mut self.recovered)));
        };
        let show = command(["show-buffer", "-b", &record.buffer(part)]);
        self.stage = Stage::Reading(part);
        Step::Run(self.tmux.invocation(&[show]))
    }

    fn has_read(&mut self, part: usize, output: &Output) -> Step<Vec<Recovered>> {
        let parts = self.taken.front().and_then(|record| self.found.get(record));
        let parts = parts.map_or(0, |found| found.parts);
        self.reading.extend_from_slice(&output.stdout);
        if output.success() && part + 1 < parts {
            return self.read(part + 1);
        }
        let whole = String::from_utf8(std::mem::take(&mut self.reading)).ok();
        let text = whole.as_deref().and_then(SavedText::read);
        // One that cannot be read stays where it is, for a person to look at.
        if let (Some(record), Some(text)) = (self.taken.pop_front(), text) {
            self.recovered.push(Recovered {
                record,
                parts,
                text,
            });
        }
        self.read(0)
    }
}

impl Found {
    /// The command that takes a record away, where this condition holds.
    fn sweep(&self, record: &RecordId, condition: &str) -> Vec<String> {
        let mut sweep = vec![record.disown().join(" ")];
        let parts = (0..self.parts).map(|part| record.buffer(part));
        sweep.extend(parts.map(|buffer| format!("delete-buffer -b {buffer}")));
        command(["if-shell", "-F", condition, &branch(&sweep)])
    }
}

impl Operation for Recover {
    type Output = Vec<Recovered>;

    fn advance(&mut self, now: Moment, progress: Progress<'_>) -> Step<Vec<Recovered>> {
        let Progress::Finished(output) = progress else {
            return Step::Run(self.tmux.invocation(&[saved::list_parts()]));
        };
        match self.stage {
            Stage::Listing => self.listed(output),
            Stage::Owners => self.owned(now, output),
            Stage::Alive => {
                let alive = output.text();
                let alive = alive.lines().filter_map(|line| line.trim().parse().ok());
                self.take(now, &alive.collect::<Vec<u32>>())
            }
            Stage::Taking => self.taken(output),
            Stage::Reading(part) => self.has_read(part, output),
        }
    }

    fn doing(&self) -> String {
        "look for what you have written before".into()
    }
}
