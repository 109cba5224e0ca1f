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
/// The pane option that counts the prompts that the agent has taken.
pub const PROMPTS: &str = "@org_prompts";

/// The state in which a question is open.
pub const WAITING: &str = "waiting";
/// The state in which the agent takes a prompt.
pub const IDLE: &str = "idle";
/// The state in which it works.
pub const WORKING: &str = "working";
/// The state after its end.
pub const ENDED: &str = "ended";

/// Event, matcher, state. Both versions know all of these events; one that a
/// version does not know would block its start with a question.
///
/// A compaction is left out: it happens within a turn as well as without one,
/// and says nothing of either.
const EVENTS: [(&str, &str, &str); 14] = [
    ("SessionStart", "startup|resume|clear", IDLE),
    ("UserPromptSubmit", "", WORKING),
    ("PreToolUse", "", WORKING),
    ("PostToolUse", "", WORKING),
    ("PostToolUseFailure", "", WORKING),
    ("PermissionDenied", "", WORKING),
    ("SubagentStart", "", WORKING),
    ("PermissionRequest", "", WAITING),
    ("Elicitation", "", WAITING),
    (
        "Notification",
        "permission_prompt|agent_needs_input|elicitation_dialog",
        WAITING,
    ),
    ("Notification", "idle_prompt", IDLE),
    ("Stop", "", IDLE),
    ("StopFailure", "", IDLE),
    ("SessionEnd", "", ENDED),
];

/// The options that give the hooks to an agent of this kind. They stand
/// before the user's own arguments, which may end with `--`.
///
/// None are given when the command brings `--settings` itself: which of two
/// counts has not been measured, and the user's come first.
#[must_use]
pub fn options(command: &[String]) -> Vec<String> {
    let own = |word: &String| word == "--settings" || word.starts_with("--settings=");
    if command.iter().any(own) {
        return Vec::new();
    }
    vec!["--settings".into(), settings().to_string()]
}

fn settings() -> Value {
    let mut events = serde_json::Map::new();
    for (event, matcher, state) in EVENTS {
        let hook = json!({"type": "command", "command": command(event, state), "timeout": 5});
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

/// The hook's command. It prints nothing, because that would become part of
/// the conversation, and always ends well.
fn command(event: &str, state: &str) -> String {
    let counts = if event == "UserPromptSubmit" {
        format!(r" \; set -pFt $TMUX_PANE {PROMPTS} '#{{e|+:#{{{PROMPTS}}},1}}'")
    } else {
        String::new()
    };
    format!("tmux set -pt $TMUX_PANE {STATE} {state}{counts} >/dev/null 2>&1||:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_writes_its_state_and_a_submitted_prompt_counts() {
        let settings = settings();
        let hook = |event: &str, n: usize| {
            settings["hooks"][event][n]["hooks"][0]["command"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(
            hook("Stop", 0),
            "tmux set -pt $TMUX_PANE @org_state idle >/dev/null 2>&1||:"
        );
        assert_eq!(
            hook("UserPromptSubmit", 0),
            r"tmux set -pt $TMUX_PANE @org_state working \; set -pFt $TMUX_PANE @org_prompts '#{e|+:#{@org_prompts},1}' >/dev/null 2>&1||:"
        );
        assert_eq!(
            settings["hooks"]["Notification"][1]["matcher"],
            "idle_prompt"
        );
    }

    #[test]
    fn a_command_with_settings_of_its_own_keeps_them() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(options(&words("claude --settings x.json")).len(), 0);
        assert_eq!(options(&words("claude --settings={}")).len(), 0);
        assert_eq!(options(&words("claude --model opus")).len(), 2);
    }

    #[test]
    fn the_options_leave_room_for_the_rest_of_a_start() {
        // They stand twice in the one message of 16,364 bytes.
        let bytes: usize = options(&[]).iter().map(|word| word.len() + 8).sum();
        assert!(bytes < 2_400, "{bytes}");
    }
}
