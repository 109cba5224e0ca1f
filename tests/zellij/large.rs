//! What is larger than the plugin's memory: Zellij ends a plugin that needs
//! more than 16 MiB, and hands over whole what it is given.

use serde_json::json;

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

/// So many bytes in lines of ten.
fn lines(bytes: usize) -> String {
    "a line 10\n".repeat(bytes / 10)
}

#[test]
fn a_paste_of_any_size_leaves_what_was_written_before() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.to_prompt();
    terminal.type_text("before ");
    terminal.wait_until_panel_says("❯ before");
    for megabytes in [5, 10] {
        terminal.paste(&lines(megabytes * 1_000_000));
        terminal.wait_until_panel_says(&format!("not taken: a paste of {megabytes}.0 MB"));
    }
    terminal.paste(&lines(3_000_000));
    terminal.wait_until_panel_says("❯ before [300000 lines, 3.0 MB]");
    terminal.type_text("after");
    terminal.wait_until_panel_says("3.0 MB]after");
    let beta = terminal.directory("beta");
    terminal.granted(&json!({"operation": "start", "directory": beta}));
    terminal.wait_until_panel_says("2 workers");
    terminal.wait_until_panel_says("❯ before [300000 lines, 3.0 MB]after");
}

#[test]
fn a_line_of_a_pipe_of_any_size_is_answered_and_nothing_of_it_is_sent() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    let here = format!("pane={pane}");
    for megabytes in [2, 5, 10] {
        let line = "x".repeat(megabytes * 1_000_000);
        let answer = terminal.pipe("send", &here, &line);
        assert_eq!(answer["error"]["code"], "too_long", "{answer}");
    }
    assert_eq!(terminal.messages(), []);
    // Nearly as much as a line may have.
    let (escaped, text) = (r"\u0061".repeat(640_000), "a".repeat(640_000));
    let request = format!(r#"{{"operation":"send","pane":"{pane}","text":"{escaped}"}}"#);
    let answer = terminal.ask(&[], Some(&request));
    assert_eq!(answer["data"]["bytes"], text.len(), "{answer}");
    terminal.wait_for_messages(&[Message::prompt(pane, &text)]);
}
