//! Which panel answers a pipe, decided by who creates a file first.
//!
//! Every panel of a Zellij is given every message, and there is no other call
//! by which one of them could know at once, within the call, that it is the
//! one: a process of tmux answers later, and is not there when tmux hangs or
//! has no server yet. A file is created, or not, when the call returns. A
//! claim holds no more than the promise of an answer; the answer to a request
//! with a name is kept beside it for whoever asks again. Both are for minutes.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::time::SystemTime;

use org::time::{Millis, Moment};

/// Zellij's own folder for what is temporary, which all its sessions share;
/// else the plugin's.
const FOLDERS: [&str; 2] = ["/tmp/org-pipes", "/cache/pipes"];
/// The folder of this very panel. Zellij removes it with the panel, and leaves
/// it when it loads the panel anew.
const OWN: &str = "/data";
/// What the name of a kept answer begins with; Zellij's names of pipes have
/// no dot.
const ANSWER: &str = "answer.";
/// In a claim: the pipe is answered.
const ANSWERED: &str = "a";
/// In a claim: it is answered, and its input has ended.
const ENDED: &str = "ae";

/// Creates the claim; false when there is one.
pub(super) fn claim(id: &str, operation: &str, until: Moment) -> bool {
    let won = create(id, &until.0.to_string());
    if won && let Some(name) = file_name(id) {
        let _ = std::fs::write(PathBuf::from(OWN).join(name), operation);
    }
    won
}

/// The pipes that this panel had in hand before it was loaded anew, with what
/// they ask for; each once.
pub(super) fn left_behind() -> Vec<(String, String)> {
    let mut left = Vec::new();
    for entry in std::fs::read_dir(OWN).into_iter().flatten().flatten() {
        let id = entry.file_name().to_string_lossy().into_owned();
        let operation = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let _ = std::fs::remove_file(entry.path());
        if promised(&id).is_some() {
            left.push((id, operation));
        }
    }
    left
}

/// Creates the claim on what another panel has left.
pub(super) fn take_over(id: &str) -> bool {
    create(&format!("{id}.over"), "")
}

/// Until when an answer was promised; none when it was given.
pub(super) fn promised(id: &str) -> Option<Moment> {
    let text = std::fs::read_to_string(path(id)?).ok()?;
    if text.is_empty() {
        // It is being written at this moment.
        return Some(super::host::now());
    }
    text.parse().ok().map(Moment)
}

/// Changes the promise.
pub(super) fn promise(id: &str, until: Moment) {
    write(id, &until.0.to_string());
}

/// Says that the pipe is answered.
pub(super) fn settle(id: &str, ended: bool) {
    if let Some(name) = file_name(id) {
        let _ = std::fs::remove_file(PathBuf::from(OWN).join(name));
    }
    write(id, if ended { ENDED } else { ANSWERED });
}

/// Creates the claim on a name that a script has given to its request.
pub(super) fn claim_request(name: &str) -> bool {
    create(&format!("{ANSWER}{name}"), "")
}

/// Keeps its answer; whole or not at all, since others may read it.
pub(super) fn keep(name: &str, text: &str) {
    let (Some(part), Some(whole)) = (
        path(&format!("{ANSWER}{name}.part")),
        path(&format!("{ANSWER}{name}")),
    ) else {
        return;
    };
    let _ = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, whole));
}

/// The kept answer.
pub(super) fn recall(name: &str) -> Option<String> {
    let text = std::fs::read_to_string(path(&format!("{ANSWER}{name}"))?).ok()?;
    Some(text).filter(|text| !text.is_empty())
}

/// Removes old claims.
pub(super) fn sweep(now: Moment, ended: Millis, answers: Millis, other: Millis) {
    for entry in FOLDERS
        .iter()
        .flat_map(std::fs::read_dir)
        .flatten()
        .flatten()
    {
        let Ok(data) = entry.metadata() else { continue };
        let since = data.modified().ok();
        let since = since.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        let since = since.and_then(|at| u64::try_from(at.as_millis()).ok());
        let is_over = usize::try_from(data.len()) == Ok(ENDED.len());
        // One without an answer yet is the claim of a request under way.
        let is_kept = entry.file_name().to_string_lossy().starts_with(ANSWER) && data.len() > 0;
        let most = match (is_kept, is_over) {
            (true, _) => answers,
            (_, true) => ended,
            _ => other,
        };
        if since.is_some_and(|since| now.since(Moment(since)) >= most) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Zellij's name of a pipe is a UUID; anything else is no file of ours.
fn file_name(id: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let usable = !id.is_empty() && !id.starts_with('.') && id.chars().all(plain);
    usable.then_some(id)
}

/// Where a claim is.
fn path(id: &str) -> Option<PathBuf> {
    let name = file_name(id)?;
    let folder = FOLDERS.iter().find(|f| {
        std::fs::create_dir(f).is_ok_and(|()| true)
            || std::fs::metadata(f).is_ok_and(|m| m.is_dir())
    })?;
    Some(PathBuf::from(folder).join(name))
}

fn create(id: &str, text: &str) -> bool {
    let Some(path) = path(id) else {
        return false;
    };
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            let _ = file.write_all(text.as_bytes());
            true
        }
        Err(why) if why.kind() == ErrorKind::AlreadyExists => false,
        // Nobody answers rather than everybody.
        Err(_) => false,
    }
}

fn write(id: &str, text: &str) {
    if let Some(path) = path(id) {
        let _ = std::fs::write(path, text);
    }
}
