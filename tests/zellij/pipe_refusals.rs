//! What a request is refused for, by what it says, by its directory, and by
//! what the agent shows.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::agent::Agent;
use crate::support::now;
use crate::zellij::script::Call;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

fn open(setup: Setup) -> Terminal {
    let terminal = setup.open();
    terminal.wait_until_panel_says("No worker yet.");
    terminal
}

/// Makes all requests and compares the codes that they end with.
fn refuse(terminal: &Terminal, cases: &[(Value, &str)]) {
    for (request, code) in cases {
        let answer = terminal.request(request);
        assert_eq!(answer["error"]["code"], *code, "{answer}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_told_with_a_code() {
    let terminal = open(Setup::new());
    let [alpha, beta] = ["alpha", "beta"].map(|name| terminal.directory(name));
    let agent = Agent::start(&terminal.server, "alpha", &["--work-ms", "0"]);
    let id = agent.pane().to_string();
    refuse(
        &terminal,
        &[
            (json!({"operation": "fly"}), "unknown_operation"),
            (json!({"directory": alpha}), "unknown_operation"),
            (json!({"operation": "send", "text": "x"}), "bad_request"),
            (
                json!({"operation": "send", "directory": "alpha", "text": "x"}),
                "bad_request",
            ),
            (
                json!({"operation": "send", "directory": alpha, "pane": id, "text": "x"}),
                "bad_request",
            ),
            (
                json!({"operation": "send", "pane": "3", "text": "x"}),
                "bad_request",
            ),
            (
                json!({"operation": "send", "pane": id, "text": 5}),
                "bad_request",
            ),
            (
                json!({"operation": "send", "pane": id, "text": "x", "when": "later"}),
                "bad_request",
            ),
            (
                json!({"operation": "wait", "until": ["happy"]}),
                "bad_request",
            ),
            (json!({"operation": "wait", "timeout": -1}), "bad_request"),
            (
                json!({"operation": "send", "pane": id, "text": " "}),
                "empty_prompt",
            ),
            (
                json!({"operation": "start", "directory": beta, "text": "x".repeat(125_000)}),
                "too_long",
            ),
            (
                json!({"operation": "wait", "pane": id, "until": "dead", "timeout": 1}),
                "timed_out",
            ),
        ],
    );
    let broken = terminal.call("request", "", "{\"operation\" 5}");
    assert_eq!(broken["error"]["code"], "bad_request");
    // Each line is a message of its own to Zellij, which takes its time.
    let line = format!("{}\n", "x".repeat(49_999));
    let much = terminal.pipe("send", "pane=%0", &line.repeat(24));
    assert_eq!(much["error"]["code"], "too_long");
    assert_eq!(incomplete(&terminal)["error"]["code"], "incomplete");
    assert_eq!(agent.messages(), []);
    terminal.was_refused_with(&[
        "unknown_operation",
        "bad_request",
        "empty_prompt",
        "too_long",
        "timed_out",
        "incomplete",
    ]);
}

/// Zellij's client leaves at the end of its input; who asks again under the
/// same name is told what was wrong.
fn incomplete(terminal: &Terminal) -> Value {
    for n in 0..5 {
        let named = format!("id=half-{n}");
        let words = ["--args", &named];
        let half = "{\"operation\":\n\"status\",\n";
        let call = Call::reading(terminal, &words, half);
        assert_eq!(call.wait_for_output(Duration::from_secs(20)), "");
        let again = ["--args", &named, "--", "{\"operation\": \"status\"}"];
        let answer = terminal.ask(&again, None);
        if answer["ok"] == false {
            return answer;
        }
        // Zellij has sent the first client away.
    }
    panic!("half a request is as good as a whole one");
}

#[test]
fn what_is_wrong_with_a_worker_or_its_directory_is_told_with_a_code() {
    let terminal = open(Setup::new().without_power_over_files());
    let server = &terminal.server;
    let agent = Agent::start(server, "alpha", &["--work-ms", "0"]);
    let (alpha, id) = (agent.directory.clone(), agent.pane().to_string());
    let shut = terminal.directory("shut");
    std::fs::set_permissions(&shut, PermissionsExt::from_mode(0o600)).unwrap();
    // A program of the agent's name, and a window that somebody has made by
    // hand.
    let beta = terminal.directory("beta");
    let sleep = ["sleep", "600"].map(str::to_owned);
    let mut outside = server.command(&sleep);
    outside.arg0("stand-in").current_dir(&beta);
    let mut outside = outside.spawn().unwrap();
    let window = ["new-window", "-d", "-t", "=org-system:", "-P", "-F"];
    let shell = server.must(&[&window[..], &["#{pane_id}", "/bin/sh"]].concat());
    let start = |directory: &str| json!({"operation": "start", "directory": directory});
    refuse(
        &terminal,
        &[
            (start(&format!("{alpha}/none")), "no_such_directory"),
            (start("/etc/passwd"), "not_a_directory"),
            (start(&shut), "no_permission"),
            (start(&terminal.directory("two\nlines")), "bad_directory"),
            (start(&beta), "runs_outside"),
            (start(&alpha), "already_running"),
            (
                json!({"operation": "restart", "directory": alpha}),
                "already_running",
            ),
            (
                json!({"operation": "stop", "directory": terminal.directory("gamma")}),
                "no_such_worker",
            ),
            (
                json!({"operation": "send", "pane": "%99", "text": "x"}),
                "no_such_worker",
            ),
            (
                json!({"operation": "send", "pane": shell, "text": "ls"}),
                "no_agent",
            ),
        ],
    );
    terminal.granted(&json!({"operation": "start", "directory": beta, "beside": true}));
    outside.kill().unwrap();
    outside.wait().unwrap();

    let send = json!({"operation": "send", "pane": id, "text": "x"});
    server.must(&["select-pane", "-d", "-t", &id]);
    assert_eq!(terminal.refused(&send), "input_off");
    server.must(&["select-pane", "-e", "-t", &id]);
    server.kill_worker(agent.pane(), "KILL");
    assert_eq!(terminal.refused(&send), "dead");
    for operation in ["start", "stop"] {
        let refused = terminal.refused(&json!({"operation": operation, "directory": alpha}));
        assert_eq!(refused, "dead_worker_there");
    }
    assert_eq!(agent.messages(), []);
    terminal.was_refused_with(&[
        "no_such_directory",
        "not_a_directory",
        "no_permission",
        "bad_directory",
        "runs_outside",
        "already_running",
        "no_such_worker",
        "no_agent",
        "input_off",
        "dead",
        "dead_worker_there",
    ]);
}

#[test]
fn a_first_prompt_for_an_agent_that_takes_none_is_told_with_a_code() {
    let terminal = open(Setup::new().option("command", "aider"));
    let directory = terminal.directory("alpha");
    let start = json!({"operation": "start", "directory": directory, "text": "fix the test"});
    refuse(&terminal, &[(start, "no_first_prompt")]);
    terminal.was_refused_with(&["no_first_prompt"]);
}

/// An agent, what is done with it before, and what a prompt of a second's
/// patience ends with.
struct Case {
    options: &'static [&'static str],
    /// What a person types.
    keys: &'static [&'static str],
    /// What it shows then.
    shows: &'static str,
    /// More fields of the request.
    fields: Value,
    code: &'static str,
}

