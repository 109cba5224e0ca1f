//! A second person at the same Zellij session, in a terminal of their own.

use std::time::{Duration, Instant};

use crate::support;
use crate::zellij::screen::Screen;
use crate::zellij::setup;
use crate::zellij::terminal::Terminal;

const SOCKET: &str = "guest";

/// The second terminal. It ends when it is dropped.
pub struct Guest<'a> {
    host: &'a Terminal,
}

impl<'a> Guest<'a> {
    /// Attaches a terminal of the host's usual size to its session. Zellij
    /// 0.45.1 sometimes draws nothing, then it is attached once more.
    pub fn attach(host: &'a Terminal) -> Self {
        let guest = Self::try_to_attach(host);
        let deadline = Instant::now() + Duration::from_secs(10);
        while guest.screen().text().trim().is_empty() && Instant::now() < deadline {
            support::wait_a_moment();
        }
        if !guest.screen().text().trim().is_empty() {
            return guest;
        }
        drop(guest);
        Self::try_to_attach(host)
    }

    fn try_to_attach(host: &'a Terminal) -> Self {
        let session = host.session();
        host.tmux_at(
            SOCKET,
            &[
                "new-session",
                "-d",
                "-x",
                "110",
                "-y",
                "30",
                "--",
                setup::zellij(),
                "attach",
                &session,
            ],
        );
        Self { host }
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        self.host.tmux_at(SOCKET, &["send-keys", "-l", "--", text]);
    }

    /// What the second person sees.
    pub fn screen(&self) -> Screen {
        Screen::read(&self.host.tmux_at(SOCKET, &["capture-pane", "-p"]))
    }

    /// Waits until a text is on their screen.
    pub fn wait_until_it_says(&self, text: &str) {
        let shown = || self.screen().text();
        let what = format!("the second screen says {text:?}");
        support::wait_for(&what, shown, || self.screen().has(text).then_some(()));
    }
}

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        self.host.tmux_at(SOCKET, &["kill-server"]);
    }
}
