//! Answers of tmux that are not what they should be: parsers keep the good,
//! count the bad, believe no forgery and never panic.

use std::sync::Arc;

use org::agent::profile;
use org::directory::{Directory, Key};
use org::error::Error;
use org::operation::send::Prompt;
use org::operation::start::StartRequest;
use org::operation::{self, Operation, Progress, Step, resolve};
use org::text;
use org::time::Moment;
use org::tmux::guard::Guard;
use org::tmux::listing::{self, Fingerprint, Listing};
use org::tmux::{Output, PaneId, ServerId, Socket, Target, Tmux};
use org::worker::Roster;
use proptest::prelude::*;

use crate::support::words;

fn nonce() -> org::nonce::Nonce {
    org::nonce::Nonces::new(0xabc).draw()
}

fn target() -> Target {
    Target {
        server: ServerId {
            pid: 10,
            start_time: 99,
        },
        pane: PaneId(3),
        key: Directory::new("/a").unwrap().key(),
    }
}

/// What a program, a person or a directory can put into a record.
#[derive(Debug, Clone)]
struct Free {
    window: String,
    command: String,
    path: String,
}

/// Text that tries: separators, newlines, pieces of records, control
/// characters. It cannot hold the name of an invocation that is yet to come.
fn free_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        Just("|".to_owned()),
        Just("\n".to_owned()),
        Just("abc-2%9 1 @0 7 0          x".to_owned()),
        Just("abc-2 ".to_owned()),
        Just("abc-2\n".to_owned()),
        Just("abc-2=10 99\n".to_owned()),
        Just("\u{1b}[2J\u{9b}31m\r".to_owned()),
        Just("org1 %9 abc-1 0 10 99|".to_owned()),
    ];
    prop::collection::vec(piece, 0..6)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("nobody knows the invocation's name", |text| {
            !text.contains("abc-1")
        })
}

fn free() -> impl Strategy<Value = Free> {
    (free_text(), free_text(), free_text()).prop_map(|(window, command, path)| Free {
        window,
        command,
        path,
    })
}

/// A record behind the frame of its invocation, which is the end of the nonce.
fn record(pane: usize, key: &Key, free: &Free) -> String {
    let n = nonce();
    let Free {
        window,
        command,
        path,
    } = free;
    format!(
        "{n}%{pane} 1 @{pane} 7{pane} 0      {} - - 1 {window}{n} {command}{n} {path}{n}\n",
        key.as_str()
    )
}

/// Reads records as they stand behind the line of the server.
fn parse(answer: &str) -> Listing {
    listing::parse(&nonce(), &format!("10 99\n{answer}"))
}

/// Whatever may be on the screen holds no control character.
fn assert_safe(roster: &Roster) {
    for worker in roster.workers() {
        for shown in [worker.name(), worker.command.clone()] {
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
        }
    }
}

fn said(status: Option<i32>, stdout: &[u8], stderr: &[u8]) -> Output {
    Output {
        status,
        stdout: stdout.to_vec(),
        stderr: stderr.to_vec(),
    }
}

/// Answers every command of an operation with these, one after the other, and
/// then with the last for ever; its result.
fn answered<O: Operation>(mut operation: O, answers: &[Output]) -> Result<O::Output, Error> {
    let mut now = Moment(1_000_000);
    let mut step = operation.advance(now, Progress::Begun);
    for n in 0..200 {
        now = Moment(now.0 + 250);
        step = match step {
            Step::Done(result) => return result,
            Step::Run(argv) => {
                assert!(!argv.is_empty());
                let answer = answers.get(n).or(answers.last()).unwrap();
                operation.advance(now, Progress::Finished(answer))
            }
            Step::Pause(_) => operation.advance(now, Progress::Woken),
        };
    }
    panic!("it does not come to an end");
}

