//! A panel with a scripted host: a clock that moves when told, and a tmux
//! that answers from a list of panes. What tmux really answers is tested in
//! `tests/tmux.rs`; this one only speaks the same forms.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

use org::app::App;
use org::config::Place;
use org::effect::Effect;
use org::input::{Input, Key, KeyCode, Mouse, RequestId};
use org::keymap::{HostKeys, key_named};
use org::time::{Millis, Moment};
use org::tmux::Output;
use org::view::Size;

/// A pane of the scripted tmux.
#[derive(Debug, Clone)]
pub struct Pane {
    pub id: u32,
    pub directory: String,
    pub dead: Option<(&'static str, &'static str)>,
    pub ours: bool,
    /// What its hooks said last, and since when.
    pub report: &'static str,
    pub since: &'static str,
    /// When its window last had output, seconds since the epoch.
    pub active: u64,
    pub agent: Agent,
}

/// What the agent in a pane shows.
#[derive(Debug, Clone, Default)]
pub struct Agent {
    /// What stands in its box.
    pub boxed: String,
    /// Whether it works.
    pub works: bool,
    /// Whether a question stands in place of the box.
    pub asks: bool,
    /// Whether it has drawn nothing yet.
    pub starts: bool,
    /// What is pasted does not show up in its box.
    pub hides: bool,
    /// Enter does nothing.
    pub ignores_enter: bool,
    /// A question opens under the next text, and its title tells of it.
    pub announces: bool,
    /// The claim of the sender at work.
    pub claim: String,
    /// What it was started with, if not `claude`.
    pub program: &'static str,
}

impl Agent {
    fn screen(&self) -> String {
        let rule = "─".repeat(40);
        let hint = if self.works { "esc to interrupt" } else { "" };
        match (self.starts, self.asks) {
            (true, _) => String::new(),
            (_, true) => " Do you want to proceed?\n ❯ 1. Yes\n   2. No\n Esc to cancel\n".into(),
            _ => format!("{rule}\n❯ {}\n{rule}\n  {hint}\n", self.boxed),
        }
    }
}

/// What the scripted tmux says to a send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    Facts(&'static str),
}

/// What Zellij does when a terminal is asked for.
pub enum Opens {
    /// It opens one.
    Terminal,
    /// It opens one, and what was open before is gone.
    Another,
    /// It opens none, and runs the program all the same or not.
    Nothing { runs: bool },
}

pub struct Panel {
    pub app: App,
    pub now: Moment,
    pub size: Size,
    pub panes: Vec<Pane>,
    pub send: Answer,
    /// Commands that get no answer until this is false again.
    pub hold: bool,
    /// The version that `tmux -V` prints; none: not installed.
    pub version: Option<&'static str>,
    /// What resolving a directory says, instead of the directory itself.
    pub resolve: Option<&'static str>,
    /// The terminal that the user has in focus.
    pub focus: Option<u32>,
    /// The name of the panel's pane.
    pub title: String,
    /// How many lines each worker has written.
    pub output: usize,
    /// How often it wanted to be drawn.
    pub repaints: usize,
    /// What the host answers to a search, by its first word.
    pub found: BTreeMap<&'static str, String>,
    /// Directories that have another real name; with none they are gone.
    pub real: BTreeMap<&'static str, &'static str>,
    /// What tmux remembers of the panes, and under which nonce.
    remembered: (String, String),
    /// After how long ticks were wanted.
    pub timers: Vec<Millis>,
    /// What Zellij does when a terminal is asked for.
    pub opens: Opens,
    /// The number of the terminal that was opened last.
    pub terminal: u32,
    waiting: VecDeque<Command>,
    transcript: String,
}

/// A command that has had no answer yet.
struct Command {
    id: RequestId,
    argv: Vec<String>,
    since: Moment,
}

