//! `cargo xtask screenshots`: the README's pictures of the panel, made by the
//! package `pictures`, which only this command compiles.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt::{self, Apt};
use crate::scratch::Scratch;
use crate::setup::{self, Purpose};
use crate::workspace::{self, Workspace};
use crate::{build, other_tmux, process, zellij};

/// Debian's packages with the fonts, and where they are in them.
const PACKAGES: [&str; 2] = ["fonts-dejavu-core", "fonts-dejavu-mono"];
const IN_PACKAGE: &str = "usr/share/fonts/truetype/dejavu";
/// The fonts that the pictures are drawn with.
const FONTS: [&str; 3] = [
    "DejaVuSansMono.ttf",
    "DejaVuSansMono-Bold.ttf",
    "DejaVuSans.ttf",
];
/// Where systems keep them.
const PLACES: [&str; 4] = [
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/dejavu",
    "/Library/Fonts",
];

/// Sets up, builds, and makes the pictures in `docs/pictures`.
pub fn screenshots(workspace: &Workspace) -> Result<()> {
    setup::set_up(workspace, Purpose::Run)?;
    let wasm = build::wasm(workspace)?;
    let stand_in = build::stand_in(workspace)?;
    let zellij = zellij::find().context("Zellij was there a moment ago and is gone")?;
    let fonts = fonts()?;
    process::run(
        workspace
            .cargo()
            .args(["run", "--release", "--package", "pictures", "--"])
            .arg(&wasm.path)
            .arg(&zellij)
            .arg(&stand_in)
            .arg(&fonts)
            .arg(workspace.root.join("docs/pictures")),
    )
}

/// The folder with the fonts: the system's, else that of our cache, where
/// they are fetched to.
fn fonts() -> Result<PathBuf> {
    let ours = workspace::cache()?.join("tools/fonts");
    let places = PLACES.iter().map(PathBuf::from).chain([ours.clone()]);
    match places.into_iter().find(|folder| has_fonts(folder)) {
        Some(folder) => Ok(folder),
        None => fetch(&ours)
            .with_context(|| {
                format!(
                    "the pictures need the fonts {}; install DejaVu's fonts (Debian: {})",
                    FONTS.join(", "),
                    PACKAGES.join(", ")
                )
            })
            .map(|()| ours),
    }
}

fn has_fonts(folder: &Path) -> bool {
    FONTS.iter().all(|name| folder.join(name).is_file())
}

fn fetch(folder: &Path) -> Result<()> {
    if let Some(program) = apt::missing() {
        bail!("without {program} they can't be fetched");
    }
    println!("Fetching DejaVu's fonts into our cache, for the pictures.");
    let scratch = Scratch::new("fonts")?;
    let address = apt::configured_address(&scratch.path)?;
    let apt = Apt::for_suite(&scratch.path, other_tmux::USUAL, &address)?;
    apt.update()?;
    let mut download = apt.command("apt-get");
    process::run(download.args(["-q", "download"]).args(PACKAGES))?;
    let unpacked = apt.unpack(&apt.files())?.join(IN_PACKAGE);
    fs::create_dir_all(folder)?;
    for name in FONTS {
        let font = unpacked.join(name);
        fs::copy(&font, folder.join(name))
            .with_context(|| format!("the packages hold no {}", font.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_lacks_one_of_the_fonts_is_not_taken() {
        let scratch = Scratch::new("fonts-test").expect("a folder");
        for name in FONTS {
            assert!(!has_fonts(&scratch.path));
            fs::write(scratch.path.join(name), "").expect("a file");
        }
        assert!(has_fonts(&scratch.path));
    }
}
