//! Where a worker could be started, asked of real files with the real shell:
//! Claude Code's records as 2.1.330 writes them, hostile names, links.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use org::error::Error;
use org::operation::find::completion::Completion;
use org::operation::find::conversation::Conversation;
use org::operation::find::{Find, Found};
use org::operation::start::StartRequest;
use org::operation::start_worker_in_directory;

use crate::support::agent;
use crate::support::{Server, wait_for};

const ID: &str = "2350fc9d-6a49-4d69-94b4-647e79837f5c";
const RECORDS: &str = include_str!("../fixtures/claude-records/conversation.jsonl");
const SESSION: &str = include_str!("../fixtures/claude-records/session.json");

/// The folder that Claude Code keeps a directory's conversations in.
fn folder(home: &Path, directory: &str) -> PathBuf {
    let plain = |c: u16| match u8::try_from(c) {
        Ok(c) if c.is_ascii_alphanumeric() => char::from(c),
        _ => '-',
    };
    let name: String = directory.encode_utf16().map(plain).collect();
    home.join(".claude/projects").join(name)
}

/// Writes a conversation as Claude Code does; where.
fn talk(home: &Path, directory: &str, id: &str) -> PathBuf {
    let folder = folder(home, directory);
    std::fs::create_dir_all(&folder).unwrap();
    let cwd = serde_json::to_string(directory).unwrap();
    let records = RECORDS.replace("\"/home/me/shop\"", &cwd).replace(ID, id);
    assert!(records.contains(&format!("\"cwd\":{cwd}")));
    let file = folder.join(format!("{id}.jsonl"));
    std::fs::write(&file, records).unwrap();
    file
}

fn age(file: &Path, stamp: &str) {
    let done = Command::new("touch").args(["-t", stamp]).arg(file).status();
    assert!(done.unwrap().success());
}

fn id(n: u32) -> String {
    format!("{n:08x}-6a49-4d69-94b4-647e79837f5c")
}

fn conversations(server: &Server) -> Vec<Conversation> {
    match server.finish(Find::Conversations).unwrap() {
        Found::Conversations(found) => found,
        other => panic!("{other:?}"),
    }
}

