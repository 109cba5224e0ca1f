//! The plugin's options: their names, defaults and what is wrong with them.
//!
//! Every option stands with its default in `plugin.kdl`; a test compares.

use std::collections::BTreeMap;

use crate::agent::AgentCommand;
use crate::keymap::{Keymap, Scope, WrongKeys, quoted};
use crate::near;
use crate::time::Millis;
use crate::tmux::{SessionName, Socket, Tmux};

/// What a user can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `command`: what a worker runs.
    pub command: AgentCommand,
    /// `session` and `tmux_socket`: where the workers live.
    pub tmux: Tmux,
    /// `order`: how the workers are listed.
    pub order: Order,
    /// `refresh_interval`: pause between two listings while the panel is
    /// visible.
    pub refresh: Millis,
    /// `open`: where a worker is opened.
    pub open: Place,
    /// `notify`: how the user is told while the panel is hidden.
    pub notify: Notify,
    /// `keys_prompt`, `keys_list` and the like: which key does what.
    pub keys: Keymap,
}

/// Where a worker is opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// In a floating pane.
    #[default]
    Floating,
    /// In the panel's place, until it is closed.
    InPlace,
    /// In a new tab.
    Tab,
}

/// How the user is told of changes while the panel is hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Notify {
    /// Not at all: a hidden panel does nothing.
    #[default]
    Off,
    /// By the name of the panel's pane.
    Title,
    /// By a command as well.
    Command(AgentCommand),
}

/// How the workers are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Who needs somebody first: waiting, idle, working, dead, each the
    /// longest first.
    #[default]
    Need,
    /// As they were started.
    Start,
}

/// The options with their defaults, in the order of `plugin.kdl`.
pub const DEFAULTS: [(&str, &str); 14] = [
    ("command", "claude"),
    ("session", "org-system"),
    ("tmux_socket", ""),
    ("order", "need"),
    ("refresh_interval", "0.5"),
    ("open", "floating"),
    ("notify", "off"),
    ("keys_prompt", ""),
    ("keys_list", ""),
    ("keys_filter", ""),
    ("keys_start", ""),
    ("keys_question", ""),
    ("keys_page", ""),
    ("keys_text", ""),
];

/// Where relative directories start from; Zellij adds it to the configuration
/// of an alias.
pub const CALLER_DIRECTORY: &str = "caller_cwd";

/// What is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongOption {
    /// An option that was not taken; its default is in force.
    Value {
        /// The option's name.
        key: &'static str,
        /// The value as written.
        value: String,
        /// What was expected.
        expected: String,
    },
    /// A word of an option for keys that was not taken; the others are in
    /// force.
    Keys {
        /// The option's name.
        key: &'static str,
        /// What is wrong with the word.
        what: WrongKeys,
    },
    /// There is no such option.
    Unknown {
        /// The name as written.
        key: String,
    },
    /// No option, and told in the same place: the host is too old.
    OldHost {
        /// Its version.
        version: String,
    },
}

/// The oldest Zellij that org is tested with.
const OLDEST_HOST: (u32, u32) = (0, 45);

/// What is wrong with a host of this version. One that cannot be read is a
/// development build.
#[must_use]
pub fn old_host(version: &str) -> Option<WrongOption> {
    let mut numbers = version.trim().split('.').map(str::parse);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        return None;
    };
    ((major, minor) < OLDEST_HOST).then(|| WrongOption::OldHost {
        version: version.trim().to_owned(),
    })
}

impl WrongOption {
    /// The sentence for the panel, what is wrong first.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Value {
                key,
                value,
                expected,
            } => {
                let value = quoted(value);
                format!("option {key} {value}: expected {expected}; its default is used")
            }
            Self::Keys { key, what } => format!("option {key}: {what}; the others hold"),
            Self::Unknown { key } => {
                let meant = near::nearest(key, DEFAULTS.iter().map(|(known, _)| *known));
                let meant = meant.map_or_else(String::new, |near| format!("; is it {near}?"));
                format!("there is no option {}{meant}", quoted(key))
            }
            Self::OldHost { version } => format!(
                "Zellij {version} is too old: org needs 0.45 or newer; before that, what you have written is lost when you detach"
            ),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::read(&BTreeMap::new()).0
    }
}

