//! Writing a prompt: folded pastes, drafts, older prompts.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn a_large_paste_is_folded_and_arrives_whole() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.to_prompt();
    let large: String = (1..=200).map(|n| format!("line {n} of a log\n")).collect();
    terminal.paste(&large);
    terminal.wait_until_panel_says("[200 lines, 3 KB]");
    terminal.type_text("why?");
    terminal.wait_until_panel_says("[200 lines, 3 KB]why?");
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(pane, &format!("{large}why?"))]);
}

#[test]
fn each_worker_has_its_own_draft_and_its_own_older_prompts() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    let beta = terminal.start_worker("beta");
    terminal.choose("alpha");
    terminal.send("first to alpha");
    terminal.wait_until_panel_says(&format!("submitted to {alpha}"));
    terminal.type_text("half a thought");
    terminal.wait_until_panel_says("❯ half a thought");
    terminal.click_in_panel("/beta");
    terminal.wait_until_panel_says(&format!("to {beta}"));
    terminal.wait_until_panel_says("✎");
    terminal.send("to beta");
    terminal.wait_until_panel_says(&format!("submitted to {beta}"));
    terminal.click_in_panel("/alpha");
    terminal.wait_until_panel_says("❯ half a thought");
    terminal.keys(&["C-u", "S-Up"]);
    terminal.wait_until_panel_says("❯ first to alpha");
    terminal.keys(&["Enter"]);
    let messages = [
        Message::prompt(alpha, "first to alpha"),
        Message::prompt(beta, "to beta"),
        Message::prompt(alpha, "first to alpha"),
    ];
    terminal.wait_for_messages(&messages);
}
