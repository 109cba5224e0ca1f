//! A session that Zellij brings back from what it has kept of it.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// A worker that is open in a floating pane, kept by Zellij.
fn open(name: &str) -> (Terminal, org::tmux::PaneId) {
    let setup = Setup::new().zellij_option("session_serialization true\nserialization_interval 1");
    let terminal = setup.open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker(name);
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    terminal.wait_for_view(pane);
    let kept = || {
        let folder = terminal.server.home().join(".cache/zellij");
        let mut folders = vec![folder];
        let mut text = String::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.path() {
                    path if path.is_dir() => folders.push(path),
                    path if path.ends_with("session-layout.kdl") => {
                        text = std::fs::read_to_string(path).unwrap_or_default();
                    }
                    _ => {}
                }
            }
        }
        text
    };
    // What it keeps first may be the words that put the view into tmux.
    terminal.wait_until("Zellij has kept the view", || {
        let kept = kept();
        kept.contains("@org_view") && !kept.contains("if-shell")
    });
    (terminal, pane)
}

#[test]
fn an_open_worker_is_shown_again_by_a_command_that_can_be_read() {
    let (mut terminal, pane) = open("back\\slash \"q\" $x");
    terminal.resurrect();
    let waits = terminal.wait_for("the pane waits", |screen| {
        let words = screen.words();
        words.contains("Waiting to run").then_some(words)
    });
    let command = waits.split("Waiting to run: ").nth(1).unwrap();
    let command = command.split("<ENTER>").next().unwrap();
    assert!(
        command.contains(&format!("worker {pane} is gone")),
        "{command}"
    );
    assert!(command.len() < 250, "{command}");
    terminal.keys(&["Enter"]);
    terminal.wait_for_view(pane);
    terminal.type_text("typed");
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(pane, "typed")]);
}

#[test]
fn where_the_workers_are_gone_a_sentence_says_so() {
    let (mut terminal, pane) = open("alpha");
    terminal.resurrect();
    terminal.wait_for("the pane waits", |screen| {
        screen.words().contains("Waiting to run").then_some(())
    });
    terminal.server.kill_server();
    terminal.keys(&["Enter"]);
    let view = terminal.views().into_iter().next().unwrap();
    let said = format!("org: worker {pane} is gone");
    let shown = terminal.wait_for("the sentence", |screen| {
        let text = screen.cut(view.area).text();
        text.trim_start().starts_with(&said).then_some(text)
    });
    assert!(
        !shown.contains("no server") && !shown.contains("error"),
        "{shown}"
    );
}
