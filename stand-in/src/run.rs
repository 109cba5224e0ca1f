//! The loop that joins the agent to its terminal, its hooks and its log.

use std::fs;
use std::io::{self, Read};
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, getpid, kill_process};
use signal_hook::consts::{SIGHUP, SIGTERM};

use crate::agent::{Agent, Config, Delay, Effect, Input};
use crate::args::{Args, is_uuid};
use crate::frame::Frame;
use crate::hooks::Runner;
use crate::input::{Event, Parser};
use crate::log::Log;
use crate::screen;
use crate::settings::Settings;
use crate::signals::Signals;
use crate::terminal::{Terminal, stdin};

/// The screen is drawn at most once in this time.
const FRAME: Duration = Duration::from_millis(16);

/// How much is read at once; a slow reader takes less.
const READ: usize = 64 * 1024;
const SLOW_READ: usize = 1024;

/// Runs the agent to its end.
///
/// Returns the exit status.
///
/// # Errors
/// What keeps it from starting.
pub fn run(args: Args) -> Result<u8, String> {
    if args.as_child {
        return wait_as_child(&args);
    }
    let settings = read_settings(args.settings.as_deref())?;
    if let Some(id) = args
        .session_id
        .as_ref()
        .or(args.resume.as_ref())
        .filter(|id| !is_uuid(id))
    {
        return Err(format!("invalid session id {id:?}: must be a UUID"));
    }
    let pane = std::env::var("TMUX_PANE").unwrap_or_default();
    let pid = std::process::id();
    let log = Log::open(args.log.as_deref(), args.log_raw.as_deref(), pid, pane)?;
    let signals = Signals::install().map_err(|error| format!("cannot watch signals: {error}"))?;
    let waker = signals
        .waker()
        .map_err(|error| format!("cannot watch hooks: {error}"))?;
    let terminal = Terminal::raw(!args.no_bracketed_paste)
        .map_err(|error| format!("standard input is no terminal: {error}"))?;
    let child = if args.child {
        Some(start_child(&args)?)
    } else {
        None
    };
    let resume = args.session_id.clone().or(args.resume.clone());
    let ignore_hangup = args.ignore_hangup;
    let orphan = Duration::from_secs(args.orphan_s);
    let slow_read = args.slow_read_ms.map(Duration::from_millis);
    let agent = Agent::new(config(args, settings, child), Duration::ZERO);
    let mut run = Run {
        agent,
        parser: Parser::default(),
        terminal,
        runner: Runner::start(waker),
        signals,
        log,
        started: Instant::now(),
        frame: None,
        dirty: false,
        next_draw: Duration::ZERO,
        next_read: Duration::ZERO,
        gone_at: None,
        slow_read,
        ignore_hangup,
        orphan,
    };
    let end = run.drive();
    drop(run);
    match end {
        End::Normal(status) => {
            if let Some(pid) = child.and_then(process) {
                let _ = kill_process(pid, Signal::KILL);
            }
            if let Some(id) = resume {
                println!("stand-in --resume {id}");
            }
            Ok(status)
        }
        End::Signal(status) => Ok(status),
        End::Failed(error) => Err(error),
    }
}

enum End {
    /// The agent was told to.
    Normal(u8),
    /// A signal, or the loss of the terminal.
    Signal(u8),
    /// A message could not be logged.
    Failed(String),
}

struct Run {
    agent: Agent,
    parser: Parser,
    terminal: Terminal,
    runner: Runner,
    signals: Signals,
    log: Log,
    started: Instant,
    frame: Option<Frame>,
    dirty: bool,
    next_draw: Duration,
    next_read: Duration,
    /// When the terminal was lost.
    gone_at: Option<Duration>,
    slow_read: Option<Duration>,
    ignore_hangup: bool,
    orphan: Duration,
}

