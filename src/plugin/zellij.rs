//! How a plugin talks with Zellij: a message is a line of its bytes in
//! decimals on standard input and output, `[8,2,18]`. It knows no panel.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, Write as _};

use org::config::Place;
use prost::Message;

use super::decimals;
use super::wire::{
    Asked, CliPipeOutputPayload, Command, CommandName, ContextItem, CursorPosition, Cwd,
    EventNameList, EventType, FixedOrPercent, FixedOrPercentValue, FloatingPaneCoordinates,
    GetPaneCwdPayload, GetPaneCwdResponse, GetPaneInfoPayload, GetPaneInfoResponse, IdAndNewName,
    OpenCommandPaneInPlaceOfPluginPayload, OpenCommandPanePayload, OpenCommandPaneResponse,
    OpenPaneInNewTabResponse, PaneId, PaneType, PermissionType, PluginCommand, PluginIds,
    RequestPluginPermissionPayload, RunCommandPayload, SetTimeoutPayload, ShowCursorPayload,
    ShowPaneWithIdPayload, SubscribePayload,
};

#[link(wasm_import_module = "zellij")]
unsafe extern "C" {
    fn host_run_plugin_command();
}

/// The next message on standard input. The bytes are read as they come: as a
/// text and then a list of numbers, a listing of 1,000 workers would take
/// five times its size.
pub(super) fn read<M: Message + Default>() -> Option<M> {
    let mut bytes = Vec::new();
    let mut number = NONE;
    let mut stdin = io::stdin().lock();
    loop {
        let chunk = stdin.fill_buf().ok()?;
        if chunk.is_empty() {
            break;
        }
        let (read, ended) = read_decimals(chunk, &mut number, &mut bytes);
        stdin.consume(read);
        if ended {
            break;
        }
    }
    M::decode(bytes.as_slice()).ok()
}

/// No digit has been read yet: more than a byte, and nothing in its low bits.
const NONE: u32 = 0x100;
/// How many numbers are read at a time.
const PART: usize = 1024;

/// Reads a part of a list of numbers; what a part ends with may go on in the
/// next. Says how much it has read, and whether that was all.
fn read_decimals(text: &[u8], number: &mut u32, bytes: &mut Vec<u8>) -> (usize, bool) {
    let mut rest = text;
    loop {
        if *number == NONE {
            rest = read_whole(rest, bytes);
        }
        let Some((&b, after)) = rest.split_first() else {
            return (text.len(), false);
        };
        rest = after;
        let digit = u32::from(b).wrapping_sub(u32::from(b'0'));
        if digit < 10 {
            *number = (*number & 0xff).wrapping_mul(10).wrapping_add(digit);
            continue;
        }
        if *number != NONE {
            bytes.push(*number as u8);
            *number = NONE;
        }
        if b == b'\n' {
            return (text.len() - rest.len(), true);
        }
    }
}

/// Reads numbers of two and three digits, as long as a comma follows each:
/// nearly all of a listing. Says what is left.
fn read_whole<'a>(mut text: &'a [u8], bytes: &mut Vec<u8>) -> &'a [u8] {
    let mut numbers = [0; PART];
    loop {
        let (count, rest) = read_part(text, &mut numbers);
        bytes.extend_from_slice(numbers.get(..count).unwrap_or_default());
        text = rest;
        if count < PART {
            return text;
        }
    }
}

/// The same into a place of its own, because a vector's length and room lie
/// in memory and are looked at for every byte.
///
/// This loop runs for every byte of every listing. The engine counts all that
/// stands in a loop for each time round, so both lengths go the same way and
/// nothing else may be inlined around it: 23 steps a byte instead of 53 for
/// one character after the other.
#[inline(never)]
fn read_part<'a>(mut text: &'a [u8], numbers: &mut [u8; PART]) -> (usize, &'a [u8]) {
    /// Set in brackets and letters, not in digits and commas.
    const NEITHER: u32 = 0x4040_4040;
    let comma = u32::from(b',');
    let mut count = 0;
    for place in numbers {
        let Some(&four) = text.first_chunk::<4>() else {
            break;
        };
        let four = u32::from_le_bytes(four);
        if four & NEITHER != 0 || four & 0xff00 == comma << 8 {
            break;
        }
        let two = (four & 0x0f0f).wrapping_mul(0x0a01) >> 8;
        let three = two.wrapping_mul(10).wrapping_add(four >> 16 & 0xf);
        let is_two = four & 0x00ff_0000 == comma << 16;
        *place = if is_two { two } else { three } as u8;
        text = text.get(4 - usize::from(is_two)..).unwrap_or_default();
        count += 1;
    }
    (count, text)
}