impl Panel {
    /// A panel that has just been loaded: nothing has been answered.
    pub fn loaded(configuration: &[(&str, &str)]) -> Self {
        let mut panel = Self {
            app: App::new(),
            now: Moment(1_000_000),
            size: Size {
                rows: 12,
                columns: 60,
            },
            panes: Vec::new(),
            send: Answer::Yes,
            hold: false,
            version: Some("tmux 3.3a"),
            resolve: None,
            focus: None,
            title: String::new(),
            output: 100,
            repaints: 0,
            found: BTreeMap::new(),
            real: BTreeMap::new(),
            remembered: Default::default(),
            timers: Vec::new(),
            opens: Opens::Terminal,
            terminal: 0,
            waiting: VecDeque::new(),
            transcript: String::new(),
        };
        let configuration: BTreeMap<String, String> = configuration
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect();
        let directory = "/home/u/here".to_owned();
        panel.input(Input::Loaded {
            configuration,
            owner: org::tmux::saved::Owner {
                zellij: 70,
                plugin: 1,
                client: 1,
                seed: 7,
            },
            directory,
        });
        panel
    }

    /// A panel at work, with these directories as living workers `%0`, `%1` …
    pub fn with(directories: &[&str]) -> Self {
        let mut panel = Self::loaded(&[]);
        for (id, directory) in (0..).zip(directories) {
            panel.panes.push(Pane {
                id,
                directory: (*directory).into(),
                dead: None,
                ours: true,
                report: "idle",
                since: "",
                active: 5,
                agent: Agent::default(),
            });
        }
        panel.allow();
        panel.transcript.clear();
        panel
    }

    /// The user gives the permission, and the panel is in sight.
    pub fn allow(&mut self) {
        self.input(Input::HostKeys(zellijs_keys()));
        self.input(Input::Permission(true));
        self.input(Input::Visible(true));
        self.settle();
    }

    pub fn kill(&mut self, id: u32, status: &'static str, signal: &'static str) {
        for pane in self.panes.iter_mut().filter(|p| p.id == id) {
            pane.dead = Some((status, signal));
        }
    }

    /// Takes an input, notes the effects, answers no command yet.
    pub fn input(&mut self, input: Input) {
        self.app.view(self.now, self.size);
        let mut answer = None;
        for effect in self.app.update(self.now, input) {
            match effect {
                Effect::RunCommand { id, argv } => {
                    let what = describe(&argv);
                    let _ = writeln!(self.transcript, "run {what}");
                    let since = self.now;
                    self.waiting.push_back(Command { id, argv, since });
                }
                // Drawing comes with every look.
                Effect::SetTimer(span) => self.timers.push(span),
                Effect::Repaint => self.repaints += 1,
                Effect::OpenTerminal {
                    argv,
                    title,
                    place,
                    shows,
                } => {
                    let view = argv.join(" ").contains("link-window -k -s @");
                    let place = match place {
                        Place::Floating => String::new(),
                        other => format!(" {other:?}"),
                    };
                    let _ = writeln!(self.transcript, "open {title:?} view={view}{place}");
                    answer = Some(match self.opens {
                        Opens::Nothing { runs } => Input::NoTerminal { shows, runs },
                        Opens::Terminal | Opens::Another => {
                            self.terminal += 1;
                            let terminal = self.terminal;
                            Input::TerminalOpened { terminal, shows }
                        }
                    });
                }
                Effect::ShowTerminal(terminal) => {
                    let _ = writeln!(self.transcript, "show {terminal}");
                    answer = Some(match self.opens {
                        Opens::Terminal => Input::TerminalShown(terminal),
                        Opens::Another => Input::TerminalClosed(terminal),
                        Opens::Nothing { .. } => continue,
                    });
                }
                Effect::ReadFocus => answer = Some(Input::Focused(self.focus)),
                // The pane's name is looked at by the tests of it.
                Effect::Rename(title) => self.title = title,
                other => {
                    let _ = writeln!(self.transcript, "{other:?}");
                }
            }
        }
        if let Some(answer) = answer {
            self.input(answer);
        }
    }

    /// Answers every command until none is left.
    pub fn settle(&mut self) {
        while !self.hold {
            let ready = |c: &Command| !self.waits(c);
            let Some(at) = self.waiting.iter().position(ready) else {
                break;
            };
            let Command { id, argv, .. } = self.waiting.remove(at).unwrap();
            let output = self.answer(&argv);
            self.input(Input::CommandFinished { id, output });
        }
    }

