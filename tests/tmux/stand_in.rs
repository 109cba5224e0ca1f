//! The stand-in agent as the receiver: what counts as one message to a
//! program with a prompt box, a queue and bracketed paste of its own.

use org::agent::typing::{self, Kind};
use org::operation::send::Delivery;

use crate::support::agent::{self, Agent};
use crate::support::{Server, wait_for};
use crate::tmux::send::texts;

#[test]
fn any_text_is_one_message_to_an_agent_with_a_prompt_box() {
    let server = Server::new();
    // Commands of the agent's own are another matter.
    let is_command = |text: &str| typing::slash_command(&agent::claude(), text).is_some();
    let texts: Vec<_> = texts()
        .into_iter()
        .filter(|(raw, _)| !is_command(raw))
        .collect();
    std::thread::scope(|scope| {
        for (n, chunk) in texts.chunks(8).enumerate() {
            let server = &server;
            scope.spawn(move || {
                let options = ["--exact", "--work-ms", "0"];
                let agent = Agent::start(server, &format!("d{n}"), &options);
                let mut expected = Vec::new();
                for (raw, _) in chunk {
                    let sent = agent.send(raw).unwrap();
                    let pasted = typing::pasted(&agent::claude(), Kind::Text, &raw.as_str().into());
                    assert_eq!(sent.delivery, Delivery::Submitted, "{raw:.100}");
                    assert_eq!(sent.bytes, pasted.len());
                    expected.push(pasted);
                }
                let expected: Vec<&str> = expected.iter().map(AsRef::as_ref).collect();
                agent.wait_for_prompts(&expected);
            });
        }
    });
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_first_prompt_is_the_agents_first_message() {
    let server = Server::new();
    let log = server.folder().join("log");
    let log = log.to_str().unwrap();
    let prompt = "-first\nprompt; it's #{pid} \\";
    let directory = server.directory("a");
    let command = agent::command(log, &["--exact", "--work-ms", "0"]);
    server
        .start_from("/", &directory, &command, Some(prompt))
        .unwrap();
    let messages = || std::fs::read_to_string(log).unwrap_or_default();
    let hex = org::text::hex(prompt.as_bytes());
    wait_for("the first message", messages, || {
        (messages().contains(&hex) && messages().contains("\"argument\"")).then_some(())
    });
    assert_eq!(messages().lines().count(), 1);
}
