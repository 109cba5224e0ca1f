//! A private tmux server, a private HOME, and a driver that runs an
//! operation's commands for real. Shared by the tiers that touch the host.
#![allow(dead_code, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use org::error::Error;
use org::nonce::{Nonce, Nonces};
use org::operation::{Operation, Progress, Step};
use org::time::Moment;
use org::tmux::{Output, SessionName, Socket, Tmux};

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// A tmux server of the test's own on a socket in a temporary folder, ended
/// with the test.
pub struct Server {
    folder: tempfile::TempDir,
    nonces: std::sync::Mutex<Nonces>,
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
        let seed = u64::from(std::process::id()) << 32
            | u64::from(COUNTER.fetch_add(1, Ordering::Relaxed));
        Self {
            nonces: std::sync::Mutex::new(Nonces::new(seed)),
            tmux: Tmux {
                socket: Socket::Path(socket.display().to_string()),
                session: SessionName::default(),
            },
            folder,
        }
    }

    /// A fresh directory below the test's own folder.
    pub fn directory(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join("dirs").join(name);
        std::fs::create_dir_all(&path).unwrap();
        path.canonicalize().unwrap()
    }

    /// The test's own folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn nonce(&self) -> Nonce {
        self.nonces.lock().unwrap().draw()
    }

    /// Runs one raw tmux command on the private server.
    pub fn raw(&self, words: &[&str]) -> Output {
        let mut argv = self.tmux.client();
        argv.extend(words.iter().map(|w| (*w).to_owned()));
        run(&argv)
    }

    /// Runs a raw command that must succeed; its output without the newline.
    pub fn must(&self, words: &[&str]) -> String {
        let output = self.raw(words);
        assert!(output.success(), "{words:?}: {}", output.complaint());
        output.text().trim_end().to_owned()
    }

    /// Runs an operation to its end.
    pub fn finish<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        finish(operation)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The socket lies in the test's own folder, so this can only be the
        // server that the test started.
        let _ = self.raw(&["kill-server"]);
    }
}

/// Runs a command the way the plugin's host does: argv, no input, from `/`.
pub fn run(argv: &[String]) -> Output {
    let (program, arguments) = argv.split_first().unwrap();
    let output = Command::new(program)
        .args(arguments)
        .current_dir("/")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Output {
        status: output.status.code(),
        stdout: output.stdout,
        stderr: output.stderr,
    }
}

/// Runs an operation to its end, with the host's clock.
pub fn finish<O: Operation>(mut operation: O) -> Result<O::Output, Error> {
    let mut step = operation.advance(now(), Progress::Begun);
    loop {
        step = match step {
            Step::Done(result) => return result,
            Step::Run(argv) => {
                let output = run(&argv);
                operation.advance(now(), Progress::Finished(&output))
            }
            Step::Pause(span) => {
                std::thread::sleep(Duration::from_millis(span.0));
                operation.advance(now(), Progress::Woken)
            }
        };
    }
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

/// Waits for a named condition; its value, or a panic that says what was
/// waited for and what `state` shows.
pub fn wait_for<T>(
    what: &str,
    state: impl Fn() -> String,
    mut condition: impl FnMut() -> Option<T>,
) -> T {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(
            Instant::now() < deadline,
            "waited 20 s for: {what}\n{}",
            state()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
