//! Where a worker could be started: the directories that are offered, best
//! first, from what the panel knows. It must not ask anybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::directory::Directory;
use crate::fuzzy;
use crate::model::{HostState, Model, StartDialog};
use crate::operation::find::conversation::Conversation;
use crate::tmux::Target;

/// How many offers are made.
const MOST: usize = 500;

/// What stands for an answer that has not come.
pub const ASKED: &str = "?";

/// Directories as their sources told them, the best of each first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Of the terminal panes in the Zellij session.
    pub panes: Vec<String>,
    /// With a conversation.
    pub conversations: Vec<Conversation>,
    /// Of zoxide.
    pub zoxide: Vec<String>,
    /// What paths really are, as the host has said since the dialog opened;
    /// empty: gone. [`ASKED`]: it has been asked.
    pub real: BTreeMap<String, String>,
    /// The same of the time before. What is in neither is taken for what it
    /// says.
    pub before: BTreeMap<String, String>,
}

/// What a directory is offered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A terminal pane is in it.
    Pane,
    /// A dead worker stands there.
    Dead,
    /// It has a conversation.
    Conversation,
    /// zoxide knows it.
    Zoxide,
    /// It completes what is typed.
    Path,
}

/// One directory to start in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The directory, or the path as it would be typed.
    pub path: String,
    /// What it is offered for first.
    pub source: Source,
    /// The worker that is there.
    pub worker: Option<Target>,
    /// Whether that one is dead.
    pub dead: bool,
    /// Its newest conversation.
    pub conversation: Option<Conversation>,
    /// The characters of its short form that match what is typed.
    pub at: Vec<usize>,
}

/// The offers for what is typed: the directory itself if something is known of
/// it, then the candidates of a completed path, else all that match, the best
/// first. Behind a slash the path is meant, and what is in it.
#[must_use]
pub fn offers(model: &Model, start: &StartDialog) -> Vec<Offer> {
    let typed = start.directory.text();
    let whole = typed.ends_with('/');
    let all = all(model);
    let itself = itself(model, &all, &typed);
    if !start.candidates.is_empty() {
        let candidates = start.candidates.iter().filter(|c| c.starts_with(&typed));
        let offer = |path: &String| offer(model, path, Source::Path, None);
        let itself = itself.filter(|_| whole);
        return itself
            .into_iter()
            .chain(candidates.take(MOST).map(offer))
            .collect();
    }
    let mut offers: Vec<Offer> = Vec::new();
    // An empty field means a directory too, but says nothing of it.
    offers.extend(itself.filter(|_| !typed.is_empty()));
    if whole {
        let within = format!("{}/", here(model, &typed).trim_end_matches('/'));
        let is_in = |o: &&Offer| real(model, &o.path).starts_with(&within);
        offers.extend(all.iter().filter(is_in).cloned());
    }
    if !(whole && typed.starts_with(['/', '~', '.'])) {
        let short: Vec<String> = all.iter().map(|o| model.short(&o.path)).collect();
        let ranked = fuzzy::ranked(typed.trim(), short.iter().map(String::as_str));
        for found in ranked {
            let Some(offer) = all.get(found.index) else {
                continue;
            };
            match offers.iter_mut().find(|o| o.path == offer.path) {
                Some(there) => there.at = found.at,
                None => offers.push(Offer {
                    at: found.at,
                    ..offer.clone()
                }),
            }
        }
    }
    let mut seen = BTreeSet::new();
    offers.retain(|o| seen.insert(o.path.clone()));
    offers
}

/// The offer that is the typed directory itself; with nothing typed the one
/// where a start would be.
#[must_use]
pub fn typed(model: &Model, start: &StartDialog) -> Option<Offer> {
    itself(model, &all(model), &start.directory.text())
}

/// The offer of exactly this directory, if something is known of it.
fn itself(model: &Model, all: &[Offer], typed: &str) -> Option<Offer> {
    let here = here(model, typed);
    let known = all.iter().find(|o| real(model, &o.path) == here);
    known.cloned().or_else(|| {
        let offer = offer(model, &here, Source::Path, None);
        offer.worker.is_some().then_some(offer)
    })
}

