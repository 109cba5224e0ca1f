//! A Zellij of the test's own, with its own HOME, inside a private tmux that
//! is its terminal; and the private tmux server of its workers.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, OnceLock};

use crate::support::{stand_in, wait_for};

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// How many Zellijs run at a time: each wants a core while it starts.
static FREE: Mutex<u32> = Mutex::new(2);
static FREED: Condvar = Condvar::new();

/// One of the places for a running Zellij.
struct Place;

impl Place {
    fn take() -> Self {
        let mut free = FREE.lock().unwrap();
        while *free == 0 {
            free = FREED.wait(free).unwrap();
        }
        *free -= 1;
        Self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *FREE.lock().unwrap() += 1;
        FREED.notify_one();
    }
}

pub struct Terminal {
    folder: tempfile::TempDir,
    session: String,
    _place: Place,
}

/// How a terminal is set up.
pub struct Setup<'a> {
    pub layout: &'a str,
    pub size: (u32, u32),
    pub permitted: bool,
    pub option: &'a str,
    /// Where programs are looked for, instead of the usual PATH.
    pub path: Option<&'a Path>,
}

impl Default for Setup<'_> {
    fn default() -> Self {
        Self {
            layout: "layouts/org.kdl",
            size: (110, 30),
            permitted: true,
            option: "",
            path: None,
        }
    }
}

impl Terminal {
    pub fn start() -> Self {
        Self::with(&Setup::default())
    }

    pub fn with(setup: &Setup<'_>) -> Self {
        let place = Place::take();
        let folder = tempfile::Builder::new().prefix("oz-").tempdir().unwrap();
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let session = format!("oz-{}-{number}", std::process::id());
        let terminal = Self {
            folder,
            session,
            _place: place,
        };
        for directory in ["home/.config/zellij", "home/.cache/zellij", "proj", "z"] {
            std::fs::create_dir_all(terminal.path(directory)).unwrap();
        }
        if setup.permitted {
            let names = "RunCommands\n ReadApplicationState\n ChangeApplicationState";
            let text = format!("\"{}\" {{\n {names}\n}}\n", wasm().display());
            std::fs::write(terminal.path("home/.cache/zellij/permissions.kdl"), text).unwrap();
        }
        std::fs::write(
            terminal.path("home/.config/zellij/config.kdl"),
            terminal.config(setup),
        )
        .unwrap();
        terminal.open(setup);
        terminal
    }

    /// Opens (or opens again) the terminal with a Zellij in it.
    pub fn open(&self, setup: &Setup<'_>) {
        let path = setup.path.map_or_else(
            || std::env::var("PATH").unwrap(),
            |path| path.display().to_string(),
        );
        let layout = Path::new(env!("CARGO_MANIFEST_DIR")).join(setup.layout);
        let command = format!(
            "cd '{}' && PATH='{path}' HOME='{}' ZELLIJ_SOCKET_DIR='{}' SHELL=/bin/sh exec '{}' --session {} --new-session-with-layout '{}'",
            self.path("proj").display(),
            self.path("home").display(),
            self.path("z").display(),
            zellij().display(),
            self.session,
            layout.display(),
        );
        let (columns, rows) = (setup.size.0.to_string(), setup.size.1.to_string());
        self.outer(&["new-session", "-d", "-x", &columns, "-y", &rows, &command]);
        self.outer(&["set-option", "-g", "remain-on-exit", "on"]);
    }

