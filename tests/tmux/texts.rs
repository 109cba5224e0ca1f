//! What was written outlives its panel: it is in tmux, and the next panel has it.

use org::input::{Input, KeyCode, Panes};
use org::operation::recover::Panel;
use org::operation::save::{Discard, Write};
use org::operation::{leave_texts, recover_texts, save_texts};
use org::saved::{About, Role, SavedText};
use org::time::Moment;
use org::tmux::saved::{Owner, RecordId};

use crate::support::agent::Agent;
use crate::support::host::Host;
use crate::support::{Server, now, wait_for};

/// A panel of a Zellij that is no more: no process has this number.
const GONE: Owner = Owner {
    zellij: 4_194_305,
    plugin: 1,
    client: 1,
    seed: 0xa,
};

/// Panels of one Zellij.
fn panel(plugin: u32, seed: u64) -> Owner {
    Owner {
        zellij: 1,
        plugin,
        client: 1,
        seed,
    }
}

/// Zellij says which plugins there are.
fn plugins(plugins: &[u32]) -> Input {
    Input::Panes(Panes {
        plugins: plugins.to_vec(),
        ..Panes::default()
    })
}

fn draft(name: &str, text: &str) -> SavedText {
    SavedText {
        about: About {
            role: Role::Draft,
            to: Vec::new(),
            name: name.into(),
            shell: false,
            now: false,
            agent: String::new(),
            bytes: text.len(),
        },
        text: text.into(),
    }
}

/// A server with a worker, so that it stays.
fn server() -> Server {
    let server = Server::new();
    server.recorder("keeps-it-alive");
    server
}

fn keep(server: &Server, owner: &Owner, number: u64, text: &SavedText) -> RecordId {
    let record = RecordId::new(owner.seed, number);
    let write = Write {
        record: record.clone(),
        text: text.clone(),
    };
    let save = save_texts(&server.tmux, owner, &[write], &[]);
    server.finish(save).unwrap();
    record
}

fn recover(server: &Server, owner: &Owner) -> Vec<SavedText> {
    let panel = Panel {
        owner: owner.clone(),
        neighbours: Some((1..9).collect()),
        room: 4_000_000,
        known: Vec::new(),
    };
    let recovered = server.finish(recover_texts(&server.tmux, panel)).unwrap();
    recovered.into_iter().map(|r| r.text).collect()
}

fn buffers(server: &Server) -> Vec<String> {
    let all = server.must(&["list-buffers", "-F", "#{buffer_name}"]);
    all.lines().map(str::to_owned).collect()
}

#[test]
fn a_text_of_any_size_and_content_comes_back_as_it_was() {
    let server = server();
    for (number, text) in [
        "one".to_owned(),
        "ends with ;".to_owned(),
        "#{pid} #(touch x) $(touch y) %H 'it''s' \\".to_owned(),
        "\n\n  three lines\n".to_owned(),
        "漢字 🦀 ".repeat(20_000),
        "x".repeat(1_000_000),
    ]
    .iter()
    .enumerate()
    {
        let saved = draft("a \"name\"", text);
        keep(&server, &GONE, number as u64, &saved);
        let next = panel(1, 0xb0 + number as u64);
        assert!(recover(&server, &next).last() == Some(&saved), "{number}");
    }
}

#[test]
fn of_any_number_of_panels_one_takes_a_text_over() {
    let server = server();
    for number in 0..5 {
        keep(
            &server,
            &GONE,
            number,
            &draft("", &format!("text {number}")),
        );
    }
    let found: Vec<SavedText> = std::thread::scope(|scope| {
        let server = &server;
        let recover = |n: u64| {
            let me = panel(n as u32, 0xc0 + n);
            scope.spawn(move || recover(server, &me))
        };
        let panels: Vec<_> = (1..9).map(recover).collect();
        let found = panels.into_iter().flat_map(|panel| panel.join().unwrap());
        found.collect()
    });
    let mut texts: Vec<&str> = found.iter().map(|saved| &*saved.text).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["text 0", "text 1", "text 2", "text 3", "text 4"]);
}

