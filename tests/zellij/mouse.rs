//! The mouse over the panel.

use crate::support::words;
use crate::zellij::log::Message;
use crate::zellij::setup::Setup;

#[test]
fn a_click_on_another_row_changes_the_target_of_the_next_prompt() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    let beta = terminal.start_worker("beta");
    terminal.click_in_panel("/alpha");
    assert_eq!(terminal.wait_for_worker("alpha"), alpha);
    terminal.send("one");
    terminal.wait_for_messages(&[Message::prompt(alpha, "one")]);
    terminal.click_in_panel("/beta");
    assert_eq!(terminal.wait_for_worker("beta"), beta);
    terminal.send("two");
    let expected = [Message::prompt(alpha, "one"), Message::prompt(beta, "two")];
    terminal.wait_for_messages(&expected);
}

#[test]
fn a_second_click_on_a_row_opens_the_worker() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.start_worker("beta");
    terminal.click_in_panel("/alpha");
    terminal.wait_for_worker("alpha");
    assert_eq!(terminal.views(), []);
    terminal.click_in_panel("/alpha");
    terminal.wait_for_view(alpha);
    assert_eq!(terminal.views().len(), 1);
}

/// Zellij gives the first click on a pane without focus to the focus alone,
/// unless its own option says otherwise.
#[test]
fn with_mouse_click_through_a_click_counts_while_another_pane_has_the_focus() {
    let terminal = Setup::new()
        .zellij_option("mouse_click_through true")
        .open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.start_worker("beta");
    terminal.keys(&["M-Left"]);
    terminal.wait_until("the terminal has the focus", || {
        terminal.panel_pane().is_some_and(|panel| !panel.focused)
    });
    terminal.click_in_panel("/alpha");
    terminal.wait_for_worker("alpha");
    assert!(terminal.panel_pane().unwrap().focused);
}

#[test]
fn without_it_the_first_click_brings_the_focus_and_the_second_counts() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    let beta = terminal.start_worker("beta");
    terminal.keys(&["M-Left"]);
    terminal.wait_until("the terminal has the focus", || {
        terminal.panel_pane().is_some_and(|panel| !panel.focused)
    });
    terminal.click_in_panel("/alpha");
    terminal.wait_until("the panel has the focus", || {
        terminal.panel_pane().is_some_and(|panel| panel.focused)
    });
    assert_eq!(terminal.wait_for_worker("beta"), beta);
    terminal.click_in_panel("/alpha");
    terminal.wait_for_worker("alpha");
}

#[test]
fn the_wheel_scrolls_a_list_that_is_longer_than_the_panel() {
    let terminal = Setup::new().size(80, 14).open();
    for n in 10..30 {
        let directory = terminal.server.directory(&format!("d{n}"));
        terminal
            .server
            .start(&directory, &words(&["sleep", "1000"]))
            .unwrap();
    }
    terminal.wait_until_panel_says("20 workers");
    terminal.wait_until_panel_says("/d10 %");
    let row = terminal.wait_in_panel("the list is drawn", |panel| panel.find("/d10 %"));
    let area = terminal.panel_pane().unwrap().area;
    let over = (area.row + row.0, area.column + row.1);
    terminal.wheel(over, 2);
    terminal.wait_until_panel_lacks("/d10 %");
    terminal.wheel(over, 30);
    terminal.wait_until_panel_says("/d29 %");
    terminal.click_in_panel("/d29 %");
    terminal.wait_for_worker("d29");
    terminal.wheel(over, -40);
    terminal.wait_until_panel_says("/d10 %");
}

#[test]
fn a_click_on_an_action_of_the_last_row_does_it() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.click_in_panel("n new");
    terminal.wait_until_panel_says("start a worker:");
    terminal.keys(&["Escape"]);
    terminal.click_in_panel("? keys");
    terminal.wait_until_panel_says("choose the first worker");
}

#[test]
fn a_question_is_answered_by_clicks() {
    let terminal = Setup::new().size(160, 30).open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    terminal.to_commands();
    terminal.click_in_panel("x stop");
    terminal.click_in_panel("keep it");
    terminal.wait_until_panel_says("idle");
    terminal.click_in_panel("x stop");
    terminal.click_in_panel("stop it");
    terminal.wait_until_panel_says(&format!("stopped {pane}"));
}

#[test]
fn what_is_under_the_pointer_stands_out() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.start_worker("beta");
    for text in ["/alpha %", "[keys]"] {
        let (before, at) = terminal.colours_of(text);
        terminal.hover(at);
        terminal.wait_until("the pointer's row has other colours", || {
            terminal.colours_of(text).0 != before
        });
        // The title means nothing to a click.
        let (_, title) = terminal.colours_of("org  2 workers");
        terminal.hover(title);
        terminal.wait_until("it has its own again", || {
            terminal.colours_of(text).0 == before
        });
    }
}

/// The mark ends before the rule, so that a worker's screen is never taken
/// for a part of the row.
#[test]
fn the_mark_of_the_chosen_row_ends_before_the_workers_screen() {
    let terminal = Setup::new().size(240, 24).open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
    terminal.start_worker("beta");
    terminal.choose("alpha");
    let (chosen, _) = terminal.colours_of("dirs/alpha");
    let (other, _) = terminal.colours_of("dirs/beta");
    let (chosen, other) = (
        backgrounds(&chosen, "dirs/alpha"),
        backgrounds(&other, "dirs/beta"),
    );
    assert_ne!(chosen.0, other.0, "the chosen row has a mark");
    assert_eq!(chosen.1, other.1, "it ends before the rule");
}

/// The background of a text in a row with its colours, and of the next rule.
fn backgrounds(row: &str, text: &str) -> (String, String) {
    let at = row.find(text).unwrap();
    let rule = at + row[at..].find('│').expect("a rule beside the list");
    let background = |before: &str| {
        let mut colour = String::new();
        for sequence in before.split("\x1b[").skip(1) {
            let (codes, _) = sequence.split_once('m').unwrap();
            match codes.strip_prefix("48;") {
                Some(given) => colour = given.to_owned(),
                None if codes.split(';').any(|c| matches!(c, "" | "0" | "49")) => colour.clear(),
                None => {}
            }
        }
        colour
    };
    (background(&row[..at]), background(&row[..rule]))
}
