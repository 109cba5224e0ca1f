//! Which key does what, in one table: the panel's hands and its help read the
//! same lines.

mod actions;
mod bindings;
mod host;
mod names;
mod read;
mod words;

use std::borrow::Cow;

use crate::input::Key;

pub use actions::Action;
pub use bindings::BINDINGS;
pub use host::HostKeys;
pub use names::{key_name, key_named};
pub use read::WrongKeys;
pub(crate) use read::quoted;

/// Where typing goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Focus {
    /// Into the prompt.
    #[default]
    Prompt,
    /// To the list: letters are commands.
    List,
    /// Into the filter, which narrows the list.
    Filter,
}

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// In the prompt.
    Prompt,
    /// In the list.
    List,
    /// In the filter.
    Filter,
    /// Where a worker is to be started.
    Start,
    /// Under a question.
    Question,
    /// In what is only read: the keys, results.
    Page,
    /// In every text that is being written, for the keys that have no meaning
    /// of their own there.
    Text,
}

impl Scope {
    /// All of them, as they are explained.
    pub const ALL: [Self; 7] = [
        Self::Prompt,
        Self::List,
        Self::Text,
        Self::Filter,
        Self::Start,
        Self::Question,
        Self::Page,
    ];

    /// The option that changes its keys.
    #[must_use]
    pub fn option(self) -> &'static str {
        match self {
            Self::Prompt => "keys_prompt",
            Self::List => "keys_list",
            Self::Filter => "keys_filter",
            Self::Start => "keys_start",
            Self::Question => "keys_question",
            Self::Page => "keys_page",
            Self::Text => "keys_text",
        }
    }

    /// When its keys hold, for the help.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Prompt => "in the prompt",
            Self::List => "in the list",
            Self::Filter => "while finding",
            Self::Start => "where to start",
            Self::Question => "when asked",
            Self::Page => "while reading, as here",
            Self::Text => "while writing, in every field",
        }
    }

    /// Whether characters without a modifier are typed there.
    fn takes_text(self) -> bool {
        match self {
            Self::Prompt | Self::Filter | Self::Start | Self::Text => true,
            Self::List | Self::Question | Self::Page => false,
        }
    }
}

impl From<Focus> for Scope {
    fn from(focus: Focus) -> Self {
        match focus {
            Focus::Prompt => Self::Prompt,
            Focus::List => Self::List,
            Focus::Filter => Self::Filter,
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The key.
    pub key: Key,
    /// What it does.
    pub action: Action,
}

/// The keys in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// The table itself, as long as nothing in it is changed.
    bindings: Cow<'static, [Binding]>,
    /// What the host takes, as far as it has said.
    host: HostKeys,
}

impl Default for Keymap {
    fn default() -> Self {
        Self {
            bindings: Cow::Borrowed(BINDINGS),
            host: HostKeys::default(),
        }
    }
}

impl Keymap {
    /// What a key does.
    #[must_use]
    pub fn action(&self, scope: impl Into<Scope>, key: Key) -> Option<Action> {
        let scope = scope.into();
        // Most keys are letters of a text: no table is needed for them.
        if scope.takes_text() && key.types() {
            return None;
        }
        let mut bindings = self.bindings.iter();
        let bound = bindings.find(|b| b.scope == scope && b.key == key);
        bound.map(|b| b.action)
    }

    /// Takes what the host says of its own keys; whether that is news.
    pub fn set_host(&mut self, host: HostKeys) -> bool {
        let news = self.host != host;
        self.host = host;
        news
    }

    /// What the host does with keys.
    #[must_use]
    pub fn host(&self) -> &HostKeys {
        &self.host
    }

    /// The key that is shown for an action: the first one that arrives.
    #[must_use]
    pub fn key_for(&self, scope: impl Into<Scope>, action: Action) -> Option<Key> {
        let mut keys = self.keys_for(scope.into(), action);
        keys.find(|key| !self.host.taken.contains(key))
    }

    /// All keys of an action.
    pub fn keys_for(&self, scope: Scope, action: Action) -> impl Iterator<Item = Key> {
        let bound = move |b: &&Binding| b.scope == scope && b.action == action;
        self.bindings.iter().filter(bound).map(|b| b.key)
    }

