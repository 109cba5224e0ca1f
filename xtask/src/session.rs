//! Zellij's sessions as `zellij list-sessions` tells them. It starts none.

use std::path::Path;

use crate::process;

/// What became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// There is none of that name.
    None,
    /// It runs, with or without somebody attached.
    Running,
    /// It has ended; Zellij has kept its layout.
    Ended,
}

/// Looks for the session called `name`.
pub fn find(zellij: &Path, name: &str) -> Session {
    // Without any session Zellij exits with a failure, which means the same
    // as an empty list.
    let listed = process::quiet(zellij)
        .args(["list-sessions", "--no-formatting"])
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    read(&listed, name)
}

fn read(listed: &str, name: &str) -> Session {
    let line = listed.lines().find_map(|line| {
        let (found, rest) = line.split_once(" [Created ")?;
        (found == name).then_some(rest)
    });
    match line {
        None => Session::None,
        Some(rest) if rest.contains("(EXITED") => Session::Ended,
        Some(_) => Session::Running,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_found_by_its_whole_name_with_its_state() {
        let listed = "org-demo [Created 5m 2s ago] \n\
                      org [Created 1day 3h ago] (EXITED - attach to resurrect)\n\
                      work [Created 0s ago] (current)\n";
        for (name, expected) in [
            ("org-demo", Session::Running),
            ("org", Session::Ended),
            ("work", Session::Running),
            ("or", Session::None),
            ("demo", Session::None),
        ] {
            assert_eq!(read(listed, name), expected, "{name}");
        }
        assert_eq!(read("", "org"), Session::None);
        assert_eq!(
            read("No active zellij sessions found.\n", "No"),
            Session::None
        );
    }
}
