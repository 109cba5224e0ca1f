//! The real wasm in the real Zellij, with the stand-in agent as the worker.
// Tests are hosts: they run programs and look at the clock.
#![allow(clippy::disallowed_methods)]
#![cfg(not(target_family = "wasm"))]

mod support;
#[path = "zellij/terminal.rs"]
mod terminal;

use terminal::{Setup, Terminal};

#[test]
fn the_permission_question_is_answered_in_the_panel() {
    let zellij = Terminal::with(&Setup {
        permitted: false,
        ..Setup::default()
    });
    zellij.see("Allow? (y/n)");
    zellij.keys(&["y"]).see("No worker yet.");
}

#[test]
fn a_denied_permission_is_said_and_can_be_asked_again() {
    let zellij = Terminal::with(&Setup {
        permitted: false,
        ..Setup::default()
    });
    zellij.see("Allow? (y/n)");
    zellij.keys(&["n"]).see("Permission denied.");
    zellij.keys(&["Enter"]).see("Allow? (y/n)");
    zellij.keys(&["y"]).see("No worker yet.");
}

#[test]
fn a_prompt_arrives_byte_for_byte() {
    let zellij = Terminal::start();
    zellij.directory("a b");
    zellij.see("No worker yet.");
    zellij.start_worker("./a b/../a b");
    zellij.see("to %0");
    let text = "ünï 漢字 \"#{pid}\" $(x)\n\tline two;\nend;";
    zellij.paste(text).see("[3 lines]");
    zellij.keys(&["Enter"]).see("delivered to %0");
    assert_eq!(zellij.wait_received(1), [format!("%0 {text}")]);
}

#[test]
fn a_first_prompt_goes_along_with_the_start() {
    let zellij = Terminal::start();
    zellij.directory("p");
    zellij.see("No worker yet.");
    zellij.keys(&["n"]).see("first prompt");
    zellij
        .type_text("p")
        .keys(&["Tab"])
        .type_text("-- do it")
        .keys(&["Enter"]);
    zellij.see("started %0");
    assert_eq!(zellij.wait_received(1), ["%0 -- do it"]);
}

#[test]
fn a_second_start_in_a_directory_is_refused_and_chooses_the_worker() {
    let zellij = Terminal::start();
    zellij.directory("one");
    zellij.directory("two");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.keys(&["Tab"]).start_worker("two");
    zellij.see("to %1");
    zellij.keys(&["Tab", "n"]).see("first prompt");
    zellij.type_text("two/../one/").keys(&["Enter"]);
    zellij.see("already running in %0");
    zellij.see("to %0");
}

#[test]
fn a_click_changes_the_target_of_the_next_prompt() {
    let zellij = Terminal::start();
    zellij.directory("one");
    zellij.directory("two");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.keys(&["Tab"]).start_worker("two");
    zellij.see("to %1");
    zellij.click_on("● alive").see("to %0");
    zellij
        .type_text("for one")
        .keys(&["Enter"])
        .see("delivered to %0");
    assert_eq!(zellij.wait_received(1), ["%0 for one"]);
}

#[test]
fn a_killed_worker_is_shown_with_its_signal_and_cleaned() {
    let zellij = Terminal::start();
    zellij.directory("one");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.see("● alive");
    let pid = zellij.workers(&["display-message", "-p", "-t", "%0", "#{pane_pid}"]);
    support::signal_process(pid.parse().unwrap(), "KILL");
    zellij.see("✗ SIGKILL");
    zellij.keys(&["Tab", "c"]).see("cleaned 1 dead worker");
    zellij.see("No worker yet.");
}

#[test]
fn workers_outlive_zellij_and_are_found_by_the_next_one() {
    let mut zellij = Terminal::start();
    zellij.directory("one");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.see("● alive");
    zellij.kill_zellij();
    let alive = zellij.workers(&["list-panes", "-a", "-F", "#{pane_id} #{pane_dead}"]);
    assert_eq!(alive, "%0 0");
    zellij.rename();
    zellij.open(&Setup::default());
    zellij.see("● alive");
    zellij.see("to %0");
    zellij
        .type_text("still there")
        .keys(&["Enter"])
        .see("delivered to %0");
    assert_eq!(zellij.wait_received(1), ["%0 still there"]);
}