    /// Answers the oldest command of a kind, whatever is held back.
    pub fn answer_oldest(&mut self, word: &str) {
        let is_it = |c: &Command| describe(&c.argv).starts_with(word);
        let at = self.waiting.iter().position(is_it).unwrap();
        let Command { id, argv, .. } = self.waiting.remove(at).unwrap();
        let output = self.answer(&argv);
        self.input(Input::CommandFinished { id, output });
    }

    /// Whether this command stays in tmux until something is new: it compares
    /// every half second, ten times.
    fn waits(&self, command: &Command) -> bool {
        let rounds = command
            .argv
            .iter()
            .filter(|w| w.starts_with("run-shell -d"));
        let stays = Millis(500 * rounds.count() as u64);
        let waited = self.now.since(command.since);
        let (nonce, seen) = &self.remembered;
        let compared = |w: &String| w.contains(&format!("}},{nonce} #{{E:"));
        let same = command.argv.iter().any(compared) && *seen == self.seen();
        waited < stays && (same || !waited.0.is_multiple_of(500))
    }

    /// What changes whenever something happens to a pane.
    fn seen(&self) -> String {
        let panes = self.panes.iter();
        panes
            .map(|p| {
                format!(
                    "{} {:?} {}{} {},",
                    p.id, p.dead, p.report, p.since, p.active
                )
            })
            .collect()
    }

    /// Lets time pass in steps of a tenth of a second.
    pub fn pass(&mut self, span: Millis) {
        for _ in 0..span.0.div_ceil(100) {
            self.now = self.now.after(Millis(100));
            self.input(Input::Tick);
            self.settle();
        }
    }

