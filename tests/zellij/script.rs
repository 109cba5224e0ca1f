//! A script that calls `zellij pipe`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::support;
use crate::zellij::setup;
use crate::zellij::terminal::Terminal;

/// A call under way.
pub struct Call {
    child: Child,
    what: String,
}

/// The command of a call, with nothing on its standard input.
fn command(terminal: &Terminal, words: &[&str]) -> Command {
    let session = terminal.session();
    let head = [
        setup::zellij(),
        "--session",
        &session,
        "pipe",
        "--plugin",
        "org",
    ];
    let words: Vec<String> = [&head, words]
        .concat()
        .iter()
        .map(|w| (*w).to_owned())
        .collect();
    terminal.server.command(&words)
}

impl Call {
    /// Begins a call.
    pub fn begin(terminal: &Terminal, words: &[&str]) -> Self {
        let child = command(terminal, words).spawn().unwrap();
        let what = words.join(" ");
        Self { child, what }
    }

    /// Begins a call that reads this.
    pub fn reading(terminal: &Terminal, words: &[&str], input: &str) -> Self {
        let mut child = command(terminal, words)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // A client that has left reads no more.
        std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let what = words.join(" ");
        Self { child, what }
    }

    /// Begins a call whose standard input stays open and empty.
    pub fn open(terminal: &Terminal, words: &[&str]) -> Self {
        let child = command(terminal, words).stdin(Stdio::piped()).spawn();
        let what = words.join(" ");
        let child = child.unwrap();
        Self { child, what }
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits until it has ended.
    pub fn wait_until_it_ends(&mut self, most: Duration) {
        let deadline = Instant::now() + most;
        while !self.has_ended() {
            assert!(Instant::now() < deadline, "{} hangs", self.what);
            support::wait_a_moment();
        }
    }

    /// Its output so far, line by line, as it comes.
    pub fn lines(&mut self) -> BufReader<ChildStdout> {
        BufReader::new(self.child.stdout.take().unwrap())
    }

    /// Waits until it has ended; all that it has printed.
    pub fn wait_for_output(mut self, most: Duration) -> String {
        self.wait_until_it_ends(most);
        self.output()
    }

    /// Waits until it has ended, or ends it; all that it has printed.
    pub fn output_within(mut self, most: Duration) -> String {
        let deadline = Instant::now() + most;
        while !self.has_ended() {
            if Instant::now() > deadline {
                let _ = self.child.kill();
            }
            support::wait_a_moment();
        }
        self.output()
    }

    /// What it has printed and nobody has read.
    fn output(&mut self) -> String {
        let mut output = String::new();
        self.child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut output)
            .unwrap();
        output
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The next line, which is a valid answer.
pub fn next(lines: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    answer(&line)
}

/// Reads an answer and holds it against the schema.
pub fn answer(line: &str) -> Value {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let schema: Value =
            serde_json::from_str(include_str!("../../docs/pipe.schema.json")).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    });
    let answer: Value = serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line:?}"));
    let wrong: Vec<String> = schema.iter_errors(&answer).map(|e| e.to_string()).collect();
    assert!(wrong.is_empty(), "{answer:#}\n{wrong:#?}");
    answer
}

