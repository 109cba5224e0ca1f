//! Narrowing the list to what is typed.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn a_worker_is_found_by_a_few_letters_and_written_to() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.start_worker("beta");
    terminal.to_commands();
    terminal.keys(&["/"]);
    terminal.wait_until_panel_says("2 of 2");
    terminal.type_text("alph");
    terminal.wait_until_panel_says("1 of 2");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says(&format!("to {alpha}"));
    terminal.send("found");
    terminal.wait_for_messages(&[Message::prompt(alpha, "found")]);
}
