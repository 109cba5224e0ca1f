//! The directories in which Claude Code has conversations, read from its own
//! records: `projects/FOLDER/ID.jsonl` below its configuration directory.
//!
//! A folder's name is lossy, every character but letters and digits is a `-`;
//! the directory itself stands in the records, as `cwd`. Claude Code 2.1
//! resumes a conversation only in the directory it was begun in, which is the
//! one that the folder is named after. A conversation that is open stands in
//! `sessions/PID.json` for as long as its process lives.

use super::sh;
use crate::tmux::Output;

/// How many folders are looked into, and how many files of each for one that
/// holds a conversation.
const MOST: [&str; 2] = ["40", "3"];

/// For the folders used last, the newest conversation of each: a line with
/// its time, folder and id, then what `cwd` its first and last records give.
/// Only plain files are read, and only their beginnings and ends.
const LIST: &str = r#"LC_ALL=C; export LC_ALL
unset CDPATH
cd "${CLAUDE_CONFIG_DIR:-$HOME/.claude}/projects" 2>/dev/null || exit 0
h='[0-9a-f]'
ls -t . 2>/dev/null | grep -E '^[A-Za-z0-9-]+$' | head -n "$1" | while IFS= read -r d; do
ls -t "./$d" 2>/dev/null | grep -E "^$h{8}(-$h{4}){3}-$h{12}[.]jsonl\$" | head -n "$2" | while IFS= read -r n; do
f=./$d/$n
[ -f "$f" ] && [ -r "$f" ] || continue
c=$({ head -c 131072 "$f"; echo; tail -c 65536 "$f"; } | tr -d '\000' | grep -oE '"cwd":"([^"\\]|\\.)*"' | awk '!seen[$0]++' | head -n 4)
[ -n "$c" ] || continue
t=$(date -r "$f" +%s 2>/dev/null || stat -f %m "$f" 2>/dev/null)
printf 'conversation %s %s %s\n%s\n' "${t:-0}" "$d" "${n%.jsonl}" "$c"
break
done
done
exit 0
"#;

/// Says which process has the conversation `$1` open, if any. The number of a
/// process is used again after a reboot: where there is `/proc` its start
/// must be the one that was noted, elsewhere its name must be Claude Code's.
const OPEN: &str = r#"LC_ALL=C; export LC_ALL
unset CDPATH
cd "${CLAUDE_CONFIG_DIR:-$HOME/.claude}/sessions" 2>/dev/null || { echo free; exit 0; }
for f in ./*.json; do
[ -f "$f" ] && [ -r "$f" ] || continue
r=$(head -c 65536 "$f" | tr -d '\000')
case $r in *'"sessionId":"'"$1"'"'*) ;; *) continue ;; esac
p=${f#./}; p=${p%.json}
case $p in ''|*[!0-9]*) continue ;; esac
kill -0 "$p" 2>/dev/null || [ -d "/proc/$p" ] || continue
if [ -r "/proc/$p/stat" ]; then
s=$(cat "/proc/$p/stat" 2>/dev/null); s=${s##*) }
set -f; set -- "$1" $s; set +f
case $r in *'"procStart":"'*) case $r in *'"procStart":"'"${21}"'"'*) ;; *) continue ;; esac ;; esac
else
case $(ps -p "$p" -o args= 2>/dev/null) in *claude*) ;; *) continue ;; esac
fi
echo "open $p"; exit 0
done
echo free
"#;

/// The newest conversation of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The directory as the agent wrote it.
    pub directory: String,
    /// The agent's name for it, which resumes it.
    pub id: String,
    /// When it was last written, seconds since the epoch; 0 when not known.
    pub at: u64,
}

pub(super) fn invocation() -> Vec<String> {
    sh(LIST, &MOST)
}

/// The command that asks whether this conversation is open.
#[must_use]
pub fn open_invocation(id: &str) -> Vec<String> {
    sh(OPEN, &[id])
}

/// The process that has it open; none when nobody has.
#[must_use]
pub fn open_in(output: &Output) -> Option<Option<u32>> {
    let answer = output.text();
    match answer.trim_end().split_once(' ') {
        Some(("open", pid)) => Some(Some(pid.parse().ok()?)),
        _ => (answer == "free\n").then_some(None),
    }
}

/// Reads the answer: the newest first. Records that cannot be read, or that
/// belong to another directory than their folder is named after, are skipped.
pub(super) fn parse(answer: &[u8]) -> Vec<Conversation> {
    let mut found: Vec<Conversation> = Vec::new();
    let mut heading: Option<(u64, &str, &str)> = None;
    for line in answer.split(|b| *b == b'\n') {
        let Ok(line) = std::str::from_utf8(line) else {
            continue;
        };
        if let Some(rest) = line.strip_prefix("conversation ") {
            let words: Vec<&str> = rest.split(' ').collect();
            heading = match words.as_slice() {
                [at, folder, id] => Some((at.parse().unwrap_or(0), *folder, *id)),
                _ => None,
            };
        } else if let (Some((at, folder, id)), Some(directory)) = (heading, directory(line))
            && is_named_after(folder, &directory)
        {
            heading = None;
            found.push(Conversation {
                directory,
                id: id.to_owned(),
                at,
            });
        }
    }
    found.sort_by_key(|c| std::cmp::Reverse(c.at));
    found
}

/// The directory in `"cwd":"…"`.
fn directory(line: &str) -> Option<String> {
    let path: String = serde_json::from_str(line.strip_prefix("\"cwd\":")?).ok()?;
    let usable = path.starts_with('/') && !path.chars().any(char::is_control);
    usable.then_some(path)
}

/// Whether Claude Code names this folder so: each UTF-16 unit but letters and
/// digits is a `-`. A long name is cut and gets something behind it.
fn is_named_after(folder: &str, directory: &str) -> bool {
    let mut name = String::new();
    for c in directory.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.push(c),
            c => name.extend(std::iter::repeat_n('-', c.len_utf16())),
        }
    }
    name == folder || name.get(..200).is_some_and(|cut| folder.starts_with(cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversations_are_read_and_odd_ones_skipped() {
        let answer = br#"conversation 50 -a-b 1-2
"cwd":"/a/b"
conversation 70 -x-y-z 3-4
"cwd":"/elsewhere"
"cwd":"/x y/z"
conversation 60 -q 5-6
"cwd":"/\u0000q"
conversation x
"cwd":"/lost"
conversation 65 -c---- 7-8
"cwd":"/c\"\ud83d\ude00;"
"#;
        let found = parse(answer);
        let found: Vec<_> = found
            .iter()
            .map(|c| (c.directory.as_str(), c.id.as_str(), c.at))
            .collect();
        let expected = [
            ("/x y/z", "3-4", 70),
            ("/c\"😀;", "7-8", 65),
            ("/a/b", "1-2", 50),
        ];
        assert_eq!(found, expected);
        assert_eq!(parse(b"\xff\n\"cwd\":\"/a\"\n"), []);
    }

    #[test]
    fn only_a_clear_answer_says_that_nobody_has_it_open() {
        let said = |text: &str| {
            open_in(&Output {
                status: Some(0),
                stdout: text.into(),
                stderr: Vec::new(),
            })
        };
        assert_eq!(said("free\n"), Some(None));
        assert_eq!(said("open 12\n"), Some(Some(12)));
        assert_eq!(said(""), None);
    }
}
