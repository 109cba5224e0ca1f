//! How much text the panel holds. Zellij gives a plugin 16 MiB of memory and
//! ends it when it asks for more, so what is written has a limit as a sum.

use std::sync::Arc;

use crate::model::{Dialog, Model, Purpose, Question, StartDialog};

/// Bytes of all texts that wait in the panel: drafts, prompts that wait, and
/// prompts that were not sent. A prompt to several workers counts once.
///
/// Beside them there has to be room for the plugin itself (2.5 MB), for what can
/// be undone or recalled (2.5 MB), and for two more copies of a text while it
/// comes in or is made ready to be sent.
pub const MAX_TEXT_BYTES: usize = 3_200_000;

impl Model {
    /// Bytes of all texts that wait here; a shared one counts once.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        let under_way = self.purposes.values().filter_map(|purpose| match purpose {
            Purpose::Send(outgoing) => Some(&outgoing.prompt.text),
            _ => None,
        });
        let asked = match &self.dialog {
            Some(Dialog::Confirm(Question::RunInShell(outgoing))) => Some(&outgoing.prompt.text),
            _ => None,
        };
        let shared = under_way
            .chain(asked)
            .chain(self.outbox.iter().map(|o| &o.prompt.text))
            .chain(self.unsent.iter().map(|u| &u.text))
            .chain(self.round.iter().map(|r| &r.text));
        let mut seen: Vec<*const u8> = Vec::new();
        let first = |text: &&Arc<str>| {
            let new = !seen.contains(&text.as_ptr());
            seen.push(text.as_ptr());
            new
        };
        let shared: usize = shared.filter(first).map(|text| text.len()).sum();
        let starts = self.purposes.values().filter_map(|purpose| match purpose {
            Purpose::Start(typed) => Some(typed),
            _ => None,
        });
        let asked = self.dialog.as_ref().and_then(|dialog| match dialog {
            Dialog::Start(typed) | Dialog::Confirm(Question::StartBeside { typed, .. }) => {
                Some(typed)
            }
            _ => None,
        });
        let typed = |typed: &StartDialog| typed.directory.bytes() + typed.first_prompt.bytes();
        let editors = self.drafts.values().chain([&self.prompt]);
        shared
            + editors.map(crate::prompt::Editor::bytes).sum::<usize>()
            + starts.chain(asked).map(typed).sum::<usize>()
    }
}
