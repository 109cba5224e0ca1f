//! A private tmux server, a private HOME, and a driver that runs an
//! operation's commands for real. Shared by the tiers that touch the host.
#![allow(dead_code, clippy::disallowed_methods)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use org::agent::{AgentCommand, Profile, profile};
use org::error::Error;
use org::nonce::{Nonce, Nonces};
use org::operation::send::{Prompt, Sent};
use org::operation::start::{StartRequest, Started};
use org::operation::{self, Operation, Progress, Step};
use org::time::Moment;
use org::tmux::{Output, PaneId, SessionName, Socket, Target, Tmux};
use org::worker::{Life, Roster, Worker};

pub mod agent;
pub mod host;
pub mod race;
pub mod terminals;

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// How long a condition may take to come true on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tmux server of the test's own on a socket in a temporary folder, ended
/// with the test, and with it every process that carries its mark.
pub struct Server {
    folder: tempfile::TempDir,
    panels: Mutex<u64>,
    /// Further variables of the client's environment.
    pub environment: Vec<(String, String)>,
    pub tmux: Tmux,
}

impl Server {
    /// No server yet: the first start creates it.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("org-test-")
            .tempdir()
            .unwrap();
        let socket = folder.path().join("tmux.sock");
        let seed = u64::from(std::process::id()) << 36
            | u64::from(COUNTER.fetch_add(1, Ordering::Relaxed)) << 20;
        let server = Self {
            panels: Mutex::new(seed),
            environment: Vec::new(),
            tmux: Tmux {
                socket: Socket::Path(socket.display().to_string()),
                session: SessionName::default(),
            },
            folder,
        };
        std::fs::create_dir(server.home()).unwrap();
        server
    }

    /// A server that will read this `~/.tmux.conf`.
    pub fn with_config(config: &str) -> Self {
        let server = Self::new();
        std::fs::write(server.home().join(".tmux.conf"), config).unwrap();
        server
    }

    /// The test's own folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The test's own home directory.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A directory below the test's own folder, made when it is not there.
    pub fn directory(&self, name: &str) -> String {
        let path = self.folder.path().join("dirs").join(name);
        std::fs::create_dir_all(&path).unwrap();
        let path = path.canonicalize().unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A name for an invocation, never given twice, as each of so many panels
    /// would draw it.
    pub fn nonce(&self) -> Nonce {
        self.panel().draw()
    }

    /// The names of one more panel.
    pub fn panel(&self) -> Nonces {
        let mut panels = self.panels.lock().unwrap();
        *panels += 1;
        Nonces::new(*panels)
    }

    /// A command in the environment of the test: nothing of the developer's
    /// but the PATH.
    pub fn command(&self, argv: &[String]) -> Command {
        let (program, arguments) = argv.split_first().unwrap();
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir("/")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home())
            .env("ORG_TEST", self.folder())
            .env("SHELL", "/bin/sh")
            .env("LANG", "C")
            .env("TERM", "xterm-256color")
            .envs(self.environment.iter().map(|(k, v)| (k, v)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command the way the plugin's host does: argv, no input, from `/`.
    pub fn run(&self, argv: &[String]) -> Output {
        let output = self.command(argv).output().unwrap();
        Output {
            status: output.status.code(),
            stdout: output.stdout,
            stderr: output.stderr,
        }
    }

    /// Begins a command and leaves it running.
    pub fn spawn(&self, argv: &[String]) -> Child {
        self.command(argv).spawn().unwrap()
    }

    /// Runs one raw tmux command on the private server.
    pub fn raw(&self, words: &[&str]) -> Output {
        let mut argv = self.tmux.client();
        argv.extend(words.iter().map(|w| (*w).to_owned()));
        self.run(&argv)
    }

    /// Waits until the server has gone. A client that ends it has its answer
    /// before that, and the next one may still meet it on its way out.
    pub fn wait_until_gone(&self) {
        let listed = || self.raw(&["list-sessions"]);
        wait_for(
            "the server to be gone",
            || listed().complaint(),
            || listed().means_no_server().then_some(()),
        );
    }

    /// Runs a raw command that must succeed; its output without the newline.
    pub fn must(&self, words: &[&str]) -> String {
        let output = self.raw(words);
        assert!(output.success(), "{words:?}: {}", output.complaint());
        output.text().trim_end().to_owned()
    }

    /// A format expanded for a pane.
    pub fn show(&self, pane: PaneId, format: &str) -> String {
        self.must(&["display-message", "-p", "-t", &pane.to_string(), format])
    }

    /// The version of the running server: major and minor number.
    pub fn version(&self) -> (u32, u32) {
        let version = self.must(&["display-message", "-p", "#{version}"]);
        let digits = |part: &str| -> u32 {
            let end = part.find(|c: char| !c.is_ascii_digit());
            part[..end.unwrap_or(part.len())].parse().unwrap()
        };
        let number = version.trim_start_matches(|c: char| !c.is_ascii_digit());
        let (major, minor) = number.split_once('.').unwrap();
        (digits(major), digits(minor))
    }

    /// Runs an operation to its end, with the host's clock.
    pub fn finish<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.drive(operation, &mut now, std::thread::sleep)
    }

    /// Runs an operation to its end with a clock that stands still but for
    /// the operation's own pauses, which take no time.
    pub fn finish_at<O: Operation>(&self, begin: Moment, operation: O) -> Result<O::Output, Error> {
        let clock = std::cell::Cell::new(begin.0);
        self.drive(operation, &mut || Moment(clock.get()), |span| {
            clock.set(clock.get() + span.as_millis() as u64);
        })
    }

    /// Runs an operation to its end with a clock that is ahead: it shows this
    /// moment now.
    pub fn finish_late<O: Operation>(&self, at: Moment, operation: O) -> Result<O::Output, Error> {
        let ahead = at.0 - now().0;
        let mut clock = || Moment(now().0 + ahead);
        self.drive(operation, &mut clock, std::thread::sleep)
    }

    fn drive<O: Operation>(
        &self,
        mut operation: O,
        clock: &mut dyn FnMut() -> Moment,
        pause: impl Fn(Duration),
    ) -> Result<O::Output, Error> {
        let mut step = operation.advance(clock(), Progress::Begun);
        loop {
            step = match step {
                Step::Done(result) => return result,
                Step::Run(argv) => {
                    let output = self.run(&argv);
                    operation.advance(clock(), Progress::Finished(&output))
                }
                Step::Pause(span) => {
                    pause(Duration::from_millis(span.0));
                    operation.advance(clock(), Progress::Woken)
                }
            };
        }
    }

    /// Starts a worker.
    pub fn start(&self, directory: &str, command: &AgentCommand) -> Result<Started, Error> {
        self.start_from("/", directory, command, None)
    }

    /// Starts a worker with all that can be said.
    pub fn start_from(
        &self,
        base: &str,
        directory: &str,
        command: &AgentCommand,
        first_prompt: Option<&str>,
    ) -> Result<Started, Error> {
        let request = StartRequest {
            directory: directory.into(),
            base: base.into(),
            home: String::new(),
            command: command.clone(),
            first_prompt: first_prompt.map(str::to_owned),
            beside: false,
        };
        self.finish(operation::start_worker_in_directory(
            &self.tmux,
            request,
            self.nonce(),
        ))
    }

    /// Starts a [`Recorder`] in the directory of this name and waits until it
    /// takes input.
    pub fn recorder(&self, name: &str) -> Recorder {
        let directory = self.directory(name);
        let started = self.start(&directory, &recorder()).unwrap();
        self.recording(started.target, directory)
    }

    /// The recorder in this pane, once it takes input.
    pub fn recording(&self, target: Target, directory: String) -> Recorder {
        let pane = target.pane;
        wait_for(
            &format!("the recorder in {pane} is ready"),
            || self.screen(),
            || (self.show(pane, "#{pane_title}") == "ready").then_some(()),
        );
        Recorder { target, directory }
    }

    /// Sends a prompt.
    pub fn send(&self, target: &Target, text: &str) -> Result<Sent, Error> {
        self.finish(self.sending(target, text))
    }

    /// A send to a program whose screen is not known, not begun yet.
    pub fn sending(&self, target: &Target, text: &str) -> operation::send::Send {
        self.sending_as(target, profile::GENERIC, Prompt::new(text))
    }

    /// A send that has not begun.
    pub fn sending_as(
        &self,
        target: &Target,
        profile: Profile,
        prompt: Prompt,
    ) -> operation::send::Send {
        let nonce = self.nonce();
        operation::send_command_to_worker(&self.tmux, target.clone(), profile, prompt, nonce)
    }

    /// All workers.
    pub fn roster(&self) -> Roster {
        let listing = operation::get_all_workers_status(&self.tmux, self.nonce());
        self.finish(listing).unwrap()
    }

    /// The worker in this pane.
    pub fn worker(&self, pane: PaneId) -> Worker {
        let roster = self.roster();
        let worker = roster.in_pane(pane);
        worker
            .unwrap_or_else(|| panic!("{pane} in {roster:?}"))
            .clone()
    }

    /// Waits until the worker in this pane is listed dead, and how it ended.
    pub fn wait_until_dead(&self, pane: PaneId) -> Worker {
        let unknown = Life::Dead {
            status: None,
            signal: None,
        };
        wait_for(
            &format!("{pane} is dead"),
            || self.screen(),
            || Some(self.worker(pane)).filter(|w| w.life.is_dead() && w.life != unknown),
        )
    }

    /// Waits until the pane runs this program: a start is answered while the
    /// pane's shell may still be on its way to it.
    pub fn wait_for_program(&self, pane: PaneId, program: &str) {
        wait_for(
            &format!("{pane} runs {program}"),
            || self.screen(),
            || (self.show(pane, "#{pane_current_command}") == program).then_some(()),
        );
    }

    /// Ends the worker's process with a signal and waits until tmux says so.
    pub fn kill_worker(&self, pane: PaneId, signal: &str) -> Worker {
        signal_process(self.worker(pane).pid.unwrap(), signal);
        self.wait_until_dead(pane)
    }

    /// Ends the server and waits until its process is gone: until then a
    /// client may still reach it.
    pub fn kill_server(&self) {
        let pid = self.must(&["display-message", "-p", "#{pid}"]);
        self.must(&["kill-server"]);
        wait_for("the server has ended", String::new, || {
            (!lives(pid.parse().unwrap())).then_some(())
        });
    }

    /// Waits for a job of tmux's own: whatever it was to run before has been
    /// started. Not with a client that waits, as some versions miss a job's end.
    pub fn wait_for_jobs(&self) {
        let mark = self.folder().join("jobs-have-run");
        self.must(&["run-shell", "-b", &format!("touch '{}'", mark.display())]);
        wait_for(
            "tmux runs jobs",
            || self.screen(),
            || mark.exists().then_some(()),
        );
        std::fs::remove_file(mark).unwrap();
    }

    /// What an operation must not leave behind: its buffers, claims and
    /// options of the server.
    pub fn leftovers(&self) -> Vec<String> {
        let mut left = Vec::new();
        let mut look = |words: &[&str], prefix: &str| {
            let answer = self.must(words);
            let ours = answer.lines().filter(|line| line.starts_with(prefix));
            left.extend(ours.map(str::to_owned));
        };
        look(&["list-buffers", "-F", "#{buffer_name}"], "");
        look(
            &[
                "list-panes",
                "-a",
                "-F",
                "#{?@org_busy,busy #{pane_id} #{@org_busy},}",
            ],
            "busy",
        );
        look(&["show-options", "-g"], "@org");
        look(&["show-options", "-s"], "@org");
        left
    }

    /// All panes and the screens of the first of them, for a person to see
    /// why a wait was in vain.
    pub fn screen(&self) -> String {
        let format = "#{session_name} #{window_name} #{pane_id} dead=#{pane_dead} #{pane_current_command} #{pane_title}";
        let panes = self.raw(&["list-panes", "-a", "-F", format]);
        let mut shown = format!("{}{}", panes.text(), String::from_utf8_lossy(&panes.stderr));
        for line in panes.text().lines().take(6) {
            if let Some(pane) = line.split(' ').find(|word| word.starts_with('%')) {
                let screen = self
                    .raw(&["capture-pane", "-p", "-t", pane])
                    .text()
                    .into_owned();
                shown.push_str(&format!("--- {pane}\n{}\n", screen.trim_end()));
            }
        }
        shown
    }

    /// Processes that carry the test's mark in their environment: everything
    /// that it started.
    pub fn processes(&self) -> Vec<u32> {
        let mark = format!("ORG_TEST={}", self.folder().display()).into_bytes();
        let of_the_test = |pid: &u32| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|b| *b == 0).any(|entry| entry == mark)
        };
        all_processes().into_iter().filter(of_the_test).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The socket lies in the test's own folder, so this can only be the
        // server that the test started.
        let _ = self.raw(&["kill-server"]);
        for pid in self.processes() {
            signal_process(pid, "KILL");
        }
    }
}

