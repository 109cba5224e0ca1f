//! Screens of Claude Code as `capture-pane -p -e` prints them, and what each is
//! read as: those called `real` were captured from the program itself, without
//! a connection to its service; the others, which need one, are drawn after
//! what was measured.

use org::agent::Screen;
use org::agent::profile;
use org::agent::screen::PromptBox;

use super::test;

macro_rules! screen {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../fixtures/claude/", $name, ".txt")),
        )
    };
}

fn boxed(content: &str, working: bool) -> Screen {
    Screen::Box(PromptBox {
        shell: false,
        content: content.into(),
        scrolled: false,
        working,
    })
}

#[test]
fn both_versions_are_read_for_what_they_show() {
    let shell = PromptBox {
        shell: true,
        content: String::new(),
        scrolled: false,
        working: false,
    };
    let scrolled = PromptBox {
        shell: false,
        content: "the last lines of a long\nprompt".into(),
        scrolled: true,
        working: false,
    };
    let cases = [
        (screen!("2.1.330-starting"), Screen::Blank),
        (screen!("2.1.330-real-idle"), boxed("", false)),
        (screen!("2.1.330-real-working"), boxed("", true)),
        (screen!("2.1.330-real-queued"), boxed("", true)),
        (
            screen!("2.1.330-real-draft"),
            boxed("-first prompt; it's #{pid} \\", false),
        ),
        (
            screen!("2.1.330-real-folded"),
            boxed("[Pasted text #1 +29 lines]", false),
        ),
        (screen!("2.1.330-real-shell"), Screen::Box(shell)),
        (screen!("2.1.330-real-help"), Screen::Other),
        (screen!("2.1.330-real-transcript"), Screen::Other),
        (screen!("2.1.330-real-trust"), Screen::Question),
        (screen!("2.1.330-permission"), Screen::Question),
        (screen!("2.1.330-scrolled"), Screen::Box(scrolled)),
        (screen!("2.1.330-numbered-conversation"), boxed("", false)),
        (screen!("2.1.197-real-idle"), boxed("", false)),
        (screen!("2.1.197-real-working"), boxed("", true)),
        (screen!("2.1.197-real-trust"), Screen::Question),
        (screen!("2.1.197-permission"), Screen::Question),
        (screen!("2.1.197-settings"), Screen::Question),
    ];
    let signs = profile::of_program("claude").screen.unwrap();
    for ((name, captured), expected) in cases {
        assert_eq!(Screen::read(&signs, captured), expected, "{name}");
    }
}

/// A pane that was made narrower keeps its signs until there is no room for a
/// rule: then nothing is known, and nothing is sent.
#[test]
fn a_screen_without_room_for_a_rule_is_not_read() {
    let signs = profile::of_program("claude").screen.unwrap();
    let narrow = "────────────\n❯ \n────────────\n";
    assert_eq!(Screen::read(&signs, narrow), Screen::Other);
}
