//! Many starters at once: one worker per directory, whoever comes first.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use org::error::Error;
use org::operation::start::Started;
use org::tmux::PaneId;

use crate::support::{Server, rounds, words};

const STARTERS: usize = 30;

/// Lets all of these run at once; their answers.
fn at_once<T: Send>(jobs: Vec<impl FnOnce() -> T + Send>) -> Vec<T> {
    let barrier = Barrier::new(jobs.len());
    std::thread::scope(|scope| {
        let barrier = &barrier;
        let running: Vec<_> = jobs
            .into_iter()
            .map(|job| {
                scope.spawn(move || {
                    barrier.wait();
                    job()
                })
            })
            .collect();
        running.into_iter().map(|r| r.join().unwrap()).collect()
    })
}

/// Exactly one was created and all the others name it.
fn one_of(answers: Vec<Result<Started, Error>>, directory: &str) -> PaneId {
    let created: Vec<PaneId> = answers.iter().flatten().map(|s| s.pane).collect();
    let [pane] = created.as_slice() else {
        panic!("created {created:?}: {answers:?}");
    };
    let refusal = Error::AlreadyRunning {
        directory: directory.to_owned(),
        pane: *pane,
    };
    for answer in answers {
        if let Err(error) = answer {
            assert_eq!(error, refusal);
        }
    }
    *pane
}

#[test]
fn of_many_starters_without_a_server_one_creates_the_worker() {
    for _ in 0..rounds(3) {
        let server = Server::new();
        let directory = server.directory("a");
        let start = || server.start(&directory, &words(&["cat"]));
        let pane = one_of(at_once(vec![start; STARTERS]), &directory);
        let roster = server.roster();
        assert_eq!(roster.len(), 1);
        assert_eq!(roster.workers()[0].target.pane, pane);
        assert_eq!(server.leftovers(), Vec::<String>::new());
    }
}

#[test]
fn of_many_starters_on_a_live_server_one_creates_the_worker() {
    let server = Server::new();
    for n in 0..5 {
        let other = server.directory(&format!("other{n}"));
        server.start(&other, &words(&["cat"])).unwrap();
    }
    for round in 0..rounds(3) {
        let directory = server.directory(&format!("d{round}"));
        // Some carry a first prompt: theirs must go with the refusal.
        let start = |n: usize| {
            let (server, directory) = (&server, &directory);
            let prompt = ["none", "short", &"long ".repeat(4000)][n % 3].to_owned();
            let prompt = (!n.is_multiple_of(3)).then_some(prompt);
            move || {
                server.start_from(
                    "/",
                    directory,
                    &words(&["/bin/sh", "-c", "exec cat"]),
                    prompt.as_deref(),
                )
            }
        };
        one_of(at_once((0..STARTERS).map(start).collect()), &directory);
        assert_eq!(server.roster().len(), 5 + round + 1);
    }
    crate::support::wait_for(
        "the first prompts have been fetched",
        || format!("{:?}", server.leftovers()),
        || server.leftovers().is_empty().then_some(()),
    );
}

#[test]
fn two_starters_for_each_of_many_directories_make_one_worker_each() {
    let server = Server::new();
    let directories: Vec<String> = (0..40)
        .map(|n| server.directory(&format!("d{n}")))
        .collect();
    let done = AtomicBool::new(false);
    let looks = AtomicUsize::new(0);
    let answers = std::thread::scope(|scope| {
        // A reader that lists all the while.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for worker in server.roster().workers() {
                    assert!(worker.is_ours(), "{worker:?}");
                    let directory = worker.directory.clone().unwrap_or_default();
                    assert!(directories.contains(&directory), "{worker:?}");
                    assert!(worker.started_with.is_some(), "{worker:?}");
                }
                looks.fetch_add(1, Ordering::Relaxed);
            }
        });
        let start = |n: usize| {
            let (server, directories) = (&server, &directories);
            move || {
                let directory = &directories[n % directories.len()];
                (directory.clone(), server.start(directory, &words(&["cat"])))
            }
        };
        let answers = at_once((0..80).map(start).collect::<Vec<_>>());
        done.store(true, Ordering::Relaxed);
        answers
    });
    let mut by_directory: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (directory, answer) in answers {
        by_directory.entry(directory).or_default().push(answer);
    }
    for (directory, answers) in by_directory {
        one_of(answers, &directory);
    }
    assert_eq!(server.roster().len(), 40);
    assert!(looks.load(Ordering::Relaxed) > 2);
    assert_eq!(server.leftovers(), Vec::<String>::new());
}
