//! The one listing of all workers, and how its records are read.
//!
//! Window names, paths and titles are other people's text and may hold `|`
//! and even newlines. Every record therefore begins and ends with the nonce
//! of its invocation, and so does each free field: nobody can imitate it.

mod answer;

use std::collections::BTreeSet;

use crate::agent::hooks::Report;
use crate::directory::Key;
use crate::nonce::Nonce;
use crate::tmux::{PaneId, ServerId, Target, Tmux, server};

pub use answer::Answer;

/// One pane as tmux described it; nothing is interpreted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Server, pane, key.
    pub target: Target,
    /// `$N`, the session that the pane was listed in.
    pub session_id: String,
    /// `@N`, its window.
    pub window_id: String,
    /// Whether the pane's process has ended.
    pub dead: bool,
    /// Exit status of a dead pane.
    pub status: Option<i32>,
    /// Signal that ended a dead pane; tmux 3.3 and newer.
    pub signal: Option<i32>,
    /// Process id; tmux 3.8 has none for a dead pane.
    pub pid: Option<u32>,
    /// Whether input is switched off.
    pub input_off: bool,
    /// Whether the pane is in a mode, such as copy mode.
    pub in_mode: bool,
    /// Last output of the window, seconds since the epoch.
    pub activity: u64,
    /// Claim of a sender; empty for none.
    pub busy: String,
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
    /// The server's version, as in `3.3a`.
    pub version: String,
    /// The session's name.
    pub session_name: String,
    /// The window's name.
    pub window_name: String,
    /// The program in the foreground.
    pub current_command: String,
    /// The directory of the program in the foreground; empty for a dead pane.
    pub current_path: String,
    /// The title that the program set.
    pub title: String,
}

/// A listing taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The good records, in tmux's order, one per pane.
    pub records: Vec<Record>,
    /// Lines that were not understood.
    pub bad_lines: usize,
}

const FIXED: [&str; 19] = [
    "pane_id",
    "pid",
    "start_time",
    "session_id",
    "window_id",
    "pane_dead",
    "pane_dead_status",
    "pane_dead_signal",
    "pane_pid",
    "pane_input_off",
    "pane_in_mode",
    "window_activity",
    "@org_key",
    "@org_busy",
    "@org_state",
    "@org_since",
    "@org_dir",
    "@org_command",
    "@org_window",
];

const FREE: [&str; 6] = [
    "version",
    "session_name",
    "window_name",
    "pane_current_command",
    "pane_current_path",
    "pane_title",
];

/// The invocation that lists every pane (and shows the screen of one) of the session, and org's workers
/// that someone moved to another one.
///
/// An open worker is shown through a session of its own in the same group, so
/// panes of other sessions in the group are the same panes again.
#[must_use]
pub fn invocation(tmux: &Tmux, nonce: &Nonce, preview: Option<PaneId>) -> Vec<String> {
    let session = tmux.session.as_str();
    let filter = format!(
        "#{{||:#{{==:#{{session_name}},{session}}},#{{&&:#{{?@org_key,1,0}},#{{!=:#{{session_group}},{session}}}}}}}"
    );
    let mut format = nonce.to_string();
    for field in FIXED {
        format.push_str(&format!("|#{{{field}}}"));
    }
    for field in FREE {
        // Where org's own workers are it knows, and tmux has to ask the
        // system for every pane.
        let value = match field {
            "pane_current_path" => "#{?@org_dir,,#{pane_current_path}}".to_owned(),
            _ => format!("#{{{field}}}"),
        };
        format.push_str(&format!("|{nonce}|{value}"));
    }
    format.push_str(&format!("|{nonce}."));
    let mut commands = vec![server::command([
        "list-panes",
        "-a",
        "-f",
        &filter,
        "-F",
        &format,
    ])];
    if let Some(pane) = preview {
        let begin = format!("{nonce}!");
        commands.push(server::command(["display-message", "-p", &begin]));
        commands.push(server::command([
            "capture-pane",
            "-p",
            "-e",
            "-t",
            &pane.to_string(),
        ]));
    }
    tmux.invocation(&commands)
}

