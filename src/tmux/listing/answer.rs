//! The text of a listing, kept to read at the next one only what has changed:
//! most often nothing has, or one record of many.

use std::collections::BTreeSet;

use crate::nonce::Nonce;
use crate::tmux::PaneId;
use crate::tmux::listing::Record;
use crate::tmux::listing::record::{self, PIECES};

/// An answer, and where the records are in it that have the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    text: String,
    nonce: usize,
    places: Vec<Place>,
}

/// Where a record is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    pane: PaneId,
    /// Where it begins, behind its first nonce.
    at: usize,
    /// Lengths of its pieces, behind each of which is a nonce.
    pieces: [usize; PIECES],
    /// Whether its pane was listed before: it stands for nothing.
    again: bool,
}

/// A record that was found in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Byte by byte the one with this number in the answer before.
    Same(usize),
    /// Another one, and the number of the same pane's in the answer before.
    New(Box<Record>, Option<usize>),
    /// Of a pane that was listed already.
    Again,
}

impl Found {
    /// What it says, if it had to be read.
    #[must_use]
    pub fn record(self) -> Option<Record> {
        match self {
            Self::New(record, _) => Some(*record),
            Self::Same(_) | Self::Again => None,
        }
    }
}

/// An answer that was read after another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The answer, for the next one.
    pub answer: Answer,
    /// Its records, numbered from 0, in tmux's order.
    pub records: Vec<Found>,
    /// Lines that were not understood.
    pub bad_lines: usize,
}

impl Answer {
    /// Whether the answer to the next invocation, which has this nonce, says
    /// the same: nothing is to be kept of it then.
    #[must_use]
    pub fn says(&self, nonce: &Nonce, text: &str) -> bool {
        let mut rest = text;
        for number in 0..self.places.len() {
            match self.same(number, nonce.as_str(), rest) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// Reads the answer to the next invocation, which has this nonce.
    #[must_use]
    pub fn next(&self, nonce: &Nonce, text: &str) -> Reading {
        let mut reader = Reader {
            before: self,
            number: 0,
            nonce: nonce.as_str(),
            seen: BTreeSet::new(),
            reading: Reading::default(),
        };
        let mut rest = text;
        while !rest.is_empty() {
            let at = text.len() - rest.len() + reader.nonce.len();
            rest = reader
                .known(at, rest)
                .unwrap_or_else(|| reader.read(at, rest));
        }
        let mut reading = reader.reading;
        text.clone_into(&mut reading.answer.text);
        reading.answer.nonce = nonce.as_str().len();
        reading
    }

    /// The record with this number, if the text begins with the same bytes but
    /// for the nonces; and what is behind it.
    fn same<'a>(&self, number: usize, nonce: &str, text: &'a str) -> Option<(&Place, &'a str)> {
        let place = self.places.get(number)?;
        let mut old = self.text.as_bytes().get(place.at..)?;
        let mut new = after(text.as_bytes(), nonce.as_bytes())?;
        for length in place.pieces {
            let (piece, rest) = old.split_at_checked(length)?;
            old = rest.get(self.nonce..)?;
            new = after(after(new, piece)?, nonce.as_bytes())?;
        }
        let new = new.strip_prefix(b".")?;
        let new = new.strip_prefix(b"\n").unwrap_or(new);
        Some((place, text.get(text.len() - new.len()..)?))
    }

    /// The number of this pane's record: most often the one that is looked at
    /// first.
    fn number(&self, pane: PaneId, first: usize) -> Option<usize> {
        let is_it = |place: &Place| place.pane == pane && !place.again;
        if self.places.get(first).is_some_and(is_it) {
            return Some(first);
        }
        self.places.iter().position(is_it)
    }
}

/// An answer that is being read.
struct Reader<'a> {
    before: &'a Answer,
    /// The record there that the next one is compared with.
    number: usize,
    nonce: &'a str,
    /// Panes that were listed.
    seen: BTreeSet<PaneId>,
    reading: Reading,
}

impl Reader<'_> {
    /// Takes a record that is the same as before; what is behind it.
    fn known<'a>(&mut self, at: usize, text: &'a str) -> Option<&'a str> {
        let (place, after) = self.before.same(self.number, self.nonce, text)?;
        if place.again && !self.seen.contains(&place.pane) {
            // It stood for nothing: what it says is not kept.
            return None;
        }
        self.keep(at, place.pane, place.pieces, Found::Same(self.number));
        self.number += 1;
        Some(after)
    }

    /// Reads a record, or a line that is none; what is behind it.
    fn read<'a>(&mut self, at: usize, text: &'a str) -> &'a str {
        let body = text.strip_prefix(self.nonce);
        let Some(body) = body.filter(|body| body.starts_with('|')) else {
            let (line, after) = text.split_once('\n').unwrap_or((text, ""));
            self.reading.bad_lines += usize::from(!line.trim().is_empty());
            return after;
        };
        let (pieces, after) = record::cut(self.nonce, body).unwrap_or((None, ""));
        match pieces.and_then(|pieces| Some((pieces, record::read(pieces)?))) {
            Some((pieces, record)) => {
                let pane = record.target.pane;
                let before = self.before.number(pane, self.number);
                let is_it = |place: &Place| place.pane == pane;
                self.number = match before {
                    _ if self.before.places.get(self.number).is_some_and(is_it) => self.number + 1,
                    Some(before) => before + 1,
                    None => self.number,
                };
                let found = Found::New(Box::new(record), before);
                self.keep(at, pane, pieces.map(str::len), found);
            }
            None => self.reading.bad_lines += 1,
        }
        after.strip_prefix('\n').unwrap_or(after)
    }

    /// Keeps a record and where it is. Only the first one of a pane counts.
    fn keep(&mut self, at: usize, pane: PaneId, pieces: [usize; PIECES], found: Found) {
        let again = !self.seen.insert(pane);
        let found = if again { Found::Again } else { found };
        self.reading.records.push(found);
        self.reading.answer.places.push(Place {
            pane,
            at,
            pieces,
            again,
        });
    }
}

