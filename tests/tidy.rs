//! The repository's own rules, each with a message that says where it is
//! broken and what to do.
//!
//! Files are those that git tracks, as they stand in the working tree.
// The rules are about files.
#![allow(clippy::disallowed_methods)]
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use org::keymap::{BINDINGS, Keymap, Scope, key_name};

/// The most lines of a file before its unit tests.
const FILE: usize = 400;
/// The most lines of a function, from its first line to its closing brace.
const FUNCTION: usize = 60;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of one file of the repository.
fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// The text files that git tracks and whose name ends so, with their text.
fn files(ending: &str) -> Vec<(PathBuf, String)> {
    let listed = Command::new("git")
        .args(["ls-files"])
        .current_dir(root())
        .output()
        .expect("git is needed to know the files");
    let names = String::from_utf8(listed.stdout).unwrap();
    let wanted = names.lines().filter(|name| name.ends_with(ending));
    // A file that was deleted and not yet committed is no file.
    let read = wanted.filter_map(|name| {
        let text = std::fs::read_to_string(root().join(name)).ok()?;
        Some((PathBuf::from(name), text))
    });
    let files: Vec<_> = read.collect();
    assert!(!files.is_empty(), "git lists no {ending} files");
    files
}

/// The lines of a file before its unit tests.
fn production(text: &str) -> Vec<&str> {
    text.lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .collect()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn is_production(path: &Path) -> bool {
    path.starts_with("src") || path.starts_with("xtask/src")
}

fn at(path: &Path, line: usize, what: &str) -> String {
    format!("{}:{}: {what}", path.display(), line + 1)
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = files(".rs")
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| at(&path, 0, "begin with //! and what the file is for"));
    report(&silent.collect::<Vec<_>>());
}

#[test]
fn files_hold_one_noun() {
    let mut broken = Vec::new();
    for (path, text) in files(".rs").iter().filter(|(path, _)| is_production(path)) {
        let lines = production(text).len();
        if lines > FILE {
            let what = format!("{lines} lines before its tests, {FILE} are the most: split it");
            broken.push(at(path, FILE, &what));
        }
    }
    report(&broken);
}

#[test]
fn functions_hold_one_thought() {
    let mut broken = Vec::new();
    for (path, text) in files(".rs").iter().filter(|(path, _)| is_production(path)) {
        for (line, lines) in functions(&production(text)) {
            if lines > FUNCTION {
                let what = format!("{lines} lines, {FUNCTION} are the most: split the function");
                broken.push(at(path, line, &what));
            }
        }
    }
    report(&broken);
}

/// First line and length of every function in code that rustfmt has laid out:
/// a function ends at the first line that is as far left as its head and
/// closes it.
fn functions(lines: &[&str]) -> Vec<(usize, usize)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (first, head) in lines.iter().enumerate().filter(|(_, l)| begins(l)) {
        let rest = lines.iter().enumerate().skip(first);
        let mut ends = rest.filter(|(n, line)| {
            let closes = line.trim() == "}" || line.ends_with(" }") || line.ends_with(';');
            let one_line = *n == first && (line.ends_with('}') || line.ends_with(';'));
            indent(line) == indent(head) && (one_line || *n > first && closes)
        });
        if let Some((last, _)) = ends.next() {
            found.push((first, last - first + 1));
        }
    }
    found
}

/// Whether a function begins on this line.
fn begins(line: &str) -> bool {
    let words = line.split_whitespace();
    let mut words = words.skip_while(|word| {
        word.starts_with("pub") || ["const", "async", "unsafe", "extern", "\"C\""].contains(word)
    });
    words.next() == Some("fn")
}

#[test]
fn functions_are_measured_as_rustfmt_lays_them_out() {
    let text = "fn a() {\n    x();\n}\n\npub(crate) const fn b(\n    c: u8,\n) -> u8 {\n    c\n}\n\
                trait T {\n    fn d(&self);\n    fn e() {}\n}\n// fn f() {\n";
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(functions(&lines), [(0, 3), (4, 5), (10, 1), (11, 1)]);
}

#[test]
fn nothing_panics_outside_tests() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "unreachable!(",
    ];
    forbid(&words, "say what is wrong instead", |path| {
        path.starts_with("src")
    });
}

