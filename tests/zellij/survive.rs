//! Workers outlive Zellij.

use crate::support::{lives, signal_process};
use crate::zellij::log::Message;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

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

/// Waits until so many texts are kept, one of them as not sent.
fn wait_until_kept(terminal: &Terminal, count: usize) {
    terminal.wait_until("all texts are kept", || {
        let owners = terminal.server.raw(&["show-environment", "-gh"]);
        let owners = owners.text().matches("org_own_").count();
        let samples = terminal
            .server
            .raw(&["list-buffers", "-F", "#{buffer_sample}"]);
        owners == count && samples.text().contains("unsent")
    });
}

#[test]
fn what_was_written_is_there_again_when_zellij_was_killed() {
    let setup = Setup::new().size(160, 40);
    let command = setup.stand_in("--work-ms 600000");
    let mut terminal = setup.option("command", &command).open();
    terminal.wait_until_panel_says("No worker yet.");
    let workers = ["alpha", "beta", "gamma"].map(|name| terminal.start_worker(name));
    for name in ["alpha", "beta", "gamma"] {
        terminal.choose(name);
        terminal.send(&format!("work at {name}"));
        terminal.wait_until_panel_says("submitted to");
    }
    for name in ["alpha", "beta", "gamma"] {
        terminal.choose(name);
        terminal.send(&format!("waits at {name}"));
        terminal.wait_until_panel_says(&format!("until it is idle: waits at {name}"));
    }
    let delta = terminal.start_worker("delta");
    for name in ["alpha", "beta", "delta"] {
        terminal.choose(name);
        terminal.to_prompt();
        terminal.type_text(&format!("draft for {name}"));
    }
    // The third one ends: its prompt was not sent.
    let pane = workers[2].to_string();
    terminal.server.must(&["kill-pane", "-t", &pane]);
    terminal.wait_until_panel_says("not sent to");
    wait_until_kept(&terminal, 6);

    let zellij = terminal.zellij_server();
    signal_process(zellij, "KILL");
    terminal.wait_until("Zellij is gone", || !lives(zellij));
    terminal.launch();
    terminal.wait_until_panel_says("recovered 4 texts and 2 waiting prompts");
    terminal.wait_until_panel_says(&format!("not sent to {pane}: waits at gamma"));
    for (name, waits) in [("alpha", true), ("beta", true), ("delta", false)] {
        terminal.choose(name);
        terminal.wait_until_panel_says(&format!("❯ draft for {name}"));
        let waiting = format!("until it is idle: waits at {name}");
        match waits {
            true => terminal.wait_until_panel_says(&waiting),
            false => terminal.wait_until_panel_lacks("until it is idle"),
        }
    }
    // It goes out by itself, and to nobody else.
    let first = workers[0].to_string();
    terminal.server.must(&["send-keys", "-t", &first, "Escape"]);
    let mut sent: Vec<Message> = ["alpha", "beta", "gamma"]
        .iter()
        .zip(workers)
        .map(|(name, pane)| Message::prompt(pane, &format!("work at {name}")))
        .collect();
    sent.push(Message::prompt(workers[0], "waits at alpha"));
    terminal.wait_for_messages(&sent);
    assert!(terminal.worker_screen(delta).contains("shortcuts"));
}

#[test]
fn a_panel_that_is_loaded_anew_has_what_was_written_and_knows_what_is_open() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    let view = terminal.wait_for_view(alpha);
    terminal.zellij(&["action", "toggle-floating-panes"]);
    terminal.to_prompt();
    terminal.type_text("an hour of writing");
    terminal.wait_until("it is kept", || {
        let samples = terminal
            .server
            .raw(&["list-buffers", "-F", "#{buffer_name}"]);
        samples.text().contains("org-d-")
    });
    terminal.zellij(&["action", "start-or-reload-plugin", "org"]);
    terminal.wait_until_panel_says("recovered 1 text");
    terminal.wait_until_panel_says("❯ an hour of writing");
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    terminal.wait_until("the view is in focus", || {
        terminal.views().iter().any(|pane| pane.focused)
    });
    let views: Vec<_> = terminal.views().iter().map(|pane| pane.id).collect();
    assert_eq!(views, [view.id]);
}
