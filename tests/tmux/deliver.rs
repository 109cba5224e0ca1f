//! Delivering to an agent whose screen can be read: the six steps, and every
//! reason not to take them.

use org::agent::typing::Kind;
use org::error::Error;
use org::operation::send::{Delivery, OnDraft, Prompt, STALE_AFTER, Sent, Wait, When};
use org::operation::{self, Operation as _, Progress, Step};
use org::time::Millis;

use crate::support::agent::{self, Agent};
use crate::support::terminals::Terminals;
use crate::support::{Server, now, wait_a_moment, wait_for};

fn now_or_never(text: &str) -> Prompt {
    Prompt {
        when: When::Now,
        ..Prompt::new(text)
    }
}

#[test]
fn an_idle_agent_takes_a_prompt_and_its_hook_counts_it() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.wait_for_option("@org_state", "idle");
    let sent = agent.send("hello").unwrap();
    assert_eq!(sent.delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["hello"]);
    agent.wait_for_option("@org_prompts", "1");
    agent.wait_for_option("@org_state", "idle");
    agent.send("one\ntwo\nthree\nfour\nfive").unwrap();
    agent.wait_for_option("@org_prompts", "2");
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn an_agent_without_hooks_takes_prompts_just_as_well() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--settings", "{}", "--work-ms", "0"]);
    assert_eq!(agent.send("hello").unwrap().delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["hello"]);
    assert_eq!(agent.option("@org_state"), "");
}

#[test]
fn a_prompt_waits_for_a_working_agent_and_goes_out_when_it_is_idle() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "4000"]);
    agent.send("first").unwrap();
    let mut sending = server.sending_as(&agent.target, agent::claude(), Prompt::new("second"));
    let mut waited = Vec::new();
    let mut step = sending.advance(now(), Progress::Begun);
    let sent = loop {
        step = match step {
            Step::Run(argv) => sending.advance(now(), Progress::Finished(&server.run(&argv))),
            Step::Pause(_) => {
                if waited.last() != sending.waits_for().as_ref() {
                    waited.extend(sending.waits_for());
                }
                wait_a_moment();
                sending.advance(now(), Progress::Woken)
            }
            Step::Done(result) => break result,
        };
    };
    assert_eq!(sent.unwrap().delivery, Delivery::Submitted);
    assert_eq!(waited, [Wait::Idle]);
    agent.wait_for_prompts(&["first", "second"]);
}

#[test]
fn a_working_agent_keeps_a_prompt_that_was_to_go_now_in_its_queue() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "3000"]);
    agent.send("first").unwrap();
    let sent = agent.send_as(now_or_never("second")).unwrap();
    assert_eq!(sent.delivery, Delivery::Queued);
    agent.wait_for_prompts(&["first", "second"]);
}

#[test]
fn a_working_agent_without_hooks_is_sent_nothing_until_it_is_idle() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--settings", "{}", "--work-ms", "4000"]);
    agent.send("first").unwrap();
    let pane = agent.pane();
    let now = agent.send_as(now_or_never("second"));
    assert_eq!(now, Err(Error::Unannounced { pane }));
    assert_eq!(agent.send("second").unwrap().delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["first", "second"]);
}