#[test]
fn the_library_knows_no_host() {
    let words = [
        "zellij_tile",
        "SystemTime",
        "Instant",
        "std::env",
        "std::process",
        "std::fs",
        "println!",
    ];
    forbid(
        &words,
        "let it come in as an input or go out as an effect",
        |path| {
            path.starts_with("src")
                && !path.starts_with("src/plugin")
                && path != Path::new("src/plugin.rs")
                && path != Path::new("src/main.rs")
        },
    );
}

/// No production line of these files holds one of the words.
fn forbid(words: &[&str], instead: &str, concerns: impl Fn(&Path) -> bool) {
    let mut broken = Vec::new();
    for (path, text) in files(".rs").iter().filter(|(path, _)| concerns(path)) {
        let production = production(text);
        for (n, line) in production
            .iter()
            .enumerate()
            .filter(|(_, l)| !is_comment(l))
        {
            for word in words.iter().filter(|word| line.contains(**word)) {
                broken.push(at(path, n, &format!("{word} has no place here; {instead}")));
            }
        }
    }
    report(&broken);
}

#[test]
fn tests_wait_for_conditions_and_do_not_sleep() {
    // The helpers that wait for a condition look again after a pause.
    let helpers = ["tests/support", "tests/tidy.rs"];
    let mut broken = Vec::new();
    for (path, text) in files(".rs") {
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        let is_helper = helpers.iter().any(|helper| path.starts_with(helper));
        for (n, line) in text.lines().enumerate().filter(|_| is_test && !is_helper) {
            if line.contains("sleep(") && !is_comment(line) && !is_in_wait(&text, n) {
                broken.push(at(&path, n, "wait for a condition with a time-out instead"));
            }
        }
    }
    report(&broken);
}

/// Whether the line belongs to a function whose name says that it waits.
fn is_in_wait(text: &str, line: usize) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let around = functions(&lines)
        .into_iter()
        .filter(|(first, length)| (*first..first + length).contains(&line));
    around
        .max()
        .and_then(|(first, _)| lines.get(first))
        .is_some_and(|head| head.contains("fn wait"))
}

/// The rows of the tables under a heading, each as its first two cells.
fn rows(markdown: &str, heading: &str) -> Vec<(String, String)> {
    let lines = markdown.lines().skip_while(|line| *line != heading).skip(1);
    let section = lines.take_while(|line| !line.starts_with("## "));
    let cells = section.filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    });
    let rows: Vec<_> = cells.filter(|(first, _)| first.starts_with('`')).collect();
    assert!(!rows.is_empty(), "README.md has no table under {heading}");
    rows
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn options_stand_with_their_defaults_where_users_look() {
    let block = read("plugin.kdl");
    let options = block
        .lines()
        .skip_while(|line| !line.trim_start().starts_with("org location="))
        .skip(1)
        .take_while(|line| line.trim() != "}")
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    let expected = org::config::DEFAULTS.map(|(key, default)| format!("{key} \"{default}\""));
    assert_eq!(
        options.collect::<Vec<_>>(),
        expected,
        "plugin.kdl has to hold every option of src/config.rs with its default, and no other"
    );
    let expected = org::config::DEFAULTS.map(|(key, default)| {
        let default = match default {
            "" => "empty".to_owned(),
            text => format!("`{text}`"),
        };
        (format!("`{key}`"), default)
    });
    assert_eq!(
        rows(&read("README.md"), "## Options"),
        expected,
        "README.md's table has to hold every option of src/config.rs with its default, and no other"
    );
}

