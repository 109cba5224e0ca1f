//! Workers that ended or are to end: shown, cleaned, stopped, restarted.

use crate::support::lives;
use crate::zellij::setup::Setup;

#[test]
fn a_killed_worker_is_shown_with_its_signal_and_cleaned() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let killed = terminal.start_worker("killed");
    let ended = terminal.start_worker("ended");
    let alive = terminal.start_worker("alive");
    terminal.server.kill_worker(killed, "KILL");
    terminal.wait_until_panel_says("✗ SIGKILL");
    terminal.click_in_panel("/ended");
    terminal.wait_for_worker("ended");
    terminal.send("/exit 3");
    terminal.wait_until_panel_says("✗ exit 3");
    terminal.wait_until_panel_says("3 workers, 2 dead");
    assert!(
        terminal.panel().has("○ idle"),
        "{}",
        terminal.panel().text()
    );

    terminal.to_commands();
    terminal.keys(&["c"]);
    terminal.wait_until_panel_says("Remove 2 dead workers");
    terminal.keys(&["y"]);
    terminal.wait_until_panel_says("cleaned 2 dead workers");
    terminal.wait_until_panel_says("1 worker ");
    let roster = terminal.server.roster();
    let panes: Vec<_> = roster.workers().iter().map(|w| w.target.pane).collect();
    assert_eq!(panes, [alive], "{ended} {killed}");

    terminal.keys(&["c"]);
    terminal.wait_until_panel_says("no dead workers to clean");
}

#[test]
fn stopping_asks_first_and_only_yes_stops() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    let pid = terminal.server.worker(pane).pid.unwrap();
    terminal.to_commands();
    for no in ["Enter", "n", "Escape"] {
        terminal.keys(&["x"]);
        terminal.wait_until_panel_says(&format!("Stop {pane}"));
        terminal.keys(&[no]);
        terminal.wait_until_panel_says("○ idle");
    }
    assert!(lives(pid));
    terminal.keys(&["x"]);
    terminal.wait_until_panel_says(&format!("Stop {pane}"));
    terminal.keys(&["y"]);
    terminal.wait_until_panel_says(&format!("stopped {pane}"));
    terminal.wait_until("its process is gone", || !lives(pid));
}

#[test]
fn a_dead_worker_is_restarted_in_its_directory() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let first = terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["r"]);
    terminal.wait_until_panel_says(&format!("worker {first} is alive; stop it first with x"));
    terminal.server.kill_worker(first, "KILL");
    terminal.wait_until_panel_says("✗ SIGKILL");
    terminal.keys(&["r"]);
    terminal.wait_until_panel_says("restarted");
    terminal.wait_until_panel_says("○ idle");
    let roster = terminal.server.roster();
    let directories: Vec<_> = roster
        .workers()
        .iter()
        .map(|w| w.directory.clone())
        .collect();
    assert_eq!(directories, [Some(terminal.server.directory("alpha"))]);
    let second = terminal.wait_for_worker("alpha");
    terminal.wait_until_ready(second);
}
