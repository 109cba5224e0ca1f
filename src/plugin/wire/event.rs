//! What Zellij tells: events, messages of pipes, and what they hold.

use prost::{Enumeration, Message, Oneof};

use super::{ContextItem, PaneId};

/// The options that the user gave the plugin.
#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PluginConfiguration {
    #[prost(message, repeated, tag = "1")]
    pub name_and_value: Vec<ContextItem>,
}

/// Something that happened. The payload alone tells what, where there is one.
#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct Event {
    #[prost(int32, tag = "1")]
    pub name: i32,
    #[prost(oneof = "Happened", tags = "3, 4, 5, 6, 7, 9, 12, 14, 17, 18, 26")]
    pub payload: Option<Happened>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(in crate::plugin) enum Happened {
    #[prost(message, tag = "3")]
    TabUpdatePayload(TabUpdatePayload),
    #[prost(message, tag = "4")]
    PaneUpdatePayload(PaneUpdatePayload),
    #[prost(message, tag = "5")]
    KeyPayload(Key),
    #[prost(message, tag = "6")]
    MouseEventPayload(MouseEventPayload),
    #[prost(float, tag = "7")]
    TimerPayload(f32),
    #[prost(bool, tag = "9")]
    VisiblePayload(bool),
    #[prost(message, tag = "12")]
    PermissionRequestResultPayload(PermissionRequestResultPayload),
    #[prost(message, tag = "14")]
    RunCommandResultPayload(RunCommandResultPayload),
    #[prost(message, tag = "17")]
    CommandPaneExitedPayload(CommandPaneExitedPayload),
    #[prost(message, tag = "18")]
    PaneClosedPayload(PaneClosedPayload),
    #[prost(message, tag = "26")]
    PastedTextPayload(PastedTextPayload),
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct TabUpdatePayload {
    #[prost(message, repeated, tag = "1")]
    pub tab_info: Vec<TabInfo>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct TabInfo {
    #[prost(uint32, tag = "1")]
    pub position: u32,
    #[prost(bool, tag = "3")]
    pub active: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PaneUpdatePayload {
    #[prost(message, repeated, tag = "1")]
    pub pane_manifest: Vec<PaneManifest>,
}

/// The panes of one tab.
#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PaneManifest {
    #[prost(uint32, tag = "1")]
    pub tab_index: u32,
    #[prost(message, repeated, tag = "2")]
    pub panes: Vec<PaneInfo>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PaneClosedPayload {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PaneInfo {
    #[prost(uint32, tag = "1")]
    pub id: u32,
    #[prost(bool, tag = "2")]
    pub is_plugin: bool,
    #[prost(bool, tag = "3")]
    pub is_focused: bool,
    #[prost(bool, tag = "5")]
    pub is_floating: bool,
    #[prost(bool, tag = "6")]
    pub is_suppressed: bool,
    #[prost(bool, tag = "8")]
    pub exited: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct Key {
    #[prost(enumeration = "KeyModifier", optional, tag = "1")]
    pub modifier: Option<i32>,
    #[prost(oneof = "MainKey", tags = "2, 3")]
    pub main_key: Option<MainKey>,
    #[prost(enumeration = "KeyModifier", repeated, tag = "4")]
    pub additional_modifiers: Vec<i32>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(in crate::plugin) enum MainKey {
    #[prost(enumeration = "NamedKey", tag = "2")]
    Key(i32),
    /// The character's code, whatever the names in Zellij's own list say.
    #[prost(int32, tag = "3")]
    Char(i32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum KeyModifier {
    Ctrl = 0,
    Alt = 1,
    Shift = 2,
    Super = 3,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum NamedKey {
    PageDown = 0,
    PageUp = 1,
    LeftArrow = 2,
    DownArrow = 3,
    UpArrow = 4,
    RightArrow = 5,
    Home = 6,
    End = 7,
    Backspace = 8,
    Delete = 9,
    Insert = 10,
    F1 = 11,
    F2 = 12,
    F3 = 13,
    F4 = 14,
    F5 = 15,
    F6 = 16,
    F7 = 17,
    F8 = 18,
    F9 = 19,
    F10 = 20,
    F11 = 21,
    F12 = 22,
    Tab = 23,
    Esc = 24,
    Enter = 31,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct MouseEventPayload {
    #[prost(enumeration = "MouseEventName", tag = "1")]
    pub mouse_event_name: i32,
    #[prost(oneof = "MouseDetail", tags = "2, 3")]
    pub mouse_event_payload: Option<MouseDetail>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(in crate::plugin) enum MouseDetail {
    #[prost(uint32, tag = "2")]
    LineCount(u32),
    #[prost(message, tag = "3")]
    Position(Position),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum MouseEventName {
    MouseScrollUp = 0,
    MouseScrollDown = 1,
    MouseLeftClick = 2,
    MouseHover = 6,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct Position {
    #[prost(int64, tag = "1")]
    pub line: i64,
    #[prost(int64, tag = "2")]
    pub column: i64,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PermissionRequestResultPayload {
    #[prost(bool, tag = "1")]
    pub granted: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct RunCommandResultPayload {
    #[prost(int32, optional, tag = "1")]
    pub exit_code: Option<i32>,
    #[prost(bytes = "vec", tag = "2")]
    pub stdout: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    pub stderr: Vec<u8>,
    #[prost(message, repeated, tag = "4")]
    pub context: Vec<ContextItem>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct CommandPaneExitedPayload {
    #[prost(uint32, tag = "1")]
    pub terminal_pane_id: u32,
    #[prost(int32, optional, tag = "2")]
    pub exit_code: Option<i32>,
    #[prost(message, repeated, tag = "3")]
    pub context: Vec<ContextItem>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PastedTextPayload {
    #[prost(string, tag = "1")]
    pub pasted_text: String,
}

/// A message of a pipe. Only the command line's have the first name; only one
/// that names this plugin is private.
#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PipeMessage {
    #[prost(string, optional, tag = "2")]
    pub cli_source_id: Option<String>,
    #[prost(string, tag = "4")]
    pub name: String,
    #[prost(string, optional, tag = "5")]
    pub payload: Option<String>,
    #[prost(message, repeated, tag = "6")]
    pub args: Vec<ContextItem>,
    #[prost(bool, tag = "7")]
    pub is_private: bool,
}
