//! Cleaning dead workers: exactly the dead, each counted once.

use std::collections::BTreeSet;

use org::error::Error;
use org::operation::clean::{Cleaned, clean_dead_workers};
use org::operation::{Operation as _, Progress, Step, clean_dead_workers_from_state, stop_worker};
use org::tmux::PaneId;

use crate::support::{Server, now, signal_process, wait_for, words};

fn clean(server: &Server) -> Result<Cleaned, Error> {
    server.finish(clean_dead_workers_from_state(&server.tmux, server.nonce()))
}

fn start(server: &Server, name: &str, words_of: &[&str]) -> PaneId {
    let directory = server.directory(name);
    server.start(&directory, &words(words_of)).unwrap().pane
}

fn wait_for_dead(server: &Server, count: usize) {
    wait_for(
        &format!("{count} are dead"),
        || server.screen(),
        || (server.roster().dead() == count).then_some(()),
    );
}

#[test]
fn the_dead_are_removed_and_the_living_stay() {
    let server = Server::new();
    let living = start(&server, "a", &["cat"]);
    let dead = [
        start(&server, "b", &["true"]),
        start(&server, "c", &["false"]),
    ];
    let killed = start(&server, "d", &["cat"]);
    server.kill_worker(killed, "TERM");
    wait_for_dead(&server, 3);
    let cleaned = clean(&server).unwrap();
    assert_eq!(
        cleaned,
        Cleaned {
            cleaned: 3,
            panes: vec![dead[0], dead[1], killed]
        }
    );
    let panes: Vec<PaneId> = server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect();
    assert_eq!(panes, [living]);
    assert_eq!(clean(&server).unwrap(), Cleaned::default());
}

#[test]
fn cleaning_the_last_pane_counts_it() {
    let server = Server::new();
    start(&server, "a", &["true"]);
    wait_for_dead(&server, 1);
    assert_eq!(clean(&server).unwrap().cleaned, 1);
    assert!(server.roster().is_empty());
    assert_eq!(clean(&server).unwrap().cleaned, 0);
}

#[test]
fn one_dead_worker_alone_can_be_cleaned() {
    let server = Server::new();
    let directory = server.directory("a");
    let first = server.start(&directory, &words(&["true"])).unwrap();
    start(&server, "b", &["true"]);
    let living = server
        .start(&server.directory("c"), &words(&["cat"]))
        .unwrap();
    wait_for_dead(&server, 2);
    let one = |target| {
        server
            .finish(clean_dead_workers(&server.tmux, vec![target]))
            .unwrap()
            .cleaned
    };
    assert_eq!(one(living.target.clone()), 0);
    assert_eq!(one(first.target.clone()), 1);
    assert_eq!(one(first.target), 0);
    assert_eq!((server.roster().len(), server.roster().dead()), (2, 1));
}

#[test]
fn forty_dead_at_once_are_cleaned_in_one_go() {
    let server = Server::new();
    let living = start(&server, "living", &["cat"]);
    let dead: Vec<PaneId> = (0..40)
        .map(|n| start(&server, &format!("d{n}"), &["true"]))
        .collect();
    wait_for_dead(&server, 40);
    assert_eq!(
        clean(&server).unwrap(),
        Cleaned {
            cleaned: 40,
            panes: dead
        }
    );
    assert_eq!(server.roster().workers()[0].target.pane, living);
}

#[test]
fn forty_dead_and_nobody_else_take_the_server_along() {
    let server = Server::new();
    for n in 0..40 {
        start(&server, &format!("d{n}"), &["true"]);
    }
    wait_for_dead(&server, 40);
    assert_eq!(clean(&server).unwrap().cleaned, 40);
    server.wait_until_gone();
}

