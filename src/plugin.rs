//! The host's side of the panel: Zellij's events become inputs, effects
//! become calls of Zellij, frames become its UI components. No decision is
//! made here.

mod asking;
#[allow(clippy::disallowed_methods)]
mod claims;
mod decimals;
mod event;
mod export;
// The one place that asks the host for the time.
#[allow(clippy::disallowed_methods)]
mod host;
mod paint;
mod pipes;
mod wire;
mod zellij;

pub(crate) use export::begin;

use std::collections::{BTreeMap, VecDeque};

use asking::Asking;
use org::app::App;
use org::effect::Effect;
use org::input::Input;
use org::view::Size;
use paint::Painter;
use wire::{EventType, Happened, PipeMessage};

/// The plugin as Zellij holds it.
#[derive(Default)]
pub struct Plugin {
    app: App,
    own_id: u32,
    /// The position of the tab that the user looks at.
    tab: Option<u32>,
    /// Whether Zellij has told that the panel is in sight or out of it. It
    /// does so when that changes.
    told: bool,
    /// Whether Zellij has sent its list of panes.
    placed: bool,
    asking: Asking,
    painter: Painter,
    /// The pipes of its predecessor, until it may answer them.
    left: Vec<(String, String)>,
}

impl Plugin {
    /// Begins with the options that the user gave.
    fn load(&mut self, configuration: BTreeMap<String, String>) {
        zellij::subscribe(&[
            EventType::Key,
            EventType::Mouse,
            EventType::PastedText,
            EventType::Timer,
            EventType::Visible,
            EventType::PermissionRequestResult,
            EventType::RunCommandResult,
            EventType::PaneUpdate,
            EventType::TabUpdate,
            EventType::CommandPaneExited,
            EventType::PaneClosed,
            EventType::BeforeClose,
        ]);
        self.left = claims::left_behind();
        let ids = zellij::get_plugin_ids();
        self.own_id = u32::try_from(ids.plugin_id).unwrap_or_default();
        let seed = host::random();
        self.feed(Input::Loaded {
            configuration,
            seed,
            directory: ids.initial_cwd,
        });
    }

    /// Takes an event; whether to draw again.
    fn update(&mut self, event: Happened) -> bool {
        self.asking.heard(&event);
        // Of a panel that is in sight from the start nothing is told, and one
        // in another tab is drawn as well; but Zellij sends its list of panes
        // to the plugins of the tabs in sight alone.
        if let Happened::TabUpdatePayload(tabs) = &event {
            let active = tabs.tab_info.iter().find(|tab| tab.active);
            self.tab = active.map(|tab| tab.position);
        }
        if let Happened::PaneUpdatePayload(panes) = &event {
            self.feed(event::terminals(panes));
        }
        let first_sight = !self.told && matches!(event, Happened::PaneUpdatePayload(_));
        self.placed |= matches!(event, Happened::PaneUpdatePayload(_));
        let mut repaint = first_sight && self.feed(Input::Visible(true));
        let allowed = matches!(&event, Happened::PermissionRequestResultPayload(a) if a.granted);
        if let Some(input) = event::input(event, self.own_id, self.tab) {
            repaint |= self.feed(input);
        }
        if allowed {
            for (id, operation) in std::mem::take(&mut self.left) {
                repaint |= self.feed(Input::PipeLeft { id, operation });
            }
        }
        repaint
    }

    /// Takes a message of a pipe; whether to draw again.
    fn pipe(&mut self, message: PipeMessage) -> bool {
        if !message.is_private {
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
                zellij::hide_self();
            }
        }
        let repaint = allowed && self.feed(Input::Permission(true));
        event::message(message).is_some_and(|input| self.feed(input)) || repaint
    }

    /// Ends what is under way: the plugin is about to be removed.
    fn close(&mut self) -> bool {
        self.feed(Input::Closing)
    }

    fn render(&mut self, rows: usize, columns: usize) {
        let frame = self.app.view(host::now(), Size { rows, columns });
        self.painter.paint(frame);
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
