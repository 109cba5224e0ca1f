//! The messages that Zellij 0.45 and its plugins exchange: of Zellij's many,
//! those that org needs, and of each the fields that it reads or writes.
//!
//! They stand in for zellij-tile, whose conversions know every event, layout
//! and key binding of Zellij: with it the plugin had 1,147,198 bytes and 133
//! crates, without it less than half of the bytes and a dozen crates. Names
//! and numbers are those of `plugin_api/*.proto` in zellij-utils; a test in
//! `budgets` compares each with the original. Fields that are not named here
//! are skipped, so that a later Zellij may add some.

#![allow(clippy::enum_variant_names, reason = "the names are Zellij's")]

use prost::{Enumeration, Message, Oneof};

/// A name and a value, as in the context of a command.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ContextItem {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(string, tag = "2")]
    pub value: String,
}

/// The options that the user gave the plugin.
#[derive(Clone, PartialEq, Message)]
pub(super) struct PluginConfiguration {
    #[prost(message, repeated, tag = "1")]
    pub name_and_value: Vec<ContextItem>,
}

/// Something that happened. The payload alone tells what.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Event {
    #[prost(oneof = "Happened", tags = "3, 4, 5, 6, 7, 9, 12, 14, 17, 26")]
    pub payload: Option<Happened>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum Happened {
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
    #[prost(message, tag = "26")]
    PastedTextPayload(PastedTextPayload),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct TabUpdatePayload {
    #[prost(message, repeated, tag = "1")]
    pub tab_info: Vec<TabInfo>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct TabInfo {
    #[prost(uint32, tag = "1")]
    pub position: u32,
    #[prost(bool, tag = "3")]
    pub active: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PaneUpdatePayload {
    #[prost(message, repeated, tag = "1")]
    pub pane_manifest: Vec<PaneManifest>,
}

/// The panes of one tab.
#[derive(Clone, PartialEq, Message)]
pub(super) struct PaneManifest {
    #[prost(uint32, tag = "1")]
    pub tab_index: u32,
    #[prost(message, repeated, tag = "2")]
    pub panes: Vec<PaneInfo>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PaneInfo {
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
pub(super) struct Key {
    #[prost(enumeration = "KeyModifier", optional, tag = "1")]
    pub modifier: Option<i32>,
    #[prost(oneof = "MainKey", tags = "2, 3")]
    pub main_key: Option<MainKey>,
    #[prost(enumeration = "KeyModifier", repeated, tag = "4")]
    pub additional_modifiers: Vec<i32>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum MainKey {
    #[prost(enumeration = "NamedKey", tag = "2")]
    Key(i32),
    /// The character's code, whatever the names in Zellij's own list say.
    #[prost(int32, tag = "3")]
    Char(i32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum KeyModifier {
    Ctrl = 0,
    Alt = 1,
    Shift = 2,
    Super = 3,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum NamedKey {
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
pub(super) struct MouseEventPayload {
    #[prost(enumeration = "MouseEventName", tag = "1")]
    pub mouse_event_name: i32,
    #[prost(oneof = "MouseDetail", tags = "2, 3")]
    pub mouse_event_payload: Option<MouseDetail>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum MouseDetail {
    #[prost(uint32, tag = "2")]
    LineCount(u32),
    #[prost(message, tag = "3")]
    Position(Position),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum MouseEventName {
    MouseScrollUp = 0,
    MouseScrollDown = 1,
    MouseLeftClick = 2,
    MouseHover = 6,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Position {
    #[prost(int64, tag = "1")]
    pub line: i64,
    #[prost(int64, tag = "2")]
    pub column: i64,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PermissionRequestResultPayload {
    #[prost(bool, tag = "1")]
    pub granted: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RunCommandResultPayload {
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
pub(super) struct CommandPaneExitedPayload {
    #[prost(uint32, tag = "1")]
    pub terminal_pane_id: u32,
    #[prost(int32, optional, tag = "2")]
    pub exit_code: Option<i32>,
    #[prost(message, repeated, tag = "3")]
    pub context: Vec<ContextItem>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PastedTextPayload {
    #[prost(string, tag = "1")]
    pub pasted_text: String,
}

/// The events that org subscribes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum EventType {
    TabUpdate = 1,
    PaneUpdate = 2,
    Key = 3,
    Mouse = 4,
    Timer = 5,
    Visible = 9,
    PermissionRequestResult = 15,
    RunCommandResult = 17,
    CommandPaneExited = 20,
    PastedText = 29,
}

/// The permissions that org asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum PermissionType {
    ReadApplicationState = 0,
    ChangeApplicationState = 1,
    RunCommands = 3,
}

/// Something that Zellij is asked to do: its name, and what belongs to it.
#[derive(Clone, PartialEq, Message)]
pub(super) struct PluginCommand {
    #[prost(enumeration = "CommandName", tag = "1")]
    pub name: i32,
    #[prost(
        oneof = "Asked",
        tags = "2, 10, 12, 30, 34, 35, 37, 38, 43, 98, 119, 142, 149"
    )]
    pub payload: Option<Asked>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum CommandName {
    Subscribe = 0,
    GetPluginIds = 3,
    OpenCommandPaneFloating = 10,
    SetTimeout = 12,
    HideSelf = 16,
    CloseTerminalPane = 58,
    RenameTerminalPane = 62,
    RenamePluginPane = 63,
    ReportCrash = 65,
    RequestPluginPermissions = 66,
    RunCommand = 71,
    OpenCommandPaneInPlaceOfPlugin = 123,
    ShowCursor = 169,
    GetPaneCwd = 191,
    OpenCommandPaneInNewTab = 198,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum Asked {
    #[prost(message, tag = "2")]
    SubscribePayload(SubscribePayload),
    #[prost(message, tag = "10")]
    OpenCommandPaneFloatingPayload(OpenCommandPanePayload),
    #[prost(message, tag = "12")]
    SetTimeoutPayload(SetTimeoutPayload),
    #[prost(uint32, tag = "30")]
    CloseTerminalPanePayload(u32),
    #[prost(message, tag = "34")]
    RenameTerminalPanePayload(IdAndNewName),
    #[prost(message, tag = "35")]
    RenamePluginPanePayload(IdAndNewName),
    #[prost(string, tag = "37")]
    ReportCrashPayload(String),
    #[prost(message, tag = "38")]
    RequestPluginPermissionPayload(RequestPluginPermissionPayload),
    #[prost(message, tag = "43")]
    RunCommandPayload(RunCommandPayload),
    #[prost(message, tag = "98")]
    OpenCommandPaneInPlaceOfPluginPayload(OpenCommandPaneInPlaceOfPluginPayload),
    #[prost(message, tag = "119")]
    ShowCursorPayload(ShowCursorPayload),
    #[prost(message, tag = "142")]
    GetPaneCwdPayload(GetPaneCwdPayload),
    #[prost(message, tag = "149")]
    OpenCommandPaneInNewTabPayload(OpenCommandPanePayload),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct SubscribePayload {
    #[prost(message, optional, tag = "1")]
    pub subscriptions: Option<EventNameList>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct EventNameList {
    #[prost(enumeration = "EventType", repeated, tag = "1")]
    pub event_types: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OpenCommandPanePayload {
    #[prost(message, optional, tag = "1")]
    pub command_to_run: Option<Command>,
    #[prost(message, repeated, tag = "3")]
    pub context: Vec<ContextItem>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OpenCommandPaneInPlaceOfPluginPayload {
    #[prost(message, optional, tag = "1")]
    pub command_to_run: Option<Command>,
    #[prost(message, repeated, tag = "3")]
    pub context: Vec<ContextItem>,
    #[prost(bool, tag = "4")]
    pub close_plugin_after_replace: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Command {
    #[prost(string, tag = "1")]
    pub path: String,
    #[prost(string, repeated, tag = "2")]
    pub args: Vec<String>,
    #[prost(string, optional, tag = "3")]
    pub cwd: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OpenCommandPaneResponse {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct OpenPaneInNewTabResponse {
    #[prost(message, optional, tag = "2")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PaneId {
    #[prost(enumeration = "PaneType", tag = "1")]
    pub pane_type: i32,
    #[prost(uint32, tag = "2")]
    pub id: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(super) enum PaneType {
    Terminal = 0,
    Plugin = 1,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct SetTimeoutPayload {
    #[prost(double, tag = "1")]
    pub seconds: f64,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct IdAndNewName {
    #[prost(uint32, tag = "1")]
    pub id: u32,
    #[prost(string, tag = "2")]
    pub new_name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RequestPluginPermissionPayload {
    #[prost(enumeration = "PermissionType", repeated, tag = "1")]
    pub permissions: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct RunCommandPayload {
    #[prost(string, repeated, tag = "1")]
    pub command_line: Vec<String>,
    #[prost(message, repeated, tag = "2")]
    pub env_variables: Vec<ContextItem>,
    #[prost(string, tag = "3")]
    pub cwd: String,
    #[prost(message, repeated, tag = "4")]
    pub context: Vec<ContextItem>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct ShowCursorPayload {
    #[prost(message, optional, tag = "1")]
    pub position: Option<CursorPosition>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct CursorPosition {
    #[prost(uint32, tag = "1")]
    pub x: u32,
    #[prost(uint32, tag = "2")]
    pub y: u32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct GetPaneCwdPayload {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct GetPaneCwdResponse {
    #[prost(oneof = "Cwd", tags = "1, 2")]
    pub result: Option<Cwd>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum Cwd {
    #[prost(string, tag = "1")]
    Cwd(String),
    #[prost(string, tag = "2")]
    Error(String),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PluginIds {
    #[prost(int32, tag = "1")]
    pub plugin_id: i32,
    #[prost(string, tag = "3")]
    pub initial_cwd: String,
}
