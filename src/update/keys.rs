//! Keys and pasted text: to the dialog, to an action, or into an editor.

use std::borrow::Cow;

use crate::input::{Key, KeyCode, TooLarge};
use crate::keymap::{Action, Focus, Keymap, Scope, quoted};
use crate::model::{Dialog, MAX_TEXT_BYTES, Permission};
use crate::prompt::Editor;
use crate::text;
use crate::time::Millis;
use crate::update::Update;

/// How soon somebody who writes sees that something else has come up, and how
/// long a pause is in what they write.
const SEEN: Millis = Millis(700);

/// Cells of a pasted path or filter.
const MAX_LINE: usize = 4_096;

impl Update<'_> {
    pub(crate) fn key(&mut self, key: Key) {
        self.repaint();
        if self.writes_on(key) {
            return;
        }
        match &self.model.dialog {
            Some(Dialog::Help | Dialog::Results { .. }) => self.page_key(key),
            Some(Dialog::Confirm(_)) => self.question_key(key),
            Some(Dialog::Start(_)) => self.start_key(key),
            None => self.panel_key(key),
        }
    }

    /// Over somebody who has gone on writing since they started a worker a
    /// question or a form comes up by itself: what they type before they can
    /// have seen it is for the prompt, and answers nothing.
    pub(crate) fn interrupt(&mut self) {
        let model = &*self.model;
        let writes = model.focus == Focus::Prompt && model.acted > model.last_start.at;
        self.model.interrupted = writes.then(|| self.now.after(SEEN));
    }

    fn writes_on(&mut self, key: Key) -> bool {
        let until = self.model.interrupted.take();
        let Some(_) = until.filter(|until| self.now < *until && self.model.dialog.is_some()) else {
            return false;
        };
        self.interrupt();
        if key.types() {
            self.panel_key(key);
        }
        true
    }

    /// Pasted text goes into the field that is being written, else into the
    /// prompt, whatever the letters in it would do as commands.
    pub(crate) fn pasted(&mut self, raw: String) {
        self.repaint();
        if !self.has_room_for(raw.len()) {
            return;
        }
        let clean = match text::prompt(&raw) {
            Cow::Borrowed(_) => raw,
            Cow::Owned(clean) => clean,
        };
        match &mut self.model.dialog {
            Some(Dialog::Start(dialog)) if !dialog.in_prompt => {
                let path = text::cut(clean.trim_matches('\n'), MAX_LINE);
                dialog.directory.insert(path);
                dialog.typed();
            }
            Some(Dialog::Start(dialog)) => dialog.first_prompt.insert(clean),
            Some(Dialog::Confirm(_)) => {}
            None if self.model.focus == Focus::Filter => {
                if let Some(filter) = &mut self.model.filter {
                    let line = text::cut(&clean, MAX_LINE);
                    filter.editor.insert(text::line(&line).trim());
                }
                self.refilter();
            }
            Some(Dialog::Help | Dialog::Results { .. }) | None => {
                self.model.dialog = None;
                self.model.focus = Focus::Prompt;
                self.model.history.settle();
                self.model.prompt.insert(clean);
            }
        }
    }

    /// Whether a text of so many bytes can be taken; says so when not. Zellij
    /// ends a plugin that wants more than its memory, and with it every text.
    fn has_room_for(&mut self, bytes: usize) -> bool {
        let there = self.model.text_bytes();
        if there + bytes <= MAX_TEXT_BYTES {
            return true;
        }
        let size = text::size(bytes);
        let text = match there {
            0 => format!("not taken: a text of {size}"),
            _ => format!(
                "not taken: a text of {size}, beside {} that wait here",
                text::size(there)
            ),
        };
        let limit = text::size(MAX_TEXT_BYTES);
        let hint = match there {
            0 => format!("the limit is {limit}: put it into a file and name that"),
            _ => format!("the limit is {limit} for all texts: send or drop some"),
        };
        self.model.notices.failed(self.now, text, hint);
        false
    }

    /// Tells of what was too large to be taken. Whatever was under way goes on.
    pub(crate) fn too_large(&mut self, what: TooLarge, bytes: usize) {
        let (what, max) = match what {
            TooLarge::Paste => ("a paste", MAX_TEXT_BYTES),
            TooLarge::CommandOutput => ("the output of a command", text::MAX_INCOMING),
            TooLarge::Event => ("an event of Zellij", text::MAX_INCOMING),
        };
        let (bytes, most) = (text::size(bytes), text::size(max));
        let text = format!("not taken: {what} of {bytes} (limit {most})");
        let hint = "your text is unchanged";
        self.model.notices.failed(self.now, text, hint);
        self.repaint();
    }

    fn panel_key(&mut self, key: Key) {
        let model = &mut *self.model;
        if model.permission == Permission::Denied && key.code == KeyCode::Enter {
            self.effects.push(crate::effect::Effect::RequestPermission);
        } else if let Some(action) = model.config.keys.action(model.focus, key) {
            self.act(action);
        } else if model.focus == Focus::Prompt {
            model.history.settle();
            edit(&model.config.keys, &mut model.prompt, key);
        } else if model.focus == Focus::List {
            self.no_command(key);
        } else if let Some(filter) = &mut model.filter {
            let before = filter.editor.text();
            edit(&model.config.keys, &mut filter.editor, key);
            if filter.editor.text() != before {
                self.refilter();
            }
        }
    }

    /// What scrolls does, any other key closes it. Who is writing when results
    /// come unasked writes on.
    fn page_key(&mut self, key: Key) {
        let unasked = self.model.dialog == Some(Dialog::Results { asked: false });
        let writes = unasked && self.model.focus == Focus::Prompt && key.types();
        match self.model.config.keys.action(Scope::Page, key) {
            Some(action) if !writes => self.scroll_dialog(action),
            _ => self.model.dialog = None,
        }
        if writes {
            self.panel_key(key);
        }
    }

    /// Only what is bound to yes says yes.
    fn question_key(&mut self, key: Key) {
        match self.model.config.keys.action(Scope::Question, key) {
            Some(Action::Yes) => self.answer(true),
            Some(Action::No) => self.answer(false),
            Some(action) => self.scroll_dialog(action),
            None => self.no_command(key),
        }
    }

    /// Says why a letter of another alphabet does nothing where letters are
    /// commands: whoever has forgotten to switch the keyboard sees a panel that
    /// hangs.
    fn no_command(&mut self, key: Key) {
        if let KeyCode::Char(letter) = key.code
            && key.types()
            && letter.is_alphabetic()
            && !letter.is_ascii()
        {
            let text = format!("{} is not a command", quoted(&letter.to_string()));
            let hint = "commands are the letters a to z; is another keyboard layout on?";
            self.model.notices.noted(self.now, text, hint);
        }
    }

    /// How far down is settled when the dialog's height is known.
    fn scroll_dialog(&mut self, action: Action) {
        let page = self.frame.dialog_rows.max(1);
        let scroll = &mut self.model.dialog_scroll;
        *scroll = match action {
            Action::Down => scroll.saturating_add(1),
            Action::Up => scroll.saturating_sub(1),
            Action::PageDown => scroll.saturating_add(page),
            Action::PageUp => scroll.saturating_sub(page),
            Action::First => 0,
            Action::Last => usize::MAX,
            _ => *scroll,
        };
    }

    pub(crate) fn focus_field(&mut self, in_prompt: bool) {
        if let Some(Dialog::Start(dialog)) = &mut self.model.dialog {
            dialog.in_prompt = in_prompt;
            self.repaint();
        }
    }
}