impl Case {
    fn new(options: &'static [&str], keys: &'static [&str], code: &'static str) -> Self {
        Self {
            options,
            keys,
            shows: "? for shortcuts",
            fields: json!({}),
            code,
        }
    }

    fn check(self, terminal: &Terminal, n: usize) {
        let agent = Agent::begin(&terminal.server, &format!("agent{n}"), self.options);
        if !self.keys.is_empty() {
            agent.wait_until_it_shows("? for shortcuts");
            agent.keys(self.keys);
        }
        agent.wait_until_it_shows(self.shows);
        let before = agent.messages();
        let mut request = json!({"operation": "send", "timeout": 1, "text": "1. yes"});
        request["pane"] = agent.pane().to_string().into();
        for (key, value) in self.fields.as_object().unwrap() {
            request[key] = value.clone();
        }
        let answer = terminal.request(&request);
        let code = &answer["error"]["code"];
        assert_eq!(code, self.code, "{answer}\n{}", agent.screen());
        assert_eq!(agent.messages(), before, "{}", self.code);
    }
}

#[test]
fn what_an_agent_does_not_take_is_told_with_a_code() {
    let terminal = open(Setup::new());
    let works = "esc to interrupt";
    let asks = &["--dialog-after-ms", "10"];
    let slow = &["--work-ms", "600000"];
    let hangs = &["--slow-read-ms", "600000"];
    let hookless = &["--work-ms", "600000", "--settings", "{}"];
    let cases = [
        Case {
            shows: "Do you want to proceed?",
            ..Case::new(asks, &[], "asking")
        },
        Case {
            shows: "Is this a project you trust?",
            ..Case::new(&["--trust"], &[], "asking")
        },
        Case {
            shows: "Esc to close this view",
            ..Case::new(&[], &["/help", "Enter"], "other_view")
        },
        Case {
            shows: "",
            ..Case::new(&["--start-ms", "600000"], &[], "not_ready")
        },
        Case {
            shows: works,
            ..Case::new(slow, &["work", "Enter"], "working")
        },
        Case {
            shows: works,
            fields: json!({"when": "now"}),
            ..Case::new(hookless, &["work", "Enter"], "unannounced")
        },
        Case {
            shows: "half a thought",
            ..Case::new(&[], &["half a thought"], "draft")
        },
        Case {
            shows: "half a thought",
            fields: json!({"draft": "wait"}),
            ..Case::new(&[], &["half a thought"], "draft")
        },
        // After a key it hangs: it neither leaves a mode nor shows what it is
        // given.
        Case {
            shows: "! for shell mode",
            ..Case::new(hangs, &["!"], "shell_mode")
        },
        Case {
            shows: "Press Ctrl-C again",
            ..Case::new(hangs, &["C-c"], "unseen")
        },
    ];
    std::thread::scope(|scope| {
        for (n, case) in cases.into_iter().enumerate() {
            let terminal = &terminal;
            scope.spawn(move || case.check(terminal, n));
        }
        scope.spawn(|| another_sender_is_busy(&terminal));
        scope.spawn(|| what_goes_now_is_queued(&terminal));
        scope.spawn(|| a_question_is_waited_for(&terminal));
    });
    terminal.was_refused_with(&[
        "asking",
        "other_view",
        "not_ready",
        "working",
        "unannounced",
        "draft",
        "shell_mode",
        "unseen",
    ]);
}