/// A worker that puts its terminal into raw mode with bracketed paste and
/// keeps every byte that it is given.
#[derive(Debug, Clone)]
pub struct Recorder {
    pub target: Target,
    pub directory: String,
}

/// The command of a [`Recorder`]. Its title says when tmux has read the
/// sequence that turns bracketed paste on.
pub fn recorder() -> AgentCommand {
    let script = r"stty raw -echo; printf '\033[?2004h\033]2;ready\007'; exec cat >>.received";
    words(&["/bin/sh", "-c", script])
}

/// A command of these words.
pub fn words(words: &[&str]) -> AgentCommand {
    AgentCommand::new(words.iter().map(|w| (*w).to_owned()).collect()).unwrap()
}

impl Recorder {
    /// Its pane.
    pub fn pane(&self) -> PaneId {
        self.target.pane
    }

    /// Every byte so far.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(Path::new(&self.directory).join(".received")).unwrap_or_default()
    }

    /// The prompts so far; what else was received, or has not arrived whole
    /// yet, is the error.
    pub fn try_prompts(&self) -> Result<Vec<String>, String> {
        framed(&self.bytes())
    }

    /// The prompts so far, each in its bracket and with its Enter.
    ///
    /// # Panics
    /// When anything else was received.
    pub fn prompts(&self) -> Vec<String> {
        let bytes = self.bytes();
        match framed(&bytes) {
            Ok(prompts) => prompts,
            Err(rest) => panic!("received besides whole prompts: {rest:?}"),
        }
    }

    /// Waits until these prompts, and nothing else, have been received.
    pub fn wait_for_prompts(&self, expected: &[&str]) {
        let seen = |prompts: &Result<Vec<String>, String>| {
            prompts
                .as_ref()
                .is_ok_and(|prompts| prompts.len() >= expected.len())
        };
        wait_for(
            &format!("{} prompts at {}", expected.len(), self.pane()),
            || format!("{:?}", framed(&self.bytes())),
            || seen(&framed(&self.bytes())).then_some(()),
        );
        assert!(
            self.prompts() == expected,
            "{:?}",
            self.prompts()
                .iter()
                .map(|p| p.chars().take(200).collect::<String>())
                .collect::<Vec<_>>()
        );
    }
}

