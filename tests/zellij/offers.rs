//! Where a worker could be started, in the real thing: the panes'
//! directories, a completed path, a conversation that is gone on with.

use std::path::Path;

use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

const ID: &str = "2350fc9d-6a49-4d69-94b4-647e79837f5c";
const RECORDS: &str = include_str!("../fixtures/claude-records/conversation.jsonl");

fn open(setup: Setup) -> Terminal {
    let terminal = setup.open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal
}

#[test]
fn the_directories_of_the_panes_are_offered() {
    let terminal = open(Setup::new());
    let other = terminal.server.directory("other place");
    terminal.zellij(&["action", "new-tab", "--cwd", &other]);
    terminal.wait_until("the second tab's shell", || {
        terminal
            .panes()
            .iter()
            .filter(|p| p.plugin.is_none())
            .count()
            == 2
    });
    terminal.zellij(&["action", "go-to-tab", "1"]);
    terminal.wait_until_panel_says("No worker yet.");
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("other place");
    terminal.type_text("othpl");
    terminal.wait_until_panel_says("❯ othpl");
    terminal.keys(&["Down"]);
    terminal.wait_until_panel_says("▶ ");
    terminal.keys(&["Enter"]);
    terminal.wait_for_worker("other place");
    // Now it has a worker, and says so; Enter goes there.
    terminal.to_commands();
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("has a worker");
}

#[test]
fn tab_completes_the_typed_path_and_enter_starts_there() {
    let terminal = open(Setup::new());
    terminal.server.directory("project $(one)/inner");
    terminal.server.directory("project two");
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("first prompt");
    terminal.type_text("pr");
    terminal.wait_until_panel_says("❯ pr");
    terminal.keys(&["Tab"]);
    terminal.wait_until_panel_says("project two");
    terminal.type_text("$");
    terminal.keys(&["Tab"]);
    terminal.wait_until_panel_says("❯ project $(one)/");
    terminal.keys(&["Tab"]);
    terminal.wait_until_panel_says("❯ project $(one)/inner/");
    terminal.keys(&["Enter"]);
    terminal.wait_for_worker("project $(one)/inner");
}

#[test]
fn a_conversation_is_offered_and_gone_on_with() {
    let setup = Setup::new();
    let directory = setup.folder().join("dirs/my shop");
    std::fs::create_dir_all(&directory).unwrap();
    let directory = directory.canonicalize().unwrap();
    write_conversation(&setup.folder().join("home"), directory.to_str().unwrap());
    let terminal = open(setup);
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("[continue]");
    terminal.type_text("shop");
    terminal.keys(&["Down"]);
    terminal.wait_until_panel_says("Alt c continue");
    terminal.keys(&["M-c"]);
    let pane = terminal.wait_for_worker("my shop");
    let pid = terminal.server.show(pane, "#{pane_pid}");
    terminal.wait_until("the agent that is resumed", || {
        let argv = ["ps", "-o", "args=", "-p", &pid].map(str::to_owned);
        let shown = terminal.server.run(&argv);
        shown.text().contains(&format!("--resume {ID}"))
    });
}

fn write_conversation(home: &Path, directory: &str) {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let folder: String = directory.chars().map(plain).collect();
    let folder = home.join(".claude/projects").join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let records = RECORDS.replace("/home/me/shop", directory);
    std::fs::write(folder.join(format!("{ID}.jsonl")), records).unwrap();
}

#[test]
fn without_zoxide_a_start_leaves_no_error_in_zellijs_log() {
    let setup = Setup::new();
    let folder = setup.folder_without("zoxide");
    let terminal = setup.path(folder.to_str().unwrap()).open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.begin_start("beta");
    terminal.keys(&["Tab"]);
    terminal.wait_until_panel_says("❯ beta/");
    let log = terminal.zellij_log();
    let errors: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).collect();
    assert_eq!(errors, Vec::<&str>::new());
}