/// Writes text as it is and sees to it that none of it stays behind: calls of
/// Zellij travel through standard output too.
pub(super) fn write(text: &[u8]) {
    let mut stdout = io::stdout().lock();
    // There is nobody to tell when Zellij does not read its own pipe.
    let _ = stdout.write_all(text);
    let _ = stdout.flush();
}

fn call(name: CommandName, payload: Option<Asked>) {
    let command = PluginCommand {
        name: name as i32,
        payload,
    };
    let bytes = command.encode_to_vec();
    let mut line = Vec::with_capacity(4 * bytes.len() + 3);
    line.push(b'[');
    decimals::push_bytes(&mut line, &bytes);
    decimals::end(&mut line);
    line.extend_from_slice(b"]\n");
    write(&line);
    // SAFETY: it takes and gives nothing but what is on the two pipes.
    unsafe { host_run_plugin_command() };
}

/// Asks to be told of these events.
pub(super) fn subscribe(events: &[EventType]) {
    let event_types = events.iter().map(|e| *e as i32).collect();
    let subscriptions = Some(EventNameList { event_types });
    let payload = Asked::SubscribePayload(SubscribePayload { subscriptions });
    call(CommandName::Subscribe, Some(payload));
}

/// Asks the user for these permissions, unless they were given before.
pub(super) fn request_permission(permissions: &[PermissionType]) {
    let permissions = permissions.iter().map(|p| *p as i32).collect();
    let payload = RequestPluginPermissionPayload { permissions };
    call(
        CommandName::RequestPluginPermissions,
        Some(Asked::RequestPluginPermissionPayload(payload)),
    );
}

/// The plugin's number and the directory that it was started from.
pub(super) fn get_plugin_ids() -> PluginIds {
    call(CommandName::GetPluginIds, None);
    read().unwrap_or_default()
}

/// Runs a program on the host; its end comes back as an event.
pub(super) fn run_command(
    command_line: Vec<String>,
    cwd: &str,
    environment: BTreeMap<String, String>,
    context: BTreeMap<String, String>,
) {
    let payload = RunCommandPayload {
        command_line,
        env_variables: items(environment),
        cwd: cwd.to_owned(),
        context: items(context),
    };
    call(
        CommandName::RunCommand,
        Some(Asked::RunCommandPayload(payload)),
    );
}

/// Orders a timer event.
pub(super) fn set_timeout(seconds: f64) {
    let payload = Asked::SetTimeoutPayload(SetTimeoutPayload { seconds });
    call(CommandName::SetTimeout, Some(payload));
}

/// Opens a terminal with this program; its number.
pub(super) fn open_command_pane(
    path: String,
    args: Vec<String>,
    cwd: &str,
    place: Place,
    context: BTreeMap<String, String>,
) -> Option<u32> {
    let command_to_run = Some(Command {
        path,
        args,
        cwd: Some(cwd.to_owned()),
    });
    let context = items(context);
    let pane = match place {
        Place::Floating => {
            let payload = OpenCommandPanePayload {
                command_to_run,
                floating_pane_coordinates: Some(whole_tab()),
                context,
            };
            let payload = Asked::OpenCommandPaneFloatingPayload(payload);
            call(CommandName::OpenCommandPaneFloating, Some(payload));
            read::<OpenCommandPaneResponse>()?.pane_id?
        }
        Place::InPlace => {
            let payload = OpenCommandPaneInPlaceOfPluginPayload {
                command_to_run,
                context,
                close_plugin_after_replace: false,
            };
            let payload = Asked::OpenCommandPaneInPlaceOfPluginPayload(payload);
            call(CommandName::OpenCommandPaneInPlaceOfPlugin, Some(payload));
            read::<OpenCommandPaneResponse>()?.pane_id?
        }
        Place::Tab => {
            let payload = OpenCommandPanePayload {
                command_to_run,
                floating_pane_coordinates: None,
                context,
            };
            let payload = Asked::OpenCommandPaneInNewTabPayload(payload);
            call(CommandName::OpenCommandPaneInNewTab, Some(payload));
            read::<OpenPaneInNewTabResponse>()?.pane_id?
        }
    };
    (pane.pane_type == PaneType::Terminal as i32).then_some(pane.id)
}

