//! The words for each action: its name in the configuration, its label in the
//! row of actions, what it does.

use super::{Action, Scope};

/// The words for one action.
struct Words {
    action: Action,
    /// Its name in the configuration.
    id: &'static str,
    /// A word for the row of actions.
    label: &'static str,
    /// What it does, for the help.
    description: &'static str,
}

const fn words(
    action: Action,
    id: &'static str,
    label: &'static str,
    description: &'static str,
) -> Words {
    Words {
        action,
        id,
        label,
        description,
    }
}

/// In the order of the variants.
const WORDS: &[Words] = &[
    words(
        Action::Send,
        "send",
        "send",
        "send the prompt; empty: open the worker",
    ),
    words(
        Action::NewLine,
        "new_line",
        "new line",
        "begin a new line in the prompt",
    ),
    words(
        Action::Older,
        "older",
        "older",
        "an older prompt that begins like this",
    ),
    words(
        Action::Newer,
        "newer",
        "newer",
        "a newer one, at last your own text",
    ),
    words(
        Action::RunInShell,
        "run_in_shell",
        "run in shell",
        "run it in the worker's shell",
    ),
    words(
        Action::SendNow,
        "send_now",
        "now",
        "send what waits without waiting",
    ),
    words(
        Action::Append,
        "append",
        "append",
        "send what waits behind the draft",
    ),
    words(
        Action::TakeBack,
        "take_back",
        "edit",
        "take back what waits, to edit it",
    ),
    words(
        Action::Results,
        "results",
        "results",
        "what became of the last prompt to several",
    ),
    words(Action::Up, "up", "up", "choose the worker above"),
    words(Action::Down, "down", "down", "choose the worker below"),
    words(Action::PageUp, "page_up", "page up", "a page up"),
    words(Action::PageDown, "page_down", "page down", "a page down"),
    words(Action::First, "first", "first", "choose the first worker"),
    words(Action::Last, "last", "last", "choose the last worker"),
    words(
        Action::NextInNeed,
        "next_in_need",
        "next in need",
        "the next worker that needs you",
    ),
    words(
        Action::Filter,
        "filter",
        "find",
        "find workers by directory or state",
    ),
    words(Action::Accept, "accept", "choose", "choose this worker"),
    words(Action::Cancel, "cancel", "back", "back to where you were"),
    words(
        Action::Mark,
        "mark",
        "mark",
        "mark the worker: the prompt goes to all marked",
    ),
    words(
        Action::MarkAll,
        "mark_all",
        "mark all",
        "mark all that are listed",
    ),
    words(
        Action::MarkIdle,
        "mark_idle",
        "mark idle",
        "mark all that are idle",
    ),
    words(Action::Unmark, "unmark", "unmark", "take all marks away"),
    words(
        Action::Preview,
        "preview",
        "preview",
        "show the worker's screen, or not",
    ),
    words(
        Action::PreviewUp,
        "preview_up",
        "look back",
        "look back in the worker's output",
    ),
    words(
        Action::PreviewDown,
        "preview_down",
        "look on",
        "on again, at last to the live screen",
    ),
    words(Action::Open, "open", "open", "open the worker"),
    words(
        Action::OpenFloating,
        "open_floating",
        "open floating",
        "open it in a floating pane",
    ),
    words(
        Action::OpenInPlace,
        "open_in_place",
        "open here",
        "open it in the panel's place",
    ),
    words(
        Action::OpenInTab,
        "open_in_tab",
        "open in tab",
        "open it in a new tab",
    ),
    words(
        Action::Start,
        "start",
        "new",
        "start a worker in a directory",
    ),
    words(Action::Clean, "clean", "clean", "remove the dead workers"),
    words(
        Action::Stop,
        "stop",
        "stop",
        "stop the worker and its processes",
    ),
    words(
        Action::Restart,
        "restart",
        "restart",
        "start a dead worker again",
    ),
    words(
        Action::Refresh,
        "refresh",
        "refresh",
        "list the workers now",
    ),
    words(Action::Help, "help", "keys", "show these keys"),
    words(
        Action::ToList,
        "to_list",
        "commands",
        "letters become commands",
    ),
    words(
        Action::ToPrompt,
        "to_prompt",
        "prompt",
        "type into the prompt",
    ),
    words(
        Action::Dismiss,
        "dismiss",
        "dismiss",
        "take filter, marks and notices away, one by one",
    ),
    words(Action::Hide, "hide", "hide", "hide the floating panel"),
    words(
        Action::Complete,
        "complete",
        "complete",
        "complete the path, or go into the chosen directory",
    ),
    words(
        Action::OtherField,
        "other_field",
        "first prompt",
        "go to the first prompt, and back",
    ),
    words(
        Action::Continue,
        "continue",
        "continue",
        "go on with the conversation there",
    ),
    words(Action::Yes, "yes", "yes", "do it"),
    words(Action::No, "no", "no", "do not"),
    words(Action::Left, "left", "left", "a character back"),
    words(Action::Right, "right", "right", "a character on"),
    words(Action::WordLeft, "word_left", "word left", "a word back"),
    words(Action::WordRight, "word_right", "word right", "a word on"),
    words(
        Action::LineStart,
        "line_start",
        "start",
        "to the start of the line",
    ),
    words(Action::LineEnd, "line_end", "end", "to the end of the line"),
    words(
        Action::DeleteBack,
        "delete_back",
        "delete",
        "delete the character before the cursor",
    ),
    words(
        Action::Delete,
        "delete",
        "delete",
        "delete the character behind it",
    ),
    words(
        Action::DeleteWord,
        "delete_word",
        "delete word",
        "delete the word before the cursor",
    ),
    words(
        Action::DeleteToStart,
        "delete_to_start",
        "delete to start",
        "delete the line before the cursor",
    ),
    words(
        Action::DeleteToEnd,
        "delete_to_end",
        "delete to end",
        "delete the line behind it",
    ),
    words(
        Action::PutBack,
        "put_back",
        "put back",
        "put in what was deleted last by word or line",
    ),
    words(
        Action::Undo,
        "undo",
        "undo",
        "take the last change of the text back",
    ),
    words(Action::Redo, "redo", "redo", "make it again"),
];

