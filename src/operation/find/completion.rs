//! Completes a typed path from the host's directories.

use super::real::Real;
use super::sh;

/// How many names are asked for, the last one apart.
const MOST: &str = "500";

/// The directory that `$1`, relative to `$2`, is in, without symbolic links,
/// and the directories in it that complete it: at most `$3` of them and the
/// last, each ended by a zero byte, in the order of their bytes. So what the
/// first and the last have in common, all have. Behind one that is a link
/// stands the directory that it really is.
///
/// The path is an argument, and in the pattern it is quoted. A name that
/// begins with a dot is matched only by one that does.
const SCRIPT: &str = r#"LC_ALL=C; export LC_ALL
unset CDPATH
d=$1
case $d in
'~/'*) d=$HOME/${d#'~/'} ;;
/*) ;;
*) d=$2/$d ;;
esac
p=${d##*/}
cd "${d%/*}/" 2>/dev/null || exit 0
env pwd -P 2>/dev/null || pwd -P
printf '\0'
n=0
for e in ./"$p"*/; do
[ -d "$e" ] || continue
e=${e#./}; e=${e%/}
case $e in .|..) continue ;; esac
n=$((n+1)); l=$e
[ "$n" -le "$3" ] || continue
printf '%s\0' "$e"
[ -L "./$e" ] && (cd -P "./$e" 2>/dev/null && pwd -P; printf '\0')
done
[ "$n" -gt "$3" ] && printf '%s\0' "$l"
exit 0
"#;

/// How a typed path goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The path as far as there is only one way.
    pub text: String,
    /// The ways from there, as whole paths; none when it is complete.
    pub candidates: Vec<String>,
    /// Whether there is any such directory.
    pub found: bool,
    /// Whether the directory that it would be in could be entered.
    pub entered: bool,
    /// What the candidates, or the only way, really are, where that is known.
    pub real: Vec<Real>,
}

/// What the completion begins with: `~` and `..` mean what is in them.
fn opened(typed: &str) -> String {
    let last = typed.rsplit('/').next().unwrap_or_default();
    let whole = typed == "~" || last == "..";
    format!("{typed}{}", if whole { "/" } else { "" })
}

pub(super) fn invocation(typed: &str, base: &str) -> Vec<String> {
    sh(SCRIPT, &[&opened(typed), base, MOST])
}

/// Reads the answer to `typed`. Names that cannot be started in are left out.
pub(super) fn parse(typed: &str, answer: &[u8]) -> Completion {
    let opened = opened(typed);
    let at = opened.rfind('/').map_or(0, |at| at + 1);
    let folder = opened.get(..at).unwrap_or_default();
    let (names, above) = records(answer);
    let real: Vec<Real> = above.map_or_else(Vec::new, |above| {
        let above = above.trim_end_matches('/');
        let real = |&(name, link): &Name| match link {
            "" => format!("{above}/{name}"),
            link => link.to_owned(),
        };
        let pair = |name: &Name| (format!("{folder}{}", name.0), real(name));
        names.iter().map(pair).collect()
    });
    match names.as_slice() {
        [] => Completion {
            text: opened,
            entered: above.is_some(),
            ..Completion::default()
        },
        [(name, _)] => Completion {
            text: format!("{folder}{name}/"),
            candidates: Vec::new(),
            found: true,
            entered: true,
            real,
        },
        [first, rest @ ..] => {
            let common = rest.iter().fold(first.0, |common, (name, _)| {
                let same = common.chars().zip(name.chars()).take_while(|(a, b)| a == b);
                let bytes = same.map(|(c, _)| c.len_utf8()).sum();
                common.get(..bytes).unwrap_or_default()
            });
            Completion {
                text: format!("{folder}{common}"),
                candidates: names
                    .iter()
                    .map(|(name, _)| format!("{folder}{name}"))
                    .collect(),
                found: true,
                entered: true,
                real,
            }
        }
    }
}

/// A directory's name and, if it is a link, what it really is.
type Name<'a> = (&'a str, &'a str);

/// The names in the answer, and the directory that all are in. A name has no
/// `/`, a directory begins with one.
fn records(answer: &[u8]) -> (Vec<Name<'_>>, Option<&str>) {
    let (mut names, mut above): (Vec<Name<'_>>, _) = (Vec::new(), None);
    // Whether the record before was a name that can be used.
    let mut named = false;
    for (n, record) in answer.split(|b| *b == 0).enumerate() {
        let record = record.strip_suffix(b"\n").unwrap_or(record);
        let text = std::str::from_utf8(record).ok();
        let text = text.filter(|n| !n.is_empty() && !n.chars().any(char::is_control));
        match text {
            Some(real) if real.starts_with('/') => {
                if n == 0 {
                    above = Some(real);
                } else if named && let Some(name) = names.last_mut() {
                    name.1 = real;
                }
            }
            name => {
                names.extend(name.map(|name| (name, "")));
                named = name.is_some();
            }
        }
    }
    (names, above)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, answer: &[u8], text: &str, candidates: &[&str]) {
        let completion = parse(typed, answer);
        assert_eq!(completion.text, text);
        assert_eq!(completion.candidates, candidates);
    }

    #[test]
    fn a_path_goes_on_as_far_as_there_is_one_way() {
        check("/x/pr", b"proj one\0", "/x/proj one/", &[]);
        check("/x/p", b"proj\0prose\0", "/x/pro", &["/x/proj", "/x/prose"]);
        check("p", b"pa\0pb\0", "p", &["pa", "pb"]);
        check("/x/none", b"", "/x/none", &[]);
        check("", b"\xc3\xa4\0\xc3\xb6\0", "", &["ä", "ö"]);
    }

    #[test]
    fn candidates_are_known_by_what_they_really_are() {
        let answer = b"/real/x\n\0a\0b\0/else where\n\0c\xff\0/odd\n\0d\0\0";
        let completion = parse("~/x/", answer);
        assert_eq!(completion.candidates, ["~/x/a", "~/x/b", "~/x/d"]);
        let real: Vec<_> = completion
            .real
            .iter()
            .map(|(_, real)| real.as_str())
            .collect();
        assert_eq!(real, ["/real/x/a", "/else where", "/real/x/d"]);
        assert_eq!(parse("/", b"/\n\0a\0b\0").real[0].1, "/a");
        let only = parse("~/x/a", b"/real/x\n\0ab\0/else where\n\0");
        assert_eq!(only.real, [("~/x/ab".into(), "/else where".into())]);
    }

    #[test]
    fn what_means_a_directory_by_itself_is_gone_into() {
        check("~", b"only\0", "~/only/", &[]);
        check("a/..", b"b\0c\0", "a/../", &["a/../b", "a/../c"]);
    }

    #[test]
    fn names_that_cannot_be_started_in_are_left_out() {
        check("/", b"a\nb\0c\xff\0d$(x)\0", "/d$(x)/", &[]);
    }
}
