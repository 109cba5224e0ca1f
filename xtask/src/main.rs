//! `cargo xtask`: set-up, build, start and test of org, as one small program
//! without shell scripts. It knows the machine; it must not know the library.
#![allow(
    clippy::disallowed_methods,
    reason = "the ban keeps the library away from the host; the host is the business of xtask"
)]

mod apt;
mod bench;
mod build;
mod check;
mod cli;
mod components;
mod install;
mod kdl;
mod lock;
mod machine;
mod many;
mod node;
mod other_tmux;
mod packages;
mod process;
mod report;
mod run;
mod runner;
mod rust_std;
mod scratch;
mod screenshots;
mod session;
mod setup;
mod test;
mod tmux;
mod unpacked;
mod version;
mod workspace;
mod zellij;
mod zoxide;

use std::process::ExitCode;

use cli::Command;
use workspace::Workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match cli::parse(&arguments) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("xtask: {problem}\n\n{}", cli::USAGE);
            return ExitCode::from(2);
        }
    };
    match execute(&command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: &Command) -> anyhow::Result<ExitCode> {
    if let Command::Help = command {
        println!("{}", cli::USAGE);
        return Ok(ExitCode::SUCCESS);
    }
    let workspace = Workspace::find()?;
    match command {
        Command::Help => {}
        Command::Run { demo, zellij_args } => return run::run(&workspace, *demo, zellij_args),
        Command::Test { filter } => return test::test(&workspace, filter.as_deref()),
        Command::Build => {
            setup::set_up(&workspace, setup::Purpose::Build)?;
            println!("{}", build::wasm(&workspace)?);
        }
        Command::Nightly => return many::nightly(&workspace),
        Command::Bench => bench::bench(&workspace)?,
        Command::Screenshots => screenshots::screenshots(&workspace)?,
        Command::Install => install::install(&workspace)?,
        Command::Stress { rounds } => return many::stress(&workspace, *rounds),
        Command::TmuxVersions { only } => {
            return many::tmux_versions(&workspace, only.as_deref());
        }
        Command::Setup => {
            setup::set_up(&workspace, setup::Purpose::Test)?;
            println!("Everything that org needs is installed.");
        }
    }
    Ok(ExitCode::SUCCESS)
}
