//! Many workers at once.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn ten_workers_are_started_prompted_and_cleaned_from_the_panel() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let names: Vec<String> = (0..10).map(|n| format!("worker-{n}")).collect();
    let panes: Vec<_> = names
        .iter()
        .map(|name| terminal.start_worker(name))
        .collect();
    terminal.wait_until_panel_says("10 workers");

    let mut expected = Vec::new();
    for (name, pane) in names.iter().zip(&panes).rev() {
        assert_eq!(terminal.choose(name), *pane);
        let prompt = format!("only for {name}");
        terminal.send(&prompt);
        expected.push(Message::prompt(*pane, &prompt));
    }
    terminal.wait_for_messages(&expected);

    for name in &names {
        terminal.choose(name);
        terminal.send("/exit 1");
    }
    terminal.wait_until_panel_says("10 workers, 10 dead");
    terminal.to_commands();
    terminal.keys(&["c"]);
    terminal.wait_until_panel_says("Remove 10 dead workers");
    terminal.keys(&["y"]);
    terminal.wait_until_panel_says("cleaned 10 dead workers");
    terminal.wait_until_panel_says("No worker yet.");
}