/// The directory that is typed, as far as the host has said what it is.
fn here(model: &Model, typed: &str) -> String {
    let path = match typed.trim_end_matches('/') {
        "" if typed.starts_with('/') => "/",
        path => path,
    };
    let completed = model.sources.real.get(path).filter(|real| *real != ASKED);
    completed.cloned().unwrap_or_else(|| {
        let path = absolute(model, path);
        real(model, &path).to_owned()
    })
}

/// The paths of all sources that have not been asked for yet.
#[must_use]
pub fn unasked(model: &Model) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut unasked = Vec::new();
    for (path, _) in paths(model) {
        let new = path.starts_with('/') && !model.sources.real.contains_key(path);
        if new && seen.insert(path) && unasked.len() < MOST {
            unasked.push(path.to_owned());
        }
    }
    unasked
}

/// The paths of all sources, the best first.
fn paths(model: &Model) -> Vec<(&str, Source)> {
    let Sources {
        panes,
        conversations,
        zoxide,
        ..
    } = &model.sources;
    let dead = model.roster.each().filter(|w| w.life.is_dead());
    let dead = dead.filter_map(|w| w.directory.as_deref());
    let mut paths: Vec<(&str, Source)> = Vec::new();
    paths.extend(panes.iter().map(|p| (p.as_str(), Source::Pane)));
    paths.extend(dead.map(|p| (p, Source::Dead)));
    let of_conversations = conversations.iter().map(|c| c.directory.as_str());
    paths.extend(of_conversations.map(|p| (p, Source::Conversation)));
    paths.extend(zoxide.iter().map(|p| (p.as_str(), Source::Zoxide)));
    paths
}

/// One offer for each directory, however it is spelled; none for what is gone.
fn all(model: &Model) -> Vec<Offer> {
    let sources = &model.sources;
    let mut newest: BTreeMap<&str, &Conversation> = BTreeMap::new();
    for conversation in &sources.conversations {
        let real = real(model, &conversation.directory);
        newest.entry(real).or_insert(conversation);
    }
    let mut seen = BTreeSet::new();
    let mut offers = Vec::new();
    for (path, source) in paths(model) {
        let real = real(model, path);
        if !real.is_empty() && seen.insert(real) && offers.len() < MOST {
            let conversation = newest.get(real).copied();
            offers.push(offer(model, path, source, conversation.cloned()));
        }
    }
    offers
}

/// What this path really is, as far as the host has said; empty when gone.
fn real<'a>(model: &'a Model, path: &'a str) -> &'a str {
    let Sources { real, before, .. } = &model.sources;
    // Asked for now, and not answered: as it was before.
    let now = real.get(path).filter(|real| *real != ASKED);
    now.or_else(|| before.get(path))
        .map_or(path, String::as_str)
}

/// The worker in it is found by what the host says that the path really is;
/// where it has not said anything, by the path as it is told.
fn offer(model: &Model, path: &str, source: Source, conversation: Option<Conversation>) -> Offer {
    let directory = Directory::new(&absolute(model, real(model, path))).ok();
    let worker = directory.and_then(|d| model.roster.in_directory(&d));
    Offer {
        path: path.to_owned(),
        source,
        dead: worker.is_some_and(|w| w.life.is_dead()),
        worker: worker.map(|w| w.target.clone()),
        conversation,
        at: Vec::new(),
    }
}

/// A path as typed, from the root, as far as that can be said without the
/// disk.
fn absolute(model: &Model, path: &str) -> String {
    let home = match &model.host {
        HostState::Ready(host) => host.home.as_str(),
        HostState::Unknown | HostState::Unfit(_) => "",
    };
    let (mut from, mut rest) = match path.strip_prefix('~') {
        Some("") => return home.to_owned(),
        Some(below) if below.starts_with('/') => (home, below.trim_start_matches('/')),
        _ if path.starts_with('/') => return path.to_owned(),
        _ => (model.base.as_str(), path),
    };
    loop {
        if let Some(same) = rest.strip_prefix("./") {
            rest = same;
        } else if let Some(above) = rest.strip_prefix("../") {
            from = from.rsplit_once('/').map_or("", |(above, _)| above);
            rest = above;
        } else {
            break;
        }
    }
    let from = from.trim_end_matches('/');
    let path = match rest {
        "" | "." => from.to_owned(),
        ".." => from.rsplit_once('/').map_or("", |(above, _)| above).into(),
        rest => format!("{from}/{rest}"),
    };
    if path.is_empty() { "/".into() } else { path }
}
