//! Narrowing the list to what is typed.

use expect_test::expect;
use org::time::Millis;
use org::view::Style;

use super::panel::Panel;
use super::{check, test};

fn some() -> Panel {
    let mut panel = Panel::with(&[
        "/home/u/api",
        "/home/u/web/shop",
        "/home/u/docs",
        "/srv/apidocs",
    ]);
    panel.panes[2].report = "working";
    panel.pass(Millis(600));
    panel
}

#[test]
fn typing_narrows_the_list_and_enter_chooses() {
    let mut panel = some();
    panel.keys(&["Tab", "/"]).type_text("doc");
    check(
        &panel.screen(),
        &expect![[r#"
        find ❯ doc  2 of 4
        ▶ ● working      ~/docs                                %2
          ○ idle         /srv/apidocs                          %3






        to %0 ~/api
        ❯
        Enter choose  Tab commands  Esc back
    "#]],
    );
    panel
        .keys(&["Down", "Enter"])
        .type_text("x")
        .keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %3 "x"
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
        org  4 workers                       tmux session org-system
          ○ idle         ~/api                                 %0
          ○ idle         ~/web/shop                            %1
        ▶ ○ idle         /srv/apidocs                          %3
          ● working      ~/docs                                %2



        ✓ submitted to %3 /srv/apidocs
        to %3 /srv/apidocs
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn escape_goes_back_to_where_one_was() {
    let mut panel = some();
    panel.type_text("half").keys(&["Alt-/"]).type_text("docs");
    panel
        .keys(&["Esc"])
        .type_text(" a thought")
        .keys(&["Enter"]);
    check(
        &panel.effects(),
        &expect![[r#"
        run send %0 "half a thought"
    "#]],
    );
}

#[test]
fn states_are_found_too() {
    let mut panel = some();
    panel.keys(&["Tab", "/"]).type_text("work d");
    check(
        &panel.screen(),
        &expect![[r#"
        find ❯ work d  1 of 4
        ▶ ● working      ~/docs                                %2







        to %0 ~/api
        ❯
        Enter choose  Tab commands  Esc back
    "#]],
    );
}

#[test]
fn the_match_stands_out_also_in_the_end_of_a_long_directory() {
    let long = format!("/home/u/{}/target-dir", "deep/".repeat(12));
    let mut panel = Panel::with(&["/home/u/api", &long]);
    panel.size.columns = 40;
    panel.keys(&["Tab", "/"]).type_text("tdir");
    panel.screen();
    let frame = panel.app.view(panel.now, panel.size).clone();
    let line = &frame.lines[1];
    let matched: String = line
        .spans
        .iter()
        .filter(|s| s.style == Style::Match)
        .map(|s| &*s.text)
        .collect();
    assert_eq!(matched, "tdir", "{line:?}");
}

#[test]
fn what_is_found_can_be_marked_and_the_filter_taken_away() {
    let mut panel = some();
    panel
        .keys(&["Tab", "/"])
        .type_text("api")
        .keys(&["Tab", "A"]);
    check(
        &panel.screen(),
        &expect![[r#"
            find ❯ api  2 of 4
            ▶+○ idle         ~/api                                 %0
             +○ idle         /srv/apidocs                          %3






            to 2 marked: ~/api, /srv/apidocs
            ❯
            Tab prompt  Esc show all  Space mark  u unmark  A mark all
        "#]],
    );
    panel.keys(&["Esc"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  4 workers, 2 marked             tmux session org-system
        ▶+○ idle         ~/api                                 %0
          ○ idle         ~/web/shop                            %1
         +○ idle         /srv/apidocs                          %3
          ● working      ~/docs                                %2




        to 2 marked: ~/api, /srv/apidocs
        ❯
        Tab prompt  Space mark  u unmark  A mark all  I mark idle
    "#]],
    );
}

#[test]
fn nothing_found_says_so_and_chooses_nobody() {
    let mut panel = some();
    panel.keys(&["Tab", "/"]).type_text("zzz").keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        find ❯ zzz  0 of 4
          no worker matches






        ✗ no worker matches; Esc goes back
        to %0 ~/api
        ❯
        Enter choose  Tab commands  Esc back
    "#]],
    );
    panel
        .paste("\nignored\n")
        .keys(&["Ctrl-u"])
        .paste("shop\n")
        .keys(&["Enter"]);
    check(
        &panel.screen(),
        &expect![[r#"
        org  4 workers                       tmux session org-system
          ○ idle         ~/api                                 %0
        ▶ ○ idle         ~/web/shop                            %1
          ○ idle         /srv/apidocs                          %3
          ● working      ~/docs                                %2



        ✗ no worker matches; Esc goes back
        to %1 ~/web/shop
        ❯
        Enter send  Tab commands  [keys]  [new]  [open]
    "#]],
    );
}

#[test]
fn workers_that_come_are_found_while_it_stands() {
    let mut panel = some();
    panel.keys(&["Tab", "/"]).type_text("web");
    let mut pane = panel.panes[0].clone();
    (pane.id, pane.directory) = (9, "/home/u/web/new".into());
    panel.panes.push(pane);
    panel.pass(Millis(600));
    check(
        &panel.screen(),
        &expect![[r#"
        find ❯ web  2 of 5
        ▶ ○ idle         ~/web/shop                            %1
          ○ idle         ~/web/new                             %9






        to %0 ~/api
        ❯
        Enter choose  Tab commands  Esc back
    "#]],
    );
}

/// A panel in which another worker is pointed at than is chosen.
fn pointing_at_another() -> Panel {
    let mut panel = Panel::with(&["/home/u/api", "/home/u/docs"]);
    panel.size.columns = 110;
    panel.screen();
    panel.pass(Millis(600));
    panel.keys(&["Alt-/"]).type_text("docs");
    panel.all_effects();
    panel
}

#[test]
fn the_mouse_acts_on_the_worker_that_is_shown() {
    let mut panel = pointing_at_another();
    panel.pass(Millis(600));
    panel.click(3, 90);
    assert!(panel.screen().contains("opened %1"), "{}", panel.screen());
    // A click on a row chooses, also where it is the chosen worker's.
    let mut panel = pointing_at_another();
    panel.keys(&["Ctrl-u"]);
    panel.keys(&["Down"]);
    panel.click(1, 5);
    assert!(!panel.effects().contains("open"), "{}", panel.screen());
}

#[test]
fn a_worker_that_is_not_found_any_more_is_not_chosen() {
    let mut panel = pointing_at_another();
    panel.panes.remove(1);
    panel.pass(Millis(600));
    panel.keys(&["Enter"]);
    assert!(
        panel.screen().contains("no worker matches"),
        "{}",
        panel.screen()
    );
}

#[test]
fn a_key_that_changes_no_letter_leaves_the_pointer_where_it_is() {
    let mut panel = Panel::with(&["/home/u/api", "/home/u/app"]);
    panel.keys(&["Alt-/"]).type_text("ap");
    panel.keys(&["Down", "Left", "End"]);
    let screen = panel.screen();
    assert!(screen.contains("▶ ○ idle         ~/app"), "{screen}");
}