#[test]
fn a_window_that_someone_else_made_is_cleaned_when_it_is_dead() {
    let server = Server::new();
    start(&server, "a", &["cat"]);
    server.must(&["set-option", "-wg", "remain-on-exit", "on"]);
    server.must(&[
        "new-window",
        "-d",
        "-t",
        "=org-system:",
        "-n",
        "claude:x",
        "exit 4",
    ]);
    server.must(&["new-session", "-d", "-s", "elsewhere", "exit 4"]);
    wait_for(
        "it is dead",
        || server.screen(),
        || (server.roster().dead() == 1).then_some(()),
    );
    assert_eq!(clean(&server).unwrap().cleaned, 1);
    assert_eq!(server.roster().len(), 1);
    // The other session's dead pane is none of ours.
    assert!(server.raw(&["has-session", "-t", "=elsewhere"]).success());
}

#[test]
fn a_worker_that_comes_back_between_the_look_and_the_removal_stays() {
    let server = Server::new();
    start(&server, "other", &["cat"]);
    let directory = server.directory("a");
    let worker = server.start(&directory, &words(&["true"])).unwrap();
    server.wait_until_dead(worker.pane);
    let mut cleaning = clean_dead_workers_from_state(&server.tmux, server.nonce());
    let mut step = cleaning.advance(now(), Progress::Begun);
    let cleaned = loop {
        step = match step {
            Step::Done(result) => break result,
            Step::Run(argv) => {
                if argv.join(" ").contains("kill-pane") {
                    server.must(&["respawn-pane", "-t", &worker.pane.to_string(), "cat"]);
                }
                cleaning.advance(now(), Progress::Finished(&server.run(&argv)))
            }
            Step::Pause(_) => cleaning.advance(now(), Progress::Woken),
        };
    };
    assert_eq!(cleaned, Ok(Cleaned::default()));
    assert!(!server.worker(worker.pane).life.is_dead());
}

/// Workers start, die, are stopped and cleaned by several at once.
#[test]
fn cleaners_at_once_count_nobody_twice_and_spare_the_living() {
    let server = Server::new();
    let living: Vec<PaneId> = (0..5)
        .map(|n| start(&server, &format!("l{n}"), &["cat"]))
        .collect();
    let spared = server
        .start(&server.directory("spared"), &words(&["cat"]))
        .unwrap();
    let mut churn: Vec<PaneId> = Vec::new();
    let (mut counted, mut stopped) = (Vec::new(), 0);
    for round in 0..crate::support::rounds(3) {
        for n in 0..12 {
            let pane = start(&server, &format!("r{round}-{n}"), &["cat"]);
            churn.push(pane);
        }
        let fresh: Vec<_> = churn[churn.len() - 12..].to_vec();
        let pids: Vec<u32> = fresh
            .iter()
            .map(|p| server.worker(*p).pid.unwrap())
            .collect();
        std::thread::scope(|scope| {
            let server = &server;
            let cleaners: Vec<_> = (0..3)
                .map(|_| {
                    scope.spawn(|| {
                        let mut panes = Vec::new();
                        for _ in 0..6 {
                            let cleaned = clean(server).unwrap();
                            assert_eq!(cleaned.cleaned, cleaned.panes.len());
                            panes.extend(cleaned.panes);
                        }
                        panes
                    })
                })
                .collect();
            scope.spawn(|| {
                for pid in &pids[..9] {
                    signal_process(*pid, "KILL");
                }
            });
            // Some are stopped while they are being looked at.
            let stopper = scope.spawn(|| {
                let stop = |(pane, pid): (&PaneId, &u32)| {
                    let target = server.worker(*pane).target;
                    server
                        .finish(stop_worker(&server.tmux, target, *pid))
                        .unwrap();
                };
                fresh.iter().zip(&pids).skip(9).for_each(stop);
                fresh.len() - 9
            });
            stopped += stopper.join().unwrap();
            for cleaner in cleaners {
                counted.extend(cleaner.join().unwrap());
            }
        });
    }
    wait_for(
        "all the killed are cleaned",
        || server.screen(),
        || {
            counted.extend(clean(&server).unwrap().panes);
            (counted.len() + stopped == churn.len()).then_some(())
        },
    );
    let once: BTreeSet<&PaneId> = counted.iter().collect();
    assert_eq!(once.len(), counted.len());
    let left: Vec<PaneId> = server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect();
    assert_eq!(left, [living, vec![spared.pane]].concat());
    assert_eq!(server.roster().dead(), 0);
}
