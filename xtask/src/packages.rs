//! The system's package manager, whichever it is: installs a package without
//! asking, as root or through sudo. It does not know what a package is for.

use std::io::IsTerminal;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process;

/// One package manager: how to install and how to fetch its lists first.
struct Manager {
    program: &'static str,
    install: &'static [&'static str],
    refresh: &'static [&'static str],
    as_root: bool,
}

/// In the order in which they are looked for.
const MANAGERS: &[Manager] = &[
    Manager {
        program: "apt-get",
        // Another apt may be at work on a machine that has just started.
        install: &[
            "install",
            "-y",
            "--no-install-recommends",
            "-o",
            "DPkg::Lock::Timeout=120",
        ],
        refresh: &["update"],
        as_root: true,
    },
    Manager {
        program: "dnf",
        install: &["install", "-y"],
        refresh: &["makecache"],
        as_root: true,
    },
    Manager {
        program: "pacman",
        install: &["-S", "--noconfirm", "--needed"],
        refresh: &["-Sy"],
        as_root: true,
    },
    Manager {
        program: "zypper",
        install: &["--non-interactive", "install"],
        refresh: &["--non-interactive", "refresh"],
        as_root: true,
    },
    Manager {
        program: "apk",
        install: &["add"],
        refresh: &["update"],
        as_root: true,
    },
    // Homebrew refuses to run as root.
    Manager {
        program: "brew",
        install: &["install"],
        refresh: &["update"],
        as_root: false,
    },
];

/// Who we are to a package manager that wants root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Power {
    Root,
    Sudo { may_ask: bool },
    None,
}

/// Installs `package` with the first package manager there is.
pub fn install(package: &str) -> Result<()> {
    let Some(manager) = MANAGERS
        .iter()
        .find(|manager| process::find_in_path(manager.program).is_some())
    else {
        bail!("no package manager was found to install {package} with; install it by hand");
    };
    let power = power();
    let Some(install) = argv(manager, power, manager.install, Some(package)) else {
        bail!(
            "{package} has to be installed by an administrator: {} {} {package}",
            manager.program,
            manager.install.join(" ")
        );
    };
    println!("Installing {package} with {}.", manager.program);
    if start(&install, power).is_ok() {
        return Ok(());
    }
    // A machine without package lists knows no package at all; lists are only
    // fetched then, because that takes longer than the installation.
    println!(
        "That failed; fetching {}'s package lists and trying again.",
        manager.program
    );
    if let Some(refresh) = argv(manager, power, manager.refresh, None) {
        // One broken third-party list fails the whole update and need not
        // matter for our package.
        if let Err(error) = start(&refresh, power) {
            println!("{error:#}");
        }
    }
    start(&install, power)
}

fn argv(
    manager: &Manager,
    power: Power,
    words: &[&str],
    package: Option<&str>,
) -> Option<Vec<String>> {
    let mut argv: Vec<&str> = Vec::new();
    if manager.as_root {
        match power {
            Power::Root => {}
            Power::Sudo { may_ask: true } => argv.push("sudo"),
            Power::Sudo { may_ask: false } => argv.extend(["sudo", "-n"]),
            Power::None => return None,
        }
    }
    if manager.program == "apt-get" {
        // Through `env`, because sudo drops variables.
        argv.extend(["env", "DEBIAN_FRONTEND=noninteractive"]);
    }
    argv.push(manager.program);
    argv.extend(words);
    argv.extend(package);
    Some(argv.into_iter().map(str::to_owned).collect())
}

fn power() -> Power {
    let user = process::output(process::quiet("id").arg("-u")).unwrap_or_default();
    if user.trim() == "0" {
        Power::Root
    } else if process::find_in_path("sudo").is_some() {
        Power::Sudo {
            may_ask: std::io::stdin().is_terminal(),
        }
    } else {
        Power::None
    }
}

fn start(argv: &[String], power: Power) -> Result<()> {
    let Some((program, arguments)) = argv.split_first() else {
        bail!("there is no command to run");
    };
    let mut command = Command::new(program);
    command.args(arguments);
    if power != (Power::Sudo { may_ask: true }) {
        command.stdin(Stdio::null());
    }
    process::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(program: &str, power: Power) -> Option<String> {
        let manager = MANAGERS.iter().find(|manager| manager.program == program)?;
        argv(manager, power, manager.install, Some("tmux")).map(|argv| argv.join(" "))
    }

    #[test]
    fn packages_are_installed_without_a_question() {
        let silent = Power::Sudo { may_ask: false };
        for (program, power, expected) in [
            (
                "pacman",
                Power::Root,
                Some("pacman -S --noconfirm --needed tmux"),
            ),
            ("dnf", silent, Some("sudo -n dnf install -y tmux")),
            (
                "apk",
                Power::Sudo { may_ask: true },
                Some("sudo apk add tmux"),
            ),
            ("brew", silent, Some("brew install tmux")),
            ("brew", Power::None, Some("brew install tmux")),
            ("dnf", Power::None, None),
        ] {
            assert_eq!(
                line(program, power).as_deref(),
                expected,
                "{program} {power:?}"
            );
        }
        let apt = line("apt-get", silent).expect("apt-get");
        assert!(apt.starts_with("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install -y"));
    }
}
