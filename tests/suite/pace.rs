//! When something is looked for, and how soon it is drawn.

use org::input::Input;
use org::time::Millis;

use super::panel::Panel;
use super::test;

/// Lets time pass in hundredths of a second; when each command was run.
fn runs(panel: &mut Panel, span: u64) -> Vec<(u64, String)> {
    panel.all_effects();
    let begin = panel.now.0;
    let mut runs = Vec::new();
    while panel.now.0 < begin + span {
        panel.now = panel.now.after(Millis(10));
        panel.input(Input::Tick);
        panel.settle();
        let at = panel.now.0 - begin;
        let effects = panel.all_effects();
        runs.extend(effects.lines().map(|line| (at, line.to_owned())));
    }
    runs
}

/// With a pause of 0.65 s and answers within some hundredths, whatever
/// happens is listed within 0.7 s.
#[test]
fn a_panel_in_sight_never_pauses_longer_than_allowed() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let runs = runs(&mut panel, 180_000);
    let mut last = 0;
    for (at, run) in &runs {
        assert!(run.starts_with("run list"), "{run}");
        assert!(at - last <= 660, "{last} {at}");
        last = *at;
    }
    assert!(last >= 179_000);
    // Half a second at first, longer when nothing happens.
    let first = runs.iter().filter(|(at, _)| *at <= 9_000).count();
    assert_eq!(first, 18);
    assert!(runs.len() < 295, "{}", runs.len());
}

/// Nobody has told what they do: they are looked at, one with each listing.
#[test]
fn a_panel_on_which_nothing_happens_runs_one_process_for_each_listing() {
    let directories: Vec<String> = (0..30).map(|n| format!("/home/u/{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    for pane in &mut panel.panes {
        pane.report = "";
    }
    let runs = runs(&mut panel, 60_000);
    assert!(runs.iter().all(|(_, run)| run.starts_with("run list")));
    for n in 0..30 {
        let look = format!("run list and look %{n}");
        let times = runs.iter().filter(|(_, run)| *run == look).count();
        assert_eq!(times, 1, "{look}");
    }
    // The first one finds that they tell nothing, and lists them at once.
    let gaps = runs.windows(2).skip(1).map(|w| w[1].0 - w[0].0);
    // A tick may come a little too early.
    assert!(gaps.min() >= Some(480));
}

/// Those that write all the time are looked at again and again, and none of
/// them is left out.
#[test]
fn all_who_write_and_say_nothing_are_looked_at_in_turn() {
    let directories: Vec<String> = (0..12).map(|n| format!("/home/u/{n}")).collect();
    let directories: Vec<&str> = directories.iter().map(String::as_str).collect();
    let mut panel = Panel::with(&directories);
    for pane in &mut panel.panes {
        pane.report = "";
        pane.active = 9_999_999;
    }
    let runs = runs(&mut panel, 30_000);
    for n in 0..12 {
        let look = format!("look %{n}");
        let times = runs.iter().filter(|(_, run)| run.ends_with(&look)).count();
        assert!(times >= 3, "{look}: {times}");
    }
}

/// No timer is between tmux's answer and the screen.
#[test]
fn what_tmux_has_answered_is_drawn_at_once() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.type_text("hello");
    let before = (panel.now, panel.repaints);
    panel.keys(&["Enter"]);
    assert!(panel.screen().contains("submitted to %0"));
    assert!(panel.repaints > before.1);
    panel.keys(&["Tab", "n"]);
    panel.type_text("/home/u/b");
    let repaints = panel.repaints;
    panel.keys(&["Enter"]);
    assert!(panel.screen().contains("started %1"), "{}", panel.screen());
    assert!(panel.repaints > repaints);
    // And chosen in the list, whatever the pause.
    assert!(panel.screen().contains("to %1 ~/b"), "{}", panel.screen());
    assert_eq!(panel.now, before.0);
}

/// Within one listing: a death, a change of state, a new worker.
#[test]
fn what_a_listing_shows_is_drawn_at_once() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel.pass(Millis(20_000));
    for (change, sign) in [(0, "1 waiting"), (1, "1 dead")] {
        let repaints = panel.repaints;
        match change {
            0 => panel.panes[0].report = "waiting",
            _ => panel.kill(1, "", "9"),
        }
        panel.pass(Millis(700));
        assert!(panel.screen().contains(sign), "{}", panel.screen());
        assert!(panel.repaints > repaints);
        panel.pass(Millis(20_000));
    }
}
