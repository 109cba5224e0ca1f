//! A clock that jumps and timers that are lost: the host sleeps, a time server
//! sets its clock, Zellij drops an event.

use org::input::{Input, Mouse};
use org::time::{Millis, Moment};

use super::panel::{Pane, Panel};
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

/// What a panel is asked to do, of a worker of this kind, and what it says when
/// that is done.
struct Case {
    what: &'static str,
    worker: fn(&mut Pane),
    keys: fn(&mut Panel),
    says: &'static str,
}

const SEND: Case = Case {
    what: "a send",
    worker: |_| {},
    keys: |panel| {
        panel.type_text("do it").keys(&["Enter"]);
    },
    says: "submitted to %0",
};

const CASES: [Case; 4] = [
    SEND,
    Case {
        what: "a send to a working agent",
        worker: |pane| pane.agent.works = true,
        ..SEND
    },
    Case {
        what: "a send to an agent that starts",
        worker: |pane| {
            pane.agent.starts = true;
            pane.report = "starting";
        },
        ..SEND
    },
    Case {
        what: "a start",
        worker: |_| {},
        keys: |panel| {
            panel.keys(&["Tab", "n"]).type_text("/home/u/b");
            panel.keys(&["Enter"]);
        },
        says: "started %1",
    },
];

/// With a clock that can be set back by hours.
fn one_worker() -> Panel {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.now = panel.now.after(Millis(360_000_000));
    panel.pass(Millis(1_000));
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
    let mut host = Host::new(one_worker());
    // It has been at work: it finds its directories, and ticks are on the way.
    host.run(3_000, &|_| 0, &|_| false);
    host.set_clock();
    (case.worker)(&mut host.panel.panes[0]);
    (case.keys)(&mut host.panel);
    (host.inputs, host.ticks_ordered) = (0, 0);
    host.panel.effects();
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
    let Case { what, says, .. } = case;
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
                let both: [(&str, &dyn Fn(usize) -> i64); 2] =
                    [("there", &there), ("there and back", &and_back)];
                let jumps = if by.abs() == HOURS {
                    &both[..]
                } else {
                    &both[..1]
                };
                for (way, jump) in jumps {
                    let how = format!("by {by} at {at}, {way}");
                    let (disturbed, _) = result(case, &how, jump);
                    assert_eq!(disturbed, plain, "{} {how}", case.what);
                }
            }
        }
    }
}

/// Whether another sender is at work is told by the clock as that one reads
/// it, whatever this one has been through.
#[test]
fn the_claim_of_another_sender_is_as_old_as_the_clock_says() {
    for by in [HOURS, -HOURS] {
        let mut panel = one_worker();
        panel.panes[0].agent.program = "codex";
        panel.pass(Millis(11_000));
        panel.panes[0].agent.claim = claim(&panel);
        panel.type_text("do it").keys(&["Enter"]);
        panel.pass(Millis(1_000));
        panel.now.shift(by);
        panel.panes[0].agent.claim = claim(&panel);
        panel.pass(Millis(15_000));
        let screen = panel.screen();
        assert!(screen.contains("behind another prompt: do it"), "{screen}");
        assert!(!panel.all_effects().contains("run finish"), "{by}");
        panel.panes[0].agent.claim.clear();
        panel.pass(Millis(1_000));
        let screen = panel.screen();
        assert!(screen.contains("delivered to %0"), "{screen}");
    }
}

/// That of a sender which has just claimed a pane.
fn claim(panel: &Panel) -> String {
    format!("other-1.{}.other-1", panel.now.seconds())
}

/// Where nothing else comes, the tick for the deadline of a command that has
/// been answered does.
#[test]
fn a_tick_that_never_comes_stops_nothing() {
    for case in &CASES {
        let (plain, _) = result(case, "without a loss", &|_| 0);
        for lost in 1..=12 {
            let how = format!("without tick {lost}");
            let (still, loses) = (|_: usize| 0, |n: usize| n == lost);
            let mut host = begun(case, &still, &loses);
            host.run(9_000, &still, &loses);
            assert!(host.ticks_ordered >= lost, "{how}");
            goes_on(&mut host, case, &plain, &how);
        }
    }
}

/// Somebody moves the mouse, or Zellij tells of a pane.
#[test]
fn where_no_tick_comes_any_more_the_next_input_orders_one() {
    for case in &CASES {
        let (plain, _) = result(case, "without a loss", &|_| 0);
        for lost in 1..=12 {
            let how = format!("without a tick from {lost} on");
            let (still, loses) = (|_: usize| 0, |n: usize| n >= lost);
            let mut host = begun(case, &still, &loses);
            host.ticks.clear();
            host.run(2_500, &still, &loses);
            host.set_clock();
            let hover = Mouse::Hover { row: 0, column: 0 };
            host.panel.input(Input::Mouse(hover));
            host.run(2_500, &still, &|_| false);
            goes_on(&mut host, case, &plain, &how);
        }
    }
}

fn goes_on(host: &mut Host, case: &Case, plain: &str, how: &str) {
    let screen = host.panel.screen();
    let waits = ["✗", "◷", "sending"]
        .iter()
        .any(|sign| screen.contains(sign));
    assert!(!waits, "{} {how}: {screen}", case.what);
    assert_eq!(host.panel.effects(), plain, "{} {how}", case.what);
    let listed = host.panel.app.model().polling.listed.unwrap();
    assert!(host.panel.now.since(listed) < Millis(2_000), "{how}");
}