/// The listing of an answer, and the screen behind it, if one was asked for
/// and could be had.
#[must_use]
pub fn split_preview<'a>(nonce: &Nonce, answer: &'a str) -> (&'a str, Option<&'a str>) {
    let begin = format!("{nonce}!\n");
    // tmux begins a line for it: to look at their beginnings takes a fifth of
    // the steps of a search through all of the listing.
    let lines = answer.match_indices('\n').map(|(at, _)| at + 1);
    for at in std::iter::once(0).chain(lines) {
        let Some((listing, from)) = answer.split_at_checked(at) else {
            break;
        };
        if let Some(screen) = from.strip_prefix(&begin) {
            return (listing, Some(screen));
        }
    }
    (answer, None)
}

/// Reads the answer to [`invocation`]. Records that do not have the form are
/// counted and left out; the others stand.
#[must_use]
pub fn parse(nonce: &Nonce, answer: &str) -> Listing {
    let begin = format!("{nonce}|");
    let end = format!("|{nonce}.");
    let mut listing = Listing::default();
    let mut seen = BTreeSet::new();
    let mut rest = answer;
    while let Some(line) = next_record(&mut rest, &begin, &end, &mut listing.bad_lines) {
        match record(nonce, line) {
            Some(record) => {
                if seen.insert(record.target.pane) {
                    listing.records.push(record);
                }
            }
            None => listing.bad_lines += 1,
        }
    }
    listing
}

/// Cuts the next record out of `rest`, counting what is not part of one.
fn next_record<'a>(
    rest: &mut &'a str,
    begin: &str,
    end: &str,
    bad_lines: &mut usize,
) -> Option<&'a str> {
    while !rest.is_empty() {
        if let Some(body) = rest.strip_prefix(begin) {
            let Some((inside, after)) = split_at(body, end) else {
                *bad_lines += 1;
                *rest = "";
                return None;
            };
            *rest = after.strip_prefix('\n').unwrap_or(after);
            return Some(inside);
        }
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        *bad_lines += usize::from(!line.trim().is_empty());
        *rest = after;
    }
    None
}

fn record(nonce: &Nonce, inside: &str) -> Option<Record> {
    let [fixed, free @ ..] = parts(nonce, inside)?;
    let [version, session, window_name, program, path, title] = free.map(str::to_owned);
    let fields: Vec<&str> = fixed.split('|').collect();
    let [
        pane,
        pid,
        start,
        session_id,
        window_id,
        dead,
        status,
        signal,
        pane_pid,
        input_off,
        in_mode,
        activity,
        key,
        busy,
        report,
        since,
        directory,
        command,
        window,
    ] = fields.as_slice()
    else {
        return None;
    };
    Some(Record {
        target: target(pid, start, pane, key)?,
        session_id: sigil(session_id, '$')?,
        window_id: sigil(window_id, '@')?,
        dead: flag(dead)?,
        status: number(status)?,
        signal: number(signal)?,
        pid: number(pane_pid)?,
        input_off: flag(input_off)?,
        // A count: a mode can be entered from within another one.
        in_mode: number::<u32>(in_mode)?.is_some_and(|modes| modes > 0),
        activity: number(activity)?.unwrap_or(0),
        busy: (*busy).to_owned(),
        report: Report::read(report),
        since: since.parse().ok(),
        directory_hex: (*directory).to_owned(),
        command_hex: (*command).to_owned(),
        window_is_ours: !window.is_empty(),
        version,
        session_name: session,
        window_name,
        current_command: program,
        current_path: path,
        title,
    })
}

/// The fixed fields as one text, and each free one.
fn parts<'a>(nonce: &Nonce, inside: &'a str) -> Option<[&'a str; 1 + FREE.len()]> {
    let separator = format!("|{nonce}|");
    let mut parts = [""; 1 + FREE.len()];
    let (last, before) = parts.split_last_mut()?;
    let mut rest = inside;
    for part in before {
        (*part, rest) = split_at(rest, &separator)?;
    }
    *last = rest;
    split_at(rest, &separator).is_none().then_some(parts)
}

/// What is before and behind the first `mark`, which begins with `|`. A
/// listing holds few of these, so that looking for them first takes a third
/// of the steps of a search for the whole mark.
fn split_at<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    for (at, _) in text.match_indices('|') {
        let (before, from) = text.split_at_checked(at)?;
        if let Some(after) = from.strip_prefix(mark) {
            return Some((before, after));
        }
    }
    None
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
