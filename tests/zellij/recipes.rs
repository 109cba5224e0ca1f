//! The recipes of docs/pipe.md do what they say.

use std::path::Path;
use std::process::Child;

use serde_json::{Value, json};

use crate::support;
use crate::zellij::first_run::script;
use crate::zellij::log::Message;
use crate::zellij::setup::{self, Setup};
use crate::zellij::terminal::Terminal;

const PAGE: &str = include_str!("../../docs/pipe.md");

/// The block of this language that holds these words.
fn block(language: &str, words: &str) -> String {
    let begin = format!("\n```{language}\n");
    let mut blocks = PAGE
        .split(&begin)
        .skip(1)
        .filter_map(|b| b.split("\n```").next());
    let found = blocks.find(|block| block.contains(words));
    found
        .unwrap_or_else(|| panic!("docs/pipe.md has no {language} block with {words:?}"))
        .to_owned()
}

/// The function that the recipes use.
fn function() -> String {
    block("sh", "org() {")
}

/// A Zellij session that a `zellij` on the PATH calls, whatever name the
/// recipe gives it, and three directories in `~/projects`.
struct Kitchen {
    terminal: Terminal,
    programs: String,
}

impl Kitchen {
    fn open() -> Self {
        let terminal = Setup::new().open();
        terminal.wait_until_panel_says("No worker yet.");
        let programs = terminal.folder().join("recipes");
        std::fs::create_dir(&programs).unwrap();
        let line = format!(
            "[ \"$1\" = --session ] && shift 2; exec '{}' --session {} \"$@\"",
            setup::zellij(),
            terminal.session()
        );
        script(&programs.join("zellij"), &line);
        for name in ["one", "two", "three"] {
            std::fs::create_dir_all(terminal.server.home().join("projects").join(name)).unwrap();
        }
        let programs = programs.display().to_string();
        Self { terminal, programs }
    }

    fn spawn(&self, text: &str, directory: &Path) -> Child {
        let words = ["/bin/sh", "-c", text].map(str::to_owned);
        let path = format!("{}:{}", self.programs, std::env::var("PATH").unwrap());
        let mut command = self.terminal.server.command(&words);
        command
            .current_dir(directory)
            .env("PATH", path)
            .spawn()
            .unwrap()
    }

    /// Runs a recipe to its end; what it prints.
    fn run(&self, text: &str, directory: &Path) -> String {
        let output = self.spawn(text, directory).wait_with_output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn recipe(&self, name: &str) -> String {
        let recipe = block("sh", &format!("# recipe: {name}\n"));
        self.run(
            &format!("{}\n{recipe}", function()),
            &self.terminal.server.home(),
        )
    }

    fn workers(&self) -> Vec<org::worker::Worker> {
        self.terminal.server.roster().each().cloned().collect()
    }

    /// The workers of all three projects, once their agents are ready.
    fn start_all(&self) -> Vec<org::worker::Worker> {
        self.recipe("start all");
        let workers = self.workers();
        assert_eq!(workers.len(), 3);
        for worker in &workers {
            self.terminal.wait_until_ready(worker.target.pane);
        }
        workers
    }
}

#[test]
fn all_projects_of_a_folder_are_started_sent_to_and_waited_for() {
    let kitchen = Kitchen::open();
    let workers = kitchen.start_all();
    kitchen.recipe("broadcast");
    let prompts: Vec<Message> = workers
        .iter()
        .map(|w| Message::prompt(w.target.pane, "update the changelog"))
        .collect();
    kitchen.terminal.wait_for_messages(&prompts);
    assert!(
        kitchen
            .recipe("wait for all")
            .contains("nobody works any more")
    );
}

#[test]
fn a_makefile_a_hook_cron_and_a_status_bar_use_it() {
    let kitchen = Kitchen::open();
    let terminal = &kitchen.terminal;
    let workers = kitchen.start_all();
    let home = terminal.server.home();
    let pane = |name: &str| {
        let path = home.join("projects").join(name).canonicalize().unwrap();
        let is_there = |w: &&org::worker::Worker| w.directory.as_deref() == path.to_str();
        workers.iter().find(is_there).unwrap().target.pane
    };

    let mut watch = kitchen.spawn(&block("sh", "# recipe: watch\n"), &home);
    let told = || std::fs::read_to_string(home.join(".cache/org-waiting")).unwrap_or_default();
    terminal.wait_until("the status bar says that nobody waits", || {
        told() == "0 waiting\n"
    });

    let one = home.join("projects/one");
    let repository = "git init -q . && echo a >f && git add f && echo b >f";
    kitchen.run(repository, &one);
    std::fs::write(
        one.join("Makefile"),
        block("make", "# recipe: makefile\n") + "\n",
    )
    .unwrap();
    let diff = kitchen.run("git diff", &one);
    assert!(diff.contains("+b"), "{diff}");
    kitchen.run("make review", &one);
    terminal.wait_for_messages(&[Message::prompt(pane("one"), diff.trim_end())]);

    std::fs::create_dir(home.join("projects/lead")).unwrap();
    let lead = json!({"operation": "start", "directory": home.join("projects/lead")});
    let lead: org::tmux::PaneId = terminal.granted(&lead)["pane"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    terminal.wait_until_ready(lead);
    let hook: Value = serde_json::from_str(&block("json", "\"hooks\"")).unwrap();
    let hook = hook["hooks"]["Stop"][0]["hooks"][0]["command"]
        .as_str()
        .unwrap();
    let two = home.join("projects/two").canonicalize().unwrap();
    kitchen.run(hook, &two);
    let done = format!("done in {}", two.display());
    terminal.wait_until("the hook has told the lead", || {
        terminal.messages().contains(&Message::prompt(lead, &done))
    });

    terminal.server.kill_worker(pane("three"), "KILL");
    let cron = block("crontab", "--name clean");
    // Above it stand variables, which the test has of its own.
    let entry = cron.lines().last().unwrap();
    let command = entry
        .split_whitespace()
        .skip(5)
        .collect::<Vec<_>>()
        .join(" ");
    // Zellij may send a client away without having heard it.
    terminal.wait_until("the dead one is gone", || {
        kitchen.run(&command, &home);
        kitchen.workers().len() == 3
    });

    terminal.granted(&json!({"operation": "send", "pane": lead.to_string(), "text": "run: ls"}));
    terminal.wait_until("the status bar says that one waits", || {
        told() == "1 waiting\n"
    });
    let _ = watch.kill();
    let _ = watch.wait();
    // The rest of it ends with the test, by its mark.
    support::wait_for("the shell has ended", String::new, || {
        (!support::lives(watch.id())).then_some(())
    });
}

/// What the page says of the function.
#[test]
fn the_function_asks_again_and_says_whether_it_went_well() {
    let kitchen = Kitchen::open();
    let home = kitchen.terminal.server.home();
    let run = |words: &str| kitchen.run(&format!("{}\n{words} && echo fine", function()), &home);
    for _ in 0..20 {
        let told = run("org version");
        assert!(
            told.contains("\"ok\":true") && told.ends_with("fine\n"),
            "{told:?}"
        );
    }
    let told = run("org stop pane=%99");
    assert!(
        told.contains("no_such_worker") && !told.contains("fine"),
        "{told:?}"
    );
}
