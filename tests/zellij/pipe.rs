//! What a script can do through `zellij pipe`, and what it is told.

use std::time::Duration;

use serde_json::json;

use crate::zellij::log::Message;
use crate::zellij::script::{Call, next};
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// A Zellij with a panel and one idle worker in the directory `alpha`.
fn open() -> (Terminal, String, org::tmux::PaneId) {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.directory("alpha");
    let started = terminal.granted(&json!({"operation": "start", "directory": alpha}));
    assert_eq!(started["directory"], alpha.as_str());
    let pane = started["pane"].as_str().unwrap().parse().unwrap();
    terminal.wait_until_ready(pane);
    (terminal, alpha, pane)
}

#[test]
fn every_operation_answers_in_both_forms() {
    let (terminal, alpha, pane) = open();
    let id = pane.to_string();
    let here = format!("directory={alpha}");
    let sent = terminal.call("send", &here, "one");
    assert_eq!(sent["data"]["delivery"], "submitted", "{sent}");
    let data = terminal.granted(&json!({"operation": "send", "pane": id, "text": "two"}));
    assert_eq!(data["bytes"], 3);
    terminal.wait_for_messages(&["one", "two"].map(|text| Message::prompt(pane, text)));

    let status = terminal.call("status", "", "");
    assert_eq!(status["data"]["total"], 1);
    assert_eq!(status["data"]["workers"][0]["pane"], id.as_str());
    let waited = terminal.call("wait", &here, "");
    assert_eq!(waited["data"]["workers"][0]["state"], "idle");
    let seen = terminal.call("preview", &here, "");
    assert!(
        seen["data"]["lines"].to_string().contains("> two"),
        "{seen}"
    );

    let given = terminal.granted(&json!({"operation": "attach", "pane": id, "open": false}));
    assert!(
        given["shell"].as_str().unwrap().contains("new-session"),
        "{given}"
    );
    assert_eq!(terminal.call("attach", &here, "")["data"]["opened"], true);
    terminal.wait_for_view(pane);

    terminal.server.kill_worker(pane, "KILL");
    let dead = terminal.granted(&json!({"operation": "status", "directory": alpha}));
    assert_eq!(dead["workers"][0]["state"], "dead");
    let again = terminal.call("restart", &here, "");
    let new = again["data"]["pane"].as_str().unwrap().to_owned();
    terminal.wait_until_ready(new.parse().unwrap());
    let stopped = terminal.call("stop", &format!("pane={new}"), "");
    assert_eq!(stopped["data"]["pane"], new.as_str());
    assert_eq!(terminal.call("clean", "", "")["data"]["cleaned"], 0);
    assert_eq!(
        terminal.call("version", "", "")["data"]["version"],
        env!("CARGO_PKG_VERSION")
    );
}

#[test]
fn standard_input_is_one_prompt_whole() {
    let (terminal, alpha, pane) = open();
    let here = format!("directory={alpha}");
    // A text whose last line has no end is known to be whole while its sender
    // still listens.
    let line = "zeile mit ü und 漢字 🦀; ".repeat(10) + "\n";
    let long: String = line.repeat(3_500);
    let long = long.trim_end();
    assert!(long.len() > 1_000_000);
    let answer = terminal.pipe("send", &here, long);
    assert_eq!(answer["data"]["bytes"], long.len(), "{answer}");
    // Any other ends with the input; then Zellij's client has left, and who
    // wants the answer asks again under the same name.
    let diff = "diff\n\n+ a line\n  {\"operation\":\"clean\"}\n";
    let named = format!("{here},id=the-diff");
    let words = ["--name", "send", "--args", &named];
    let output = Call::reading(&terminal, &words, diff).wait_for_output(Duration::from_secs(20));
    assert_eq!(output, "");
    let messages = [long, diff.trim_end()].map(|text| Message::prompt(pane, text));
    terminal.wait_for_messages(&messages);
    let asked = ["--name", "send", "--args", &named, "--", ""];
    let answer = terminal.ask(&asked, None);
    assert_eq!(answer["data"]["bytes"], diff.trim_end().len(), "{answer}");
    // JSON is whole at its last brace, also over several lines.
    let request = json!({"operation": "send", "directory": alpha, "text": "in {JSON}\n\"two\""});
    let request = serde_json::to_string_pretty(&request).unwrap();
    let answer = terminal.pipe("request", "", &format!("{request}\n"));
    assert_eq!(answer["ok"], true, "{answer}");
    terminal.wait_until("it has arrived", || {
        terminal.messages().last() == Some(&Message::prompt(pane, "in {JSON}\n\"two\""))
    });
}

#[test]
fn directories_of_any_name_work_in_json() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let directory = terminal.directory("a, b=c 'd' \"e\" #{pid} $(x)");
    let started = terminal
        .granted(&json!({"operation": "start", "directory": directory, "text": "first, of = all"}));
    assert_eq!(started["directory"], directory.as_str());
    let pane = started["pane"].as_str().unwrap().parse().unwrap();
    terminal.wait_for_messages(&[Message::new(pane, "argument", "first, of = all")]);
    let refused = terminal.refused(&json!({"operation": "start", "directory": directory}));
    assert_eq!(refused, "already_running");
    terminal.was_refused_with(&["already_running"]);
}

#[test]
fn a_watch_tells_every_change_until_its_time_is_over() {
    let (terminal, _, pane) = open();
    let (_watch, mut lines) = terminal.watch("15");
    terminal.server.kill_worker(pane, "KILL");
    let change = next(&mut lines);
    assert_eq!(change["data"]["event"], "state", "{change}");
    assert_eq!(change["data"]["worker"]["state"], "dead");
    assert_eq!(change["data"]["counts"]["dead"], 1);
    terminal.call("clean", "", "");
    assert_eq!(next(&mut lines)["data"]["event"], "gone");
    assert_eq!(next(&mut lines)["data"]["event"], "end");
}