#[test]
fn the_keybinding_opens_the_panel_as_a_floating_pane() {
    let empty = Setup {
        layout: "tests/zellij/terminal.kdl",
        ..Setup::default()
    };
    let zellij = Terminal::with(&empty);
    zellij.see("Zellij (oz-");
    zellij.keys(&["M-w"]).see("No worker yet.");
    zellij.directory("one");
    zellij.start_worker("one");
    zellij.see("● alive");
    zellij.keys(&["Tab"]).see("n new");
    zellij.keys(&["q"]).see_no("● alive");
    zellij.keys(&["M-w"]).see("● alive");
}

#[test]
fn the_command_line_opens_the_panel() {
    let empty = Setup {
        layout: "tests/zellij/terminal.kdl",
        ..Setup::default()
    };
    let zellij = Terminal::with(&empty);
    zellij.see("Zellij (oz-");
    zellij
        .type_text("zellij plugin --floating -- org\r")
        .see("No worker yet.");
}

#[test]
fn an_opened_worker_takes_keys_and_outlives_its_pane() {
    let zellij = Terminal::start();
    zellij.directory("one");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.see("to %0");
    zellij.keys(&["Enter"]).see("❯ Try");
    zellij.type_text("by hand").see("❯ by hand");
    zellij.keys(&["Enter"]);
    assert_eq!(zellij.wait_received(1), ["%0 by hand"]);
    zellij.keys(&["C-p"]).keys(&["x"]).see_no("❯ Try");
    let alive = zellij.workers(&["list-panes", "-a", "-F", "#{pane_id} #{pane_dead}"]);
    assert_eq!(alive, "%0 0");
}

#[test]
fn stopping_asks_first_and_a_dead_worker_is_restarted() {
    let zellij = Terminal::start();
    zellij.directory("one");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.see("to %0");
    zellij.type_text("/exit 3").keys(&["Enter"]).see("✗ exit 3");
    zellij.keys(&["Tab", "r"]).see("restarted %1");
    zellij.see("to %1");
    zellij.keys(&["x"]).see("Stop %1");
    zellij.keys(&["Enter"]).see("● alive");
    zellij.keys(&["x"]).see("Stop %1");
    zellij.keys(&["y"]).see("stopped %1");
    zellij.see("No worker yet.");
}

#[test]
fn ten_workers_get_each_its_own_prompt_and_are_cleaned() {
    let zellij = Terminal::start();
    zellij.see("No worker yet.");
    for n in 0..10 {
        zellij.directory(&format!("w{n}"));
        zellij.keys(&["n"]).see("first prompt");
        zellij.type_text(&format!("w{n}")).keys(&["Enter"]);
        zellij.see(&format!("to %{n} "));
        zellij.keys(&["Tab"]).see("n new");
    }
    zellij.keys(&["g", "Tab"]).see("to %0 ");
    for n in 0..10 {
        zellij.see(&format!("to %{n} "));
        zellij.type_text(&format!("prompt {n}")).keys(&["Enter"]);
        zellij.see(&format!("delivered to %{n} "));
        zellij.keys(&["Down"]);
    }
    let mut received = zellij.wait_received(10);
    received.sort();
    let expected: Vec<String> = (0..10).map(|n| format!("%{n} prompt {n}")).collect();
    assert_eq!(received, expected);
    for n in 0..10 {
        let pid = zellij.workers(&[
            "display-message",
            "-p",
            "-t",
            &format!("%{n}"),
            "#{pane_pid}",
        ]);
        support::signal_process(pid.parse().unwrap(), "TERM");
    }
    zellij.see("10 dead");
    zellij.keys(&["Tab", "c"]).see("cleaned 10 dead workers");
}

