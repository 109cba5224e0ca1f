//! How much is held of what is written, and when it is kept in tmux.

use std::sync::Arc;

use org::input::Input;
use org::model::{History, MAX_TEXT_BYTES, Purpose};
use org::prompt::Editor;
use org::time::Millis;

use super::panel::Panel;
use super::test;

fn megabyte() -> String {
    "a line of text that somebody has pasted\n".repeat(25_000)
}

#[test]
fn over_the_sum_of_all_texts_a_new_one_is_refused_and_nothing_is_lost() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.panes[0].agent.works = true;
    for _ in 0..3 {
        panel.paste(&megabyte()).keys(&["Enter"]);
    }
    panel.type_text("before ");
    panel.paste(&megabyte());
    let screen = panel.screen();
    assert!(
        screen.contains("not taken: a text of 1.0 MB, beside 3.0 MB that wait"),
        "{screen}"
    );
    assert!(screen.contains("send or drop some"), "{screen}");
    assert!(screen.contains("before"), "{screen}");
    assert_eq!(panel.app.model().text_bytes(), 3 * megabyte().len() + 7);
    // Of what is taken back nothing counts any more.
    panel.keys(&["Ctrl-u", "Alt-e", "Ctrl-u", "Backspace"]);
    panel.paste(&megabyte());
    assert!(panel.app.model().text_bytes() <= MAX_TEXT_BYTES);
    assert!(panel.screen().contains("MB]"), "{}", panel.screen());
}

#[test]
fn a_prompt_to_several_workers_is_held_once() {
    let directories: Vec<String> = (0..10).map(|n| format!("/home/u/{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    panel.paste(&megabyte());
    panel.hold = true;
    panel.keys(&["Tab", "A", "Tab", "Enter", "y"]);
    let model = panel.app.model();
    let sent = model.purposes.values().filter_map(|p| match p {
        Purpose::Send(outgoing) => Some(&outgoing.prompt),
        _ => None,
    });
    // As it was written, and as it is pasted.
    let sent = sent.map(|prompt| (prompt.text.clone(), prompt.prepared.clone().unwrap()));
    let texts: Vec<(Arc<str>, Arc<str>)> = sent.collect();
    assert_eq!(texts.len(), 10);
    let (written, pasted) = &texts[0];
    let same = |(w, p): &(Arc<str>, Arc<str>)| Arc::ptr_eq(w, written) && Arc::ptr_eq(p, pasted);
    assert!(texts.iter().all(same));
    assert_eq!(model.text_bytes(), megabyte().len());
}

#[test]
fn what_can_be_undone_or_recalled_has_a_limit() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    for _ in 0..14 {
        panel.paste(&megabyte()).keys(&["Backspace"]);
    }
    for _ in 0..14 {
        panel.paste(&megabyte()).keys(&["Ctrl-z"]);
    }
    let prompt = &panel.app.model().prompt;
    assert!(prompt.undo_bytes() < 2_500_000, "{}", prompt.undo_bytes());
    // What was deleted a moment ago comes back.
    panel.paste(&megabyte()).keys(&["Backspace"]);
    assert!(!panel.screen().contains("MB]"));
    panel.keys(&["Ctrl-z"]);
    assert!(panel.screen().contains("MB]"), "{}", panel.screen());
}

#[test]
fn the_oldest_prompts_of_all_workers_are_forgotten_first() {
    let panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c"]);
    let workers = panel.app.model().roster.workers();
    let mut history = History::default();
    for n in 0..60 {
        let target = &workers[usize::from(n > 2) + n % 2].target;
        history.keep(target, &format!("{n} {}", "x".repeat(60_000)).into());
    }
    let mut recalled = Vec::new();
    for worker in workers {
        history.settle();
        let mut editor = Editor::default();
        while let Some(older) = history.older(&worker.target, &editor) {
            editor = older;
            let text = editor.text();
            let (number, _) = text.split_once(' ').unwrap();
            recalled.push(number.parse::<usize>().unwrap());
            editor = Editor::default();
        }
    }
    recalled.sort_unstable();
    assert_eq!(recalled, (44..60).collect::<Vec<_>>());
}

#[test]
fn what_is_written_is_saved_at_rest_and_only_when_it_has_changed() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.all_effects();
    let saves = |panel: &mut Panel, span: u64| {
        panel.pass(Millis(span));
        panel.all_effects().matches("run save").count()
    };
    panel.type_text("one two");
    assert_eq!(saves(&mut panel, 400), 0);
    assert_eq!(saves(&mut panel, 400), 1);
    assert_eq!(saves(&mut panel, 20_000), 0);
    // Who writes on and on is saved all the same.
    let mut count = 0;
    for _ in 0..60 {
        panel.type_text("x");
        count += saves(&mut panel, 200);
    }
    assert!((2..4).contains(&count), "{count}");
    panel.keys(&["Enter"]);
    panel.pass(Millis(2_000));
    panel.all_effects();
    // Keys that change no text save nothing.
    panel.keys(&["Tab", "j", "k", "Tab"]);
    assert_eq!(saves(&mut panel, 5_000), 0);
    // What is not at rest yet is saved when the panel hides.
    panel.type_text("then");
    panel.input(Input::Visible(false));
    assert!(panel.all_effects().contains("run save"));
}

#[test]
fn a_panel_without_a_worker_keeps_its_text_until_there_is_a_server_to_hold_it() {
    let mut panel = Panel::loaded(&[]);
    panel.allow();
    panel.keys(&["Tab"]).type_text("for the first one");
    panel.pass(Millis(5_000));
    let effects = panel.all_effects();
    assert!(!effects.contains("save"), "{effects}");
    panel
        .keys(&["Tab", "n"])
        .type_text("/home/u/a")
        .keys(&["Enter"]);
    panel.pass(Millis(3_000));
    let effects = panel.all_effects();
    assert!(effects.contains("run save"), "{effects}");
}