impl Config {
    /// Reads the configuration; wrong options are reported and keep their
    /// defaults.
    #[must_use]
    pub fn read(given: &BTreeMap<String, String>) -> (Self, Vec<WrongOption>) {
        let mut wrong = Vec::new();
        let command = option(given, &mut wrong, "command", |text| {
            AgentCommand::parse(text).map_err(|why| format!("a program and its arguments ({why})"))
        });
        let session = option(given, &mut wrong, "session", |text| {
            SessionName::parse(text).map_err(str::to_owned)
        });
        let socket = option(given, &mut wrong, "tmux_socket", |text| {
            Socket::parse(text).map_err(str::to_owned)
        });
        let order = option(given, &mut wrong, "order", |text| match text {
            "need" => Ok(Order::Need),
            "start" => Ok(Order::Start),
            _ => Err("need or start".to_owned()),
        });
        let refresh = option(given, &mut wrong, "refresh_interval", seconds);
        let open = option(given, &mut wrong, "open", |text| match text {
            "floating" => Ok(Place::Floating),
            "in_place" => Ok(Place::InPlace),
            "tab" => Ok(Place::Tab),
            _ => Err("floating, in_place or tab".to_owned()),
        });
        let notify = option(given, &mut wrong, "notify", notify);
        let keys = keys(given, &mut wrong);
        let known = |key: &str| key == CALLER_DIRECTORY || DEFAULTS.iter().any(|(k, _)| *k == key);
        for key in given.keys().filter(|key| !known(key)) {
            wrong.push(WrongOption::Unknown { key: key.clone() });
        }
        let config = Self {
            command: command.unwrap_or_default(),
            tmux: Tmux {
                session: session.unwrap_or_default(),
                socket: socket.unwrap_or_default(),
            },
            order: order.unwrap_or_default(),
            refresh: refresh.unwrap_or(Millis(500)),
            open: open.unwrap_or_default(),
            notify: notify.unwrap_or_default(),
            keys,
        };
        (config, wrong)
    }
}

/// Reads one option: as given, else its default.
fn option<T>(
    given: &BTreeMap<String, String>,
    wrong: &mut Vec<WrongOption>,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    if let Some(value) = given.get(key) {
        match parse(value.trim()) {
            Ok(value) => return Some(value),
            Err(expected) => wrong.push(WrongOption::Value {
                key,
                value: value.clone(),
                expected,
            }),
        }
    }
    let default = DEFAULTS.iter().find(|(k, _)| *k == key)?.1;
    parse(default).ok()
}

fn notify(text: &str) -> Result<Notify, String> {
    match text {
        "off" => Ok(Notify::Off),
        "title" => Ok(Notify::Title),
        command => AgentCommand::parse(command)
            .map(Notify::Command)
            .map_err(|why| format!("off, title, or a program and its arguments ({why})")),
    }
}

/// The keys, with what is wrong left out and the others taken.
fn keys(given: &BTreeMap<String, String>, wrong: &mut Vec<WrongOption>) -> Keymap {
    let mut keys = Keymap::default();
    for scope in Scope::ALL {
        let key = scope.option();
        if let Some(option) = given.get(key) {
            let read = keys.read(scope, option).into_iter();
            wrong.extend(read.map(|what| WrongOption::Keys { key, what }));
        }
    }
    keys
}

fn seconds(text: &str) -> Result<Millis, String> {
    Millis::from_seconds(text)
        .filter(|s| (Millis(100)..=Millis(60_000)).contains(s))
        .ok_or_else(|| "seconds from 0.1 to 60".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Config, Vec<String>) {
        let given = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        let (config, wrong) = Config::read(&given.collect());
        (config, wrong.iter().map(WrongOption::text).collect())
    }

    #[test]
    fn versions_of_the_host_are_compared_as_numbers() {
        for (version, old) in [
            ("0.44.3", true),
            ("0.9.0", true),
            ("0.45.0", false),
            ("0.100.0", false),
            ("1.0.0", false),
            ("0.46.0-dev", false),
            ("", false),
            ("nightly", false),
        ] {
            assert_eq!(old_host(version).is_some(), old, "{version}");
        }
    }

    #[test]
    fn options_are_read() {
        let (config, wrong) = read(&[
            ("command", "claude --model opus"),
            ("session", "work"),
            ("tmux_socket", "side"),
            ("refresh_interval", "2"),
            ("caller_cwd", "/home"),
        ]);
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(config.command.words(), ["claude", "--model", "opus"]);
        assert_eq!(config.tmux.session.as_str(), "work");
        assert_eq!(config.tmux.socket, Socket::Name("side".into()));
        assert_eq!(config.refresh, Millis(2000));
    }

    #[test]
    fn wrong_options_are_named_and_the_rest_works() {
        let (config, wrong) = read(&[
            ("command", "a 'b"),
            ("refresh_interval", "fast"),
            ("session", "work"),
            ("colour", "red"),
            ("ordre", "start"),
            ("keys_list", "start N; opn x; fly y"),
        ]);
        assert_eq!(
            wrong,
            [
                "option command \"a 'b\": expected a program and its arguments (a quote is not closed); its default is used",
                "option refresh_interval \"fast\": expected seconds from 0.1 to 60; its default is used",
                "option keys_list: no action \"opn\" (open?); the others hold",
                "option keys_list: no action \"fly\"; the others hold",
                "there is no option \"colour\"",
                "there is no option \"ordre\"; is it order?",
            ]
        );
        assert_eq!(config.command.program(), "claude");
        assert_eq!(config.tmux.session.as_str(), "work");
        assert_eq!(config.refresh, Millis(500));
    }
}
