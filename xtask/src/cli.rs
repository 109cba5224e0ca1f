//! The command line of xtask: arguments in, a [`Command`] or a sentence about
//! what is wrong with them out. It does nothing itself.

use std::path::PathBuf;

/// What `help` and a wrong command line print.
pub const USAGE: &str = "\
org's tasks: cargo xtask <command>

  run [--demo] [-- <zellij arguments>]
            install what is missing, build the plugin, open Zellij with it;
            --demo runs the stand-in agent instead of Claude Code, in a
            Zellij session and a tmux server of its own
  test [<filter>]
            install what is missing and run every check and test;
            with a filter only the tests whose name contains it, no lints
  stress [--rounds N]
            try the promises in number: races, prompts, killed senders,
            questions, churn; 10 rounds unless told otherwise, about 10
            minutes; ends with a table of what was tried and lost
  tmux-versions [--tmux PROGRAM]
            run the tests that need tmux against the installed one, against
            those of Debian 12, Debian 13 and Debian's newest, which are
            fetched into our cache, and against 3.2a, which is built there
            from tmux's repository; or against this program alone
  nightly   tmux-versions, then stress: what takes too long for every change
  bench     measure org beside libtmux, claude-tmux, tmuxcc and Zellij's
            session-manager, and write docs/benchmarks.md; a quarter of an
            hour, best on a machine that does nothing else; needs python3
  screenshots
            make the README's pictures in docs/pictures from the panel in the
            real Zellij, dark and light; half a minute after the build
  build     build org.wasm (release) and print its path and size
  install   build it, copy it to Zellij's plugin folder and print the block
            for your config.kdl
  setup     only install what the other commands need
  help      print this text

Nothing that is already on the machine is replaced. ORG_WASM_STD may name a
folder with the sources of the WebAssembly standard library, for machines
that rustup can't download on.";

/// One invocation of xtask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Print the usage.
    Help,
    /// Set up, build and open Zellij.
    Run {
        /// With the stand-in agent as worker.
        demo: bool,
        /// Handed on to Zellij, before its own subcommand.
        zellij_args: Vec<String>,
    },
    /// Set up and run every check.
    Test {
        /// Only tests whose name contains this.
        filter: Option<String>,
    },
    /// Try the promises in number.
    Stress {
        /// How much of it.
        rounds: usize,
    },
    /// Test against several versions of tmux.
    TmuxVersions {
        /// Against this program alone.
        only: Option<PathBuf>,
    },
    /// All that takes too long for every change.
    Nightly,
    /// Measure beside others.
    Bench,
    /// Make the README's pictures.
    Screenshots,
    /// Build the plugin.
    Build,
    /// Copy the plugin to where Zellij's plugins are kept.
    Install,
    /// Install what the other commands need.
    Setup,
}

/// Reads the arguments that follow `cargo xtask`.
pub fn parse(arguments: &[String]) -> Result<Command, String> {
    let Some((name, rest)) = arguments.split_first() else {
        return Ok(Command::Help);
    };
    match name.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "run" => parse_run(rest),
        "test" => parse_test(rest),
        "stress" => parse_stress(rest),
        "tmux-versions" => parse_tmux_versions(rest),
        "nightly" => alone(name, rest, Command::Nightly),
        "bench" => alone(name, rest, Command::Bench),
        "screenshots" => alone(name, rest, Command::Screenshots),
        "build" => alone(name, rest, Command::Build),
        "install" => alone(name, rest, Command::Install),
        "setup" => alone(name, rest, Command::Setup),
        _ => Err(format!("there is no command `{name}`")),
    }
}

fn parse_run(arguments: &[String]) -> Result<Command, String> {
    let mut demo = false;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--demo" => demo = true,
            "--" => {
                return Ok(Command::Run {
                    demo,
                    zellij_args: rest.cloned().collect(),
                });
            }
            _ => {
                return Err(format!(
                    "`run` does not know `{argument}`; arguments for Zellij go after `--`"
                ));
            }
        }
    }
    Ok(Command::Run {
        demo,
        zellij_args: Vec::new(),
    })
}

