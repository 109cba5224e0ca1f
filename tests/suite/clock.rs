//! A clock that jumps and timers that are lost: the host sleeps, a time server
//! sets its clock, Zellij drops an event.

use org::input::{Input, Mouse};
use org::time::{Millis, Moment};

use super::panel::Panel;
use super::test;

const MINUTES: i64 = 3 * 60_000;
const HOURS: i64 = 5 * 3_600_000;

/// A host whose clock jumps and which loses ticks: only ticks that were
/// ordered come, and every command is answered some hundredths of a second
/// after it has begun.
struct Host {
    panel: Panel,
    /// Milliseconds that have really passed.
    passed: u64,
    begin: Moment,
    /// How far ahead the clock is.
    ahead: i64,
    /// When ordered ticks come.
    ticks: Vec<u64>,
    /// Inputs so far.
    inputs: usize,
    ticks_ordered: usize,
}

impl Host {
    fn new(mut panel: Panel) -> Self {
        panel.hold = true;
        // The one that was ordered last is still to come.
        let last = panel.timers.pop();
        panel.timers = last.into_iter().collect();
        Self {
            begin: panel.now,
            panel,
            passed: 0,
            ahead: 0,
            ticks: Vec::new(),
            inputs: 0,
            ticks_ordered: 0,
        }
    }

    fn set_clock(&mut self) {
        let mut now = self.begin;
        now.shift(self.passed as i64 + self.ahead);
        self.panel.now = now;
    }

    /// Lets time pass. Before each input the clock jumps by what `jump` says
    /// for its number; ticks whose number `loses` are lost.
    fn run(&mut self, span: u64, jump: &dyn Fn(usize) -> i64, loses: &dyn Fn(usize) -> bool) {
        let end = self.passed + span;
        while self.passed < end {
            self.passed += 10;
            self.order(loses);
            let due = self.ticks.iter().filter(|at| **at <= self.passed).count();
            self.ticks.retain(|at| *at > self.passed);
            for _ in 0..due {
                self.jump(jump);
                self.panel.input(Input::Tick);
            }
            if self.passed.is_multiple_of(30) && self.panel.waiting() > 0 {
                self.jump(jump);
                self.panel.answer_oldest("");
            }
        }
    }

    fn order(&mut self, loses: &dyn Fn(usize) -> bool) {
        for span in std::mem::take(&mut self.panel.timers) {
            self.ticks_ordered += 1;
            if !loses(self.ticks_ordered) {
                self.ticks.push(self.passed + span.0);
            }
        }
    }

    fn jump(&mut self, jump: &dyn Fn(usize) -> i64) {
        self.inputs += 1;
        let by = jump(self.inputs);
        self.ahead += by;
        self.set_clock();
        if by != 0 {
            // One that was ordered long ago and was not needed any more.
            self.panel.input(Input::Tick);
        }
    }
}

/// What a panel is asked to do, and what it says when that is done.
type Case = (&'static str, fn() -> Panel, &'static str);

const CASES: [Case; 4] = [
    ("a send", || with_prompt(|_| {}), "submitted to %0"),
    (
        "a send to a working agent",
        || with_prompt(|panel| panel.panes[0].agent.works = true),
        "submitted to %0",
    ),
    (
        "a send to an agent that starts",
        || {
            with_prompt(|panel| {
                panel.panes[0].agent.starts = true;
                panel.panes[0].report = "starting";
            })
        },
        "submitted to %0",
    ),
    (
        "a start",
        || {
            let mut panel = one_worker();
            panel.keys(&["Tab", "n"]);
            panel.type_text("/home/u/b");
            panel.hold = true;
            panel.keys(&["Enter"]);
            panel
        },
        "started %1",
    ),
];

/// With a clock that can be set back by hours.
fn one_worker() -> Panel {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.now = panel.now.after(Millis(360_000_000));
    panel.pass(Millis(1_000));
    panel
}

fn with_prompt(change: fn(&mut Panel)) -> Panel {
    let mut panel = one_worker();
    change(&mut panel);
    panel.type_text("do it");
    panel.hold = true;
    panel.keys(&["Enter"]);
    panel
}

/// Runs a case to its end: what was done, and how many inputs it took.
fn result(case: &Case, how: &str, jump: &dyn Fn(usize) -> i64) -> (String, usize) {
    let mut host = begun(case, jump, &|_| false);
    host.run(2_500, jump, &|_| false);
    let inputs = host.inputs;
    (ended(&mut host, case, how), inputs)
}

/// A case in its middle: its worker is idle from now on.
fn begun(case: &Case, jump: &dyn Fn(usize) -> i64, loses: &dyn Fn(usize) -> bool) -> Host {
    let mut host = Host::new(case.1());
    host.run(1_000, jump, loses);
    for pane in &mut host.panel.panes {
        pane.agent.works = false;
        pane.agent.starts = false;
        pane.report = "idle";
    }
    host
}

/// What was done in a case that has ended well.
fn ended(host: &mut Host, case: &Case, how: &str) -> String {
    let (what, _, says) = case;
    let screen = host.panel.screen();
    assert!(screen.contains(says), "{what} {how}: {screen}");
    assert!(!screen.contains('✗'), "{what} {how}: {screen}");
    assert!(!screen.contains("no answer"), "{what} {how}: {screen}");
    host.panel.effects()
}

#[test]
fn a_clock_that_jumps_gives_up_nothing_at_any_stage() {
    for case in &CASES {
        let (plain, inputs) = result(case, "without a jump", &|_| 0);
        for by in [MINUTES, HOURS, -MINUTES, -HOURS] {
            for at in 1..=inputs {
                let there = |n: usize| if n == at { by } else { 0 };
                let and_back = |n: usize| if n == at + 1 { -by } else { there(n) };
                let jumps: [(&str, &dyn Fn(usize) -> i64); 2] =
                    [("there", &there), ("there and back", &and_back)];
                for (way, jump) in jumps {
                    let how = format!("by {by} at {at}, {way}");
                    let (disturbed, _) = result(case, &how, jump);
                    assert_eq!(disturbed, plain, "{} {how}", case.0);
                }
            }
        }
    }
}

/// Whatever comes next orders another one; most often that is the answer of a
/// listing.
#[test]
fn a_tick_that_never_comes_stops_nothing() {
    for case in &CASES {
        let (plain, _) = result(case, "without a loss", &|_| 0);
        for lost in 1..=30 {
            let how = format!("without tick {lost}");
            let still = |_: usize| 0;
            let mut host = begun(case, &still, &|n| n == lost);
            host.run(2_500, &still, &|n| n == lost);
            // Somebody moves the mouse, or Zellij tells of a pane.
            host.set_clock();
            host.panel
                .input(Input::Mouse(Mouse::Hover { row: 0, column: 0 }));
            host.run(2_500, &still, &|n| n == lost);
            assert!(host.ticks_ordered >= lost || lost > 10, "{} {how}", case.0);
            assert_eq!(ended(&mut host, case, &how), plain, "{} {how}", case.0);
        }
    }
}