    /// The repository's own block for a user's configuration, with the places
    /// of this test.
    fn config(&self, setup: &Setup<'_>) -> String {
        let block = include_str!("../../plugin.kdl");
        let command = format!("{} --log {}", stand_in(), self.path("log").display());
        let ours = block
            .replace(
                "~/.config/zellij/plugins/org.wasm",
                &wasm().display().to_string(),
            )
            .replace(
                "command \"claude\"",
                &format!("command \"{command}\"\n{}", setup.option),
            )
            .replace(
                "tmux_socket \"\"",
                &format!("tmux_socket \"{}\"", self.path("w.sock").display()),
            );
        format!("show_startup_tips false\nshow_release_notes false\n{ours}")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A directory below the one that Zellij was started in.
    pub fn directory(&self, name: &str) -> PathBuf {
        let path = self.path("proj").join(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    fn outer(&self, words: &[&str]) -> Output {
        tmux(&self.path("t.sock"), words)
    }

    /// A command of the workers' tmux.
    pub fn workers(&self, words: &[&str]) -> String {
        let output = tmux(&self.path("w.sock"), words);
        String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned()
    }

    pub fn keys(&self, names: &[&str]) -> &Self {
        let mut words = vec!["send-keys"];
        words.extend_from_slice(names);
        self.outer(&words);
        self
    }

    pub fn type_text(&self, text: &str) -> &Self {
        self.outer(&["send-keys", "-l", "--", text]);
        self
    }

    /// Pastes as a terminal does.
    pub fn paste(&self, text: &str) -> &Self {
        self.type_text(&format!("\u{1b}[200~{text}\u{1b}[201~"))
    }

    /// Clicks on the first cell of a text on the screen.
    pub fn click_on(&self, text: &str) -> &Self {
        let screen = self.see(text);
        let (row, line) = screen
            .lines()
            .enumerate()
            .find(|(_, l)| l.contains(text))
            .unwrap();
        let column = line.split(text).next().unwrap().chars().count() + 1;
        let row = row + 1;
        self.type_text(&format!(
            "\u{1b}[<0;{column};{row}M\u{1b}[<0;{column};{row}m"
        ))
    }

    pub fn screen(&self) -> String {
        String::from_utf8_lossy(&self.outer(&["capture-pane", "-p"]).stdout).into_owned()
    }

    /// Waits until a text is on the screen; the screen then.
    pub fn see(&self, text: &str) -> String {
        let found = || Some(self.screen()).filter(|s| s.contains(text));
        wait_for(&format!("{text:?} on the screen"), || self.screen(), found)
    }

    /// Waits until a text is not on the screen any more.
    pub fn see_no(&self, text: &str) {
        let gone = || (!self.screen().contains(text)).then_some(());
        wait_for(
            &format!("no {text:?} on the screen"),
            || self.screen(),
            gone,
        );
    }

    /// Starts a worker from the panel's list.
    pub fn start_worker(&self, directory: &str) {
        self.keys(&["n"]).see("first prompt");
        self.type_text(directory).keys(&["Enter"]);
        self.see("started %");
    }

    /// What the workers have received, as `pane text`.
    pub fn received(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
        log.lines()
            .map(|line| {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                let text = org::text::unhex(record["hex"].as_str().unwrap()).unwrap();
                format!("{} {text}", record["pane"].as_str().unwrap_or("?"))
            })
            .collect()
    }

    pub fn wait_received(&self, count: usize) -> Vec<String> {
        wait_for(
            &format!("{count} messages at the workers"),
            || format!("{}\n{:?}", self.screen(), self.received()),
            || Some(self.received()).filter(|r| r.len() >= count),
        )
    }

    /// Kills Zellij's server, as a crash would, and takes its terminal away.
    pub fn kill_zellij(&self) {
        let server = self.path("z").display().to_string();
        let processes = Command::new("ps")
            .args(["-A", "-o", "pid=,args="])
            .output()
            .unwrap();
        let table = String::from_utf8_lossy(&processes.stdout).into_owned();
        let ours = table
            .lines()
            .filter(|l| l.contains("--server") && l.contains(&server));
        for line in ours {
            let pid = line.split_whitespace().next().unwrap();
            Command::new("kill").args(["-KILL", pid]).status().unwrap();
        }
        self.outer(&["kill-server"]);
        let _ = std::fs::remove_dir_all(self.path("z"));
        std::fs::create_dir_all(self.path("z")).unwrap();
        let _ = std::fs::remove_dir_all(self.path("home/.cache/zellij").join("contract_version_1"));
    }

    /// The same terminal with a new session's name.
    pub fn rename(&mut self) {
        self.session.push('b');
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.kill_zellij();
        tmux(&self.path("w.sock"), &["kill-server"]);
    }
}

fn tmux(socket: &Path, words: &[&str]) -> Output {
    Command::new("tmux")
        .args(["-u", "-f", "/dev/null", "-S"])
        .arg(socket)
        .args(words)
        .env_remove("TMUX")
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The wasm: `ORG_WASM`, else built once.
pub fn wasm() -> &'static Path {
    static WASM: OnceLock<PathBuf> = OnceLock::new();
    WASM.get_or_init(|| {
        if let Some(path) = std::env::var_os("ORG_WASM") {
            return path.into();
        }
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--release",
                "--target",
                "wasm32-wasip1",
                "-p",
                "org",
                "--bin",
                "org",
            ])
            .status()
            .unwrap();
        assert!(built.success(), "org.wasm does not build");
        let target = std::env::current_exe().unwrap();
        target
            .ancestors()
            .nth(3)
            .unwrap()
            .join("wasm32-wasip1/release/org.wasm")
    })
}

/// Zellij's own path, since a test may take the PATH away.
fn zellij() -> PathBuf {
    if let Some(path) = std::env::var_os("ORG_ZELLIJ") {
        return path.into();
    }
    let path = std::env::var_os("PATH").unwrap();
    let mut found = std::env::split_paths(&path).map(|d| d.join("zellij"));
    found
        .find(|p| p.exists())
        .expect("zellij is not on the PATH: run `cargo xtask setup`")
}
