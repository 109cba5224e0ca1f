//! One record of a listing: its pieces between the nonces, and what they say.

use crate::agent::hooks::Report;
use crate::directory::Key;
use crate::tmux::listing::FREE;
use crate::tmux::{PaneId, ServerId, Target};

/// Pieces of a record: the fixed fields, and each free one. A nonce stands
/// before and behind each, and a `|` at both of its ends.
pub(super) const PIECES: usize = 1 + FREE.len();

/// Fields of the first piece.
const FIELDS: usize = 15;

/// One pane as tmux described it; nothing is interpreted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Server, pane, key.
    pub target: Target,
    /// `@N`, its window.
    pub window_id: String,
    /// Whether the pane's process has ended.
    pub dead: bool,
    /// Exit status of a dead pane.
    pub status: Option<i32>,
    /// Signal that ended a dead pane.
    pub signal: Option<i32>,
    /// Process id; tmux 3.8 has none for a dead pane.
    pub pid: Option<u32>,
    /// Last output of the window, seconds since the epoch.
    pub activity: u64,
    /// `@org_state`: what the agent said last.
    pub report: Option<Report>,
    /// `@org_since`: since when, seconds since the epoch.
    pub since: Option<u64>,
    /// `@org_dir`: the directory in hex.
    pub directory_hex: String,
    /// `@org_command`: the command's words in hex.
    pub command_hex: String,
    /// Whether org made the window that the pane is in.
    pub window_is_ours: bool,
    /// The window's name.
    pub window_name: String,
    /// The program in the foreground; empty where org knows what it is.
    pub current_command: String,
    /// The directory of the program in the foreground; empty for a dead pane
    /// and where org knows it.
    pub current_path: String,
}

/// Cuts a record that begins here, behind its first nonce: its pieces, unless
/// it does not have the form, and what is behind it. Nothing where it has no
/// end.
pub(super) fn cut<'a>(nonce: &str, text: &'a str) -> Option<(Option<[&'a str; PIECES]>, &'a str)> {
    let mut pieces = [""; PIECES];
    let mut count = 0;
    let mut rest = text;
    loop {
        let (piece, behind) = to_nonce(nonce, rest)?;
        if let Some(place) = pieces.get_mut(count) {
            *place = piece;
        }
        count += 1;
        if let Some(after) = behind.strip_prefix('.') {
            return Some(((count == PIECES).then_some(pieces), after));
        }
        rest = behind;
    }
}

/// A piece from its first `|` to its last, and what is behind the nonce.
///
/// It looks at every byte, and most are no `|`: a search of the standard
/// library takes four times the steps, for each of its many finds as much as
/// for a line of text.
fn to_nonce<'a>(nonce: &str, text: &'a str) -> Option<(&'a str, &'a str)> {
    let mut from = 1;
    loop {
        let mut bytes = text.as_bytes().get(from..)?.iter();
        from += bytes.position(|b| *b == b'|')? + 1;
        let (piece, rest) = text.split_at_checked(from)?;
        if let Some(behind) = rest.strip_prefix(nonce)
            && behind.starts_with(['|', '.'])
        {
            return Some((piece, behind));
        }
    }
}

/// What the pieces of a record say, if they have the form.
pub(super) fn read(pieces: [&str; PIECES]) -> Option<Record> {
    let [fixed, free @ ..] = pieces;
    let inside = |piece: &str| Some(piece.strip_prefix('|')?.strip_suffix('|')?.to_owned());
    let [window_name, program, path] = free.map(inside);
    let [
        pane,
        pid,
        start,
        window_id,
        dead,
        status,
        signal,
        pane_pid,
        activity,
        key,
        report,
        since,
        directory,
        command,
        window,
    ] = fields(fixed.strip_prefix('|')?)?;
    Some(Record {
        target: target(pid, start, pane, key)?,
        window_id: sigil(window_id, '@')?,
        dead: flag(dead)?,
        status: number(status)?,
        signal: number(signal)?,
        pid: number(pane_pid)?,
        activity: number(activity)?.unwrap_or(0),
        report: Report::read(report),
        since: since.parse().ok(),
        directory_hex: directory.to_owned(),
        command_hex: command.to_owned(),
        window_is_ours: !window.is_empty(),
        window_name: window_name?,
        current_command: program?,
        current_path: path?,
    })
}

/// The fixed fields, with a `|` behind each.
fn fields(fixed: &str) -> Option<[&str; FIELDS]> {
    let mut fields = [""; FIELDS];
    let mut rest = fixed;
    for field in &mut fields {
        let end = rest.bytes().position(|b| b == b'|')?;
        *field = rest.get(..end)?;
        rest = rest.get(end + 1..)?;
    }
    rest.is_empty().then_some(fields)
}

fn target(pid: &str, start_time: &str, pane: &str, key: &str) -> Option<Target> {
    Some(Target {
        server: ServerId {
            pid: pid.parse().ok()?,
            start_time: start_time.parse().ok()?,
        },
        pane: pane.parse::<PaneId>().ok()?,
        key: Key::parse(key)?,
    })
}

fn sigil(text: &str, sign: char) -> Option<String> {
    let digits = text.strip_prefix(sign)?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.to_owned())
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" | "" => Some(false),
        _ => None,
    }
}

/// An absent field expands to nothing in every version.
fn number<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() {
        return Some(None);
    }
    text.parse().ok().map(Some)
}
