//! The words in which an error is told: what happened, to what, and what to
//! do about it.

use super::Error;

impl Error {
    /// What happened, to what.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::TmuxMissing => "tmux is not installed".into(),
            Self::TmuxTooOld { version } => format!("{version} is too old"),
            Self::TmuxFailed { doing, said } => format!("tmux could not {doing}: {said}"),
            Self::BadAnswer { doing, answer } => {
                format!("could not {doing}: tmux answered {answer:?}")
            }
            Self::NoAnswer { doing, seconds } => {
                format!("could not {doing}: no answer within {seconds} s")
            }
            Self::NoSuchDirectory { directory } => format!("{directory} does not exist"),
            Self::NotADirectory { directory } => format!("{directory} is not a directory"),
            Self::NoPermission { directory } => format!("{directory} may not be entered"),
            Self::BadDirectory { directory, reason } => {
                format!("no worker can run in {directory}: {reason}")
            }
            Self::CommandNotFound { program } => format!("{program}: command not found"),
            Self::NoFirstPrompt { program } => {
                format!("not started: {program} takes no first prompt")
            }
            Self::AlreadyRunning { directory, pane } => {
                format!("already running in {pane}: {directory}")
            }
            Self::DeadWorkerThere { directory, pane } => {
                format!("a dead worker is in {pane}: {directory}")
            }
            Self::NoSuchWorker { worker } => format!("no worker in {worker}"),
            Self::RunsOutside {
                program,
                directory,
                pids,
            } => {
                let pids: Vec<String> = pids.iter().map(u32::to_string).collect();
                let pids = pids.join(", ");
                format!("{program} runs in {directory} outside of tmux (process {pids})")
            }
            Self::ConversationOpen { directory, pid } => {
                format!("the conversation in {directory} is open in process {pid}")
            }
            Self::EmptyPrompt => "not sent: the prompt is empty".into(),
            Self::TooLong { what, bytes, most } => {
                format!("{what} has {bytes} bytes, {most} are the most")
            }
            _ => self.about_a_worker().unwrap_or_default(),
        }
    }

    /// The same for what is said of a pane.
    fn about_a_worker(&self) -> Option<String> {
        Some(match self {
            Self::Dead { pane } => format!("not sent: worker {pane} is dead"),
            Self::Gone { pane } => format!("worker {pane} is gone"),
            Self::OtherWorker { pane } => format!("{pane} is another worker now"),
            Self::OtherServer { pane } => {
                format!("tmux was restarted: {pane} is not the worker that was meant")
            }
            Self::InputOff { pane } => format!("not sent: input to {pane} is switched off"),
            Self::Busy { pane } => format!("not sent: another prompt is on its way to {pane}"),
            Self::Asking { pane } => format!("not sent: {pane} is asking a question"),
            Self::OtherView { pane } => format!("not sent: another view is open in {pane}"),
            Self::NotReady { pane } => format!("not sent: {pane} is not ready yet"),
            Self::Working { pane } => format!("not sent: {pane} is still working"),
            Self::Unannounced { pane } => {
                format!("not sent: {pane} works and would not announce a question")
            }
            Self::NoAgent { pane } => {
                format!("not sent: a shell is in {pane}, which would run the prompt")
            }
            Self::Draft { pane } => format!("not sent: a draft stands in the box of {pane}"),
            Self::ShellMode { pane } => {
                format!("not sent: the box of {pane} would run it as a shell command")
            }
            Self::Unseen { pane } => {
                format!("not submitted: the text did not show up in the box of {pane}")
            }
            Self::LeftInBox { pane, asking: true } => {
                format!("not submitted: {pane} asks a question; your text stands in its box")
            }
            Self::LeftInBox { pane, .. } => {
                format!("not submitted: your text stands in the box of {pane}")
            }
            Self::Lost { pane } => {
                format!(
                    "{pane} changed while the prompt was on its way: it may not have been taken"
                )
            }
            Self::TakenOver { pane } => {
                format!("another panel has taken over the prompt to {pane} and sends it")
            }
            Self::Changed { pane } => format!("left alone: worker {pane} changed meanwhile"),
            _ => return None,
        })
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::TmuxMissing => "install tmux 3.2 or newer",
            Self::TmuxTooOld { .. } => "org needs tmux 3.2 or newer",
            Self::TmuxFailed { .. } => "look with `tmux list-panes -a`",
            Self::BadAnswer { .. } => "see whether `tmux` is what you think it is",
            Self::NoAnswer { .. } => "it may still happen: look before trying again",
            Self::NoSuchDirectory { .. } => "create it or correct the path",
            Self::NotADirectory { .. } => "give the folder it is in",
            Self::NoPermission { .. } => "check its permissions",
            Self::BadDirectory { .. } => "use another directory",
            Self::CommandNotFound { .. } => {
                "install it, or set `command` in the plugin's configuration"
            }
            Self::NoFirstPrompt { .. } => "start it without one, then send the text",
            Self::AlreadyRunning { .. } => "send it a prompt or open it",
            Self::DeadWorkerThere { .. } => "restart it or clean it",
            Self::NoSuchWorker { .. } => "start one there",
            Self::Dead { .. } => "restart it or clean it",
            Self::Gone { .. } | Self::OtherWorker { .. } | Self::OtherServer { .. } => {
                "choose a worker from the list"
            }
            Self::InputOff { .. } => "switch it on with `tmux select-pane -e`",
            Self::Busy { .. } => "send it again in a moment",
            Self::Asking { .. } => "open it to answer",
            Self::OtherView { .. } => "open it and close that view",
            Self::NotReady { .. } => "open it and look what it waits for",
            Self::Working { .. } => "send it again when it is idle",
            Self::Unannounced { .. } => "send it again: it then waits until it is idle",
            Self::NoAgent { .. } => "open it and start an agent there",
            Self::Draft { .. } => "open it and send or clear the draft",
            Self::ShellMode { .. } => "open it and press Esc",
            Self::Unseen { .. } => "open it and look before sending again",
            Self::LeftInBox { .. } => "open it and press Enter there, or clear it",
            Self::Lost { .. } => "open it and look",
            Self::TakenOver { .. } => "look there what becomes of it",
            Self::RunsOutside { .. } => "start another one beside it, or end it first",
            Self::ConversationOpen { .. } => "end that one first, or start a new conversation",
            Self::Changed { .. } => "look at the list and try again",
            Self::EmptyPrompt => "type something first",
            Self::TooLong { .. } => "make it shorter",
        }
        .into()
    }
}
