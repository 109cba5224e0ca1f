//! The host's side of the panel: Zellij's events become inputs, effects
//! become calls of zellij-tile, frames become Zellij's UI components. No
//! decision is made here.

mod asking;
#[allow(clippy::disallowed_methods)]
mod claims;
mod event;
mod gate;
// The one place that asks the host for the time.
#[allow(clippy::disallowed_methods)]
mod host;
mod modes;
mod paint;
mod pipes;
mod terminal;
mod theme;

pub(crate) use gate::Gate;

use std::collections::{BTreeMap, VecDeque};

use asking::Asking;
use modes::Modes;
use org::app::App;
use org::effect::Effect;
use org::input::Input;
use org::tmux::saved::Owner;
use org::view::{Palette, Size};
use zellij_tile::ZellijPlugin;
use zellij_tile::prelude::{
    EventType, PipeMessage, get_plugin_ids, get_zellij_version, hide_self, subscribe,
};
use zellij_tile::shim::plugin_api::event::{
    ModeUpdatePayload, ProtobufEvent, ProtobufEventPayload as Payload, ProtobufEventType,
};

/// The plugin as Zellij holds it.
#[derive(Default)]
pub struct Plugin {
    app: App,
    own_id: u32,
    modes: Modes,
    /// Whether Zellij has told that the panel is in sight or out of it. It
    /// does so when that changes.
    told: bool,
    /// Whether Zellij has sent its list of panes.
    placed: bool,
    asking: Asking,
    palette: Palette,
    /// The pipes of its predecessor, until it may answer them.
    left: Vec<(String, String)>,
}

impl ZellijPlugin for Plugin {
    fn load(&mut self, configuration: BTreeMap<String, String>) {
        subscribe(&[
            EventType::ModeUpdate,
            EventType::Key,
            EventType::Mouse,
            EventType::PastedText,
            EventType::Timer,
            EventType::Visible,
            EventType::PermissionRequestResult,
            EventType::RunCommandResult,
            EventType::PaneUpdate,
            EventType::CommandPaneExited,
            EventType::PaneClosed,
            EventType::BeforeClose,
        ]);
        // With it Zellij tells all key bindings once, and leaves them out of
        // each `ModeUpdate`. Zellij 0.44.0 does not know it, and subscribes to
        // nothing of a list with it.
        subscribe(&[EventType::InitialKeybinds]);
        self.left = claims::left_behind();
        let ids = get_plugin_ids();
        self.own_id = ids.plugin_id;
        let owner = Owner {
            zellij: ids.zellij_pid,
            plugin: ids.plugin_id,
            client: u32::from(ids.client_id),
            seed: host::random(),
        };
        self.feed(Input::Loaded {
            configuration,
            owner,
            directory: ids.initial_cwd.to_string_lossy().into_owned(),
        });
        self.feed(Input::HostVersion(get_zellij_version()));
    }

    fn pipe(&mut self, message: PipeMessage) -> bool {
        self.take_message(message, None)
    }

    fn render(&mut self, rows: usize, cols: usize) {
        let size = Size {
            rows,
            columns: cols,
        };
        paint::paint(self.app.view(host::now(), size), &self.palette);
    }
}

impl Plugin {
    /// Takes an event; whether to draw again.
    ///
    /// `register_plugin!` converts the event into whatever `update` takes and
    /// finds this function before the trait's. So nothing is converted:
    /// zellij-tile's own event cuts a typed character to a byte (`日` becomes
    /// `å`) and panics at an event, a key or a mouse button that it does not
    /// know, as a newer Zellij sends. Once it does neither, this is the
    /// trait's.
    pub(crate) fn update(&mut self, event: ProtobufEvent) -> bool {
        let Some(event) = event.payload else {
            return event.name == ProtobufEventType::BeforeClose as i32
                && self.feed(Input::Closing);
        };
        self.asking.heard(&event);
        match event {
            Payload::ModeUpdatePayload(update) => return self.mode_changed(update),
            Payload::InitialKeybindsPayload(keys) => {
                let keys = self.modes.learn(keys.keybinds);
                return self.feed(Input::HostKeys(keys));
            }
            _ => {}
        }
        // Of a panel that is in sight from the start nothing is told, and one
        // in another tab is drawn as well; but Zellij sends its list of panes
        // to the plugins of the tabs in sight alone.
        if let Payload::PaneUpdatePayload(panes) = &event {
            self.feed(event::panes(panes));
        }
        let first_sight = !self.told && matches!(event, Payload::PaneUpdatePayload(_));
        self.placed |= matches!(event, Payload::PaneUpdatePayload(_));
        let mut repaint = first_sight && self.feed(Input::Visible(true));
        let allowed = matches!(&event, Payload::PermissionRequestResultPayload(a) if a.granted);
        if let Some(input) = event::input(event, self.own_id) {
            repaint |= self.feed(input);
        }
        if allowed {
            for (id, operation) in std::mem::take(&mut self.left) {
                repaint |= self.feed(Input::PipeLeft { id, operation });
            }
        }
        repaint
    }

    /// Zellij tells of its mode and its theme; whether to draw again.
    fn mode_changed(&mut self, update: ModeUpdatePayload) -> bool {
        let theme = update.style.as_ref().and_then(theme::theme);
        let palette = theme.map_or(self.palette, |theme| Palette::new(&theme));
        let is_new = std::mem::replace(&mut self.palette, palette) != palette;
        let keys = self.modes.update(update);
        self.feed(Input::HostKeys(keys)) || is_new
    }

    /// Takes a message of a pipe, with the size of its payload where that was
    /// too large to be taken; whether to draw again.
    fn take_message(&mut self, message: PipeMessage, too_large: Option<usize>) -> bool {
        if self.modes.heard(&message) || !message.is_private {
            // Without `--plugin` it goes to all plugins at once, and may mean
            // something else to another one.
            return false;
        }
        let allowed = self.asking.called();
        if !self.placed && !self.told {
            // A pipe has launched it, in a floating pane that nobody wants to
            // see, unless there is something to ask.
            self.told = true;
            if allowed {
                hide_self();
                self.feed(Input::Hidden);
            }
        }
        let repaint = allowed && self.feed(Input::Permission(true));
        event::message(message, too_large).is_some_and(|input| self.feed(input)) || repaint
    }

    /// Takes an input and does what comes of it; whether to draw again.
    fn feed(&mut self, input: Input) -> bool {
        let mut repaint = false;
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            if matches!(input, Input::Visible(_)) {
                self.told = true;
            }
            for effect in self.app.update(host::now(), input) {
                match effect {
                    Effect::Repaint => repaint = true,
                    Effect::RequestPermission => self.asking.ask(),
                    other => inputs.extend(host::perform(other, self.own_id)),
                }
            }
        }
        repaint
    }
}
