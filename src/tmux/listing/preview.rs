//! The screen of one pane, captured along with a listing, and not again while
//! it is the same.

use crate::time::Moment;
use crate::tmux::quote::{branch, single};
use crate::tmux::{PaneId, capture, server};

/// What differs between two screens of a pane. A dead pane's last row is
/// written by tmux itself, which moves the cursor.
const STAMP: &str = "#{window_activity}.#{pane_width}.#{pane_height}.#{history_size}.\
     #{cursor_x}.#{cursor_y}.#{pane_dead}";

/// A screen to capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The pane.
    pub pane: PaneId,
    /// The stamp of the screen that is there already: with the same one it is
    /// not captured again.
    pub unless: Option<Stamp>,
}

impl Preview {
    /// Prints the stamp and the screen; nothing where it has not changed, and
    /// where the pane has gone.
    ///
    /// `run-shell -C` expands what it runs, which no argument of `capture-pane`
    /// does.
    pub(super) fn command(&self) -> Vec<String> {
        let pane = self.pane.to_string();
        let known = self.unless.as_ref().map_or("", |stamp| &stamp.0);
        // Nothing is expanded where the pane has gone: the server of tmux 3.2a
        // ends at a `#{window_activity}` without a window.
        let changed = format!("#{{?#{{==:#{{pane_id}},{pane}}},#{{!=:{STAMP},{known}}},}}");
        let fits = capture::fits();
        let [first, last] = capture::around_cursor();
        // Of a dead one from a row above on: tmux scrolls by one when it says
        // that a program has ended, and that row may be all that it has said.
        let rows = format!("#{{?{fits},#{{?pane_dead,-S -1,}},-S {first} -E {last}}}");
        let capture = branch(&[
            format!("display-message -p {STAMP}"),
            format!("capture-pane -pe {rows} -t {pane}"),
        ]);
        let capture = format!("run-shell -C -t {pane} {}", single(&capture));
        server::command(["if-shell", "-F", "-t", &pane, &changed, &capture])
    }
}

/// What tells a captured screen from a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(String);

impl Stamp {
    /// Reads what `Preview::command` printed: the screen, and its stamp if
    /// the next one is to be compared with it. tmux counts output in whole
    /// seconds: what was captured in the second of its last output may have
    /// changed within it, so it must have been captured in a later one.
    #[must_use]
    pub fn split(printed: &str, begun: Moment) -> Option<(Option<Self>, &str)> {
        let (line, screen) = printed.split_once('\n')?;
        // It goes into a format.
        let plain = line.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let activity = line.split('.').next()?.parse::<u64>();
        let settled = plain && activity.is_ok_and(|at| at < begun.seconds());
        Some((settled.then(|| Self(line.to_owned())), screen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_of_the_second_of_its_last_output_is_captured_again() {
        for (line, settled) in [
            ("99.200.50.0.0.0.0", true),
            ("100.200.50.0.0.0.0", false),
            ("101.200.50.0.0.0.0", false),
            ("99.#{pid}", false),
            ("99999999999999999999.2", false),
        ] {
            let printed = format!("{line}\na\nb\n");
            let (stamp, screen) = Stamp::split(&printed, Moment(100_999)).unwrap();
            assert_eq!((stamp.is_some(), screen), (settled, "a\nb\n"), "{line}");
        }
        for nothing in ["", "99.2"] {
            assert_eq!(Stamp::split(nothing, Moment(100_000)), None);
        }
    }
}