/// Takes apart what a recorder received; the rest where it does not have the
/// form of whole prompts.
fn framed(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut rest = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let mut prompts = Vec::new();
    while !rest.is_empty() {
        let cut = rest
            .strip_prefix("\x1b[200~")
            .and_then(|body| body.split_once("\x1b[201~\r"));
        let Some((prompt, after)) = cut else {
            return Err(rest.chars().take(300).collect());
        };
        prompts.push(prompt.to_owned());
        rest = after;
    }
    Ok(prompts)
}

/// The host's clock.
pub fn now() -> Moment {
    Moment(
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis() as u64,
    )
}

/// Writes a program. A child does it: a descriptor of ours would be inherited
/// by what another test starts meanwhile, and what is open for writing cannot
/// be run.
pub fn write_program(path: &Path, text: &str, mode: u32) {
    let script = r#"cat >"$0.new" && chmod "$1" "$0.new" && mv "$0.new" "$0""#;
    let mut child = Command::new("/bin/sh")
        .args(["-c", script])
        .arg(path)
        .arg(format!("{mode:o}"))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    assert!(child.wait().unwrap().success());
}

/// Waits until a process runs what it was started for: `spawn` returns a
/// little before its name is there.
pub fn wait_for_name(pid: u32, name: &str) {
    wait_for(&format!("process {pid} is {name}"), String::new, || {
        let line = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.contains(name).then_some(())
    });
}

