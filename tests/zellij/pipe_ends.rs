//! Every request ends: whatever hangs, is closed, or was never allowed.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::zellij::first_run::script;
use crate::zellij::script::{Call, answer};
use crate::zellij::setup::{Setup, found};

#[test]
fn a_tmux_that_hangs_is_told_and_the_pipe_ends() {
    let setup = Setup::new();
    let programs = setup.folder_without_tmux();
    let hangs = setup.folder().join("hangs");
    let line = format!(
        "[ -e '{}' ] && exec sleep 600; exec '{}' \"$@\"",
        hangs.display(),
        found("tmux")
    );
    script(&programs.join("tmux"), &line);
    let terminal = setup.path(programs.to_str().unwrap()).open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.directory("alpha");
    std::fs::write(&hangs, "").unwrap();
    let begun = Instant::now();
    let requests = [
        json!({"operation": "status"}),
        json!({"operation": "send", "directory": alpha, "text": "x"}),
        json!({"operation": "start", "directory": alpha}),
        json!({"operation": "wait", "timeout": 3}),
    ];
    std::thread::scope(|scope| {
        for request in &requests {
            let terminal = &terminal;
            scope.spawn(move || assert_eq!(terminal.refused(request), "no_answer", "{request}"));
        }
    });
    assert!(
        begun.elapsed() < Duration::from_secs(100),
        "{:?}",
        begun.elapsed()
    );
    std::fs::remove_file(&hangs).unwrap();
    terminal.granted(&json!({"operation": "status"}));
    terminal.was_refused_with(&["no_answer"]);
}

#[test]
fn a_missing_tmux_is_told() {
    let setup = Setup::new();
    let programs = setup.folder_without_tmux();
    let terminal = setup.path(programs.to_str().unwrap()).open();
    terminal.wait_until_panel_says("tmux is not installed");
    assert_eq!(
        terminal.refused(&json!({"operation": "status"})),
        "tmux_missing"
    );
    script(&programs.join("tmux"), "echo tmux 2.9");
    assert_eq!(
        terminal.refused(&json!({"operation": "status"})),
        "tmux_too_old"
    );
    terminal.was_refused_with(&["tmux_missing", "tmux_too_old"]);
}

#[test]
fn a_tmux_that_refuses_or_talks_nonsense_is_told() {
    let setup = Setup::new();
    let programs = setup.folder_without_tmux();
    let tmux = programs.join("tmux");
    let says = |answer: &str| {
        let version = "for w; do [ \"$w\" = -V ] && echo tmux 3.3a && exit 0; done";
        script(&tmux, &format!("{version}\n{answer}"));
    };
    says("echo 'no way' >&2; exit 1");
    let terminal = setup.path(programs.to_str().unwrap()).open();
    terminal.wait_until_panel_says("no way");
    let status = json!({"operation": "status"});
    assert_eq!(terminal.refused(&status), "tmux_failed");
    says("echo a word");
    assert_eq!(terminal.refused(&status), "bad_answer");
    terminal.was_refused_with(&["tmux_failed", "bad_answer"]);
}

#[test]
fn a_program_that_is_missing_is_told() {
    let terminal = Setup::new().option("command", "no-such-agent").open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.directory("alpha");
    let start = json!({"operation": "start", "directory": alpha});
    assert_eq!(terminal.refused(&start), "command_not_found");
    terminal.was_refused_with(&["command_not_found"]);
}

#[test]
fn the_only_panel_answers_before_it_is_closed() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let (mut watch, mut lines) = terminal.watch("60");
    terminal.keys(&["C-p", "x"]);
    let mut line = String::new();
    std::io::BufRead::read_line(&mut lines, &mut line).unwrap();
    assert_eq!(terminal.read(&line)["error"]["code"], "closed");
    terminal.was_refused_with(&["closed"]);
    watch.wait_until_it_ends(Duration::from_secs(10));
}

/// All panels at once, so that none is left who knows of the request.
#[test]
fn a_panel_that_is_loaded_anew_ends_what_it_had_in_hand() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let (mut watch, mut lines) = terminal.watch("600");
    terminal.zellij(&["action", "start-or-reload-plugin", "org"]);
    let mut line = String::new();
    std::io::BufRead::read_line(&mut lines, &mut line).unwrap();
    assert_eq!(terminal.read(&line)["error"]["code"], "closed", "{line:?}");
    watch.wait_until_it_ends(Duration::from_secs(10));
    terminal.granted(&json!({"operation": "status"}));
}

/// Its panel has vanished without a word.
#[test]
fn who_asks_again_for_what_nobody_does_any_more_is_told() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal.claim_request("vanished", "", Duration::ZERO);
    let words = ["--name", "version", "--args", "id=vanished", "--", ""];
    let answer = terminal.ask(&words, None);
    assert_eq!(answer["error"]["code"], "closed", "{answer}");
}

