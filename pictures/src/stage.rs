//! The real Zellij with the panel in it, in a terminal without a window: the
//! one pane of a tmux server. Everything stands in a folder of its own, which
//! goes at the end, and so do all processes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::Programs;
use crate::theme::Theme;

/// Columns and rows of the terminal.
pub const SIZE: (usize, usize) = (120, 24);
/// The longest that anything on the screen is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks at what is waited for.
const PAUSE: Duration = Duration::from_millis(50);
/// The Zellij session, as its bar names it.
const SESSION: &str = "org";
/// What Zellij asks the user for, and here has been given.
const PERMISSIONS: [&str; 4] = [
    "RunCommands",
    "ReadApplicationState",
    "ChangeApplicationState",
    "ReadCliPipes",
];
/// The panel alone in its tab.
const LAYOUT: &str = r#"layout {
    pane size=1 borderless=true {
        plugin location="tab-bar"
    }
    pane name="org" focus=true {
        plugin location="org"
    }
    pane size=1 borderless=true {
        plugin location="status-bar"
    }
}
"#;

/// A terminal with Zellij in it.
pub struct Stage<'a> {
    folder: PathBuf,
    programs: &'a Programs,
}

impl<'a> Stage<'a> {
    /// Starts Zellij with a theme; once more, if it draws nothing, as happens
    /// once in some hundred times. `agent` is a shell script that the workers
    /// run as `stand-in`.
    pub fn open(programs: &'a Programs, theme: &Theme, agent: &str) -> Result<Self> {
        // Its name is seen in the pictures, so that it has to be the same in
        // each run.
        let folder = std::env::temp_dir().join("org-pictures");
        fs::create_dir(&folder).with_context(|| {
            let at = folder.display();
            format!(
                "{at} can't be made. If nobody else makes pictures, a run was cut off; end what \
                 it left:\n    ZELLIJ_SOCKET_DIR={at}/z zellij delete-session --force {SESSION}\n    \
                 tmux -S {at}/terminal kill-server; tmux -S {at}/workers kill-server\n    \
                 rm -r {at}"
            )
        })?;
        let stage = Self { folder, programs };
        stage.furnish(theme, agent)?;
        if stage.launch()? || stage.launch()? {
            return Ok(stage);
        }
        bail!("Zellij draws nothing")
    }

    /// The workers' home directory.
    pub fn home(&self) -> PathBuf {
        self.folder.join("me")
    }

    fn furnish(&self, theme: &Theme, agent: &str) -> Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        for folder in ["me", "tmp", "z", "bin"] {
            fs::create_dir_all(self.folder.join(folder))?;
        }
        let script = self.folder.join("bin/stand-in");
        fs::write(&script, agent)?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        let wasm = self.programs.wasm.display();
        let socket = self.folder.join("workers");
        let socket = socket.display();
        let zellij = theme.zellij;
        let config = format!(
            "plugins {{\n    org location=\"file:{wasm}\" {{\n        command \"stand-in\"\n        \
             tmux_socket \"{socket}\"\n        refresh_interval \"0.2\"\n    }}\n}}\n\
             show_startup_tips false\nshow_release_notes false\n{zellij}"
        );
        let home = self.home();
        write(&home.join(".config/zellij/config.kdl"), &config)?;
        write(&self.folder.join("layout.kdl"), LAYOUT)?;
        let lines = |indent: &str| PERMISSIONS.map(|p| format!("{indent}{p}\n")).concat();
        let cache = home.join(".cache/zellij");
        let given = format!("\"{wasm}\" {{\n{}}}\n", lines("    "));
        write(&cache.join("permissions.kdl"), &given)?;
        // What org leaves when its user has said yes.
        let mark = format!("file:{wasm}/plugin_cache/granted");
        write(&cache.join(mark), &lines(""))
    }

    fn launch(&self) -> Result<bool> {
        let (columns, rows) = (SIZE.0.to_string(), SIZE.1.to_string());
        let home = self.home().display().to_string();
        let layout = self.folder.join("layout.kdl").display().to_string();
        let zellij = self.programs.zellij.display().to_string();
        let _ = self.tmux(&["kill-server"]);
        self.tmux(
            &[
                &["new-session", "-d", "-x", &columns, "-y", &rows][..],
                &["-c", &home, "--", &zellij, "--session", SESSION],
                &["--new-session-with-layout", &layout],
            ]
            .concat(),
        )?;
        Ok(self
            .wait("Zellij draws", |screen| !screen.trim().is_empty())
            .is_ok())
    }

    /// Presses keys, by tmux's names.
    pub fn keys(&self, keys: &[&str]) -> Result<()> {
        self.tmux(&[&["send-keys", "--"], keys].concat()).map(drop)
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.tmux(&["send-keys", "-l", "--", text]).map(drop)
    }

    /// The screen as text.
    pub fn screen(&self) -> Result<String> {
        self.tmux(&["capture-pane", "-p"])
    }

    /// The screen with its colours, once it has been the same for a while:
    /// Zellij draws in several steps.
    pub fn coloured(&self) -> Result<String> {
        let look = || self.tmux(&["capture-pane", "-p", "-e"]);
        let deadline = Instant::now() + PATIENCE;
        let (mut screen, mut same) = (look()?, 0);
        while same < 20 {
            if Instant::now() > deadline {
                bail!("the screen does not come to rest:\n{}", self.screen()?);
            }
            std::thread::sleep(PAUSE);
            let now = look()?;
            same = if now == screen { same + 1 } else { 0 };
            screen = now;
        }
        Ok(screen)
    }

    /// Waits until the clock shows another second.
    pub fn wait_for_another_second(&self) {
        let second = || UNIX_EPOCH.elapsed().map_or(0, |time| time.as_secs());
        let first = second();
        while second() == first {
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until the screen is as it should be.
    pub fn wait(&self, what: &str, seen: impl Fn(&str) -> bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen().unwrap_or_default();
            if seen(&screen) {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("waited in vain until {what}:\n{screen}");
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until the screen holds a text.
    pub fn wait_for(&self, text: &str) -> Result<()> {
        self.wait(&format!("it says {text:?}"), |screen| screen.contains(text))
    }

    fn tmux(&self, words: &[&str]) -> Result<String> {
        let mut command = self.command("tmux");
        command.args(["-u", "-f", "/dev/null", "-S"]);
        command.arg(self.folder.join("terminal")).args(words);
        said(&mut command)
    }

    /// A command that knows of no home, no Zellij and no tmux but ours.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", format!("{}/bin:{path}", self.folder.display()))
            .env("HOME", self.home())
            .env("TMPDIR", self.folder.join("tmp"))
            .env("ZELLIJ_SOCKET_DIR", self.folder.join("z"))
            .env("LANG", "C.UTF-8")
            .env("SHELL", "/bin/sh")
            .env("PS1", "$ ")
            .env("TERM", "xterm-256color")
            .env("COLORTERM", "truecolor")
            .stdin(Stdio::null());
        command
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // Each may have ended before, which is as good.
        let mut end = self.command(&self.programs.zellij);
        let _ = said(end.args(["delete-session", "--force", SESSION]));
        let _ = self.tmux(&["kill-server"]);
        let mut workers = self.command("tmux");
        workers.arg("-S").arg(self.folder.join("workers"));
        let _ = said(workers.arg("kill-server"));
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn said(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_owned();
    let output = command
        .output()
        .with_context(|| format!("{} could not be started", program.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("{} failed: {}", program.display(), said.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a file has a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(path, text).with_context(|| format!("{} can't be written", path.display()))
}
