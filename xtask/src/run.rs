//! `cargo xtask run`: opens Zellij with the panel that was just built, in a
//! session of its own, or in a tab of the Zellij it was started from.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::session::{self, Session};
use crate::setup::{self, Purpose};
use crate::workspace::Workspace;
use crate::{build, kdl, process, rust_std, zellij};

/// The tmux server of the demo: its workers never mix with real ones.
const DEMO_SOCKET: &str = "org-demo";
/// The demo's Zellij session and tab.
const DEMO_NAME: &str = "org-demo";

/// How long Zellij may take to answer: a client of a server that has crashed
/// never ends by itself.
const ANSWER: Duration = Duration::from_secs(5);

/// Sets up, builds and opens. The exit code is Zellij's own.
pub fn run(workspace: &Workspace, demo: bool, zellij_args: &[String]) -> Result<ExitCode> {
    setup::set_up(workspace, Purpose::Run)?;
    let wasm = build::wasm(workspace)?;
    println!("{wasm}");
    let name = if demo { DEMO_NAME } else { "org" };
    let options = if demo {
        demo_options(&build::stand_in(workspace)?)
    } else {
        Vec::new()
    };
    let layout = write_layout(workspace, name, &wasm.path, &options)?;
    let opening = Opening {
        zellij: zellij::find().context("Zellij was there a moment ago and is gone")?,
        name,
        layout,
        args: zellij_args,
        environment: clean_environment(workspace)?,
    };
    let code = if env::var_os("ZELLIJ").is_some() {
        opening.in_this_zellij()?
    } else {
        opening.in_its_own_session()?
    };
    if demo {
        println!(
            "The demo's workers live on in their own tmux server; this ends them all:\n    \
             tmux -L {DEMO_SOCKET} kill-server"
        );
    }
    Ok(code)
}

/// The plugin's options in the demo. The command is one string that the
/// plugin splits as a shell would.
fn demo_options(stand_in: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("command", process::shell_word(&stand_in.to_string_lossy())),
        ("tmux_socket", DEMO_SOCKET.to_owned()),
    ]
}

fn write_layout(
    workspace: &Workspace,
    name: &str,
    wasm: &Path,
    options: &[(&str, String)],
) -> Result<PathBuf> {
    let template = workspace.root.join("layouts/org.kdl");
    let text = fs::read_to_string(&template)
        .with_context(|| format!("{} can't be read", template.display()))?;
    let text = kdl::layout_with_plugin(&text, name, wasm, options)?;
    let folder = workspace.generated();
    let path = folder.join(format!("{name}.kdl"));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, text))
        .with_context(|| format!("{} can't be written", path.display()))?;
    Ok(path)
}

/// Everything that is settled before Zellij is called.
struct Opening<'a> {
    zellij: PathBuf,
    name: &'a str,
    layout: PathBuf,
    args: &'a [String],
    environment: Vec<(OsString, Option<OsString>)>,
}

