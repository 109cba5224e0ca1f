//! Asks the host what directories really are: two paths may be one directory,
//! and what was one may be gone.

use super::sh;

/// How many bytes of paths are asked for at once: macOS takes a megabyte of
/// words and environment.
const MOST: usize = 64 * 1024;

/// For each path its directory without symbolic links, a newline and a zero
/// byte; the path itself where it may not be entered; nothing where there is
/// no directory any more.
///
/// One process for all, but on macOS, where only the kernel knows the
/// spelling of a directory and `pwd` is a program.
const SCRIPT: &str = r#"unset CDPATH
case $(uname) in Darwin) e=env ;; *) e= ;; esac
for d do
if cd -P "$d" 2>/dev/null; then $e pwd -P
elif [ -d "$d" ]; then printf '%s\n' "$d"
fi
printf '\0'
done
exit 0
"#;

/// A path, and the directory that it really is; empty when it is gone.
pub type Real = (String, String);

/// As many of the paths, which are absolute, as fit into one question.
#[must_use]
pub fn fitting(paths: Vec<String>) -> Vec<String> {
    let mut bytes = 0;
    let fits = |path: &String| {
        bytes += path.len();
        bytes <= MOST
    };
    paths.into_iter().take_while(fits).collect()
}

pub(super) fn invocation(paths: &[String]) -> Vec<String> {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    sh(SCRIPT, &paths)
}

/// Reads the answer; what is not in it is not known. A directory whose real
/// name no worker can be started under is as good as gone.
pub(super) fn parse(paths: &[String], answer: &[u8]) -> Vec<Real> {
    let Some((_, answer)) = answer.split_last() else {
        return Vec::new();
    };
    let answers = answer.split(|b| *b == 0);
    let real = |answer: &[u8]| {
        let path = std::str::from_utf8(answer).ok()?.strip_suffix('\n')?;
        let usable = path.starts_with('/') && !path.chars().any(char::is_control);
        usable.then(|| path.to_owned())
    };
    let answers = answers.map(|answer| real(answer).unwrap_or_default());
    paths.iter().cloned().zip(answers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(paths: &[&str]) -> Vec<String> {
        paths.iter().map(|p| (*p).to_owned()).collect()
    }

    #[test]
    fn each_path_has_its_answer_and_a_cut_answer_says_nothing_of_the_rest() {
        let paths = words(&["/link", "/gone", "/odd", "/x", "/y"]);
        let found = parse(&paths, b"/real one\n\0\0/a\nb\n\0/\xff\n\0");
        let found: Vec<_> = found.iter().map(|(_, real)| real.as_str()).collect();
        assert_eq!(found, ["/real one", "", "", ""]);
        assert_eq!(parse(&paths, b""), []);
    }

    #[test]
    fn a_question_has_an_end() {
        let long = format!("/{}", "x".repeat(MOST / 2));
        let paths = words(&[&long, "/a", &long, "/b"]);
        assert_eq!(fitting(paths), [long.as_str(), "/a"]);
    }
}
