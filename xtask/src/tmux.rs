//! tmux on this machine: there or not, new enough or not, installed from the
//! system's packages. It knows no session and no worker.

use anyhow::{Result, bail};

use crate::machine::State;
use crate::packages;
use crate::process;
use crate::version::{self, Version};

/// The oldest tmux that has every format and option that org uses.
const OLDEST: Version = Version(3, 2, 0);

/// Looks for tmux in PATH.
pub fn state() -> State {
    let Some(path) = process::find_in_path("tmux") else {
        return State::Missing;
    };
    match process::version_text(&path, "-V") {
        Some(text) => judge(&text, &path.display().to_string()),
        None => State::Unusable(format!(
            "`{} -V` fails; repair or remove that tmux and try again",
            path.display()
        )),
    }
}

fn judge(text: &str, path: &str) -> State {
    match version::find(text) {
        Some(found) if found < OLDEST => State::Unusable(format!(
            "{path} is {}, older than 3.2, which org needs; update it the way it was installed",
            text.trim()
        )),
        // `tmux master` has no number: somebody's own, recent build.
        _ => State::Ready,
    }
}

/// Installs the system's tmux package.
pub fn install() -> Result<()> {
    packages::install("tmux")?;
    match state() {
        State::Ready => Ok(()),
        State::Missing => bail!("tmux was installed but is not in PATH; add its folder to PATH"),
        State::Unusable(problem) => bail!("{problem}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tmux_older_than_3_2_is_refused_and_any_other_taken() {
        for text in ["tmux 3.2", "tmux 3.3a", "tmux next-3.6", "tmux master"] {
            assert_eq!(judge(text, "/usr/bin/tmux"), State::Ready, "{text}");
        }
        for text in ["tmux 3.1c\n", "tmux 2.8", "tmux 1.8"] {
            let State::Unusable(problem) = judge(text, "/usr/bin/tmux") else {
                panic!("{text} was taken");
            };
            assert!(problem.contains("/usr/bin/tmux is tmux"), "{problem}");
        }
    }
}
