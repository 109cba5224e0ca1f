//! Small, large and changing panes, and text that is too long for them.

use crate::zellij::log::Message;
use crate::zellij::screen::Screen;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// The panel and nothing else, so that the terminal's size is the panel's.
const ALONE: &str =
    "layout {\n    pane borderless=true {\n        plugin location=\"org\"\n    }\n}\n";

#[test]
fn thirty_by_six_cells_are_enough_to_start_and_send() {
    let terminal = Setup::new().layout(ALONE).size(30, 6).open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.send("small");
    terminal.wait_for_messages(&[Message::prompt(pane, "small")]);
}

#[test]
fn every_size_is_drawn_without_a_broken_line() {
    let mut terminal = Setup::new().layout(ALONE).size(60, 12).open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.to_prompt();
    terminal.type_text("a prompt");
    terminal.wait_until_panel_says("❯ a prompt");
    // Whatever was done is no longer told: the list has the room.
    terminal.to_commands();
    terminal.keys(&["Escape"]);
    terminal.wait_until_panel_lacks("started");
    // The worker's screen has tests of its own. It is put away where it is seen.
    terminal.resize(120, 30);
    terminal.wait_until_panel_says("│");
    terminal.keys(&["p"]);
    terminal.wait_until_panel_lacks("│");
    for (columns, rows) in [(20, 4), (300, 100), (30, 6), (21, 5), (100, 8), (60, 12)] {
        terminal.resize(columns, rows);
        terminal.wait_for(&format!("{columns}x{rows} is drawn"), |screen| {
            is_whole(screen, rows).then_some(())
        });
    }
}

/// Title, list, prompt and actions each in their row, and nothing else.
fn is_whole(screen: &Screen, rows: usize) -> bool {
    let lines = screen.lines();
    let filled: Vec<usize> = (0..rows)
        .filter(|row| !screen.line(*row).is_empty())
        .collect();
    let prompt_rows = if rows > 8 { 2 } else { 1 };
    let mut expected = vec![0, 1];
    expected.extend(rows - 1 - prompt_rows..rows);
    filled == expected
        && lines[0].starts_with("org  1 worker")
        && lines[1].starts_with("▶ ○ ")
        && lines[rows - 2].ends_with("❯ a prompt")
        && lines[rows - 1].starts_with("n new")
}

#[test]
fn nothing_that_is_long_or_wide_leaves_the_pane() {
    let layout = "layout {\n    pane split_direction=\"vertical\" {\n        pane size=\"50%\" name=\"org\" focus=true {\n            plugin location=\"org\"\n        }\n        pane\n    }\n}\n";
    let mut terminal = Setup::new().layout(layout).size(100, 24).open();
    terminal.wait_until_panel_says("No worker yet.");
    let wide = "日本語のとても長い名前のフォルダ".repeat(3);
    let long = format!("{wide}/e\u{301}{}", "x".repeat(120));
    terminal.server.directory(&long);
    terminal.to_commands();
    terminal.keys(&["n"]);
    terminal.wait_until_panel_says("first prompt");
    terminal.paste(&long);
    terminal.wait_until_panel_says("xxxxxxxx");
    check_border(&terminal, "with a long directory typed");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says("○ idle");
    check_border(&terminal, "with a long directory listed");

    terminal.to_prompt();
    terminal.paste(&"日本語 and e\u{301} and words ".repeat(30));
    terminal.wait_until_panel_says("⋮ ");
    check_border(&terminal, "with a long prompt");
    terminal.keys(&["Home"]);
    terminal.wait_until_panel_says("❯ 日本語");
    check_border(&terminal, "with the beginning of a long prompt");

    terminal.resize(61, 24);
    terminal.wait_until("the panel is narrow", || {
        terminal
            .panel_pane()
            .is_some_and(|panel| panel.area.columns < 32)
    });
    terminal.wait_until_panel_says("❯ 日本語");
    check_border(&terminal, "when narrow");
}

/// The line between the panel and its neighbour is whole, and beyond it there
/// is the neighbour's prompt alone.
fn check_border(terminal: &Terminal, when: &str) {
    let area = terminal.panel_pane().unwrap().area;
    let right = area.column + area.columns;
    terminal.wait_for(&format!("the border is whole {when}"), |screen| {
        let mut rows = area.row..area.row + area.rows;
        rows.all(|row| screen.cell(row, right) == "│").then_some(())
    });
    let mut beyond = area;
    beyond.column = right + 1;
    let beyond = terminal.screen().cut(beyond).words();
    assert!(beyond.len() <= 1, "{when}: {beyond}");
}
