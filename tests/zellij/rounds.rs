//! One prompt to several workers.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn a_prompt_reaches_every_marked_worker_and_each_has_a_result() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    let beta = terminal.start_worker("beta");
    let gamma = terminal.start_worker("gamma");
    terminal.to_commands();
    terminal.keys(&["A"]);
    terminal.wait_until_panel_says("3 marked");
    // With the mouse one of them is taken out again.
    terminal.click_before_the_row("/beta");
    terminal.wait_until_panel_says("2 marked");
    terminal.keys(&["Tab"]);
    terminal.paste("for two of you\nand whole");
    terminal.wait_until_panel_says("and whole");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says("Send to 2 workers");
    terminal.keys(&["y"]);
    for pane in [alpha, gamma] {
        let line = terminal.wait_in_panel("each has a result", |panel| {
            let lines = panel.lines();
            lines
                .into_iter()
                .find(|l| l.starts_with(&format!("✓ {pane} ")))
        });
        assert!(line.contains("submitted") || line.contains("/"), "{line}");
    }
    let text = "for two of you\nand whole";
    terminal.wait_for_messages(&[Message::prompt(alpha, text), Message::prompt(gamma, text)]);
    assert!(!terminal.worker_screen(beta).contains("for two of you"));
}
