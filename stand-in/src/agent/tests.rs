//! Scripts of keys and time against effects and screens.

use super::*;
use crate::frame::Size;
use crate::input::Parser;
use crate::screen;
use crate::settings::Settings;

/// Hooks for every event that the agent knows how to have.
const ALL_HOOKS: [&str; 8] = [
    "SessionStart",
    "UserPromptSubmit",
    "PreToolUse",
    "PermissionRequest",
    "PostToolUse",
    "Notification",
    "Stop",
    "SessionEnd",
];

/// An agent with a clock that stands still until the script says otherwise.
struct Script {
    agent: Agent,
    parser: Parser,
    now: Duration,
    transcript: Vec<String>,
}

fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

fn config() -> Config {
    Config {
        name: "Stand-in".into(),
        directory: "/home/user/project".into(),
        session_id: "id".into(),
        permission_mode: "default".into(),
        greeting: vec!["Stand-in".into()],
        prompt: None,
        exact: false,
        trust: false,
        start: Duration::ZERO,
        work: ms(800),
        hook_lead: ms(300),
        unasked: None,
        unasked_from: vec![Moment::Idle, Moment::Submit],
        settings: Settings::default(),
    }
}

fn with_hooks(events: &[&str]) -> Config {
    let group = r#"[{"hooks":[{"type":"command","command":"true"}]}]"#;
    let hooks: Vec<String> = events
        .iter()
        .map(|event| format!("\"{event}\":{group}"))
        .collect();
    let settings = Settings::parse(&format!("{{\"hooks\":{{{}}}}}", hooks.join(","))).unwrap();
    Config {
        settings,
        ..config()
    }
}

impl Script {
    fn new(config: Config) -> Self {
        let agent = Agent::new(config, Duration::ZERO);
        let (now, parser, transcript) = (Duration::ZERO, Parser::default(), Vec::new());
        let mut script = Self {
            agent,
            parser,
            now,
            transcript,
        };
        script.input(Input::Tick);
        script
    }

    /// Hooks take no time here.
    fn input(&mut self, input: Input) -> &mut Self {
        for effect in self.agent.step(self.now, input) {
            let line = match effect {
                Effect::Open => "open".to_owned(),
                Effect::Title(title) => format!("title {title}"),
                Effect::Exit(status) => format!("exit {status}"),
                Effect::Crash => "crash".to_owned(),
                Effect::Log(record) => {
                    let text = String::from_utf8_lossy(&record.text);
                    let queued = if record.queued { " queued" } else { "" };
                    format!("{:?}{queued} {text:?}", record.kind)
                }
                Effect::Hooks(call) => format!("hook {}", call.event),
            };
            let ticket = self.agent.tickets;
            let hook = line.starts_with("hook");
            self.transcript.push(line);
            if hook {
                self.input(Input::Hooks(Done {
                    ticket,
                    failures: Vec::new(),
                }));
            }
        }
        self
    }

    fn keys(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let mut events = self.parser.feed(self.now, bytes.as_ref());
        events.extend(self.parser.expire(self.now + ms(100)));
        for event in events {
            self.input(Input::Key(event));
        }
        self
    }

    fn paste(&mut self, text: &str) -> &mut Self {
        self.keys(format!("\x1b[200~{text}\x1b[201~"))
    }

    /// Lets time pass, from one deadline to the next.
    fn wait(&mut self, time: u64) -> &mut Self {
        let end = self.now + ms(time);
        while let Some(at) = self.agent.deadline(self.now).filter(|at| *at <= end) {
            assert!(
                at > self.now,
                "the agent does not sleep at {:?}: {:?}",
                self.now,
                self.agent
            );
            self.now = at;
            self.input(Input::Tick);
        }
        self.now = end;
        self
    }

    fn effects(&mut self) -> String {
        std::mem::take(&mut self.transcript).join("\n")
    }

