//! Late, unknown and repeated results.

use org::input::{Input, RequestId};
use org::time::Millis;
use org::tmux::Output;

use super::panel::Panel;
use super::test;

#[test]
fn a_late_or_unknown_result_is_ignored() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let before = panel.screen();
    for id in [0, 1, 2, 999] {
        let output = Output {
            status: Some(0),
            stdout: b"garbage".to_vec(),
            stderr: Vec::new(),
        };
        panel.input(Input::CommandFinished {
            id: RequestId(id),
            output,
        });
    }
    assert_eq!(panel.screen(), before);
}

#[test]
fn an_answer_that_is_no_listing_keeps_the_last_list() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    panel.pass(Millis(600));
    for id in 0..20 {
        let output = Output {
            status: Some(0),
            stdout: vec![0xff; 300],
            stderr: Vec::new(),
        };
        panel.input(Input::CommandFinished {
            id: RequestId(id),
            output,
        });
    }
    let screen = panel.screen();
    assert!(screen.contains("~/a"), "{screen}");
    assert!(screen.contains("s old"), "{screen}");
}
