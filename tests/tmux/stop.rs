//! Stopping a living worker: all of its processes end, and nothing else.

use std::path::Path;

use org::error::Error;
use org::operation::stop::Stopped;
use org::operation::{self, stop_worker};
use org::tmux::{ServerId, Target};

use crate::support::{Server, lives, stand_in, wait_for, words};

fn stop(server: &Server, target: &Target, pid: u32) -> Result<Stopped, Error> {
    server.finish(stop_worker(&server.tmux, target.clone(), pid))
}

/// A worker that ignores the hang-up, with a child in its session, one whose
/// parent has ended, and one in a session of its own, which has a child too.
fn stubborn(server: &Server) -> org::agent::AgentCommand {
    const SCRIPT: &str = "trap '' HUP TERM INT
        sh -c 'echo $$ >.child; exec sleep 1000' &
        setsid sh -c 'sleep 1000 & echo $! >.grandchild; echo $$ >.apart; wait' &
        (sleep 1000 & echo $! >.orphan)
        echo $$ >.leader
        while :; do sleep 1; done";
    let file = server.folder().join("stubborn.sh");
    std::fs::write(&file, SCRIPT).unwrap();
    words(&["/bin/sh", file.to_str().unwrap()])
}

const PROCESSES: [&str; 5] = ["leader", "child", "apart", "grandchild", "orphan"];

fn processes(server: &Server, directory: &str) -> Vec<u32> {
    let read = |name: &&str| {
        let text = std::fs::read_to_string(Path::new(directory).join(format!(".{name}"))).ok()?;
        text.trim().parse::<u32>().ok()
    };
    wait_for(
        "all processes run",
        || server.screen(),
        || PROCESSES.iter().map(read).collect::<Option<Vec<u32>>>(),
    )
}

#[test]
fn stopping_ends_every_process_of_the_worker_and_nothing_else() {
    let server = Server::new();
    let [one, other] = ["a", "b"].map(|name| {
        let directory = server.directory(name);
        let started = server.start(&directory, &stubborn(&server)).unwrap();
        let processes = processes(&server, &directory);
        (started, processes)
    });
    let all = |of: &[u32]| of.iter().map(|pid| lives(*pid)).collect::<Vec<_>>();
    assert_eq!(all(&one.1), [true; 5]);
    let pid = server.worker(one.0.pane).pid.unwrap();
    assert_eq!(pid, one.1[0]);
    let stopped = stop(&server, &one.0.target, pid).unwrap();
    assert_eq!(stopped.pane, one.0.pane);
    assert!(stopped.killed >= Some(5), "{stopped:?}");
    wait_for(
        "all processes have ended",
        || format!("{:?}", all(&one.1)),
        || one.1.iter().all(|pid| !lives(*pid)).then_some(()),
    );
    assert_eq!(all(&other.1), [true; 5]);
    assert!(lives(other.0.target.server.pid));
    let panes: Vec<_> = server
        .roster()
        .workers()
        .iter()
        .map(|w| w.target.pane)
        .collect();
    assert_eq!(panes, [other.0.pane]);
}

#[test]
fn a_worker_that_obeys_is_not_killed() {
    let server = Server::new();
    let worker = server.recorder("a");
    let other = server.recorder("b");
    let pid = server.worker(worker.pane()).pid.unwrap();
    let stopped = stop(&server, &worker.target, pid).unwrap();
    assert_eq!(
        stopped,
        Stopped {
            pane: worker.pane(),
            killed: Some(0)
        }
    );
    assert!(!lives(pid));
    assert_eq!(server.roster().workers()[0].target, other.target);
}

#[test]
fn stopping_the_last_worker_takes_the_server_along() {
    let server = Server::new();
    let directory = server.directory("a");
    let started = server.start(&directory, &stubborn(&server)).unwrap();
    let processes = processes(&server, &directory);
    stop(&server, &started.target, processes[0]).unwrap();
    assert!(server.roster().is_empty());
    wait_for("all processes have ended", String::new, || {
        let all = [processes.as_slice(), &[started.target.server.pid]].concat();
        all.iter().all(|pid| !lives(*pid)).then_some(())
    });
    assert_eq!(
        stop(&server, &started.target, processes[0]),
        Err(Error::Gone { pane: started.pane })
    );
}

#[test]
fn a_stop_of_anything_but_the_living_worker_that_was_meant_is_refused() {
    let server = Server::new();
    let worker = server.recorder("a");
    let other = server.recorder("b");
    let gone = server.recorder("gone");
    server.must(&["kill-pane", "-t", &gone.pane().to_string()]);
    let dead = server.recorder("dead");
    let last = server.worker(dead.pane()).pid.unwrap();
    server.kill_worker(dead.pane(), "KILL");
    let pid = |pane| server.show(pane, "#{pane_pid}").parse::<u32>().unwrap();
    let [own, others] = [&worker, &other].map(|w| pid(w.pane()));
    let pane = worker.pane();
    let restarted = Target {
        server: ServerId {
            pid: worker.target.server.pid + 1,
            ..worker.target.server
        },
        ..worker.target.clone()
    };
    let key = Target {
        key: other.target.key.clone(),
        ..worker.target.clone()
    };
    for (target, pid, error) in [
        (&gone.target, own, Error::Gone { pane: gone.pane() }),
        (&dead.target, last, Error::Changed { pane: dead.pane() }),
        (&dead.target, own, Error::Changed { pane: dead.pane() }),
        (&restarted, own, Error::OtherServer { pane }),
        (&key, own, Error::OtherWorker { pane }),
        // A process that is not the pane's must never be ended.
        (&worker.target, others, Error::Changed { pane }),
        (
            &worker.target,
            worker.target.server.pid,
            Error::Changed { pane },
        ),
    ] {
        assert_eq!(stop(&server, target, pid), Err(error));
    }
    assert!(lives(own) && lives(others));
    assert_eq!((server.roster().len(), server.roster().dead()), (3, 1));
}

