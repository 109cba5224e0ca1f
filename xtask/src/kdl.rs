//! The few places where xtask writes KDL: a plugin's location and options in
//! texts that stand in the repository. It reads and writes no file.

use std::path::Path;

use anyhow::{Result, bail};

/// How the plugin stands in layouts/org.kdl: by its alias.
const ALIAS: &str = "plugin location=\"org\"";
/// How the name of the tab stands there.
const TAB: &str = "tab name=\"org\"";
/// The location in plugin.kdl: where `install` puts the plugin for most users.
pub const USUAL_LOCATION: &str = "file:~/.config/zellij/plugins/org.wasm";

/// `layout` with the plugin at `wasm` in place of the alias, with `options`
/// as its configuration, in a tab called `tab`.
pub fn layout_with_plugin(
    layout: &str,
    tab: &str,
    wasm: &Path,
    options: &[(&str, String)],
) -> Result<String> {
    for needle in [ALIAS, TAB] {
        if layout.matches(needle).count() != 1 {
            bail!("layouts/org.kdl has to hold `{needle}` exactly once");
        }
    }
    let mut plugin = format!("plugin location={}", string(&location(wasm)));
    if !options.is_empty() {
        let options: Vec<String> = options
            .iter()
            .map(|(key, value)| format!("{key} {}", string(value)))
            .collect();
        plugin.push_str(&format!(" {{ {}; }}", options.join("; ")));
    }
    Ok(layout
        .replace(ALIAS, &plugin)
        .replace(TAB, &format!("tab name={}", string(tab))))
}

/// plugin.kdl with the plugin's real location.
pub fn block_with_location(block: &str, wasm: &Path) -> Result<String> {
    let usual = format!("\"{USUAL_LOCATION}\"");
    if !block.contains(&usual) {
        bail!("plugin.kdl has to hold the location {usual}");
    }
    Ok(block.replace(&usual, &string(&location(wasm))))
}

/// A file's location as Zellij reads it: as a URL, in which `%`, `?` and `#`
/// have a meaning, and after that as a shell word, in which `$` has one.
fn location(path: &Path) -> String {
    let path = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
        .replace('$', "$$");
    format!("file:{path}")
}

/// `text` as a KDL string.
fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: &str = include_str!("../../layouts/org.kdl");

    #[test]
    fn the_started_layout_holds_the_built_plugin_and_its_options() {
        let wasm = Path::new("/t/org.wasm");
        let plain = layout_with_plugin(LAYOUT, "org", wasm, &[]).expect("a layout");
        assert!(plain.contains("plugin location=\"file:/t/org.wasm\"\n"));
        assert!(!plain.contains(ALIAS));

        let options = [
            ("command", "'/a b/stand-in'".to_owned()),
            ("tmux_socket", "org-demo".to_owned()),
        ];
        let demo = layout_with_plugin(LAYOUT, "org-demo", wasm, &options).expect("a layout");
        assert!(demo.contains("tab name=\"org-demo\""));
        assert!(demo.contains(
            "plugin location=\"file:/t/org.wasm\" \
             { command \"'/a b/stand-in'\"; tmux_socket \"org-demo\"; }"
        ));
    }

    #[test]
    fn a_layout_without_the_alias_is_refused() {
        assert!(layout_with_plugin("layout { pane; }", "org", Path::new("/w"), &[]).is_err());
    }

    #[test]
    fn the_block_for_the_users_configuration_names_the_installed_file() {
        let block = format!("plugins {{\n    org location=\"{USUAL_LOCATION}\" {{\n    }}\n}}\n");
        let real = block_with_location(&block, Path::new("/z/plugins/org.wasm")).expect("a block");
        assert!(real.contains("org location=\"file:/z/plugins/org.wasm\" {"));
        assert!(block_with_location("plugins {}", Path::new("/z")).is_err());
    }

    #[test]
    fn a_location_survives_being_read_as_url_and_as_shell_word() {
        for (path, expected) in [
            ("/a b/org.wasm", "file:/a b/org.wasm"),
            ("/50%/a#b?/org.wasm", "file:/50%25/a%23b%3F/org.wasm"),
            ("/$HOME/org.wasm", "file:/$$HOME/org.wasm"),
        ] {
            assert_eq!(location(Path::new(path)), expected);
        }
        assert_eq!(string(r#"a"b\c"#), r#""a\"b\\c""#);
    }
}
