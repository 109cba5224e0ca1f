//! Keys and pasted text: to the dialog, to an action, or into an editor.

use crate::input::{Key, KeyCode};
use crate::keymap::Focus;
use crate::model::{Dialog, Permission};
use crate::prompt::Editor;
use crate::text;
use crate::update::Update;

impl Update<'_> {
    pub(crate) fn key(&mut self, key: Key) {
        self.repaint();
        match &self.model.dialog {
            Some(Dialog::Help | Dialog::Results) => {
                if !self.scroll_key(key) {
                    self.model.dialog = None;
                }
            }
            Some(Dialog::Confirm(_)) => self.confirm_key(key),
            Some(Dialog::Start(_)) => self.start_key(key),
            None => self.panel_key(key),
        }
    }

    /// Pasted text goes into the field that is being written, else into the
    /// prompt, whatever the letters in it would do as commands.
    pub(crate) fn pasted(&mut self, raw: &str) {
        self.repaint();
        let clean = text::prompt(raw);
        match &mut self.model.dialog {
            Some(Dialog::Start(dialog)) if !dialog.in_prompt => {
                dialog.directory.insert(clean.trim_matches('\n'));
                dialog.typed();
            }
            Some(Dialog::Start(dialog)) => dialog.first_prompt.insert(&clean),
            Some(Dialog::Confirm(_)) => {}
            None if self.model.focus == Focus::Filter => {
                if let Some(filter) = &mut self.model.filter {
                    filter.editor.insert(text::line(&clean).trim());
                }
                self.refilter();
            }
            Some(Dialog::Help | Dialog::Results) | None => {
                self.model.dialog = None;
                self.model.focus = Focus::Prompt;
                self.model.history.settle();
                self.model.prompt.insert(&clean);
            }
        }
    }

    fn panel_key(&mut self, key: Key) {
        if self.model.permission == Permission::Denied && key.code == KeyCode::Enter {
            self.effects.push(crate::effect::Effect::RequestPermission);
        } else if let Some(action) = self.model.config.keys.action(self.model.focus, key) {
            self.act(action);
        } else if self.model.focus == Focus::Prompt {
            self.model.history.settle();
            edit(&mut self.model.prompt, key);
        } else if let Some(filter) = self
            .model
            .filter
            .as_mut()
            .filter(|_| self.model.focus == Focus::Filter)
        {
            edit(&mut filter.editor, key);
            self.refilter();
        }
    }

    /// Scrolls the dialog; whether the key does that.
    fn scroll_key(&mut self, key: Key) -> bool {
        let scroll = &mut self.model.dialog_scroll;
        *scroll = match key.code {
            KeyCode::Down | KeyCode::Char('j') => scroll.saturating_add(1),
            KeyCode::Up | KeyCode::Char('k') => scroll.saturating_sub(1),
            KeyCode::PageDown => scroll.saturating_add(10),
            KeyCode::PageUp => scroll.saturating_sub(10),
            _ => return false,
        };
        true
    }

    /// The default is no: only `y` says yes.
    fn confirm_key(&mut self, key: Key) {
        match key.code {
            KeyCode::Char('y' | 'Y') if !key.ctrl && !key.alt => self.answer(true),
            KeyCode::Char('n' | 'N') | KeyCode::Esc | KeyCode::Enter => self.answer(false),
            _ => drop(self.scroll_key(key)),
        }
    }

    pub(crate) fn focus_field(&mut self, in_prompt: bool) {
        if let Some(Dialog::Start(dialog)) = &mut self.model.dialog {
            dialog.in_prompt = in_prompt;
            self.repaint();
        }
    }
}

/// What a key does to text being written.
pub(super) fn edit(editor: &mut Editor, key: Key) {
    match (key.code, key.ctrl, key.alt) {
        (KeyCode::Char(c), false, false) if !c.is_control() => {
            editor.type_char(c);
        }
        (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => editor.left(),
        (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => editor.right(),
        (KeyCode::Left, _, _) | (KeyCode::Char('b'), false, true) => editor.word_left(),
        (KeyCode::Right, _, _) | (KeyCode::Char('f'), false, true) => editor.word_right(),
        (KeyCode::Home, _, _) | (KeyCode::Char('a'), true, false) => editor.home(),
        (KeyCode::End, _, _) | (KeyCode::Char('e'), true, false) => editor.end(),
        (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
            editor.backspace();
        }
        (KeyCode::Backspace, _, _) | (KeyCode::Char('w'), true, false) => editor.delete_word(),
        (KeyCode::Delete, _, _) | (KeyCode::Char('d'), true, false) => editor.delete(),
        (KeyCode::Char('u'), true, false) => editor.delete_to_start(),
        (KeyCode::Char('k'), true, false) => editor.delete_to_end(),
        _ => {}
    }
}