impl Opening<'_> {
    /// Zellij does not nest: inside one the panel opens as a tab of it.
    fn in_this_zellij(&self) -> Result<ExitCode> {
        let name = self.name;
        let tabs = process::output(self.command().args(["action", "query-tab-names"]))
            .context("this terminal is inside Zellij, but that Zellij does not answer")?;
        if tabs.lines().any(|tab| tab == name) {
            process::run(self.command().args(["action", "go-to-tab-name", name]))?;
            println!(
                "This Zellij session has a tab `{name}` already; it is in front now, with the \
                 panel that it had loaded.\nTo see a later build of it, run this outside of \
                 Zellij."
            );
            return Ok(ExitCode::SUCCESS);
        }
        // Its output is the new tab's number, which tells nobody anything.
        process::output(
            self.command()
                .args(["action", "new-tab", "--layout"])
                .arg(&self.layout),
        )?;
        println!("You are inside Zellij, so the panel was opened in a new tab `{name}` of it.");
        if !self.args.is_empty() {
            println!("Zellij was not started, so its arguments had no effect.");
        }
        Ok(ExitCode::SUCCESS)
    }

    fn in_its_own_session(&self) -> Result<ExitCode> {
        let name = self.name;
        let found = session::find(&self.zellij, name);
        if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
            bail!("everything is ready, but Zellij needs a terminal; run this again in one");
        }
        let mut command = self.command();
        command.stdin(Stdio::inherit()).args(self.args);
        if found == Session::Running {
            println!("Attaching to Zellij session `{name}`, which is running.");
            command.args(["attach", name]);
        } else {
            if found == Session::Ended {
                self.forget_ended();
            }
            println!("Opening Zellij session `{name}`.");
            command
                .args(["--session", name, "--new-session-with-layout"])
                .arg(&self.layout);
        }
        let status = std::thread::scope(|scope| {
            if found == Session::Running {
                scope.spawn(|| self.make_sure_of_the_panel());
            }
            command.status()
        })
        .with_context(|| format!("`{}` could not be started", process::shown(&command)))?;
        self.say_goodbye(found);
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }

    /// Takes an ended session out of Zellij's memory. Started again, it would
    /// come back with the plugin and the options that it had then, and
    /// Zellij 0.45.1 has crashed at it (2 of 7 times).
    fn forget_ended(&self) {
        let name = self.name;
        println!("Zellij session `{name}` has ended; a new one takes its place.");
        let mut delete = self.command();
        delete.args(["delete-session", "--force", name]);
        if process::output_within(&mut delete, ANSWER).is_none() {
            println!("Zellij did not forget it: `zellij delete-session --force {name}` does.");
        }
    }

    /// Opens a tab with the panel in a session that has lost it. Zellij drops
    /// a new tab's panes while nobody is attached, so this waits until we are.
    fn make_sure_of_the_panel(&self) {
        // A heading, then one line a client.
        let attached = || {
            let clients = self.action(&["list-clients"])?;
            (clients.lines().count() > 1).then_some(())
        };
        let panel = || {
            let panes = self.action(&["list-panes", "--json"])?;
            panes.contains("org.wasm").then_some(())
        };
        if process::within(Duration::from_secs(10), attached)
            && !process::within(Duration::from_secs(2), panel)
        {
            self.action(&["new-tab", "--layout", &self.layout.to_string_lossy()]);
        }
    }

    /// Asks the session to do something; its answer, unless it has failed.
    /// There is no one to tell: Zellij has the screen.
    fn action(&self, words: &[&str]) -> Option<String> {
        let mut command = self.command();
        command.args(["--session", self.name, "action"]).args(words);
        process::output_within(&mut command, ANSWER)
    }

    fn say_goodbye(&self, found: Session) {
        let demo = if self.name == DEMO_NAME {
            " --demo"
        } else {
            ""
        };
        // Workers outlive Zellij, so that ending it is worth a word.
        println!("Zellij was left; the workers go on in tmux. `cargo xtask run{demo}` comes back.");
        if found == Session::Running {
            println!(
                "The session has kept the panel that it had loaded. To see a later build of \
                 it, end the session first:\n    zellij kill-session {}",
                self.name
            );
        }
    }

    fn command(&self) -> Command {
        let mut command = process::quiet(&self.zellij);
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }
}

/// What to change in the environment: cargo's and rustup's own variables must
/// not reach the shells in Zellij and the workers in tmux, where they would
/// pin another project to this toolchain.
fn clean_environment(workspace: &Workspace) -> Result<Vec<(OsString, Option<OsString>)>> {
    let mut changes: Vec<(OsString, Option<OsString>)> = env::vars_os()
        .filter(|(name, _)| is_cargos(name))
        .map(|(name, _)| (name, None))
        .collect();
    let sysroot = rust_std::toolchain()?.sysroot;
    for name in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        if let Some(value) = env::var_os(name) {
            let rest = without_folders(&value, &[&workspace.target, &sysroot]);
            changes.push((name.into(), rest));
        }
    }
    Ok(changes)
}

fn is_cargos(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || name.starts_with("RUSTUP_TOOLCHAIN")
        || ["CARGO", "RUST_RECURSION_COUNT"].contains(&name.as_ref())
}

/// A search path without what lies in `folders`; `None` when nothing is left.
fn without_folders(value: &OsStr, folders: &[&Path]) -> Option<OsString> {
    let rest: Vec<PathBuf> = env::split_paths(value)
        .filter(|entry| !folders.iter().any(|folder| entry.starts_with(folder)))
        .filter(|entry| !entry.as_os_str().is_empty())
        .collect();
    if rest.is_empty() {
        return None;
    }
    env::join_paths(rest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_variables_stay_out_of_zellij_and_the_users_stay_in() {
        for name in [
            "CARGO",
            "CARGO_PKG_NAME",
            "CARGO_MANIFEST_DIR",
            "RUSTUP_TOOLCHAIN",
        ] {
            assert!(is_cargos(OsStr::new(name)), "{name}");
        }
        for name in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "RUSTUP_HOME",
            "PATH",
            "HOME",
        ] {
            assert!(!is_cargos(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn only_the_toolchains_folders_leave_a_search_path() {
        let (target, sysroot) = (Path::new("/t"), Path::new("/rust"));
        let clean = |value: &str| without_folders(OsStr::new(value), &[target, sysroot]);
        assert_eq!(clean("/t/debug/deps:/rust/lib"), None);
        assert_eq!(
            clean("/t/debug:/opt/lib:/rust/lib"),
            Some("/opt/lib".into())
        );
        assert_eq!(clean("/tools/lib"), Some("/tools/lib".into()));
    }
}
