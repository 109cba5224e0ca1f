//! Frames as text with their styles, over sizes and screens. Natively alone:
//! the expected ones are files.

use expect_test::expect_file;
use org::time::Millis;
use org::view::{Frame, Size, Style};

use super::panel::Panel;
use super::test;

/// Rows and columns.
const SIZES: [(usize, usize); 5] = [(4, 20), (10, 30), (24, 80), (40, 120), (100, 300)];

/// Each screen by its name, and the keys that lead there.
const SCREENS: [(&str, &[&str]); 8] = [
    ("list", &[]),
    ("commands", &["Tab"]),
    ("help", &["Tab", "?"]),
    ("start", &["Tab", "n", "a"]),
    ("stop", &["Tab", "x"]),
    ("find", &["Alt-/", "p", "i"]),
    ("marked", &["Tab", "A"]),
    ("question", &["Tab", "A", "Tab", "Enter"]),
];

/// Workers in every state, names of every kind, text in rows.
fn fleet(size: (usize, usize)) -> Panel {
    let mut panel = Panel::with(&[
        "/home/u/shop/api",
        "/home/u/漢字/かな",
        "/srv/a/very/long/way/to/a/project/with/a/name-that-goes-on",
        "/home/u/docs",
        "/home/u/pipe",
    ]);
    let states = [
        ("waiting", "990"),
        ("working", "940"),
        ("idle", "400"),
        ("idle", ""),
        ("", "100"),
    ];
    for (pane, (report, since)) in panel.panes.iter_mut().zip(states) {
        pane.report = report;
        pane.since = since;
    }
    panel.panes[0].agent.asks = true;
    panel.panes[1].agent.works = true;
    panel.panes[4].ours = false;
    panel.kill(3, "3", "");
    panel.size = Size {
        rows: size.0,
        columns: size.1,
    };
    panel.screen();
    panel.pass(Millis(4_000));
    // One has become somebody else's, and is told to have gone.
    panel.keys(&["Tab", "Esc", "Tab"]);
    panel
        .type_text("one ")
        .keys(&["Alt-Enter"])
        .type_text("two");
    panel
}

/// Each row, and under it a sign for the style of each of its cells, if there
/// is any but the plain one.
fn styled(frame: &Frame) -> String {
    let mut text = String::new();
    for line in &frame.lines {
        let mut signs = String::new();
        for span in &line.spans {
            let sign = match span.style {
                Style::Plain => ' ',
                Style::Title => 'T',
                Style::Dim => 'd',
                Style::Rule => 'r',
                Style::Good => 'g',
                Style::Bad => 'b',
                Style::Key => 'k',
                Style::Name => 'n',
                Style::Match => 'm',
                Style::Hover => 'h',
                Style::Screen(_) => 's',
            };
            signs.extend(std::iter::repeat_n(sign, span.width()));
        }
        let chosen = if line.selected { "»" } else { " " };
        text.push_str(format!("{chosen}{}", line.text()).trim_end());
        text.push('\n');
        if !signs.trim().is_empty() {
            text.push_str(&format!(" {}\n", signs.trim_end()));
        }
    }
    text
}

#[test]
fn every_screen_is_drawn_as_it_was_in_every_size() {
    for (name, keys) in SCREENS {
        let mut all = String::new();
        for size in SIZES {
            let mut panel = fleet(size);
            panel.keys(keys);
            panel.screen();
            let frame = panel.app.view(panel.now, panel.size);
            assert!(frame.lines.len() <= size.0);
            assert!(frame.lines.iter().all(|l| l.width() <= size.1), "{name}");
            all.push_str(&format!("==== {} rows of {}\n", size.0, size.1));
            // Blank rows of the largest one say nothing.
            let drawn = styled(frame);
            let mut blank = false;
            for line in drawn.lines() {
                if !(blank && line.is_empty()) {
                    all.push_str(line);
                    all.push('\n');
                }
                blank = line.is_empty();
            }
        }
        let file = format!("{}/tests/frames/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        expect_file![file].assert_eq(&all);
    }
}
