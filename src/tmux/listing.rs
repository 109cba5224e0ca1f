//! The one listing of all workers, and how its records are read.
//!
//! Window names, paths and titles are other people's text and may hold `|`
//! and even newlines. Every record therefore begins and ends with the nonce
//! of its invocation, and so does each free field: nobody can imitate it.

mod answer;
mod end;
mod glimpse;
mod long_poll;
mod record;

use crate::nonce::Nonce;
use crate::tmux::{PaneId, Tmux, server};

pub use answer::{Answer, Found, Reading};
pub use glimpse::Glimpse;
pub use long_poll::LongPoll;
pub use record::Record;

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
    end::END,
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
        // Of a dead one from a row above on: tmux scrolls by one when it says
        // that a program has ended, and that row may be all that it has said.
        let rows = ["-S -1 ", ""].map(|from| format!("capture-pane -pe {from}-t {pane}"));
        let [above, screen] = &rows;
        let capture = ["if-shell", "-F", "-t", &pane, "#{pane_dead}", above, screen];
        commands.push(server::command(capture));
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
    let reading = Answer::default().next(nonce, answer);
    let records = reading.records.into_iter();
    Listing {
        records: records.filter_map(Found::record).collect(),
        bad_lines: reading.bad_lines,
    }
}
