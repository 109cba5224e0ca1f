//! What the stand-in agents were given, as they logged it.

use std::path::Path;

use org::tmux::PaneId;

/// One message at one worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The pane of the worker.
    pub pane: PaneId,
    /// How it came: `prompt`, `argument`, `command` …
    pub kind: String,
    /// The text, byte for byte, as it stood in the box.
    pub text: Vec<u8>,
}

impl Message {
    /// A message typed or pasted into the box.
    pub fn prompt(pane: PaneId, text: &str) -> Self {
        Self::new(pane, "prompt", text)
    }

    /// Any message.
    pub fn new(pane: PaneId, kind: &str, text: &str) -> Self {
        Self {
            pane,
            kind: kind.into(),
            text: text.into(),
        }
    }
}

/// All messages so far, in the order in which they arrived. Nothing, where no
/// agent has logged yet.
pub fn messages(path: &Path) -> Vec<Message> {
    let log = std::fs::read_to_string(path).unwrap_or_default();
    // A line that is being written has no end yet.
    let whole = log.rfind('\n').map_or("", |end| &log[..end]);
    whole.lines().map(message).collect()
}

fn message(line: &str) -> Message {
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    let word = |key: &str| line[key].as_str();
    let hex = word("untrimmed").or(word("hex")).unwrap();
    Message {
        pane: word("pane").unwrap().parse().unwrap(),
        kind: word("kind").unwrap().into(),
        text: bytes(hex),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
