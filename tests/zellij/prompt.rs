//! Prompts from the keyboard and the clipboard to the agent.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn a_pasted_prompt_arrives_byte_for_byte() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    // Everything that a shell, a format, a key name or a terminal could take
    // for its own; the letters are commands of the panel's list.
    let prompt = "nxcq Größe 日本語 👍🏽 e\u{301}\n\tone\ttab \"quotes\" 'single' `back`\n\n\
                  #{pid} #(id) $HOME \\n %d ~ Enter C-c ;\nlast; and;";
    terminal.paste(prompt);
    terminal.wait_until_panel_says("last; and;");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says(&format!("to {pane}"));
    terminal.wait_for_messages(&[Message::prompt(pane, prompt)]);
    terminal.wait_until_panel_says(&format!("submitted to {pane}"));

    terminal.send("and typed; #{pid};");
    let typed = Message::prompt(pane, "and typed; #{pid};");
    terminal.wait_for_messages(&[Message::prompt(pane, prompt), typed]);
}

#[test]
fn a_prompt_is_edited_and_broken_into_lines_before_it_is_sent() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.to_prompt();
    terminal.type_text("ne wo");
    terminal.keys(&["Home"]);
    terminal.type_text("o");
    terminal.keys(&["End", "BSpace", "BSpace", "M-Enter"]);
    terminal.type_text("two");
    terminal.wait_until_panel_says("two");
    terminal.keys(&["Up", "Home", "C-k", "C-y"]);
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(pane, "one \ntwo")]);
}

#[test]
fn a_prompt_to_a_worker_that_went_is_kept() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.to_prompt();
    terminal.type_text("keep me");
    terminal.wait_until_panel_says("❯ keep me");
    terminal
        .server
        .must(&["kill-pane", "-t", &pane.to_string()]);
    terminal.wait_until_panel_says("your text is kept");
    terminal.wait_until_panel_says("❯ keep me");
    assert_eq!(terminal.messages(), []);
}

#[test]
fn characters_of_every_script_can_be_typed() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    let prompt = "Größe Привет 日本語 👍";
    terminal.send(prompt);
    terminal.wait_for_messages(&[Message::prompt(pane, prompt)]);
}
