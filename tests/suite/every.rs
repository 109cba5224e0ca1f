//! Every key and everything that can be clicked does something.

use org::input::{Input, Mouse};
use org::keymap::{Action, BINDINGS, Scope};
use org::time::Millis;

use super::panel::Panel;
use super::test;

/// A panel in which each action has something to do: workers in each state,
/// one that is chosen in the middle, prompts that wait, text with a past.
fn busy(scope: Scope, action: Action) -> Panel {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b", "/home/u/c", "/home/u/d"]);
    panel.size.columns = 120;
    panel.size.rows = 24;
    panel.panes[0].report = "waiting";
    panel.panes[2].agent.works = true;
    panel.panes[2].report = "working";
    panel.kill(3, "1", "");
    panel.input(Input::Surroundings {
        terminal: Some(1),
        floating: true,
        suppressed: false,
    });
    panel.pass(Millis(4_000));
    panel.keys(&["Esc", "Esc"]);
    choose(
        &mut panel,
        if action == Action::Restart {
            "~/d"
        } else {
            "~/b"
        },
    );
    panel
        .keys(&["Tab"])
        .type_text("sent before")
        .keys(&["Enter"]);
    if matches!(action, Action::SendNow | Action::TakeBack | Action::Append) {
        if action == Action::Append {
            panel.panes[1].agent.boxed = "half a thought".into();
        }
        choose(
            &mut panel,
            if action == Action::Append {
                "~/b"
            } else {
                "~/c"
            },
        );
        panel.type_text("waits").keys(&["Enter"]);
        panel.pass(Millis(600));
    }
    if action == Action::Results || action == Action::Unmark || action == Action::Dismiss {
        panel
            .keys(&["Tab", "A", "Tab"])
            .type_text("x")
            .keys(&["Enter", "y", "Esc"]);
        panel.keys(&["Tab", "A", "Tab"]);
    }
    if action != Action::Results && action != Action::Unmark {
        panel
            .type_text("one")
            .keys(&["Alt-Enter"])
            .type_text("two three");
        panel.keys(&["Ctrl-w", "Ctrl-z", "Left"]);
    }
    match action {
        Action::Older => _ = panel.keys(&["Ctrl-u", "Backspace", "Ctrl-u"]),
        Action::Newer => _ = panel.keys(&["Ctrl-u", "Backspace", "Ctrl-u", "Shift-Up"]),
        Action::Up | Action::PageUp | Action::Down | Action::PageDown => {
            _ = panel.keys(&["Ctrl-u", "Backspace", "Ctrl-u"]);
        }
        Action::PreviewDown => _ = panel.keys(&["Shift-PageUp", "Shift-PageUp"]),
        _ => {}
    }
    match scope {
        Scope::Prompt => {}
        Scope::Text => {
            panel.keys(&["Ctrl-w", "Ctrl-z"]);
            if action != Action::Redo {
                panel.keys(&["Ctrl-w", "Left"]).type_text("x ");
                panel.keys(&["Left"]);
            }
        }
        Scope::List => _ = panel.keys(&["Tab"]),
        Scope::Filter => {
            panel.keys(&["Alt-/"]);
            if matches!(action, Action::Up | Action::PageUp) {
                panel.keys(&["Down", "Down"]);
            }
        }
        Scope::Start => start(&mut panel, action),
        Scope::Question | Scope::Page => {
            panel.size.rows = 6;
            if scope == Scope::Page {
                panel.keys(&["Tab", "?"]);
            } else {
                panel.keys(&["Tab", "u", "A", "Tab", "Enter"]);
            }
            panel.screen();
            if matches!(action, Action::Up | Action::PageUp | Action::First) {
                panel.keys(&["Down"]);
            }
        }
    }
    panel.screen();
    panel.all_effects();
    panel
}

/// A start with offers, one of which is chosen and has a conversation.
fn start(panel: &mut Panel, action: Action) {
    panel.keys(&["Tab", "n"]);
    panel.input(Input::Directories(vec![
        "/home/u/p".into(),
        "/home/u/q".into(),
    ]));
    match action {
        Action::NewLine => _ = panel.keys(&["Shift-Tab"]),
        Action::Up | Action::PageUp | Action::Continue => _ = panel.keys(&["Down"]),
        _ => {}
    }
}

fn choose(panel: &mut Panel, name: &str) {
    let screen = panel.screen();
    let row = screen.lines().position(|l| l.contains(name)).unwrap();
    if !screen.lines().nth(row).unwrap().starts_with('▶') {
        panel.click(row, 20);
    }
}

#[test]
fn every_key_does_something() {
    for binding in BINDINGS {
        let mut panel = busy(binding.scope, binding.action);
        let before = panel.app.model().clone();
        panel.input(Input::Key(binding.key));
        let effects = panel.all_effects();
        assert!(
            *panel.app.model() != before || !effects.is_empty(),
            "{binding:?} did nothing in\n{}",
            panel.screen()
        );
    }
}

#[test]
fn everything_that_can_be_clicked_does_something() {
    let screens: [&[&str]; 8] = [
        &[],
        &["Tab"],
        &["Tab", "n"],
        &["Tab", "c"],
        &["Tab", "x"],
        &["Alt-/"],
        &["Tab", "A"],
        &["Tab", "A", "Tab", "Enter"],
    ];
    for keys in screens {
        let mut panel = busy(Scope::Prompt, Action::Send);
        panel.keys(keys);
        let regions = panel.app.view(panel.now, panel.size).regions().to_vec();
        assert!(!regions.is_empty(), "{keys:?}");
        for region in regions {
            let mut panel = panel.app.clone();
            let now = org::time::Moment(2_000_000);
            let before = panel.model().clone();
            let click = Mouse::Click {
                row: region.row,
                column: region.columns.start,
            };
            let effects = panel.update(now, Input::Mouse(click));
            let mut same = panel.model().clone();
            same.acted = before.acted;
            let drawn = effects.contains(&org::effect::Effect::Repaint);
            assert!(
                same != before || effects.len() > 1 || drawn,
                "{keys:?}: {region:?} did nothing"
            );
        }
    }
}
