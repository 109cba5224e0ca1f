//! Starting workers.

use expect_test::expect;
use org::input::Input;
use org::time::Millis;

use super::panel::Panel;
use super::{check, test};

#[test]
fn a_key_asks_for_a_directory_and_starts_there() {
    let mut panel = Panel::with(&[]);
    panel
        .keys(&["n"])
        .type_text("proj")
        .keys(&["Shift-Tab"])
        .type_text("fix it");
    check(
        &panel.screen(),
        &expect![[r#"
            org  0 workers                       tmux session org-system
            start a worker: claude
            directory    ❯ proj
                         from ~/here
            first prompt ❯ fix it






            Enter start  Esc cancel  Tab directory
        "#]],
    );
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "proj" from "/home/u/here"; if "/home/u/here/proj": start with "fix it"
        "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            ▶ ○ idle         ~/here/proj                           %0






            ✓ started %0 in ~/here/proj
            to %0 ~/here/proj
            ❯
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn relative_directories_start_from_the_terminal_in_use() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(Input::Surroundings {
        terminal: Some(4),
        floating: false,
        suppressed: false,
    });
    panel.keys(&["Tab", "n"]);
    panel.input(Input::Directory(Some("/srv".into())));
    panel.type_text("x").keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            ReadDirectory(4)
            run resolve "x" from "/srv"; if "/srv/x": start
        "#]],
    );
}

#[test]
fn nothing_typed_means_here() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "n", "Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "." from "/home/u/here"; if "/home/u/here": start
        "#]],
    );
}

#[test]
fn a_second_start_is_refused_and_chooses_the_worker_that_is_there() {
    let mut panel = Panel::with(&["/home/u/a", "/home/u/b"]);
    panel
        .keys(&["Tab", "n"])
        .type_text("/home/u/b")
        .keys(&["Shift-Tab"])
        .type_text("hi");
    panel.keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "/home/u/b" from "/home/u/here"; if "/home/u/b": start with "hi"
        "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
            org  2 workers                       tmux session org-system
              ○ idle         ~/a                                   %0
            ▶ ○ idle         ~/b                                   %1




            ✗ already running in %1: /home/u/b; send it a prompt or open
              it
            to %1 ~/b
            ❯ hi
            Enter send  Tab commands  [keys]  [new]  [open]
        "#]],
    );
}

#[test]
fn what_cannot_start_says_why_and_keeps_what_was_typed() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.resolve = Some("missing");
    panel
        .keys(&["Tab", "n"])
        .type_text("/nowhere")
        .keys(&["Enter"]);
    panel.pass(Millis(1_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            start a worker: claude
            directory    ❯ /nowhere
                         from ~/here
            first prompt ❯





            ✗ /nowhere does not exist; create it or correct the path
            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
    panel.resolve = Some("denied");
    panel.keys(&["Enter"]);
    panel.pass(Millis(1_000));
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker                        tmux session org-system
            start a worker: claude
            directory    ❯ /nowhere
                         from ~/here
            first prompt ❯





            ✗ /nowhere may not be entered; check its permissions
            Enter start  Esc cancel  Tab complete  Shift Tab prompt
        "#]],
    );
    panel.keys(&["Esc"]);
    check(
        &panel.effects(),
        &expect![[r#"
            run resolve "/nowhere" from "/home/u/here"; if "/nowhere": start
            run resolve "/nowhere" from "/home/u/here"; if "/nowhere": start
        "#]],
    );
}

#[test]
fn a_dead_worker_in_the_directory_is_named() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.kill(0, "1", "");
    panel
        .keys(&["Tab", "n"])
        .type_text("/home/u/a")
        .keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
            org  1 worker, 1 dead                tmux session org-system
            ▶ ✗ exit 1       ~/a                                   %0






            ✗ a dead worker is in %0: /home/u/a; restart it or clean it
            to %0 ~/a (dead)
            ❯
            Enter send  Tab commands  [keys]  [new]  [restart]  [clean]
        "#]],
    );
}