    /// Presses keys by name: `Enter`, `Ctrl-u`, `Alt-Enter`, or characters.
    pub fn keys(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            self.input(Input::Key(key(name)));
            self.settle();
        }
        self
    }

    /// Types text character by character.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.input(Input::Key(Key::char(c)));
        }
        self.settle();
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.input(Input::Pasted(text.into()));
        self.settle();
        self
    }

    pub fn click(&mut self, row: usize, column: usize) -> &mut Self {
        self.input(Input::Mouse(Mouse::Click { row, column }));
        self.settle();
        self
    }

    pub fn wheel(&mut self, lines: isize) -> &mut Self {
        self.input(Input::Mouse(Mouse::Scroll(lines)));
        self.settle();
        self
    }

    /// What was asked of the host since the last look; polls and the steps of
    /// a delivery before and after its text are left out.
    pub fn effects(&mut self) -> String {
        let all = std::mem::take(&mut self.transcript);
        let hidden = [
            "list",
            "claim",
            "look",
            "enter",
            "release",
            "finish",
            "correct",
            "save",
            "recover",
            "conversations",
            "zoxide",
            "real",
        ];
        let shown = |l: &&str| {
            let word = l.strip_prefix("run ").and_then(|l| l.split(' ').next());
            !word.is_some_and(|word| hidden.contains(&word))
        };
        all.lines()
            .filter(shown)
            .map(|l| format!("{l}\n"))
            .collect()
    }

    /// All that was asked of the host since the last look.
    pub fn all_effects(&mut self) -> String {
        std::mem::take(&mut self.transcript)
    }

    /// The screen as text.
    pub fn screen(&mut self) -> String {
        let mut text = self.app.view(self.now, self.size).text();
        text.push('\n');
        text
    }

    /// The words of the last command of a kind.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    fn answer(&mut self, argv: &[String]) -> Output {
        let joined = argv.join(" ");
        let say = |stdout: String| Output {
            status: Some(0),
            stdout: stdout.into_bytes(),
            stderr: Vec::new(),
        };
        match describe(argv).split(' ').next().unwrap_or_default() {
            "probe" => match self.version {
                Some(version) => {
                    let said = format!("/home/u\n{version}\n");
                    if argv.last().is_some_and(|w| w == "-V") {
                        return say(said);
                    }
                    let mut output = self.answer(&argv[5..]);
                    let said = format!("{said}{}\n", argv[4]);
                    output.stdout.splice(..0, said.into_bytes());
                    output
                }
                None => Output {
                    status: Some(127),
                    stdout: b"/home/u\n".to_vec(),
                    stderr: b"env: 'tmux': No such file or directory\n".to_vec(),
                },
            },
            "list" => self.list(argv, &joined),
            "resolve" => {
                let (typed, base) = (&argv[4], &argv[5]);
                let path = match typed.as_str() {
                    "." => base.clone(),
                    absolute if absolute.starts_with('/') => absolute.into(),
                    relative => match relative.strip_prefix("~/") {
                        Some(rest) => format!("/home/u/{}", rest.trim_end_matches('/')),
                        None => format!("{base}/{relative}"),
                    },
                };
                match self.resolve {
                    Some(word) => say(format!("{word}\n")),
                    None if path == argv[7] => {
                        let mut output = self.answer(free(argv));
                        output.stdout.splice(..0, *b"expected\n");
                        output
                    }
                    None => say(format!("found\n{path}\n")),
                }
            }
            "start" => self.start(&joined, argv),
            "real" => say(argv[4..].iter().map(|path| self.real(path)).collect()),
            word @ ("conversations" | "zoxide" | "complete" | "open?") => {
                say(self.found.get(word).cloned().unwrap_or_default())
            }
            "correct" => {
                let said = joined.split("@org_state ").nth(1).unwrap_or_default();
                let word = said.split(' ').next().unwrap_or_default();
                let known = ["idle", "working", "waiting"];
                let word = known.into_iter().find(|k| *k == word).unwrap();
                let id = pane_of(&joined);
                for pane in self.panes.iter_mut().filter(|p| format!("%{}", p.id) == id) {
                    pane.report = word;
                }
                say(self.deliver(argv, &joined))
            }
            "claim" | "look" | "send" | "enter" | "release" | "finish" | "leave" => {
                say(self.deliver(argv, &joined))
            }
            "clean" => {
                let dead: Vec<u32> = self
                    .panes
                    .iter()
                    .filter(|p| p.dead.is_some())
                    .map(|p| p.id)
                    .collect();
                self.panes.retain(|p| p.dead.is_none());
                say(dead
                    .iter()
                    .map(|id| format!("org1 cleaned %{id}\n"))
                    .collect())
            }
            "stop" => {
                let pane = pane_of(&joined);
                self.panes.retain(|p| format!("%{}", p.id) != pane);
                say(format!("org1 stopped {pane}\norg1 killed 77\n"))
            }
            "read" => {
                let lines: String = (1..=self.output).map(|n| format!("line {n}\n")).collect();
                say(format!("org1 captured 42/99/%0/k/0/0/\n{lines}"))
            }
            "tell" => say("org1 taken\n".into()),
            "save" => say("org1 saved\n".into()),
            _ => say(String::new()),
        }
    }

    /// What the host says that a path really is: itself, if nothing else is
    /// set for it.
    fn real(&self, path: &str) -> String {
        match self.real.get(path) {
            Some(&"") => "\0".into(),
            Some(real) => format!("{real}\n\0"),
            None => format!("{path}\n\0"),
        }
    }

    /// One step of a delivery.
    fn deliver(&mut self, argv: &[String], joined: &str) -> String {
        let pane = pane_of(joined);
        let step = describe(argv)
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned();
        if joined.contains("org1 delivered") || ["finish", "leave"].contains(&step.as_str()) {
            return self.deliver_unseen(&step, argv, joined);
        }
        if let Answer::Facts(facts) = self.send {
            return format!("org1 refused {facts}|||1|0\n");
        }
        let id: u32 = pane.trim_start_matches('%').parse().unwrap();
        let Some(at) = self.panes.iter().position(|p| p.id == id) else {
            return "org1 refused 42/99////0/|||1|0\n".to_owned();
        };
        let there = &mut self.panes[at];
        let key = match there.ours {
            true => directory_key(&there.directory),
            false => String::new(),
        };
        let claim = claim_of(joined);
        let dead = u8::from(there.dead.is_some());
        let report = there.report;
        let agent = &mut there.agent;
        let word = match step.as_str() {
            "claim" => "claimed",
            "send" if agent.asks => "held",
            "send" if agent.hides => "pasted",
            "send" => {
                agent.boxed.push_str(&text_of(argv).replace('\n', "\n  "));
                "pasted"
            }
            "enter" if agent.ignores_enter => "entered",
            "enter" => {
                agent.boxed.clear();
                "entered"
            }
            "release" => {
                agent.claim.clear();
                return String::new();
            }
            _ => "seen",
        };
        if word != "seen" {
            agent.claim = claim;
        }
        let claim = agent.claim.clone();
        let ready = if agent.starts { "" } else { "1" };
        let screen = agent.screen();
        format!("org1 {word} 42/99/{pane}/{key}/{dead}/0/{claim}||{report}|{ready}|0\n{screen}")
    }

    /// One step of a delivery to a program whose screen is not known.
    fn deliver_unseen(&mut self, step: &str, argv: &[String], joined: &str) -> String {
        let pane = pane_of(joined);
        let there = self.panes.iter_mut().find(|p| format!("%{}", p.id) == pane);
        let there = there.unwrap();
        let key = directory_key(&there.directory);
        let agent = &mut there.agent;
        let asks = agent.announces;
        let facts = |word: &str, claim: &str, asks: bool| {
            let asks = if asks { "1" } else { "" };
            format!("org1 {word} 42/99/{pane}/{key}/0/0/{claim}|{asks}|||0\n")
        };
        let claim = claim_in(joined);
        let holds = agent.claim == claim;
        match step {
            "send" if !agent.claim.is_empty() => facts("refused", &agent.claim, asks),
            "send" => {
                agent.boxed.push_str(&text_of(argv));
                agent.claim = if asks { claim.clone() } else { String::new() };
                facts(if asks { "lost" } else { "delivered" }, &agent.claim, asks)
            }
            "finish" if holds && !asks => {
                agent.boxed.clear();
                agent.claim.clear();
                facts("finished", "", false)
            }
            "leave" if holds => {
                let claim = std::mem::take(&mut agent.claim);
                facts("left", &claim, asks)
            }
            _ => facts("refused", &agent.claim, asks),
        }
    }

    fn list(&mut self, argv: &[String], joined: &str) -> Output {
        if let Some(at) = argv.iter().position(|w| w == "-ghF") {
            let nonce = argv[at + 2].split(' ').next().unwrap_or_default();
            self.remembered = (nonce.to_owned(), self.seen());
        }
        if self.panes.is_empty() {
            return Output {
                status: Some(1),
                stdout: Vec::new(),
                stderr: b"no server running on /tmp/tmux-0/default\n".to_vec(),
            };
        }
        let marker = "=#{pid} #{start_time}";
        let frame = argv.iter().find_map(|w| w.strip_suffix(marker)).unwrap();
        let mut out = format!("{frame}=42 99\n");
        let after = |word: &str| {
            let at = argv.iter().position(|w| w == word);
            at.map(|at| argv[at + 1].as_str()).unwrap_or_default()
        };
        let full = argv.iter().any(|w| w.contains("#{window_name}"));
        let named = |p: &Pane| {
            let listed = after("-f").split_once(".*,").map(|(_, panes)| panes);
            listed.is_none_or(|panes| panes.contains(&format!("%{}.", p.id)))
        };
        for p in self.panes.iter().filter(|p| named(p)) {
            let (dead, (status, signal)) = (u8::from(p.dead.is_some()), p.dead.unwrap_or(("", "")));
            let (id, pid, path) = (p.id, 1000 + p.id, if p.ours { "" } else { &p.directory });
            let (active, report, since) = (p.active, p.report, p.since);
            let status =
                format!("%{id} {active} @{id} {pid} {dead} {status} {signal} {report} {since}");
            if !full {
                let _ = writeln!(out, "{status} claude {path}");
                continue;
            }
            let (key, hex, command, window) = if p.ours {
                let hex = org::text::hex(p.directory.as_bytes());
                let program = match p.agent.program {
                    "" => "claude",
                    program => program,
                };
                let command = org::text::hex(program.as_bytes());
                (directory_key(&p.directory), hex, command, "1")
            } else {
                (String::new(), String::new(), String::new(), "")
            };
            let _ = writeln!(
                out,
                "{frame}{status}  {key} {hex} {command} {window} w{id}{frame} claude{frame} {path}{frame}"
            );
        }
        if joined.contains("org1 seen") {
            let _ = write!(out, "{frame}?\n{}", self.deliver(argv, joined));
        }
        if let [.., condition, capture] = argv
            && capture.contains("capture-pane")
        {
            let _ = writeln!(out, "{frame}!");
            let pane = capture.trim_end_matches('\'').rsplit(' ').next().unwrap();
            let there = self.panes.iter().find(|p| format!("%{}", p.id) == pane);
            let stamp = |p: &Pane| format!("{}.{}", p.active, u8::from(p.dead.is_some()));
            let known = |p: &&Pane| !condition.contains(&format!(",{}}},}}", stamp(p)));
            if let Some(pane) = there.filter(known) {
                let _ = write!(out, "{}\n{}", stamp(pane), pane.agent.screen());
            }
        }
        Output {
            status: Some(0),
            stdout: out.into_bytes(),
            stderr: Vec::new(),
        }
    }

    fn start(&mut self, joined: &str, argv: &[String]) -> Output {
        let at = argv
            .iter()
            .position(|w| w.starts_with("@org_dir_"))
            .unwrap();
        let (option, directory) = (argv[at].clone(), argv[at + 1].clone());
        let nonce = option.trim_start_matches("@org_dir_").to_owned();
        if joined.contains("kill-pane") {
            self.panes
                .retain(|p| p.dead.is_none() || p.directory != directory);
        }
        let there = self.panes.iter().find(|p| p.directory == directory);
        let record = match there {
            Some(p) => format!("org1 %{} other {} 42 99|", p.id, u8::from(p.dead.is_some())),
            None => {
                let id = self.panes.iter().map(|p| p.id + 1).max().unwrap_or(0);
                self.panes.push(Pane {
                    id,
                    directory,
                    dead: None,
                    ours: true,
                    report: "idle",
                    since: "",
                    active: 5,
                    agent: Agent::default(),
                });
                format!("org1 %{id} {nonce} 0 42 99|")
            }
        };
        Output {
            status: Some(0),
            stdout: format!("{record}\n").into_bytes(),
            stderr: Vec::new(),
        }
    }
}