    fn screen(&self) -> String {
        let size = Size {
            columns: 40,
            rows: 12,
        };
        let view = self.agent.view(self.now).expect("nothing is drawn yet");
        screen::draw(&view, size).text().trim_start().to_owned()
    }

    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        assert!(
            self.screen().contains(text),
            "no {text:?} in\n{}",
            self.screen()
        );
        self
    }

    #[track_caller]
    fn misses(&mut self, text: &str) -> &mut Self {
        assert!(
            !self.screen().contains(text),
            "{text:?} in\n{}",
            self.screen()
        );
        self
    }

    #[track_caller]
    fn did(&mut self, effects: &[&str]) -> &mut Self {
        assert_eq!(self.effects(), effects.join("\n"));
        self
    }
}

#[test]
fn a_message_is_shown_worked_on_and_answered() {
    let mut script = Script::new(config());
    script.did(&["open", "title ✳ Stand-in"]);
    script.keys("hello\r").did(&["Prompt \"hello\""]);
    script.wait(500);
    let working = "\
‹  ››Stand-in›
> hello

✢ Pretending… (0s)
────────────────────────────────────────
❯ T‹ry \"say hello\" or /help›
────────────────────────────────────────
‹  esc to interrupt›";
    assert_eq!(script.screen(), working.replace("››", "›‹"));
    script
        .wait(300)
        .sees("● You said “hello” (5 bytes)")
        .misses("esc to interrupt");
    script.wait(100_000).did(&[]);
    assert_eq!(
        script.agent.deadline(script.now),
        None,
        "an idle agent sleeps"
    );
}

#[test]
fn a_long_paste_is_folded_and_submitted_in_full() {
    let mut script = Script::new(config());
    script.effects();
    script
        .paste("a\nb\nc\nd")
        .sees("❯ [Pasted text #1 +3 lines]");
    script.keys(" x\r").did(&["Prompt \"a\\nb\\nc\\nd x\""]);
}

#[test]
fn blanks_at_the_end_are_trimmed_unless_exact() {
    for (exact, logged) in [
        (false, "Prompt \"  a  b\""),
        (true, "Prompt \"  a  b \\n\""),
    ] {
        let mut script = Script::new(Config { exact, ..config() });
        script.effects();
        script.paste("  a  b \n").keys("\r").did(&[logged]);
        script.wait(1000).paste(" \n ").keys("\r").did(&[]);
    }
}

#[test]
fn enter_after_a_backslash_makes_a_new_line() {
    let mut script = Script::new(config());
    script.effects();
    script.paste("a\\").keys("\r").did(&[]);
    script.keys("b\r").did(&["Prompt \"a\\nb\""]);
}

#[test]
fn messages_wait_for_the_turn_and_then_become_one() {
    let mut script = Script::new(with_hooks(&["UserPromptSubmit", "Stop"]));
    script.effects();
    script.keys("one\r").wait(100).keys("two\r").keys("three\r");
    script.did(&[
        "Prompt \"one\"",
        "hook UserPromptSubmit",
        "Prompt queued \"two\"",
        "hook UserPromptSubmit",
        "Prompt queued \"three\"",
        "hook UserPromptSubmit",
    ]);
    script.sees("Queued: two").sees("Queued: three");
    script
        .wait(700)
        .did(&["hook Stop"])
        .misses("Queued")
        .sees("esc to interrupt");
    script
        .wait(800)
        .did(&["hook Stop"])
        .sees("(3 bytes) and")
        .misses("esc to");
}

#[test]
fn escape_interrupts_without_a_hook() {
    let mut script = Script::new(with_hooks(&ALL_HOOKS));
    script.keys("one\r").effects();
    script
        .wait(100)
        .keys("\x1b")
        .did(&[])
        .sees("Interrupted")
        .misses("esc to interrupt");
    script
        .keys("two\r")
        .wait(10)
        .keys("three\r")
        .keys("\x1b")
        .effects();
    script.sees("esc to interrupt").sees("> three");
}

#[test]
fn shell_mode_has_its_sign_and_runs_nothing() {
    let mut script = Script::new(config());
    script.effects();
    script.keys("!ls").sees("! ls").sees("! for shell mode");
    script.keys("\x1b").sees("❯ ls").keys("\x7f\x7f");
    script.paste("!rm -rf x").sees("! rm -rf x").keys("\r");
    script
        .did(&["Shell \"rm -rf x\""])
        .sees("Nothing was run")
        .sees("❯");
    script.paste(" !not").keys("\r").did(&["Prompt \" !not\""]);
    script
        .wait(1000)
        .keys("!x\x03")
        .misses("! x")
        .wait(1000)
        .sees("! for shell mode");
}

