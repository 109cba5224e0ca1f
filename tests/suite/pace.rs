//! When something is looked for, and how soon it is drawn.

use org::input::Input;
use org::time::{Millis, Moment};

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
        let lists = effects.lines().filter(|line| *line != "run recover");
        runs.extend(lists.map(|line| (at, line.to_owned())));
    }
    runs
}

/// In tmux it is looked twice a second all the time: from the end of one
/// listing to the beginning of the next it takes half a second at most, or a
/// third more, or tmux looks meanwhile.
#[test]
fn a_panel_in_sight_looks_twice_a_second_and_then_waits_in_tmux() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let runs = runs(&mut panel, 180_000);
    assert!(runs.iter().all(|(_, run)| run.starts_with("run list")));
    let waits = |run: &str| run.ends_with("when something is new");
    let first = runs.iter().position(|(_, run)| waits(run)).unwrap();
    let (at, _) = runs[first];
    assert!((10_000..12_000).contains(&at), "{at}");
    for pair in runs[..first].windows(2) {
        let gap = pair[1].0 - pair[0].0;
        assert!(gap <= 660, "{pair:?}");
    }
    assert_eq!(runs.iter().filter(|(at, _)| *at <= 9_000).count(), 18);
    // No time between two that wait.
    for pair in runs[first..].windows(2) {
        assert!(waits(&pair[1].1), "{pair:?}");
        let gap = pair[1].0 - pair[0].0;
        assert!((4_980..=5_020).contains(&gap), "{pair:?}");
    }
    assert!(runs.len() < 60, "{}", runs.len());
}

/// The listing under way is left to itself.
#[test]
fn who_acts_does_not_wait_for_a_listing_that_waits() {
    type Act = fn(&mut Panel);
    let acts: [(&str, Act); 4] = [
        ("chooses", |panel| {
            panel.keys(&["Tab", "j"]);
        }),
        ("asks for it", |panel| {
            panel.keys(&["Tab", "R"]);
        }),
        ("comes back", |panel| {
            panel.input(Input::Visible(false));
            panel.input(Input::Visible(true));
            panel.settle();
        }),
        ("makes it larger", |panel| {
            panel.size.columns = 60;
            panel.screen();
            panel.input(Input::Tick);
            panel.size.columns = 140;
            panel.screen();
            panel.input(Input::Tick);
            panel.settle();
        }),
    ];
    for (what, act) in acts {
        let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
        panel.size.columns = 140;
        panel.pass(Millis(20_000));
        assert_eq!(panel.waiting(), 1, "{what}");
        panel.all_effects();
        act(&mut panel);
        let effects = panel.all_effects().replace("run recover\n", "");
        assert!(
            effects.ends_with("run list with a screen\n"),
            "{what}: {effects}"
        );
        // What it says in the end is for nobody.
        let listed = panel.app.model().polling.listed;
        panel.pass(Millis(400));
        assert_eq!(panel.app.model().polling.listed, listed, "{what}");
        panel.pass(Millis(10_000));
        assert!(panel.app.model().polling.listed > listed, "{what}");
    }
}

/// What has been written within a second cannot be told apart.
#[test]
fn a_listing_does_not_wait_while_somebody_writes() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    for pane in &mut panel.panes {
        pane.report = "working";
        pane.since = "900";
    }
    for second in 0..30 {
        panel.panes[1].active = 1000 + second;
        panel.pass(Millis(1_000));
    }
    assert!(!panel.all_effects().contains("when something is new"));
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
    let mut all = Vec::new();
    for second in 0..30 {
        for pane in &mut panel.panes {
            pane.active += second % 2;
        }
        all.extend(runs(&mut panel, 1_000));
    }
    for n in 0..12 {
        let look = format!("look %{n}");
        let times = all.iter().filter(|(_, run)| run.ends_with(&look)).count();
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

/// Only ticks that were ordered come, each as late as it was wanted.
#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.now = panel.now.after(Millis(7_200_000));
    panel.panes[0].agent.works = true;
    panel.pass(Millis(2_000));
    panel.type_text("go on").keys(&["Enter"]);
    panel.pass(Millis(2_000));
    panel.panes[0].agent.works = false;
    panel.all_effects();
    let mut due: Vec<u64> = vec![200];
    panel.timers.clear();
    // What has passed, and what the clock says.
    let (mut passed, before) = (0, panel.now);
    while passed < 4_000 {
        passed += 10;
        panel.now = Moment(before.0 - 3_600_000 + passed);
        if due.iter().any(|at| *at <= passed) {
            due.retain(|at| *at > passed);
            panel.input(Input::Tick);
            panel.settle();
        }
        due.extend(panel.timers.drain(..).map(|span| passed + span.0));
    }
    let screen = panel.screen();
    assert!(screen.contains("submitted"), "{screen}");
}
