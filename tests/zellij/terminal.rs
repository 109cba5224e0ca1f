//! A terminal with Zellij in it: a private tmux server whose one pane it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use org::tmux::PaneId;
use serde_json::Value;

use crate::support::{self, Server};
use crate::zellij::log::{self, Message};
use crate::zellij::screen::{Area, Screen};
use crate::zellij::setup::{self, Setup};
use crate::zellij::slot::Slot;

/// The terminal, the Zellij in it, and the workers' tmux server.
pub struct Terminal {
    /// The workers' side: their server, the test's folders.
    pub server: Server,
    log: PathBuf,
    path: String,
    layout: PathBuf,
    size: (usize, usize),
    prefix: Vec<String>,
    generation: usize,
    /// How many terminals there have been: a tmux server each.
    terminals: usize,
    /// The codes of all errors that scripts have been told.
    pub(super) codes: Mutex<BTreeSet<String>>,
    _slot: Slot,
}

/// A pane of Zellij as it tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pane {
    pub id: u64,
    pub title: String,
    /// What it runs, when it is a plugin.
    pub plugin: Option<String>,
    pub focused: bool,
    pub floating: bool,
    pub suppressed: bool,
    /// Number of its tab, from 0.
    pub tab: u64,
    /// Its inside.
    pub area: Area,
}

impl Terminal {
    pub(super) fn open(setup: Setup) -> Self {
        let mut terminal = Self {
            server: setup.server,
            log: setup.log,
            path: setup.path,
            layout: setup.layout,
            size: setup.size,
            prefix: setup.prefix,
            generation: 0,
            terminals: 0,
            codes: Mutex::default(),
            _slot: setup.slot,
        };
        terminal.launch();
        terminal
    }

    /// Starts a Zellij of a new name, in a new terminal. Once in some hundred
    /// times Zellij 0.45.1 draws nothing at all, before any plugin is loaded:
    /// then another one is started, once.
    pub fn launch(&mut self) {
        if !self.try_to_launch() {
            println!("Zellij drew nothing: {}", self.zellij_log());
            assert!(self.try_to_launch(), "Zellij draws nothing");
        }
    }

    fn try_to_launch(&mut self) -> bool {
        self.generation += 1;
        let session = self.session();
        let layout = self.layout.display().to_string();
        self.try_to_run(&["--session", &session, "--new-session-with-layout", &layout])
    }

    /// Ends Zellij at once and brings its session back as Zellij has kept it.
    pub fn resurrect(&mut self) {
        let zellij = self.zellij_server();
        support::signal_process(zellij, "KILL");
        self.wait_until("Zellij is gone", || !support::lives(zellij));
        let session = self.session();
        self.tmux(&["kill-server"]);
        assert!(
            self.try_to_run(&["attach", &session]),
            "Zellij draws nothing"
        );
    }

    /// Starts Zellij in a terminal; whether it draws anything.
    fn try_to_run(&mut self, arguments: &[&str]) -> bool {
        self.terminals += 1;
        let (columns, rows) = self.size;
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let folder = self.folder().join("dirs").display().to_string();
        let path = format!("PATH={}", self.path);
        let prefix: Vec<&str> = self.prefix.iter().map(String::as_str).collect();
        let terminal = [
            "new-session",
            "-d",
            "-x",
            &columns,
            "-y",
            &rows,
            "-c",
            &folder,
            "--",
            "env",
            &path,
        ];
        let zellij = [&[setup::zellij()], arguments].concat();
        self.tmux(&[&terminal[..], &prefix, &zellij].concat());
        let draws = || !self.screen().text().trim().is_empty();
        let deadline = Instant::now() + Duration::from_secs(15);
        while !draws() && Instant::now() < deadline {
            support::wait_a_moment();
        }
        draws()
    }

    /// The test's own folder. Zellij is started in `dirs` of it.
    pub fn folder(&self) -> &Path {
        self.server.folder()
    }

    /// The name of the Zellij session.
    pub fn session(&self) -> String {
        format!("org{}", self.generation)
    }

    // What a person does.