#[test]
fn a_text_of_a_panel_that_is_there_is_left_to_it() {
    let server = server();
    // Another panel of the same Zellij, one of another person in the same
    // place, and a Zellij that runs.
    let zellij = server.folder().join("zellij");
    std::fs::copy("/bin/sleep", &zellij).unwrap();
    let words = [zellij.to_str().unwrap().to_owned(), "600".to_owned()];
    let mut child = server.spawn(&words);
    let elsewhere = Owner {
        zellij: child.id(),
        ..GONE
    };
    crate::support::wait_for_name(child.id(), "zellij");
    let neighbour = panel(2, 0xd);
    let guest = Owner {
        client: 2,
        ..panel(1, 0xe)
    };
    for owner in [&elsewhere, &neighbour, &guest] {
        keep(&server, owner, 1, &draft("", "theirs"));
    }
    let me = panel(1, 0xf);
    let known = std::cell::RefCell::new(Vec::new());
    let look = || {
        let panel = Panel {
            known: known.borrow().clone(),
            owner: me.clone(),
            neighbours: Some(vec![1, 2]),
            room: 4_000_000,
        };
        let found = server.finish(recover_texts(&server.tmux, panel)).unwrap();
        known
            .borrow_mut()
            .extend(found.iter().map(|r| r.record.clone()));
        found
    };
    assert_eq!(look(), []);
    // A process that happens to have the number of a Zellij that is gone.
    let other = Owner {
        zellij: server
            .worker(server.roster().workers()[0].target.pane)
            .pid
            .unwrap(),
        ..GONE
    };
    keep(&server, &other, 7, &draft("", "of a Zellij before"));
    assert_eq!(look().len(), 1);
    // And the one before in the same place, as Zellij loads a plugin anew.
    keep(&server, &panel(1, 0xdead), 1, &draft("", "mine before"));
    assert_eq!(look().len(), 1);
    // What it has taken over and does not know of is found once more.
    let taken = known.borrow_mut().pop();
    assert_eq!(look().first().map(|r| r.record.clone()), taken);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(look().len(), 1);
}

#[test]
fn what_nobody_comes_for_is_swept_after_a_week_and_nothing_else_is() {
    let server = server();
    let record = keep(&server, &GONE, 1, &draft("", &"old".repeat(9_000)));
    server.must(&["set-buffer", "-b", "org-d-notes", "--", "a person's own"]);
    server.must(&["set-buffer", "-b", "org-d-ab_1-0", "--", "without an owner"]);
    let hour = 3_600_000;
    // A panel that has no room for it leaves it.
    let none = Panel {
        owner: panel(1, 2),
        neighbours: None,
        room: 0,
        known: Vec::new(),
    };
    let look = |hours: u64| {
        let at = Moment(now().0 + hours * hour);
        let recover = recover_texts(&server.tmux, none.clone());
        assert_eq!(server.finish_late(at, recover).unwrap(), []);
        buffers(&server)
    };
    assert_eq!(look(0).len(), 5);
    let left = look(1);
    assert!(!left.contains(&"org-d-ab_1-0".to_owned()), "{left:?}");
    assert!(look(24 * 6).contains(&record.buffer(0)));
    assert_eq!(look(24 * 8), ["org-d-notes"]);
}

#[test]
fn hundreds_of_texts_are_kept_replaced_and_taken_away_at_once() {
    let server = server();
    let owner = panel(1, 4);
    let write = |number: u64, text: &str| Write {
        record: RecordId::new(owner.seed, number),
        text: draft("", text),
    };
    let first: Vec<Write> = (0..250)
        .map(|n| write(n, &"x".repeat(50 * n as usize)))
        .collect();
    let discards: Vec<Discard> = first
        .iter()
        .map(|w| Discard {
            record: w.record.clone(),
            parts: w.text.parts(),
        })
        .collect();
    let save = save_texts(&server.tmux, &owner, &first, &[]);
    server.finish(save).unwrap();
    // One of them is another panel's by now: it stays.
    let theirs = RecordId::new(owner.seed, 7);
    let other = panel(2, 5).to_string();
    server.must(&["set-environment", "-gh", &theirs.variable(), &other]);
    let second: Vec<Write> = (250..300).map(|n| write(n, "new")).collect();
    let save = save_texts(&server.tmux, &owner, &second, &discards);
    server.finish(save).unwrap();
    let left = buffers(&server);
    assert_eq!(left.len(), 51, "{left:?}");
    assert!(left.contains(&theirs.buffer(0)));
}