#[test]
fn a_prompt_that_was_to_wait_so_long_says_that_the_agent_still_works() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "20000"]);
    agent.send("first").unwrap();
    let prompt = Prompt {
        when: When::Idle(Some(Millis(300))),
        ..Prompt::new("second")
    };
    let pane = agent.pane();
    assert_eq!(agent.send_as(prompt), Err(Error::Working { pane }));
    agent.wait_for_prompts(&["first"]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn an_agent_that_is_just_starting_gets_its_prompt_when_it_is_ready() {
    let server = Server::new();
    let agent = Agent::begin(&server, "a", &["--start-ms", "1500", "--work-ms", "0"]);
    let sent = agent.send("hello").unwrap();
    assert_eq!(sent.delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["hello"]);
}

#[test]
fn an_agent_that_never_gets_ready_is_told_so() {
    let server = Server::new();
    let agent = Agent::begin(&server, "a", &["--start-ms", "600000"]);
    let sending = server.sending_as(&agent.target, agent::claude(), Prompt::new("hello"));
    let answer = server.finish_at(now(), sending);
    let pane = agent.pane();
    assert_eq!(answer, Err(Error::NotReady { pane }));
    assert_eq!(agent.messages(), []);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// What is asked, by the words on the screen, and how it is brought about.
fn asks(options: &[&str], words: &str, hooks: bool) {
    let server = Server::new();
    let mut options = options.to_vec();
    if !hooks {
        options.extend(["--settings", "{}"]);
    }
    let agent = Agent::begin(&server, "a", &options);
    agent.wait_until_it_shows(words);
    let before = agent.screen();
    let pane = agent.pane();
    for text in ["1", "yes", "2 yes\nplease", "/help", "y"] {
        for prompt in [Prompt::new(text), now_or_never(text)] {
            assert_eq!(agent.send_as(prompt), Err(Error::Asking { pane }), "{text}");
        }
    }
    assert_eq!(agent.screen(), before);
    assert_eq!(agent.messages(), []);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_prompt_never_answers_a_permission_question() {
    for hooks in [true, false] {
        asks(
            &["--dialog-after-ms", "10"],
            "Do you want to proceed?",
            hooks,
        );
    }
}

#[test]
fn a_prompt_never_answers_the_question_of_trust() {
    for hooks in [true, false] {
        asks(&["--trust"], "Is this a project you trust?", hooks);
    }
}

#[test]
fn a_prompt_never_answers_the_warning_of_settings() {
    let unknown = r#"{"hooks":{"Sometimes":[]}}"#;
    asks(&["--settings", unknown], "Settings Warning", true);
}

#[test]
fn a_prompt_that_waits_goes_on_waiting_when_a_question_opens() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "4000"]);
    agent.send("run: ls").unwrap();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| agent.send("next"));
        agent.wait_until_it_shows("Do you want to proceed?");
        agent.keys(&["Enter"]);
        assert_eq!(
            sending.join().unwrap().unwrap().delivery,
            Delivery::Submitted
        );
    });
    agent.wait_for_messages(&[
        ("prompt", "run: ls"),
        ("accepted", "ls"),
        ("prompt", "next"),
    ]);
}

#[test]
fn a_prompt_does_not_go_into_another_view() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.send("/help").unwrap();
    agent.wait_until_it_shows("Esc to close this view");
    let pane = agent.pane();
    assert_eq!(agent.send("hello"), Err(Error::OtherView { pane }));
    agent.keys(&["Escape"]);
    agent.wait_until_it_shows("? for shortcuts");
    agent.send("hello").unwrap();
    agent.wait_for_messages(&[("command", "/help"), ("prompt", "hello")]);
}

#[test]
fn a_draft_is_never_sent_along_nor_cleared() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.keys(&["half a thought"]);
    agent.wait_until_it_shows("half a thought");
    let pane = agent.pane();
    assert_eq!(agent.send("hello"), Err(Error::Draft { pane }));
    agent.wait_until_it_shows("❯ half a thought");
    assert_eq!(agent.messages(), []);

    // Waiting for it: until its writer has sent it.
    std::thread::scope(|scope| {
        let waits = Prompt {
            draft: OnDraft::Wait,
            ..Prompt::new("hello")
        };
        let sending = scope.spawn(|| agent.send_as(waits));
        wait_for("it waits", String::new, || {
            server.leftovers().is_empty().then_some(())
        });
        agent.keys(&["Enter"]);
        assert_eq!(
            sending.join().unwrap().unwrap().delivery,
            Delivery::Submitted
        );
    });
    agent.wait_for_prompts(&["half a thought", "hello"]);
}