#[test]
fn the_readme_tells_exactly_the_keys_that_are_bound() {
    let readme = read("README.md");
    for scope in Scope::ALL {
        let before = match scope {
            Scope::Prompt => "\nIn the prompt:\n",
            Scope::List => "\nIn the list:\n",
            Scope::Filter => "\nWhile finding:\n",
            Scope::Text => "\nIn every text that is written:\n",
            Scope::Question => "\nUnder a question:\n",
            Scope::Page => "\nIn what is only read,",
            Scope::Start => "\n`CLAUDE_CONFIG_DIR`, one on another machine",
        };
        let (_, rest) = readme.split_once(before).expect(before);
        let table = rest.lines().skip_while(|line| !line.starts_with("| "));
        let table: Vec<&str> = table.take_while(|line| line.starts_with("| ")).collect();
        let section = format!("## Keys\n{}", table.join("\n"));
        let section = section.as_str();
        let rows = rows(section, "## Keys");
        let told: Vec<&str> = rows.iter().flat_map(|(keys, _)| quoted(keys)).collect();
        let bound: Vec<String> = BINDINGS
            .iter()
            .filter(|binding| binding.scope == scope)
            .map(|binding| key_name(binding.key))
            .collect();
        for key in &bound {
            let is_told = told.contains(&key.as_str());
            assert!(
                is_told,
                "README.md: add the key `{key}` to the table of {scope:?}"
            );
        }
        for key in told {
            let is_bound = bound.iter().any(|name| name == key);
            assert!(
                is_bound,
                "README.md: `{key}` does nothing in {scope:?}, take it out"
            );
        }
    }
}

#[test]
fn the_readme_names_the_actions_that_keys_can_be_given_to() {
    let readme = read("README.md");
    let told = rows(&readme, "### Keys of your own");
    for scope in Scope::ALL {
        let ids = Keymap::default().actions(scope);
        let ids: Vec<String> = ids.iter().map(|a| format!("`{}`", a.id())).collect();
        let row = (format!("`{}`", scope.option()), ids.join(", ") + " |");
        assert!(told.contains(&row), "README.md lacks the row {row:?}");
    }
}

#[test]
fn the_readme_explains_every_error_code() {
    let errors = codes("src/error.rs");
    let codes: Vec<&str> = errors.iter().map(String::as_str).collect();
    assert!(
        codes.len() > 20,
        "src/error.rs is written in another way now: read its codes anew"
    );
    let rows = rows(&read("README.md"), "## What the panel tells you");
    let told: Vec<&str> = rows.iter().flat_map(|(cell, _)| quoted(cell)).collect();
    let of = |wanted: &[&str], all: &[&str]| -> Vec<String> {
        let missing = wanted.iter().filter(|code| !all.contains(code));
        missing.map(|code| (*code).to_owned()).collect()
    };
    let (untold, unknown) = (of(&codes, &told), of(&told, &codes));
    assert!(
        untold.is_empty() && unknown.is_empty(),
        "README.md, `What the panel tells you`: add the rows {untold:?}, take out {unknown:?}"
    );
}