/// What is behind these bytes, if it begins with them. Eight at a time: the
/// comparison of the standard library takes one after the other, and with it
/// a listing that says nothing new costs several times the steps.
fn after<'a>(text: &'a [u8], begin: &[u8]) -> Option<&'a [u8]> {
    let (same, behind) = text.split_at_checked(begin.len())?;
    let (text, begin) = (same.as_chunks::<8>(), begin.as_chunks::<8>());
    let equal = text.0 == begin.0 && text.1 == begin.1;
    equal.then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nonce::Nonces;

    /// A listing of these panes, each with a window's name; `!` stands for
    /// what is no record.
    fn listing(nonce: &Nonce, panes: &[(u32, &str)]) -> String {
        let record = |(pane, name): &(u32, &str)| match *name {
            "!" => "no record\n".to_owned(),
            name => format!("N|%{pane}|10|99|@1|0|||7|1||||||1|N|{name}|N|zsh|N|/|N.\n"),
        };
        let all: String = panes.iter().map(record).collect();
        all.replace('N', nonce.as_str())
    }

    #[test]
    fn only_what_has_changed_is_read_again() {
        use Found::{Again, New, Same};
        let mut nonces = Nonces::new(15);
        let first = nonces.draw();
        let whole = [(1, "a"), (2, "日本"), (2, "日本"), (3, "c|d\ne")];
        let before = listing(&first, &whole);
        let before = Answer::default().next(&first, &before).answer;
        let check = |nonce: &Nonce, panes: &[(u32, &str)], expected: &[&str]| {
            let text = listing(nonce, panes);
            let reading = before.next(nonce, &text);
            let tell = |found: &Found| match found {
                Same(number) => format!("same {number}"),
                New(record, number) => format!("new {} {number:?}", record.window_name),
                Again => "again".into(),
            };
            let told: Vec<String> = reading.records.iter().map(tell).collect();
            assert_eq!(told, expected, "{panes:?}");
            assert_eq!(before.says(nonce, &text), panes == whole, "{panes:?}");
            let bad = panes.iter().filter(|(_, name)| *name == "!").count();
            assert_eq!(reading.bad_lines, bad, "{panes:?}");
            // The next one finds them all.
            let nonce = nonce.step(7);
            let again = reading.answer.next(&nonce, &listing(&nonce, panes));
            let read = |found: &&Found| matches!(found, New(..));
            assert_eq!(again.records.iter().filter(read).count(), 0, "{panes:?}");
        };
        let next = nonces.draw().step(100);
        check(&next, &whole, &["same 0", "same 1", "again", "same 3"]);
        check(&first, &whole, &["same 0", "same 1", "again", "same 3"]);
        check(
            &next,
            &[(1, "a"), (3, "c|d\ne")],
            &["same 0", "new c|d\ne Some(3)"],
        );
        let changed = [(1, "a"), (2, "日木"), (2, "日木"), (3, "c|d\ne")];
        let told = ["same 0", "new 日木 Some(1)", "again", "same 3"];
        check(&next, &changed, &told);
        let moved = [(9, "x"), (1, "a"), (0, "!"), (2, "日本"), (3, "c|d\ne")];
        let told = ["new x None", "same 0", "same 1", "new c|d\ne Some(3)"];
        check(&next, &moved, &told);
        // The pane that was listed twice is now listed where it was the second.
        let turned = [(1, "a"), (3, "c|d\ne"), (2, "日本")];
        let told = ["same 0", "new c|d\ne Some(3)", "new 日本 Some(1)"];
        check(&next, &turned, &told);
        check(&next, &[], &[]);
    }

    #[test]
    fn a_pane_that_has_got_hold_of_an_earlier_nonce_imitates_nothing() {
        let mut nonces = Nonces::new(15);
        let (first, second) = (nonces.draw(), nonces.draw());
        let text = listing(&first, &[(1, "a")]);
        let before = Answer::default().next(&first, &text).answer;
        let reading = before.next(&second, &text);
        assert_eq!((reading.records, reading.bad_lines), (Vec::new(), 1));
    }
}
