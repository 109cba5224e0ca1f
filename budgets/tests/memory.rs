//! Whatever Zellij hands over, the panel goes on within the 16 MiB of memory
//! that Zellij gives a plugin, and what was written before is still there.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is told where the plugin is"
)]

use budgets::{Panel, Protocol};
use serde_json::json;

const MEGABYTE: usize = 1_000_000;

/// A panel with so many workers in whose prompt something is written.
fn panel(workers: usize) -> Panel {
    let path = std::env::var("ORG_WASM")
        .expect("ORG_WASM names the release build of the plugin; cargo xtask test sets it");
    let wasm = std::fs::read(path).expect("the plugin");
    let (mut panel, _) = Panel::open(&Protocol::find().unwrap(), &wasm, workers).unwrap();
    type_in(&mut panel, "before ");
    panel
}

fn type_in(panel: &mut Panel, text: &str) {
    for c in text.chars() {
        panel.key(c).unwrap();
    }
}

/// So many bytes, of which no two lines are the same.
fn text(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 40);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text += &format!("{number} the quick brown fox\n");
    }
    text.truncate(bytes);
    text
}

/// Types on, and looks for this in the panel.
#[track_caller]
fn goes_on(panel: &mut Panel, expected: &[&str]) {
    type_in(panel, "after");
    panel.render().unwrap();
    for expected in expected {
        assert!(
            panel.shows(expected),
            "no {expected:?} in\n{}",
            panel.screen
        );
    }
    panel.workers.waiting.push(3);
    let listed = (0..50).any(|_| {
        panel.refresh().unwrap();
        panel.render().unwrap();
        panel.shows("! waiting")
    });
    assert!(listed, "{}", panel.screen);
}

#[test]
fn a_paste_within_the_limit_is_taken() {
    for (workers, bytes, size) in [
        (10, 3 * MEGABYTE, "3.0 MB"),
        (10, 3_190_000, "3.1 MB"),
        (1_000, 3_190_000, "3.1 MB"),
    ] {
        let mut panel = panel(workers);
        assert!(panel.paste(&text(bytes)).unwrap().repaint);
        let written = format!("{size}]after");
        goes_on(&mut panel, &["❯ before [", &written]);
    }
}

#[test]
fn a_larger_paste_is_refused_in_words() {
    for (bytes, size) in [(5 * MEGABYTE, "5.0 MB"), (10 * MEGABYTE, "10.0 MB")] {
        let mut panel = panel(10);
        assert!(panel.paste(&text(bytes)).unwrap().repaint);
        let refused = format!("not taken: a paste of {size} (limit 3.2 MB)");
        goes_on(&mut panel, &["❯ before after", &refused]);
    }
}

#[test]
fn a_command_that_prints_too_much_is_told() {
    let mut panel = panel(10);
    panel.wait_for_process().unwrap();
    panel.finish_with(text(5 * MEGABYTE).as_bytes()).unwrap();
    let told = "not taken: the output of a command of 5.0 MB (limit 4.0 MB)";
    goes_on(&mut panel, &["❯ before after", told]);
}

#[test]
fn a_large_output_of_a_command_is_taken() {
    let mut panel = panel(10);
    panel.wait_for_process().unwrap();
    panel.finish_with(text(3_999_000).as_bytes()).unwrap();
    goes_on(&mut panel, &["❯ before after"]);
}

#[test]
fn a_large_message_of_a_pipe_ends_nothing() {
    for bytes in [3_999_000, 5 * MEGABYTE, 10 * MEGABYTE] {
        let mut panel = panel(10);
        for line in [text(bytes), String::new()] {
            panel.pipe("send", &line).unwrap();
        }
        goes_on(&mut panel, &["❯ before after"]);
    }
}

#[test]
fn any_character_is_typed() {
    let mut panel = panel(10);
    type_in(&mut panel, "日本ж🦀");
    goes_on(&mut panel, &["❯ before 日本ж🦀after"]);
}

/// A newer Zellij may send them.
#[test]
fn events_keys_and_mouse_buttons_that_nobody_knows_are_passed_over() {
    let mut panel = panel(10);
    for unknown in [
        json!({ "name": 4711 }),
        json!({ "name": "Key", "key_payload": { "key": 99 } }),
        json!({ "name": "Key", "key_payload": { "char": 0xd800 } }),
        json!({ "name": "Key", "key_payload": {} }),
        json!({ "name": "Key" }),
        json!({ "name": "Mouse", "mouse_event_payload": { "mouse_event_name": 99 } }),
        json!({ "name": "PaneClosed", "pane_closed_payload": {} }),
    ] {
        panel.tell(unknown).unwrap();
    }
    goes_on(&mut panel, &["❯ before after"]);
}

