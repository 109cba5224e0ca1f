//! The one listing of all workers: what tmux is asked to print, and how the
//! answer is taken apart.
//!
//! A short look prints a fingerprint of each pane, to see which have changed.
//! Only those are then listed in full; all of them the first time, and now and
//! then, since a window can be renamed by hand. A byte that tmux prints costs
//! Zellij's engine more than anything that is done with it here.
//!
//! Window names, programs and paths are other people's text and may hold
//! anything, even newlines. In a full record a nonce stands around each, so
//! nobody can imitate one. Whatever a program can make long has a limit in
//! the format; what is longer counts as unknown.

mod end;
mod fingerprint;
mod long_poll;
mod preview;
mod record;

use crate::nonce::Nonce;
use crate::tmux::{PaneId, Tmux, server};

pub use fingerprint::Fingerprint;
pub use long_poll::LongPoll;
pub use preview::{Preview, Stamp};
pub use record::{Listing, Record, parse};

/// Ids of changed panes that a filter may name, 12 bytes each at most; where
/// more have changed all are listed.
pub const MAX_CHANGED: usize = 400;

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListingKind {
    /// The fingerprint of every pane.
    Short,
    /// A record of each of these panes, [`MAX_CHANGED`] at most.
    Changed(Vec<PaneId>),
    /// A record of every pane.
    Full,
}

/// What a listing does besides, in the same process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// The command of a look at a worker.
    pub look: Option<Vec<String>>,
    /// The screen to capture.
    pub preview: Option<Preview>,
    /// Waiting until something is new.
    pub long_poll: Option<LongPoll>,
}

/// The invocation that lists every pane of the session, and org's workers
/// that someone moved to another one.
///
/// An open worker is shown through a session of its own in the same group, so
/// panes of other sessions in the group are the same panes again.
#[must_use]
pub fn invocation(tmux: &Tmux, nonce: &Nonce, kind: &ListingKind, extras: &Extras) -> Vec<String> {
    let session = tmux.session.as_str();
    // Only of panes in other sessions more is looked at.
    let mut filter = format!(
        "#{{?#{{==:#{{session_name}},{session}}},1,#{{?@org_key,#{{!=:#{{session_group}},{session}}},}}}}"
    );
    if let ListingKind::Changed(panes) = kind {
        let panes: String = panes.iter().map(|pane| format!("{pane}.")).collect();
        filter = format!("#{{&&:{filter},#{{m:*#{{pane_id}}.*,{panes}}}}}");
    }
    let frame = frame(nonce);
    let format = match kind {
        ListingKind::Short => fingerprint::format(),
        ListingKind::Changed(_) | ListingKind::Full => record::format(frame),
    };
    let print = |text: &str| server::command(["display-message", "-p", text]);
    let long_poll = extras.long_poll.as_ref();
    let mut commands = long_poll.map_or_else(Vec::new, LongPoll::wait);
    commands.push(print(&format!("{frame}{PANES}#{{pid}} #{{start_time}}")));
    commands.push(server::command([
        "list-panes",
        "-a",
        "-f",
        &filter,
        "-F",
        &format,
    ]));
    if long_poll.is_some() {
        commands.extend(LongPoll::remember(nonce, &tmux.session));
    }
    if let Some(look) = &extras.look {
        commands.extend([print(&format!("{frame}{LOOK}")), look.clone()]);
    }
    // Last, because capturing a pane that has just gone fails.
    if let Some(preview) = &extras.preview {
        commands.extend([print(&format!("{frame}{PREVIEW}")), preview.command()]);
    }
    tmux.invocation(&commands)
}

/// Behind the frame: the server, then the panes.
const PANES: char = '=';
/// Behind the frame: what a look has shown.
const LOOK: char = '?';
/// Behind the frame: a captured screen.
const PREVIEW: char = '!';

/// The part of the nonce that frames: 32 random bits that no program in a
/// pane can see, and the number of the invocation.
fn frame(nonce: &Nonce) -> &str {
    let nonce = nonce.as_str();
    let seed = nonce.find('-').unwrap_or_default();
    nonce.get(seed.saturating_sub(8)..).unwrap_or(nonce)
}

/// An answer taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListingOutput<'a> {
    /// The server and its panes, for [`Fingerprint::parse`] or [`parse`].
    pub panes: &'a str,
    /// What a look has shown.
    pub look: Option<&'a str>,
    /// What `Preview::command` printed.
    pub preview: Option<&'a str>,
}

/// Takes the answer to [`invocation`] apart.
#[must_use]
pub fn split<'a>(nonce: &Nonce, answer: &'a str) -> ListingOutput<'a> {
    let cut = |text: &'a str, sign: char| {
        let marker = format!("{}{sign}", frame(nonce));
        text.split_once(&marker)
            .map_or((text, None), |(before, after)| (before, Some(after)))
    };
    let below = |text: &'a str| text.strip_prefix('\n').unwrap_or(text);
    let (rest, preview) = cut(answer, PREVIEW);
    let (rest, look) = cut(rest, LOOK);
    let (_, panes) = cut(rest, PANES);
    ListingOutput {
        panes: panes.unwrap_or_default(),
        look: look.map(below),
        preview: preview.map(below),
    }
}

/// A variable's value if it has fewer bytes than this, else `?`: tmux's own
/// limit counts columns, and there are characters without any.
fn capped(variable: &str, bytes: usize) -> String {
    format!("#{{?#{{e|<:#{{n:{variable}}},{bytes}}},#{{{variable}}},?}}")
}