#[test]
fn a_prompt_goes_behind_a_draft_when_that_is_what_its_sender_wants() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let append = |draft: &str, text: &str| Prompt {
        draft: OnDraft::Append(draft.into()),
        ..Prompt::new(text)
    };
    agent.keys(&["half a thought, "]);
    agent.wait_until_it_shows("half a thought,");
    let sent = agent
        .send_as(append("half a thought,", "and the rest"))
        .unwrap();
    assert_eq!(sent.delivery, Delivery::Submitted);
    let long = "line\n".repeat(9);
    agent.wait_for_prompts(&["half a thought, and the rest"]);
    agent.keys(&["see: "]);
    agent.wait_until_it_shows("see:");
    agent.send_as(append("see:", &long)).unwrap();
    let expected = format!("see: {}", long.trim_end());
    agent.wait_for_prompts(&["half a thought, and the rest", &expected]);
}

#[test]
fn a_leading_exclamation_mark_is_text_and_a_shell_command_is_meant() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.send("!rm -rf x").unwrap();
    agent.wait_for_prompts(&[" !rm -rf x"]);
    let shell = Prompt {
        kind: Kind::Shell,
        ..Prompt::new("ls -l")
    };
    assert_eq!(agent.send_as(shell).unwrap().delivery, Delivery::Submitted);
    agent.wait_for_messages(&[("prompt", " !rm -rf x"), ("shell", "ls -l")]);
}

#[test]
fn a_box_that_was_left_in_shell_mode_is_brought_back_first() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.keys(&["!"]);
    agent.wait_until_it_shows("! for shell mode");
    // One that takes its time to leave the mode is sent nothing.
    let sent = wait_for(
        "the box has left its shell mode",
        || agent.screen(),
        || match agent.send("rm -rf x") {
            Err(Error::ShellMode { .. }) => None,
            sent => Some(sent.unwrap()),
        },
    );
    assert_eq!(sent.delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["rm -rf x"]);
    // A command that somebody is typing there is a draft.
    agent.keys(&["!ls"]);
    agent.wait_until_it_shows("! ls");
    let pane = agent.pane();
    assert_eq!(agent.send("hello"), Err(Error::Draft { pane }));
    let append = Prompt {
        draft: OnDraft::Append("ls".into()),
        when: When::Idle(Some(Millis(200))),
        ..Prompt::new("hello")
    };
    assert_eq!(agent.send_as(append), Err(Error::Draft { pane }));
    agent.wait_until_it_shows("! ls");
    agent.wait_for_prompts(&["rm -rf x"]);
}

#[test]
fn slash_commands_are_commands_and_may_end_the_agent() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.send("/no-such-command").unwrap();
    agent.send("/tmp/x is a path").unwrap();
    let sent = agent.send("/exit 3").unwrap();
    assert!(sent.delivery <= Delivery::Delivered, "{sent:?}");
    server.wait_until_dead(agent.pane());
    agent.wait_for_messages(&[
        ("command", "/no-such-command"),
        ("prompt", "/tmp/x is a path"),
        ("command", "/exit 3"),
    ]);
}

#[test]
fn a_numbered_prompt_is_not_taken_for_a_question() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.send("Do you want to do it? Esc to cancel").unwrap();
    agent.wait_until_it_shows("You said");
    agent.wait_for_option("@org_state", "idle");
    let sent = agent.send("1. Yes\n2. No").unwrap();
    assert_eq!(sent.delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["Do you want to do it? Esc to cancel", "1. Yes\n2. No"]);
}

/// Escape at a question runs no hook: the state goes on saying that a
/// question is open, and only a look shows that it is not.
#[test]
fn a_state_that_was_left_behind_by_escape_holds_nobody_up() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.send("run: ls").unwrap();
    agent.wait_until_it_shows("Do you want to proceed?");
    agent.wait_for_option("@org_state", "waiting");
    agent.keys(&["Escape"]);
    agent.wait_until_it_shows("? for shortcuts");
    assert_eq!(agent.option("@org_state"), "waiting");
    assert_eq!(agent.send("hello").unwrap().delivery, Delivery::Submitted);
    agent.wait_for_messages(&[
        ("prompt", "run: ls"),
        ("cancelled", "ls"),
        ("prompt", "hello"),
    ]);
    agent.wait_for_option("@org_state", "idle");
}

