//! Where texts are kept that have to outlive their panel: buffers of tmux, and
//! beside them, in its hidden environment, whose each is.
//!
//! A record is a text with what belongs to it, in as many buffers as it needs
//! (`org-d-RECORD-PART`). Its owner stands in the variable `org_own_RECORD`:
//! that can be compared and changed in one step, so of any number of panels
//! one takes a record over, and a prompt that waits is sent by its owner alone.
//! A record without an owner is used up or not whole yet.

use std::fmt;

use crate::tmux::server::command;

/// The longest name of a record that is read.
const MAX_NAME: usize = 60;

/// The name of a record: letters, digits and `_`, never used twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    panel: String,
    number: u64,
}

impl RecordId {
    /// The record with this number of the panel with this seed.
    #[must_use]
    pub fn new(seed: u64, number: u64) -> Self {
        let panel = format!("{seed:x}");
        Self { panel, number }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (panel, number) = text.split_once('_')?;
        let hex = |c: char| c.is_ascii_hexdigit() && !c.is_ascii_uppercase();
        if panel.is_empty() || text.len() > MAX_NAME || !panel.chars().all(hex) {
            return None;
        }
        Some(Self {
            panel: panel.to_owned(),
            number: number.parse().ok()?,
        })
    }

    /// The buffer of a part, counted from 0.
    #[must_use]
    pub fn buffer(&self, part: usize) -> String {
        format!("org-d-{self}-{part}")
    }

    /// The variable that holds the owner.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("org_own_{self}")
    }

    /// "1 or 0", as a format: this owner has it.
    #[must_use]
    pub fn is_owned_by(&self, owner: &Owner) -> String {
        format!("#{{==:#{{{}}},{owner}}}", self.variable())
    }

    /// The command that gives it to this owner.
    #[must_use]
    pub fn own(&self, owner: &Owner) -> Vec<String> {
        let owner = owner.to_string();
        command(["set-environment", "-gh", &self.variable(), &owner])
    }

    /// The command that takes the owner away; it never fails.
    #[must_use]
    pub fn disown(&self) -> Vec<String> {
        command(["set-environment", "-gu", &self.variable()])
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.panel, self.number)
    }
}

/// A buffer that is a part of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The record.
    pub record: RecordId,
    /// Which part of it, counted from 0.
    pub number: usize,
    /// When it was made, seconds since the epoch.
    pub created: u64,
    /// Its size.
    pub bytes: usize,
}

/// The command that lists the parts of all records.
#[must_use]
pub fn list_parts() -> Vec<String> {
    command([
        "list-buffers",
        "-f",
        "#{m:org-d-*,#{buffer_name}}",
        "-F",
        "#{buffer_created} #{buffer_size} #{buffer_name}",
    ])
}

/// Reads the answer; any program in tmux can make a buffer with such a name, so
/// what is not of the form is left alone.
#[must_use]
pub fn read_parts(answer: &str) -> Vec<Part> {
    let read = |line: &str| {
        let (created, rest) = line.split_once(' ')?;
        let (bytes, name) = rest.split_once(' ')?;
        let (record, number) = name.strip_prefix("org-d-")?.rsplit_once('-')?;
        Some(Part {
            record: RecordId::parse(record)?,
            number: number.parse().ok()?,
            created: created.parse().ok()?,
            bytes: bytes.parse().ok()?,
        })
    };
    answer.lines().filter_map(read).collect()
}

/// A panel: the Zellij that it runs in, and which one of its panels it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// The process id of the Zellij server.
    pub zellij: u32,
    /// Zellij's number of the plugin.
    pub plugin: u32,
    /// Zellij's number of the client whose panel it is.
    pub client: u32,
    /// A random number that no other panel has.
    pub seed: u64,
}

impl Owner {
    /// Nobody: a panel that was closed has left it.
    #[must_use]
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Reads what stands in the variable.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let owner = Self {
            zellij: parts.next()?.parse().ok()?,
            plugin: parts.next()?.parse().ok()?,
            client: parts.next()?.parse().ok()?,
            seed: u64::from_str_radix(parts.next()?, 16).ok()?,
        };
        parts.next().is_none().then_some(owner)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            zellij,
            plugin,
            client,
            seed,
        } = self;
        write!(f, "{zellij}-{plugin}-{client}-{seed:x}")
    }
}

/// The right to send a prompt of which a record is kept: whoever owns the
/// record has it, and it is used up in the step that pastes the prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The record.
    pub record: RecordId,
    /// Who is to own it.
    pub owner: Owner,
    /// Whether tmux has answered that the record is there: before that, one
    /// without an owner is not written yet.
    pub is_written: bool,
}

impl Ticket {
    /// "1 or 0", as a format: it is valid.
    #[must_use]
    pub fn condition(&self) -> String {
        self.record.is_owned_by(&self.owner)
    }

    /// The command that uses it up, in a branch.
    #[must_use]
    pub fn punch(&self) -> String {
        self.record.disown().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written_and_nothing_else_is() {
        let record = RecordId::new(0xab, 3);
        assert_eq!(RecordId::parse(&record.to_string()), Some(record.clone()));
        assert_eq!(record.buffer(1), "org-d-ab_3-1");
        for wrong in ["", "ab", "_1", "ab_", "AB_1", "ab_x", "a#b_1", "ab_1_2"] {
            assert_eq!(RecordId::parse(wrong), None, "{wrong}");
        }
        let owner = Owner {
            zellij: 4711,
            plugin: 3,
            client: 1,
            seed: 0xab,
        };
        assert_eq!(Owner::parse(&owner.to_string()), Some(owner));
        for wrong in ["", "1-2-3", "1-2-3-4-5", "a-2-3-4", "1-2-3-x"] {
            assert_eq!(Owner::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_buffers_of_the_form_are_parts() {
        let answer = "5 9 org-d-ab_3-0\n5 9 org-d-x\n5 9 org-t-ab_3-0\nx 9 org-d-ab_3-1\n6 9 org-d-ab_3-12\n";
        let parts = read_parts(answer);
        let numbers: Vec<_> = parts.iter().map(|p| (p.number, p.created)).collect();
        assert_eq!(numbers, [(0, 5), (12, 6)]);
    }
}