impl Run {
    fn drive(&mut self) -> End {
        let mut inputs = vec![Input::Tick];
        loop {
            let now = self.started.elapsed();
            for input in inputs.drain(..) {
                let effects = self.agent.step(now, input);
                self.dirty = true;
                for effect in effects {
                    if let Some(end) = self.carry_out(effect) {
                        return end;
                    }
                }
            }
            self.draw();
            let readable = self.wait();
            let now = self.started.elapsed();
            self.signals.drain();
            if let Some(end) = self.look_at_signals(now, &mut inputs) {
                return end;
            }
            let mut events = Vec::new();
            if readable {
                match self.read(now) {
                    Some(read) => events = read,
                    None if self.ignore_hangup => self.gone_at = self.gone_at.or(Some(now)),
                    None => return End::Signal(129),
                }
            }
            events.extend(self.parser.expire(now));
            inputs.extend(events.into_iter().map(Input::Key));
            inputs.extend(self.runner.finished().map(Input::Hooks));
            // A tick too many does nothing.
            inputs.push(Input::Tick);
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<End> {
        match effect {
            Effect::Open => self.terminal.open(),
            Effect::Title(title) => self.terminal.title(&title),
            Effect::Hooks(call) => self.runner.run(call),
            Effect::Log(record) => {
                if let Err(error) = self.log.write(&record) {
                    return Some(End::Failed(format!("cannot write the log: {error}")));
                }
            }
            Effect::Exit(status) => {
                self.terminal.title("");
                return Some(End::Normal(status));
            }
            Effect::Crash => {
                let _ = kill_process(getpid(), Signal::KILL);
            }
        }
        None
    }

    fn draw(&mut self) {
        let now = self.started.elapsed();
        if !self.dirty || now < self.next_draw || self.gone_at.is_some() {
            return;
        }
        self.dirty = false;
        let Some(view) = self.agent.view(now) else {
            return;
        };
        let frame = screen::draw(&view, self.terminal.size());
        if self.frame.as_ref() != Some(&frame) {
            self.terminal.write(&frame.paint(self.frame.as_ref()));
            self.frame = Some(frame);
        }
        self.next_draw = self.started.elapsed() + FRAME;
    }

    /// Sleeps until there is something to do; whether the terminal can be read.
    fn wait(&self) -> bool {
        let now = self.started.elapsed();
        let reads = self.gone_at.is_none();
        let deadlines = [
            self.agent.deadline(now),
            self.parser.deadline(),
            (self.dirty && reads).then_some(self.next_draw),
            (reads && now < self.next_read).then_some(self.next_read),
            self.gone_at.map(|at| at.saturating_add(self.orphan)),
        ];
        let timeout = deadlines
            .into_iter()
            .flatten()
            .min()
            .map(|at| at.saturating_sub(now));
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let terminal = stdin();
        let mut fds = vec![PollFd::new(self.signals.receiver(), PollFlags::IN)];
        if reads && now >= self.next_read {
            fds.push(PollFd::new(&terminal, PollFlags::IN));
        }
        if poll(&mut fds, timeout.as_ref()).is_err() {
            return false;
        }
        fds.get(1).is_some_and(|fd| !fd.revents().is_empty())
    }

    /// One read; nothing when the terminal is gone.
    fn read(&mut self, now: Duration) -> Option<Vec<Event>> {
        let most = if self.slow_read.is_some() {
            SLOW_READ
        } else {
            READ
        };
        let mut bytes = vec![0; most];
        self.next_read = now + self.slow_read.unwrap_or_default();
        match rustix::io::read(stdin(), &mut bytes) {
            Ok(0) => None,
            Ok(count) => {
                bytes.truncate(count);
                Some(self.parser.feed(now, &bytes))
            }
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Some(Vec::new()),
            Err(_) => None,
        }
    }

    fn look_at_signals(&mut self, now: Duration, inputs: &mut Vec<Input>) -> Option<End> {
        let (hangup, terminate) = (self.signals.hangup(), self.signals.terminate());
        if self
            .gone_at
            .is_some_and(|at| now >= at.saturating_add(self.orphan))
        {
            return Some(End::Signal(129));
        }
        if !self.ignore_hangup && (hangup || terminate) {
            return Some(End::Signal(if hangup { 129 } else { 143 }));
        }
        if self.signals.interrupt() {
            // From outside it needs no second press.
            inputs.extend([Input::Key(Event::Interrupt), Input::Key(Event::Interrupt)]);
        }
        // A new size changes the frame, whatever else happens.
        self.dirty |= self.frame.is_some() && self.gone_at.is_none();
        None
    }
}

fn config(args: Args, settings: Settings, child: Option<u32>) -> Config {
    let directory = std::env::current_dir().unwrap_or_default();
    let directory = directory.to_string_lossy().into_owned();
    let mut greeting = vec![
        format!(
            "Stand-in agent {}: it answers, and does nothing else.",
            env!("CARGO_PKG_VERSION")
        ),
        directory.clone(),
    ];
    greeting.extend(args.model.map(|model| format!("model {model}")));
    greeting.extend(child.map(|pid| format!("child process {pid}")));
    let random = |most| {
        let rng = args
            .seed
            .map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        Delay::Random(Duration::from_millis(most), rng)
    };
    let fixed = |time| Delay::Fixed(Duration::from_millis(time));
    let mode = args.permission_mode.to_possible_value();
    Config {
        name: args.name,
        directory,
        session_id: args.session_id.or(args.resume).unwrap_or_else(random_uuid),
        permission_mode: mode
            .map(|mode| mode.get_name().to_owned())
            .unwrap_or_default(),
        greeting,
        prompt: args.prompt.map(OsStringExt::into_vec),
        exact: args.exact,
        trust: args.trust,
        start: Duration::from_millis(args.start_ms),
        work: Duration::from_millis(args.work_ms),
        hook_lead: Duration::from_millis(args.hook_lead_ms),
        unasked: args
            .dialog_after_ms
            .map(fixed)
            .or(args.dialog_random_ms.map(random)),
        unasked_from: args.dialog_from,
        settings,
    }
}

fn read_settings(given: Option<&str>) -> Result<Settings, String> {
    let Some(given) = given else {
        return Ok(Settings::default());
    };
    if given.trim_start().starts_with('{') {
        return Settings::parse(given)
            .map_err(|error| format!("invalid JSON in --settings: {error}"));
    }
    let text = fs::read_to_string(given).map_err(|error| format!("--settings {given}: {error}"))?;
    Settings::parse(&text).map_err(|error| format!("invalid JSON in {given}: {error}"))
}

fn random_uuid() -> String {
    let bits = fastrand::u128(..);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        (bits >> 96) & 0xffff_ffff,
        (bits >> 80) & 0xffff,
        (bits >> 64) & 0xfff,
        (bits >> 48) & 0xfff,
        bits & 0xffff_ffff_ffff,
    )
}

/// Starts this program once more, in the same session, and reaps it when it ends.
///
/// Returns when it is ready for signals.
fn start_child(args: &Args) -> Result<u32, String> {
    let failed = |error: io::Error| format!("cannot start the child: {error}");
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command
        .arg("--as-child")
        .arg(format!("--orphan-s={}", args.orphan_s));
    if args.ignore_hangup {
        command.arg("--ignore-hangup");
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().map_err(failed)?;
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_exact(&mut [0]).map_err(failed)?;
    }
    let id = child.id();
    thread::spawn(move || child.wait());
    Ok(id)
}

fn wait_as_child(args: &Args) -> Result<u8, String> {
    if args.ignore_hangup {
        for signal in [SIGHUP, SIGTERM] {
            signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))
                .map_err(|error| format!("cannot ignore signals: {error}"))?;
        }
    }
    println!();
    thread::sleep(Duration::from_secs(args.orphan_s));
    Ok(0)
}

fn process(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().and_then(Pid::from_raw)
}