#[test]
fn a_small_pane_shows_enough_to_deliver() {
    for (columns, rows) in [("40", "12"), ("60", "20"), ("24", "8")] {
        let server = Server::new();
        let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
        let pane = agent.pane().to_string();
        server.must(&["resize-window", "-t", &pane, "-x", columns, "-y", rows]);
        agent.wait_until_it_shows("? for shortcuts");
        let long = "a text that is longer than the box is wide ".repeat(12);
        let texts = [
            "short",
            long.trim_end(),
            "1\n2\n3",
            "漢字かな交じり文 ".trim_end(),
        ];
        for text in texts {
            let sent = agent.send(text).unwrap();
            assert_eq!(
                sent.delivery,
                Delivery::Submitted,
                "{columns}x{rows} {text}"
            );
        }
        agent.wait_for_prompts(&texts);
    }
}

#[test]
fn modes_and_states_of_the_pane_do_not_matter() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let pane = agent.pane().to_string();
    let states: [&[&str]; 6] = [
        &["copy-mode", "-t", &pane],
        &["clock-mode", "-t", &pane],
        &["choose-tree", "-t", &pane],
        &["run-shell", "-t", &pane, "echo a view"],
        &["set-option", "-w", "-t", &pane, "synchronize-panes", "on"],
        &["split-window", "-d", "-t", &pane, "cat"],
    ];
    let mut expected = Vec::new();
    for (n, state) in states.iter().enumerate() {
        server.must(state);
        let text = format!("prompt {n}");
        let sent = agent.send(&text).unwrap();
        assert_eq!(sent.delivery, Delivery::Submitted, "{state:?}");
        expected.push(text);
    }
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    agent.wait_for_prompts(&expected);
}

/// Drives a delivery to its end. Once the text stands in the box, it goes on
/// when the agent says that a question is open, with a clock that jumps a
/// second at every look at it.
fn finish_with_jumps(agent: &Agent, prompt: Prompt) -> Result<Sent, Error> {
    let server = agent.server;
    let mut sending = server.sending_as(&agent.target, agent::claude(), prompt);
    let mut ahead = Millis(0);
    let mut step = sending.advance(now(), Progress::Begun);
    loop {
        if agent.screen().contains("❯ hello") {
            agent.wait_for_option("@org_state", "waiting");
            ahead.0 += 1_000;
        }
        let clock = now().after(ahead);
        step = match step {
            Step::Run(argv) => sending.advance(clock, Progress::Finished(&server.run(&argv))),
            Step::Pause(_) => {
                wait_a_moment();
                sending.advance(clock, Progress::Woken)
            }
            Step::Done(result) => return result,
        };
    }
}

#[test]
fn a_question_that_holds_the_enter_back_leaves_the_text_in_the_box() {
    let server = Server::new();
    let options = ["--dialog-from", "draft", "--dialog-after-ms", "0"];
    let agent = Agent::start(
        &server,
        "a",
        &[&options[..], &["--hook-lead-ms", "2000"]].concat(),
    );
    agent.wait_for_option("@org_state", "idle");
    let answer = finish_with_jumps(&agent, Prompt::new("hello"));
    let pane = agent.pane();
    let left = Err(Error::LeftInBox { pane, asking: true });
    assert_eq!(answer, left);
    agent.wait_until_it_shows("Do you want to proceed?");
    assert_eq!(agent.messages(), []);
    assert_eq!(server.leftovers(), Vec::<String>::new());
    agent.keys(&["Escape"]);
    agent.wait_until_it_shows("❯ hello");
}