    /// The actions that have a key, in the order of the table.
    #[must_use]
    pub fn actions(&self, scope: Scope) -> Vec<Action> {
        let mut actions = Vec::new();
        for binding in self.bindings.iter().filter(|b| b.scope == scope) {
            if !actions.contains(&binding.action) {
                actions.push(binding.action);
            }
        }
        actions
    }

    /// What to press for an action from here, in words: `u`, from the prompt
    /// `Tab, then u`; of an action without a key its label, which can be
    /// clicked: `[unmark]`.
    #[must_use]
    pub fn way(&self, from: impl Into<Scope>, action: Action) -> String {
        let from = from.into();
        let named = |scope: Scope, action| self.key_for(scope, action).map(key_name);
        let by_list = || {
            let list = named(from, Action::ToList)?;
            let then = named(Scope::List, action)?;
            Some(format!("{list}, then {then}"))
        };
        named(from, action)
            .or_else(by_list)
            .unwrap_or_else(|| format!("[{}]", action.label()))
    }

    /// How to choose another worker from here, in words.
    #[must_use]
    pub fn way_to_choose(&self, from: impl Into<Scope>) -> String {
        let from = from.into();
        let (up, down) = (self.way(from, Action::Up), self.way(from, Action::Down));
        format!("choose one with {up} {down} or a click")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::KeyCode;

    /// What Zellij 0.45 takes without a configuration of its own.
    fn zellijs() -> HostKeys {
        let ctrl = "bghnopqst".chars().map(Key::ctrl);
        let alt = "fhijklnopP+-=[]".chars().map(KeyCode::Char);
        let arrows = [KeyCode::Left, KeyCode::Right, KeyCode::Up, KeyCode::Down];
        HostKeys {
            taken: ctrl.chain(alt.chain(arrows).map(Key::alt)).collect(),
            lock: Some(Key::ctrl('g')),
        }
    }

    #[test]
    fn what_zellij_takes_can_be_done_with_another_key() {
        let mut keymap = Keymap::default();
        assert!(keymap.set_host(zellijs()));
        assert!(!keymap.set_host(zellijs()), "that is no news");
        let is_taken = |key: &Key| keymap.host().taken.contains(key);
        let taken = BINDINGS.iter().filter(|b| is_taken(&b.key));
        let names: Vec<String> = taken.clone().map(|b| key_name(b.key)).collect();
        let expected = ["Ctrl b", "Alt ←", "Alt f", "Alt →", "Ctrl h"];
        assert_eq!(names, expected, "the README names them");
        for binding in taken {
            let shown = keymap.key_for(binding.scope, binding.action);
            assert!(!is_taken(&shown.unwrap()), "{binding:?}");
        }
    }

    #[test]
    fn an_action_whose_keys_are_all_taken_is_shown_without_one() {
        let mut keymap = Keymap::default();
        let taken = [KeyCode::Enter, KeyCode::Char('o')].map(Key::plain);
        keymap.set_host(HostKeys {
            taken: taken.into(),
            lock: None,
        });
        assert_eq!(keymap.way(Focus::List, Action::Open), "[open]");
    }

    #[test]
    fn no_key_has_two_meanings() {
        for (n, a) in BINDINGS.iter().enumerate() {
            for b in BINDINGS.iter().skip(n + 1) {
                assert!((a.scope, a.key) != (b.scope, b.key), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn the_way_to_an_action_is_told_with_the_keys_in_force() {
        let mut keys = Keymap::default();
        for (from, action, way) in [
            (Focus::List, Action::Unmark, "u"),
            (Focus::Prompt, Action::Unmark, "Tab, then u"),
            (Focus::Prompt, Action::Filter, "Alt /"),
        ] {
            assert_eq!(keys.way(from, action), way);
        }
        let mut wrong = keys.read(Scope::Prompt, "to_list Ctrl l");
        wrong.extend(keys.read(Scope::List, "unmark U; start"));
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(keys.way(Focus::Prompt, Action::Unmark), "Ctrl l, then U");
        assert_eq!(keys.way(Focus::List, Action::Start), "[new]");
    }

    #[test]
    fn every_action_can_be_reached_by_a_key() {
        for action in Action::all() {
            assert!(BINDINGS.iter().any(|b| b.action == action), "{action:?}");
        }
    }
}
