//! What the panel tells its user: level, text, hint.

use crate::error::Error;
use crate::time::{Millis, Moment};

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something was done.
    Done,
    /// What was pressed can do nothing here, or something has changed that
    /// nobody has to answer.
    Noted,
    /// Something that was wanted was not done, or has been lost.
    Failed,
}

/// One thing to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub level: Level,
    /// What happened, to what.
    pub text: String,
    /// What to do next; may be empty.
    pub hint: String,
    /// When it was told.
    pub at: Moment,
}

/// How long a notice stays that is not a failure.
const STAYS: Millis = Millis(8_000);
/// How long a notice stays at least, whatever the user does.
const READING_TIME: Millis = Millis(2_000);
/// The most notices that are kept.
const MOST: usize = 20;

/// The notices on show, oldest first. Failures stay until they are dismissed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    list: Vec<Notice>,
}

impl Notices {
    /// Tells that something was done.
    pub fn done(&mut self, now: Moment, text: impl Into<String>, hint: impl Into<String>) {
        self.tell(Level::Done, now, text.into(), hint.into());
    }

    /// Tells why nothing was done, or what has changed, for a while.
    pub fn noted(&mut self, now: Moment, text: impl Into<String>, hint: impl Into<String>) {
        self.tell(Level::Noted, now, text.into(), hint.into());
    }

    /// Tells that something went wrong. It stays until it is dismissed, or
    /// until something new is begun: a user who writes on must not miss it.
    pub fn failed(&mut self, now: Moment, text: impl Into<String>, hint: impl Into<String>) {
        self.tell(Level::Failed, now, text.into(), hint.into());
    }

    /// Tells an error.
    pub fn error(&mut self, now: Moment, error: &Error) {
        self.failed(now, error.text(), error.hint());
    }

    fn tell(&mut self, level: Level, at: Moment, text: String, hint: String) {
        // The same words again are news, but not a second line.
        self.list.retain(|n| n.text != text);
        self.list.push(Notice {
            level,
            text,
            hint,
            at,
        });
        let surplus = self.list.len().saturating_sub(MOST);
        self.list.drain(..surplus);
    }

    /// Takes away what has been on show long enough; whether anything went.
    pub fn expire(&mut self, now: Moment) -> bool {
        let before = self.list.len();
        self.list
            .retain(|n| n.level == Level::Failed || now.since(n.at) < STAYS);
        before != self.list.len()
    }

    /// When [`Self::expire`] will next take something away.
    #[must_use]
    pub fn next_expiry(&self) -> Option<Moment> {
        let passing = self.list.iter().filter(|n| n.level != Level::Failed);
        passing.map(|n| n.at.after(STAYS)).min()
    }

    /// Takes away failures that have been on show for a while, when the user
    /// goes on to something new. So many of them could be seen, the newest
    /// ones: what nobody has seen is told once there is room.
    pub fn move_on(&mut self, now: Moment, seen: usize) {
        let mut unseen = self.unseen(seen);
        self.list.retain(|n| {
            let stays = n.level == Level::Done || now.since(n.at) < READING_TIME;
            stays || (n.level == Level::Failed && unseen.next().is_some())
        });
    }

    /// As many as there are failures that nobody has seen.
    fn unseen(&self, seen: usize) -> std::ops::Range<usize> {
        let failed = self.list.iter().filter(|n| n.level == Level::Failed);
        0..failed.count().saturating_sub(seen)
    }

    /// Takes away what was noted a while ago, when the user presses the next
    /// key.
    pub fn press_on(&mut self, now: Moment) {
        self.list
            .retain(|n| n.level != Level::Noted || now.since(n.at) < READING_TIME);
    }

    /// Takes away all but the failures that nobody has seen: so many could
    /// be, the newest ones.
    pub fn dismiss(&mut self, seen: usize) {
        let mut unseen = self.unseen(seen);
        self.list
            .retain(|n| n.level == Level::Failed && unseen.next().is_some());
    }

    /// The clock has jumped: they have been on show for as long as before.
    pub fn shift(&mut self, by: i64) {
        for notice in &mut self.list {
            notice.at.shift(by);
        }
    }

    /// The notices, oldest first.
    #[must_use]
    pub fn list(&self) -> &[Notice] {
        &self.list
    }
}