/// The panel is closed after any number of the steps.
#[test]
fn a_delivery_that_ends_between_any_two_steps_holds_nobody_up() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let late = || now().after(Millis((STALE_AFTER + 1) * 1000));
    let mut taken = 0;
    for steps in 0..7 {
        let prompt = Prompt::new(format!("cut off after {steps}"));
        let mut sending = server.sending_as(&agent.target, agent::claude(), prompt);
        let mut step = sending.advance(now(), Progress::Begun);
        for _ in 0..steps {
            step = match step {
                Step::Run(argv) => {
                    let output = server.run(&argv);
                    // What is pasted stands there before anybody looks.
                    if argv.join(" ").contains("paste-buffer") {
                        let text = format!("cut off after {steps}");
                        agent.wait_until_it_shows(&text);
                    }
                    sending.advance(now(), Progress::Finished(&output))
                }
                Step::Pause(_) => {
                    wait_a_moment();
                    sending.advance(now(), Progress::Woken)
                }
                Step::Done(_) => break,
            };
        }
        let next = format!("next after {steps}");
        let sending = server.sending_as(&agent.target, agent::claude(), Prompt::new(next.as_str()));
        let sent = server.finish_late(late(), sending).unwrap();
        assert_eq!(sent.delivery, Delivery::Submitted, "{steps}");
        let messages = agent.messages();
        let texts: Vec<&str> = messages.iter().map(|(_, text)| text.as_str()).collect();
        let new = &texts[taken..];
        let cut = format!("cut off after {steps}");
        assert!(new == [&next] || new == [&cut, &next], "{steps}: {new:?}");
        taken = texts.len();
    }
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_person_who_looks_at_the_worker_and_types_a_command_of_tmux_is_no_obstacle() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let recorder = server.recorder("b");
    let terminals = Terminals::new();
    let worker = server.worker(agent.pane());
    let terminal = terminals.open(&server, &worker);
    terminals.wait_for_text(terminal, "? for shortcuts");
    let client = server.must(&["list-clients", "-F", "#{client_name}"]);
    let mut expected = Vec::new();
    let states: [(&[&str], &str); 3] = [
        (&["command-prompt", "-t", &client, "-p", "what?"], "what?"),
        (&["confirm-before", "-t", &client, "kill-server"], "(y/n)"),
        (
            &["display-menu", "-c", &client, "an item", "i", "kill-server"],
            "an item",
        ),
    ];
    for (n, (state, asks)) in states.iter().enumerate() {
        // A prompt keeps its own client until it is answered.
        let mut asking = server.tmux.client();
        asking.extend(state.iter().map(|word| (*word).to_owned()));
        let mut asking = server.spawn(&asking);
        terminals.wait_for_text(terminal, asks);
        let text = format!("prompt {n}");
        assert_eq!(agent.send(&text).unwrap().delivery, Delivery::Submitted);
        server.send(&recorder.target, &text).unwrap();
        expected.push(text);
        terminals
            .0
            .must(&["send-keys", "-t", &terminal.to_string(), "Escape"]);
        wait_for(
            "the question is gone",
            || terminals.0.screen(),
            || asking.try_wait().unwrap(),
        );
    }
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    agent.wait_for_prompts(&expected);
    recorder.wait_for_prompts(&expected);
}

/// Its time, printed, is that of a hundred clients; on an idle machine it is
/// far below three seconds.
#[test]
fn a_megabyte_is_submitted_whole() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--exact", "--work-ms", "0"]);
    let text = "0123456789 äöü 漢字;\n".repeat(1_048_576 / 25) + "end";
    assert!(text.len() > 1_000_000);
    let begin = std::time::Instant::now();
    let sent = agent.send(&text).unwrap();
    println!("{} bytes in {:?}", text.len(), begin.elapsed());
    assert_eq!(sent.delivery, Delivery::Submitted);
    agent.wait_for_prompts(&[&text]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn only_the_draft_that_was_seen_is_sent_along() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    agent.keys(&["do NOT send th"]);
    agent.wait_until_it_shows("do NOT send th");
    let append = Prompt {
        draft: OnDraft::Append("an earlier draft".into()),
        when: When::Idle(Some(Millis(300))),
        ..Prompt::new("is")
    };
    let pane = agent.pane();
    assert_eq!(agent.send_as(append), Err(Error::Draft { pane }));
    agent.wait_until_it_shows("❯ do NOT send th");
    assert_eq!(agent.messages(), []);
}