#[test]
fn a_restarted_worker_is_not_stopped_in_place_of_the_one_before() {
    let server = Server::new();
    let directory = server.directory("a");
    let worker = server.start(&directory, &words(&["cat"])).unwrap();
    let pid = server.worker(worker.pane).pid.unwrap();
    server.kill_worker(worker.pane, "KILL");
    // By hand and in place, so that even the pane's number stays.
    server.must(&["respawn-pane", "-t", &worker.pane.to_string(), "cat"]);
    let pane = worker.pane;
    assert_eq!(
        stop(&server, &worker.target, pid),
        Err(Error::Changed { pane })
    );
    assert!(!server.worker(pane).life.is_dead());
}

#[test]
fn the_stand_in_that_ignores_the_hang_up_is_ended_with_its_child() {
    let server = Server::new();
    let command = words(&[stand_in(), "--ignore-hangup", "--child"]);
    let started = server.start(&server.directory("a"), &command).unwrap();
    server.start(&server.directory("b"), &command).unwrap();
    let of = |server: &Server, pid: u32| -> Vec<u32> {
        let session = |p: &u32| {
            let stat = std::fs::read_to_string(format!("/proc/{p}/stat")).unwrap_or_default();
            let rest = stat
                .rsplit_once(") ")
                .map_or("", |(_, rest)| rest)
                .to_owned();
            rest.split(' ').nth(3) == Some(&pid.to_string())
        };
        server.processes().into_iter().filter(session).collect()
    };
    let pid = server.worker(started.pane).pid.unwrap();
    let pane = started.pane.to_string();
    wait_for(
        "agent and child run",
        || server.screen(),
        || {
            // Told once the child holds out against hang-ups.
            let screen = server.must(&["capture-pane", "-p", "-t", &pane]);
            let told = screen.contains("child process");
            (told && of(&server, pid).len() >= 2).then_some(())
        },
    );
    let tree = of(&server, pid);
    let stopped = stop(&server, &started.target, pid).unwrap();
    assert!(stopped.killed >= Some(2), "{stopped:?}");
    wait_for(
        "all processes have ended",
        || format!("{tree:?}"),
        || tree.iter().all(|pid| !lives(*pid)).then_some(()),
    );
    let roster = server.roster();
    assert_eq!((roster.len(), roster.dead()), (1, 0));
    let cleaned = operation::clean_dead_workers_from_state(&server.tmux, server.nonce());
    assert_eq!(server.finish(cleaned).unwrap().cleaned, 0);
}

/// A test browser, a few servers: all within the time that a stop has.
#[test]
fn a_hundred_processes_that_ignore_the_hang_up_are_ended() {
    let server = Server::new();
    let directory = server.directory("a");
    let script = "trap '' HUP; n=0
        while [ $n -lt 100 ]; do sleep 1000 & n=$((n+1)); done
        jobs -p >.jobs; while :; do sleep 1; done";
    let file = server.folder().join("many.sh");
    std::fs::write(&file, script).unwrap();
    let many = words(&["/bin/sh", file.to_str().unwrap()]);
    let started = server.start(&directory, &many).unwrap();
    let jobs = || -> Vec<u32> {
        let text = std::fs::read_to_string(format!("{directory}/.jobs"));
        let text = text.unwrap_or_default();
        text.lines().filter_map(|l| l.parse().ok()).collect()
    };
    wait_for(
        "all run",
        || server.screen(),
        || (jobs().len() == 100).then_some(()),
    );
    let pid = server.worker(started.pane).pid.unwrap();
    let stopped = stop(&server, &started.target, pid).unwrap();
    assert!(stopped.killed >= Some(100), "{stopped:?}");
    wait_for("all have ended", String::new, || {
        jobs().iter().all(|pid| !lives(*pid)).then_some(())
    });
}

#[test]
fn without_ps_it_is_told_that_nobody_looked_for_what_is_left() {
    let mut server = Server::new();
    let tools = server.folder().join("tools");
    std::fs::create_dir(&tools).unwrap();
    for tool in [
        "env", "sh", "awk", "tr", "sleep", "date", "tmux", "cat", "stty",
    ] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|folder| folder.join(tool))
            .find(|path| path.exists());
        std::os::unix::fs::symlink(found.unwrap(), tools.join(tool)).unwrap();
    }
    let worker = server.recorder("a");
    let pid = server.worker(worker.pane()).pid.unwrap();
    let path = tools.to_str().unwrap().to_owned();
    server.environment.push(("PATH".into(), path));
    let stopped = stop(&server, &worker.target, pid).unwrap();
    assert_eq!(stopped.killed, None);
}
