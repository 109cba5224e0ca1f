//! Asks the host what a typed directory really is, whether the worker's
//! program is there, and whether it runs in that directory already.

use crate::directory::Directory;
use crate::error::Error;
use crate::text;
use crate::tmux::Output;

/// Resolves `$1`, relative to `$2`, and looks for the program `$3`.
///
/// User text comes in as arguments only. `cd` is given a path with a `/` in
/// it, so that neither `-` nor `CDPATH` means anything, and `pwd` is the
/// program where there is one, because on macOS only the kernel knows the
/// spelling of a directory on a case-insensitive disk. What lies behind a
/// directory that may not be entered looks missing to every test: the nearest
/// one that can be seen tells the two apart.
///
/// Processes are found where there is `/proc`: by their directory first, in
/// one `ls`, and then by the names that the few of them have. An agent that
/// is a script goes by the name of its interpreter, and its own comes second
/// among its words. A shell that stands in a directory says nothing.
const SCRIPT: &str = r#"unset CDPATH
d=$1
case $d in
'~') d=$HOME ;;
'~/'*) d=$HOME/${d#'~/'} ;;
esac
case $d in
/*) ;;
*) d=$2/$d ;;
esac
if [ ! -e "$d" ]; then
a=$d
while [ -n "$a" ] && [ ! -e "$a" ]; do a=${a%/*}; done
if [ -d "$a" ] && [ ! -x "$a" ]; then echo denied; else echo missing; fi
exit 0
fi
if [ ! -d "$d" ]; then echo file; exit 0; fi
cd "$d" 2>/dev/null || { echo denied; exit 0; }
p=$(env pwd -P 2>/dev/null && echo /) || p=$(pwd -P && echo /)
p=${p%/}
command -v "$3" >/dev/null 2>&1 && w=found || w=no-program
n=${3##*/}
P=${p%?}
export P
cd /
set -f
case $n in sh|bash|dash|ksh|zsh|fish) P= ;; esac
[ -n "$P" ] && for c in $(set +f; ls -l /proc/[0-9]*/cwd 2>/dev/null | awk '
  { at = index($0, " /proc/"); link = index($0, "/cwd -> ")
    if (at && link > at && substr($0, link + 8) == ENVIRON["P"]) print substr($0, at + 7, link - at - 7) }'); do
  [ "$c" = $$ ] && continue
  { IFS= read -r m </proc/$c/comm; a=$(tr '\000' '\n' </proc/$c/cmdline | head -n 2); } 2>/dev/null || continue
  for m in "$m" $a; do [ "${m##*/}" = "$n" ] && w="$w $c" && break; done
done
printf '%s\n%s' "$w" "$p"
"#;

/// What the host says of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The directory.
    pub directory: Directory,
    /// Processes of the program that run in it, wherever they were started;
    /// always none where there is no `/proc`.
    pub running: Vec<u32>,
}

/// The command that asks. `base` is the directory that relative ones start
/// from.
#[must_use]
pub fn invocation(typed: &str, base: &str, program: &str) -> Vec<String> {
    ["/bin/sh", "-c", SCRIPT, "org", typed, base, program]
        .map(str::to_owned)
        .to_vec()
}

/// Reads the answer.
///
/// # Errors
/// What is wrong with the directory, or that the program is missing.
pub fn parse(typed: &str, program: &str, output: &Output) -> Result<Resolved, Error> {
    let directory = text::line(typed);
    let doing = format!("look for {directory}");
    if !output.success() {
        return Err(output.failure(&doing));
    }
    let Ok(answer) = std::str::from_utf8(&output.stdout) else {
        return Err(Error::BadDirectory {
            directory,
            reason: "its path is not valid UTF-8".into(),
        });
    };
    let (line, path) = answer.split_once('\n').unwrap_or((answer, ""));
    let mut words = line.split(' ');
    let word = words.next().unwrap_or_default();
    match word {
        "missing" => Err(Error::NoSuchDirectory { directory }),
        "file" => Err(Error::NotADirectory { directory }),
        "denied" => Err(Error::NoPermission { directory }),
        "found" | "no-program" => {
            // The line's own newline; one that belongs to the name is refused.
            let resolved = Directory::new(path.strip_suffix('\n').unwrap_or(path))?;
            if word == "found" {
                Ok(Resolved {
                    directory: resolved,
                    running: words.filter_map(|pid| pid.parse().ok()).collect(),
                })
            } else {
                Err(Error::CommandNotFound {
                    program: text::line(program),
                })
            }
        }
        _ => Err(output.nonsense(&doing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stdout: &[u8]) -> Output {
        Output {
            status: Some(0),
            stdout: stdout.to_vec(),
            stderr: Vec::new(),
        }
    }

    #[test]
    fn answers_are_told_apart() {
        let ask = |stdout: &[u8]| parse("x", "claude", &said(stdout)).map_err(|e| e.code());
        let resolved = |running: &[u32]| Resolved {
            directory: Directory::new("/a b").unwrap(),
            running: running.to_vec(),
        };
        assert_eq!(ask(b"found\n/a b\n"), Ok(resolved(&[])));
        assert_eq!(ask(b"found 12 345\n/a b\n"), Ok(resolved(&[12, 345])));
        assert_eq!(ask(b"missing\n"), Err("no_such_directory"));
        assert_eq!(ask(b"file\n"), Err("not_a_directory"));
        assert_eq!(ask(b"denied\n"), Err("no_permission"));
        assert_eq!(ask(b"no-program\n/a\n"), Err("command_not_found"));
        assert_eq!(ask(b"found\n/a\xff\n"), Err("bad_directory"));
        assert_eq!(ask(b"found\n/a\n\n"), Err("bad_directory"));
        assert_eq!(ask(b"what\n"), Err("bad_answer"));
    }
}
