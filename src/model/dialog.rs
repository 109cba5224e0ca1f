//! What is asked over the panel.

use crate::model::Outgoing;
use crate::prompt::Editor;
use crate::tmux::Target;

/// What is asked over the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// Where to start a worker.
    Start(StartDialog),
    /// Whether to do something that cannot be undone.
    Confirm(Question),
    /// The keys.
    Help,
    /// What became of the last prompt to several workers.
    Results {
        /// Whether somebody has asked for it; it comes by itself otherwise.
        asked: bool,
    },
}

/// The fields of a start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartDialog {
    /// The directory as typed.
    pub directory: Editor,
    /// A first prompt; may stay empty.
    pub first_prompt: Editor,
    /// Whether typing goes to the first prompt.
    pub in_prompt: bool,
    /// The offer that is chosen, by its directory; none: what is typed.
    pub chosen: Option<String>,
    /// First row of the offers on the screen.
    pub scroll: usize,
    /// Whether the chosen offer stays in sight: not when the wheel has taken it
    /// out of sight.
    pub reveal: bool,
    /// How the typed path may go on, after it was completed; offered in place
    /// of all else as long as it begins so.
    pub candidates: Vec<String>,
    /// The typed path that the host is completing.
    pub completing: Option<String>,
    /// The conversation to go on with.
    pub resume: Option<String>,
    /// The dead worker that makes room.
    pub replaces: Option<Target>,
}

impl StartDialog {
    /// The field that typing goes to.
    pub fn editor(&mut self) -> &mut Editor {
        if self.in_prompt {
            &mut self.first_prompt
        } else {
            &mut self.directory
        }
    }
}

/// A question whose default is no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Stop this living worker?
    Stop(Target),
    /// Remove these dead workers?
    Clean(Vec<Target>),
    /// Send the prompt to these workers?
    SendToMarked(Vec<Target>),
    /// Run the prompt in the worker's shell?
    RunInShell(Outgoing),
    /// Start a worker beside a process that runs there outside of tmux?
    StartBeside {
        /// What was typed.
        typed: StartDialog,
        /// What runs there, as a sentence.
        there: String,
    },
}