/// The panel has given the text back, and its user sends it again.
#[test]
fn a_text_that_was_given_back_is_not_sent_by_itself_later() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let mut panel = server.panel();
    let mut send = || {
        let (target, nonce) = (agent.target.clone(), panel.draw());
        let prompt = Prompt::new("only once");
        operation::send_command_to_worker(&server.tmux, target, agent::claude(), prompt, nonce)
    };
    let mut first = send();
    let mut step = first.advance(now(), Progress::Begun);
    for _ in 0..2 {
        let Step::Run(argv) = step else {
            panic!("{step:?}");
        };
        step = first.advance(now(), Progress::Finished(&server.run(&argv)));
    }
    agent.wait_until_it_shows("❯ only once");
    let Step::Done(Err(error)) = first.timed_out(now()) else {
        panic!("it has no answer");
    };
    assert_eq!(error.code(), "no_answer");
    let late = now().after(Millis((STALE_AFTER + 1) * 1000));
    let again = server.finish_late(late, send());
    let pane = agent.pane();
    assert_eq!(again, Err(Error::Draft { pane }));
    assert_eq!(agent.messages(), []);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// Another turn, such as that of a background task, counts as well. The agent
/// reads the paste at once, and the Enter much later.
#[test]
fn a_prompt_that_another_turn_has_counted_is_not_called_submitted() {
    let server = Server::new();
    let options = ["--work-ms", "0", "--slow-read-ms", "12000"];
    let agent = Agent::start(&server, "a", &options);
    agent.wait_for_option("@org_state", "idle");
    let pane = agent.pane().to_string();
    let mut sending = server.sending_as(&agent.target, agent::claude(), Prompt::new("hello"));
    let mut step = sending.advance(now(), Progress::Begun);
    let answer = loop {
        step = match step {
            Step::Run(argv) => {
                if argv.join(" ").contains("org1 entered") {
                    server.must(&["set-option", "-p", "-t", &pane, "@org_prompts", "9"]);
                }
                sending.advance(now(), Progress::Finished(&server.run(&argv)))
            }
            Step::Pause(_) => {
                wait_a_moment();
                sending.advance(now(), Progress::Woken)
            }
            Step::Done(result) => break result,
        };
    };
    let (pane, asking) = (agent.pane(), false);
    assert_eq!(answer, Err(Error::LeftInBox { pane, asking }));
}

#[test]
fn texts_of_several_lines_in_any_script_are_submitted() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let texts = [
        "исправь тесты\nи закоммить",
        "한국어\n텍스트",
        "ひらがな\nカタカナ",
        "عربى\nنص",
        "👍🏽\n👩\u{200d}👧",
        "Title\n────────────────────────\nbody",
    ];
    for text in texts {
        let sent = agent.send(text).unwrap();
        assert_eq!(sent.delivery, Delivery::Submitted, "{text}");
    }
    agent.wait_for_prompts(&texts);
}

#[test]
fn a_release_without_an_answer_does_not_take_back_what_was_submitted() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "0"]);
    let mut sending = server.sending_as(&agent.target, agent::claude(), Prompt::new("hello"));
    let mut step = sending.advance(now(), Progress::Begun);
    let answer = loop {
        step = match step {
            Step::Run(argv) if argv.join(" ").contains("delete-buffer") => sending.timed_out(now()),
            Step::Run(argv) => sending.advance(now(), Progress::Finished(&server.run(&argv))),
            Step::Pause(_) => {
                wait_a_moment();
                sending.advance(now(), Progress::Woken)
            }
            Step::Done(result) => break result,
        };
    };
    assert_eq!(answer.unwrap().delivery, Delivery::Submitted);
    agent.wait_for_prompts(&["hello"]);
}