#[test]
fn slash_words_are_commands_and_paths_are_not() {
    let mut script = Script::new(with_hooks(&["UserPromptSubmit"]));
    script.effects();
    script
        .keys("/nope now\r")
        .did(&["Command \"/nope now\""])
        .sees("Unknown command: /nope");
    script
        .keys("/tmp/x y\r")
        .did(&["Prompt \"/tmp/x y\"", "hook UserPromptSubmit"]);
    script
        .keys("/help\r")
        .sees("Esc to close")
        .misses("❯")
        .effects();
    script
        .keys("lost\r")
        .paste("lost")
        .did(&[])
        .keys("\x1b")
        .misses("lost");
    script
        .keys("/crash\r")
        .did(&["Command \"/crash\"", "crash"]);
}

#[test]
fn exit_has_a_status_and_its_hook() {
    let mut script = Script::new(with_hooks(&["SessionEnd"]));
    script.effects();
    script.keys("/exit 256\r").sees("from 0 to 255").effects();
    script
        .keys("/exit 3\r")
        .did(&["Command \"/exit 3\"", "hook SessionEnd", "exit 3"]);
    script.keys("late\r").did(&[]);
}

#[test]
fn control_keys_end_the_agent_only_twice_in_a_second() {
    let mut script = Script::new(config());
    script.effects();
    script
        .keys("draft\x03")
        .misses("draft")
        .sees("Press Ctrl-C again to exit");
    script
        .wait(1000)
        .misses("again")
        .keys("\x03")
        .keys("\x04")
        .did(&[])
        .sees("Ctrl-D");
    script.wait(999).keys("\x04").did(&["exit 0"]);
}

#[test]
fn a_permission_dialog_takes_the_box_away_and_follows_its_hook() {
    let mut script = Script::new(with_hooks(&ALL_HOOKS));
    script.wait(100).effects();
    script
        .keys("run: rm -rf /\r")
        .keys("draft")
        .did(&["Prompt \"run: rm -rf /\"", "hook UserPromptSubmit"]);
    script
        .wait(800)
        .did(&["hook PreToolUse", "hook PermissionRequest"])
        .sees("esc to interrupt");
    script.wait(300);
    let dialog = "\
> run: rm -rf /
 Bash command

   rm -rf /

 Do you want to proceed?

 ❯ 1. Yes
   2. No

‹ Esc to cancel›";
    assert!(script.screen().ends_with(dialog), "{}", script.screen());
    script
        .keys("words")
        .paste("1")
        .paste("\r")
        .did(&[])
        .sees("Do you want to proceed?");
    script.wait(6000).did(&["hook Notification"]);
    script
        .keys("\r")
        .did(&["Accepted \"rm -rf /\"", "hook PostToolUse", "hook Stop"]);
    script
        .sees("❯ draft")
        .wait(60_000)
        .did(&["hook Notification"]);
}

#[test]
fn a_cancelled_dialog_ends_the_turn_without_a_hook() {
    let mut script = Script::new(with_hooks(&ALL_HOOKS));
    script.keys("/ask\r").wait(1100).effects();
    script
        .sees("echo hello")
        .keys("\x1b")
        .did(&["Cancelled \"echo hello\""])
        .sees("❯ T‹ry");
    script
        .keys("please\n/ask make\r")
        .wait(1100)
        .keys("\x1b[B\r");
    assert!(script.effects().ends_with("Cancelled \"make\""));
}

#[test]
fn a_dialog_opens_unasked_under_the_fingers() {
    let unasked = Some(Delay::Fixed(ms(500)));
    let mut script = Script::new(Config {
        unasked,
        ..config()
    });
    script.effects();
    script
        .wait(799)
        .keys("draft")
        .sees("❯ draft")
        .wait(1)
        .sees("Do you want");
    script
        .keys("1")
        .did(&["Accepted \"echo unasked\""])
        .sees("❯ draft");
    script
        .keys("\r")
        .wait(499)
        .misses("Do you want")
        .wait(301)
        .sees("Do you want");
    script.keys("\x1b").sees("Interrupted").sees("❯ T‹ry");
    let unasked = Some(Delay::Random(ms(500), fastrand::Rng::with_seed(1)));
    let unasked_from = vec![Moment::Draft];
    let mut script = Script::new(Config {
        unasked,
        unasked_from,
        ..config()
    });
    script.wait(5000).keys("a").wait(800).sees("Do you want");
}

