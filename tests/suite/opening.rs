//! Opening a worker: where, with which key.

use expect_test::expect;

use super::panel::Panel;
use super::{check, test};

#[test]
fn each_place_has_a_key_and_the_option_says_where_enter_opens() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.keys(&["Tab", "o", "f", "O", "t"]);
    check(
        &panel.effects(),
        &expect![[r#"
        open "%0 ~/a" view=true
        open "%0 ~/a" view=true
        open "%0 ~/a" view=true InPlace
        open "%0 ~/a" view=true Tab
    "#]],
    );
    for (option, place) in [("in_place", " InPlace"), ("tab", " Tab"), ("floating", "")] {
        let mut panel = Panel::loaded(&[("open", option)]);
        panel.panes = Panel::with(&["/home/u/a"]).panes;
        panel.allow();
        panel.effects();
        panel.keys(&["Enter"]);
        assert_eq!(
            panel.effects(),
            format!("open \"%0 ~/a\" view=true{place}\n")
        );
    }
}
