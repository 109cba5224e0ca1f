//! A short look at all panes: a line for each, which differs when something
//! has happened to it.
//!
//! It says when its window last had output, and everything of a worker that
//! can change by itself. Free text is only ever compared with what a record
//! has said: a pane that writes lines into its path makes itself be listed
//! again and again, and that is all.

use std::collections::BTreeSet;

use crate::directory::LONGEST;
use crate::tmux::listing::capped;
use crate::tmux::{PaneId, ServerId};

/// What can change of a pane, without free text: nine fields, the first two
/// its id and when its window last had output. The end of a process only when
/// it has ended.
pub(super) fn status() -> String {
    let report = "#{@org_state} #{@org_since}";
    let report = format!("#{{?#{{e|<:#{{n:{report}}},40}},{report},? ?}}");
    format!(
        "#{{pane_id}} #{{window_activity}} #{{window_id}} #{{pane_pid}} \
         #{{?pane_dead,1 #{{pane_dead_status}} #{{pane_dead_signal}},0  }} {report}"
    )
}

/// The program in the foreground. tmux has to ask the system for it, so only
/// where org does not know it: of a worker that was launched with hooks it does.
pub(super) fn program() -> String {
    let program = capped("pane_current_command", 200);
    format!("#{{?#{{&&:#{{@org_command}},#{{@org_state}}}},,{program}}}")
}

/// The directory of that program, where org does not know it.
pub(super) fn path() -> String {
    let path = capped("pane_current_path", LONGEST + 1);
    format!("#{{?@org_dir,,{path}}}")
}

/// What a short look prints of each pane.
pub(super) fn format() -> String {
    format!("{} {} {}", status(), program(), path())
}

/// Reads the line before the panes.
pub(super) fn server(line: &str) -> Option<ServerId> {
    let (pid, start_time) = line.split_once(' ')?;
    Some(ServerId {
        pid: pid.parse().ok()?,
        start_time: start_time.parse().ok()?,
    })
}

/// What a short look has shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// The server's life.
    pub server: ServerId,
    /// Of each pane when its window last had output, seconds since the epoch,
    /// and what must be the same for its record to hold.
    pub panes: Vec<(PaneId, (u64, String))>,
}

impl Fingerprint {
    /// Reads a short look, or nothing if it does not have the form.
    #[must_use]
    pub fn parse(printed: &str) -> Option<Self> {
        let mut lines = printed.lines();
        let server = server(lines.next()?)?;
        let mut all: Vec<(PaneId, (u64, String))> = Vec::new();
        for line in lines {
            match (pane(line), all.last_mut()) {
                (Some(pane), _) => all.push(pane),
                // A program has put a newline into its name or path.
                (None, Some((_, (_, text)))) => text.extend(["\n", line]),
                (None, None) => return None,
            }
        }
        let mut ids = BTreeSet::new();
        let mut panes: Vec<(PaneId, (u64, String))> = Vec::new();
        for (pane, seen) in all {
            // A linked window is listed twice, but no pane says two things.
            if ids.insert(pane) {
                panes.push((pane, seen));
            } else if !panes.contains(&(pane, seen)) {
                return None;
            }
        }
        Some(Self { server, panes })
    }
}

fn pane(line: &str) -> Option<(PaneId, (u64, String))> {
    let (pane, rest) = line.split_once(' ')?;
    let (activity, text) = rest.split_once(' ')?;
    let seen = (activity.parse().ok()?, text.to_owned());
    Some((pane.parse().ok()?, seen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pane_has_a_line() {
        let look = Fingerprint::parse("1 2\n%1 5 @1 7 0   idle 3  \n%2 6 @2 8 0   \n").unwrap();
        let panes = [
            (PaneId(1), (5, "@1 7 0   idle 3  ".to_owned())),
            (PaneId(2), (6, "@2 8 0   ".to_owned())),
        ];
        assert_eq!(look.panes, panes);
        assert_eq!(look.server.start_time, 2);
    }

    #[test]
    fn a_newline_belongs_to_the_pane_that_wrote_it() {
        let look = Fingerprint::parse("1 2\n%1 5 a\nb\n\n%2 6 c\n").unwrap();
        assert_eq!(look.panes[0].1.1, "a\nb\n");
        assert_eq!(look.panes.len(), 2);
    }

    #[test]
    fn a_pane_that_says_two_things_is_not_believed() {
        assert!(Fingerprint::parse("1 2\n%1 5 a\n%1 5 a\n").is_some());
        for forged in ["%1 5 a\n%1 6 a\n", "%1 5 a\n%1 5 b\n", "noise\n%1 5 a\n"] {
            assert_eq!(
                Fingerprint::parse(&format!("1 2\n{forged}")),
                None,
                "{forged}"
            );
        }
        for empty in ["", "1\n", "x y\n%1 5 a\n"] {
            assert_eq!(Fingerprint::parse(empty), None, "{empty}");
        }
    }
}
