//! What a start offers of a real zoxide's: `ORG_ZOXIDE`, else the one on the
//! PATH, with a database of the test's own.

use std::path::Path;

use org::operation::find::{Find, Found};

use crate::support::host::Host;
use crate::support::{Server, agent};

/// A server whose hosts have zoxide on their PATH.
fn with_zoxide() -> Server {
    let mut server = Server::new();
    let path = std::env::var("PATH").unwrap_or_default();
    let path = match std::env::var("ORG_ZOXIDE") {
        Ok(program) => format!("{}:{path}", Path::new(&program).parent().unwrap().display()),
        Err(_) => path,
    };
    let data = server.folder().join("zoxide's data").display().to_string();
    server.environment.push(("PATH".into(), path));
    server.environment.push(("_ZO_DATA_DIR".into(), data));
    let version = server.run(&["zoxide", "--version"].map(str::to_owned));
    assert!(
        version.success(),
        "zoxide does not start; cargo xtask test installs it and sets ORG_ZOXIDE: {}",
        version.complaint()
    );
    server
}

/// Goes to a directory so many times, as zoxide sees it.
fn visit(server: &Server, directory: &str, times: usize) {
    for _ in 0..times {
        let added = server.run(&["zoxide", "add", "--", directory].map(str::to_owned));
        assert!(added.success(), "{}", added.complaint());
    }
}

fn listed(server: &Server) -> Vec<String> {
    match server.finish(Find::Zoxide).unwrap() {
        Found::Zoxide(found) => found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn directories_come_in_the_order_of_their_score() {
    let server = with_zoxide();
    assert_eq!(listed(&server), Vec::<String>::new());
    let names = ["once", "four times, \"quoted\"", "twice ä漢"];
    let [once, four, twice] = names.map(|name| server.directory(name));
    visit(&server, &once, 1);
    visit(&server, &four, 4);
    visit(&server, &twice, 2);
    assert_eq!(listed(&server), [four, twice, once]);
}

#[test]
fn the_panel_offers_zoxides_directories_but_not_what_is_gone() {
    let server = with_zoxide();
    let home = server.home().canonicalize().unwrap();
    let at_home = |name: &str| {
        let path = home.join(name);
        std::fs::create_dir_all(&path).unwrap();
        path.display().to_string()
    };
    let (often, seldom, gone) = (at_home("often"), at_home("seldom"), at_home("gone"));
    visit(&server, &seldom, 1);
    visit(&server, &gone, 9);
    visit(&server, &often, 3);
    std::fs::remove_dir(&gone).unwrap();
    // zoxide keeps a path as it was gone to.
    let worker = server.directory("worker");
    let link = home.join("link").display().to_string();
    std::os::unix::fs::symlink(&worker, &link).unwrap();
    visit(&server, &link, 2);
    server.start(&worker, &agent::command("log", &[])).unwrap();
    let mut host = Host::open(&server, &[]);
    host.wait_until_it_says("1 worker");
    host.key(org::input::KeyCode::Tab);
    host.type_text("n");
    host.wait_until_it_says("has a worker");
    let words = host.words();
    let places = ["often zoxide", "link has a worker", "seldom zoxide"].map(|w| words.find(w));
    assert!(places.is_sorted() && places[0].is_some(), "{words}");
    assert!(!words.contains("gone"), "{words}");
}
