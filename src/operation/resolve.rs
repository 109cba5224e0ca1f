//! Asks the host what a typed directory really is, whether the worker's
//! program is there, and whether it runs in that directory already; and if all
//! is as it was expected, goes on with the start in the same process.

use crate::directory::Directory;
use crate::error::Error;
use crate::text;
use crate::tmux::Output;

/// Resolves `$1`, relative to `$2`, and looks for the program `$3`. Where that
/// is `$4`, it goes on as another command: the first `$5` words behind it if
/// the program runs there already, the others if it does not.
///
/// The resolving is done in a shell of its own, so that a tmux server that is
/// started here has the variables that this was given; outside of it they
/// have names that nobody else gives. It is a function
/// because bash 3.2, the shell of macOS, loses its way in a `case` within
/// `$(…)`. The `/` at the end keeps the newlines of a name.
///
/// User text comes in as arguments only. `cd` is given a path with a `/` in
/// it, so that neither `-` nor `CDPATH` means anything, and `pwd` is the
/// program where there is one, because on macOS only the kernel knows the
/// spelling of a directory on a case-insensitive disk. A `..` behind a link
/// means what a shell takes it for, else what the disk does. What lies behind a
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
if cd "$d" 2>/dev/null || cd -P "$d" 2>/dev/null; then :
elif [ ! -e "$d" ]; then
a=$d
while [ -n "$a" ] && [ ! -e "$a" ]; do a=${a%/*}; done
if [ -d "$a" ] && [ ! -x "$a" ]; then echo denied; else echo missing; fi
exit 0
elif [ ! -d "$d" ]; then echo file; exit 0
else echo denied; exit 0; fi
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
org_r=$(resolve "$1" "$2" "$3")
org_e="
$4
/"
org_n=$5
shift 5
if [ "$org_r" = "found$org_e" ]; then
shift "$org_n"
echo expected
exec "$@"
fi
case $org_r in
"found "*"$org_e") if [ "$org_n" -gt 0 ]; then
org_k=$(($# - org_n))
while [ "$org_n" -gt 0 ]; do set -- "$@" "$1"; shift; org_n=$((org_n - 1)); done
shift "$org_k"
org_r=${org_r%"$org_e"}
echo "runs ${org_r#found }"
exec "$@"
fi ;;
esac
printf %s "${org_r%/}"
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

/// What is to be done in the same process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoOn {
    /// If the directory is this one.
    pub directory: Directory,
    /// Where the program runs in it; empty to ask first.
    pub runs: Vec<String>,
    /// Where it does not.
    pub free: Vec<String>,
}

/// The command that asks. `base` is the directory that relative ones start
/// from.
#[must_use]
pub fn invocation(typed: &str, base: &str, program: &str, go_on: Option<&GoOn>) -> Vec<String> {
    let path = go_on.map_or("", |g| g.directory.as_str());
    let count = go_on.map_or(0, |g| g.runs.len()).to_string();
    let words = [
        "/bin/sh", "-c", SCRIPT, "org", typed, base, program, path, &count,
    ];
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    if let Some(go_on) = go_on {
        words.extend(go_on.runs.iter().chain(&go_on.free).cloned());
    }
    words
}

/// What a typed path is if no link is in it and the disk spells it so. The
/// home directory is empty where it is not known.
#[must_use]
pub fn expected(typed: &str, base: &str, home: &str) -> Option<Directory> {
    let in_home = match typed {
        "~" => Some(""),
        _ => typed.strip_prefix("~/"),
    };
    let whole = match in_home {
        _ if typed.starts_with('/') => typed.to_owned(),
        Some(_) if !home.starts_with('/') => return None,
        Some(rest) => format!("{home}/{rest}"),
        None => format!("{base}/{typed}"),
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

/// How it went on in the same process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WentOn {
    /// The directory was free, and this is what came of it.
    Free(Output),
    /// These processes run in it, and this was said of it.
    Runs(Vec<u32>, Output),
}

/// The answer of the command that it went on as, if it did.
#[must_use]
pub fn went_on(output: &Output) -> Option<WentOn> {
    let end = output.stdout.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = output.stdout.split_at_checked(end + 1)?;
    let answer = Output {
        stdout: rest.to_vec(),
        ..output.clone()
    };
    let mut words = std::str::from_utf8(line).ok()?.split_whitespace();
    match words.next()? {
        "expected" => Some(WentOn::Free(answer)),
        "runs" => Some(WentOn::Runs(pids(words), answer)),
        _ => None,
    }
}

fn pids<'a>(words: impl Iterator<Item = &'a str>) -> Vec<u32> {
    words.filter_map(|pid| pid.parse().ok()).collect()
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
                    running: pids(words),
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
        let expected = |typed, base, home| {
            let directory = expected(typed, base, home);
            directory.map(|d| d.as_str().to_owned())
        };
        for (typed, path) in [
            ("/a b/c", Some("/a b/c")),
            ("/a//b/./c/", Some("/a/b/c")),
            ("//", Some("/")),
            ("x/y", Some("/base/x/y")),
            (".", Some("/base")),
            ("", Some("/base")),
            ("~", Some("/home/u")),
            ("~/x/", Some("/home/u/x")),
            ("~x", Some("/base/~x")),
            ("/a/../b", None),
            ("/a\nb", None),
        ] {
            let found = expected(typed, "/base/", "/home/u/");
            assert_eq!(found.as_deref(), path, "{typed}");
        }
        assert_eq!(expected("~/x", "/base", ""), None);
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
