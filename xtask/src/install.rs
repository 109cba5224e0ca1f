//! `cargo xtask install`: the plugin into Zellij's plugin folder. The user's
//! configuration is theirs: the block for it is printed, never written.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::{self, Workspace};
use crate::{build, kdl, setup};

/// Builds, copies, prints.
pub fn install(workspace: &Workspace) -> Result<()> {
    setup::set_up(workspace, setup::Purpose::Build)?;
    let wasm = build::wasm(workspace)?;
    let variable = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = workspace::home()?;
    let folders = Folders {
        zellij: variable("ZELLIJ_CONFIG_DIR"),
        xdg: variable("XDG_CONFIG_HOME"),
        home: &home,
        macos: cfg!(target_os = "macos"),
    };
    let folder = folders.config(Path::exists).join("plugins");
    let installed = copy(&wasm.path, &folder)?;
    println!("Installed {wasm}\nas {}.\n", installed.display());
    print_block(workspace, &installed, &home)?;
    println!(
        "A Zellij that is running keeps the plugin it has loaded: restart it. The panel of a \
         layout\nis reloaded by\n    \
         zellij action start-or-reload-plugin org"
    );
    Ok(())
}

fn print_block(workspace: &Workspace, installed: &Path, home: &Path) -> Result<()> {
    let path = workspace.root.join("plugin.kdl");
    let block =
        fs::read_to_string(&path).with_context(|| format!("{} can't be read", path.display()))?;
    let usual = home.join(".config/zellij/plugins/org.wasm");
    let block = if installed == usual {
        block
    } else {
        kdl::block_with_location(&block, installed)?
    };
    println!("Put this into your config.kdl, if it is not there yet:\n\n{block}");
    Ok(())
}

/// Copies beside the final place and renames, so that a Zellij that loads the
/// plugin at this moment reads the old or the new one, never half of one.
fn copy(wasm: &Path, folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} can't be created", folder.display()))?;
    let installed = folder.join("org.wasm");
    let staged = folder.join(format!("org.wasm.new-{}", std::process::id()));
    fs::copy(wasm, &staged)
        .and_then(|_| fs::rename(&staged, &installed))
        .with_context(|| format!("{} can't be written", installed.display()))?;
    Ok(installed)
}

/// The places that decide where Zellij looks for its configuration.
struct Folders<'a> {
    zellij: Option<PathBuf>,
    xdg: Option<PathBuf>,
    home: &'a Path,
    macos: bool,
}

impl Folders<'_> {
    /// Zellij's configuration folder. Zellij takes the first that exists and
    /// prefers `~/.config/zellij` to XDG's and to macOS's own place.
    fn config(&self, exists: impl Fn(&Path) -> bool) -> PathBuf {
        if let Some(folder) = &self.zellij {
            return folder.clone();
        }
        let usual = self.home.join(".config/zellij");
        let other = if self.macos {
            let support = self.home.join("Library/Application Support");
            Some(support.join("org.Zellij-Contributors.Zellij"))
        } else {
            self.xdg.as_ref().map(|folder| folder.join("zellij"))
        };
        match other {
            Some(other) if !exists(&usual) && exists(&other) => other,
            _ => usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plugin_goes_where_zellij_has_its_configuration() {
        let usual = "/h/.config/zellij";
        let mac = "/h/Library/Application Support/org.Zellij-Contributors.Zellij";
        for (zellij, xdg, macos, existing, expected) in [
            (None, None, false, vec![], usual),
            (Some("/z"), Some("/x"), false, vec![usual], "/z"),
            (None, Some("/x"), false, vec!["/x/zellij"], "/x/zellij"),
            (None, Some("/x"), false, vec!["/x/zellij", usual], usual),
            (None, Some("/x"), false, vec![], usual),
            (None, None, true, vec![mac], mac),
            (None, None, true, vec![mac, usual], usual),
        ] {
            let folders = Folders {
                zellij: zellij.map(PathBuf::from),
                xdg: xdg.map(PathBuf::from),
                home: Path::new("/h"),
                macos,
            };
            let exists = |path: &Path| existing.iter().any(|folder| path == Path::new(folder));
            assert_eq!(folders.config(exists), Path::new(expected));
        }
    }
}
