//! Several panels in one Zellij.

use crate::zellij::guest::Guest;
use crate::zellij::log::Message;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

const TWO: &str = "layout {\n    tab name=\"one\" focus=true {\n        pane {\n            plugin location=\"org\"\n        }\n    }\n    tab name=\"two\" {\n        pane {\n            plugin location=\"org\"\n        }\n    }\n}\n";

#[test]
fn panels_in_two_tabs_show_the_same_workers_and_send_once() {
    let terminal = Setup::new().layout(TWO).open();
    terminal.wait_until("there are two panels", || terminal.panels().len() == 2);
    wait_until_screen_says(&terminal, "No worker yet.");
    std::fs::create_dir(terminal.folder().join("dirs/alpha")).unwrap();
    terminal.keys(&["n"]);
    wait_until_screen_says(&terminal, "first prompt");
    terminal.type_text("alpha");
    terminal.keys(&["Enter"]);
    wait_until_screen_says(&terminal, "started %0");
    let pane = org::tmux::PaneId(0);
    terminal.wait_until_ready(pane);
    send(&terminal, "from the first tab");

    terminal.zellij(&["action", "go-to-tab", "2"]);
    terminal.wait_for("the second panel lists the worker", |screen| {
        (screen.has("○ idle") && !screen.has("started")).then_some(())
    });
    send(&terminal, "from the second tab");

    terminal.zellij(&["action", "go-to-tab", "1"]);
    send(&terminal, "from the first tab again");
    let prompts = [
        "from the first tab",
        "from the second tab",
        "from the first tab again",
    ];
    terminal.wait_for_messages(&prompts.map(|text| Message::prompt(pane, text)));
}

/// Zellij runs an instance of the panel for each of them.
#[test]
fn two_people_at_one_session_write_prompts_of_their_own() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.paste("from the first");
    terminal.wait_until_panel_says("❯ from the first");

    let guest = Guest::attach(&terminal);
    guest.wait_until_it_says("○ idle");
    guest.wait_until_it_says("Enter send");
    guest.type_text("from the second");
    guest.wait_until_it_says("❯ from the second");
    guest.type_text("\r");
    guest.wait_until_it_says("submitted to");
    assert!(terminal.panel().has("❯ from the first"));

    terminal.keys(&["Enter"]);
    let prompts = ["from the second", "from the first"];
    terminal.wait_for_messages(&prompts.map(|text| Message::prompt(pane, text)));
}

fn wait_until_screen_says(terminal: &Terminal, text: &str) {
    terminal.wait_for(&format!("the screen says {text:?}"), |screen| {
        screen.has(text).then_some(())
    });
}

/// Pasted text goes to the prompt, wherever letters go.
fn send(terminal: &Terminal, text: &str) {
    terminal.paste(text);
    wait_until_screen_says(terminal, &format!("❯ {text}"));
    terminal.keys(&["Enter"]);
    wait_until_screen_says(terminal, "submitted to %0");
}