    /// Presses keys, by tmux's names.
    pub fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys", "--"], keys].concat());
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        // A `;` at the end of an argument separates commands of tmux.
        let text = match text.strip_suffix(';') {
            Some(before) => format!("{before}\\;"),
            None => text.to_owned(),
        };
        self.tmux(&["send-keys", "-l", "--", &text]);
    }

    /// Pastes a text as a terminal does: in brackets, each line ended by a
    /// carriage return.
    pub fn paste(&self, text: &str) {
        let file = self.folder().join("clipboard");
        std::fs::write(&file, text).unwrap();
        self.tmux(&["load-buffer", file.to_str().unwrap()]);
        self.tmux(&["paste-buffer", "-p", "-d"]);
    }

    /// Clicks with the left button on a cell of the screen.
    pub fn click(&self, (row, column): (usize, usize)) {
        self.mouse(0, row, column, 'M');
        self.mouse(0, row, column, 'm');
    }

    /// Clicks on the first cell of a text in the panel, once it is there.
    pub fn click_in_panel(&self, text: &str) {
        let what = format!("{text:?} is in the panel");
        let (row, column) = self.wait_in_panel(&what, |panel| panel.find(text));
        let area = self.panel_pane().unwrap().area;
        self.click((area.row + row, area.column + column));
    }

    /// Clicks on the first cell of the row in the panel that holds a text.
    pub fn click_before_the_row(&self, text: &str) {
        let what = format!("{text:?} is in the panel");
        let (row, _) = self.wait_in_panel(&what, |panel| panel.find(text));
        let area = self.panel_pane().unwrap().area;
        self.click((area.row + row, area.column));
    }

    /// Turns the wheel over a cell of the screen; negative is up.
    pub fn wheel(&self, (row, column): (usize, usize), steps: isize) {
        let button = if steps < 0 { 64 } else { 65 };
        for _ in 0..steps.unsigned_abs() {
            self.mouse(button, row, column, 'M');
        }
    }

    /// Moves the pointer to a cell of the screen, with no button pressed.
    pub fn hover(&self, (row, column): (usize, usize)) {
        self.mouse(35, row, column, 'M');
    }

    fn mouse(&self, button: u8, row: usize, column: usize, end: char) {
        self.type_text(&format!("\x1b[<{button};{};{}{end}", column + 1, row + 1));
    }

    /// Makes the terminal larger or smaller.
    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.size = (columns, rows);
        let (columns, rows) = (columns.to_string(), rows.to_string());
        self.tmux(&["resize-window", "-x", &columns, "-y", &rows]);
    }

    // What a person sees.

    /// The whole screen.
    pub fn screen(&self) -> Screen {
        Screen::read(&self.tmux(&["capture-pane", "-p"]))
    }

    /// The row of the screen with this text in the panel: the text with all
    /// its colours, and where it begins.
    pub fn colours_of(&self, text: &str) -> (String, (usize, usize)) {
        let what = format!("{text:?} is in the panel");
        let (row, column) = self.wait_in_panel(&what, |panel| panel.find(text));
        let area = self.panel_pane().unwrap().area;
        let at = (area.row + row, area.column + column);
        let styled = self.tmux(&["capture-pane", "-p", "-e"]);
        (styled.lines().nth(at.0).unwrap().to_owned(), at)
    }

    /// All panes, in all tabs. Once in some hundred times Zellij's command
    /// line prints nothing and ends well; then it is asked again.
    pub fn panes(&self) -> Vec<Pane> {
        let answer = || {
            let output = self.zellij(&["action", "list-panes", "--all", "--json"]);
            let panes: Vec<Value> = serde_json::from_str(&output).ok()?;
            Some(panes).filter(|panes| !panes.is_empty())
        };
        let shown = || self.screen().text();
        let panes = support::wait_for("Zellij tells of its panes", shown, answer);
        panes.iter().map(pane).collect()
    }

    /// The panes that show the panel, by number.
    pub fn panels(&self) -> Vec<Pane> {
        let is_panel = |pane: &Pane| pane.plugin.as_deref() == Some("org");
        self.panes().into_iter().filter(is_panel).collect()
    }

    /// The one panel.
    pub fn panel_pane(&self) -> Option<Pane> {
        let mut panels = self.panels().into_iter().filter(|pane| !pane.suppressed);
        panels.next().filter(|_| panels.next().is_none())
    }

    /// What stands on the screen where the one panel is.
    pub fn panel(&self) -> Screen {
        let area = self.panel_pane().map(|pane| pane.area);
        area.map_or_else(Screen::default, |area| self.screen().cut(area))
    }

    /// Waits for something on the screen.
    pub fn wait_for<T>(&self, what: &str, mut seen: impl FnMut(&Screen) -> Option<T>) -> T {
        support::wait_for(what, || self.state(), || seen(&self.screen()))
    }

    /// Waits for something in the panel.
    pub fn wait_in_panel<T>(&self, what: &str, mut seen: impl FnMut(&Screen) -> Option<T>) -> T {
        support::wait_for(what, || self.state(), || seen(&self.panel()))
    }

    /// Waits until the panel shows a text, however it is wrapped.
    pub fn wait_until_panel_says(&self, text: &str) {
        self.wait_in_panel(&format!("the panel says {text:?}"), |panel| {
            panel.words().contains(text).then_some(())
        });
    }

    /// Waits until the panel no longer shows a text.
    pub fn wait_until_panel_lacks(&self, text: &str) {
        self.wait_in_panel(&format!("the panel no longer says {text:?}"), |panel| {
            let words = panel.words();
            (!words.is_empty() && !words.contains(text)).then_some(())
        });
    }

    /// The terminals that float over the tabs: views of workers.
    pub fn views(&self) -> Vec<Pane> {
        let is_view = |pane: &Pane| pane.plugin.is_none() && pane.floating;
        self.panes().into_iter().filter(is_view).collect()
    }

    /// The view of the worker in this pane, once it is open and shows the
    /// worker's agent.
    pub fn wait_for_view(&self, worker: PaneId) -> Pane {
        let title = format!("{worker} ");
        self.wait_for(&format!("a view shows {worker}"), |_| {
            let mut views = self.views().into_iter();
            let view = views.rfind(|view| view.title.starts_with(&title))?;
            // What the pane holds: until it is drawn, what lies under it is on
            // the screen, which may be the same worker in the panel.
            let held = self.dump(&view);
            held.contains("? for shortcuts").then_some(view)
        })
    }

    /// What a terminal pane of Zellij holds, even where others lie over it.
    pub fn dump(&self, pane: &Pane) -> String {
        self.zellij(&["action", "dump-screen", "--pane-id", &pane.id.to_string()])
    }

    /// Waits until Zellij answers its command line: then it has panes, and
    /// takes keys.
    pub fn wait_until_it_answers(&self) {
        let _ = self.panes();
    }

    /// Waits for anything else.
    pub fn wait_until(&self, what: &str, mut seen: impl FnMut() -> bool) {
        support::wait_for(what, || self.state(), || seen().then_some(()));
    }

    fn state(&self) -> String {
        let rule = "-".repeat(self.size.0);
        let messages = self.messages();
        format!(
            "{rule}\n{}\n{rule}\nworkers:\n{}\nmessages: {messages:?}",
            self.screen().text(),
            self.server.screen()
        )
    }

    // What the agents were given.

    /// All messages so far.
    pub fn messages(&self) -> Vec<Message> {
        log::messages(&self.log)
    }

    /// Waits until exactly these messages have arrived, in any order.
    pub fn wait_for_messages(&self, expected: &[Message]) {
        let what = format!("{} messages", expected.len());
        self.wait_until(&what, || self.messages().len() >= expected.len());
        let messages = self.messages();
        assert_eq!(messages.len(), expected.len(), "{messages:#?}");
        for message in expected {
            let text = String::from_utf8_lossy(&message.text).into_owned();
            assert!(
                messages.contains(message),
                "{text:?} is not in {messages:#?}"
            );
        }
    }

    // What several tests do.

    /// Starts a worker from the panel, which must show its list, and waits
    /// until its agent has drawn its box.
    pub fn start_worker(&self, directory: &str) -> PaneId {
        self.begin_start(directory);
        self.keys(&["Enter"]);
        let pane = self.wait_for_worker(directory);
        self.wait_until_ready(pane);
        pane
    }

    /// Makes a directory, opens the panel's question for it and types it.
    pub fn begin_start(&self, directory: &str) {
        std::fs::create_dir_all(self.folder().join("dirs").join(directory)).unwrap();
        self.wait_until_panel_lacks("Looking for tmux…");
        self.to_commands();
        self.keys(&["n"]);
        self.wait_until_panel_says("Enter start");
        self.type_text(directory);
        self.wait_in_panel("the directory is typed", |panel| {
            panel.has(&format!("❯ {directory}")).then_some(())
        });
    }

    /// The pane of the worker in a directory, once the panel lists and has
    /// chosen it.
    pub fn wait_for_worker(&self, directory: &str) -> PaneId {
        let name = format!("/{directory}");
        self.wait_in_panel(&format!("a worker in {directory} is chosen"), |panel| {
            let lines = panel.lines();
            let line = lines.iter().find(|l| l.starts_with('▶'))?;
            let (_, rest) = line.split_once(&name)?;
            rest.split_whitespace().next()?.parse().ok()
        })
    }

    /// Chooses the worker in a directory with a click, unless it is chosen: a
    /// second click would open it.
    pub fn choose(&self, directory: &str) -> PaneId {
        let chosen =
            |line: &String| line.starts_with('▶') && line.contains(&format!("/{directory} "));
        if !self.panel().lines().iter().any(chosen) {
            self.click_in_panel(&format!("/{directory} "));
        }
        self.wait_for_worker(directory)
    }

    /// Waits until the agent in this pane takes input.
    pub fn wait_until_ready(&self, pane: PaneId) {
        self.wait_until(&format!("the agent in {pane} is ready"), || {
            self.worker_screen(pane).contains("? for shortcuts")
        });
    }

    /// What the worker in this pane shows, by its tmux server.
    pub fn worker_screen(&self, pane: PaneId) -> String {
        let pane = pane.to_string();
        self.server
            .raw(&["capture-pane", "-p", "-t", &pane])
            .text()
            .into_owned()
    }

    /// Types a prompt and sends it.
    pub fn send(&self, text: &str) {
        self.to_prompt();
        self.type_text(text);
        self.wait_in_panel("the prompt is typed", |panel| {
            panel.has(&format!("❯ {text}")).then_some(())
        });
        self.keys(&["Enter"]);
    }

    /// Letters are commands.
    pub fn to_commands(&self) {
        self.switch("Tab commands", "n new");
    }

    /// Letters go into the prompt.
    pub fn to_prompt(&self) {
        self.switch("n new", "Tab commands");
    }

    fn switch(&self, from: &str, to: &str) {
        let words = self.wait_in_panel("the panel takes keys", |panel| {
            let words = panel.words();
            (words.contains(from) || words.contains(to)).then_some(words)
        });
        if !words.contains(to) {
            self.keys(&["Tab"]);
            self.wait_until_panel_says(to);
        }
    }

    // How it is done.

    /// Runs Zellij's command line on the session of the test.
    pub fn zellij(&self, words: &[&str]) -> String {
        let session = self.session();
        let words = [&[setup::zellij(), "--session", &session], words].concat();
        let output = self.command(&words).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What Zellij has logged.
    pub fn zellij_log(&self) -> String {
        // t/zellij-UID/zellij-log/zellij.log
        let folders = std::fs::read_dir(self.folder().join("t")).unwrap();
        let logs = folders
            .flatten()
            .map(|f| f.path().join("zellij-log/zellij.log"));
        logs.flat_map(std::fs::read_to_string).collect()
    }

    /// The process of the Zellij server that has the session of the test.
    pub fn zellij_server(&self) -> u32 {
        let socket = format!("/{}\0", self.session());
        let serves = |pid: &u32| {
            let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line).into_owned();
            line.contains("--server") && line.contains(&socket)
        };
        let mut servers = self.server.processes().into_iter().filter(serves);
        servers
            .next()
            .expect("a Zellij server with the session's socket")
    }

    /// Runs a command of the terminal's tmux, not of the workers'.
    fn tmux(&self, words: &[&str]) -> String {
        self.tmux_at(&format!("t{}", self.terminals), words)
    }

    /// Runs a command of the tmux whose socket has this name in the test's
    /// folder.
    pub(super) fn tmux_at(&self, socket: &str, words: &[&str]) -> String {
        let socket = self.folder().join(socket);
        let socket = socket.to_str().unwrap();
        let client = [&setup::found("tmux"), "-u", "-S", socket, "-f", "/dev/null"];
        let output = self.command(&[&client, words].concat()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn command(&self, words: &[&str]) -> Command {
        let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        self.server.command(&words)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let session = self.session();
        self.zellij(&["delete-session", "--force", &session]);
        self.tmux(&["kill-server"]);
    }
}

fn pane(told: &Value) -> Pane {
    let number = |key: &str| told[key].as_u64().unwrap_or_default();
    let cells = |key: &str| usize::try_from(number(key)).unwrap();
    let yes = |key: &str| told[key].as_bool().unwrap_or_default();
    let word = |key: &str| told[key].as_str().map(str::to_owned);
    Pane {
        id: number("id"),
        title: word("title").unwrap_or_default(),
        plugin: word("plugin_url").filter(|_| yes("is_plugin")),
        focused: yes("is_focused"),
        floating: yes("is_floating"),
        suppressed: yes("is_suppressed"),
        tab: number("tab_position"),
        area: Area {
            row: cells("pane_content_y"),
            column: cells("pane_content_x"),
            rows: cells("pane_content_rows"),
            columns: cells("pane_content_columns"),
        },
    }
}
