//! Looks once whether the host has a tmux that will do.

use crate::error::Error;
use crate::operation::{Operation, Progress, Step};
use crate::text;
use crate::time::{Millis, Moment};
use crate::tmux::{Output, Tmux};

/// The oldest version that has everything org uses: `list-panes -f`,
/// `run-shell -d` and arithmetic in formats.
pub const OLDEST: (u32, u32) = (3, 2);

/// What the host has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Host {
    /// What `tmux -V` says.
    pub tmux: String,
    /// The user's home directory; empty when the host does not say.
    pub home: String,
}

/// Looks at the host.
#[must_use]
pub fn probe(tmux: &Tmux) -> Probe {
    Probe { tmux: tmux.clone() }
}

/// A look under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    tmux: Tmux,
}

impl Operation for Probe {
    type Output = Host;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<Host> {
        match progress {
            Progress::Finished(output) => Step::Done(self.found(output)),
            Progress::Begun | Progress::Woken => {
                const SCRIPT: &str = r#"printf '%s\n' "$HOME"; exec "$@""#;
                let mut argv = ["/bin/sh", "-c", SCRIPT, "org"].map(str::to_owned).to_vec();
                argv.extend(self.tmux.client());
                argv.push("-V".into());
                Step::Run(argv)
            }
        }
    }

    fn doing(&self) -> String {
        "look for tmux".into()
    }

    fn deadline(&self) -> Millis {
        Millis(8_000)
    }
}

impl Probe {
    /// What this answer says of the host.
    pub(super) fn found(&self, output: &Output) -> Result<Host, Error> {
        if !output.success() {
            return Err(output.failure(&self.doing()));
        }
        let answer = output.text();
        let (home, said) = answer.split_once('\n').unwrap_or(("", &*answer));
        let tmux = text::cut(&text::line(said.trim()), 40);
        match version(&tmux) {
            Some(version) if version < OLDEST => Err(Error::TmuxTooOld { version: tmux }),
            _ if tmux.is_empty() => Err(output.nonsense(&self.doing())),
            // A version that cannot be read is a development build.
            _ => Ok(Host {
                tmux,
                home: text::line(home),
            }),
        }
    }
}

/// Major and minor number in `tmux 3.3a` or `tmux next-3.6`.
fn version(said: &str) -> Option<(u32, u32)> {
    let word = said.strip_prefix("tmux ")?.trim_start_matches("next-");
    let (major, rest) = word.split_once('.')?;
    let digits = rest
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>();
    Some((major.parse().ok()?, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        for (said, expected) in [
            ("tmux 3.3a", Some((3, 3))),
            ("tmux 3.2", Some((3, 2))),
            ("tmux next-3.6", Some((3, 6))),
            ("tmux 2.9a", Some((2, 9))),
            ("tmux master", None),
            ("tmux openbsd-7.4", None),
        ] {
            assert_eq!(version(said), expected, "{said}");
        }
    }
}
