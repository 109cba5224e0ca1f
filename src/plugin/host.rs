//! Effects as calls of Zellij, and the few facts that only the host has.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use org::effect::Effect;
use org::input::Input;
use org::time::Moment;

use zellij_tile::prelude::{
    PermissionType, close_terminal_pane, hide_self, rename_plugin_pane,
    run_command_with_env_variables_and_cwd, set_timeout, show_self,
};

use super::{pipes, terminal};

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
pub(super) fn perform(effect: Effect, own_id: u32) -> Option<Input> {
    match effect {
        Effect::RunCommand { id, argv } => {
            let context = BTreeMap::from([(REQUEST.to_owned(), id.0.to_string())]);
            run(&argv, BTreeMap::new(), context);
        }
        Effect::Notify { argv, environment } => run(&argv, environment, BTreeMap::new()),
        Effect::SetTimer(span) => set_timeout(span.0 as f64 / 1000.0),
        Effect::OpenTerminal {
            argv,
            title,
            place,
            shows,
        } => {
            return Some(match terminal::open(argv, &title, place) {
                Ok(terminal) => Input::TerminalOpened { terminal, shows },
                Err(runs) => Input::NoTerminal { shows, runs },
            });
        }
        Effect::Rename(title) => rename_plugin_pane(own_id, title),
        Effect::ShowTerminal(terminal) => {
            return Some(if terminal::show(terminal) {
                Input::TerminalShown(terminal)
            } else {
                Input::TerminalClosed(terminal)
            });
        }
        Effect::CloseTerminal(terminal) => close_terminal_pane(terminal),
        Effect::ReadDirectory(terminal) => {
            return Some(Input::Directory(terminal::directory(terminal)));
        }
        Effect::ReadFocus => return Some(Input::Focused(terminal::focused())),
        Effect::ReadDirectories(terminals) => {
            let known = terminals.into_iter().filter_map(terminal::directory);
            return Some(Input::Directories(known.collect()));
        }
        Effect::Hide => hide_self(),
        Effect::Show => show_self(true),
        // The caller draws when all effects are done, and knows when to ask.
        Effect::Repaint | Effect::RequestPermission => {}
        other => return pipes::perform(other),
    }
    None
}

/// Runs a program from `/`: if the plugin's directory is gone, every command
/// that is run from it fails.
fn run(argv: &[String], environment: BTreeMap<String, String>, context: BTreeMap<String, String>) {
    let argv: Vec<&str> = argv.iter().map(String::as_str).collect();
    run_command_with_env_variables_and_cwd(&argv, environment, PathBuf::from("/"), context);
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
