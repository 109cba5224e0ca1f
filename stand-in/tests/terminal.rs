//! The program itself, in a real tmux on a private socket.
//!
//! What is checked here is what only a terminal can show: bytes through the
//! terminal's queue, signals, exit status, title, hooks that reach tmux.

#![allow(
    clippy::disallowed_methods,
    reason = "tests start processes and look at the clock"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_stand-in");

/// Generous: the machine may be busy with everything else.
const LIMIT: Duration = Duration::from_secs(30);

/// One tmux server of our own, with one pane that runs the program.
struct Terminal {
    socket: String,
    folder: TempDir,
}

impl Terminal {
    fn start(arguments: &[&str]) -> Self {
        Self::start_sized(arguments, "80", "24")
    }

    fn start_sized(arguments: &[&str], columns: &str, rows: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let socket = format!("stand-in-{}-{count}", std::process::id());
        let folder = tempfile::tempdir().unwrap();
        let terminal = Self { socket, folder };
        let log = terminal.log_file();
        let mut line = vec!["new-session", "-d", "-x", columns, "-y", rows, "--"];
        line.extend([PROGRAM, "--log", log.to_str().unwrap()]);
        line.extend(arguments);
        line.extend([";", "set-option", "-p", "remain-on-exit", "on"]);
        terminal.tmux(&line);
        terminal
    }

