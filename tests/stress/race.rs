//! Many starters at once: one worker per directory, whoever comes first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::stress::row::Tally;
use crate::support::race::{at_once, one_of};
use crate::support::{Server, words};

/// Starters at a time.
const STARTERS: usize = 100;

/// The first starts of all: server and session have to be made, too.
pub fn without_a_server(rounds: usize) -> Tally {
    for _ in 0..rounds {
        let server = Server::new();
        let directory = server.directory("a");
        let start = || server.start(&directory, &words(&["cat"]));
        let pane = one_of(at_once(vec![start; STARTERS]), &directory);
        let roster = server.roster();
        assert_eq!(roster.len(), 1);
        assert_eq!(roster.workers()[0].target.pane, pane);
        assert_eq!(server.leftovers(), Vec::<String>::new());
    }
    told(rounds)
}

/// The same beside other workers.
pub fn on_a_live_server(rounds: usize) -> Tally {
    let server = Server::new();
    for n in 0..20 {
        let other = server.directory(&format!("other{n}"));
        server.start(&other, &words(&["cat"])).unwrap();
    }
    for round in 0..rounds {
        let directory = server.directory(&format!("d{round}"));
        let start = || server.start(&directory, &words(&["cat"]));
        one_of(at_once(vec![start; STARTERS]), &directory);
        assert_eq!(server.roster().len(), 20 + round + 1);
    }
    assert_eq!(server.leftovers(), Vec::<String>::new());
    told(rounds)
}

fn told(rounds: usize) -> Tally {
    let tried = rounds * STARTERS;
    Tally {
        tried,
        lost: 0,
        seen: format!("{rounds} workers, {} told where", tried - rounds),
    }
}

/// Two starters for each of many directories, and a reader that lists all the
/// while: it never sees a worker without its directory.
pub fn two_for_each(rounds: usize) -> Tally {
    let count = if rounds > 1 { 100 } else { 40 };
    let server = Server::new();
    let names = (0..count).map(|n| format!("d{n}"));
    let directories: Vec<String> = names.map(|n| server.directory(&n)).collect();
    let done = AtomicBool::new(false);
    let looks = AtomicUsize::new(0);
    let answers = std::thread::scope(|scope| {
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
        let answers = at_once((0..2 * count).map(start).collect::<Vec<_>>());
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
    assert_eq!(server.roster().len(), count);
    let looks = looks.load(Ordering::Relaxed);
    assert!(looks > 2);
    assert_eq!(server.leftovers(), Vec::<String>::new());
    Tally {
        tried: 2 * count,
        lost: 0,
        seen: format!("{count} workers, {looks} listings meanwhile"),
    }
}
