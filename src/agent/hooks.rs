//! Claude Code's hooks: at each event the agent writes into options of its
//! own pane what it is doing, so that state too lives in tmux and in no file.
//!
//! They are passed at launch with `--settings`; no settings file of a user is
//! touched, and the user's own hooks go on. Measured with Claude Code 2.1.197
//! and 2.1.330: 22 ms a hook, merged with other settings. What they cannot
//! tell (Escape, a crash, the turn of a queued prompt) is found by looking.

use serde_json::{Value, json};

/// The pane option that holds the state.
pub const STATE: &str = "@org_state";
/// The pane option that holds since when, in seconds since the epoch.
pub const SINCE: &str = "@org_since";
/// The pane option that counts the prompts that the agent has taken.
pub const PROMPTS: &str = "@org_prompts";

/// What an agent says of itself, as it stands in [`STATE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Report {
    /// It has been started, and no hook has run yet.
    Starting,
    /// It takes a prompt.
    Idle,
    /// It works.
    Working,
    /// A question is open.
    Waiting,
    /// It has ended, or is just being cleared.
    Ended,
}

impl Report {
    const ALL: [Self; 5] = [
        Self::Starting,
        Self::Idle,
        Self::Working,
        Self::Waiting,
        Self::Ended,
    ];

    /// Its word in the option.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Idle => "idle",
            Self::Working => "working",
            Self::Waiting => "waiting",
            Self::Ended => "ended",
        }
    }

    /// Reads the option; any program can write there.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|report| report.word() == word)
    }

    /// "Its word or nothing", as a format: what stands in the option, if it is
    /// one of ours.
    #[must_use]
    pub fn format() -> String {
        let mut words = String::new();
        for report in Self::ALL {
            if !words.is_empty() {
                words.push('|');
            }
            words.push_str(report.word());
        }
        format!("#{{?#{{m/r:^({words})$,#{{{STATE}}}}},#{{{STATE}}},}}")
    }
}

/// Event, matcher, state. Both versions know all of these events; one that a
/// version does not know would block its start with a question.
///
/// A compaction is left out: it happens within a turn as well as without one,
/// and says nothing of either.
const EVENTS: [(&str, &str, Report); 14] = [
    ("SessionStart", "startup|resume|clear", Report::Idle),
    ("UserPromptSubmit", "", Report::Working),
    ("PreToolUse", "", Report::Working),
    ("PostToolUse", "", Report::Working),
    ("PostToolUseFailure", "", Report::Working),
    ("PermissionDenied", "", Report::Working),
    ("SubagentStart", "", Report::Working),
    ("PermissionRequest", "", Report::Waiting),
    ("Elicitation", "", Report::Waiting),
    (
        "Notification",
        "permission_prompt|agent_needs_input|elicitation_dialog",
        Report::Waiting,
    ),
    ("Notification", "idle_prompt", Report::Idle),
    ("Stop", "", Report::Idle),
    ("StopFailure", "", Report::Idle),
    ("SessionEnd", "", Report::Ended),
];

/// The time of the tmux server in seconds since the epoch, as a format of an
/// option (tmux 3.3a to 3.8; `display-message` would expand it twice).
pub const NOW: &str = "#{T;l:%s}";

/// The environment variable that holds what every hook runs.
const VARIABLE: &str = "ORG_HOOK";

/// Writes state `$s` into the agent's pane, since when unless it was in that
/// state before, and counts `$n` prompts more. tmux tells the time itself
/// (`T;l:%s`, tmux 3.3a to 3.8), so that a hook is one process.
///
/// It prints nothing, because that would become part of the conversation, and
/// always ends well.
const SCRIPT: &str = concat!(
    r##"tmux set -pFt $TMUX_PANE @org_since "#{?#{==:#{@org_state},$s},#{@org_since},#{T;l:%s}}""##,
    r##" \; set -pt $TMUX_PANE @org_state $s"##,
    r##" \; set -pFt $TMUX_PANE @org_prompts "#{e|+:#{@org_prompts},$n}" >/dev/null 2>&1||:"##
);

/// A command as it is launched with the hooks: the variable before it, and
/// the option behind its program, where no `--` of the user's can stand before
/// it.
///
/// There are none when the command brings `--settings` itself: which of two
/// counts has not been measured, and the user's come first.
#[must_use]
pub fn launched(command: &[String]) -> Vec<String> {
    let own = |word: &String| word == "--settings" || word.starts_with("--settings=");
    let Some((program, arguments)) = command.split_first() else {
        return Vec::new();
    };
    if arguments.iter().any(own) {
        return command.to_vec();
    }
    let mut words = vec!["env".to_owned(), format!("{VARIABLE}={SCRIPT}")];
    words.extend([program.clone(), "--settings".into(), settings().to_string()]);
    words.extend_from_slice(arguments);
    words
}

fn settings() -> Value {
    let mut events = serde_json::Map::new();
    for (event, matcher, state) in EVENTS {
        let hook =
            json!({"type": "command", "command": command(event, state.word()), "timeout": 5});
        let group = match matcher {
            "" => json!({"hooks": [hook]}),
            _ => json!({"matcher": matcher, "hooks": [hook]}),
        };
        let groups = events.entry(event).or_insert_with(|| json!([]));
        if let Some(groups) = groups.as_array_mut() {
            groups.push(group);
        }
    }
    json!({"hooks": events})
}

/// A hook's own words: they stand in the one message that starts a worker,
/// twice, and have to be short.
fn command(event: &str, state: &str) -> String {
    let counts = u8::from(event == "UserPromptSubmit");
    format!("s={state};n={counts};eval \"${VARIABLE}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn each_event_writes_its_state_and_a_submitted_prompt_counts() {
        let settings = settings();
        let hook = |event: &str, n: usize| {
            settings["hooks"][event][n]["hooks"][0]["command"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(hook("Stop", 0), r#"s=idle;n=0;eval "$ORG_HOOK""#);
        assert_eq!(
            hook("UserPromptSubmit", 0),
            r#"s=working;n=1;eval "$ORG_HOOK""#
        );
        assert_eq!(
            settings["hooks"]["Notification"][1]["matcher"],
            "idle_prompt"
        );
    }

    #[test]
    fn the_hooks_stand_between_a_program_and_its_arguments() {
        let launched = launched(&words("claude -- -x"));
        let around: Vec<&str> = launched.iter().map(String::as_str).collect();
        let ["env", variable, "claude", "--settings", json, "--", "-x"] = around.as_slice() else {
            panic!("{around:?}");
        };
        assert!(variable.starts_with("ORG_HOOK=tmux set -pFt $TMUX_PANE"));
        assert!(json.starts_with("{\"hooks\":{"));
    }

    #[test]
    fn a_command_with_settings_of_its_own_keeps_them() {
        for line in ["claude --settings x.json", "claude --settings={}"] {
            assert_eq!(launched(&words(line)), words(line));
        }
    }

    #[test]
    fn the_hooks_leave_room_for_the_rest_of_a_start() {
        // They stand twice in the one message of 16,364 bytes, each `'` of
        // them as four characters.
        let quoted = launched(&words("claude"));
        let bytes: usize = quoted
            .iter()
            .map(|word| crate::tmux::quote::single(word).len() + 1)
            .sum();
        assert!(bytes < 1_900, "{bytes}");
    }
}
