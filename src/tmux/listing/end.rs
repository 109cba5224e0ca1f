//! How a dead pane ended where tmux has no name for it.
//!
//! tmux 3.2 has no `pane_dead_signal`, but it writes the signal into the
//! pane's last row, and a format can search the screen. Only a pane that has
//! ended and of whose end nothing else is known is searched.

/// The number of each of these signals whose words are on the screen. On
/// Linux 3.2 writes the number, elsewhere a name.
macro_rules! signals_on_screen {
    ($($number:literal)*) => {
        concat!($("#{?#{C:is dead (signal ", $number, "#,},", $number, ",}"),*)
    };
}

/// The signal on the screen of a dead pane of which nothing else is known.
pub(super) const SIGNAL_ON_SCREEN: &str = concat!(
    "#{?pane_dead,#{?#{==:#{pane_dead_status}#{pane_dead_signal},},",
    signals_on_screen!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15),
    ",},}"
);