/// A name for a request that no other has.
fn name() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    format!("test-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

impl Terminal {
    /// Reads an answer, and notes the code of its error.
    pub fn read(&self, line: &str) -> Value {
        let answer = answer(line);
        if let Some(code) = answer["error"]["code"].as_str() {
            let mut codes = self.codes.lock().unwrap();
            codes.insert(code.to_owned());
        }
        answer
    }

    /// Makes sure that requests were refused with each of these codes. The
    /// repository's own rules hold the closed list against these calls.
    pub fn was_refused_with(&self, codes: &[&str]) {
        let seen = self.codes.lock().unwrap();
        for code in codes {
            assert!(seen.contains(*code), "no answer said {code}: {seen:?}");
        }
    }

    /// Calls an operation with arguments and a payload; its answer.
    pub fn call(&self, operation: &str, arguments: &str, payload: &str) -> Value {
        let comma = if arguments.is_empty() { "" } else { "," };
        let arguments = format!("{arguments}{comma}id={}", name());
        self.ask(
            &["--name", operation, "--args", &arguments, "--", payload],
            None,
        )
    }

    /// Makes a request in JSON; its answer.
    pub fn request(&self, request: &Value) -> Value {
        let mut request = request.clone();
        request["id"] = name().into();
        let request = request.to_string();
        if request.len() < 100_000 {
            self.ask(&["--", &request], None)
        } else {
            self.ask(&[], Some(&request))
        }
    }

    /// Pipes a text into an operation; its answer.
    pub fn pipe(&self, operation: &str, arguments: &str, input: &str) -> Value {
        let comma = if arguments.is_empty() { "" } else { "," };
        let arguments = format!("{arguments}{comma}id={}", name());
        self.ask(&["--name", operation, "--args", &arguments], Some(input))
    }

    /// Calls until there is an answer, as the function in `docs/pipe.md` does:
    /// a client of Zellij that comes while the one before it is leaving is sent
    /// away without a word, or is never given its answer. A request with a name
    /// is done once all the same.
    pub fn ask(&self, words: &[&str], input: Option<&str>) -> Value {
        for _ in 0..10 {
            let call = match input {
                Some(input) => Call::reading(self, words, input),
                None => Call::begin(self, words),
            };
            let output = call.output_within(Duration::from_secs(20));
            if !output.is_empty() {
                assert_eq!(output.lines().count(), 1, "{words:?}: {output:?}");
                return self.read(&output);
            }
        }
        panic!("no answer to {words:?}");
    }

    /// Begins a watch, again where Zellij has let go of its client; its first
    /// line has been read.
    pub fn watch(&self, timeout: &str) -> (Call, BufReader<ChildStdout>) {
        for _ in 0..10 {
            let arguments = format!("timeout={timeout}");
            let words = ["--name", "watch", "--args", &arguments, "--", ""];
            let mut watch = Call::begin(self, &words);
            let mut lines = watch.lines();
            let (first, said) = mpsc::channel();
            std::thread::spawn(move || {
                let mut line = String::new();
                lines.read_line(&mut line).unwrap();
                // Nobody waits for it where it came too late.
                let _ = first.send((line, lines));
            });
            match said.recv_timeout(Duration::from_secs(20)) {
                Ok((line, lines)) if !line.is_empty() => {
                    assert_eq!(answer(&line)["data"]["event"], "begin");
                    return (watch, lines);
                }
                _ => {}
            }
        }
        panic!("no watch begins");
    }

    /// The folders in which panels make their claims.
    fn claim_folders(&self) -> impl Iterator<Item = std::path::PathBuf> {
        // t/zellij-UID/org-pipes
        let folders = std::fs::read_dir(self.folder().join("t")).unwrap();
        let folders = folders.flatten().map(|f| f.path().join("org-pipes"));
        folders.filter(|folder| folder.is_dir())
    }

    /// Claims a request's name as a panel does that has it in hand, with the
    /// answer if there is one already, so long ago.
    pub fn claim_request(&self, name: &str, answer: &str, ago: Duration) {
        let zellijs = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with("zellij-");
        let temporary = std::fs::read_dir(self.folder().join("t")).unwrap();
        let mut temporary = temporary.flatten().filter(|f| zellijs(&f.file_name()));
        let folder = temporary.next().expect("Zellij's folder").path();
        let folder = folder.join("org-pipes");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("answer.{name}"));
        std::fs::write(&path, answer).unwrap();
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - ago).unwrap();
    }

    /// The names of the claims that panels have made.
    pub fn claims(&self) -> Vec<String> {
        let claims = self.claim_folders().flat_map(std::fs::read_dir);
        let names = claims.flatten().flatten().map(|claim| claim.file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    /// The error that such a request ends with.
    pub fn refused(&self, request: &Value) -> String {
        let answer = self.request(request);
        assert_eq!(answer["ok"], false, "{answer}");
        answer["error"]["code"].as_str().unwrap().to_owned()
    }

    /// The data that such a request ends with.
    pub fn granted(&self, request: &Value) -> Value {
        let answer = self.request(request);
        assert_eq!(answer["ok"], true, "{answer}");
        answer["data"].clone()
    }

    /// A directory of the test, made when it is not there.
    pub fn directory(&self, name: &str) -> String {
        self.server.directory(name)
    }
}
