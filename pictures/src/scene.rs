//! What is played in front of the camera: six workers in a shop, each in
//! another state, and what a person does with them.

use std::fs;

use anyhow::Result;

use crate::stage::Stage;

/// The agent at work: at the API it works for an hour, elsewhere for a moment.
pub const AGENT: &str = "#!/bin/sh
case $PWD in
*/api-server) work=3600000 ;;
*) work=300 ;;
esac
exec \"$STAND_IN\" --work-ms $work \"$@\"
";

/// A directory, what its worker is told, and the state that it is in then.
const WORKERS: [(&str, &str, &str); 6] = [
    ("api-server", "fix the failing test", "working"),
    ("blog", "", "idle"),
    ("data-tools", "what does the nightly report lack?", "idle"),
    ("docs", "", "idle"),
    ("notes", "/crash", "SIGKILL"),
    ("web", "run: npm test", "waiting"),
];

/// How an answer of the stand-in agent begins.
const ANSWER: &str = "● You said";

/// Starts the workers and gives each what it is told.
pub fn workers(stage: &Stage) -> Result<()> {
    stage.wait_for("No worker yet.")?;
    for (name, prompt, state) in WORKERS {
        fs::create_dir_all(stage.home().join("shop").join(name))?;
        commands(stage)?;
        stage.keys(&["n"])?;
        stage.wait_for("Enter start")?;
        let directory = format!("~/shop/{name}");
        stage.type_text(&directory)?;
        stage.wait_for(&format!("❯ {directory}"))?;
        stage.keys(&["Enter"])?;
        state_of(stage, name, "idle")?;
        // Of two that are idle the one that is so for longer comes first, by
        // whole seconds.
        stage.wait_for_another_second();
        if !prompt.is_empty() {
            write(stage, prompt)?;
            stage.keys(&["Enter"])?;
            if state == "idle" {
                stage.wait_for(ANSWER)?;
                stage.wait_for_another_second();
            }
            state_of(stage, name, state)?;
        }
    }
    Ok(())
}

/// The list, a worker's screen beside it and a prompt half written.
pub fn panel(stage: &Stage) -> Result<()> {
    commands(stage)?;
    stage.keys(&["Escape"])?;
    stage.wait("the notices are gone", |screen| !screen.contains('✓'))?;
    choose(stage, "docs")?;
    write(stage, "explain the new options")?;
    choose(stage, "data-tools")?;
    write(stage, "add the weekly totals, and a test for them")?;
    quiet(stage)
}

/// Three workers with marks, and a prompt for all of them.
pub fn several(stage: &Stage) -> Result<()> {
    stage.keys(&["C-u"])?;
    for name in ["blog", "docs", "data-tools"] {
        choose(stage, name)?;
        commands(stage)?;
        stage.keys(&["Space"])?;
        stage.wait("it is marked", |screen| {
            screen
                .lines()
                .any(|line| line.contains("▶+") && line.contains(name))
        })?;
    }
    write(stage, "update the dependencies and run the tests")?;
    stage.wait_for("to 3 marked")?;
    quiet(stage)
}

/// Waits until the chosen worker is this one, in this state.
fn state_of(stage: &Stage, name: &str, state: &str) -> Result<()> {
    let name = format!("/{name} ");
    stage.wait(&format!("{name} is {state}"), |screen| {
        chosen(screen).is_some_and(|line| line.contains(&name) && line.contains(state))
    })
}

fn chosen(screen: &str) -> Option<&str> {
    screen.lines().find(|line| line.contains('▶'))
}

/// Finds a worker by its name, and writes to it.
fn choose(stage: &Stage, name: &str) -> Result<()> {
    commands(stage)?;
    stage.keys(&["/"])?;
    stage.type_text(name)?;
    let place = format!("/{name} ");
    stage.wait(&format!("{name} is found"), |screen| {
        chosen(screen).is_some_and(|line| line.contains(&place))
            && screen.contains(&format!("find ❯ {name}"))
    })?;
    stage.keys(&["Enter"])?;
    stage.wait(&format!("{name} is chosen"), |screen| {
        chosen(screen).is_some_and(|line| line.contains(&place))
            && screen.contains("Tab commands")
            && !screen.contains("find ❯")
    })
}

/// Letters are commands.
fn commands(stage: &Stage) -> Result<()> {
    switch(stage, "Tab commands", "Tab prompt")
}

/// Types a prompt.
fn write(stage: &Stage, text: &str) -> Result<()> {
    switch(stage, "Tab prompt", "Tab commands")?;
    stage.type_text(text)?;
    stage.wait_for(&format!("❯ {text}"))
}

fn switch(stage: &Stage, from: &str, to: &str) -> Result<()> {
    stage.wait("the panel takes keys", |screen| {
        screen.contains(from) || screen.contains(to)
    })?;
    if !stage.screen()?.contains(to) {
        stage.keys(&["Tab"])?;
        stage.wait_for(to)?;
    }
    Ok(())
}

/// Waits until the preview shows what it is to show.
fn quiet(stage: &Stage) -> Result<()> {
    stage.wait_for(ANSWER)?;
    stage.wait("who waits is listed first", |screen| {
        screen
            .lines()
            .nth(2)
            .is_some_and(|line| line.contains("! waiting"))
    })
}