/// What it has grown to, for the table in the benchmarks.
fn grown(panel: &Panel, what: &str) {
    let mebibytes = panel.plugin.memory() as f64 / 1024.0 / 1024.0;
    println!("{what}: {mebibytes:.1} MiB");
}

/// Marks all workers and sends what is written to each.
fn send_to_all(panel: &mut Panel) {
    panel.press("Tab").unwrap();
    panel.key('A').unwrap();
    panel.press("Tab").unwrap();
    panel.press("Enter").unwrap();
    panel.key('y').unwrap();
    panel.settle().unwrap();
}

#[test]
fn a_large_prompt_goes_to_several_workers() {
    for (workers, bytes, size) in [(10, 300_000, "300 KB"), (4, MEGABYTE, "1.0 MB")] {
        let mut panel = panel(workers);
        panel.paste(&text(bytes)).unwrap();
        panel.render().unwrap();
        send_to_all(&mut panel);
        grown(&panel, &format!("{size} to {workers} workers"));
        // This tmux answers no step of a delivery: all of it is back.
        panel.press("Esc").unwrap();
        goes_on(&mut panel, &[&format!("{size}]after")]);
    }
}

#[test]
fn hundreds_of_prompts_are_recalled_within_a_limit() {
    let mut panel = panel(4);
    for number in 0..50 {
        panel.paste(&format!("{number}{}", text(60_000))).unwrap();
        panel.press("Enter").unwrap();
        panel.settle().unwrap();
        panel.press("Tab").unwrap();
        panel.key(if number % 8 < 4 { 'j' } else { 'k' }).unwrap();
        // What has come back stands above, up to the sum of all texts.
        panel.press("Tab").unwrap();
        panel.render().unwrap();
    }
    grown(&panel, "50 prompts of 60 KB to 4 workers");
    goes_on(&mut panel, &["after"]);
}

#[test]
fn pastes_that_are_taken_back_leave_nothing() {
    let mut panel = panel(10);
    for _ in 0..6 {
        panel.paste(&text(MEGABYTE)).unwrap();
        panel.press("Backspace").unwrap();
        panel.render().unwrap();
    }
    grown(&panel, "6 pastes of 1 MB taken back");
    goes_on(&mut panel, &["❯ before after"]);
}

#[test]
fn the_largest_prompt_is_sent() {
    let mut panel = panel(10);
    panel.paste(&text(3_190_000)).unwrap();
    panel.render().unwrap();
    panel.press("Enter").unwrap();
    panel.settle().unwrap();
    grown(&panel, "a prompt of 3.2 MB");
    goes_on(&mut panel, &["MB]"]);
}

#[test]
fn over_the_sum_of_all_texts_a_paste_is_refused_in_words() {
    let mut panel = panel(4);
    for _ in 0..3 {
        panel.paste(&text(MEGABYTE)).unwrap();
        panel.press("Tab").unwrap();
        panel.key('j').unwrap();
        panel.press("Tab").unwrap();
        panel.render().unwrap();
    }
    panel.paste(&text(3_190_000)).unwrap();
    grown(&panel, "a paste of 3.2 MB beside 3 MB");
    goes_on(&mut panel, &["not taken: a text of 3.1 MB, beside 3.0 MB"]);
}

#[test]
fn many_requests_of_scripts_at_once_end_nothing() {
    let mut panel = panel(10);
    for number in 0..64 {
        let id = format!("d0c5bd5e-5b1a-4a0f-a1dd-3f1d7a8f2f{number:02}");
        panel.pipe_as(&id, "send", &text(100_000)).unwrap();
    }
    panel.settle().unwrap();
    grown(&panel, "64 requests of 100 KB");
    goes_on(&mut panel, &["❯ before after"]);
}

#[test]
fn a_large_draft_is_saved_each_time_it_changes() {
    let mut panel = panel(10);
    panel.paste(&text(3_150_000)).unwrap();
    for _ in 0..2 {
        type_in(&mut panel, "x");
        panel.wait_for_process().unwrap();
        panel.settle().unwrap();
        panel.render().unwrap();
    }
    grown(&panel, "a draft of 3.2 MB, saved twice");
    goes_on(&mut panel, &["❯ before [", "3.1 MB]xxafter"]);
}