fn complete(server: &Server, base: &str, typed: &str) -> Completion {
    let (typed, base) = (typed.to_owned(), base.to_owned());
    match server.finish(Find::Directories { typed, base }).unwrap() {
        Found::Directories(found) => found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn conversations_are_found_in_the_agents_own_records_the_newest_first() {
    let server = Server::new();
    let home = server.home();
    assert_eq!(conversations(&server), []);
    let old = talk(&home, "/home/me/shop", &id(1));
    age(&old, "202601010000");
    let older = talk(&home, "/home/me/shop", &id(2));
    age(&older, "202501010000");
    talk(&home, "/home/me/a b'c\"d;$(x)ä😀", &id(3));
    let found = conversations(&server);
    let told: Vec<_> = found
        .iter()
        .map(|c| (c.directory.as_str(), c.id.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("/home/me/a b'c\"d;$(x)ä😀", id(3)),
            ("/home/me/shop", id(1))
        ]
    );
    let written = found[1].at;
    assert!(
        (1_767_000_000..1_768_000_000).contains(&written),
        "{written}"
    );
}

#[test]
fn odd_records_are_skipped_and_nothing_in_them_is_run() {
    let server = Server::new();
    let home = server.home();
    let good = talk(&home, "/good", &id(1));
    let projects = home.join(".claude/projects");
    // A newer one of the same folder that holds no conversation yet.
    std::fs::write(good.with_file_name(format!("{}.jsonl", id(2))), "{}\n").unwrap();
    // Records of another directory than their folder's.
    let lost = folder(&home, "/lost");
    std::fs::create_dir_all(&lost).unwrap();
    std::fs::copy(&good, lost.join(format!("{}.jsonl", id(3)))).unwrap();
    // What is no file, no text, no id, no folder of Claude Code's.
    let odd = folder(&home, "/odd");
    std::fs::create_dir_all(odd.join(format!("{}.jsonl", id(4)))).unwrap();
    let pipe = odd.join(format!("{}.jsonl", id(5)));
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    std::fs::write(
        odd.join(format!("{}.jsonl", id(6))),
        b"\xff\x00\"cwd\":\"\n",
    )
    .unwrap();
    std::fs::write(odd.join("$(touch ran).jsonl"), RECORDS).unwrap();
    std::fs::write(odd.join("-n\n;touch ran;.jsonl"), RECORDS).unwrap();
    for name in [&b"$(touch ran)"[..], b"-a\nb", b"a b;touch ran", b"\xff"] {
        std::fs::create_dir_all(projects.join(OsStr::from_bytes(name))).unwrap();
    }
    let found = conversations(&server);
    let told: Vec<_> = found.iter().map(|c| c.directory.as_str()).collect();
    assert_eq!(told, ["/good"]);
    assert_eq!(found[0].id, id(1));
    for place in [odd.join("ran"), projects.join("ran"), "/ran".into()] {
        assert!(!place.exists(), "{}", place.display());
    }
}

#[test]
fn a_long_conversation_is_read_at_its_ends_alone() {
    let server = Server::new();
    let file = talk(&server.home(), "/long", &id(1));
    let records = std::fs::read_to_string(&file).unwrap();
    // The first prompt is a megabyte: its record's `cwd` stands behind it.
    let long = records.replace("hello it", &"x".repeat(1 << 20));
    std::fs::write(&file, format!("{long}{records}")).unwrap();
    assert_eq!(conversations(&server)[0].directory, "/long");
}

#[test]
fn only_so_many_folders_are_looked_into() {
    let server = Server::new();
    for n in 0..60 {
        talk(&server.home(), &format!("/many/{n}"), &id(n));
    }
    assert_eq!(conversations(&server).len(), 40);
}

#[test]
fn the_agents_configuration_directory_may_be_elsewhere() {
    let mut server = Server::new();
    let elsewhere = server.folder().join("else where");
    talk(&server.home(), "/usual", &id(1));
    talk(&elsewhere, "/elsewhere", &id(2));
    let place = elsewhere.join(".claude").display().to_string();
    server.environment.push(("CLAUDE_CONFIG_DIR".into(), place));
    assert_eq!(conversations(&server)[0].directory, "/elsewhere");
}

/// What the host says that these paths really are.
fn real(server: &Server, paths: &[&str]) -> Vec<String> {
    let paths = paths.iter().map(|p| (*p).to_owned()).collect();
    match server.finish(Find::Real(paths)).unwrap() {
        Found::Real(found) => found.into_iter().map(|(_, real)| real).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_directory_is_known_by_any_of_its_names_as_a_worker_there_is() {
    let server = Server::new();
    let directory = server.directory("it's \"real\" $(x)");
    let link = server.folder().join("-link");
    std::os::unix::fs::symlink(&directory, &link).unwrap();
    let link = link.to_str().unwrap();
    let odd = server.folder().join("x\ny");
    std::fs::create_dir(&odd).unwrap();
    let odd_link = server.folder().join("odd");
    std::os::unix::fs::symlink(&odd, &odd_link).unwrap();
    let file = server.folder().join("file");
    std::fs::write(&file, "").unwrap();
    let gone = format!("{directory}/gone");
    let found = real(
        &server,
        &[
            link,
            &gone,
            &format!("{link}/./"),
            odd_link.to_str().unwrap(),
            file.to_str().unwrap(),
            "/",
            &directory,
        ],
    );
    let there = directory.as_str();
    assert_eq!(found, [there, "", there, "", "", "/", there]);
    // A start through the link finds the same.
    let pane = server
        .start(link, &agent::command("log", &[]))
        .unwrap()
        .pane;
    let worker = server.worker(pane);
    let key = org::directory::Directory::new(&found[0]);
    assert_eq!(worker.target.key, key.unwrap().key());
}

#[test]
fn hundreds_of_directories_are_looked_at_in_one_process() {
    let server = Server::new();
    let many: Vec<String> = (0..500)
        .map(|n| server.directory(&format!("many/{n}")))
        .collect();
    let paths: Vec<&str> = many.iter().map(String::as_str).collect();
    let found = real(&server, &paths);
    assert!(found.iter().eq(&many));
}

#[test]
fn what_completes_a_path_is_known_by_what_it_really_is() {
    let server = Server::new();
    let elsewhere = server.directory("else where");
    let base = server.directory("base");
    server.directory("base/plain");
    std::os::unix::fs::symlink(&elsewhere, Path::new(&base).join("pointer")).unwrap();
    let link = server.folder().join("link");
    std::os::unix::fs::symlink(&base, &link).unwrap();
    let typed = format!("{}/p", link.display());
    let found = complete(&server, "/", &typed);
    let real: Vec<_> = found.real.into_iter().map(|(_, real)| real).collect();
    let plain = format!("{base}/plain");
    assert_eq!(real, [plain, elsewhere]);
}

#[test]
fn a_typed_path_is_completed_from_the_disk() {
    let server = Server::new();
    let base = server.directory("base");
    for name in [
        "base/project one",
        "base/project two",
        "base/.hidden",
        "base/sub/in",
    ] {
        server.directory(name);
    }
    std::fs::write(Path::new(&base).join("project file"), "").unwrap();
    std::fs::create_dir(server.home().join("at home")).unwrap();
    let check = |typed: &str, text: &str, candidates: &[&str]| {
        let found = complete(&server, &base, typed);
        assert_eq!(found.text, text, "{typed}");
        assert_eq!(found.candidates, candidates, "{typed}");
    };
    check("p", "project ", &["project one", "project two"]);
    check("project t", "project two/", &[]);
    check(&format!("{base}/s"), &format!("{base}/sub/"), &[]);
    check("", "", &["project one", "project two", "sub"]);
    check(".", ".hidden/", &[]);
    check(
        "sub/..",
        "sub/../",
        &["sub/../project one", "sub/../project two", "sub/../sub"],
    );
    check("~", "~/at home/", &[]);
    check("~/a", "~/at home/", &[]);
    for (typed, entered) in [("nothing/x", false), ("q", true), ("sub/in/", true)] {
        let found = complete(&server, &base, typed);
        assert_eq!((found.found, found.entered), (false, entered), "{typed}");
    }
}

#[test]
fn hostile_names_are_completed_as_they_are() {
    let server = Server::new();
    let base = server.directory("base");
    let hostile = [
        "-n",
        "$(touch ran)",
        "`touch ran`",
        "a;touch ran",
        "b'c\"d",
        "e\\f",
        "g*",
        "h[i]",
        "j?k",
        "#{pid}",
        "ü漢",
        "~",
        "%s%n",
        "!l",
    ];
    for name in hostile {
        std::fs::create_dir(Path::new(&base).join(name)).unwrap();
    }
    // What no worker can be started in is not offered.
    for name in [&b"x\nnewline"[..], b"x\xff", b"x\x1b[31m"] {
        std::fs::create_dir(Path::new(&base).join(OsStr::from_bytes(name))).unwrap();
    }
    for name in hostile {
        let first: String = name.chars().take(1).collect();
        let typed = format!("{base}/{first}");
        let found = complete(&server, &base, &typed);
        assert_eq!(found.text, format!("{base}/{name}/"), "{typed}");
    }
    assert!(!complete(&server, &base, "x").found);
    // A pattern is no pattern.
    for typed in ["*", "[a-z]", "?"] {
        assert!(!complete(&server, &base, typed).found, "{typed}");
    }
    assert!(!Path::new("/ran").exists() && !Path::new(&base).join("ran").exists());
}

#[test]
fn thousands_of_entries_are_completed_as_far_as_all_go() {
    let server = Server::new();
    let base = server.directory("base");
    for n in 0..3_000 {
        std::fs::create_dir(Path::new(&base).join(format!("entry-{n:04}"))).unwrap();
    }
    let found = complete(&server, &base, "e");
    assert_eq!(found.text, "entry-");
    assert_eq!(found.candidates.len(), 501);
    assert_eq!(complete(&server, &base, "entry-29").text, "entry-29");
}

/// A process that stands for one that has the conversation open.
struct Holder(Child);

impl Holder {
    fn begin(server: &Server) -> Self {
        // Its words name the agent, for hosts without /proc.
        let words = ["/bin/sh", "-c", "sleep 600 & wait", "claude"];
        Self(server.spawn(&words.map(str::to_owned)))
    }

    /// Notes it as Claude Code notes itself.
    fn note(&self, home: &Path, id: &str, start: Option<&str>) {
        let sessions = home.join(".claude/sessions");
        std::fs::create_dir_all(&sessions).unwrap();
        let pid = self.0.id();
        let session = SESSION.replace("6459", &pid.to_string()).replace(ID, id);
        let real = started(pid).unwrap_or_else(|| "1355261".into());
        let session = session.replace("1355261", start.unwrap_or(&real));
        std::fs::write(sessions.join(format!("{pid}.json")), session).unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn started(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields = stat.rsplit_once(") ")?.1;
    fields.split(' ').nth(19).map(str::to_owned)
}

fn go_on(server: &Server, directory: &str, id: &str) -> Result<org::tmux::PaneId, Error> {
    let request = StartRequest {
        directory: directory.into(),
        base: "/".into(),
        home: String::new(),
        command: agent::command("log", &[]),
        first_prompt: None,
        beside: false,
    };
    let start = start_worker_in_directory(&server.tmux, request, server.nonce());
    server.finish(start.continuing(id)).map(|s| s.pane)
}

#[test]
fn a_conversation_is_gone_on_with_by_the_agents_own_resume() {
    let server = Server::new();
    let directory = server.directory("it's here");
    talk(&server.home(), &directory, &id(1));
    let found = conversations(&server);
    assert_eq!(found[0].directory, directory);
    let pane = go_on(&server, &directory, &found[0].id).unwrap();
    let words = format!("--resume {}", id(1));
    let listed = || {
        let pid = server.show(pane, "#{pane_pid}");
        let shown = server.run(&["ps", "-o", "args=", "-p", &pid].map(str::to_owned));
        shown.text().into_owned()
    };
    wait_for("the agent to be resumed", listed, || {
        listed().contains(&words).then_some(())
    });
    // A restart of it later is a new start: what it ran is kept without.
    let worker = server.worker(pane);
    assert_eq!(worker.started_with, Some(agent::command("log", &[])));
}

#[test]
fn a_conversation_that_a_process_has_open_is_refused() {
    let server = Server::new();
    let directory = server.directory("a");
    let holder = Holder::begin(&server);
    holder.note(&server.home(), &id(1), None);
    match go_on(&server, &directory, &id(1)) {
        Err(Error::ConversationOpen { pid, .. }) => assert_eq!(pid, holder.0.id()),
        other => panic!("{other:?}"),
    }
    assert!(server.raw(&["list-sessions"]).means_no_server());
    // Another conversation is nobody's.
    go_on(&server, &directory, &id(2)).unwrap();
}

#[test]
fn a_session_that_has_ended_holds_no_conversation() {
    let server = Server::new();
    let directory = server.directory("a");
    let holder = Holder::begin(&server);
    holder.note(&server.home(), &id(1), None);
    drop(holder);
    go_on(&server, &directory, &id(1)).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn a_number_that_another_process_has_after_a_reboot_holds_nothing() {
    let server = Server::new();
    let directory = server.directory("a");
    let holder = Holder::begin(&server);
    holder.note(&server.home(), &id(1), Some("77"));
    go_on(&server, &directory, &id(1)).unwrap();
}