fn answer() -> impl Strategy<Value = Output> {
    let status = prop_oneof![
        Just(Some(0)),
        Just(Some(1)),
        Just(None),
        any::<i32>().prop_map(Some)
    ];
    let line = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        free_text().prop_map(String::into_bytes),
        Just(b"org1 refused 10/99/%3//0/0/\n".to_vec()),
        Just(b"org1 refused 10/99/%3/x/0/0/n.1000\n".to_vec()),
        Just(b"org1 stopped %3\norg1 killed x\n".to_vec()),
        Just(b"found\n/a\n".to_vec()),
        Just(b"org1 %1 abc-1 0 10 99|org1 %2  1 10 99|\n".to_vec()),
        free().prop_map(|free| record(1, &Key::default(), &free).into_bytes()),
    ];
    let stderr = prop_oneof![
        Just(b"".to_vec()),
        Just(b"no server running on /x\n".to_vec()),
        Just(b"server exited unexpectedly\n".to_vec()),
        prop::collection::vec(any::<u8>(), 0..50),
    ];
    (status, line, stderr).prop_map(|(status, stdout, stderr)| Output {
        status,
        stdout,
        stderr,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn free_text_stays_in_its_field(all in prop::collection::vec(free(), 0..5)) {
        let key = Directory::new("/a").unwrap().key();
        let answer: String = all.iter().enumerate().map(|(n, f)| record(n, &key, f)).collect();
        let listing = parse(&answer);
        prop_assert_eq!(listing.bad, 0);
        prop_assert_eq!(listing.records.len(), all.len());
        for (n, (record, free)) in listing.records.iter().zip(&all).enumerate() {
            prop_assert_eq!(record.target.pane, PaneId(u32::try_from(n).unwrap()));
            prop_assert_eq!(&record.window_name, &free.window);
            prop_assert_eq!(&record.current_command, &free.command);
            prop_assert_eq!(&record.current_path, &free.path);
        }
        assert_safe(&Roster::from_listing(listing));
    }

    #[test]
    fn good_records_stand_among_noise(noise in prop::collection::vec(free_text(), 3), free in free()) {
        let good = record(4, &Key::default(), &free);
        let answer = format!("{}\n{good}{}\n{good}{}", noise[0], noise[1], noise[2]);
        let listing = parse(&answer);
        prop_assert_eq!(listing.records.len(), 1);
        prop_assert_eq!(listing.records[0].target.pane, PaneId(4));
    }

    #[test]
    fn a_roster_after_a_short_look_is_that_of_a_full_listing(
        pool in prop::collection::vec(free(), 3),
        picks in prop::collection::vec(prop::collection::btree_map(0usize..6, (0usize..3, 0u64..3), 0..8), 2..5),
    ) {
        let key = Directory::new("/a").unwrap().key();
        let mut roster = Roster::default();
        for picks in picks {
            let (mut look, mut all) = ("10 99\n".to_owned(), Vec::new());
            for (pane, (which, at)) in picks {
                // A window that was renamed waits for the next full listing.
                let free = Free { window: String::new(), ..pool[which].clone() };
                let text = record(pane, &key, &free).replacen(" 1 @", &format!(" {at} @"), 1);
                let Free { command, path, .. } = free;
                look.push_str(&format!("%{pane} {at} @{pane} 7{pane} 0     {command} {path}\n"));
                all.push((PaneId(u32::try_from(pane).unwrap()), text));
            }
            let records = |wanted: &dyn Fn(&PaneId) -> bool| {
                let wanted = all.iter().filter(|(pane, _)| wanted(pane));
                parse(&wanted.map(|(_, text)| text.as_str()).collect::<String>())
            };
            let looked = Fingerprint::parse(&look).and_then(|look| Some((roster.changed(&look)?, look)));
            let next = match looked {
                Some((changed, look)) => roster.updated(look, records(&|pane| changed.contains(pane))),
                None => roster.next(Moment(0), records(&|_| true)),
            };
            prop_assert_eq!(&next, &Roster::from_listing(records(&|_| true)));
            for worker in next.workers() {
                let before = roster.workers().iter().find(|w| *w == worker);
                prop_assert!(before.is_none_or(|before| Arc::ptr_eq(before, worker)));
            }
            roster = next;
        }
    }

    #[test]
    fn a_record_of_another_invocation_is_not_believed(free in free()) {
        let forged = record(9, &Key::default(), &free).replace("abc-1", "abc-2");
        let listing = parse(&forged);
        prop_assert!(listing.records.is_empty());
        prop_assert!(listing.bad > 0);
    }

    #[test]
    fn a_listing_may_hold_anything(answer in any::<String>(), cut in 0usize..2000) {
        assert_safe(&Roster::from_listing(parse(&answer)));
        let free = Free { window: answer.clone(), command: answer.clone(), path: answer };
        let whole: String = record(1, &Key::default(), &free);
        let end = (0..=cut.min(whole.len())).rev().find(|n| whole.is_char_boundary(*n)).unwrap();
        let listing = parse(&whole[..end]);
        prop_assert!(listing.records.len() + listing.bad <= 1 + whole.matches('\n').count());
    }

    #[test]
    fn facts_may_hold_anything(facts in any::<String>(), claim in "[a-z0-9.#(){}-]{0,12}") {
        let target = target();
        let guard = Guard::sendable(&target, &claim);
        let _ = guard.refusal(&facts);
        let condition = guard.condition();
        prop_assert!(!condition.contains("#("));
        prop_assert!(condition.is_empty() || condition.contains(&claim));
    }

    #[test]
    fn a_resolved_directory_may_be_anything(stdout in prop::collection::vec(any::<u8>(), 0..300)) {
        let prefixed = [b"found\n/".as_slice(), &stdout].concat();
        for stdout in [&stdout, &prefixed] {
            if let Ok(resolved) = resolve::parse("x", "y", &said(Some(0), stdout, b"")) {
                let directory = resolved.directory;
                prop_assert!(directory.as_str().starts_with('/'));
                prop_assert!(!directory.as_str().chars().any(char::is_control));
                let name = directory.window_name();
                let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
                prop_assert!(name.strip_prefix("claude:").unwrap().chars().all(plain));
            }
        }
    }

    #[test]
    fn an_operation_ends_whatever_it_is_answered(answers in prop::collection::vec(answer(), 1..6), long in any::<bool>()) {
        let tmux = Tmux { socket: Socket::Name("s".into()), ..Tmux::default() };
        let request = |directory: &str| StartRequest {
            directory: directory.into(),
            base: "/".into(),
            home: String::new(),
            command: words(&["claude"]),
            first_prompt: long.then(|| "long ".repeat(5000)),
            beside: false,
        };
        let text = if long { "long ".repeat(5000) } else { "x".into() };
        let mut said = Vec::new();
        let mut note = |error: Option<Error>| said.extend(error.map(|e| e.to_string()));
        note(answered(operation::start_worker_in_directory(&tmux, request("/a"), nonce()), &answers).err());
        note(answered(operation::restart_dead_worker(&tmux, target(), request("~"), nonce()), &answers).err());
        for program in ["claude", "codex", "cat"] {
            let profile = profile::of_program(program);
            let send = operation::send_command_to_worker(&tmux, target(), profile, Prompt::new(text.as_str()), nonce());
            note(answered(send, &answers).err());
        }
        let directory = Directory::new("/a").unwrap();
        let send = operation::send_command_to_worker_by_directory(&tmux, directory, Prompt::new(text.as_str()), nonce());
        note(answered(send, &answers).err());
        note(answered(operation::clean_dead_workers_from_state(&tmux, nonce()), &answers).err());
        note(answered(operation::stop_worker(&tmux, target(), 7), &answers).err());
        note(answered(operation::probe::probe(&tmux), &answers).err());
        match answered(operation::get_all_workers_status(&tmux, nonce()), &answers) {
            Ok(roster) => assert_safe(&roster),
            Err(error) => note(Some(error)),
        }
        // What they say goes to the screen.
        for sentence in said {
            prop_assert!(!sentence.chars().any(char::is_control), "{:?}", sentence);
        }
    }

    #[test]
    fn a_prompt_keeps_its_text_and_loses_its_controls(raw in any::<String>()) {
        let clean = text::prompt(&raw);
        prop_assert!(!clean.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        prop_assert_eq!(text::prompt(&clean), clean.clone());
        let plain = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        prop_assert_eq!(plain(&clean), plain(&raw));
    }

    #[test]
    fn hex_brings_any_text_back(text in any::<String>()) {
        prop_assert_eq!(text::unhex(&text::hex(text.as_bytes())), Some(text));
    }
}

#[test]
fn a_listing_of_nonsense_is_a_failure_and_not_an_empty_one() {
    let answers = [said(Some(0), b"Usage: tmux [options]\n", b"")];
    let error = answered(
        operation::get_all_workers_status(&Tmux::default(), nonce()),
        &answers,
    );
    assert_eq!(error.unwrap_err().code(), "bad_answer");
}

#[test]
fn a_server_that_ends_under_a_listing_is_asked_again() {
    let exited = said(Some(1), b"", b"server exited unexpectedly\n");
    let none = said(Some(1), b"", b"no server running on /x\n");
    let list = || operation::get_all_workers_status(&Tmux::default(), nonce());
    let roster = answered(list(), &[exited.clone(), none]);
    assert_eq!(roster, Ok(Roster::default()));
    let error = answered(list(), &[exited]).unwrap_err();
    assert_eq!(error.code(), "tmux_failed");
}