#[test]
fn trust_is_refused_by_enter_and_given_by_one() {
    let mut script = Script::new(Config {
        trust: true,
        prompt: Some("go".into()),
        ..config()
    });
    script
        .did(&["open"])
        .sees("❯ No, exit")
        .keys("\r")
        .did(&["exit 1"]);
    let mut script = Script::new(Config {
        trust: true,
        prompt: Some("go".into()),
        ..config()
    });
    script.effects();
    script
        .paste("2")
        .keys("1")
        .did(&["title ✳ Stand-in", "Argument \"go\""]);
    let mut script = Script::new(Config {
        trust: true,
        ..config()
    });
    script.keys("\x1b[B\r").did(&["open", "title ✳ Stand-in"]);
}

#[test]
fn hook_events_that_nobody_knows_block_the_start() {
    let mut script = Script::new(with_hooks(&["SessionStart", "Sometimes"]));
    script
        .did(&["open"])
        .sees("Settings Warning")
        .sees("Sometimes")
        .misses("────");
    script
        .wait(5000)
        .keys("\r")
        .did(&["hook SessionStart", "title ✳ Stand-in"]);
    let mut script = Script::new(with_hooks(&["Sometimes"]));
    script.keys("2").did(&["open", "exit 1"]);
}

#[test]
fn what_comes_before_the_start_lands_in_the_box_and_stays_there() {
    let mut script = Script::new(Config {
        start: ms(1000),
        ..with_hooks(&["SessionStart"])
    });
    script.paste("early").keys("\r").did(&[]);
    assert!(script.agent.view(script.now).is_none());
    script
        .wait(1000)
        .did(&["hook SessionStart", "open", "title ✳ Stand-in"])
        .sees("❯ early");
    script.keys("\r").did(&["Prompt \"early\""]);
}

#[test]
fn a_first_prompt_is_submitted_as_it_is() {
    for text in ["!ls", "a\\", "-x ", "a\n\tb\n"] {
        let mut script = Script::new(Config {
            prompt: Some(text.into()),
            ..config()
        });
        script.did(&["open", "title ✳ Stand-in", &format!("Argument {text:?}")]);
    }
    let mut script = Script::new(Config {
        prompt: Some("/exit 7".into()),
        ..config()
    });
    script.did(&["open", "title ✳ Stand-in", "Argument \"/exit 7\"", "exit 7"]);
}

#[test]
fn no_input_makes_a_line_too_wide_or_a_screen_too_high() {
    let pieces: [&[u8]; 20] = [
        b"a",
        "日本語".as_bytes(),
        b"\r",
        b"\n",
        b"\x1b",
        b"\x1b[A",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\xff",
        b"!",
        b"/ask\r",
        b"/help\r",
        b"\x7f",
        b"\x03",
        b"1",
        "👩‍👩‍👧e\u{301}".as_bytes(),
        b"\x1b[D",
        b"\t",
        &[b'x'; 900],
        b"\\",
    ];
    let mut rng = fastrand::Rng::with_seed(7);
    for round in 0..60 {
        let unasked = Some(Delay::Random(ms(2000), rng.fork()));
        let mut script = Script::new(Config {
            unasked,
            trust: round % 5 == 0,
            ..config()
        });
        for _ in 0..60 {
            if let Some(piece) = rng.choice(pieces) {
                script.keys(piece);
            }
            script.wait(rng.u64(0..400));
            let size = Size {
                columns: rng.usize(2..90),
                rows: rng.usize(1..30),
            };
            let Some(view) = script.agent.view(script.now) else {
                continue;
            };
            let frame = screen::draw(&view, size);
            assert!(frame.widest() <= size.columns, "{size:?}\n{}", frame.text());
            assert_eq!(frame.text().split('\n').count(), size.rows);
            let bytes = frame.paint(None);
            assert!(!bytes.contains(&b'\n') && !bytes.contains(&7), "{size:?}");
        }
    }
}
