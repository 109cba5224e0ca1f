//! Workers that die, start and are cleaned by several at once: no living one
//! is ever removed, and none is counted twice.

use std::collections::BTreeSet;

use org::operation::clean_dead_workers_from_state;
use org::tmux::PaneId;

use crate::stress::row::Tally;
use crate::support::{Server, signal_process, wait_for, words};

/// Workers in a round.
const WORKERS: usize = 50;
/// Those of them that are killed.
const KILLED: usize = 40;
const CLEANERS: usize = 3;

fn clean(server: &Server) -> Vec<PaneId> {
    let cleaning = clean_dead_workers_from_state(&server.tmux, server.nonce());
    let cleaned = server.finish(cleaning).unwrap();
    assert_eq!(cleaned.cleaned, cleaned.panes.len());
    cleaned.panes
}

/// Each round half of the workers are there when the killing and the cleaning
/// begin, and half are started meanwhile.
pub fn of_workers(rounds: usize) -> Tally {
    let server = Server::new();
    let keeper = server
        .start(&server.directory("keeper"), &words(&["cat"]))
        .unwrap();
    let rounds = rounds.div_ceil(3);
    let mut living: BTreeSet<PaneId> = BTreeSet::from([keeper.pane]);
    let mut counted: Vec<PaneId> = Vec::new();
    for round in 0..rounds {
        let start = |n: usize| {
            let directory = server.directory(&format!("r{round}-{n}"));
            let started = server.start(&directory, &words(&["cat"])).unwrap();
            (started.pane, server.worker(started.pane).pid.unwrap())
        };
        let there: Vec<_> = (0..WORKERS / 2).map(start).collect();
        let killed: Vec<PaneId> = std::thread::scope(|scope| {
            let cleaners: Vec<_> = (0..CLEANERS)
                .map(|_| scope.spawn(|| (0..12).flat_map(|_| clean(&server)).collect::<Vec<_>>()))
                .collect();
            let starter = scope.spawn(|| (WORKERS / 2..WORKERS).map(start).collect::<Vec<_>>());
            there
                .iter()
                .for_each(|(_, pid)| signal_process(*pid, "KILL"));
            let later = starter.join().unwrap();
            let (dying, staying) = later.split_at(KILLED - there.len());
            dying
                .iter()
                .for_each(|(_, pid)| signal_process(*pid, "KILL"));
            living.extend(staying.iter().map(|(pane, _)| *pane));
            for cleaner in cleaners {
                counted.extend(cleaner.join().unwrap());
            }
            there.iter().chain(dying).map(|(pane, _)| *pane).collect()
        });
        wait_for(
            "all the killed are cleaned",
            || server.screen(),
            || {
                counted.extend(clean(&server));
                killed
                    .iter()
                    .all(|pane| counted.contains(pane))
                    .then_some(())
            },
        );
    }
    let left: BTreeSet<PaneId> = server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect();
    let once: BTreeSet<PaneId> = counted.iter().copied().collect();
    let removed_alive = living.difference(&left).count();
    Tally {
        tried: rounds * WORKERS,
        lost: removed_alive + (counted.len() - once.len()) + once.intersection(&living).count(),
        seen: format!("{} cleaned by {CLEANERS}, {} alive", once.len(), left.len()),
    }
}