/// The words between quotes that follow `=> ` in a file.
fn codes(file: &str) -> Vec<String> {
    let text = read(file);
    let arms = text
        .lines()
        .filter_map(|l| l.trim().strip_suffix("\",")?.split("=> \"").nth(1));
    arms.filter(|c| c.chars().all(|c| c == '_' || c.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

#[test]
fn scripts_are_told_of_every_code_and_operation() {
    let own = org::pipe::Fault::CODES;
    let page = read("docs/pipe.md");
    let told: Vec<String> = rows(&page, "## Errors")
        .iter()
        .map(|(code, _)| code.trim_matches('`').to_owned())
        .collect();
    assert_eq!(told, own, "docs/pipe.md, `Errors`");
    let told: Vec<String> = rows(&page, "## Requests")
        .iter()
        .map(|(name, _)| name.trim_matches('`').to_owned())
        .collect();
    assert_eq!(told, org::pipe::OPERATIONS, "docs/pipe.md, `Requests`");

    let schema: serde_json::Value = serde_json::from_str(&read("docs/pipe.schema.json")).unwrap();
    let known = &schema["$defs"]["error"]["properties"]["code"]["enum"];
    let mut known: Vec<&str> = known
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|c| c.as_str())
        .collect();
    let errors = codes("src/error.rs");
    // No request of a script goes on with a conversation, or outlives its panel.
    let of_the_panel = ["conversation_open", "taken_over"];
    let errors = errors.iter().map(String::as_str);
    let mut codes: Vec<&str> = own
        .into_iter()
        .chain(errors.filter(|code| !of_the_panel.contains(code)))
        .collect();
    known.sort_unstable();
    codes.sort_unstable();
    assert_eq!(known, codes, "docs/pipe.schema.json has to list every code");
}

/// What a test says with `was_refused_with` it has seen come through the real
/// `zellij pipe`, else it fails.
#[test]
fn every_code_of_scripts_is_provoked_in_the_real_zellij() {
    let schema: serde_json::Value = serde_json::from_str(&read("docs/pipe.schema.json")).unwrap();
    let known = &schema["$defs"]["error"]["properties"]["code"]["enum"];
    let known: BTreeSet<&str> = known
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|c| c.as_str())
        .collect();
    let tests = files(".rs").into_iter();
    let tests: Vec<String> = tests
        .filter(|(path, _)| path.starts_with("tests/zellij"))
        .map(|(_, text)| text)
        .collect();
    let calls = tests
        .iter()
        .flat_map(|text| text.split(".was_refused_with(&[").skip(1))
        .filter_map(|call| call.split(']').next());
    let provoked: BTreeSet<&str> = calls
        .flat_map(|codes| codes.split('"').skip(1).step_by(2))
        .collect();
    assert_eq!(provoked, known, "tests/zellij has to provoke every code");
}

#[test]
fn the_changelog_has_the_version() {
    let version = env!("CARGO_PKG_VERSION");
    let is_there = read("CHANGELOG.md").lines().any(|line| {
        let rest = line.strip_prefix("## ").unwrap_or_default();
        rest.trim_start_matches('[').split([']', ',', ' ']).next() == Some(version)
    });
    assert!(is_there, "CHANGELOG.md: add the section `## {version}`");
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut broken = Vec::new();
    for (path, text) in files(".md") {
        let folder = path.parent().unwrap_or(Path::new(""));
        for (n, line) in text.lines().enumerate() {
            let links = line.split("](").skip(1).filter_map(|l| l.split(')').next());
            // Pictures are written as HTML: two for two themes.
            let pictures = ["src=\"", "srcset=\""].map(|name| line.split(name).skip(1));
            let pictures = pictures.into_iter().flatten();
            for link in links.chain(pictures.filter_map(|l| l.split('"').next())) {
                let file = link.split('#').next().unwrap_or_default();
                let outside = link.contains("://") || file.is_empty();
                if !outside && !root().join(folder).join(file).exists() {
                    broken.push(at(&path, n, &format!("{file} does not exist")));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn every_guarantee_names_a_test_that_exists() {
    let guarantees = read("docs/guarantees.md");
    let tests = files(".rs");
    let mut broken = Vec::new();
    for (n, line) in guarantees.lines().enumerate() {
        for name in quoted(line).into_iter().filter(|name| name.contains("::")) {
            let (file, test) = name.rsplit_once("::").unwrap_or_default();
            let head = format!("fn {test}(");
            let is_there = tests.iter().any(|(path, text)| {
                let path = path.with_extension("").display().to_string();
                let file = file.trim_end_matches(".rs").replace("::", "/");
                let in_file = path == file || path.ends_with(&format!("/{file}"));
                in_file && text.contains(&head)
            });
            if !is_there {
                let what = format!("there is no test `{name}`: name one as `file::test_name`");
                broken.push(at(Path::new("docs/guarantees.md"), n, &what));
            }
        }
    }
    report(&broken);
    let named = guarantees.matches("::").count();
    assert!(named > 40, "docs/guarantees.md names {named} tests");
}

#[test]
fn nothing_names_a_developers_machine() {
    // Written in parts, so that this file does not find itself.
    let words = [
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("/Use", "rs/"),
        concat!("de", "b.debian"),
        concat!("index.cra", "tes"),
        concat!("static.cra", "tes"),
        concat!("static.rust-", "lang"),
        concat!("registry.np", "mjs"),
    ];
    let mut broken = Vec::new();
    let named = |path: &Path| path != Path::new("Cargo.lock");
    for (path, text) in files("").iter().filter(|(path, _)| named(path)) {
        for (n, line) in text.lines().enumerate() {
            for word in words.iter().filter(|w| line.contains(**w)) {
                broken.push(at(path, n, &format!("{word} holds on one machine only")));
            }
        }
    }
    report(&broken);
}
