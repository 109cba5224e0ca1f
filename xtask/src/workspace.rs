//! Where things are: the repository, its target folder, the caches. It only
//! answers; it creates and changes nothing.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The target that the plugin is built for.
pub const PLUGIN_TARGET: &str = "wasm32-wasip1";
/// The target that the library's suite runs on in node.
pub const SUITE_TARGET: &str = "wasm32-unknown-unknown";

/// One checkout of org and the folder that cargo builds it in.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder of the top Cargo.toml.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the user's configuration put it.
    pub target: PathBuf,
}

impl Workspace {
    /// Asks cargo, because the target folder can be moved by an environment
    /// variable and by several configuration files.
    pub fn find() -> Result<Self> {
        let manifest_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest_dir
            .parent()
            .context("xtask has no folder above it; run it in a checkout of org")?
            .to_owned();
        let metadata = process::output(
            process::quiet(cargo_program())
                .args(["metadata", "--no-deps", "--format-version", "1"])
                .current_dir(&root),
        )?;
        let metadata: serde_json::Value =
            serde_json::from_str(&metadata).context("`cargo metadata` printed no JSON")?;
        let target = metadata
            .get("target_directory")
            .and_then(serde_json::Value::as_str)
            .context("`cargo metadata` named no target_directory")?;
        Ok(Self {
            target: PathBuf::from(target),
            root,
        })
    }

    /// A cargo command at the top of the checkout, without input.
    pub fn cargo(&self) -> Command {
        let mut command = process::quiet(cargo_program());
        command.current_dir(&self.root);
        command
    }

    /// The release build of the plugin.
    pub fn wasm(&self) -> PathBuf {
        self.target.join(PLUGIN_TARGET).join("release/org.wasm")
    }

    /// The release build of the stand-in agent.
    pub fn stand_in(&self) -> PathBuf {
        self.target.join("release/stand-in")
    }

    /// Files that xtask generates: layouts for `run`.
    pub fn generated(&self) -> PathBuf {
        self.target.join("org")
    }
}

/// The cargo that runs us, else the one in PATH.
pub fn cargo_program() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// The user's home folder.
pub fn home() -> Result<PathBuf> {
    env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .context("the home folder is unknown; set HOME")
}

/// Where xtask keeps tools and locks between runs.
pub fn cache() -> Result<PathBuf> {
    let xdg = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    Ok(cache_folder(xdg, &home()?, cfg!(target_os = "macos")))
}

fn cache_folder(xdg: Option<PathBuf>, home: &Path, macos: bool) -> PathBuf {
    // The XDG specification says to ignore a path that is not absolute.
    let base = match xdg.filter(|path| path.is_absolute()) {
        Some(path) => path,
        None if macos => home.join("Library/Caches"),
        None => home.join(".cache"),
    };
    base.join("org")
}

/// Where `cargo install` puts programs; it need not be in PATH.
pub fn cargo_bin() -> Result<PathBuf> {
    let root = env::var_os("CARGO_INSTALL_ROOT").or_else(|| env::var_os("CARGO_HOME"));
    let root = match root {
        Some(root) => PathBuf::from(root),
        None => home()?.join(".cargo"),
    };
    Ok(root.join("bin"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_where_the_platform_keeps_caches() {
        let home = Path::new("/home/user");
        for (xdg, macos, expected) in [
            (None, false, "/home/user/.cache/org"),
            (None, true, "/home/user/Library/Caches/org"),
            (Some("/var/c"), false, "/var/c/org"),
            (Some("relative"), false, "/home/user/.cache/org"),
            (Some(""), false, "/home/user/.cache/org"),
        ] {
            let folder = cache_folder(xdg.map(PathBuf::from), home, macos);
            assert_eq!(folder, Path::new(expected));
        }
    }
}
