//! Effects as calls of Zellij, and the few facts that only the host has.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use org::effect::Effect;
use org::input::Input;
use org::time::Moment;
use zellij_tile::prelude::*;

use super::claims;

/// Names the request in the context of a host command.
pub(super) const REQUEST: &str = "org_request";
/// Marks the context of a terminal that shows a worker.
pub(super) const VIEW: &str = "org_view";

/// What the user is asked for.
pub(super) const PERMISSIONS: [PermissionType; 4] = [
    PermissionType::RunCommands,
    PermissionType::ReadApplicationState,
    PermissionType::ChangeApplicationState,
    PermissionType::ReadCliPipes,
];

/// Does what the panel wants; what is known at once comes back as an input.
pub(super) fn perform(effect: Effect) -> Option<Input> {
    match effect {
        Effect::RunCommand { id, argv } => {
            let words: Vec<&str> = argv.iter().map(String::as_str).collect();
            let context = BTreeMap::from([(REQUEST.to_owned(), id.0.to_string())]);
            // From `/`: if the plugin's directory is gone, every command that
            // is run from it fails.
            let root = PathBuf::from("/");
            run_command_with_env_variables_and_cwd(&words, BTreeMap::new(), root, context);
        }
        Effect::SetTimer(span) => set_timeout(span.0 as f64 / 1000.0),
        Effect::OpenTerminal { argv, title } => open_terminal(argv, &title),
        Effect::CloseTerminal(terminal) => close_terminal_pane(terminal),
        Effect::ReadDirectory(terminal) => {
            let directory = get_pane_cwd(PaneId::Terminal(terminal)).ok();
            let directory = directory.and_then(|d| d.to_str().map(str::to_owned));
            return Some(Input::Directory(directory));
        }
        Effect::Hide => hide_self(),
        Effect::Show => show_self(true),
        Effect::ClaimPipe { id, until } => {
            let won = claims::claim(&id, until);
            return Some(Input::Claimed { id, won });
        }
        Effect::TakeOverPipe(id) => {
            let won = claims::take_over(&id);
            return Some(Input::Claimed { id, won });
        }
        Effect::InspectClaim(id) => {
            let promised = claims::promised(&id);
            return Some(Input::Inspected { id, promised });
        }
        Effect::PromiseAnswer { id, until } => claims::promise(&id, until),
        Effect::SettleClaim { id, ended } => claims::settle(&id, ended),
        Effect::ClaimRequest { pipe, name } => {
            let won = claims::claim_request(&name);
            return Some(Input::RequestClaimed { pipe, won });
        }
        Effect::KeepAnswer { name, text } => claims::keep(&name, &text),
        Effect::RecallAnswer { pipe, name } => {
            let text = claims::recall(&name);
            return Some(Input::Recalled { pipe, text });
        }
        Effect::SweepClaims {
            ended,
            answers,
            other,
        } => claims::sweep(now(), ended, answers, other),
        Effect::BlockPipe(id) => block_cli_pipe_input(&id),
        Effect::UnblockPipe(id) => unblock_cli_pipe_input(&id),
        Effect::AnswerPipe { id, text } => cli_pipe_output(&id, &text),
        // The caller draws when all effects are done, and knows when to ask.
        Effect::Repaint | Effect::RequestPermission => {}
    }
    None
}

fn open_terminal(argv: Vec<String>, title: &str) {
    let mut words = argv.into_iter();
    let Some(program) = words.next() else {
        return;
    };
    let command = CommandToRun {
        path: PathBuf::from(program),
        args: words.collect(),
        cwd: Some(PathBuf::from("/")),
    };
    let context = BTreeMap::from([(VIEW.to_owned(), String::new())]);
    if let Some(PaneId::Terminal(id)) = open_command_pane_floating(command, None, context) {
        rename_terminal_pane(id, title);
    }
}

/// The host's clock.
pub(super) fn now() -> Moment {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// A number that no other panel has: the standard library draws the keys of
/// its hash maps from the host's random source.
pub(super) fn random() -> u64 {
    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish()
}