#[test]
fn what_was_kept_in_a_tmux_that_has_ended_is_kept_in_the_next() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &[]);
    let mut host = Host::open_as(&server, &[], GONE);
    host.wait_until_it_says("1 worker");
    host.type_text("written before");
    wait_for_records(&server, &mut host, 1);
    server.kill_server();
    host.wait_until_it_says("No worker");
    Agent::start(&server, "b", &[]);
    host.wait_until_it_says("1 worker");
    wait_for_records(&server, &mut host, 1);
    let texts = recover(&server, &panel(1, 1));
    let texts: Vec<&str> = texts.iter().map(|saved| &*saved.text).collect();
    assert_eq!(texts, ["written before"], "{}", agent.pane());
}

#[test]
fn a_panel_that_is_closed_leaves_its_texts_in_any_order_of_its_commands() {
    let server = server();
    let owner = panel(1, 3);
    let kept = keep(&server, &owner, 1, &draft("", "kept"));
    let gone = keep(&server, &owner, 2, &draft("", "sent since"));
    let used = keep(&server, &owner, 3, &draft("", "used up"));
    server.must(&["set-environment", "-gu", &used.variable()]);
    let write = Write {
        record: RecordId::new(owner.seed, 4),
        text: draft("", &"new".repeat(20_000)),
    };
    let discard = Discard {
        record: gone,
        parts: 1,
    };
    let mut left = leave_texts(&server.tmux, &owner, &[kept, used], &[write], &[discard]);
    left.reverse();
    for argv in left {
        assert!(server.run(&argv).success());
    }
    let texts = recover(&server, &panel(2, 5));
    let texts: Vec<usize> = texts.iter().map(|saved| saved.text.len()).collect();
    assert_eq!(texts, ["kept".len(), 60_000]);
}

/// Waits until so many records are owned.
fn wait_for_records(server: &Server, host: &mut Host<'_>, count: usize) {
    let owned = || {
        let all = server.raw(&["show-environment", "-gh"]);
        let all = all.text().into_owned();
        all.lines().filter(|l| l.starts_with("org_own_")).count()
    };
    wait_for(
        &format!("{count} texts are kept"),
        || server.must(&["show-environment", "-gh"]),
        || {
            host.turn();
            (owned() == count).then_some(())
        },
    );
}

/// Chooses the worker in this row and writes to it.
fn write(host: &mut Host<'_>, row: usize, text: &str) {
    host.key(KeyCode::Tab);
    host.key(KeyCode::Char('g'));
    (0..row).for_each(|_| host.key(KeyCode::Char('j')));
    host.key(KeyCode::Tab);
    host.type_text(text);
}

const BY_START: [(&str, &str); 1] = [("order", "start")];

#[test]
fn drafts_waiting_prompts_and_what_was_not_sent_outlive_their_panel() {
    let server = Server::new();
    let works = ["--work-ms", "600000"];
    let idle = Agent::start(&server, "a", &["--work-ms", "0"]);
    let busy = [
        Agent::start(&server, "b", &works),
        Agent::start(&server, "c", &works),
    ];
    let goes = Agent::start(&server, "d", &works);
    {
        let mut host = Host::open_as(&server, &BY_START, GONE);
        host.wait_until_it_says("4 workers");
        for (row, agent) in [(1, &busy[0]), (2, &busy[1]), (3, &goes)] {
            write(&mut host, row, "work");
            host.key(KeyCode::Enter);
            wait_for(
                "the work",
                || agent.log(),
                || {
                    host.turn();
                    (agent.messages().len() == 1).then_some(())
                },
            );
        }
        for (row, text) in [
            (1, "waits at b"),
            (2, "waits at c"),
            (3, "for one that goes"),
        ] {
            write(&mut host, row, text);
            host.key(KeyCode::Enter);
            host.wait_until_it_says("until it is idle");
        }
        for (row, text) in [(0, "draft for a"), (1, "draft for b"), (2, "draft for c")] {
            write(&mut host, row, text);
        }
        server.must(&["kill-pane", "-t", &goes.pane().to_string()]);
        host.wait_until_it_says("not sent to");
        wait_for_records(&server, &mut host, 6);
        wait_for(
            "what was not sent is kept as such",
            || server.must(&["list-buffers"]),
            || {
                host.turn();
                server
                    .must(&["list-buffers", "-F", "#{buffer_sample}"])
                    .contains("unsent")
                    .then_some(())
            },
        );
    }
    // The Zellij was killed. Its texts are here again, each where it was.
    let mut host = Host::open_as(&server, &BY_START, panel(1, 9));
    host.wait_until_it_says("recovered 4 texts and 2 waiting prompts");
    host.wait_until_it_says("not sent to %3: for one that goes");
    for (row, texts) in [
        (0, &["❯ draft for a"][..]),
        (1, &["❯ draft for b", "until it is idle: waits at b"]),
        (2, &["❯ draft for c", "until it is idle: waits at c"]),
    ] {
        write(&mut host, row, "");
        for text in texts {
            host.wait_until_it_says(text);
        }
    }
    // A waiting prompt goes out by itself, once.
    busy[1].keys(&["Escape"]);
    wait_for(
        "the prompt",
        || busy[1].log(),
        || {
            host.turn();
            (busy[1].messages().len() == 2).then_some(())
        },
    );
    assert_eq!(busy[1].messages()[1].1, "waits at c");
    wait_for_records(&server, &mut host, 5);
    assert_eq!(idle.messages(), []);
    wait_for(
        "nothing is left of it",
        || format!("{:?}", buffers(&server)),
        || {
            host.turn();
            (buffers(&server).len() == 5).then_some(())
        },
    );
}

