//! Asks the host what a typed directory really is, whether the worker's
//! program is there, and whether it runs in that directory already; and if all
//! is as it was expected, goes on with the start in the same process.

use crate::directory::Directory;
use crate::error::Error;
use crate::text;
use crate::tmux::Output;

/// Resolves `$1`, relative to `$2`, and looks for the program `$3`. Where that
/// is `$4` and nothing stands in the way, becomes the command behind it.
///
/// The resolving is done in a shell of its own, so that a tmux server that is
/// started here has the variables that this was given. It is a function
/// because bash 3.2, the shell of macOS, loses its way in a `case` within
/// `$(…)`. The `/` at the end keeps the newlines of a name.
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
const SCRIPT: &str = r#"resolve() {
unset CDPATH
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
printf '%s\n%s/' "$w" "$p"
}
r=$(resolve "$1" "$2" "$3")
if [ "$r" = "found
$4
/" ]; then
shift 4
echo expected
exec "$@"
fi
printf %s "${r%/}"
"#;

/// The first line of an answer behind which the answer of the command stands
/// that went along.
const EXPECTED: &str = "expected\n";

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
/// from. With an expected directory comes the command to go on with.
#[must_use]
pub fn invocation(
    typed: &str,
    base: &str,
    program: &str,
    expected: Option<(&Directory, &[String])>,
) -> Vec<String> {
    let (path, then) = match expected {
        Some((directory, then)) => (directory.as_str(), then),
        None => ("", &[][..]),
    };
    let words = ["/bin/sh", "-c", SCRIPT, "org", typed, base, program, path];
    let words = words.into_iter().map(str::to_owned);
    words.chain(then.iter().cloned()).collect()
}

/// What a typed path is if no link is in it and the disk spells it so.
#[must_use]
pub fn expected(typed: &str, base: &str) -> Option<Directory> {
    let whole = match typed {
        _ if typed.starts_with('/') => typed.to_owned(),
        // Only the host knows the home directory.
        _ if typed.starts_with('~') => return None,
        _ => format!("{base}/{typed}"),
    };
    let mut path = String::new();
    for name in whole.split('/').filter(|n| !matches!(*n, "" | ".")) {
        if name == ".." {
            return None;
        }
        path.push('/');
        path.push_str(name);
    }
    let path = if path.is_empty() { "/" } else { &path };
    Directory::new(path).ok()
}

/// The answer of the command that went along, if it was run.
#[must_use]
pub fn went_on(output: &Output) -> Option<Output> {
    let stdout = output.stdout.strip_prefix(EXPECTED.as_bytes())?;
    Some(Output {
        stdout: stdout.to_vec(),
        ..output.clone()
    })
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
    fn a_path_is_expected_to_be_what_it_is_without_links() {
        let expected = |typed, base| {
            let directory = expected(typed, base);
            directory.map(|d| d.as_str().to_owned())
        };
        for (typed, path) in [
            ("/a b/c", Some("/a b/c")),
            ("/a//b/./c/", Some("/a/b/c")),
            ("//", Some("/")),
            ("x/y", Some("/base/x/y")),
            (".", Some("/base")),
            ("", Some("/base")),
            ("~", None),
            ("~/x", None),
            ("/a/../b", None),
            ("/a\nb", None),
        ] {
            assert_eq!(expected(typed, "/base/").as_deref(), path, "{typed}");
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
