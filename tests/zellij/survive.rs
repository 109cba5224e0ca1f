//! Workers outlive Zellij.

use crate::support::{lives, signal_process};
use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn workers_live_on_when_zellij_is_killed_and_a_new_one_finds_them() {
    let mut terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    let beta = terminal.start_worker("beta");
    let before = terminal.server.roster();
    let pids: Vec<u32> = before.workers().iter().filter_map(|w| w.pid).collect();
    assert_eq!(pids.len(), 2);

    let zellij = terminal.zellij_server();
    signal_process(zellij, "KILL");
    terminal.wait_until("Zellij is gone", || !lives(zellij));
    assert!(pids.iter().all(|pid| lives(*pid)));
    assert_eq!(terminal.server.roster(), before);

    terminal.launch();
    terminal.wait_until_panel_says("2 workers");
    terminal.click_in_panel("/beta");
    assert_eq!(terminal.wait_for_worker("beta"), beta);
    terminal.send("still there?");
    terminal.wait_for_messages(&[Message::prompt(beta, "still there?")]);
    assert!(pids.iter().all(|pid| lives(*pid)), "{alpha}");
}
