//! The one listing of all workers, and how its records are read.
//!
//! Window names, paths and titles are other people's text and may hold `|`
//! and even newlines. Every record therefore begins and ends with the nonce
//! of its invocation, and so does each free field: nobody can imitate it.

mod answer;
mod glimpse;
mod long_poll;

use std::collections::BTreeSet;

use crate::agent::hooks::Report;
use crate::directory::Key;
use crate::nonce::Nonce;
use crate::tmux::{PaneId, ServerId, Target, Tmux, server};

pub use answer::Answer;
pub use glimpse::Glimpse;
pub use long_poll::LongPoll;

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
    /// Signal that ended a dead pane; tmux 3.3 and newer.
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

/// A listing taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The good records, in tmux's order, one per pane.
    pub records: Vec<Record>,
    /// Lines that were not understood.
    pub bad_lines: usize,
}

/// Fields that hold no `|`. The server looks into seven lists of options for
/// each `#{name}` before it knows what it is, 3.5 microseconds on tmux 3.3a:
/// with 30 of them for a pane, 100 idle workers cost twice as much as with
/// these. So nothing is asked for that nobody reads, the end of a pane only
/// when it has ended.
const FIXED: [&str; 12] = [
    "#{pane_id}",
    "#{pid}",
    "#{start_time}",
    "#{window_id}",
    "#{?pane_dead,1|#{pane_dead_status}|#{pane_dead_signal},0||}",
    "#{pane_pid}",
    "#{window_activity}",
    "#{@org_key}",
    "#{@org_state}|#{@org_since}",
    "#{@org_dir}",
    "#{@org_command}",
    "#{?@org_key,1,#{@org_window}}",
];

/// Other people's text. Where org's own workers are it knows, and tmux has to
/// ask the system for every pane; so too for the program of one that was
/// launched with hooks.
const FREE: [&str; 3] = [
    "#{window_name}",
    "#{?@org_command,#{?@org_state,,#{pane_current_command}},#{pane_current_command}}",
    "#{?@org_dir,,#{pane_current_path}}",
];

/// How much is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A glimpse, to compare with the one before.
    Glimpse,
    /// All there is, and a glimpse to compare the next one with.
    Both,
    /// All there is.
    Whole,
}

/// What a listing brings along, in the same process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Along {
    /// The command of a look at a worker.
    pub look: Option<Vec<String>>,
    /// The pane whose screen is wanted.
    pub preview: Option<PaneId>,
    /// Waiting until something is new.
    pub long_poll: Option<LongPoll>,
}

/// The invocation that lists every pane of the session, and org's workers
/// that someone moved to another one.
///
/// An open worker is shown through a session of its own in the same group, so
/// panes of other sessions in the group are the same panes again.
#[must_use]
pub fn invocation(tmux: &Tmux, nonce: &Nonce, extent: Extent, along: &Along) -> Vec<String> {
    let session = tmux.session.as_str();
    // Only of panes in other sessions more is looked at.
    let filter = format!(
        "#{{?#{{==:#{{session_name}},{session}}},1,#{{?@org_key,#{{!=:#{{session_group}},{session}}},}}}}"
    );
    let list = |format: &str| server::command(["list-panes", "-a", "-f", &filter, "-F", format]);
    let print = |text: &str| server::command(["display-message", "-p", text]);
    let long_poll = along.long_poll.as_ref();
    let mut commands = long_poll.map_or_else(Vec::new, LongPoll::wait);
    if extent != Extent::Whole {
        commands.extend([print(glimpse::SERVER), list(glimpse::PANE)]);
    }
    if extent != Extent::Glimpse {
        commands.push(print(&format!("{nonce}{WHOLE}")));
        commands.push(list(&format(nonce)));
    }
    if long_poll.is_some() {
        commands.extend(LongPoll::remember(nonce, &tmux.session));
    }
    if let Some(look) = &along.look {
        commands.push(print(&format!("{nonce}{LOOK}")));
        commands.push(look.clone());
    }
    // Last: where the pane has gone nothing more is done.
    if let Some(pane) = along.preview {
        let pane = pane.to_string();
        commands.push(print(&format!("{nonce}{SCREEN}")));
        commands.push(server::command(["capture-pane", "-p", "-e", "-t", &pane]));
    }
    tmux.invocation(&commands)
}

/// What is printed of each pane in a whole listing.
fn format(nonce: &Nonce) -> String {
    let mut format = nonce.to_string();
    for field in FIXED {
        format.push_str(&format!("|{field}"));
    }
    for field in FREE {
        format.push_str(&format!("|{nonce}|{field}"));
    }
    format.push_str(&format!("|{nonce}."));
    format
}

/// Behind the nonce, before a whole listing.
const WHOLE: char = '=';
/// Behind the nonce, before what a look has shown.
const LOOK: char = '?';
/// Behind the nonce, before a screen.
const SCREEN: char = '!';

/// An answer taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The glimpse.
    pub glimpse: &'a str,
    /// The whole listing, if one was asked for and this is the answer.
    pub listing: Option<&'a str>,
    /// What a look has shown, if one went along.
    pub look: Option<&'a str>,
    /// A screen, if one was asked for and could be had.
    pub screen: Option<&'a str>,
}

/// Takes the answer to [`invocation`] apart.
#[must_use]
pub fn split<'a>(nonce: &Nonce, extent: Extent, along: &Along, answer: &'a str) -> Parts<'a> {
    let mut parts = Parts {
        glimpse: answer,
        listing: None,
        look: None,
        screen: None,
    };
    if along.preview.is_some() {
        (parts.glimpse, parts.screen) = split_at_line(&format!("{nonce}{SCREEN}\n"), answer);
    }
    if along.look.is_some() {
        (parts.glimpse, parts.look) = split_at_line(&format!("{nonce}{LOOK}\n"), parts.glimpse);
    }
    if extent != Extent::Glimpse {
        (parts.glimpse, parts.listing) = split_at_line(&format!("{nonce}{WHOLE}\n"), parts.glimpse);
    }
    parts
}

/// What is before and behind a line. tmux begins one for it: to look at their
/// beginnings takes a fifth of the steps of a search through all of the text.
fn split_at_line<'a>(line: &str, text: &'a str) -> (&'a str, Option<&'a str>) {
    let lines = text.match_indices('\n').map(|(at, _)| at + 1);
    for at in std::iter::once(0).chain(lines) {
        let Some((before, from)) = text.split_at_checked(at) else {
            break;
        };
        if let Some(behind) = from.strip_prefix(line) {
            return (before, Some(behind));
        }
    }
    (text, None)
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
    let [window_name, program, path] = free.map(str::to_owned);
    let fields: Vec<&str> = fixed.split('|').collect();
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
    ] = fields.as_slice()
    else {
        return None;
    };
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
        directory_hex: (*directory).to_owned(),
        command_hex: (*command).to_owned(),
        window_is_ours: !window.is_empty(),
        window_name,
        current_command: program,
        current_path: path,
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
