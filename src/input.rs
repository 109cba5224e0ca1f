//! Everything that can happen to the panel, as plain data.

use std::collections::BTreeMap;

use crate::keymap::HostKeys;
use crate::pipe::Message;
use crate::time::Moment;
use crate::tmux::saved::Owner;
use crate::tmux::{Output, Target};

/// One thing that happened outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The plugin was loaded. Comes first and once.
    Loaded {
        /// The plugin's configuration as the user wrote it.
        configuration: BTreeMap<String, String>,
        /// Who the panel is; its seed is a random number that no other has.
        owner: Owner,
        /// The directory that Zellij gave the plugin.
        directory: String,
    },
    /// The host's version, like `0.45.1`.
    HostVersion(String),
    /// What the host does with keys while the panel is typed into.
    HostKeys(HostKeys),
    /// The user answered the permission question.
    Permission(bool),
    /// The pane came into sight or went out of it.
    Visible(bool),
    /// The pane was taken off the screen by the panel's own side of the host.
    Hidden,
    /// A timer ended; which one is not known.
    Tick,
    /// A host command ended.
    CommandFinished {
        /// The request it was run for.
        id: RequestId,
        /// How it ended.
        output: Output,
    },
    /// A key was pressed in the pane.
    Key(Key),
    /// Text was pasted into the pane.
    Pasted(String),
    /// The mouse did something over the pane.
    Mouse(Mouse),
    /// Which terminal pane of the tab was last in use, and how the panel
    /// stands in it.
    Surroundings {
        /// Zellij's number of the terminal pane, none where there is none.
        terminal: Option<u32>,
        /// Whether the panel is a floating pane.
        floating: bool,
        /// Whether the panel is suppressed: it is there and not on the screen.
        suppressed: bool,
    },
    /// The answer to [`crate::effect::Effect::ReadFocus`]: the terminal in
    /// focus; none where it is another pane, or not known.
    Focused(Option<u32>),
    /// The panes of all tabs of the Zellij session.
    Panes(Panes),
    /// The answer to [`crate::effect::Effect::ReadDirectory`].
    Directory(Option<String>),
    /// A terminal that the panel asked for is there.
    TerminalOpened {
        /// Zellij's number of the pane.
        terminal: u32,
        /// Who is shown in it.
        shows: Target,
    },
    /// There is no terminal where the panel asked for one.
    NoTerminal {
        /// Who was to be shown in it.
        shows: Target,
        /// Whether Zellij runs the program all the same, in a pane that is
        /// nowhere.
        runs: bool,
    },
    /// The answer to [`crate::effect::Effect::ShowTerminal`].
    TerminalShown(u32),
    /// A terminal of the Zellij session was closed.
    TerminalClosed(u32),
    /// The answer to [`crate::effect::Effect::ReadDirectories`], without the
    /// panes whose directory Zellij does not know.
    Directories(Vec<String>),
    /// A terminal that the panel opened has ended.
    TerminalEnded {
        /// Zellij's number of the pane.
        terminal: u32,
        /// The exit status of its command.
        status: Option<i32>,
    },
    /// A message came through a pipe.
    Piped(Message),
    /// The answer to [`crate::effect::Effect::ClaimPipe`] and
    /// [`crate::effect::Effect::TakeOverPipe`].
    Claimed {
        /// The pipe.
        id: String,
        /// Whether it is this panel's now.
        won: bool,
    },
    /// A pipe that this panel had in hand before Zellij loaded it anew, and
    /// that nobody else knows.
    PipeLeft {
        /// The pipe.
        id: String,
        /// What it asks for.
        operation: String,
    },
    /// The answer to [`crate::effect::Effect::InspectClaim`].
    Inspected {
        /// The pipe.
        id: String,
        /// Until when its panel has promised to have answered; none when it
        /// has.
        promised: Option<Moment>,
    },
    /// The answer to [`crate::effect::Effect::ClaimRequest`].
    RequestClaimed {
        /// The pipe.
        pipe: String,
        /// Whether it is the first request of its name.
        won: bool,
    },
    /// The answer to [`crate::effect::Effect::RecallAnswer`].
    Recalled {
        /// The pipe.
        pipe: String,
        /// The line; none while there is none.
        text: Option<String>,
    },
    /// Something came that was larger than [`crate::text::MAX_INCOMING`] and was not taken.
    TooLarge {
        /// What it was.
        what: TooLarge,
        /// Its size.
        bytes: usize,
    },
    /// The panel is about to be closed.
    Closing,
}

/// What was too large to be taken. Of the messages of a pipe the message
/// itself says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooLarge {
    /// A paste.
    Paste,
    /// What a host command printed; that it has ended is not known either.
    CommandOutput,
    /// Any other event.
    Event,
}

/// Panes of a Zellij session, by its numbers of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panes {
    /// Terminals whose programs run.
    pub terminals: Vec<u32>,
    /// Those of them that show workers, or did before the session was
    /// resurrected, with the commands that they run.
    pub views: Vec<(u32, String)>,
    /// Plugins.
    pub plugins: Vec<u32>,
}

/// Number of a request to the host; never used twice by one panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// A key with its modifiers. Shift is part of a character and kept for named
/// keys only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held with a named key.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self {
            ctrl: true,
            ..Self::char(c)
        }
    }

    /// A named key with Control.
    #[must_use]
    pub const fn with_ctrl(code: KeyCode) -> Self {
        Self {
            ctrl: true,
            ..Self::plain(code)
        }
    }

    /// A named key with Shift.
    #[must_use]
    pub const fn shift(code: KeyCode) -> Self {
        Self {
            shift: true,
            ..Self::plain(code)
        }
    }

    /// Whether it writes a character where text is written.
    #[must_use]
    pub const fn types(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// Whether it is a key without a character and without a name here: the
    /// kitty keyboard protocol gives F13, media keys and bare modifiers numbers
    /// in Unicode's private use area, which hosts pass on as characters.
    #[must_use]
    pub const fn is_unknown(self) -> bool {
        matches!(self.code, KeyCode::Char('\u{e000}'..='\u{f8ff}'))
    }

    /// A key with Alt.
    #[must_use]
    pub const fn alt(code: KeyCode) -> Self {
        Self {
            alt: true,
            ..Self::plain(code)
        }
    }
}

/// A key of the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum KeyCode {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    F(u8),
}

/// What the mouse did; rows and columns count from 0 at the pane's top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The pointer moved.
    Hover {
        /// Row of the pane.
        row: usize,
        /// Column of the pane.
        column: usize,
    },
    /// The left button was pressed.
    Click {
        /// Row of the pane.
        row: usize,
        /// Column of the pane.
        column: usize,
    },
    /// The wheel turned; negative is up.
    Scroll(isize),
}
