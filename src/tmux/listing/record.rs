//! Full records: the format of one, and how they are read.

use std::collections::BTreeSet;

use crate::agent::hooks::Report;
use crate::directory::{Key, LONGEST};
use crate::nonce::Nonce;
use crate::tmux::listing::end::SIGNAL_ON_SCREEN;
use crate::tmux::listing::{capped, fingerprint, frame};
use crate::tmux::{ServerId, Target};

/// A listing taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The server's life.
    pub server: ServerId,
    /// The good records, in tmux's order, one per pane.
    pub records: Vec<Record>,
    /// Pieces that were not understood.
    pub bad: usize,
}

/// One pane as tmux described it; nothing is interpreted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Server, pane, key.
    pub target: Target,
    /// What a short look prints of this pane while it is as it is here.
    pub fingerprint: String,
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

/// What is printed of each pane: the frame, fields without spaces and the
/// window's name; behind a frame and a space each the program and the path;
/// and the frame again.
///
/// The server looks into seven lists of options for each `#{name}` before it
/// knows what it is, 3.5 microseconds on tmux 3.3a, so nothing is asked for
/// that nobody reads.
pub(super) fn format(frame: &str) -> String {
    let status = fingerprint::status();
    let directory = capped("@org_dir", 2 * LONGEST + 1);
    let (key, command) = (capped("@org_key", 33), capped("@org_command", 4_001));
    let name = capped("window_name", LONGEST + 9);
    let (program, path) = (fingerprint::program(), fingerprint::path());
    format!(
        "{frame}{status} {SIGNAL_ON_SCREEN} {key} {directory} {command} \
         #{{?@org_key,1,#{{?@org_window,1,}}}} {name}\
         {frame} {program}{frame} {path}{frame}"
    )
}

/// Reads what was printed of panes in full. Records that do not have the form
/// are counted and left out; the others stand.
#[must_use]
pub fn parse(nonce: &Nonce, panes: &str) -> Listing {
    let (server, records) = panes.split_once('\n').unwrap_or((panes, ""));
    let Some(server) = fingerprint::server(server) else {
        return Listing {
            bad: panes.lines().count().max(1),
            ..Listing::default()
        };
    };
    let mut listing = Listing {
        server,
        ..Listing::default()
    };
    let mut panes = BTreeSet::new();
    let pieces: Vec<&str> = records.split(frame(nonce)).collect();
    for pieces in pieces.chunks(4) {
        let (between, record) = match pieces {
            [between, head, program, path] => (between, read(server, head, program, path)),
            [between] => (between, None),
            _ => (&"cut short", None),
        };
        let is_bad = !between.trim().is_empty() || (pieces.len() > 1 && record.is_none());
        listing.bad += usize::from(is_bad);
        // A linked window is listed twice.
        listing
            .records
            .extend(record.filter(|r| panes.insert(r.target.pane)));
    }
    listing
}

/// What the pieces of a record say, if they have the form.
fn read(server: ServerId, head: &str, program: &str, path: &str) -> Option<Record> {
    let (program, path) = (program.strip_prefix(' ')?, path.strip_prefix(' ')?);
    let fields: Vec<&str> = head.splitn(15, ' ').collect();
    let [pane, activity, rest @ ..] = fields.as_slice() else {
        return None;
    };
    let [
        window_id,
        pid,
        dead,
        status,
        signal,
        state,
        since,
        rest @ ..,
    ] = rest
    else {
        return None;
    };
    let [on_screen, key, directory, command, ours, name] = rest else {
        return None;
    };
    let fingerprint = [
        window_id, pid, dead, status, signal, state, since, program, path,
    ];
    Some(Record {
        fingerprint: fingerprint.join(" "),
        target: Target {
            server,
            pane: pane.parse().ok()?,
            key: Key::parse(key)?,
        },
        window_id: window(window_id)?,
        dead: *dead == "1",
        status: status.parse().ok(),
        signal: signal.parse().or_else(|_| on_screen.parse()).ok(),
        pid: pid.parse().ok(),
        activity: activity.parse().ok()?,
        report: Report::read(state),
        since: since.parse().ok(),
        directory_hex: (*directory).to_owned(),
        command_hex: (*command).to_owned(),
        window_is_ours: !ours.is_empty(),
        window_name: (*name).to_owned(),
        current_command: program.to_owned(),
        current_path: path.to_owned(),
    })
}

/// A window's id, which goes into commands.
fn window(text: &str) -> Option<String> {
    let digits = text.strip_prefix('@')?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.to_owned())
}
