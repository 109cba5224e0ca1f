//! Which key does what, in one table: the panel's hands and its help read the
//! same lines.

use crate::input::{Key, KeyCode};

/// Where typing goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Focus {
    /// Into the prompt.
    #[default]
    Prompt,
    /// To the list: letters are commands.
    List,
}

/// What a user can do with a key or a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Send the prompt; with an empty one, open the worker.
    Send,
    /// Begin a new line in the prompt.
    NewLine,
    /// Run the prompt in the worker's shell.
    RunInShell,
    /// Send the prompt that waits without waiting.
    SendNow,
    /// Send the prompt that waits behind the draft in the worker's box.
    Append,
    /// Take the prompt that waits back to edit it.
    TakeBack,
    /// Choose the worker above.
    Up,
    /// Choose the worker below.
    Down,
    /// Choose the worker a page above.
    PageUp,
    /// Choose the worker a page below.
    PageDown,
    /// Choose the first worker.
    First,
    /// Choose the last worker.
    Last,
    /// Choose the next worker that needs somebody.
    NextInNeed,
    /// Show the chosen worker's screen beside the list, or do not.
    Preview,
    /// Open the worker in a floating pane.
    Open,
    /// Start a worker.
    Start,
    /// Remove the dead workers.
    Clean,
    /// Stop the worker.
    Stop,
    /// Start the dead worker again.
    Restart,
    /// List the workers now.
    Refresh,
    /// Show the keys.
    Help,
    /// Type commands.
    ToList,
    /// Type into the prompt.
    ToPrompt,
    /// Take the notices away.
    Dismiss,
    /// Hide the panel.
    Hide,
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

const fn prompt(key: Key, action: Action) -> Binding {
    Binding {
        focus: Focus::Prompt,
        key,
        action,
    }
}

/// All keys; where an action has several, the first is the one that is shown.
pub const BINDINGS: &[Binding] = &[
    prompt(Key::plain(KeyCode::Enter), Action::Send),
    prompt(Key::alt(KeyCode::Enter), Action::NewLine),
    prompt(Key::ctrl('j'), Action::NewLine),
    prompt(Key::alt(KeyCode::Char('!')), Action::RunInShell),
    prompt(Key::alt(KeyCode::Char('s')), Action::SendNow),
    prompt(Key::alt(KeyCode::Char('a')), Action::Append),
    prompt(Key::alt(KeyCode::Char('e')), Action::TakeBack),
    prompt(Key::plain(KeyCode::Up), Action::Up),
    prompt(Key::plain(KeyCode::Down), Action::Down),
    prompt(Key::plain(KeyCode::PageUp), Action::PageUp),
    prompt(Key::plain(KeyCode::PageDown), Action::PageDown),
    prompt(Key::alt(KeyCode::Char('g')), Action::NextInNeed),
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
    list(Key::char('p'), Action::Preview),
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
];

/// What a key does.
#[must_use]
pub fn action(focus: Focus, key: Key) -> Option<Action> {
    let bound = BINDINGS.iter().find(|b| b.focus == focus && b.key == key);
    bound.map(|b| b.action)
}

/// The key that is shown for an action.
#[must_use]
pub fn key_for(focus: Focus, action: Action) -> Option<Key> {
    let bound = BINDINGS
        .iter()
        .find(|b| b.focus == focus && b.action == action);
    bound.map(|b| b.key)
}

impl Action {
    /// A word for the row of actions.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::NewLine => "new line",
            Self::RunInShell => "run in shell",
            Self::SendNow => "now",
            Self::Append => "append",
            Self::TakeBack => "edit",
            Self::Up => "up",
            Self::Down => "down",
            Self::PageUp => "page up",
            Self::PageDown => "page down",
            Self::First => "first",
            Self::Last => "last",
            Self::NextInNeed => "next in need",
            Self::Preview => "preview",
            Self::Open => "open",
            Self::Start => "new",
            Self::Clean => "clean",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Refresh => "refresh",
            Self::Help => "keys",
            Self::ToList => "commands",
            Self::ToPrompt => "prompt",
            Self::Dismiss => "dismiss",
            Self::Hide => "hide",
        }
    }

    /// What it does, for the help.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Send => "send the prompt; empty: open the worker",
            Self::NewLine => "begin a new line in the prompt",
            Self::RunInShell => "run it in the worker's shell",
            Self::SendNow => "send what waits without waiting",
            Self::Append => "send what waits behind the draft",
            Self::TakeBack => "take back what waits, to edit it",
            Self::Up => "choose the worker above",
            Self::Down => "choose the worker below",
            Self::PageUp => "a page up",
            Self::PageDown => "a page down",
            Self::First => "choose the first worker",
            Self::Last => "choose the last worker",
            Self::NextInNeed => "the next worker that needs you",
            Self::Preview => "show the worker's screen, or not",
            Self::Open => "open the worker in a floating pane",
            Self::Start => "start a worker in a directory",
            Self::Clean => "remove the dead workers",
            Self::Stop => "stop the worker and its processes",
            Self::Restart => "start a dead worker again",
            Self::Refresh => "list the workers now",
            Self::Help => "show these keys",
            Self::ToList => "letters become commands",
            Self::ToPrompt => "type into the prompt",
            Self::Dismiss => "take the notices away",
            Self::Hide => "hide the floating panel",
        }
    }
}

/// A key's name for people.
#[must_use]
pub fn key_name(key: Key) -> String {
    let mut name = String::new();
    for (held, word) in [
        (key.ctrl, "Ctrl "),
        (key.alt, "Alt "),
        (key.shift, "Shift "),
    ] {
        if held {
            name.push_str(word);
        }
    }
    match key.code {
        KeyCode::Char(' ') => name.push_str("Space"),
        KeyCode::Char(c) => name.push(c),
        KeyCode::Enter => name.push_str("Enter"),
        KeyCode::Esc => name.push_str("Esc"),
        KeyCode::Tab => name.push_str("Tab"),
        KeyCode::Backspace => name.push_str("Backspace"),
        KeyCode::Delete => name.push_str("Delete"),
        KeyCode::Left => name.push('←'),
        KeyCode::Right => name.push('→'),
        KeyCode::Up => name.push('↑'),
        KeyCode::Down => name.push('↓'),
        KeyCode::Home => name.push_str("Home"),
        KeyCode::End => name.push_str("End"),
        KeyCode::PageUp => name.push_str("PgUp"),
        KeyCode::PageDown => name.push_str("PgDn"),
    }
    name
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
}
