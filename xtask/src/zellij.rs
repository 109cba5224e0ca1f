//! Zellij on this machine: there or not, new enough or not, built from
//! crates.io where it is missing. It opens no session.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::machine::State;
use crate::process;
use crate::version::{self, Version};
use crate::workspace::{self, Workspace};

/// The version that is installed where there is none, and tested against.
const INSTALLED: &str = "0.45.1";
/// The oldest that is accepted. 0.44 removes a panel at every detach, with what
/// was written in it, and tells a floating one that is hidden nothing of that.
const OLDEST: Version = Version(0, 45, 0);

/// Where Zellij is: PATH first, then cargo's bin folder, which is not in
/// everybody's PATH.
pub fn find() -> Option<PathBuf> {
    process::find_in_path("zellij").or_else(|| {
        let installed = workspace::cargo_bin().ok()?.join("zellij");
        process::is_executable(&installed).then_some(installed)
    })
}

/// Looks for Zellij and its version.
pub fn state() -> State {
    let Some(path) = find() else {
        return State::Missing;
    };
    let text = process::version_text(&path, "--version").unwrap_or_default();
    judge(&text, &path)
}

fn judge(text: &str, path: &Path) -> State {
    match version::find(text) {
        Some(found) if found >= OLDEST => State::Ready,
        Some(found) => State::Unusable(format!(
            "{} is version {found}; org's panel needs Zellij {OLDEST} or later. \
             Update it the way it was installed, or remove it and xtask installs {INSTALLED}",
            path.display()
        )),
        None => State::Unusable(format!(
            "`{} --version` prints no version; repair or remove that Zellij and try again",
            path.display()
        )),
    }
}

/// Compiles Zellij into cargo's bin folder.
pub fn install(workspace: &Workspace) -> Result<()> {
    println!(
        "Installing Zellij {INSTALLED} from source into {}; this takes 10 to 20 minutes, once.",
        workspace::cargo_bin()?.display()
    );
    // A folder that stays when the build is interrupted, so that the next run
    // goes on where this one ended.
    let build = workspace::cache()?.join("build/zellij");
    process::run(
        workspace
            .cargo()
            .args(["install", "--locked", "zellij", "--version", INSTALLED])
            .args(["--no-default-features", "--features", "vendored_curl"])
            .env("CARGO_TARGET_DIR", &build),
    )
    .context(
        "Zellij could not be built; if a system library is missing above, install it \
         (a C compiler, perl, pkg-config and OpenSSL's headers are needed), or install \
         Zellij yourself from https://zellij.dev",
    )?;
    // Gigabytes that nobody needs any more; if they can't be removed, org
    // still works.
    let _ = fs::remove_dir_all(&build);
    if find().is_none() {
        bail!(
            "cargo installed Zellij, but not into {}",
            workspace::cargo_bin()?.display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zellij_that_is_too_old_is_named_and_never_replaced() {
        let path = Path::new("/usr/bin/zellij");
        assert_eq!(judge("zellij 0.45.1\n", path), State::Ready);
        assert_eq!(judge("zellij 0.100.0", path), State::Ready);
        for text in ["zellij 0.44.3", "zellij 0.9.0", "zellij"] {
            let State::Unusable(problem) = judge(text, path) else {
                panic!("{text} was taken");
            };
            assert!(problem.contains("/usr/bin/zellij"), "{problem}");
        }
    }
}