/// Else it would be done again by whoever asks again.
#[test]
fn a_request_keeps_its_claim_for_as_long_as_it_takes_and_its_answer_for_ten_minutes() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let minutes = |n: u64| Duration::from_secs(n * 60);
    terminal.claim_request("long", "", minutes(60));
    terminal.claim_request("lately", "{}", minutes(8));
    terminal.claim_request("old", "{}", minutes(12));
    terminal.claim_request("lost", "", minutes(60 * 26));
    terminal.granted(&json!({"operation": "version"}));
    let mut left = terminal.claims();
    left.retain(|name| {
        ["long", "lately", "old", "lost"]
            .iter()
            .any(|n| name.ends_with(n))
    });
    left.sort();
    assert_eq!(left, ["answer.lately", "answer.long"]);
}

/// Zellij loads the panel for the request, and nobody sees it.
#[test]
fn a_request_is_answered_without_a_panel_and_by_a_zellij_that_nobody_is_attached_to() {
    let terminal = Setup::new().without_panel().open();
    terminal.wait_until_it_answers();
    let alpha = terminal.directory("alpha");
    let started = terminal.granted(&json!({"operation": "start", "directory": alpha}));
    assert!(
        !terminal.screen().has("org  "),
        "{}",
        terminal.screen().text()
    );
    terminal.keys(&["C-o"]);
    terminal.keys(&["d"]);
    terminal.wait_for("nobody is attached", |screen| {
        screen.text().trim().is_empty().then_some(())
    });
    let waited = terminal.granted(&json!({"operation": "wait"}));
    assert_eq!(waited["workers"][0]["pane"], started["pane"]);
    let sent = json!({"operation": "send", "pane": started["pane"], "text": "hello"});
    assert_eq!(terminal.granted(&sent)["delivery"], "submitted");
}

/// Zellij adds to the options of a panel that was opened with a key, so the
/// pipe is for another panel to it, which it loads.
#[test]
fn the_panel_that_a_pipe_has_launched_does_not_cover_the_one_in_use() {
    let terminal = Setup::new().without_panel().open();
    terminal.wait_until_it_answers();
    terminal.keys(&["M-w"]);
    terminal.wait_until_panel_says("No worker yet.");
    terminal.granted(&json!({"operation": "status"}));
    terminal.wait_until("the other panel is out of sight", || {
        terminal.panels().len() == 2 && terminal.panel_pane().is_some()
    });
    terminal.wait_until_panel_says("No worker yet.");
}

#[test]
fn a_request_that_nobody_has_allowed_ends_and_brings_the_question() {
    let terminal = Setup::new().not_granted().without_panel().open();
    terminal.wait_until_it_answers();
    let version = ["--name", "version", "--", ""];
    for _ in 0..2 {
        let output = Call::begin(&terminal, &version).wait_for_output(Duration::from_secs(10));
        assert_eq!(output, "");
    }
    terminal.wait_until_panel_says("A script has called.");
    terminal.keys(&["Enter"]);
    terminal.wait_until_panel_says("Allow? (y/n)");
    // What comes meanwhile is kept by Zellij, and done after a yes.
    let kept = Call::begin(&terminal, &["--name", "status", "--", ""]);
    terminal.keys(&["y"]);
    terminal.wait_until_panel_says("No worker yet.");
    let output = kept.output_within(Duration::from_secs(10));
    assert!(
        output.is_empty() || answer(&output)["ok"] == true,
        "{output}"
    );
    terminal.granted(&json!({"operation": "status"}));
}

/// Without `--plugin` Zellij gives a message to all plugins.
#[test]
fn a_message_for_all_plugins_is_none_for_this_one() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.directory("alpha");
    let start = ["--name", "start", "--args"];
    let here = format!("directory={alpha}");
    for words in [
        [&start[..], &[&here, "--", ""]].concat(),
        vec!["--", "zjstatus::pipe::pipe_org::1 waiting"],
    ] {
        let output = terminal.zellij(&[&["pipe"], &words[..]].concat());
        assert_eq!(output, "", "{words:?}");
    }
    let status = terminal.granted(&json!({"operation": "status"}));
    assert_eq!(status["total"], 0);
}

#[test]
fn an_input_that_stays_open_does_not_hold_the_answer_back() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    for _ in 0..5 {
        let mut call = Call::open(&terminal, &["--name", "version", "--", ""]);
        let mut line = String::new();
        std::io::BufRead::read_line(&mut call.lines(), &mut line).unwrap();
        if !line.is_empty() {
            assert_eq!(answer(&line)["ok"], true);
            return;
        }
    }
    panic!("no answer");
}
