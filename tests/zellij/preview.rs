//! The chosen worker's screen in the panel.

use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

#[test]
fn the_chosen_workers_screen_is_shown_and_follows_it() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.wait_until_panel_says("? for shortcuts");
    terminal.send("look at me");
    terminal.wait_until_panel_says("You said “look at me”");
    terminal.start_worker("beta");
    terminal.wait_until_panel_lacks("You said “look at me”");
    terminal.choose("alpha");
    terminal.wait_until_panel_says("You said “look at me”");
    terminal.to_commands();
    terminal.keys(&["p"]);
    terminal.wait_until_panel_lacks("You said “look at me”");
}

/// What a worker writes may move cursors, clear screens and set titles: the
/// panel around it stays as it is.
#[test]
fn nothing_that_a_worker_writes_acts_on_the_panel() {
    let setup = Setup::new();
    let script = r"printf '\033[31mred\033[0m \033]0;mine\007\033]8;;http://x\033\\link\033]8;;\033\\ \033[1;1H\033[7mtop\033[0m\n\n\nlast line'; exec cat";
    let command = format!("/bin/sh -c {}", shell_words::quote(script));
    let terminal = setup.option("command", &command).open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.begin_start("alpha");
    terminal.keys(&["Enter"]);
    terminal.wait_for_worker("alpha");
    terminal.wait_until_panel_says("last line");
    let panel = terminal.panel();
    let lines = panel.lines();
    assert!(lines[0].starts_with("org  1 worker"), "{lines:?}");
    assert!(panel.has("top"), "{lines:?}");
    assert!(lines.iter().any(|l| l.starts_with("to %0")), "{lines:?}");
    assert_eq!(terminal.panels().len(), 1);
}

/// A worker with more output than the panel has rows.
fn after_twelve_messages() -> Terminal {
    let terminal = Setup::new().size(160, 24).open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.to_prompt();
    for n in 1..=12 {
        terminal.send(&format!("message number {n}"));
        terminal.wait_until_panel_says(&format!("You said “message number {n}”"));
    }
    terminal.wait_until_panel_lacks("“message number 2”");
    terminal
}

#[test]
fn one_looks_back_in_the_workers_output() {
    let terminal = after_twelve_messages();
    terminal.to_commands();
    terminal.keys(&["K", "K", "K"]);
    terminal.wait_until_panel_says("“message number 2”");
    terminal.wait_until_panel_says("rows back, standing still");
    // One at a time: of several in one read Zellij takes none.
    terminal.keys(&["S-PageDown"]);
    terminal.wait_until_panel_lacks("“message number 2”");
    terminal.keys(&["J", "J", "J"]);
    terminal.wait_until_panel_says("“message number 12”");
    terminal.wait_until_panel_lacks("standing still");
}

#[test]
fn the_wheel_over_a_workers_screen_looks_back_in_it() {
    let terminal = after_twelve_messages();
    let (_, at) = terminal.colours_of("You said “message number 12”");
    terminal.hover(at);
    terminal.wheel(at, -1);
    terminal.wait_until_panel_says("standing still");
    terminal.wait_until("the wheel has come to the second message", || {
        terminal.wheel(at, -1);
        terminal.panel().words().contains("“message number 2”")
    });
    terminal.wheel(at, 40);
    terminal.wait_until_panel_lacks("standing still");
    terminal.wait_until_panel_says("“message number 12”");
}