#[test]
fn a_missing_tmux_is_said() {
    let bin = tempfile::tempdir().unwrap();
    for program in ["sh", "env", "ps", "cat"] {
        let found = ["/bin", "/usr/bin"]
            .iter()
            .map(|d| std::path::Path::new(d).join(program));
        let found = found.into_iter().find(|p| p.exists()).unwrap();
        std::os::unix::fs::symlink(found, bin.path().join(program)).unwrap();
    }
    let zellij = Terminal::with(&Setup {
        path: Some(bin.path()),
        ..Setup::default()
    });
    zellij.see("tmux is not installed");
}

#[test]
fn a_wrong_option_is_shown_and_the_rest_works() {
    let zellij = Terminal::with(&Setup {
        option: "colour \"red\"",
        ..Setup::default()
    });
    zellij.see("option colour \"red\"");
    zellij.see("No worker yet.");
}

#[test]
fn a_small_terminal_is_usable() {
    let zellij = Terminal::with(&Setup {
        layout: "tests/zellij/panel.kdl",
        size: (30, 8),
        ..Setup::default()
    });
    zellij.directory("one");
    zellij.see("No worker yet.");
    zellij.keys(&["n"]).see("directory");
    zellij.type_text("one").keys(&["Enter"]).see("● alive");
    zellij.type_text("hi").keys(&["Enter"]).see("delivered");
    assert_eq!(zellij.wait_received(1), ["%0 hi"]);
}

#[test]
fn two_open_workers_do_not_switch_each_other() {
    let zellij = Terminal::start();
    zellij.directory("one");
    zellij.directory("two");
    zellij.see("No worker yet.");
    zellij.start_worker("one");
    zellij.keys(&["Tab"]).start_worker("two");
    zellij.see("to %1");
    zellij.keys(&["Enter"]).see("❯ Try");
    // Hides the floating panes, so that the panel has the keys again.
    zellij.keys(&["M-f"]).see_no("❯ Try");
    zellij.keys(&["Up"]).see("to %0");
    zellij.keys(&["Enter"]);
    let clients = || zellij.workers(&["list-clients", "-F", "#{pane_id}"]);
    support::wait_for(
        "two views",
        || zellij.screen(),
        || {
            let mut panes: Vec<String> = clients().lines().map(str::to_owned).collect();
            panes.sort();
            (panes == ["%0", "%1"]).then_some(())
        },
    );
    zellij.type_text("to one").see("❯ to one");
    zellij.keys(&["Enter"]);
    assert_eq!(zellij.wait_received(1), ["%0 to one"]);
}

#[test]
fn a_hidden_panel_runs_no_tmux() {
    let bin = tempfile::tempdir().unwrap();
    let count = bin.path().join("count");
    let usual = std::env::var("PATH").unwrap();
    let tmux = std::env::split_paths(&usual)
        .map(|d| d.join("tmux"))
        .find(|p| p.exists())
        .unwrap();
    let wrapper = format!(
        "#!/bin/sh\necho >> '{}'\nexec '{}' \"$@\"\n",
        count.display(),
        tmux.display()
    );
    std::fs::write(bin.path().join("tmux"), wrapper).unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(bin.path().join("tmux"), executable).unwrap();
    let path = format!("{}:{usual}", bin.path().display());
    let runs = || std::fs::metadata(&count).map_or(0, |m| m.len());
    let zellij = Terminal::with(&Setup {
        layout: "tests/zellij/terminal.kdl",
        path: Some(std::path::Path::new(&path)),
        ..Setup::default()
    });
    zellij.see("Zellij (oz-");
    zellij.keys(&["M-w"]).see("No worker yet.");
    let before = runs();
    support::wait_for(
        "listings of a visible panel",
        || zellij.screen(),
        || (runs() > before + 3).then_some(()),
    );
    zellij.keys(&["q"]).see_no("No worker yet.");
    // What was under way ends, then nothing follows for two seconds.
    let mut last = (runs(), std::time::Instant::now());
    support::wait_for("two quiet seconds", String::new, || {
        if runs() != last.0 {
            last = (runs(), std::time::Instant::now());
        }
        (last.1.elapsed().as_secs() >= 2).then_some(())
    });
    zellij.keys(&["M-w"]).see("No worker yet.");
    let hidden = runs();
    support::wait_for(
        "listings again",
        || zellij.screen(),
        || (runs() > hidden + 1).then_some(()),
    );
}
