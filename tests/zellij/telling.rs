//! Telling somebody who looks at something else.

use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

#[test]
fn a_command_is_told_of_a_death_while_another_tab_is_in_sight() {
    let setup = Setup::new();
    let told = setup.folder().join("told");
    let script = format!(
        "echo \"$ORG_STATE $ORG_WORKER $ORG_DIRECTORY\" >> {}",
        told.display()
    );
    let command = format!("/bin/sh -c {}", shell_words::quote(&script));
    let terminal = setup.option("notify", &command).open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.wait_until("the pane's name has the summary", || {
        terminal
            .panel_pane()
            .is_some_and(|p| p.title == "org: 1 worker")
    });
    terminal.zellij(&["action", "new-tab"]);
    terminal.server.kill_worker(alpha, "KILL");
    let directory = terminal.server.roster().workers()[0].name();
    let expected = format!("dead {alpha} {directory}\n");
    terminal.wait_until("the command has been told", || {
        std::fs::read_to_string(&told).is_ok_and(|text| text == expected)
    });
    terminal.wait_until("the pane's name tells it too", || {
        terminal
            .panels()
            .iter()
            .any(|p| p.title == "org: 1 worker, 1 dead")
    });
}

#[test]
fn a_command_is_told_of_a_worker_that_is_open_in_a_tab_out_of_sight() {
    let setup = Setup::new().without_panel();
    let told = setup.folder().join("told");
    let script = format!("echo $ORG_STATE >> {}", told.display());
    let command = format!("/bin/sh -c {}", shell_words::quote(&script));
    let worker = setup.stand_in("--work-ms 6000");
    let setup = setup.option("notify", &command);
    let terminal = setup.option("command", &worker).open();
    terminal.wait_until_it_answers();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    let beta = terminal.start_worker("beta");
    let alpha = terminal.start_worker("alpha");
    terminal.to_commands();
    // In the panel's place: Zellij tells a panel that is not on the screen
    // nothing of tabs.
    terminal.keys(&["O"]);
    let shown = |terminal: &Terminal| {
        terminal.wait_for("the worker is open", |screen| {
            screen.has("? for shortcuts").then_some(())
        });
    };
    shown(&terminal);
    // It is in focus in its own tab, which is not the one in sight.
    terminal.zellij(&["action", "new-tab"]);
    let target = terminal.server.worker(alpha).target;
    for n in 1..=2 {
        terminal.server.send(&target, &format!("work {n}")).unwrap();
        terminal.wait_until("the command has been told", || {
            std::fs::read_to_string(&told).is_ok_and(|text| text == "idle\n".repeat(n))
        });
    }
    // Back there it is seen, and what comes after it is told.
    terminal.zellij(&["action", "go-to-tab", "1"]);
    shown(&terminal);
    let claimed = |worker: org::tmux::PaneId| {
        let words = [
            "show-options",
            "-pqv",
            "-t",
            &worker.to_string(),
            "@org_told",
        ];
        let told = terminal.server.must(&words);
        told.starts_with("dead")
    };
    for worker in [alpha, beta] {
        terminal.server.kill_worker(worker, "KILL");
        terminal.wait_until("a panel has claimed to tell of it", || claimed(worker));
    }
    terminal.wait_until("the second is told of", || {
        std::fs::read_to_string(&told).is_ok_and(|text| text == "idle\nidle\ndead\n")
    });
}
