//! Opens a worker in a terminal: the command that a pane of Zellij runs.

use crate::nonce::Nonce;
use crate::tmux::guard::Guard;
use crate::tmux::quote::branch;
use crate::tmux::server::command;
use crate::tmux::{PaneId, Tmux};
use crate::worker::Worker;

/// The command line of a terminal that shows this worker.
///
/// The view is a session of its own with the worker's window linked into it
/// and no other: no view switches another, and when the worker is removed the
/// view ends, where a session of the same group would go on with a neighbour
/// and hand it what is typed. The view goes when the terminal is closed, and
/// the worker stays. The status line is off in the view alone: one pane of
/// Zellij shows one worker.
#[must_use]
pub fn attach_to_worker(tmux: &Tmux, worker: &Worker, nonce: &Nonce) -> Vec<String> {
    let view = format!("org-view-{nonce}");
    let pane = worker.target.pane;
    let open = branch(&[
        // The client needs a session to attach to before there can be a
        // window in it: `cat` holds the place.
        format!("new-session -s {view} -- cat"),
        format!("set-option -t '={view}:' destroy-unattached on"),
        format!("set-option -t '={view}:' detach-on-destroy on"),
        format!("set-option -t '={view}:' status off"),
        format!("link-window -k -s {} -t '={view}:^'", worker.window_id),
        format!("select-pane -t {pane}"),
    ]);
    let refuse = format!("display-message -p -t {pane} '{}'", refusal(pane));
    let condition = Guard::identity(&worker.target).condition();
    tmux.invocation(&[command([
        "if-shell",
        "-F",
        "-t",
        &pane.to_string(),
        &condition,
        &open,
        &refuse,
    ])])
}

/// What the terminal shows when the worker is not there any more. A literal
/// `%` is a time format to tmux's messages.
fn refusal(pane: PaneId) -> String {
    format!(
        "org: worker %%{} is gone; choose another one in the panel",
        pane.0
    )
}
