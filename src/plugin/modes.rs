//! Zellij's modes: which keys it takes before the panel sees them, and back to
//! the mode in which it lets the others through.

use org::keymap::HostKeys;
use zellij_tile::prelude::{InputMode, PipeMessage, PipeSource, switch_to_input_mode};
use zellij_tile::shim::plugin_api::action::{OptionalPayload, ProtobufAction, ProtobufActionName};
use zellij_tile::shim::plugin_api::event::{InputModeKeybinds, ModeUpdatePayload};
use zellij_tile::shim::plugin_api::input_mode::ProtobufInputMode as Mode;

use super::event;

/// The message that plugin.kdl's key sends to all plugins.
const OPENED: &str = "org_opened";

/// What is known of Zellij's modes.
#[derive(Default)]
pub(super) struct Modes {
    /// The mode in which Zellij is when it is in no other, once it has said so.
    base: Option<i32>,
    /// The mode in which it lets keys through to the panel.
    mode: i32,
    /// Its key bindings in every mode.
    bindings: Vec<InputModeKeybinds>,
}

impl Modes {
    /// Takes the key bindings; the keys that Zellij takes where the panel gets
    /// any.
    pub(super) fn learn(&mut self, bindings: Vec<InputModeKeybinds>) -> HostKeys {
        self.bindings = bindings;
        self.keys()
    }

    /// Takes what Zellij says of its mode; the keys that it takes then.
    ///
    /// A panel that has just been launched with a key goes back to the mode in
    /// which it is typed into, as does one that was there, see [`Self::heard`].
    pub(super) fn update(&mut self, update: ModeUpdatePayload) -> HostKeys {
        let base = update.base_mode.unwrap_or(Mode::Normal as i32);
        let first = self.base.replace(base).is_none();
        if first && update.current_mode != base {
            self.go_back();
        }
        let locked = Mode::Locked as i32;
        self.mode = match update.current_mode {
            current if current == locked => locked,
            _ => base,
        };
        if !update.keybinds.is_empty() {
            self.bindings = update.keybinds;
        }
        self.keys()
    }

    fn keys(&self) -> HostKeys {
        let modes = self.bindings.iter().filter(|of| of.mode == self.mode);
        let bindings = modes.flat_map(|of| &of.key_bind);
        let mut keys = HostKeys::default();
        for binding in bindings {
            let Some(key) = binding.key.as_ref().and_then(event::key) else {
                continue;
            };
            keys.taken.insert(key);
            if binding.action.iter().any(locks) {
                keys.lock = Some(key);
            }
        }
        keys
    }

    /// Whether this was the message of plugin.kdl's key. Its own `SwitchToMode`
    /// cannot know that the locked mode is the base; in the others no key
    /// reaches a pane then.
    pub(super) fn heard(&self, message: &PipeMessage) -> bool {
        let opened = message.name == OPENED && matches!(message.source, PipeSource::Keybind);
        if opened {
            self.go_back();
        }
        opened
    }

    fn go_back(&self) {
        if self.base == Some(Mode::Locked as i32) {
            switch_to_input_mode(&InputMode::Locked);
        }
    }
}

/// Whether an action is to go to the locked mode.
fn locks(action: &ProtobufAction) -> bool {
    let switches = action.name == ProtobufActionName::SwitchToMode as i32;
    switches
        && matches!(
            &action.optional_payload,
            Some(OptionalPayload::SwitchToModePayload(to))
                if to.input_mode == Mode::Locked as i32
        )
}
