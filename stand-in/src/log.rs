//! The log of everything that was submitted, byte for byte.
//!
//! One line of JSON per message, each written by one `write` to a file opened
//! for appending, so that many processes can share a file and a reader that
//! takes whole lines never sees them mixed:
//!
//! ```json
//! {"n":1,"pid":4711,"pane":"%3","kind":"prompt","hex":"68656c6c6f","bytes":5,"queued":false}
//! ```
//!
//! | field | meaning |
//! | --- | --- |
//! | `n` | counts the records of this process from 1 |
//! | `pid` | the process that received the message |
//! | `pane` | its `TMUX_PANE`, empty outside tmux |
//! | `kind` | see [`Kind`] |
//! | `hex` | the message as it was taken, in lower-case hexadecimal |
//! | `bytes` | how many bytes `hex` stands for |
//! | `queued` | it came while the agent was working |
//! | `untrimmed` | only when it differs from `hex`: the text as it stood in the box |
//!
//! With a folder, each message is also put there as `PID-N.bin`, renamed into
//! place when it is complete.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

/// How a message came to the agent, or what became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Typed or pasted into the box and submitted.
    Prompt,
    /// The first prompt, from the command line.
    Argument,
    /// Submitted in shell mode. It was not run.
    Shell,
    /// A `/word`, known or not.
    Command,
    /// A permission dialog was answered with yes; the text is its command.
    Accepted,
    /// A permission dialog was answered with no; the text is its command.
    Cancelled,
}

/// One message to be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// How it came.
    pub kind: Kind,
    /// The message as it was taken.
    pub text: Vec<u8>,
    /// The text of the box, if the message is shorter.
    pub untrimmed: Option<Vec<u8>>,
    /// The agent was working.
    pub queued: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    n: u64,
    pid: u32,
    pane: &'a str,
    kind: Kind,
    hex: String,
    bytes: usize,
    queued: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    untrimmed: Option<String>,
}

/// Where the records go: a file, a folder, both or nowhere.
#[derive(Debug, Default)]
pub struct Log {
    file: Option<File>,
    folder: Option<PathBuf>,
    pid: u32,
    pane: String,
    count: u64,
}

impl Log {
    /// Opens the file for appending and makes the folder.
    ///
    /// # Errors
    /// What cannot be opened, and why.
    pub fn open(
        file: Option<&Path>,
        folder: Option<&Path>,
        pid: u32,
        pane: String,
    ) -> Result<Self, String> {
        let open = |path: &Path| {
            let file = OpenOptions::new().append(true).create(true).open(path);
            file.map_err(|error| format!("cannot open the log {}: {error}", path.display()))
        };
        let file = file.map(open).transpose()?;
        if let Some(path) = folder {
            fs::create_dir_all(path)
                .map_err(|error| format!("cannot make the folder {}: {error}", path.display()))?;
        }
        let folder = folder.map(Path::to_owned);
        Ok(Self {
            file,
            folder,
            pid,
            pane,
            count: 0,
        })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        self.count += 1;
        if let Some(file) = &mut self.file {
            let line = Line {
                n: self.count,
                pid: self.pid,
                pane: &self.pane,
                kind: record.kind,
                hex: hex(&record.text),
                bytes: record.text.len(),
                queued: record.queued,
                untrimmed: record.untrimmed.as_deref().map(hex),
            };
            let mut line = serde_json::to_vec(&line)?;
            line.push(b'\n');
            // `write_all` calls `write` once unless the disk is full.
            file.write_all(&line)?;
        }
        if let Some(folder) = &self.folder {
            let part = folder.join(format!("{}-{}.part", self.pid, self.count));
            fs::write(&part, &record.text)?;
            fs::rename(&part, part.with_extension("bin"))?;
        }
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('?');
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_one_line_of_json_and_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let raw = folder.path().join("raw");
        let mut log = Log::open(Some(&path), Some(&raw), 7, "%3".into()).unwrap();
        let text = b"a\n\xff".to_vec();
        let record = Record {
            kind: Kind::Prompt,
            text,
            untrimmed: None,
            queued: false,
        };
        log.write(&record).unwrap();
        let untrimmed = Some(b"x ".to_vec());
        let record = Record {
            kind: Kind::Shell,
            text: b"x".to_vec(),
            untrimmed,
            queued: true,
        };
        log.write(&record).unwrap();
        let expected = concat!(
            r#"{"n":1,"pid":7,"pane":"%3","kind":"prompt","hex":"610aff","bytes":3,"queued":false}"#,
            "\n",
            r#"{"n":2,"pid":7,"pane":"%3","kind":"shell","hex":"78","bytes":1,"queued":true,"untrimmed":"7820"}"#,
            "\n",
        );
        assert_eq!(fs::read_to_string(path).unwrap(), expected);
        assert_eq!(fs::read(raw.join("7-1.bin")).unwrap(), b"a\n\xff");
        assert!(Log::open(Some(folder.path()), None, 7, String::new()).is_err());
    }
}
