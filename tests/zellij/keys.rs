//! Zellij's modes and keys around the panel's.

use crate::zellij::log::Message;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// Presses keys of Zellij and then the one of `plugin.kdl`, and starts a
/// worker's form with a letter; then again, with the panel there already, and
/// from another tab.
fn check_from(terminal: &Terminal, keys: &[&str]) {
    for place in ["the first time", "where it is", "from another tab"] {
        if place == "from another tab" {
            terminal.zellij(&["action", "new-tab"]);
        }
        for key in keys {
            terminal.keys(&[key]);
            // Zellij takes its keys one after the other, and draws its modes.
            terminal.wait_until_it_answers();
        }
        terminal.keys(&["M-w"]);
        terminal.wait_until("the panel has the focus", || {
            terminal.panel_pane().is_some_and(|panel| panel.focused)
        });
        terminal.wait_until_panel_says("No worker yet.");
        println!("{keys:?} {place}");
        terminal.keys(&["n"]);
        terminal.wait_until_panel_says("start a worker:");
        terminal.keys(&["Escape"]);
        terminal.wait_until_panel_lacks("start a worker:");
        assert_eq!(terminal.panels().len(), 1);
    }
}

#[test]
fn the_panel_is_opened_from_every_mode_and_gets_the_keys() {
    for mode in ["C-p", "C-t", "C-n", "C-h", "C-s", "C-o", "C-b", "C-g"] {
        let terminal = Setup::new().without_panel().open();
        terminal.wait_until_it_answers();
        check_from(&terminal, &[mode]);
    }
}

#[test]
fn where_the_locked_mode_is_the_base_the_panel_is_opened_in_it() {
    for keys in [&[][..], &["C-g"], &["C-g", "C-p"], &["C-g", "C-t"]] {
        let setup = Setup::new().without_panel();
        let terminal = setup.zellij_option("default_mode \"locked\"").open();
        terminal.wait_until_it_answers();
        check_from(&terminal, keys);
    }
}

/// What Zellij's own "unlock first" preset has of modes.
const UNLOCK_FIRST: &str = r#"
    locked {
        bind "Ctrl g" { SwitchToMode "Normal"; }
    }
    pane {
        bind "n" { NewPane; SwitchToMode "Locked"; }
        bind "x" { CloseFocus; SwitchToMode "Locked"; }
    }
    tab {
        bind "n" { NewTab; SwitchToMode "Locked"; }
    }
    shared_except "locked" {
        bind "Ctrl g" "Enter" "Esc" { SwitchToMode "Locked"; }
    }
    shared_except "pane" "locked" {
        bind "p" { SwitchToMode "Pane"; }
    }
    shared_except "tab" "locked" {
        bind "t" { SwitchToMode "Tab"; }
    }
"#;

#[test]
fn where_zellij_is_unlocked_first_the_panel_locks_it_again() {
    for keys in [&[][..], &["C-g"], &["C-g", "p"], &["C-g", "t"]] {
        let setup = Setup::new().without_panel().keybinds(UNLOCK_FIRST);
        let terminal = setup.zellij_option("default_mode \"locked\"").open();
        terminal.wait_until_it_answers();
        check_from(&terminal, keys);
    }
}

#[test]
fn the_page_of_keys_has_none_that_zellij_takes() {
    let page = |setup: Setup, keys: &[&str]| {
        let terminal = setup.size(120, 170).open();
        terminal.wait_until_panel_says("No worker yet.");
        terminal.keys(keys);
        terminal.to_commands();
        terminal.keys(&["?"]);
        terminal.wait_until_panel_says("show these keys");
        terminal.panel().words()
    };
    let usual = page(Setup::new(), &[]);
    assert!(usual.contains("← a character back"), "{usual}");
    assert!(usual.contains("Ctrl g its locked mode"), "{usual}");
    let locked = page(Setup::new(), &["C-g"]);
    assert!(locked.contains("←, Ctrl b a character back"), "{locked}");
    let own = page(
        Setup::new().keybinds(
            "    normal {\n        bind \"Ctrl r\" \"Alt s\" { NewTab; }\n        bind \"F4\" { SwitchToMode \"Locked\"; }\n    }\n",
        ),
        &[],
    );
    assert!(own.contains("←, Ctrl b a character back"), "{own}");
    assert!(own.contains("Shift ↑ an older prompt"), "{own}");
    assert!(
        own.contains("without waiting (Zellij takes the key)"),
        "{own}"
    );
    assert!(own.contains("F4 its locked mode"), "{own}");
}

#[test]
fn keys_as_a_newer_terminal_sends_them_begin_lines_and_type_nothing_else() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.to_prompt();
    terminal.type_text("one");
    // Shift Enter, F13, a play key, a bare Shift, Ctrl Enter, keypad 5.
    for code in ["13;2", "57376", "57428", "57441", "13;5", "57404"] {
        terminal.type_text(&format!("\x1b[{code}u"));
    }
    terminal.type_text("two");
    terminal.wait_until_panel_says("❯ one 5two");
    terminal.keys(&["Enter"]);
    terminal.wait_for_messages(&[Message::prompt(alpha, "one\n\n5two")]);
}

#[test]
fn every_key_reaches_an_open_worker_and_the_wheel_over_it_is_none() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.start_worker("alpha");
    terminal.send("an older prompt");
    terminal.wait_for_messages(&[Message::prompt(alpha, "an older prompt")]);
    terminal.to_commands();
    terminal.keys(&["Enter"]);
    let view = terminal.wait_for_view(alpha);
    // Arrow keys would bring the older prompt back.
    terminal.wheel((view.area.row + 5, view.area.column + 5), -2);
    terminal.wheel((view.area.row + 5, view.area.column + 5), 1);
    // Zellij takes Ctrl b in its normal mode, and gives it on in the locked.
    terminal.keys(&["C-g", "C-b", "d"]);
    terminal.type_text("typed");
    terminal.keys(&["Enter"]);
    let messages = [("an older prompt"), ("\u{2}dtyped")];
    terminal.wait_for_messages(&messages.map(|text| Message::prompt(alpha, text)));
    terminal.keys(&["C-g"]);
    assert_eq!(terminal.views().len(), 1);
}