/// Where a floating pane is as large as the tab: an agent in a terminal of
/// 30x10 has each row then, and Zellij's own size is half of that.
fn whole_tab() -> FloatingPaneCoordinates {
    let percent = |value| {
        let r#type = FixedOrPercent::Percent as i32;
        Some(FixedOrPercentValue { r#type, value })
    };
    FloatingPaneCoordinates {
        x: percent(0),
        y: percent(0),
        width: percent(100),
        height: percent(100),
    }
}

/// Whether there is a terminal of this number in any tab.
pub(super) fn has_terminal(id: u32) -> bool {
    let pane_id = Some(terminal(id));
    let payload = Asked::GetPaneInfoPayload(GetPaneInfoPayload { pane_id });
    call(CommandName::GetPaneInfo, Some(payload));
    read::<GetPaneInfoResponse>().is_some_and(|answer| answer.pane_info.is_some())
}

/// Brings a terminal into sight, and its tab, and puts the focus on it.
pub(super) fn show_terminal(id: u32) {
    let payload = Asked::ShowPaneWithIdPayload(ShowPaneWithIdPayload {
        pane_id: Some(terminal(id)),
        should_float_if_hidden: true,
        should_focus_pane: true,
    });
    call(CommandName::ShowPaneWithId, Some(payload));
}

/// Gives a terminal a title.
pub(super) fn rename_terminal_pane(id: u32, title: &str) {
    let new_name = title.to_owned();
    let payload = Asked::RenameTerminalPanePayload(IdAndNewName { id, new_name });
    call(CommandName::RenameTerminalPane, Some(payload));
}

/// Gives a plugin's pane a title.
pub(super) fn rename_plugin_pane(id: u32, title: &str) {
    let new_name = title.to_owned();
    let payload = Asked::RenamePluginPanePayload(IdAndNewName { id, new_name });
    call(CommandName::RenamePluginPane, Some(payload));
}

/// Closes a terminal.
pub(super) fn close_terminal_pane(id: u32) {
    let payload = Asked::CloseTerminalPanePayload(id);
    call(CommandName::CloseTerminalPane, Some(payload));
}

/// The directory of the program in a terminal.
pub(super) fn get_pane_cwd(terminal: u32) -> Option<String> {
    let pane_id = Some(self::terminal(terminal));
    let payload = Asked::GetPaneCwdPayload(GetPaneCwdPayload { pane_id });
    call(CommandName::GetPaneCwd, Some(payload));
    match read::<GetPaneCwdResponse>()?.result? {
        Cwd::Cwd(directory) => Some(directory),
        Cwd::Error(_) => None,
    }
}

/// Takes the plugin's pane out of sight.
pub(super) fn hide_self() {
    call(CommandName::HideSelf, None);
}

/// Brings the plugin's pane into sight, floating where it was not.
pub(super) fn show_self() {
    call(CommandName::ShowSelf, Some(Asked::ShowSelfPayload(true)));
}

/// Keeps a pipe's client waiting when its message has been read.
pub(super) fn block_pipe(pipe: String) {
    let payload = Asked::BlockCliPipeInputPayload(pipe);
    call(CommandName::BlockCliPipeInput, Some(payload));
}

/// Lets a pipe's client go on.
pub(super) fn unblock_pipe(pipe: String) {
    let payload = Asked::UnblockCliPipeInputPayload(pipe);
    call(CommandName::UnblockCliPipeInput, Some(payload));
}

/// Writes to the output of a pipe.
pub(super) fn write_to_pipe(pipe_name: String, output: String) {
    let payload = Asked::CliPipeOutputPayload(CliPipeOutputPayload { pipe_name, output });
    call(CommandName::CliPipeOutput, Some(payload));
}

/// Shows the cursor at this column and row, or nowhere.
pub(super) fn show_cursor(position: Option<(usize, usize)>) {
    let cells = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let position = position.map(|(x, y)| CursorPosition {
        x: cells(x),
        y: cells(y),
    });
    let payload = Asked::ShowCursorPayload(ShowCursorPayload { position });
    call(CommandName::ShowCursor, Some(payload));
}

/// Tells the user that the plugin has ended, and why.
pub(super) fn report_crash(why: String) {
    call(
        CommandName::ReportCrash,
        Some(Asked::ReportCrashPayload(why)),
    );
}

fn terminal(id: u32) -> PaneId {
    PaneId {
        pane_type: PaneType::Terminal as i32,
        id,
    }
}

fn items(context: BTreeMap<String, String>) -> Vec<ContextItem> {
    let item = |(name, value)| ContextItem { name, value };
    context.into_iter().map(item).collect()
}