fn parse_test(arguments: &[String]) -> Result<Command, String> {
    match arguments {
        [] => Ok(Command::Test { filter: None }),
        [filter] if !filter.starts_with('-') => Ok(Command::Test {
            filter: Some(filter.clone()),
        }),
        _ => Err("`test` takes one filter at most, a part of a test's name".to_owned()),
    }
}

fn parse_stress(arguments: &[String]) -> Result<Command, String> {
    match arguments {
        [] => Ok(Command::Stress {
            rounds: crate::many::STRESS_ROUNDS,
        }),
        [option, number] if option == "--rounds" => match number.parse() {
            Ok(rounds) if rounds > 0 => Ok(Command::Stress { rounds }),
            _ => Err(format!("`--rounds` takes a number from 1, not `{number}`")),
        },
        _ => Err("`stress` takes `--rounds N` and nothing else".to_owned()),
    }
}

fn parse_tmux_versions(arguments: &[String]) -> Result<Command, String> {
    match arguments {
        [] => Ok(Command::TmuxVersions { only: None }),
        [option, program] if option == "--tmux" => Ok(Command::TmuxVersions {
            only: Some(program.into()),
        }),
        _ => Err("`tmux-versions` takes `--tmux PROGRAM` and nothing else".to_owned()),
    }
}

fn alone(name: &str, rest: &[String], command: Command) -> Result<Command, String> {
    match rest.first() {
        None => Ok(command),
        Some(argument) => Err(format!("`{name}` takes no argument, but got `{argument}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    fn run(demo: bool, zellij_args: &[&str]) -> Result<Command, String> {
        Ok(Command::Run {
            demo,
            zellij_args: zellij_args.iter().map(|&word| word.to_owned()).collect(),
        })
    }

    #[test]
    fn a_command_line_is_read_as_the_usage_says() {
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(parsed("help"), Ok(Command::Help));
        assert_eq!(parsed("nightly"), Ok(Command::Nightly));
        assert_eq!(parsed("bench"), Ok(Command::Bench));
        assert_eq!(parsed("screenshots"), Ok(Command::Screenshots));
        assert_eq!(parsed("build"), Ok(Command::Build));
        assert_eq!(parsed("run"), run(false, &[]));
        assert_eq!(parsed("run --demo"), run(true, &[]));
        assert_eq!(
            parsed("run --demo -- --config c.kdl --demo"),
            run(true, &["--config", "c.kdl", "--demo"])
        );
        assert_eq!(parsed("test"), Ok(Command::Test { filter: None }));
        assert_eq!(parsed("stress"), Ok(Command::Stress { rounds: 10 }));
        assert_eq!(
            parsed("stress --rounds 3"),
            Ok(Command::Stress { rounds: 3 })
        );
        for (line, only) in [
            ("tmux-versions", None),
            ("tmux-versions --tmux /opt/tmux", Some("/opt/tmux".into())),
        ] {
            assert_eq!(parsed(line), Ok(Command::TmuxVersions { only }));
        }
        assert_eq!(
            parsed("test duplicate"),
            Ok(Command::Test {
                filter: Some("duplicate".to_owned())
            })
        );
    }

    #[test]
    fn a_wrong_command_line_is_refused_with_the_word_that_is_wrong() {
        for (line, word) in [
            ("fly", "`fly`"),
            ("run --dmeo", "`--dmeo`"),
            ("build now", "`now`"),
            ("test --nocapture", "one filter"),
            ("test a b", "one filter"),
            ("tmux-versions 3.2a", "--tmux PROGRAM"),
            ("stress 5", "--rounds N"),
            ("stress --rounds 0", "`0`"),
        ] {
            let problem = parsed(line).expect_err(line);
            assert!(problem.contains(word), "{line}: {problem}");
        }
    }
}