/// What a start goes on as in a free directory.
fn free(argv: &[String]) -> &[String] {
    let runs: usize = argv[8].parse().unwrap();
    &argv[9 + runs..]
}

fn directory_key(directory: &str) -> String {
    let directory = org::directory::Directory::new(directory).unwrap();
    directory.key().as_str().to_owned()
}

/// The claim that a step of a delivery sets, or is made under.
fn claim_of(joined: &str) -> String {
    let set = joined.rsplit_once("@org_busy ").map(|(_, rest)| rest);
    let held = joined.split_once("/0/0/").map(|(_, rest)| rest);
    let claim = set
        .filter(|s| !s.starts_with('}'))
        .or(held)
        .unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    claim
        .split(|c| !plain(c))
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The first claim that a command names: `SENDER.SECONDS.OWNER`.
fn claim_in(joined: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let is_claim = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3 && parts[1].parse::<u64>().is_ok()
    };
    let mut words = joined.split(|c| !plain(c));
    words.find(is_claim).unwrap_or_default().to_owned()
}

/// The text that a delivery puts into its buffer along with the paste.
fn text_of(argv: &[String]) -> String {
    let at = argv.iter().position(|w| w.starts_with("org-t-"));
    at.map(|at| argv[at + 2].clone()).unwrap_or_default()
}