/// A pause between two looks.
pub fn wait_a_moment() {
    std::thread::sleep(Duration::from_millis(50));
}

/// Waits for a named condition; its value, or a panic that says what was
/// waited for and what `state` shows.
pub fn wait_for<T>(
    what: &str,
    state: impl Fn() -> String,
    mut condition: impl FnMut() -> Option<T>,
) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(
            Instant::now() < deadline,
            "waited {PATIENCE:?} for: {what}\n{}",
            state()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// All process ids of the machine.
pub fn all_processes() -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// Whether the process is there and no zombie.
pub fn lives(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .ok()
        .and_then(|stat| Some(stat.rsplit_once(") ")?.1.to_owned()))
        .is_some_and(|rest| !rest.starts_with('Z') && !rest.starts_with('X'))
}

/// Sends a signal to one process that the test started.
pub fn signal_process(pid: u32, signal: &str) {
    let _ = Command::new("kill")
        .args([&format!("-{signal}"), &pid.to_string()])
        .stderr(Stdio::null())
        .status();
}

/// How often the expensive tests repeat themselves.
pub fn rounds(usual: usize) -> usize {
    let asked = std::env::var("ORG_ROUNDS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The stand-in agent's binary: `ORG_STAND_IN`, else built once.
pub fn stand_in() -> &'static str {
    static BINARY: OnceLock<String> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Ok(path) = std::env::var("ORG_STAND_IN") {
            return path;
        }
        // target/debug/deps/tmux-…
        let exe = std::env::current_exe().unwrap();
        let target = exe.ancestors().nth(3).unwrap().to_owned();
        let output = Command::new(env!("CARGO"))
            .args(["build", "--release", "-p", "stand-in", "--target-dir"])
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "the stand-in agent does not build:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let binary = target.join("release").join("stand-in");
        binary.to_str().unwrap().to_owned()
    })
}