    /// Starts the program and waits for its box.
    fn ready(arguments: &[&str]) -> Self {
        let terminal = Self::start(arguments);
        terminal.sees("? for shortcuts");
        terminal
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command
            .args(["-u", "-L", &self.socket, "-f", "/dev/null"])
            .args(arguments);
        command
            .env_remove("TMUX")
            .env_remove("TMUX_PANE")
            .output()
            .expect("tmux is not installed")
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "tmux {arguments:?}: {error}");
        String::from_utf8_lossy(&output.stdout)
            .trim_end_matches('\n')
            .to_owned()
    }

    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    fn format(&self, format: &str) -> String {
        self.tmux(&["display-message", "-p", format])
    }

    #[track_caller]
    fn wait<T>(&self, condition: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            let screen = self.run(&["capture-pane", "-p"]);
            let screen = String::from_utf8_lossy(&screen.stdout);
            assert!(
                started.elapsed() < LIMIT,
                "never: {condition}; the screen:\n{screen}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        self.wait(text, || self.screen().contains(text).then_some(()));
    }

    fn keys(&self, text: &str) {
        self.tmux(&["send-keys", "-l", "--", text]);
    }

    fn enter(&self) {
        self.tmux(&[
            "set-buffer",
            "-b",
            "enter",
            "--",
            "\r",
            ";",
            "paste-buffer",
            "-r",
            "-b",
            "enter",
        ]);
    }

    fn paste(&self, text: &str) {
        let file = self.folder.path().join("paste");
        fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        self.tmux(&[
            "load-buffer",
            "-b",
            "text",
            file,
            ";",
            "paste-buffer",
            "-p",
            "-r",
            "-d",
            "-b",
            "text",
        ]);
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The records so far: kind and text.
    fn records(&self) -> Vec<(String, Vec<u8>)> {
        let text = fs::read_to_string(self.log_file()).unwrap_or_default();
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole.lines().map(record).collect()
    }

    #[track_caller]
    fn logs(&self, kind: &str, text: &[u8]) {
        let records = self.wait("a record", || {
            Some(self.records()).filter(|all| !all.is_empty())
        });
        let shown = |text: &[u8]| {
            String::from_utf8_lossy(text)
                .chars()
                .take(200)
                .collect::<String>()
        };
        let (last_kind, last) = records.last().unwrap();
        assert_eq!((last_kind.as_str(), shown(last)), (kind, shown(text)));
        assert!(
            last == text,
            "{} bytes instead of {}",
            last.len(),
            text.len()
        );
    }

    #[track_caller]
    fn ends(&self, expected: &str) {
        let end = "#{pane_dead} #{pane_dead_status}/#{pane_dead_signal}";
        let found = self.wait("the end", || {
            // Some versions of tmux miss the end of a process until another one ends.
            self.run(&["run-shell", "-b", "true"]);
            let found = self.format(end);
            (found.starts_with('1') && found != "1 /").then_some(found)
        });
        assert_eq!(found, format!("1 {expected}"));
    }

    fn pid(&self) -> String {
        self.format("#{pane_pid}")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let path = self
            .run(&["display-message", "-p", "#{socket_path}"])
            .stdout;
        self.run(&["kill-server"]);
        // The server leaves its socket behind.
        let _ = fs::remove_file(String::from_utf8_lossy(&path).trim());
    }
}

fn record(line: &str) -> (String, Vec<u8>) {
    let value: Value = serde_json::from_str(line).unwrap();
    let hex = value["hex"].as_str().unwrap();
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
    assert_eq!(value["bytes"], bytes.len());
    (value["kind"].as_str().unwrap().to_owned(), bytes)
}

/// Through the shell's own `kill`: the program of that name is often missing.
fn signal(signal: &str, pid: &str) -> bool {
    let line = ["-c", "kill \"$0\" \"$1\" 2>&-", signal, pid];
    Command::new("sh")
        .args(line)
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn the_box_and_the_title_are_there_and_follow_the_size() {
    let terminal = Terminal::ready(&["-n", "org:x"]);
    assert_eq!(
        terminal.format("#{pane_title} #{alternate_on}"),
        "✳ org:x 1"
    );
    let screen = terminal.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let rule = "─".repeat(80);
    assert!(screen.contains("❯ Try"), "{screen}");
    assert_eq!(
        lines.iter().filter(|line| **line == rule).count(),
        2,
        "{screen}"
    );
    for (columns, rows) in [("20", "5"), ("300", "100")] {
        terminal.tmux(&["resize-window", "-x", columns, "-y", rows]);
        let rule = "─".repeat(columns.parse().unwrap());
        terminal.wait("a box of the new size", || {
            let screen = terminal.screen();
            let rules = screen.lines().filter(|line| *line == rule).count();
            (rules == 2 && screen.trim_end().ends_with("? for shortcuts")).then_some(())
        });
    }
}

#[test]
fn a_paste_of_several_lines_arrives_byte_for_byte() {
    let terminal = Terminal::ready(&["--work-ms", "50"]);
    for text in [
        "one word",
        "  two\n\n\tlines: «日本語» 👩‍👩‍👧 e\u{301} \u{a0}x",
        "-l; 'q' \"q\" #{pid} $(true) \\n %5\n1\n2\n3\n4",
    ] {
        let before = terminal.records().len();
        terminal.paste(text);
        terminal.enter();
        terminal.wait("one more record", || {
            (terminal.records().len() > before).then_some(())
        });
        terminal.logs("prompt", text.as_bytes());
    }
}

#[test]
fn a_megabyte_arrives_whole_and_soon() {
    let terminal = Terminal::ready(&["--work-ms", "50"]);
    let line = "0123456789 äöü 日本語 🙂 the quick brown fox\n";
    let text = line
        .repeat((1 << 20) / line.len() + 1)
        .trim_end()
        .to_owned();
    let started = Instant::now();
    terminal.paste(&text);
    terminal.enter();
    terminal.wait("the record", || {
        (!terminal.records().is_empty()).then_some(())
    });
    let time = started.elapsed();
    terminal.logs("prompt", text.as_bytes());
    terminal.sees("● You said");
    // Mostly tmux's time; generous for a busy machine and a debug build.
    assert!(time < Duration::from_secs(10), "took {time:?}");
}

#[test]
fn a_slow_reader_and_one_without_brackets_lose_nothing() {
    let text = "x".repeat(20_000);
    for option in [
        ["--slow-read-ms", "5"].as_slice(),
        &["--no-bracketed-paste"],
    ] {
        let terminal = Terminal::ready(option);
        terminal.paste(&text);
        terminal.enter();
        terminal.wait("the record", || {
            (!terminal.records().is_empty()).then_some(())
        });
        terminal.logs("prompt", text.as_bytes());
    }
}

#[test]
fn it_ends_with_the_status_it_is_told() {
    let terminal = Terminal::ready(&[]);
    terminal.keys("/exit 3");
    terminal.enter();
    terminal.ends("3/");
    assert_eq!(terminal.format("#{pane_title}"), "");
    terminal.logs("command", b"/exit 3");
    let terminal = Terminal::ready(&[]);
    terminal.keys("/crash");
    terminal.enter();
    terminal.ends("/9");
    let terminal = Terminal::ready(&[]);
    terminal.keys("\x03\x03");
    terminal.ends("0/");
    for (sent, status) in [("-TERM", "143/"), ("-HUP", "129/"), ("-INT", "0/")] {
        let terminal = Terminal::ready(&[]);
        assert!(signal(sent, &terminal.pid()));
        terminal.ends(status);
    }
}

#[test]
fn a_first_prompt_needs_no_terminal() {
    let terminal = Terminal::start(&["--work-ms", "50", "--", "-first\n!line\t\\"]);
    terminal.sees("● You said");
    terminal.logs("argument", b"-first\n!line\t\\");
}

#[test]
fn hooks_reach_their_own_pane() {
    let hook = |event: &str, state: &str| {
        let command = format!("tmux set-option -p -t \"$TMUX_PANE\" @org_state {state}");
        format!(
            r#""{event}":[{{"hooks":[{{"type":"command","command":{},"timeout":9}}]}}]"#,
            Value::from(command)
        )
    };
    let hooks = [
        hook("SessionStart", "idle"),
        hook("UserPromptSubmit", "working"),
        hook("PermissionRequest", "waiting"),
        hook("Stop", "idle"),
        hook("SessionEnd", "ended"),
    ];
    let settings = format!("{{\"hooks\":{{{}}}}}", hooks.join(","));
    let terminal = Terminal::ready(&["--settings", &settings, "--work-ms", "3000"]);
    let state = |state: &str| {
        terminal.wait(state, || {
            (terminal.format("#{@org_state}") == state).then_some(())
        });
    };
    state("idle");
    terminal.keys("/ask");
    terminal.enter();
    state("working");
    state("waiting");
    terminal.sees("Do you want to proceed?");
    terminal.keys("1");
    state("idle");
    terminal.keys("/exit");
    terminal.enter();
    state("ended");
    terminal.ends("0/");
}

#[test]
fn a_wrong_start_is_refused_with_status_one() {
    for arguments in [
        ["--settings", "{"].as_slice(),
        &["--session-id", "x"],
        &["--permission-mode", "never"],
        &["-x"],
        &["--log", "/"],
    ] {
        let terminal = Terminal::start(arguments);
        terminal.ends("1/");
    }
    let output = Command::new(PROGRAM).arg("--version").output().unwrap();
    assert!(output.status.success() && output.stdout.starts_with(b"stand-in "));
}

#[test]
fn the_loss_of_the_terminal_ends_it_unless_it_ignores_that() {
    for (options, stays) in [
        (["--child"].as_slice(), false),
        (&["--child", "--ignore-hangup"], true),
    ] {
        let terminal = Terminal::ready(options);
        let pid = terminal.pid();
        let screen = terminal.screen();
        let child = screen
            .split("child process ")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next());
        let child = child.expect("no child is shown").to_owned();
        assert!(signal("-0", &pid) && signal("-0", &child));
        if stays {
            signal("-TERM", &pid);
            signal("-TERM", &child);
        }
        drop(terminal);
        if stays {
            // It must have noticed the loss by now, or it would not answer so.
            wait_until("both have lost their terminal", || {
                matches!(terminal_of(&pid).as_str(), "?" | "??")
            });
            assert!(signal("-0", &pid) && signal("-0", &child));
            assert!(signal("-KILL", &pid) && signal("-KILL", &child));
        }
        wait_until("both are gone", || !is_running(&pid) && !is_running(&child));
    }
}

fn wait_until(condition: &str, mut look: impl FnMut() -> bool) {
    let started = Instant::now();
    while !look() {
        assert!(started.elapsed() < LIMIT, "never: {condition}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// State and terminal of a process, as `ps` names them; empty if it is gone.
///
/// From /proc where there is one: small systems have no `ps`.
fn process(pid: &str) -> (String, String) {
    let fields = match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => {
            // After the name, which stands in brackets: state, parent, group,
            // session, terminal.
            let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
            let fields: Vec<&str> = rest.split(' ').collect();
            format!(
                "{} {}",
                fields[0],
                if fields[4] == "0" { "?" } else { fields[4] }
            )
        }
        Err(_) if Path::new("/proc/self").exists() => String::new(),
        Err(_) => {
            let ps = Command::new("ps")
                .args(["-o", "stat=,tty=", "-p", pid])
                .output();
            String::from_utf8_lossy(&ps.expect("ps is missing").stdout).into_owned()
        }
    };
    let mut fields = fields.split_whitespace().map(str::to_owned);
    (
        fields.next().unwrap_or_default(),
        fields.next().unwrap_or_default(),
    )
}

fn terminal_of(pid: &str) -> String {
    process(pid).1
}

/// Dead processes that nobody has asked for yet do not count.
fn is_running(pid: &str) -> bool {
    let (state, _) = process(pid);
    !state.is_empty() && !state.starts_with('Z')
}
