//! Many starters at once, some with a first prompt. `tests/stress` has the
//! races in number.

use crate::support::race::{at_once, one_of};
use crate::support::{Server, wait_for, words};

const STARTERS: usize = 30;

#[test]
fn the_first_prompts_of_refused_starters_go_with_the_refusal() {
    let server = Server::new();
    let directory = server.directory("a");
    let start = |n: usize| {
        let (server, directory) = (&server, &directory);
        let prompt = ["none", "short", &"long ".repeat(4000)][n % 3].to_owned();
        let prompt = (!n.is_multiple_of(3)).then_some(prompt);
        move || {
            let command = words(&["/bin/sh", "-c", "exec cat"]);
            server.start_from("/", directory, &command, prompt.as_deref())
        }
    };
    one_of(at_once((0..STARTERS).map(start).collect()), &directory);
    assert_eq!(server.roster().len(), 1);
    wait_for(
        "the first prompts have been fetched",
        || format!("{:?}", server.leftovers()),
        || server.leftovers().is_empty().then_some(()),
    );
}
