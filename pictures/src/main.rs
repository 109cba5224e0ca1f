//! Pictures of the panel: the real plugin in the real Zellij with stand-in
//! agents, drawn as a terminal would draw it. `cargo xtask screenshots` calls
//! it.
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own: files and processes are its business"
)]

mod font;
mod picture;
mod scene;
mod stage;
mod theme;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use font::Fonts;
use picture::Picture;
use stage::{SIZE, Stage};
use theme::{DARK, LIGHT, Theme};

/// Pixels from one letter to the next.
const WIDTH: u16 = 14;

/// What is started, by path.
pub struct Programs {
    /// The plugin.
    pub wasm: PathBuf,
    /// Zellij.
    pub zellij: PathBuf,
    /// The agent.
    pub stand_in: PathBuf,
}

fn main() -> Result<()> {
    let mut words = std::env::args_os().skip(1).map(PathBuf::from);
    let mut next = |what| words.next().context(what);
    let programs = Programs {
        wasm: next("the first argument is the plugin")?,
        zellij: next("the second argument is Zellij")?,
        stand_in: next("the third argument is the stand-in agent")?,
    };
    let fonts = next("the fourth argument is the folder of the fonts")?;
    let fonts = Fonts::read(&fonts, WIDTH)?;
    let folder = next("the fifth argument is where the pictures go")?;
    fs::create_dir_all(&folder)?;
    for theme in [DARK, LIGHT] {
        let agent = shell_quoted(&programs.stand_in);
        let agent = scene::AGENT.replace("\"$STAND_IN\"", &agent);
        let stage = Stage::open(&programs, &theme, &agent)?;
        scene::workers(&stage)?;
        scene::panel(&stage)?;
        take(&stage, &fonts, &theme, &folder, "panel")?;
        scene::several(&stage)?;
        take(&stage, &fonts, &theme, &folder, "several")?;
    }
    Ok(())
}

fn take(stage: &Stage, fonts: &Fonts, theme: &Theme, folder: &Path, name: &str) -> Result<()> {
    let captured = stage.coloured()?;
    let screen = org::screen::tail(&captured, SIZE.0, SIZE.1);
    let png = Picture::draw(&screen, SIZE, fonts, theme)?.png()?;
    let path = folder.join(format!("{}-{name}.png", theme.name));
    fs::write(&path, &png).with_context(|| format!("{} can't be written", path.display()))?;
    println!("{}: {} bytes", path.display(), png.len());
    Ok(())
}

/// A path as one word of a shell.
fn shell_quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
}
