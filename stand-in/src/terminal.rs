//! The terminal: raw mode, its size, and everything that must be put back.

use std::io::{self, Write};
use std::os::fd::BorrowedFd;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use crate::frame::Size;

/// What a terminal without a size is taken for.
const DEFAULT_SIZE: Size = Size {
    columns: 80,
    rows: 24,
};

/// The terminal in raw mode; dropping it puts the old mode back.
#[derive(Debug)]
pub struct Terminal {
    saved: Termios,
    bracketed_paste: bool,
    opened: bool,
}

impl Terminal {
    /// Sets raw mode and keeps every byte that has already been typed.
    ///
    /// # Errors
    /// Standard input is no terminal.
    pub fn raw(bracketed_paste: bool) -> io::Result<Self> {
        let saved = tcgetattr(stdin())?;
        let mut raw = saved.clone();
        raw.make_raw();
        // `Flush` would throw away what came before.
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        Ok(Self {
            saved,
            bracketed_paste,
            opened: false,
        })
    }

    /// Takes the whole screen, and asks for pastes in brackets.
    ///
    /// Lines are not wrapped: what the terminal counts wider than we do stays
    /// on its own line.
    pub fn open(&mut self) {
        self.opened = true;
        self.write(b"\x1b[?1049h\x1b[?7l");
        if self.bracketed_paste {
            self.write(b"\x1b[?2004h");
        }
    }

    /// Sets the title; characters that could end it are left out.
    pub fn title(&self, title: &str) {
        let title: String = title.chars().filter(|c| !c.is_control()).collect();
        self.write(format!("\x1b]2;{title}\x07").as_bytes());
    }

    /// Writes to the terminal; one that is gone does not matter here, the
    /// loop notices it when it reads.
    pub fn write(&self, bytes: &[u8]) {
        let mut out = io::stdout().lock();
        let _ = out.write_all(bytes).and_then(|()| out.flush());
    }

    /// Columns and rows of now.
    pub fn size(&self) -> Size {
        let size = tcgetwinsize(stdin()).ok();
        let size = size.filter(|size| size.ws_col > 0 && size.ws_row > 0);
        size.map_or(DEFAULT_SIZE, |size| Size {
            columns: size.ws_col.into(),
            rows: size.ws_row.into(),
        })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.opened {
            self.write(b"\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l");
        }
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.saved);
    }
}

/// Standard input, which is the terminal.
pub fn stdin() -> BorrowedFd<'static> {
    rustix::stdio::stdin()
}
