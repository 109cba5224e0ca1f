//! Running other programs: found in PATH, never asked a question, and when
//! they fail named together with how they ended. It does not know which
//! programs org needs.

use std::env;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The first executable file called `program` in PATH.
pub fn find_in_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| is_executable(candidate))
}

/// Whether `path` is a file that somebody may execute.
pub fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// A command that gets no input: a program that would ask a question fails
/// instead of waiting for an answer that nobody gives.
pub fn quiet(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    command
}

/// Runs to the end with output going where ours goes; anything but success
/// is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("`{}` could not be started", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed: {status}", shown(command));
    }
    Ok(())
}

/// Runs to the end and returns standard output; on failure the error carries
/// what the program said.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("`{}` could not be started", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed: {}\n{}",
            shown(command),
            output.status,
            said.trim_end()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// As [`output`], for a program that may never end: after `limit` it is ended
/// and has said nothing. Meant for a few lines of output.
pub fn output_within(command: &mut Command, limit: Duration) -> Option<String> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut said = child.stdout.take()?;
    // Read beside the wait, so that a full pipe does not hold the program up.
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        said.read_to_string(&mut text).map(|_| text)
    });
    if !within(limit, || child.try_wait().ok().flatten().map(drop)) {
        child.kill().ok()?;
    }
    let status = child.wait().ok()?;
    let text = reader.join().ok()?.ok()?;
    status.success().then_some(text)
}

/// Whether `condition` comes true before `limit` has passed.
pub fn within(limit: Duration, mut condition: impl FnMut() -> Option<()>) -> bool {
    let deadline = Instant::now() + limit;
    while condition().is_none() {
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    true
}

/// What `program --version` prints, if it runs at all.
pub fn version_text(program: &Path, flag: &str) -> Option<String> {
    output(quiet(program).arg(flag)).ok()
}

/// A command as a person would type it, for messages.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    // Cargo is called by its full path, which nobody types.
    let program = match program.file_name() {
        Some(name) if name == "cargo" => Path::new(name),
        _ => program,
    };
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|arg| shell_word(&arg.to_string_lossy())),
    );
    words.join(" ")
}

/// `text` as one word of a POSIX shell: unchanged where that is safe, in
/// single quotes otherwise.
pub fn shell_word(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "_-./:=,+@%".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_only_where_a_shell_would_split_it() {
        for (text, expected) in [
            ("/usr/bin/stand-in", "/usr/bin/stand-in"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(text), expected);
        }
    }

    #[test]
    fn a_program_that_never_ends_has_said_nothing() {
        let begun = Instant::now();
        let limit = Duration::from_millis(200);
        let hung = output_within(quiet("sleep").arg("1000"), limit);
        assert_eq!(hung, None);
        assert!(begun.elapsed() < Duration::from_secs(100));
        let limit = Duration::from_secs(100);
        let said = output_within(quiet("echo").arg("yes"), limit);
        assert_eq!(said.as_deref(), Some("yes\n"));
        assert_eq!(output_within(&mut quiet("false"), limit), None);
    }

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let error =
            output(quiet("sh").args(["-c", "echo broken >&2; exit 3"])).expect_err("exit 3");
        let text = error.to_string();
        assert!(text.contains("sh -c") && text.contains("broken"), "{text}");
        let fmt = shown(quiet("/rust/bin/cargo").args(["fmt", "--all"]));
        assert_eq!(fmt, "cargo fmt --all");
        let error = run(&mut quiet("/nowhere/tool")).expect_err("no such program");
        assert!(error.to_string().contains("/nowhere/tool"), "{error}");
    }
}
