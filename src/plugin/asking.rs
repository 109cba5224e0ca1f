//! When Zellij's question for permissions is asked.
//!
//! From that moment on Zellij keeps every event and message from a plugin
//! until the user has answered. A plugin that a pipe has launched has a pane
//! that nobody sees: its question would be hidden, and the pipe would hang. So
//! where the user is not known to have said yes before, the question comes a
//! moment after the start, and not at all if a pipe comes first: then the
//! panel is shown and has the user ask for it.

use super::host::PERMISSIONS;

use zellij_tile::prelude::{request_permission, set_timeout};
use zellij_tile::shim::plugin_api::event::ProtobufEventPayload as Payload;

/// Says which permissions have been granted; in the folder that Zellij gives
/// to each plugin, beside where it keeps the user's answer.
const MARK: &str = "/cache/granted";
/// Seconds. A message of the pipe that has launched the plugin is delivered
/// in the step after its load.
const MOMENT: f64 = 0.1;

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Asking {
    /// Not begun.
    #[default]
    Begin,
    /// It comes with the next event.
    Soon,
    /// It is the user's turn to want it.
    Called,
    /// It was asked, and the answer has not come.
    Asked,
    /// It was answered.
    Answered,
}

impl Asking {
    /// The panel wants to be allowed.
    pub(super) fn ask(&mut self) {
        if *self == Self::Begin && !is_marked() {
            *self = Self::Soon;
            set_timeout(MOMENT);
        } else {
            *self = Self::Asked;
            request_permission(&PERMISSIONS);
        }
    }

    /// An event has come.
    pub(super) fn heard(&mut self, event: &Payload) {
        match event {
            Payload::PermissionRequestResultPayload(answer) => {
                *self = Self::Answered;
                if answer.granted { mark() } else { unmark() }
            }
            Payload::TimerPayload(_) if *self == Self::Soon => self.ask(),
            _ => {}
        }
    }

    /// A message has come; whether it tells that the answer was yes.
    ///
    /// What Zellij has kept comes in its order, the answer last; but nothing
    /// of it comes before the answer is there.
    pub(super) fn called(&mut self) -> bool {
        match self {
            Self::Soon => *self = Self::Called,
            Self::Asked => {
                *self = Self::Answered;
                return true;
            }
            Self::Begin | Self::Called | Self::Answered => {}
        }
        false
    }
}

fn names() -> String {
    PERMISSIONS.map(|p| format!("{p:?}\n")).concat()
}

#[allow(clippy::disallowed_methods)]
fn is_marked() -> bool {
    std::fs::read_to_string(MARK).is_ok_and(|text| text == names())
}

#[allow(clippy::disallowed_methods)]
fn mark() {
    if !is_marked() {
        // Without the mark the question comes a moment later, that is all.
        let _ = std::fs::write(MARK, names());
    }
}

fn unmark() {
    let _ = std::fs::remove_file(MARK);
}
