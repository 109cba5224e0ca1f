//! The command line.
//!
//! Options that Claude Code has are spelled as Claude Code spells them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// An agent for the terminal that behaves on the screen as Claude Code does,
/// and does nothing: it runs no command, reads no file and asks no model.
///
/// It answers each submitted message after a moment, and can log each of them
/// byte for byte.
///
/// In its box: /help, /exit STATUS, /crash, /ask COMMAND and "run: COMMAND"
/// (both open a permission dialog; nothing is ever run), "!" for shell mode.
#[derive(Debug, Clone, Parser)]
#[command(name = "stand-in", version, max_term_width = 100)]
pub struct Args {
    /// First prompt, submitted as soon as the box is there
    #[arg(value_name = "PROMPT")]
    pub prompt: Option<OsString>,

    /// Name in the title: "✳ NAME"
    #[arg(short, long, default_value = "Stand-in")]
    pub name: String,

    /// Append every submitted message to this file, one line of JSON each
    #[arg(long, value_name = "FILE", env = "STAND_IN_LOG")]
    pub log: Option<PathBuf>,

    /// Put every submitted message into this folder as PID-N.bin
    #[arg(long, value_name = "DIR")]
    pub log_raw: Option<PathBuf>,

    /// Do not trim blanks and line breaks off the end of a message
    #[arg(long)]
    pub exact: bool,

    /// How long an answer takes
    #[arg(long, value_name = "MS", default_value_t = 800)]
    pub work_ms: u64,

    /// How long the start takes; until then nothing is drawn and Enter does nothing
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub start_ms: u64,

    /// Start with the question whether the directory is trusted; its default is no
    #[arg(long)]
    pub trust: bool,

    /// How long before a permission dialog is drawn its hook is started
    #[arg(long, value_name = "MS", default_value_t = 300)]
    pub hook_lead_ms: u64,

    /// Open a permission dialog unasked, so long after each moment of --dialog-from
    #[arg(long, value_name = "MS")]
    pub dialog_after_ms: Option<u64>,

    /// The same after a random time up to this
    #[arg(long, value_name = "MAX", conflicts_with = "dialog_after_ms")]
    pub dialog_random_ms: Option<u64>,

    /// The moments from which unasked dialogs are counted
    #[arg(
        long,
        value_name = "MOMENTS",
        value_delimiter = ',',
        default_value = "idle,submit"
    )]
    pub dialog_from: Vec<Moment>,

    /// Seed of the random times; another one each time when not given
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,

    /// Ignore SIGHUP and SIGTERM, and stay when the terminal is gone
    #[arg(long)]
    pub ignore_hangup: bool,

    /// With --ignore-hangup, end after all so long after the terminal has gone
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub orphan_s: u64,

    /// Start a second process of this program in the same session, which only waits
    #[arg(long)]
    pub child: bool,

    /// Do not switch bracketed paste on
    #[arg(long)]
    pub no_bracketed_paste: bool,

    /// Read at most 1 KiB every so many milliseconds [default: as fast as it comes]
    #[arg(long, value_name = "MS")]
    pub slow_read_ms: Option<u64>,

    /// JSON, or a file with JSON, whose hooks are really run
    #[arg(long, value_name = "JSON")]
    pub settings: Option<String>,

    /// Identity of the conversation: told to the hooks
    #[arg(long, value_name = "UUID")]
    pub session_id: Option<String>,

    /// Go on with a conversation: taken as the session id, nothing is looked up
    #[arg(short, long, value_name = "UUID", conflicts_with = "session_id")]
    pub resume: Option<String>,

    /// Go on with the last conversation: accepted, without effect
    #[arg(short, long)]
    pub r#continue: bool,

    /// Told to the hooks
    #[arg(long, value_name = "MODE", default_value = "default")]
    pub permission_mode: PermissionMode,

    /// Accepted, shown at the start, without effect
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,

    /// Only wait: what --child starts
    #[arg(long, hide = true)]
    pub as_child: bool,
}

/// A moment from which the time of an unasked dialog is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Moment {
    /// The agent has become idle, unless a dialog is already due
    Idle,
    /// A message was submitted
    Submit,
    /// The first text came into an empty box
    Draft,
}

/// What Claude Code accepts after `--permission-mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum PermissionMode {
    /// Asks.
    Default,
    /// Asks.
    Manual,
    /// Plans only.
    Plan,
    /// Asks less.
    AcceptEdits,
    /// Decides by itself.
    Auto,
    /// Never asks, refuses.
    DontAsk,
    /// Never asks, allows.
    BypassPermissions,
}

/// Whether the text is a UUID as Claude Code takes it.
pub fn is_uuid(text: &str) -> bool {
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_hexdigit());
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.split('-').all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_of_a_worker_is_understood() {
        Args::command().debug_assert();
        let line = "stand-in --session-id 0d6d7f3a-0000-4000-8000-000000000001 -n org:x \
                    --permission-mode acceptEdits --model m --continue --dialog-from draft -- -text";
        let args = Args::try_parse_from(line.split_whitespace()).unwrap();
        assert_eq!(args.prompt, Some("-text".into()));
        assert_eq!(args.name, "org:x");
        assert_eq!(args.dialog_from, [Moment::Draft]);
        assert_eq!(args.permission_mode, PermissionMode::AcceptEdits);
        assert!(is_uuid(&args.session_id.unwrap()));
        assert!(!is_uuid("0d6d7f3a"));
    }

    #[test]
    fn a_wrong_command_line_is_refused() {
        for line in [
            "x -text",
            "x --permission-mode never",
            "x a b",
            "x --work-ms -1",
        ] {
            assert!(
                Args::try_parse_from(line.split_whitespace()).is_err(),
                "{line}"
            );
        }
    }
}