/// A sender of another program holds the pane for longer than one waits.
fn another_sender_is_busy(terminal: &Terminal) {
    let agent = Agent::start(&terminal.server, "busy", &["--work-ms", "0"]);
    let pane = agent.pane().to_string();
    let claim = format!("another.{}.another", now().seconds());
    let server = &terminal.server;
    server.must(&["set-option", "-p", "-t", &pane, "@org_busy", &claim]);
    let send = json!({"operation": "send", "pane": pane, "text": "x", "timeout": 1});
    assert_eq!(terminal.refused(&send), "busy");
    server.must(&["set-option", "-pu", "-t", &pane, "@org_busy"]);
    assert_eq!(terminal.granted(&send)["delivery"], "submitted");
    agent.wait_for_prompts(&["x"]);
}

/// An agent that works keeps a prompt that was to go now in its own queue.
fn what_goes_now_is_queued(terminal: &Terminal) {
    let agent = Agent::start(&terminal.server, "queue", &["--work-ms", "600000"]);
    agent.wait_for_option("@org_state", "idle");
    let pane = agent.pane().to_string();
    let send = json!({"operation": "send", "pane": pane, "text": "work"});
    terminal.granted(&send);
    let now = json!({"operation": "send", "pane": pane, "text": "more", "when": "now"});
    assert_eq!(terminal.granted(&now)["delivery"], "queued");
    agent.wait_for_prompts(&["work", "more"]);
}

/// A wait ends when a question opens.
fn a_question_is_waited_for(terminal: &Terminal) {
    let agent = Agent::start(&terminal.server, "question", &["--work-ms", "0"]);
    let pane = agent.pane().to_string();
    terminal.granted(&json!({"operation": "send", "pane": pane, "text": "run: ls"}));
    let waits = json!({"operation": "wait", "pane": pane, "until": "waiting"});
    let waited = terminal.granted(&waits);
    assert_eq!(waited["workers"][0]["state"], "waiting");
}
