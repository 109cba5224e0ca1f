//! A short listing, to see whether the last whole one still holds: most often
//! nothing has changed, and a whole one of 100 workers is 33 KB that the server
//! has to write and the panel to read.
//!
//! It shows of each pane when it last wrote, and all that is told of a worker
//! and can change by itself. Names of windows can be changed by hand only; a
//! whole listing now and then finds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::tmux::PaneId;

/// What is printed of the server.
pub(super) const SERVER: &str = "#{pid} #{start_time}";

/// What is printed of each pane, a line for each: when it last wrote, then
/// what must be the same.
pub(super) const PANE: &str = "#{window_activity} #{pane_id} #{window_id} #{?pane_dead,1,0} #{pane_pid} #{@org_state} #{@org_since} #{?@org_command,#{?@org_state,,#{pane_current_command}},#{pane_current_command}} #{?@org_dir,,#{pane_current_path}}";

/// What a glimpse has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse(Arc<str>);

impl Glimpse {
    /// Keeps what was printed.
    #[must_use]
    pub fn new(printed: &str) -> Self {
        Self(printed.into())
    }

    /// Whether a later one shows the same workers: nothing if it does not,
    /// else when each has last written, unless that is the same as well.
    #[must_use]
    pub fn compare(&self, later: &str) -> Option<Option<BTreeMap<PaneId, u64>>> {
        if *self.0 == *later {
            return Some(None);
        }
        let (mut before, mut lines) = (self.0.lines(), later.lines());
        if before.next() != lines.next() {
            return None;
        }
        let mut activity = BTreeMap::new();
        for line in lines {
            // What a program has put a newline into is no line of this form.
            let (at, rest) = line.split_once(' ')?;
            let (_, same) = before.next()?.split_once(' ')?;
            if rest != same {
                return None;
            }
            let pane = rest.split(' ').next()?.parse().ok()?;
            let at = at.parse().ok()?;
            // A linked window is listed twice; a directory may look like one.
            if activity.insert(pane, at).is_some_and(|other| other != at) {
                return None;
            }
        }
        before.next().is_none().then_some(Some(activity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_when_a_worker_wrote_may_differ() {
        let glimpse = Glimpse::new("1 2\n5 %1 @1 0 7 idle 3\n5 %2 @2 0 8 idle 3\n");
        let later = |printed: &str| glimpse.compare(printed);
        assert_eq!(
            later("1 2\n5 %1 @1 0 7 idle 3\n5 %2 @2 0 8 idle 3\n"),
            Some(None)
        );
        let wrote = BTreeMap::from([(PaneId(1), 5), (PaneId(2), 9)]);
        assert_eq!(
            later("1 2\n5 %1 @1 0 7 idle 3\n9 %2 @2 0 8 idle 3\n"),
            Some(Some(wrote))
        );
        for other in [
            "",
            "1 3\n5 %1 @1 0 7 idle 3\n5 %2 @2 0 8 idle 3\n",
            "1 2\n5 %1 @1 0 7 idle 3\n",
            "1 2\n5 %1 @1 0 7 idle 3\n5 %2 @2 1 8 idle 3\n",
            "1 2\n5 %1 @1 0 7 idle 3\n5 %2 @2 0 8 idle 3\n5 %3 @3 0 9 idle 3\n",
            "1 2\n5 %1 @1 0 7 idle 3\nx %2 @2 0 8 idle 3\n",
        ] {
            assert_eq!(later(other), None, "{other}");
        }
    }
}
