//! Sending a prompt: it arrives once, whole, at its worker, or the answer
//! says why not.

use std::sync::atomic::{AtomicBool, Ordering};

use org::directory::{Directory, Key};
use org::error::Error;
use org::operation::send::{Prompt, STALE_AFTER, Send, Sent, Wait, When};
use org::operation::{self, Operation as _, Progress, Step};
use org::time::Millis;
use org::tmux::{PaneId, ServerId, Target};

use crate::support::{Recorder, Server, lives, now, signal_process, wait_for, words};

/// Texts that have been a trap for some sender, with what arrives of them.
pub fn texts() -> Vec<(String, String)> {
    let unchanged = [
        "x",
        "one line",
        "two\nlines",
        "ends in a newline\n",
        "\nbegins with one",
        "a\n\n\nb",
        "a\ttab\t",
        "äöü 漢字 👩\u{200d}👩\u{200d}👧 e\u{301} \u{202e}rtl",
        "-",
        "-t %0",
        "--help",
        "/help",
        "/",
        "#hash",
        "@file",
        "ends in ;",
        ";",
        ";;",
        "a \\;",
        "\\",
        "ends in \\",
        "\\\n",
        "#{pid} #S #(touch PWNED) %d%%",
        "$(touch PWNED) `touch PWNED` $HOME ${HOME}",
        "it's \"quoted\"",
        "{ } [ ] ( ) < > | & ~ ^ * ?",
        "Enter C-c ^C M-x \\e \\033",
        "[201~",
    ];
    let mut texts: Vec<(String, String)> = unchanged
        .iter()
        .map(|t| ((*t).to_owned(), (*t).to_owned()))
        .collect();
    for (raw, clean) in [
        // It would be a shell command to some agents.
        ("!ls", " !ls"),
        ("dos\r\nlines\r\n", "dos\nlines\n"),
        ("mac\rlines", "mac\nlines"),
        ("out\u{1b}[201~\rrm -rf /", "out[201~\nrm -rf /"),
        ("c1\u{9b}201~x", "c1201~x"),
        ("\u{3}\u{4}\u{7f}\u{0}\u{1a}x", "x"),
    ] {
        texts.push((raw.into(), clean.into()));
    }
    // Around the sizes at which a text goes in pieces.
    for bytes in [9_999, 10_000, 10_001, 12_000, 12_001, 24_000] {
        texts.push(("a".repeat(bytes), "a".repeat(bytes)));
    }
    let thirteen = "0123456789abcde;\n".repeat(13_000 / 17);
    let hundred = "漢字 und mehr;\n".repeat(100_000 / 19);
    for text in [thirteen, hundred] {
        texts.push((text.clone(), text));
    }
    texts
}

