//! How the panel follows tmux, and that it costs nothing out of sight.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::zellij::first_run::script;
use crate::zellij::guest::Guest;
use crate::zellij::setup::{Setup, found, wasm};
use crate::zellij::terminal::Terminal;

#[test]
fn the_list_follows_tmux_at_once() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let pane = terminal.start_worker("alpha");
    let killed = Instant::now();
    terminal.server.kill_worker(pane, "KILL");
    terminal.wait_until_panel_says("✗ SIGKILL");
    // Half a second is the interval; the rest is for a busy machine.
    assert!(
        killed.elapsed() < Duration::from_secs(3),
        "{:?}",
        killed.elapsed()
    );
    let removed = Instant::now();
    terminal
        .server
        .must(&["kill-pane", "-t", &pane.to_string()]);
    terminal.wait_until_panel_says("No worker yet.");
    assert!(
        removed.elapsed() < Duration::from_secs(3),
        "{:?}",
        removed.elapsed()
    );
}

#[test]
fn no_tmux_is_run_while_the_floating_panes_are_hidden() {
    let counted = Counted::new(Setup::new().without_panel());
    let terminal = &counted.terminal;
    terminal.wait_until_it_answers();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    counted.wait_until_busy();
    terminal.keys(&["M-f"]);
    counted.wait_until_quiet();
    terminal.keys(&["M-f"]);
    counted.wait_until_busy();
}

#[test]
fn no_tmux_is_run_while_the_panel_has_hidden_itself() {
    let counted = Counted::new(Setup::new().without_panel());
    let terminal = &counted.terminal;
    terminal.wait_until_it_answers();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    terminal.keys(&["q"]);
    counted.wait_until_quiet();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    counted.wait_until_busy();
}

#[test]
fn no_tmux_is_run_while_another_tab_is_in_sight() {
    let counted = Counted::new(Setup::new());
    let terminal = &counted.terminal;
    terminal.wait_until_panel_says("No worker yet.");
    terminal.zellij(&["action", "new-tab"]);
    counted.wait_until_quiet();
    terminal.zellij(&["action", "go-to-tab", "1"]);
    counted.wait_until_busy();
}

#[test]
fn no_tmux_is_run_while_nobody_is_attached() {
    let counted = Counted::new(Setup::new());
    counted.terminal.wait_until_panel_says("No worker yet.");
    counted.wait_until_busy();
    counted.terminal.keys(&["C-o"]);
    counted.terminal.keys(&["d"]);
    counted.wait_until_quiet();
    let guest = Guest::attach(&counted.terminal);
    guest.wait_until_it_says("No worker yet.");
    counted.wait_until_busy();
}

#[test]
fn no_tmux_is_run_by_a_panel_that_was_never_in_sight() {
    let layout = "layout {\n    tab name=\"one\" focus=true {\n        pane\n    }\n    tab name=\"two\" {\n        pane {\n            plugin location=\"org\"\n        }\n    }\n}\n";
    let counted = Counted::new(Setup::new().layout(layout));
    // Zellij's own log, since asking its command line would make a client of
    // it that comes and goes, and that tells the panel that it is hidden.
    counted.terminal.wait_until("the panel is loaded", || {
        let loaded = format!("Loaded plugin '{}'", wasm());
        counted.terminal.zellij_log().contains(&loaded)
    });
    counted.wait_until_quiet();
    counted.terminal.zellij(&["action", "go-to-tab", "2"]);
    counted.terminal.wait_until_panel_says("No worker yet.");
    counted.wait_until_busy();
}

#[test]
fn no_tmux_is_run_by_a_panel_that_a_pipe_has_launched() {
    let counted = Counted::new(Setup::new().without_panel());
    let terminal = &counted.terminal;
    terminal.wait_until_it_answers();
    terminal.granted(&serde_json::json!({"operation": "status"}));
    counted.wait_until_quiet();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    counted.wait_until_busy();
}

#[test]
fn a_panel_where_nothing_happens_hardly_runs_tmux_and_still_follows_it() {
    let counted = Counted::new(Setup::new().size(140, 30));
    let terminal = &counted.terminal;
    terminal.wait_until_panel_says("No worker yet.");
    let [alpha, beta] = ["alpha", "beta"].map(|name| terminal.start_worker(name));
    // In sight, and with a client that stays.
    counted.wait_until_quiet();
    terminal.server.kill_worker(alpha, "KILL");
    let killed = Instant::now();
    terminal.wait_until_panel_says("✗ SIGKILL");
    assert!(killed.elapsed() < Duration::from_secs(3));
    counted.wait_until_quiet();
    // What is written shows beside the list.
    let beta = beta.to_string();
    let respawn = ["respawn-pane", "-k", "-t", &beta, "--", "/bin/sh", "-c"];
    let says = "echo here I am; exec cat";
    terminal.server.must(&[&respawn[..], &[says]].concat());
    terminal.wait_until_panel_says("here I am");
}

/// A Zellij whose `tmux` leaves a line for every run.
struct Counted {
    terminal: Terminal,
    runs: PathBuf,
}

impl Counted {
    fn new(setup: Setup) -> Self {
        let programs = setup.folder_without_tmux();
        let runs = setup.folder().join("runs");
        let count = format!(
            "echo run >>'{}'; exec '{}' \"$@\"",
            runs.display(),
            found("tmux")
        );
        script(&programs.join("tmux"), &count);
        let terminal = setup.path(programs.to_str().unwrap()).open();
        Self { terminal, runs }
    }

    fn count(&self) -> usize {
        let runs = std::fs::read_to_string(&self.runs).unwrap_or_default();
        runs.lines().count()
    }

    fn wait_until_busy(&self) {
        let before = self.count();
        self.terminal
            .wait_until("tmux is run again and again", || self.count() > before + 3);
    }

    /// Waits for a span without a run that is six times the interval.
    fn wait_until_quiet(&self) {
        let mut last = (self.count(), Instant::now());
        self.terminal
            .wait_until("no tmux is run for three seconds", || {
                let count = self.count();
                if count != last.0 {
                    last = (count, Instant::now());
                }
                last.1.elapsed() > Duration::from_secs(3)
            });
    }
}
