//! Zellij's events as inputs.

use org::input::{Input, Key, KeyCode, Mouse as PanelMouse, RequestId};
use org::pipe::Message;
use org::tmux::Output;
use zellij_tile::prelude::*;

use super::host;

/// The input that an event means, if any. `own_id` is the plugin's number.
pub(super) fn input(event: Event, own_id: u32) -> Option<Input> {
    Some(match event {
        Event::Key(key) => Input::Key(self::key(&key)?),
        Event::PastedText(text) => Input::Pasted(text),
        Event::Mouse(mouse) => Input::Mouse(self::mouse(mouse)?),
        Event::Timer(_) => Input::Tick,
        Event::Visible(visible) => Input::Visible(visible),
        Event::PermissionRequestResult(status) => {
            Input::Permission(status == PermissionStatus::Granted)
        }
        Event::RunCommandResult(status, stdout, stderr, context) => Input::CommandFinished {
            id: RequestId(context.get(host::REQUEST)?.parse().ok()?),
            output: Output {
                status,
                stdout,
                stderr,
            },
        },
        Event::PaneUpdate(panes) => surroundings(&panes, own_id)?,
        Event::CommandPaneExited(terminal, status, context) => {
            context.get(host::VIEW)?;
            Input::TerminalEnded { terminal, status }
        }
        Event::BeforeClose => Input::Closing,
        _ => return None,
    })
}

/// The message of a pipe of the command line; keys and other plugins have
/// nothing that could be answered.
pub(super) fn message(message: PipeMessage) -> Option<Input> {
    let PipeSource::Cli(id) = message.source else {
        return None;
    };
    Some(Input::Piped(Message {
        id,
        name: message.name,
        payload: message.payload,
        arguments: message.args,
    }))
}

fn key(key: &KeyWithModifier) -> Option<Key> {
    let code = match key.bare_key {
        BareKey::Char(c) => KeyCode::Char(c),
        BareKey::Enter => KeyCode::Enter,
        BareKey::Esc => KeyCode::Esc,
        BareKey::Tab => KeyCode::Tab,
        BareKey::Backspace => KeyCode::Backspace,
        BareKey::Delete => KeyCode::Delete,
        BareKey::Left => KeyCode::Left,
        BareKey::Right => KeyCode::Right,
        BareKey::Up => KeyCode::Up,
        BareKey::Down => KeyCode::Down,
        BareKey::Home => KeyCode::Home,
        BareKey::End => KeyCode::End,
        BareKey::PageUp => KeyCode::PageUp,
        BareKey::PageDown => KeyCode::PageDown,
        _ => return None,
    };
    let held = |modifier| key.key_modifiers.contains(&modifier);
    let shift = held(KeyModifier::Shift);
    // Terminals with the newer keyboard protocol send a capital letter as the
    // small one with Shift.
    let (code, shift) = match code {
        KeyCode::Char(c) if shift => (KeyCode::Char(c.to_ascii_uppercase()), false),
        code => (code, shift),
    };
    if held(KeyModifier::Super) {
        return None;
    }
    Some(Key {
        code,
        ctrl: held(KeyModifier::Ctrl),
        alt: held(KeyModifier::Alt),
        shift,
    })
}

fn mouse(mouse: Mouse) -> Option<PanelMouse> {
    let lines = |n: usize| isize::try_from(n).unwrap_or(isize::MAX);
    Some(match mouse {
        Mouse::LeftClick(row, column) => PanelMouse::Click {
            row: usize::try_from(row).ok()?,
            column,
        },
        Mouse::ScrollUp(n) => PanelMouse::Scroll(-lines(n)),
        Mouse::ScrollDown(n) => PanelMouse::Scroll(lines(n)),
        _ => return None,
    })
}

/// The terminal that was in use beside or below the panel: each layer of a
/// tab has a pane of its own that is in focus.
fn surroundings(panes: &PaneManifest, own_id: u32) -> Option<Input> {
    let is_own = |p: &PaneInfo| p.is_plugin && p.id == own_id;
    let tab = panes.panes.values().find(|tab| tab.iter().any(is_own))?;
    let own = tab.iter().find(|p| is_own(p))?;
    let (floating, suppressed) = (own.is_floating, own.is_suppressed);
    let usable = |p: &&PaneInfo| !p.is_plugin && !p.exited && !p.is_suppressed;
    let focused = tab.iter().filter(usable).filter(|p| p.is_focused);
    // What lies in the panel's own layer is the panel's neighbour, or a view
    // that the panel opened; the tiled one is where the user works.
    let terminal = focused.min_by_key(|p| p.is_floating).map(|p| p.id);
    Some(Input::Surroundings {
        terminal,
        floating,
        suppressed,
    })
}
