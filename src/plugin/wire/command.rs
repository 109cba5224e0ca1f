//! What Zellij is asked to do, and its answers.

use prost::{Enumeration, Message, Oneof};

use super::{ContextItem, PaneId, PaneInfo};

/// The events that org subscribes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum EventType {
    TabUpdate = 1,
    PaneUpdate = 2,
    Key = 3,
    Mouse = 4,
    Timer = 5,
    Visible = 9,
    PermissionRequestResult = 15,
    RunCommandResult = 17,
    CommandPaneExited = 20,
    PaneClosed = 21,
    PastedText = 29,
    BeforeClose = 32,
}

/// The permissions that org asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum PermissionType {
    ReadApplicationState = 0,
    ChangeApplicationState = 1,
    RunCommands = 3,
    ReadCliPipes = 7,
}

/// Something that Zellij is asked to do: its name, and what belongs to it.
#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PluginCommand {
    #[prost(enumeration = "CommandName", tag = "1")]
    pub name: i32,
    #[prost(
        oneof = "Asked",
        tags = "2, 10, 12, 16, 30, 34, 35, 37, 38, 43, 47, 48, 49, 65, 98, 119, 139, 142, 149"
    )]
    pub payload: Option<Asked>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum CommandName {
    Subscribe = 0,
    GetPluginIds = 3,
    OpenCommandPaneFloating = 10,
    SetTimeout = 12,
    HideSelf = 16,
    ShowSelf = 17,
    CloseTerminalPane = 58,
    RenameTerminalPane = 62,
    RenamePluginPane = 63,
    ReportCrash = 65,
    RequestPluginPermissions = 66,
    RunCommand = 71,
    UnblockCliPipeInput = 76,
    BlockCliPipeInput = 77,
    CliPipeOutput = 78,
    ShowPaneWithId = 89,
    OpenCommandPaneInPlaceOfPlugin = 123,
    ShowCursor = 169,
    GetPaneInfo = 188,
    GetPaneCwd = 191,
    OpenCommandPaneInNewTab = 198,
}

#[derive(Clone, PartialEq, Oneof)]
pub(in crate::plugin) enum Asked {
    #[prost(message, tag = "2")]
    SubscribePayload(SubscribePayload),
    #[prost(message, tag = "10")]
    OpenCommandPaneFloatingPayload(OpenCommandPanePayload),
    #[prost(message, tag = "12")]
    SetTimeoutPayload(SetTimeoutPayload),
    #[prost(bool, tag = "16")]
    ShowSelfPayload(bool),
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
    #[prost(string, tag = "47")]
    UnblockCliPipeInputPayload(String),
    #[prost(string, tag = "48")]
    BlockCliPipeInputPayload(String),
    #[prost(message, tag = "49")]
    CliPipeOutputPayload(CliPipeOutputPayload),
    #[prost(message, tag = "65")]
    ShowPaneWithIdPayload(ShowPaneWithIdPayload),
    #[prost(message, tag = "98")]
    OpenCommandPaneInPlaceOfPluginPayload(OpenCommandPaneInPlaceOfPluginPayload),
    #[prost(message, tag = "119")]
    ShowCursorPayload(ShowCursorPayload),
    #[prost(message, tag = "139")]
    GetPaneInfoPayload(GetPaneInfoPayload),
    #[prost(message, tag = "142")]
    GetPaneCwdPayload(GetPaneCwdPayload),
    #[prost(message, tag = "149")]
    OpenCommandPaneInNewTabPayload(OpenCommandPanePayload),
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct SubscribePayload {
    #[prost(message, optional, tag = "1")]
    pub subscriptions: Option<EventNameList>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct EventNameList {
    #[prost(enumeration = "EventType", repeated, tag = "1")]
    pub event_types: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct OpenCommandPanePayload {
    #[prost(message, optional, tag = "1")]
    pub command_to_run: Option<Command>,
    #[prost(message, optional, tag = "2")]
    pub floating_pane_coordinates: Option<FloatingPaneCoordinates>,
    #[prost(message, repeated, tag = "3")]
    pub context: Vec<ContextItem>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct FloatingPaneCoordinates {
    #[prost(message, optional, tag = "1")]
    pub x: Option<FixedOrPercentValue>,
    #[prost(message, optional, tag = "2")]
    pub y: Option<FixedOrPercentValue>,
    #[prost(message, optional, tag = "3")]
    pub width: Option<FixedOrPercentValue>,
    #[prost(message, optional, tag = "4")]
    pub height: Option<FixedOrPercentValue>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct FixedOrPercentValue {
    #[prost(enumeration = "FixedOrPercent", tag = "1")]
    pub r#type: i32,
    #[prost(uint32, tag = "2")]
    pub value: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumeration)]
#[repr(i32)]
pub(in crate::plugin) enum FixedOrPercent {
    Percent = 1,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct OpenCommandPaneInPlaceOfPluginPayload {
    #[prost(message, optional, tag = "1")]
    pub command_to_run: Option<Command>,
    #[prost(message, repeated, tag = "3")]
    pub context: Vec<ContextItem>,
    #[prost(bool, tag = "4")]
    pub close_plugin_after_replace: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct Command {
    #[prost(string, tag = "1")]
    pub path: String,
    #[prost(string, repeated, tag = "2")]
    pub args: Vec<String>,
    #[prost(string, optional, tag = "3")]
    pub cwd: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct OpenCommandPaneResponse {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct OpenPaneInNewTabResponse {
    #[prost(message, optional, tag = "2")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct SetTimeoutPayload {
    #[prost(double, tag = "1")]
    pub seconds: f64,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct IdAndNewName {
    #[prost(uint32, tag = "1")]
    pub id: u32,
    #[prost(string, tag = "2")]
    pub new_name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct RequestPluginPermissionPayload {
    #[prost(enumeration = "PermissionType", repeated, tag = "1")]
    pub permissions: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct RunCommandPayload {
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
pub(in crate::plugin) struct CliPipeOutputPayload {
    #[prost(string, tag = "1")]
    pub pipe_name: String,
    #[prost(string, tag = "2")]
    pub output: String,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct ShowCursorPayload {
    #[prost(message, optional, tag = "1")]
    pub position: Option<CursorPosition>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct CursorPosition {
    #[prost(uint32, tag = "1")]
    pub x: u32,
    #[prost(uint32, tag = "2")]
    pub y: u32,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct ShowPaneWithIdPayload {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
    #[prost(bool, tag = "2")]
    pub should_float_if_hidden: bool,
    #[prost(bool, tag = "3")]
    pub should_focus_pane: bool,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct GetPaneInfoPayload {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct GetPaneInfoResponse {
    #[prost(message, optional, tag = "1")]
    pub pane_info: Option<PaneInfo>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct GetPaneCwdPayload {
    #[prost(message, optional, tag = "1")]
    pub pane_id: Option<PaneId>,
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct GetPaneCwdResponse {
    #[prost(oneof = "Cwd", tags = "1, 2")]
    pub result: Option<Cwd>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(in crate::plugin) enum Cwd {
    #[prost(string, tag = "1")]
    Cwd(String),
    #[prost(string, tag = "2")]
    Error(String),
}

#[derive(Clone, PartialEq, Message)]
pub(in crate::plugin) struct PluginIds {
    #[prost(int32, tag = "1")]
    pub plugin_id: i32,
    #[prost(string, tag = "3")]
    pub initial_cwd: String,
}
