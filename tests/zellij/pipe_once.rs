//! One request is done once and answered once, however many panels there are,
//! and however many requests.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use crate::zellij::guest::Guest;
use crate::zellij::log::Message;
use crate::zellij::script::{Call, answer, next};
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// Three tabs, each with a panel.
fn three_tabs() -> String {
    let tab = |name: &str| {
        format!(
            "    tab name=\"{name}\" {{\n        pane {{\n            plugin location=\"org\"\n        }}\n    }}\n"
        )
    };
    format!(
        "layout {{\n{}}}\n",
        ["one", "two", "three"].map(tab).concat()
    )
}

/// A Zellij with a panel in each of three tabs, one that floats, and two
/// people.
fn crowd(terminal: &Terminal) -> Guest<'_> {
    terminal.wait_until("there are three panels", || terminal.panels().len() == 3);
    terminal.zellij(&["plugin", "--floating", "--", "org"]);
    terminal.wait_until("there are four panels", || terminal.panels().len() == 4);
    Guest::attach(terminal)
}

#[test]
fn a_request_is_done_once_and_answered_once_among_eight_panels() {
    let terminal = Setup::new().layout(&three_tabs()).open();
    let guest = crowd(&terminal);
    let alpha = terminal.directory("alpha");
    let started = terminal.granted(&json!({"operation": "start", "directory": alpha}));
    let pane = started["pane"].as_str().unwrap().parse().unwrap();
    terminal.wait_until_ready(pane);
    let texts: Vec<String> = (0..10).map(|n| format!("prompt {n}")).collect();
    for text in &texts {
        let sent =
            terminal.granted(&json!({"operation": "send", "directory": alpha, "text": text}));
        assert_eq!(sent["delivery"], "submitted");
    }
    let long = "line\n".repeat(500);
    let sent = terminal.pipe("send", &format!("directory={alpha}"), long.trim_end());
    assert_eq!(sent["ok"], true, "{sent}");
    let mut expected: Vec<Message> = texts.iter().map(|t| Message::prompt(pane, t)).collect();
    expected.push(Message::prompt(pane, long.trim_end()));
    terminal.wait_for_messages(&expected);
    drop(guest);
}

#[test]
fn a_request_goes_on_when_the_second_person_leaves_and_when_tabs_are_closed() {
    let setup = Setup::new();
    let command = setup.stand_in("--work-ms 4000");
    let terminal = setup
        .option("command", &command)
        .layout(&three_tabs())
        .open();
    let guest = crowd(&terminal);
    let alpha = terminal.directory("alpha");
    let started =
        terminal.granted(&json!({"operation": "start", "directory": alpha, "text": "work"}));
    let pane = started["pane"].as_str().unwrap().parse().unwrap();
    terminal.wait_for_messages(&[Message::new(pane, "argument", "work")]);
    // Nobody knows which panel has which of them.
    let named = |n| format!("directory={alpha},until=dead,timeout=60,id=wait-{n}");
    let begin = |n| {
        let named = named(n);
        Call::begin(&terminal, &["--name", "wait", "--args", &named, "--", ""])
    };
    let mut waits: Vec<Call> = (0..8).map(begin).collect();
    let claims = || {
        terminal
            .claims()
            .iter()
            .filter(|name| name.starts_with("answer.wait-"))
            .count()
    };
    terminal.wait_until("all of them wait", || {
        // A client that came while another one was leaving asks again.
        for (n, wait) in waits.iter_mut().enumerate() {
            if wait.has_ended() {
                *wait = begin(n);
            }
        }
        claims() == 8
    });
    drop(guest);
    for _ in 0..2 {
        terminal.zellij(&["action", "close-tab"]);
    }
    terminal.server.kill_worker(pane, "KILL");
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for (n, wait) in waits.into_iter().enumerate() {
        // It asks again too where Zellij has let go of it before its answer.
        let output = wait.output_within(Duration::from_secs(20));
        let named = named(n);
        let answer = match output.as_str() {
            "" => terminal.ask(&["--name", "wait", "--args", &named, "--", ""], None),
            line => answer(line),
        };
        let code = answer["error"]["code"].as_str().unwrap_or("ok");
        *codes.entry(code.to_owned()).or_default() += 1;
    }
    let honest = ["ok", "closed"];
    assert!(
        codes.keys().all(|code| honest.contains(&code.as_str())),
        "{codes:?}"
    );
}

#[test]
fn two_hundred_requests_at_a_time_have_two_hundred_right_answers() {
    let terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let directories: Vec<String> = (0..10)
        .map(|n| terminal.directory(&format!("d{n}")))
        .collect();
    let mut panes = Vec::new();
    for directory in &directories {
        let started = terminal.granted(&json!({"operation": "start", "directory": directory}));
        panes.push(started["pane"].as_str().unwrap().to_owned());
    }
    for pane in &panes {
        terminal.wait_until_ready(pane.parse().unwrap());
    }
    let ask = |n: usize| {
        let (at, directory) = (n % 10, &directories[n % 10]);
        let (request, right) = match n / 10 % 4 {
            0 => (
                json!({"operation": "send", "directory": directory, "text": format!("text {n}")}),
                json!({"pane": panes[at], "delivery": "submitted"}),
            ),
            1 => (
                json!({"operation": "start", "directory": directory}),
                json!({"code": "already_running", "pane": panes[at]}),
            ),
            2 => (
                json!({"operation": "status", "directory": directory}),
                json!({"total": 1}),
            ),
            _ => (
                json!({"operation": "start", "directory": terminal.directory(&format!("new{n}"))}),
                json!({"directory": terminal.directory(&format!("new{n}"))}),
            ),
        };
        let answer = terminal.request(&request);
        let got = if answer["ok"] == true {
            &answer["data"]
        } else {
            &answer["error"]
        };
        for (key, value) in right.as_object().unwrap() {
            let queued = key == "delivery" && got[key] == "queued";
            assert!(&got[key] == value || queued, "{request} {answer}");
        }
    };
    std::thread::scope(|scope| {
        for n in 0..200 {
            let ask = &ask;
            scope.spawn(move || ask(n));
        }
    });
    let expected: Vec<Message> = (0..200)
        .filter(|n| n / 10 % 4 == 0)
        .map(|n| Message::prompt(panes[n % 10].parse().unwrap(), &format!("text {n}")))
        .collect();
    terminal.wait_for_messages(&expected);
    assert_eq!(terminal.server.roster().workers().len(), 60);
}

#[test]
fn two_zellijs_on_one_machine_answer_for_themselves() {
    let mut terminal = Setup::new().open();
    terminal.wait_until_panel_says("No worker yet.");
    let alpha = terminal.directory("alpha");
    let (_watch, mut lines) = terminal.watch("120");
    terminal.launch();
    terminal.wait_until_panel_says("No worker yet.");
    let started = terminal.granted(&json!({"operation": "start", "directory": alpha}));
    let told = next(&mut lines);
    assert_eq!(told["data"]["event"], "new", "{told}");
    assert_eq!(told["data"]["worker"]["pane"], started["pane"]);
}
