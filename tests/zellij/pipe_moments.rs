//! What changes at the last moment, right before the command that was to act,
//! is told with its code and nothing is done.

use serde_json::{Value, json};

use crate::support::agent::Agent;
use crate::support::now;
use crate::zellij::gate::Gate;
use crate::zellij::setup::Setup;
use crate::zellij::terminal::Terminal;

/// The words of the command that claims a pane, that pastes, that presses
/// Enter, and that closes a pane.
const CLAIM: &str = "org1 claimed";
const PASTE: &str = "org1 pasted";
const ENTER: &str = "org1 entered";
const CLOSE: &str = "org1 stopped";

struct Stage {
    terminal: Terminal,
    gate: Gate,
}

impl Stage {
    fn open() -> Self {
        let (setup, gate) = Gate::before(Setup::new());
        let terminal = setup.open();
        terminal.wait_until_panel_says("No worker yet.");
        Self { terminal, gate }
    }

    fn agent(&self, name: &str) -> Agent<'_> {
        let agent = Agent::start(&self.terminal.server, name, &["--work-ms", "0"]);
        agent.wait_for_option("@org_state", "idle");
        agent
    }

    fn set(&self, agent: &Agent, option: &str, value: &str) {
        let pane = agent.pane().to_string();
        let server = &self.terminal.server;
        server.must(&["set-option", "-p", "-t", &pane, option, value]);
    }

    /// The code that a send ends with when this happens at this moment.
    fn send(&self, agent: &Agent, words: &str, act: impl FnOnce()) -> Value {
        let pane = agent.pane().to_string();
        let send = json!({"operation": "send", "pane": pane, "text": "hello"});
        self.code(words, &send, act)
    }

    fn code(&self, words: &str, request: &Value, act: impl FnOnce()) -> Value {
        let answer = self.gate.meanwhile(&self.terminal, words, request, act);
        answer["error"]["code"].clone()
    }
}

#[test]
fn what_changes_at_the_last_moment_is_told_with_a_code() {
    let stage = Stage::open();
    let server = &stage.terminal.server;

    // Another sender's claim, and another worker's key, in the same pane.
    let agent = stage.agent("alpha");
    let claim = format!("another.{}.another", now().seconds());
    let code = stage.send(&agent, PASTE, || stage.set(&agent, "@org_busy", &claim));
    assert_eq!(code, "busy");
    assert_eq!(agent.option("@org_busy"), claim);
    stage.set(&agent, "@org_busy", "");
    let key = agent.option("@org_key");
    let other = "0".repeat(key.len());
    let code = stage.send(&agent, CLAIM, || stage.set(&agent, "@org_key", &other));
    assert_eq!(code, "other_worker");
    stage.set(&agent, "@org_key", &key);

    // A question of its own opens, for which the Enter is held back.
    let asks = ["--dialog-from", "draft", "--dialog-after-ms", "0"];
    let options = [&asks[..], &["--hook-lead-ms", "1000"]].concat();
    let asking = Agent::start(server, "asking", &options);
    asking.wait_for_option("@org_state", "idle");
    let code = stage.send(&asking, ENTER, || {
        asking.wait_for_option("@org_state", "waiting");
    });
    assert_eq!(code, "left_in_box");
    asking.wait_until_it_shows("Do you want to proceed?");

    // It dies between text and Enter.
    let code = stage.send(&agent, ENTER, || {
        server.kill_worker(agent.pane(), "KILL");
    });
    assert_eq!(code, "lost");

    // It has died by itself when it was to be stopped.
    let agents = ["beta", "gamma", "delta"].map(|name| stage.agent(name));
    let [beta, gamma, delta] = &agents;
    let stop = json!({"operation": "stop", "directory": beta.directory});
    let code = stage.code(CLOSE, &stop, || {
        server.kill_worker(beta.pane(), "KILL");
    });
    assert_eq!(code, "changed");
    assert!(server.worker(beta.pane()).life.is_dead());

    // Somebody closes the pane, then ends the server and starts a new one.
    let code = stage.send(gamma, CLAIM, || {
        server.must(&["kill-pane", "-t", &gamma.pane().to_string()]);
    });
    assert_eq!(code, "gone");
    let code = stage.send(delta, CLAIM, || {
        server.kill_server();
        server.wait_until_gone();
        stage.agent("anew");
    });
    assert_eq!(code, "other_server");

    // There can be no server where its socket should be.
    server.kill_server();
    server.wait_until_gone();
    let socket = server.folder().join("tmux.sock");
    let _ = std::fs::remove_file(&socket);
    std::fs::create_dir(&socket).unwrap();
    let start = json!({"operation": "start", "directory": delta.directory});
    assert_eq!(stage.terminal.refused(&start), "tmux_failed");

    for agent in agents.iter().chain([&agent, &asking]) {
        assert_eq!(agent.messages(), [], "{}", agent.directory);
    }
    stage.terminal.was_refused_with(&[
        "busy",
        "other_worker",
        "left_in_box",
        "lost",
        "changed",
        "gone",
        "other_server",
        "tmux_failed",
    ]);
}