/// What a key does to text being written. Shift changes no key but those that
/// are bound with it.
pub(super) fn edit(keys: &Keymap, editor: &mut Editor, key: Key) {
    if let KeyCode::Char(c) = key.code
        && key.types()
    {
        if !c.is_control() {
            editor.type_char(c);
        }
        return;
    }
    let without = Key {
        shift: false,
        ..key
    };
    let action = keys.action(Scope::Text, key);
    let action = action.or_else(|| keys.action(Scope::Text, without));
    if let Some(action) = action {
        change(editor, action);
    }
}

fn change(editor: &mut Editor, action: Action) {
    match action {
        Action::Left => editor.left(),
        Action::Right => editor.right(),
        Action::WordLeft => editor.word_left(),
        Action::WordRight => editor.word_right(),
        Action::LineStart => editor.home(),
        Action::LineEnd => editor.end(),
        Action::DeleteBack => editor.backspace(),
        Action::Delete => editor.delete(),
        Action::DeleteWord => editor.delete_word(),
        Action::DeleteToStart => editor.delete_to_start(),
        Action::DeleteToEnd => editor.delete_to_end(),
        Action::PutBack => editor.put_back(),
        Action::Undo => drop(editor.undo()),
        Action::Redo => drop(editor.redo()),
        _ => {}
    }
}
