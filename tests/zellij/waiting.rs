//! Prompts that cannot be sent at once, and what a person does about them.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// A terminal whose agents work so long on each message.
fn open(work_ms: &str) -> Terminal {
    let setup = Setup::new();
    let command = setup.stand_in(&format!("--work-ms {work_ms}"));
    let terminal = setup.option("command", &command).open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal
}

#[test]
fn a_prompt_waits_in_the_panel_until_the_agent_is_idle() {
    let terminal = open("8000");
    let pane = terminal.start_worker("alpha");
    terminal.send("first");
    terminal.wait_until_panel_says("submitted to");
    terminal.send("second");
    terminal.wait_until_panel_says("until it is idle: second");
    terminal.wait_for_messages(&[Message::prompt(pane, "first")]);
    terminal.wait_until_panel_lacks("until it is idle");
    let second = Message::prompt(pane, "second");
    terminal.wait_for_messages(&[Message::prompt(pane, "first"), second]);
}

#[test]
fn a_prompt_that_waits_is_taken_back_with_a_key_and_sent_now_with_a_click() {
    let terminal = open("120000");
    let pane = terminal.start_worker("alpha");
    terminal.send("first");
    terminal.wait_until_panel_says("submitted to");
    terminal.send("secnd");
    terminal.wait_until_panel_says("until it is idle: secnd");
    terminal.keys(&["M-e"]);
    terminal.wait_until_panel_says("❯ secnd");
    terminal.wait_until_panel_lacks("until it is idle");
    terminal.keys(&["C-u"]);
    terminal.send("second");
    terminal.wait_until_panel_says("until it is idle: second");
    terminal.click_in_panel("now");
    terminal.wait_until_panel_says("queued in");
    let messages = ["first", "second"].map(|text| Message::prompt(pane, text));
    terminal.wait_for_messages(&messages);
}

#[test]
fn a_question_stays_unanswered_and_the_text_stays_in_the_prompt() {
    let terminal = open("50");
    let pane = terminal.start_worker("alpha");
    terminal.send("run: ls");
    terminal.wait_until("the question is open", || {
        terminal
            .worker_screen(pane)
            .contains("Do you want to proceed?")
    });
    terminal.send("1");
    terminal.wait_until_panel_says("is asking a question; open it to answer");
    terminal.wait_until_panel_says("❯ 1");
    assert!(
        terminal
            .worker_screen(pane)
            .contains("Do you want to proceed?")
    );
    terminal.wait_for_messages(&[Message::prompt(pane, "run: ls")]);
}

#[test]
fn a_draft_in_the_box_is_told_and_a_prompt_put_behind_it_when_its_user_says_so() {
    let terminal = open("50");
    let pane = terminal.start_worker("alpha");
    let id = pane.to_string();
    terminal.server.must(&["send-keys", "-t", &id, "half a "]);
    terminal.wait_until("the draft is there", || {
        terminal.worker_screen(pane).contains("half a")
    });
    terminal.send("thought");
    terminal.wait_until_panel_says("a draft is in its box");
    assert_eq!(terminal.messages(), []);
    terminal.keys(&["M-a"]);
    terminal.wait_for_messages(&[Message::prompt(pane, "half a thought")]);
}

#[test]
fn a_shell_command_needs_its_own_key_and_a_yes() {
    let terminal = open("50");
    let pane = terminal.start_worker("alpha");
    terminal.send("!ls");
    let as_text = Message::prompt(pane, " !ls");
    terminal.wait_for_messages(std::slice::from_ref(&as_text));
    terminal.to_prompt();
    terminal.type_text("ls");
    terminal.wait_until_panel_says("❯ ls");
    terminal.keys(&["M-!"]);
    terminal.wait_until_panel_says("Run this in the shell of");
    terminal.keys(&["y"]);
    let in_shell = Message {
        kind: "shell".into(),
        ..Message::prompt(pane, "ls")
    };
    terminal.wait_for_messages(&[as_text, in_shell]);
}
