//! The prompts that each worker was sent from this panel, to be sent again or
//! to be changed first.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::prompt::Editor;
use crate::tmux::Target;

/// Prompts that are kept of a worker.
const MAX_PROMPTS: usize = 100;
/// Bytes of a prompt that is kept.
const MAX_PROMPT_BYTES: usize = 64 * 1024;
/// Bytes of all prompts that are kept; the oldest go first. The panel has
/// 16 MiB for everything.
const MAX_BYTES: usize = 1_000_000;

/// Prompts by worker, and where somebody is looking through them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    sent: BTreeMap<Target, Vec<Sent>>,
    /// How many have been kept: orders them by age.
    count: u64,
    recall: Option<Recall>,
}

/// A prompt that was sent, and the how manieth it was.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    text: Arc<str>,
    number: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Recall {
    target: Target,
    /// How the prompts that are looked through begin.
    prefix: String,
    /// Where in the worker's prompts one is.
    at: usize,
    /// What was being written before.
    written: Editor,
}

impl Recall {
    /// An older prompt in the place of what was being written, which comes
    /// back when that is undone.
    fn shows(&self, text: &Arc<str>) -> Editor {
        let mut editor = self.written.clone();
        editor.replace(text.clone());
        editor
    }
}

impl History {
    /// Keeps a prompt; the same one again only once, as the newest.
    pub fn keep(&mut self, target: &Target, text: &Arc<str>) {
        if text.len() > MAX_PROMPT_BYTES {
            return;
        }
        self.count += 1;
        let sent = self.sent.entry(target.clone()).or_default();
        sent.retain(|kept| kept.text != *text);
        sent.push(Sent {
            text: text.clone(),
            number: self.count,
        });
        let surplus = sent.len().saturating_sub(MAX_PROMPTS);
        sent.drain(..surplus);
        self.limit();
    }

    /// Forgets the oldest prompts until the rest is within the limit.
    fn limit(&mut self) {
        let each = self.sent.values().flatten();
        let mut bytes: usize = each.map(|sent| sent.text.len()).sum();
        while bytes > MAX_BYTES {
            let oldest = self.sent.values_mut().filter(|sent| !sent.is_empty());
            let Some(oldest) = oldest.min_by_key(|sent| sent.first().map(|s| s.number)) else {
                return;
            };
            bytes -= oldest.remove(0).text.len();
        }
    }

    /// Forgets the workers that are not there any more.
    pub fn retain(&mut self, there: impl Fn(&Target) -> bool) {
        self.sent.retain(|target, _| there(target));
    }

    /// Whatever is done with the prompt but looking through: the next look
    /// begins at its text.
    pub fn settle(&mut self) {
        self.recall = None;
    }

    /// What was being written for this worker before somebody began to look
    /// through older prompts, and still does.
    #[must_use]
    pub fn writing(&self, target: &Target) -> Option<&Editor> {
        let recall = self.recall.as_ref().filter(|r| r.target == *target);
        recall.map(|r| &r.written)
    }

    /// What was being written for this worker before somebody began to look
    /// through older prompts, and still does; the looking ends.
    pub fn written(&mut self, target: &Target) -> Option<Editor> {
        let recall = self.recall.take().filter(|r| r.target == *target);
        recall.map(|r| r.written)
    }

    /// The next older prompt of this worker that begins like the text before
    /// the cursor did when the look began; none when there is no older one.
    pub fn older(&mut self, target: &Target, editor: &Editor) -> Option<Editor> {
        let sent = self.sent.get(target)?;
        if self.recall.as_ref().is_none_or(|r| r.target != *target) {
            self.recall = Some(Recall {
                target: target.clone(),
                prefix: editor.parts().0.to_owned(),
                at: sent.len(),
                written: editor.clone(),
            });
        }
        let recall = self.recall.as_mut()?;
        let older = sent.get(..recall.at)?;
        let at = older
            .iter()
            .rposition(|s| s.text.starts_with(&recall.prefix))?;
        recall.at = at;
        older.get(at).map(|sent| recall.shows(&sent.text))
    }

    /// The next newer one, at last what was being written before; none when
    /// nobody is looking through them.
    pub fn newer(&mut self, target: &Target) -> Option<Editor> {
        let recall = self.recall.as_mut().filter(|r| r.target == *target)?;
        let sent = self.sent.get(target)?;
        let newer = sent.get(recall.at + 1..)?;
        match newer
            .iter()
            .position(|s| s.text.starts_with(&recall.prefix))
        {
            Some(by) => {
                recall.at += 1 + by;
                newer.get(by).map(|sent| recall.shows(&sent.text))
            }
            None => self.recall.take().map(|r| r.written),
        }
    }
}
