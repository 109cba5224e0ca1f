//! Zellij's terminals: opened, looked for, shown, asked for their directory.

use std::collections::BTreeMap;

use org::config::Place;
use zellij_tile::prelude::{
    CommandToRun, FloatingPaneCoordinates, PaneId, get_focused_pane_info, get_pane_cwd,
    get_pane_info, open_command_pane_floating, open_command_pane_in_new_tab,
    open_command_pane_in_place_of_plugin, rename_terminal_pane, show_pane_with_id,
};

use super::host;

/// How often a terminal is looked for before it is not there.
const LOOKS: usize = 10;

/// Opens a terminal with this program and title; its number. Where there is
/// none, whether the program runs all the same.
pub(super) fn open(argv: Vec<String>, title: &str, place: Place) -> Result<u32, bool> {
    let mut words = argv.into_iter();
    let program = words.next().unwrap_or_default();
    let mut command = CommandToRun::new_with_args(program, words.collect());
    command.cwd = Some("/".into());
    let context = BTreeMap::from([(host::VIEW.to_owned(), String::new())]);
    let opened = match place {
        Place::Floating => open_command_pane_floating(command, whole_tab(), context),
        Place::InPlace => open_command_pane_in_place_of_plugin(command, false, context),
        Place::Tab => open_command_pane_in_new_tab(command, context).1,
    };
    let Some(PaneId::Terminal(terminal)) = opened else {
        return Err(false);
    };
    // Zellij gives a number to a floating pane that it has no room for, and
    // starts its program.
    if !is_there(terminal) {
        return Err(true);
    }
    rename_terminal_pane(terminal, title);
    Ok(terminal)
}

/// Where a floating pane is as large as the tab: an agent in a terminal of
/// 30x10 has each row then, and Zellij's own size is half of that.
fn whole_tab() -> Option<FloatingPaneCoordinates> {
    let percent = |value: &str| Some(value.to_owned());
    let (none, all) = (percent("0%"), percent("100%"));
    FloatingPaneCoordinates::new(none.clone(), none, all.clone(), all, None, None)
}

/// Brings a terminal into sight, and its tab, and puts the focus on it; false
/// when it is not there.
pub(super) fn show(terminal: u32) -> bool {
    let there = is_there(terminal);
    if there {
        show_pane_with_id(PaneId::Terminal(terminal), true, true);
    }
    there
}

/// The directory of the program in a terminal.
pub(super) fn directory(terminal: u32) -> Option<String> {
    let directory = get_pane_cwd(PaneId::Terminal(terminal)).ok()?;
    Some(directory.to_string_lossy().into_owned())
}

/// The terminal in focus in the tab in sight.
pub(super) fn focused() -> Option<u32> {
    match get_focused_pane_info() {
        Ok((_, PaneId::Terminal(terminal))) => Some(terminal),
        _ => None,
    }
}

/// Whether a terminal is in any tab. One that is there is found at the first
/// attempt, unless Zellij is too busy to answer within its own 100 ms.
fn is_there(terminal: u32) -> bool {
    (0..LOOKS).any(|_| get_pane_info(PaneId::Terminal(terminal)).is_some())
}
