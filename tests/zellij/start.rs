//! Workers started from the panel.

use org::tmux::PaneId;

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn a_relative_directory_starts_from_the_terminal_beside_the_panel() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("al pha");
    let directory = terminal.server.directory("al pha");
    assert_eq!(
        terminal.server.show(pane, "#{pane_current_path}"),
        directory
    );
    assert_eq!(terminal.server.worker(pane).directory, Some(directory));
}

#[test]
fn a_tilde_means_the_home_directory() {
    let terminal = Setup::new().open();
    let project = terminal.server.home().join("project");
    std::fs::create_dir(&project).unwrap();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("first prompt");
    terminal.type_text("~/project/../project/");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says("started %0 in ~/project");
    let directory = terminal.server.worker(PaneId(0)).directory;
    assert_eq!(directory.as_deref(), project.to_str());
}

#[test]
fn the_first_prompt_reaches_the_agent_as_its_argument() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.begin_start("alpha");
    terminal.keys(&["BTab"]);
    terminal.wait_until_panel_says("Tab directory");
    let prompt = "-- say \"hallo\" to\n\t#{pid} and 'Jürgen';";
    terminal.paste(prompt);
    terminal.wait_until_panel_says("[2 lines]");
    terminal.keys(&["Enter"]);
    let pane = terminal.wait_for_worker("alpha");
    terminal.wait_for_messages(&[Message::new(pane, "argument", prompt)]);
}

#[test]
fn a_second_worker_in_a_directory_is_refused_and_the_first_one_chosen() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let first = terminal.start_worker("alpha");
    let second = terminal.start_worker("beta");
    assert_ne!(first, second);
    terminal.begin_start("beta/../alpha");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says(&format!("already running in {first}"));
    assert_eq!(terminal.wait_for_worker("alpha"), first);
    assert_eq!(terminal.server.roster().workers().len(), 2);
    terminal.send("to the first");
    terminal.wait_for_messages(&[Message::prompt(first, "to the first")]);
}

#[test]
fn a_directory_that_does_not_exist_can_be_corrected() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.server.directory("alpha");
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("first prompt");
    terminal.type_text("alphas");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says("alphas does not exist; create it or correct the path");
    terminal.keys(&["BSpace"]);
    terminal.wait_until_panel_says("❯ alpha ");
    terminal.keys(&["Enter"]);
    terminal.wait_for_worker("alpha");
}