#[test]
fn any_text_arrives_once_and_whole() {
    let server = Server::new();
    let texts = texts();
    // Some workers side by side, since each send takes half a second.
    std::thread::scope(|scope| {
        for (n, chunk) in texts.chunks(6).enumerate() {
            let server = &server;
            scope.spawn(move || {
                let worker = server.recorder(&format!("d{n}"));
                for (raw, clean) in chunk {
                    let sent = server.send(&worker.target, raw).unwrap();
                    assert_eq!((sent.pane, sent.bytes), (worker.pane(), clean.len()));
                }
                let expected: Vec<&str> = chunk.iter().map(|(_, clean)| clean.as_str()).collect();
                worker.wait_for_prompts(&expected);
            });
        }
    });
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// Its time is that of so many clients: half a second and the pause on an
/// idle machine.
#[test]
fn a_megabyte_arrives_whole_with_a_hundred_commands() {
    let server = Server::new();
    let worker = server.recorder("a");
    let text = "0123456789 äöü 漢字;\n".repeat(1_048_576 / 24);
    let mut sending = server.sending(&worker.target, &text);
    let begin = std::time::Instant::now();
    let mut step = sending.advance(now(), Progress::Begun);
    let mut commands = 0;
    while let Step::Run(argv) = step {
        commands += 1;
        step = sending.advance(now(), Progress::Finished(&server.run(&argv)));
    }
    println!("{commands} commands, {:?}", begin.elapsed());
    assert!(matches!(step, Step::Done(Ok(_))), "{step:?}");
    assert!(commands <= 100, "{commands}");
    worker.wait_for_prompts(&[&text]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_prompt_finds_its_worker_by_directory() {
    let server = Server::new();
    let ours = server.recorder("ours");
    let by_hand = server.directory("by hand");
    let script = r"stty raw -echo; printf '\033[?2004h\033]2;ready\007'; exec cat >>.received";
    let pane = server.must(&[
        "new-window",
        "-d",
        "-t",
        "=org-system:",
        "-c",
        &by_hand,
        "-P",
        "-F",
        "#{pane_id}",
        script,
    ]);
    let stranger = server.worker(pane.parse().unwrap());
    assert!(!stranger.is_ours());
    let stranger = server.recording(stranger.target, by_hand);
    let send = |directory: &str| {
        let directory = Directory::new(directory).unwrap();
        let nonce = server.nonce();
        server.finish(operation::send_command_to_worker_by_directory(
            &server.tmux,
            directory,
            Prompt::new(format!("a prompt for {}", nonce.as_str().len() > 1)),
            nonce,
        ))
    };
    assert_eq!(send(&ours.directory).unwrap().pane, ours.pane());
    assert_eq!(send(&stranger.directory).unwrap().pane, stranger.pane());
    ours.wait_for_prompts(&["a prompt for true"]);
    stranger.wait_for_prompts(&["a prompt for true"]);
    assert_eq!(
        send("/nobody/here"),
        Err(Error::NoSuchWorker {
            worker: "/nobody/here".into()
        })
    );
}

/// Sends to each of these fail so, and nothing reaches `worker`.
fn refuse(server: &Server, worker: &Recorder, cases: &[(Target, &str, Error)]) {
    for (target, text, error) in cases {
        assert_eq!(server.send(target, text).as_ref(), Err(error), "{text}");
    }
    assert_eq!(worker.bytes(), b"");
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_send_to_the_wrong_thing_is_refused_and_told_apart() {
    let server = Server::new();
    let worker = server.recorder("a");
    let gone = server.recorder("gone");
    server.must(&["kill-pane", "-t", &gone.pane().to_string()]);
    let dead = server.recorder("dead");
    server.kill_worker(dead.pane(), "KILL");
    let deaf = server.recorder("deaf");
    server.must(&["select-pane", "-d", "-t", &deaf.pane().to_string()]);
    let other_key = Target {
        key: Directory::new("/elsewhere").unwrap().key(),
        ..worker.target.clone()
    };
    let no_key = Target {
        key: Key::default(),
        ..worker.target.clone()
    };
    let life = worker.target.server;
    let earlier = Target {
        server: ServerId {
            start_time: life.start_time - 1,
            ..life
        },
        ..worker.target.clone()
    };
    let pane = worker.pane();
    let long = "long ".repeat(4000);
    refuse(
        &server,
        &worker,
        &[
            (gone.target.clone(), "x", Error::Gone { pane: gone.pane() }),
            (
                gone.target.clone(),
                &long,
                Error::Gone { pane: gone.pane() },
            ),
            (dead.target.clone(), "x", Error::Dead { pane: dead.pane() }),
            (
                dead.target.clone(),
                &long,
                Error::Dead { pane: dead.pane() },
            ),
            (
                deaf.target.clone(),
                "x",
                Error::InputOff { pane: deaf.pane() },
            ),
            (other_key, "x", Error::OtherWorker { pane }),
            (no_key, "x", Error::OtherWorker { pane }),
            (earlier, "x", Error::OtherServer { pane }),
            (worker.target.clone(), "", Error::EmptyPrompt),
            (worker.target.clone(), " \r\n\t\u{1b}", Error::EmptyPrompt),
        ],
    );
    assert_eq!(server.roster().len(), 3);
    assert_eq!(deaf.bytes(), b"");
}

#[test]
fn a_pane_of_a_new_server_is_not_the_worker_that_had_its_number() {
    let server = Server::new();
    let before = server.recorder("a");
    server.kill_server();
    server.wait_until_gone();
    assert_eq!(
        server.send(&before.target, "x"),
        Err(Error::Gone {
            pane: before.pane()
        })
    );
    let directory = server.directory("a");
    // It may have had no time to make it.
    let _ = std::fs::remove_file(format!("{directory}/.received"));
    let after = server.recorder("a");
    assert_eq!(after.pane(), before.pane());
    let pane = before.pane();
    let error = Error::OtherServer { pane };
    refuse(&server, &after, &[(before.target, "x", error)]);
}

fn claim(server: &Server, pane: PaneId, claim: &str) {
    server.must(&[
        "set-option",
        "-p",
        "-t",
        &pane.to_string(),
        "@org_busy",
        claim,
    ]);
}

fn unclaim(server: &Server, pane: PaneId) {
    server.must(&["set-option", "-pu", "-t", &pane.to_string(), "@org_busy"]);
}

#[test]
fn a_sender_waits_its_turn_and_then_says_busy() {
    let server = Server::new();
    let worker = server.recorder("a");
    let begin = now();
    claim(
        &server,
        worker.pane(),
        // Renewed by its sender meanwhile, as it were.
        &format!("another.{}.another", begin.seconds() + STALE_AFTER * 3 / 4),
    );
    let answer = server.finish_at(begin, server.sending(&worker.target, "x"));
    let pane = worker.pane();
    assert_eq!(answer, Err(Error::Busy { pane }));
    unclaim(&server, pane);
    refuse(&server, &worker, &[]);
}

#[test]
fn a_sender_that_waited_its_turn_delivers_once() {
    let server = Server::new();
    let worker = server.recorder("a");
    claim(
        &server,
        worker.pane(),
        &format!("another.{}.another", now().seconds()),
    );
    let text = "waited ".repeat(3000);
    let mut sending = server.sending(&worker.target, &text);
    let mut step = sending.advance(now(), Progress::Begun);
    let mut pauses = 0;
    let sent = loop {
        step = match step {
            Step::Run(argv) => sending.advance(now(), Progress::Finished(&server.run(&argv))),
            Step::Pause(_) => {
                pauses += 1;
                if pauses == 3 {
                    unclaim(&server, worker.pane());
                }
                sending.advance(now(), Progress::Woken)
            }
            Step::Done(result) => break result,
        };
    };
    assert_eq!(sent.unwrap().bytes, text.len());
    assert_eq!(pauses, 3);
    worker.wait_for_prompts(&[&text]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// A recorder into whose input a sender has pasted this text before it was
/// killed.
fn cut_off(server: &Server, name: &str, text: &str) -> Recorder {
    let worker = server.recorder(name);
    let Step::Run(argv) = server
        .sending(&worker.target, text)
        .advance(now(), Progress::Begun)
    else {
        panic!("a send begins with a command");
    };
    let mut sender = server.spawn(&argv);
    let pasted = format!("\x1b[200~{text}\x1b[201~");
    wait_for(
        "the text is pasted",
        || server.screen(),
        || worker.bytes().starts_with(pasted.as_bytes()).then_some(()),
    );
    sender.kill().unwrap();
    sender.wait().unwrap();
    worker
}

#[test]
fn what_a_killed_sender_has_begun_is_ended_before_the_next_prompt() {
    let server = Server::new();
    let worker = cut_off(&server, "a", "cut off");
    let later = now().after(Millis((STALE_AFTER + 1) * 1000));
    let sending = server.sending(&worker.target, "and on");
    server.finish_at(later, sending).unwrap();
    worker.wait_for_prompts(&["cut off", "and on"]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_sender_waits_for_the_time_of_a_killed_one_to_be_over() {
    let server = Server::new();
    let worker = cut_off(&server, "a", "cut off");
    // Its own pauses bring it there.
    let begin = now().after(Millis(STALE_AFTER * 1000 / 2));
    let sending = server.sending(&worker.target, "and on");
    server.finish_at(begin, sending).unwrap();
    worker.wait_for_prompts(&["cut off", "and on"]);
}

#[test]
fn of_many_who_find_a_killed_senders_claim_one_ends_its_work() {
    let server = Server::new();
    let worker = cut_off(&server, "a", "cut off");
    let later = now().after(Millis((STALE_AFTER + 1) * 1000));
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (server, worker) = (&server, &worker);
            scope.spawn(move || {
                let sending = server.sending(&worker.target, &format!("prompt {n}"));
                server.finish_late(later, sending).unwrap();
            });
        }
    });
    wait_for(
        "all prompts",
        || server.screen(),
        || (worker.try_prompts().map_or(0, |all| all.len()) == 9).then_some(()),
    );
    let prompts = worker.prompts();
    assert_eq!(prompts[0], "cut off");
    let mut own: Vec<String> = prompts[1..].to_vec();
    own.sort();
    let expected: Vec<String> = (0..8).map(|n| format!("prompt {n}")).collect();
    assert_eq!(own, expected);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

#[test]
fn a_worker_that_dies_between_text_and_enter_is_lost_and_the_server_lives() {
    let server = Server::new();
    let worker = server.recorder("a");
    server.recorder("other");
    let pid = server.worker(worker.pane()).pid.unwrap();
    let answer = std::thread::scope(|scope| {
        let sending = scope.spawn(|| server.send(&worker.target, "last words"));
        wait_for(
            "the text is pasted",
            || server.screen(),
            || (!worker.bytes().is_empty()).then_some(()),
        );
        signal_process(pid, "KILL");
        sending.join().unwrap()
    });
    let pane = worker.pane();
    assert_eq!(answer, Err(Error::Lost { pane }));
    server.wait_until_dead(pane);
    assert!(lives(worker.target.server.pid));
    assert_eq!(server.roster().len(), 2);
    assert_eq!(server.must(&["list-buffers"]), "");
}

#[test]
fn prompts_to_workers_that_die_meanwhile_never_end_the_server() {
    let server = Server::new();
    let keeper = server.recorder("keeper");
    let workers: Vec<Recorder> = (0..8).map(|n| server.recorder(&format!("d{n}"))).collect();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (server, done) = (&server, &done);
        for (n, worker) in workers.iter().enumerate() {
            let pid = server.worker(worker.pane()).pid.unwrap();
            scope.spawn(move || {
                let mut sent = 0;
                loop {
                    match server.send(&worker.target, &format!("prompt {sent} to {n}")) {
                        Ok(_) => sent += 1,
                        Err(Error::Dead { .. } | Error::Lost { .. }) => break,
                        Err(error) => panic!("{error}"),
                    }
                }
                let arrived = worker.bytes();
                let arrived = String::from_utf8_lossy(&arrived);
                assert!(arrived.matches('\r').count() >= sent, "{sent}: {arrived:?}");
            });
            scope.spawn(move || {
                wait_for(
                    "some have arrived",
                    || server.screen(),
                    || {
                        let bytes = worker.bytes();
                        (bytes.iter().filter(|b| **b == b'\r').count() > n % 2).then_some(())
                    },
                );
                signal_process(pid, "KILL");
            });
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(lives(keeper.target.server.pid));
    let roster = server.roster();
    assert_eq!((roster.len(), roster.dead()), (9, 8));
    assert_eq!(server.must(&["list-buffers"]), "");
}

#[test]
fn a_program_without_bracketed_paste_gets_the_text_and_enter() {
    let server = Server::new();
    let directory = server.directory("a");
    let script = r"stty raw -echo; printf '\033]2;ready\007'; exec cat >>.received";
    let started = server
        .start(&directory, &words(&["/bin/sh", "-c", script]))
        .unwrap();
    let worker = server.recording(started.target, directory);
    server.send(&worker.target, "two\nlines").unwrap();
    wait_for(
        "the prompt",
        || server.screen(),
        || (worker.bytes() == b"two\nlines\r").then_some(()),
    );
}

#[test]
fn a_shell_is_sent_nothing() {
    let server = Server::new();
    server.recorder("other");
    let directory = server.directory("by hand");
    let mark = server.folder().join("PWNED");
    let pane = server.must(&[
        "new-window",
        "-d",
        "-t",
        "=org-system:",
        "-c",
        &directory,
        "-P",
        "-F",
        "#{pane_id}",
        "exec sh",
    ]);
    let pane: PaneId = pane.parse().unwrap();
    server.wait_for_program(pane, "sh");
    let prompt = format!("touch {}", mark.display());
    let send = operation::send_command_to_worker_by_directory(
        &server.tmux,
        Directory::new(&directory).unwrap(),
        Prompt::new(prompt),
        server.nonce(),
    );
    assert_eq!(server.finish(send), Err(Error::NoAgent { pane }));
    assert!(!mark.exists());
}

#[test]
fn a_shell_that_has_ended_is_dead_and_no_shell() {
    let server = Server::new();
    let directory = server.directory("ended");
    let command = words(&["sh", "-c", "exit 3"]);
    let target = server.start(&directory, &command).unwrap().target;
    let pane = target.pane;
    let worker = server.wait_until_dead(pane);
    let send = server.sending_as(&target, worker.profile(), Prompt::new("hi"));
    assert_eq!(server.finish(send), Err(Error::Dead { pane }));
    let send = operation::send_command_to_worker_by_directory(
        &server.tmux,
        Directory::new(&directory).unwrap(),
        Prompt::new("hi"),
        server.nonce(),
    );
    assert_eq!(server.finish(send), Err(Error::Dead { pane }));
}

/// Sends to a program, while a question opens in the half second before the
/// Enter; what is done then, before the question is answered, and the result.
fn send_across_a_question(
    server: &Server,
    worker: &Recorder,
    meanwhile: impl FnOnce(),
) -> Result<Sent, Error> {
    let pane = worker.pane().to_string();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| server.send(&worker.target, "do it"));
        wait_for(
            "the text is pasted",
            || server.screen(),
            || (!worker.bytes().is_empty()).then_some(()),
        );
        server.must(&["set-option", "-p", "-t", &pane, "@org_state", "waiting"]);
        let begin = now();
        wait_for(
            "the pause is over",
            || server.screen(),
            || {
                let since = now().since(begin);
                (since > Millis(1_200)).then_some(())
            },
        );
        assert_eq!(worker.bytes(), b"\x1b[200~do it\x1b[201~");
        meanwhile();
        server.must(&["set-option", "-p", "-t", &pane, "@org_state", "idle"]);
        sending.join().unwrap()
    })
}

/// A question opens in the pause of the one invocation: the Enter comes when
/// it is answered, once.
#[test]
fn an_enter_that_a_question_holds_back_is_pressed_when_it_is_answered() {
    let server = Server::new();
    let worker = server.recorder("a");
    send_across_a_question(&server, &worker, || {}).unwrap();
    worker.wait_for_prompts(&["do it"]);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// Who took the claim away may have pressed Enter or not.
#[test]
fn an_enter_that_somebody_else_may_have_pressed_is_not_called_delivered() {
    let server = Server::new();
    let worker = server.recorder("a");
    let pane = worker.pane();
    let taken = || {
        server.must(&["set-option", "-pu", "-t", &pane.to_string(), "@org_busy"]);
    };
    let answer = send_across_a_question(&server, &worker, taken);
    assert_eq!(answer.unwrap_err(), Error::Lost { pane });
}

/// Codex and Gemini, where tmux knows them as their interpreter.
#[test]
fn a_question_that_the_title_tells_of_is_not_answered_in_any_program() {
    let server = Server::new();
    let worker = server.recorder("a");
    let pane = worker.pane();
    let title = "[ ! ] Action Required | a";
    server.must(&["select-pane", "-t", &pane.to_string(), "-T", title]);
    let answer = server.send(&worker.target, "yes");
    assert_eq!(answer.unwrap_err(), Error::Asking { pane });
    assert_eq!(worker.bytes(), b"");
}

fn set_title(server: &Server, worker: &Recorder, title: &str) {
    let pane = worker.pane().to_string();
    server.must(&["select-pane", "-t", &pane, "-T", title]);
}

/// What a text is without its Enter.
const TEXT: &[u8] = b"\x1b[200~do it\x1b[201~";

/// Runs a send to a program whose title tells of a question as soon as the
/// text has arrived, while `goes_on`. Its pauses take no time but on its clock.
fn run_into_a_question(
    server: &Server,
    worker: &Recorder,
    send: &mut Send,
    goes_on: impl Fn(&Send) -> bool,
) -> Step<Sent> {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            wait_for(
                "the text is pasted",
                || server.screen(),
                || (worker.bytes() == TEXT).then_some(()),
            );
            set_title(server, worker, "[ ! ] Action Required | a");
        });
        let mut clock = now();
        let mut step = send.advance(clock, Progress::Begun);
        loop {
            step = match step {
                Step::Run(argv) => {
                    let output = server.run(&argv);
                    send.advance(clock, Progress::Finished(&output))
                }
                Step::Pause(span) if goes_on(send) => {
                    clock = clock.after(span);
                    send.advance(clock, Progress::Woken)
                }
                end => return end,
            };
        }
    })
}

/// A send whose text has arrived and whose Enter a question holds back.
fn held(server: &Server, worker: &Recorder) -> Send {
    let mut send = server.sending(&worker.target, "do it");
    let waits = |send: &Send| send.waits_for() != Some(Wait::Enter);
    let step = run_into_a_question(server, worker, &mut send, waits);
    assert!(matches!(step, Step::Pause(_)), "{step:?}");
    send
}

/// Gives up the Enter of such a send.
fn let_go(server: &Server, send: &mut Send) -> Result<Sent, Error> {
    let Some(Step::Run(argv)) = send.let_go() else {
        panic!("no command releases the claim");
    };
    let output = server.run(&argv);
    match send.advance(now(), Progress::Finished(&output)) {
        Step::Done(result) => result,
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_text_whose_enter_is_given_up_stays_where_it_is_and_is_not_sent_later() {
    let server = Server::new();
    let worker = server.recorder("a");
    let pane = worker.pane();
    let mut send = held(&server, &worker);
    let asking = true;
    let answer = let_go(&server, &mut send);
    assert_eq!(answer, Err(Error::LeftInBox { pane, asking }));
    assert_eq!(worker.bytes(), TEXT);
    assert_eq!(server.leftovers(), Vec::<String>::new());
    // The next one waits for nobody, and presses its own Enter alone.
    set_title(&server, &worker, "ready");
    server.send(&worker.target, "next").unwrap();
    let expected = [TEXT, b"\x1b[200~next\x1b[201~\r"].concat();
    wait_for(
        "the next text arrives",
        || server.screen(),
        || (worker.bytes() == expected).then_some(()),
    );
}

#[test]
fn an_enter_is_held_back_no_longer_than_its_sender_waits() {
    let server = Server::new();
    let worker = server.recorder("a");
    let pane = worker.pane();
    let prompt = Prompt {
        when: When::Idle(Some(Millis(30_000))),
        ..Prompt::new("do it")
    };
    let mut send = server.sending_as(&worker.target, org::agent::profile::GENERIC, prompt);
    let pauses = std::cell::Cell::new(0);
    let step = run_into_a_question(&server, &worker, &mut send, |_| {
        pauses.set(pauses.get() + 1);
        true
    });
    let asking = true;
    assert_eq!(step, Step::fail(Error::LeftInBox { pane, asking }));
    assert_eq!(pauses.get(), 30);
    assert_eq!(worker.bytes(), TEXT);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}

/// Nobody is told that a text stands where it does not.
#[test]
fn what_has_become_of_a_text_is_told_when_its_enter_is_given_up() {
    for end in ["answered", "taken over", "dead", "gone", "no server"] {
        let server = Server::new();
        let worker = server.recorder("a");
        let pane = worker.pane();
        let mut send = held(&server, &worker);
        let at = pane.to_string();
        let expected = match end {
            "answered" => {
                set_title(&server, &worker, "ready");
                let asking = false;
                Error::LeftInBox { pane, asking }
            }
            "taken over" => {
                server.must(&["set-option", "-pu", "-t", &at, "@org_busy"]);
                Error::Lost { pane }
            }
            "dead" => {
                server.kill_worker(pane, "KILL");
                Error::Dead { pane }
            }
            "gone" => {
                server.recorder("keeps the server");
                server.must(&["kill-pane", "-t", &at]);
                Error::Gone { pane }
            }
            _ => {
                server.kill_server();
                Error::Gone { pane }
            }
        };
        assert_eq!(let_go(&server, &mut send), Err(expected), "{end}");
        assert_eq!(worker.bytes(), TEXT, "{end}");
    }
}
