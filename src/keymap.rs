//! Which key does what, in one table: the panel's hands and its help read the
//! same lines.

mod actions;
mod names;
mod read;

use crate::input::{Key, KeyCode};

pub use actions::Action;
pub use names::{key_name, key_named};
pub use read::WrongKeys;

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

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub focus: Focus,
    /// The key.
    pub key: Key,
    /// What it does.
    pub action: Action,
}

const fn list(key: Key, action: Action) -> Binding {
    Binding {
        focus: Focus::List,
        key,
        action,
    }
}

const fn filter(key: Key, action: Action) -> Binding {
    Binding {
        focus: Focus::Filter,
        key,
        action,
    }
}

const fn prompt(key: Key, action: Action) -> Binding {
    Binding {
        focus: Focus::Prompt,
        key,
        action,
    }
}

/// The keys as they are without configuration; where an action has several,
/// the first is the one that is shown.
pub const BINDINGS: &[Binding] = &[
    prompt(Key::plain(KeyCode::Enter), Action::Send),
    prompt(Key::alt(KeyCode::Enter), Action::NewLine),
    prompt(Key::ctrl('j'), Action::NewLine),
    prompt(Key::ctrl('z'), Action::Undo),
    prompt(Key::alt(KeyCode::Char('z')), Action::Redo),
    prompt(Key::ctrl('y'), Action::PutBack),
    prompt(Key::shift(KeyCode::Up), Action::Older),
    prompt(Key::ctrl('r'), Action::Older),
    prompt(Key::shift(KeyCode::Down), Action::Newer),
    prompt(Key::alt(KeyCode::Char('!')), Action::RunInShell),
    prompt(Key::alt(KeyCode::Char('s')), Action::SendNow),
    prompt(Key::alt(KeyCode::Char('a')), Action::Append),
    prompt(Key::alt(KeyCode::Char('e')), Action::TakeBack),
    prompt(Key::plain(KeyCode::Up), Action::Up),
    prompt(Key::plain(KeyCode::Down), Action::Down),
    prompt(Key::plain(KeyCode::PageUp), Action::PageUp),
    prompt(Key::plain(KeyCode::PageDown), Action::PageDown),
    prompt(Key::shift(KeyCode::PageUp), Action::PreviewUp),
    prompt(Key::shift(KeyCode::PageDown), Action::PreviewDown),
    prompt(Key::alt(KeyCode::Char('g')), Action::NextInNeed),
    prompt(Key::alt(KeyCode::Char('/')), Action::Filter),
    prompt(Key::alt(KeyCode::Char('v')), Action::Results),
    prompt(Key::plain(KeyCode::Tab), Action::ToList),
    prompt(Key::plain(KeyCode::Esc), Action::ToList),
    list(Key::plain(KeyCode::Enter), Action::Open),
    list(Key::char('o'), Action::Open),
    list(Key::char('k'), Action::Up),
    list(Key::plain(KeyCode::Up), Action::Up),
    list(Key::char('j'), Action::Down),
    list(Key::plain(KeyCode::Down), Action::Down),
    list(Key::plain(KeyCode::PageUp), Action::PageUp),
    list(Key::plain(KeyCode::PageDown), Action::PageDown),
    list(Key::char('g'), Action::First),
    list(Key::plain(KeyCode::Home), Action::First),
    list(Key::char('G'), Action::Last),
    list(Key::plain(KeyCode::End), Action::Last),
    list(Key::char('w'), Action::NextInNeed),
    list(Key::char('/'), Action::Filter),
    list(Key::char(' '), Action::Mark),
    list(Key::char('m'), Action::Mark),
    list(Key::char('A'), Action::MarkAll),
    list(Key::char('I'), Action::MarkIdle),
    list(Key::char('u'), Action::Unmark),
    list(Key::char('v'), Action::Results),
    list(Key::char('p'), Action::Preview),
    list(Key::char('K'), Action::PreviewUp),
    list(Key::shift(KeyCode::PageUp), Action::PreviewUp),
    list(Key::char('J'), Action::PreviewDown),
    list(Key::shift(KeyCode::PageDown), Action::PreviewDown),
    list(Key::char('f'), Action::OpenFloating),
    list(Key::char('O'), Action::OpenInPlace),
    list(Key::char('t'), Action::OpenInTab),
    list(Key::char('n'), Action::Start),
    list(Key::char('c'), Action::Clean),
    list(Key::char('x'), Action::Stop),
    list(Key::char('r'), Action::Restart),
    list(Key::char('s'), Action::SendNow),
    list(Key::char('a'), Action::Append),
    list(Key::char('e'), Action::TakeBack),
    list(Key::char('R'), Action::Refresh),
    list(Key::char('?'), Action::Help),
    list(Key::plain(KeyCode::Tab), Action::ToPrompt),
    list(Key::char('i'), Action::ToPrompt),
    list(Key::plain(KeyCode::Esc), Action::Dismiss),
    list(Key::char('q'), Action::Hide),
    filter(Key::plain(KeyCode::Enter), Action::Accept),
    filter(Key::plain(KeyCode::Esc), Action::Cancel),
    filter(Key::plain(KeyCode::Up), Action::Up),
    filter(Key::plain(KeyCode::Down), Action::Down),
    filter(Key::plain(KeyCode::PageUp), Action::PageUp),
    filter(Key::plain(KeyCode::PageDown), Action::PageDown),
    filter(Key::plain(KeyCode::Tab), Action::ToList),
];

/// The keys in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self {
            bindings: BINDINGS.to_vec(),
        }
    }
}

impl Keymap {
    /// What a key does.
    #[must_use]
    pub fn action(&self, focus: Focus, key: Key) -> Option<Action> {
        let mut bindings = self.bindings.iter();
        let bound = bindings.find(|b| b.focus == focus && b.key == key);
        bound.map(|b| b.action)
    }

    /// The key that is shown for an action.
    #[must_use]
    pub fn key_for(&self, focus: Focus, action: Action) -> Option<Key> {
        self.keys_for(focus, action).next()
    }

    /// All keys of an action.
    pub fn keys_for(&self, focus: Focus, action: Action) -> impl Iterator<Item = Key> {
        let bound = move |b: &&Binding| b.focus == focus && b.action == action;
        self.bindings.iter().filter(bound).map(|b| b.key)
    }

    /// The actions that have a key, in the order of the table.
    #[must_use]
    pub fn actions(&self, focus: Focus) -> Vec<Action> {
        let mut actions = Vec::new();
        for binding in self.bindings.iter().filter(|b| b.focus == focus) {
            if !actions.contains(&binding.action) {
                actions.push(binding.action);
            }
        }
        actions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        for (n, a) in BINDINGS.iter().enumerate() {
            for b in BINDINGS.iter().skip(n + 1) {
                assert!((a.focus, a.key) != (b.focus, b.key), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn every_action_can_be_reached_by_a_key() {
        for action in Action::all() {
            assert!(BINDINGS.iter().any(|b| b.action == action), "{action:?}");
        }
    }
}