/// The pane that a guarded command is for.
fn pane_of(joined: &str) -> String {
    let rest = joined.split("if-shell -F -t ").nth(1).unwrap_or_default();
    rest.split(' ').next().unwrap_or_default().to_owned()
}

/// Names a command of org's: what it is and what matters of it.
fn describe(argv: &[String]) -> String {
    let joined = argv.join(" ");
    if argv.last().is_some_and(|w| w == "-V") {
        "probe".into()
    } else if joined.contains("env tmux -V") {
        format!("probe and {}", describe(&argv[5..]))
    } else if joined.contains("org-d-*") {
        "recover".into()
    } else if joined.contains("org1 saved") || joined.contains("delete-buffer -b org-d-") {
        "save".into()
    } else if joined.contains("list-panes") {
        let mut all = String::from("list");
        if joined.contains("org1 seen") {
            all.push_str(&format!(" and look {}", pane_of(&joined)));
        }
        if argv.last().is_some_and(|w| w.contains("capture-pane")) {
            all.push_str(" with a screen");
        }
        if joined.contains("run-shell -d 0.500") {
            all.push_str(" when something is new");
        }
        all
    } else if joined.contains(".claude}/projects") {
        "conversations".into()
    } else if joined.contains("zoxide query") {
        "zoxide".into()
    } else if joined.contains("uname") {
        "real".into()
    } else if joined.contains(".claude}/sessions") {
        format!("open? {}", argv[4])
    } else if joined.contains("for e in") {
        format!("complete {:?} from {:?}", argv[4], argv[5])
    } else if joined.contains("unset CDPATH") {
        let then = match argv[7].as_str() {
            "" => String::new(),
            expected => format!("; if {expected:?}: {}", describe(free(argv))),
        };
        format!("resolve {:?} from {:?}{then}", argv[4], argv[5])
    } else if joined.contains("new-session -d") {
        let resumed = joined.split("'--resume' '").nth(1);
        if let Some(id) = resumed.and_then(|r| r.split('\'').next()) {
            return format!("start --resume {id}");
        }
        let prompt = argv.iter().position(|w| w.starts_with("org-p-"));
        let prompt = prompt
            .filter(|at| argv[at + 1] == "--")
            .map(|at| argv[at + 2].clone());
        match prompt {
            Some(prompt) => format!("start with {prompt:?}"),
            None => "start".into(),
        }
    } else if joined.contains("@org_dir_") {
        "occupants".into()
    } else if joined.contains("paste-buffer -p") {
        format!("send {} {:?}", pane_of(&joined), text_of(argv))
    } else if joined.contains("org1 finished") {
        format!("finish {}", pane_of(&joined))
    } else if joined.contains("org1 left") {
        format!("leave {}", pane_of(&joined))
    } else if joined.contains("org1 claimed") {
        format!("claim {}", pane_of(&joined))
    } else if joined.contains("org1 entered") {
        format!("enter {}", pane_of(&joined))
    } else if joined.contains("delete-buffer -b org-t-") {
        format!("release {}", pane_of(&joined))
    } else if joined.contains("set-option -p -F") {
        format!("correct {}", pane_of(&joined))
    } else if joined.contains("org1 captured") {
        format!("read {}", pane_of(&joined))
    } else if joined.contains("org1 taken") {
        format!("tell {}", pane_of(&joined))
    } else if joined.contains("org1 seen") {
        format!("look {}", pane_of(&joined))
    } else if joined.contains("org1 cleaned") {
        "clean".into()
    } else if joined.contains("org1 stopped") {
        format!("stop {} with process {}", pane_of(&joined), argv[4])
    } else {
        joined
    }
}

/// `Ctrl-u` is `Ctrl u` in the words of the configuration.
/// What Zellij takes without a configuration of its own.
pub fn zellijs_keys() -> HostKeys {
    let ctrl = "bghnopqst".chars().map(Key::ctrl);
    let alt = "fhijklnopP+-=[]".chars().map(KeyCode::Char);
    let arrows = [KeyCode::Left, KeyCode::Right, KeyCode::Up, KeyCode::Down];
    HostKeys {
        taken: ctrl.chain(alt.chain(arrows).map(Key::alt)).collect(),
        lock: Some(Key::ctrl('g')),
    }
}

fn key(name: &str) -> Key {
    let mut words = name.to_owned();
    for held in ["Ctrl", "Alt", "Shift"] {
        words = words.replace(&format!("{held}-"), &format!("{held} "));
    }
    key_named(&words).unwrap_or_else(|| panic!("no key {name}"))
}
