//! The stand-in agent as the receiver: what counts as one message to a
//! program with a prompt box, a queue and bracketed paste of its own.

use org::agent::AgentCommand;
use org::text;

use crate::support::{Server, stand_in, wait_for, words};
use crate::tmux::send::texts;

fn agent(log: &str) -> AgentCommand {
    words(&[stand_in(), "--exact", "--work-ms", "0", "--log", log])
}

/// The messages in the log: how each came, and its text.
fn messages(log: &str) -> Vec<(String, String)> {
    let lines = std::fs::read_to_string(log).unwrap_or_default();
    let whole = lines.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let message = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| record[name].as_str().unwrap().to_owned();
        (field("kind"), text::unhex(&field("hex")).unwrap())
    };
    whole.lines().map(message).collect()
}

fn log(server: &Server, name: &str) -> String {
    let path = server.folder().join(name);
    path.to_str().unwrap().to_owned()
}

#[test]
fn any_text_is_one_message_to_an_agent_with_a_prompt_box() {
    let server = Server::new();
    // A `!` or `/` first and a `\` last mean something to such an agent.
    let meant = |text: &str| !text.starts_with(['!', '/']) && !text.ends_with('\\');
    let texts: Vec<_> = texts()
        .into_iter()
        .filter(|(_, clean)| meant(clean))
        .collect();
    std::thread::scope(|scope| {
        for (n, chunk) in texts.chunks(6).enumerate() {
            let server = &server;
            scope.spawn(move || {
                let log = log(server, &format!("log{n}"));
                let directory = server.directory(&format!("d{n}"));
                let started = server.start(&directory, &agent(&log)).unwrap();
                wait_for(
                    "the agent is ready",
                    || server.screen(),
                    || {
                        let pane = started.pane.to_string();
                        server
                            .must(&["capture-pane", "-p", "-t", &pane])
                            .contains('❯')
                            .then_some(())
                    },
                );
                for (raw, _) in chunk {
                    server.send(&started.target, raw).unwrap();
                }
                wait_for(
                    "all messages",
                    || server.screen(),
                    || (messages(&log).len() >= chunk.len()).then_some(()),
                );
                let prompt = |(_, clean): &(String, String)| ("prompt".to_owned(), clean.clone());
                let expected: Vec<_> = chunk.iter().map(prompt).collect();
                assert!(
                    messages(&log) == expected,
                    "{:.2000}",
                    format!("{:?}", messages(&log))
                );
            });
        }
    });
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_first_prompt_is_the_agents_first_message() {
    let server = Server::new();
    let log = log(&server, "log");
    let prompt = "-first\nprompt; it's #{pid} \\";
    let directory = server.directory("a");
    server
        .start_from("/", &directory, &agent(&log), Some(prompt))
        .unwrap();
    wait_for(
        "the first message",
        || server.screen(),
        || (!messages(&log).is_empty()).then_some(()),
    );
    assert_eq!(messages(&log), [("argument".to_owned(), prompt.to_owned())]);
}
