//! The repository's own rules.
// The rules are about files.
#![allow(clippy::disallowed_methods)]
#![cfg(not(target_family = "wasm"))]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files that git tracks, with their text.
fn files(ending: &str) -> Vec<(PathBuf, String)> {
    let listed = Command::new("git")
        .args(["ls-files"])
        .current_dir(root())
        .output()
        .unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    let wanted = names.lines().filter(|name| name.ends_with(ending));
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

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = files(".rs")
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"));
    report(
        &silent
            .map(|(p, _)| format!("{}: begin with //!", p.display()))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn files_hold_one_noun_and_functions_one_thought() {
    let mut broken = Vec::new();
    for (path, text) in files(".rs") {
        let production = production(&text);
        let in_code = path.starts_with("src") || path.starts_with("xtask/src");
        if in_code && production.len() > 400 {
            broken.push(format!(
                "{}: {} lines, split it",
                path.display(),
                production.len()
            ));
        }
        let mut open: Option<(usize, &str, usize)> = None;
        for (n, line) in production.iter().enumerate().filter(|_| in_code) {
            let indent = line.len() - line.trim_start().len();
            let begins = line.trim_start().starts_with("fn ")
                || line.contains("pub fn ")
                || line.contains("pub(crate) fn ")
                || line.contains("pub(super) fn ");
            if open.is_none() && begins && !line.trim_start().starts_with("//") {
                open = Some((n, line, indent));
            }
            if let Some((from, name, at)) = open
                && indent == at
                && (line.trim() == "}" || line.ends_with(';') || line.ends_with('}'))
            {
                if n - from > 60 {
                    broken.push(format!(
                        "{}:{}: {} lines: {name}",
                        path.display(),
                        from + 1,
                        n - from
                    ));
                }
                open = None;
            }
        }
    }
    report(&broken);
}

#[test]
fn the_library_neither_panics_nor_knows_a_host() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "zellij_tile",
        "SystemTime",
        "Instant",
        "std::env",
        "std::process",
        "std::fs",
        "println!",
    ];
    let mut broken = Vec::new();
    for (path, text) in files(".rs") {
        let library = path.starts_with("src")
            && !path.starts_with("src/plugin")
            && path != Path::new("src/plugin.rs")
            && path != Path::new("src/main.rs");
        for (n, line) in production(&text).iter().enumerate().filter(|_| library) {
            let comment = line.trim_start().starts_with("//");
            for word in words.iter().filter(|w| !comment && line.contains(**w)) {
                broken.push(format!(
                    "{}:{}: {word} has no place here",
                    path.display(),
                    n + 1
                ));
            }
        }
    }
    report(&broken);
}

#[test]
fn options_stand_with_their_defaults_where_users_look() {
    let block = std::fs::read_to_string(root().join("plugin.kdl")).unwrap();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for (key, default) in org::config::DEFAULTS {
        let line = format!("{key} \"{default}\"");
        assert!(
            block.lines().any(|l| l.trim() == line),
            "plugin.kdl has no line {line}"
        );
        assert!(
            readme.contains(&format!("| `{key}` |")),
            "README has no option {key}"
        );
    }
}

#[test]
fn every_key_stands_in_the_readme() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for binding in org::keymap::BINDINGS {
        let name = match org::keymap::key_name(binding.key).as_str() {
            "PgDn" => "`PgDn`".to_owned(),
            name => format!("`{name}`"),
        };
        assert!(
            readme.contains(&name),
            "README does not name the key {name}"
        );
    }
}

#[test]
fn every_error_code_stands_in_the_readme() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let errors = std::fs::read_to_string(root().join("src/error.rs")).unwrap();
    let arms = errors
        .lines()
        .filter_map(|l| l.trim().strip_suffix("\",")?.split("=> \"").nth(1));
    let codes: Vec<&str> = arms
        .filter(|c| c.chars().all(|c| c == '_' || c.is_ascii_lowercase()))
        .collect();
    assert!(
        codes.len() > 20,
        "src/error.rs is written in another way now"
    );
    for code in codes {
        assert!(
            readme.contains(&format!("`{code}`")),
            "README does not explain {code}"
        );
    }
}

#[test]
fn the_changelog_has_the_version() {
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let heading = format!("## {}", env!("CARGO_PKG_VERSION"));
    assert!(
        changelog.contains(&heading),
        "CHANGELOG.md has no {heading}"
    );
}

#[test]
fn nothing_names_a_developers_machine() {
    // Written in parts, so that this file does not find itself.
    let words = [
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("de", "b.debian"),
        concat!("index.cra", "tes"),
    ];
    let mut broken = Vec::new();
    for ending in [".rs", ".md", ".kdl", ".toml", "run"] {
        for (path, text) in files(ending) {
            for (n, line) in text.lines().enumerate() {
                for word in words.iter().filter(|w| line.contains(**w)) {
                    broken.push(format!("{}:{}: {word}", path.display(), n + 1));
                }
            }
        }
    }
    report(&broken);
}
