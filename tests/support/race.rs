//! Many who do the same at the same time.

use std::sync::Barrier;

use org::error::Error;
use org::operation::start::Started;
use org::tmux::PaneId;

/// Lets all of these run at once; their answers.
pub fn at_once<T: Send>(jobs: Vec<impl FnOnce() -> T + Send>) -> Vec<T> {
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
pub fn one_of(answers: Vec<Result<Started, Error>>, directory: &str) -> PaneId {
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