impl Action {
    /// All actions.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|w| w.action)
    }

    fn words(self) -> Option<&'static Words> {
        WORDS.iter().find(|w| w.action == self)
    }

    /// Its name in the configuration.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.words().map_or("", |w| w.id)
    }

    /// The action of this name.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        WORDS.iter().find(|w| w.id == id).map(|w| w.action)
    }

    /// A word for the row of actions.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.words().map_or("", |w| w.label)
    }

    /// What it does there, for the help.
    #[must_use]
    pub fn description(self, scope: Scope) -> &'static str {
        match (scope, self) {
            (Scope::Start, Self::Accept) => "start there, or go to the worker that is there",
            (Scope::Start, Self::NewLine) => "begin a new line in the first prompt",
            (Scope::Start, Self::Up) => "the directory above; above the first: what is typed",
            (Scope::Start, Self::Down) => "the directory below; below the last: the first prompt",
            (Scope::Start, Self::Cancel) => "start nothing",
            (Scope::Question | Scope::Page, Self::Up) => "scroll up",
            (Scope::Question | Scope::Page, Self::Down) => "scroll down",
            (Scope::Page, Self::First) => "to the top",
            (Scope::Page, Self::Last) => "to the bottom",
            _ => self.words().map_or("", |w| w.description),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_of_its_own() {
        for (n, words) in WORDS.iter().enumerate() {
            assert_eq!(words.action as usize, n, "{:?}", words.action);
            assert_eq!(Action::named(words.id), Some(words.action));
            assert!(!words.label.is_empty() && !words.description.is_empty());
        }
        assert_eq!(WORDS.len(), Action::Redo as usize + 1);
    }
}
