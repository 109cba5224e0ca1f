//! What the panel says before it can work, and that it goes on by itself.

use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support;
use crate::zellij::setup::{Setup, found};

#[test]
fn a_missing_tmux_is_named_and_found_as_soon_as_it_is_installed() {
    let setup = Setup::new();
    let programs = setup.folder_without_tmux();
    let terminal = setup.path(programs.to_str().unwrap()).open();
    terminal.wait_until_panel_says("tmux is not installed. install tmux 3.2 or newer.");
    terminal.wait_until_panel_says("org looks again by itself.");
    symlink(found("tmux"), programs.join("tmux")).unwrap();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.start_worker("alpha");
}

#[test]
fn a_tmux_that_is_too_old_is_named_with_its_version() {
    let setup = Setup::new();
    let programs = setup.folder_without_tmux();
    let tmux = programs.join("tmux");
    script(&tmux, "echo tmux 3.1c");
    let terminal = setup.path(programs.to_str().unwrap()).open();
    terminal.wait_until_panel_says("tmux 3.1c is too old. org needs tmux 3.2 or newer.");
    std::fs::remove_file(&tmux).unwrap();
    symlink(found("tmux"), &tmux).unwrap();
    terminal.wait_until_panel_says("No worker yet.");
}

#[test]
fn without_a_worker_the_panel_says_how_to_start_one() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet. Press n to start one. It runs");
    terminal.wait_until_panel_says("to nobody yet");
}

#[test]
fn a_command_that_is_not_there_is_named() {
    let terminal = Setup::new()
        .option("command", "no-such-agent --fast")
        .open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.begin_start("alpha");
    terminal.keys(&["Enter"]);
    terminal
        .wait_until_panel_says("no-such-agent: command not found; install it, or set `command`");
}

/// Makes a program of a line of shell.
pub(super) fn script(path: &Path, line: &str) {
    support::write_program(path, &format!("#!/bin/sh\n{line}\n"), 0o755);
}
