//! Opens a worker in a terminal: the command that a pane of Zellij runs.

use crate::nonce::Nonce;
use crate::tmux::guard::Guard;
use crate::tmux::quote::{branch, single};
use crate::tmux::server::{WINDOW_SIZE, command};
use crate::tmux::{PaneId, Tmux};
use crate::worker::Worker;

/// Puts the view into its worker's pane and becomes the short command that
/// takes it from there. Zellij keeps what a terminal runs, shows it when it
/// resurrects a session and runs it again.
const OPEN: &str = r#"pane=$1 same=$2 keep=$3 short=$4; shift 4
"$@" if-shell -F -t "$pane" "$same" "$keep" >/dev/null 2>&1
exec /bin/sh -c "$short""#;

/// The command line of a terminal that shows this worker.
///
/// The view is a session of its own with the worker's window linked into it
/// and no other: no view switches another, and when the worker is removed the
/// view ends, where a session of the same group would go on with a neighbour
/// and hand it what is typed. The view goes when the terminal is closed, and
/// the worker stays.
///
/// One pane of Zellij shows one worker, so in the view alone the status line is
/// off and tmux has no keys: no prefix, and a key table of its own. The mouse is
/// on, since for a program that does not ask for it Zellij turns each notch of
/// the wheel into three arrow keys, which would reach the agent. tmux's own
/// binding of the wheel would enter the copy mode, which takes every key until
/// it is left; what is dragged over is copied, and that ends by itself.
#[must_use]
pub fn attach_to_worker(tmux: &Tmux, worker: &Worker, nonce: &Nonce) -> Vec<String> {
    let name = name(nonce);
    let pane = worker.target.pane;
    let option = option(worker);
    let script = single(&script(tmux, worker, &name));
    let condition = Guard::identity(&worker.target).condition();
    let words = [
        "/bin/sh",
        "-c",
        OPEN,
        "org-view",
        &pane.to_string(),
        &condition,
        &format!("set-option -p -t {pane} {option} {script}"),
        &short(tmux, pane, &option),
    ];
    let words = words.into_iter().map(str::to_owned);
    words.chain(tmux.client()).collect()
}

/// What the option begins with in which a view is kept.
pub const VIEW: &str = "@org_view-";

/// Where the view is kept. A pane's number means another worker when tmux has
/// been restarted, so the option is named after the time of the start.
fn option(worker: &Worker) -> String {
    format!("{VIEW}{}", worker.target.server.start_time)
}

/// Whom a terminal shows that runs this command, as Zellij tells it: the pane,
/// and when its tmux server was started; none for any other command.
#[must_use]
pub fn shown_by(command: &str) -> Option<(PaneId, u64)> {
    let (before, after) = command.split_once(&format!(" {VIEW}"))?;
    let pane = before.rsplit(' ').next()?.parse().ok()?;
    let start: String = after.chars().take_while(char::is_ascii_digit).collect();
    Some((pane, start.parse().ok()?))
}

/// What a resurrected pane of Zellij shows, and runs: the view, or a sentence
/// and a failure, which keeps the pane open. tmux 3.2a prints nothing of an
/// option that is not set, and ends well.
fn short(tmux: &Tmux, pane: PaneId, option: &str) -> String {
    let client = tmux.client();
    let client = client.iter().skip_while(|word| *word != "tmux");
    let client = shell_words::join(client);
    format!(
        r#"v=$(TMUX= {client} show -pvt {pane} {option} 2>&1) && eval "${{v:-false}}" || ! echo "org: worker {pane} is gone""#
    )
}

/// Shows the worker until its client ends, and then does what is left to do,
/// also when the terminal is closed: that ends the client alone.
///
/// A client that a user detaches has no session any more when tmux looks for
/// its hooks, so a hook of the session alone would miss that.
fn script(tmux: &Tmux, worker: &Worker, view: &str) -> String {
    let pane = worker.target.pane;
    let after = after(worker, view);
    let set = |option: &str| format!("set-option -t ={view}: {option}");
    let drag = r##"if-shell -F "#{mouse_any_flag}" "send-keys -M" "copy-mode -M""##;
    let show = branch(&[
        // The client needs a session to attach to before there can be a
        // window in it: `cat` holds the place.
        format!("new-session -s {view} -- cat"),
        // tmux takes a session that it destroys by itself away before it
        // looks for the hooks of a client that is lost.
        set("destroy-unattached off"),
        set("detach-on-destroy on"),
        set("status off"),
        set("prefix None"),
        set("prefix2 None"),
        format!("bind-key -T org-view MouseDrag1Pane {drag}"),
        set("key-table org-view"),
        set("mouse on"),
        format!("set-hook -t ={view}: client-detached {}", single(&after)),
        format!("link-window -k -s {} -t ={view}:^", worker.window_id),
        format!("select-pane -t {pane}"),
    ]);
    let refuse = format!("display-message -p -t {pane} '{}'", refusal(pane));
    let condition = Guard::identity(&worker.target).condition();
    let client = shell_words::join(tmux.client());
    let [condition, show, refuse, after] = [condition, show, refuse, after].map(|w| single(&w));
    format!(
        "trap : HUP TERM; {client} if-shell -F -t {pane} {condition} {show} {refuse}; status=$?; {client} if-shell -F 1 {after} </dev/null >/dev/null 2>&1; exit $status"
    )
}

/// The command line that ends a view whose client nobody sees; what is left to
/// do then is done. The client is only being started: it is waited for, on a
/// busy machine once more.
pub(crate) fn end_view(tmux: &Tmux, nonce: &Nonce) -> Vec<String> {
    let view = name(nonce);
    let target = format!("={view}:");
    let is_there = format!("#{{==:#{{session_name}},{view}}}");
    let kill = format!("kill-session -t {target}");
    let end = || command(["if-shell", "-F", "-t", &target, &is_there, &kill]);
    let wait = |seconds| command(["run-shell", "-d", seconds]);
    tmux.invocation(&[wait("2"), end(), wait("8"), end()])
}

fn name(nonce: &Nonce) -> String {
    format!("org-view-{nonce}")
}

/// What is left to do when a view's client has gone.
///
/// An attaching client makes the window as small as itself, and there it
/// stays: an agent in it could not be read any more, nor be sent to. The
/// window gets its usual size back unless another client shows it, or its
/// user has given it a size by hand. `resize-window` makes the size one by
/// hand, so that is taken back.
fn after(worker: &Worker, view: &str) -> String {
    let server = worker.target.server;
    let window = &worker.window_id;
    let (columns, rows) = WINDOW_SIZE;
    let alone = format!(
        "#{{==:#{{pid}}/#{{start_time}}/#{{window_id}}/#{{window_active_clients}}/#{{!=:#{{window-size}},manual}},{}/{}/{window}/0/1}}",
        server.pid, server.start_time
    );
    let resize = format!(
        "resize-window -t {window} -x {columns} -y {rows} ; set-option -wu -t {window} window-size"
    );
    let left = format!("#{{==:#{{session_name}}/#{{session_attached}},{view}/0}}");
    branch(&[
        format!("if-shell -F -t {window} \"{alone}\" \"{resize}\""),
        format!("if-shell -F -t ={view}: \"{left}\" \"kill-session -t ={view}:\""),
    ])
}

/// What the terminal shows when another worker is there. A literal `%` is a
/// time format to tmux's messages.
fn refusal(pane: PaneId) -> String {
    format!("org: worker %%{} is gone", pane.0)
}