#[test]
fn a_prompt_that_was_taken_over_is_not_sent_by_the_panel_that_had_it() {
    let server = Server::new();
    let agent = Agent::start(&server, "a", &["--work-ms", "600000"]);
    let first = panel(1, 1);
    let mut stopped = Host::open_as(&server, &[], first);
    stopped.wait_until_it_says("1 worker");
    stopped.type_text("work");
    stopped.key(KeyCode::Enter);
    stopped.wait_until_it_says("submitted");
    stopped.type_text("only once");
    stopped.key(KeyCode::Enter);
    stopped.wait_until_it_says("until it is idle");
    wait_for_records(&server, &mut stopped, 1);
    // It is stopped for a while, and another panel takes it for gone.
    let mut next = Host::open_as(&server, &[], panel(2, 2));
    next.input(plugins(&[2]));
    next.wait_until_it_says("recovered 1 waiting prompt");
    agent.keys(&["Escape"]);
    wait_for(
        "the prompt",
        || agent.log(),
        || {
            next.turn();
            (agent.messages().len() == 2).then_some(())
        },
    );
    agent.keys(&["Escape"]);
    stopped.wait_until_it_says("another panel has taken over the prompt");
    stopped.wait_until_it_lacks("only once");
    assert_eq!(agent.messages().len(), 2, "{:?}", agent.messages());
}

#[test]
fn two_panels_that_are_open_keep_a_draft_each() {
    let server = Server::new();
    Agent::start(&server, "a", &[]);
    let both = plugins(&[1, 2]);
    let mut first = Host::open_as(&server, &[], panel(1, 1));
    first.input(both.clone());
    first.wait_until_it_says("1 worker");
    first.type_text("of the first");
    wait_for_records(&server, &mut first, 1);
    let mut second = Host::open_as(&server, &[], panel(2, 2));
    second.input(both);
    second.wait_until_it_says("1 worker");
    second.type_text("of the second");
    wait_for_records(&server, &mut second, 2);
    first.wait_until_it_says("❯ of the first");
    // Closed in turn, each leaves its own; the next panel has both.
    first.input(Input::Closing);
    second.input(Input::Closing);
    let mut third = Host::open_as(&server, &[], panel(3, 3));
    third.wait_until_it_says("recovered 2 texts");
    let words = third.words();
    assert!(
        words.contains("of the first") && words.contains("of the second"),
        "{words}"
    );
}

#[test]
fn what_is_written_is_kept_when_the_panel_hides_or_is_closed_at_once() {
    for ends in [Input::Visible(false), Input::Closing] {
        let server = Server::new();
        Agent::start(&server, "a", &[]);
        let mut host = Host::open_as(&server, &[], GONE);
        host.wait_until_it_says("1 worker");
        host.type_text("just typed");
        host.input(ends);
        wait_for_records(&server, &mut host, 1);
        let texts = recover(&server, &panel(1, 1));
        let texts: Vec<&str> = texts.iter().map(|saved| &*saved.text).collect();
        assert_eq!(texts, ["just typed"]);
    }
}
