//! Zellij's events as inputs.

use org::input::{Input, Key, KeyCode, Mouse as PanelMouse, Panes, RequestId};
use org::operation::attach::VIEW;
use org::pipe::Message;
use org::tmux::Output;

use zellij_tile::prelude::{PipeMessage, PipeSource};
use zellij_tile::shim::plugin_api::event::mouse_event_payload::MouseEventPayload as MouseDetail;
use zellij_tile::shim::plugin_api::event::{
    MouseEventName, MouseEventPayload, PaneUpdatePayload, ProtobufContextItem,
    ProtobufEventPayload as Payload, ProtobufPaneInfo, ProtobufPaneType,
};
use zellij_tile::shim::plugin_api::key::{
    ProtobufKey, ProtobufKeyModifier as KeyModifier, ProtobufMainKey as MainKey,
    ProtobufNamedKey as NamedKey,
};

use super::host;

/// The input that an event means, if any. `own_id` is the plugin's number.
pub(super) fn input(event: Payload, own_id: u32) -> Option<Input> {
    Some(match event {
        Payload::KeyPayload(key) => Input::Key(self::key(&key)?),
        Payload::PastedTextPayload(paste) => Input::Pasted(paste.pasted_text),
        Payload::MouseEventPayload(mouse) => Input::Mouse(self::mouse(mouse)?),
        Payload::TimerPayload(_) => Input::Tick,
        Payload::VisiblePayload(visible) => Input::Visible(visible),
        Payload::PermissionRequestResultPayload(answer) => Input::Permission(answer.granted),
        Payload::RunCommandResultPayload(result) => Input::CommandFinished {
            id: RequestId(value(&result.context, host::REQUEST)?.parse().ok()?),
            output: Output {
                status: result.exit_code,
                stdout: result.stdout,
                stderr: result.stderr,
            },
        },
        Payload::PaneClosedPayload(closed) => Input::TerminalClosed(
            closed
                .pane_id
                .filter(|pane| pane.pane_type == ProtobufPaneType::Terminal as i32)?
                .id,
        ),
        Payload::PaneUpdatePayload(panes) => surroundings(&panes, own_id)?,
        Payload::CommandPaneExitedPayload(end) => {
            value(&end.context, host::VIEW)?;
            Input::TerminalEnded {
                terminal: end.terminal_pane_id,
                status: end.exit_code,
            }
        }
        _ => return None,
    })
}

/// The panes of all tabs.
pub(super) fn panes(update: &PaneUpdatePayload) -> Input {
    let mut panes = Panes::default();
    for pane in update.pane_manifest.iter().flat_map(|tab| &tab.panes) {
        if pane.is_plugin {
            panes.plugins.push(pane.id);
        } else if !pane.exited {
            panes.terminals.push(pane.id);
            let command = pane.terminal_command.as_ref();
            if let Some(view) = command.filter(|command| command.contains(VIEW)) {
                panes.views.push((pane.id, view.clone()));
            }
        }
    }
    Input::Panes(panes)
}

/// The message of a pipe of the command line; keys and other plugins have
/// nothing that could be answered. `too_large` is the size of a payload that
/// was not taken.
pub(super) fn message(message: PipeMessage, too_large: Option<usize>) -> Option<Input> {
    let PipeSource::Cli(id) = message.source else {
        return None;
    };
    Some(Input::Piped(Message {
        id,
        name: message.name,
        payload: message.payload,
        too_large,
        arguments: message.args,
    }))
}

fn value<'a>(context: &'a [ProtobufContextItem], name: &str) -> Option<&'a str> {
    let item = context.iter().find(|item| item.name == name)?;
    Some(&item.value)
}

/// A key as the panel knows it.
pub(super) fn key(key: &ProtobufKey) -> Option<Key> {
    let code = match key.main_key.as_ref()? {
        MainKey::Char(code) => KeyCode::Char(char::from_u32(u32::try_from(*code).ok()?)?),
        MainKey::Key(name) => match NamedKey::try_from(*name).ok()? {
            NamedKey::Enter => KeyCode::Enter,
            NamedKey::Esc => KeyCode::Esc,
            NamedKey::Tab => KeyCode::Tab,
            NamedKey::Backspace => KeyCode::Backspace,
            NamedKey::Delete => KeyCode::Delete,
            NamedKey::LeftArrow => KeyCode::Left,
            NamedKey::RightArrow => KeyCode::Right,
            NamedKey::UpArrow => KeyCode::Up,
            NamedKey::DownArrow => KeyCode::Down,
            NamedKey::Home => KeyCode::Home,
            NamedKey::End => KeyCode::End,
            NamedKey::PageUp => KeyCode::PageUp,
            NamedKey::PageDown => KeyCode::PageDown,
            NamedKey::Insert => KeyCode::Insert,
            named if (NamedKey::F1..=NamedKey::F12).contains(&named) => {
                KeyCode::F(u8::try_from(named as i32 - NamedKey::F1 as i32 + 1).ok()?)
            }
            _ => return None,
        },
    };
    let held = |modifier: KeyModifier| {
        let modifier = modifier as i32;
        key.modifier == Some(modifier) || key.additional_modifiers.contains(&modifier)
    };
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

fn mouse(mouse: MouseEventPayload) -> Option<PanelMouse> {
    let name = MouseEventName::try_from(mouse.mouse_event_name).ok()?;
    Some(match (name, mouse.mouse_event_payload?) {
        (MouseEventName::MouseLeftClick, MouseDetail::Position(at)) => PanelMouse::Click {
            row: usize::try_from(at.line).ok()?,
            column: usize::try_from(at.column).ok()?,
        },
        (MouseEventName::MouseHover, MouseDetail::Position(at)) => PanelMouse::Hover {
            row: usize::try_from(at.line).ok()?,
            column: usize::try_from(at.column).ok()?,
        },
        (MouseEventName::MouseScrollUp, MouseDetail::LineCount(n)) => {
            PanelMouse::Scroll(-isize::try_from(n).ok()?)
        }
        (MouseEventName::MouseScrollDown, MouseDetail::LineCount(n)) => {
            PanelMouse::Scroll(isize::try_from(n).ok()?)
        }
        _ => return None,
    })
}

/// The terminal that was in use beside or below the panel: each layer of a
/// tab has a pane of its own that is in focus.
fn surroundings(update: &PaneUpdatePayload, own_id: u32) -> Option<Input> {
    let is_own = |p: &ProtobufPaneInfo| p.is_plugin && p.id == own_id;
    let tabs = update.pane_manifest.iter().map(|tab| &tab.panes);
    let tab = tabs.into_iter().find(|tab| tab.iter().any(is_own))?;
    let own = tab.iter().find(|p| is_own(p))?;
    let (floating, suppressed) = (own.is_floating, own.is_suppressed);
    let usable = |p: &&ProtobufPaneInfo| !p.is_plugin && !p.exited && !p.is_suppressed;
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
