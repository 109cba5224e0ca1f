//! Effects as calls of Zellij, and the few facts that only the host has.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::{SystemTime, UNIX_EPOCH};

use org::config::Place;
use org::effect::Effect;
use org::input::Input;
use org::time::Moment;

use super::wire::PermissionType;
use super::{pipes, zellij};

/// Names the request in the context of a host command.
pub(super) const REQUEST: &str = "org_request";
/// Marks the context of a terminal that shows a worker.
pub(super) const VIEW: &str = "org_view";

/// How often a terminal is looked for before it is not there.
const LOOKS: usize = 10;

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
            // From `/`: if the plugin's directory is gone, every command that
            // is run from it fails.
            zellij::run_command(argv, "/", BTreeMap::new(), context);
        }
        Effect::SetTimer(span) => zellij::set_timeout(span.0 as f64 / 1000.0),
        Effect::OpenTerminal {
            argv,
            title,
            place,
            shows,
        } => {
            return Some(match open_terminal(argv, &title, place) {
                Ok(terminal) => Input::TerminalOpened { terminal, shows },
                Err(runs) => Input::NoTerminal { shows, runs },
            });
        }
        Effect::Notify { argv, environment } => {
            zellij::run_command(argv, "/", environment, BTreeMap::new());
        }
        Effect::Rename(title) => zellij::rename_plugin_pane(own_id, &title),
        Effect::ShowTerminal(terminal) => {
            if !is_there(terminal) {
                return Some(Input::TerminalClosed(terminal));
            }
            zellij::show_terminal(terminal);
            return Some(Input::TerminalShown(terminal));
        }
        Effect::CloseTerminal(terminal) => zellij::close_terminal_pane(terminal),
        Effect::ReadDirectory(terminal) => {
            return Some(Input::Directory(zellij::get_pane_cwd(terminal)));
        }
        Effect::ReadDirectories(terminals) => {
            let known = terminals.into_iter().filter_map(zellij::get_pane_cwd);
            return Some(Input::Directories(known.collect()));
        }
        Effect::Hide => zellij::hide_self(),
        Effect::Show => zellij::show_self(),
        // The caller draws when all effects are done, and knows when to ask.
        Effect::Repaint | Effect::RequestPermission => {}
        other => return pipes::perform(other),
    }
    None
}

/// The terminal's number; where there is none, whether its program runs all
/// the same.
fn open_terminal(argv: Vec<String>, title: &str, place: Place) -> Result<u32, bool> {
    let mut words = argv.into_iter();
    let program = words.next().unwrap_or_default();
    let context = BTreeMap::from([(VIEW.to_owned(), String::new())]);
    let opened = zellij::open_command_pane(program, words.collect(), "/", place, context);
    let terminal = opened.ok_or(false)?;
    // Zellij gives a number to a floating pane that it has no room for, and
    // starts its program.
    if !is_there(terminal) {
        return Err(true);
    }
    zellij::rename_terminal_pane(terminal, title);
    Ok(terminal)
}

/// Whether a terminal is in any tab. One that is there is found at the first
/// attempt, unless Zellij is too busy to answer within its own 100 ms.
fn is_there(terminal: u32) -> bool {
    (0..LOOKS).any(|_| zellij::has_terminal(terminal))
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
