//! The hooks of `--settings`, as data.
//!
//! It reads what Claude Code reads: `{"hooks":{"Stop":[{"matcher":"…",
//! "hooks":[{"type":"command","command":"…","timeout":5}]}]}}`. It runs
//! nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

/// How long a hook without a `timeout` may take.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// The event names that every current version of Claude Code knows.
///
/// Others open its "Settings Warning", and so they do here.
const EVENTS: [&str; 16] = [
    "SessionStart",
    "SessionEnd",
    "UserPromptSubmit",
    "PreToolUse",
    "PostToolUse",
    "PostToolUseFailure",
    "PermissionRequest",
    "PermissionDenied",
    "Notification",
    "Stop",
    "StopFailure",
    "SubagentStart",
    "SubagentStop",
    "PreCompact",
    "PostCompact",
    "Elicitation",
];

/// A command to run at an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// For `sh -c`.
    pub command: String,
    /// After this it is killed.
    pub timeout: Duration,
}

/// All hooks that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    hooks: BTreeMap<String, Vec<(Matcher, Hook)>>,
    unknown: Vec<String>,
}

/// Which tools, notifications or sources a hook is for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Matcher(String);

impl Matcher {
    /// Claude Code takes a regular expression; names and `a|b` are enough here.
    fn matches(&self, subject: &str) -> bool {
        matches!(self.0.as_str(), "" | "*" | ".*") || self.0.split('|').any(|name| name == subject)
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    hooks: BTreeMap<String, Vec<Group>>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    matcher: Option<String>,
    hooks: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    r#type: String,
    #[serde(default)]
    command: String,
    timeout: Option<f64>,
}

impl Settings {
    /// Reads JSON; anything but the hooks is ignored.
    ///
    /// # Errors
    /// The text of the JSON error, with its position.
    pub fn parse(json: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let mut settings = Self::default();
        for (event, groups) in file.hooks {
            if !EVENTS.contains(&event.as_str()) {
                settings.unknown.push(event);
                continue;
            }
            let hooks = settings.hooks.entry(event).or_default();
            for group in groups {
                let matcher = Matcher(group.matcher.unwrap_or_default());
                for entry in group.hooks {
                    if entry.r#type == "command" {
                        let timeout = entry
                            .timeout
                            .and_then(|s| Duration::try_from_secs_f64(s).ok());
                        let timeout = timeout.unwrap_or(DEFAULT_TIMEOUT);
                        let command = entry.command;
                        hooks.push((matcher.clone(), Hook { command, timeout }));
                    }
                }
            }
        }
        Ok(settings)
    }

    /// The hooks for an event; the subject is a tool's name, or a kind.
    pub fn hooks(&self, event: &str, subject: &str) -> Vec<Hook> {
        let hooks = self.hooks.get(event).into_iter().flatten();
        let matching = hooks.filter(|(matcher, _)| matcher.matches(subject));
        matching.map(|(_, hook)| hook.clone()).collect()
    }

    /// Event names that nobody knows.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_are_found_by_event_and_subject() {
        let settings = Settings::parse(
            r#"{"model":"x","hooks":{
                "Stop":[{"hooks":[{"type":"command","command":"a","timeout":0.5},{"type":"http"}]}],
                "PreToolUse":[{"matcher":"Edit|Bash","hooks":[{"type":"command","command":"b"}]}],
                "Sometimes":[]}}"#,
        )
        .unwrap();
        let commands = |event, subject| -> Vec<String> {
            let hooks = settings.hooks(event, subject).into_iter();
            hooks
                .map(|hook| format!("{} {:?}", hook.command, hook.timeout))
                .collect()
        };
        assert_eq!(commands("Stop", ""), ["a 500ms"]);
        assert_eq!(commands("PreToolUse", "Bash"), ["b 60s"]);
        assert_eq!(commands("PreToolUse", "Ba"), [""; 0]);
        assert_eq!(commands("SessionStart", ""), [""; 0]);
        assert_eq!(settings.unknown(), ["Sometimes"]);
    }

    #[test]
    fn bad_json_is_an_error_with_its_place() {
        assert!(
            Settings::parse("{\"hooks\":")
                .unwrap_err()
                .contains("line 1")
        );
        assert!(Settings::parse("5").is_err());
        assert_eq!(Settings::parse("{}"), Ok(Settings::default()));
    }
}
