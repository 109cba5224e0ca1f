//! Compiles the standard library for one target and puts it into the
//! toolchain as a whole. It does not know where the source came from.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Toolchain;
use super::source::Source;
use crate::process;
use crate::workspace::{PLUGIN_TARGET, cargo_program};

/// What a program for WASI is linked with beside the libraries.
const START_FILES: &[&str] = &["crt1-command.o", "crt1-reactor.o", "libc.a"];

/// Compiles the library for `target` and replaces the toolchain's folder of
/// that target with it.
pub fn install_target(
    scratch: &Path,
    toolchain: &Toolchain,
    source: &Source,
    target: &str,
) -> Result<()> {
    let started = Instant::now();
    println!("Compiling the standard library for {target}; this takes about a minute.");
    let built = compile(scratch, toolchain, source, target)?;
    let rustlib = toolchain.sysroot.join("lib/rustlib");
    let staged = rustlib.join(format!("{target}.new-{}", std::process::id()));
    let result =
        stage(&built, source, target, &staged).and_then(|()| swap(&staged, &rustlib.join(target)));
    if result.is_err() {
        // The error is told; what is left over is only space.
        let _ = fs::remove_dir_all(&staged);
    }
    result.with_context(|| {
        format!(
            "the toolchain in {} can't be completed; its folder has to be writable",
            toolchain.sysroot.display()
        )
    })?;
    println!(
        "Installed the standard library for {target} in {:.0} s.",
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Compiles an empty crate together with its standard library; returns the
/// folder with the resulting `.rlib` files.
fn compile(
    scratch: &Path,
    toolchain: &Toolchain,
    source: &Source,
    target: &str,
) -> Result<PathBuf> {
    let package = scratch.join("empty");
    fs::create_dir_all(package.join("src"))?;
    fs::write(package.join("src/lib.rs"), "")?;
    // An own workspace, else cargo would look for one in the folders above.
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(package.join("Cargo.toml"), manifest)?;
    let output = scratch.join("target");
    // Without bitcode a build with LTO fails with "failed to get bitcode".
    // Panic messages hold paths of the library's files: name them as official
    // builds do, not by our scratch folder.
    let flags = [
        "-Cembed-bitcode=yes".to_owned(),
        format!(
            "--remap-path-prefix={}=/rustc/{}/library",
            source.library.display(),
            toolchain.commit
        ),
    ];
    process::run(
        process::quiet(cargo_program())
            .args(["build", "--release", "--target", target])
            .arg("-Zbuild-std=std,panic_abort,panic_unwind,test")
            .current_dir(&package)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("__CARGO_TESTS_ONLY_SRC_ROOT", &source.library)
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .env("CARGO_TARGET_DIR", &output),
    )?;
    Ok(output.join(target).join("release/deps"))
}

/// Lays the target's folder out as rustup does, beside its final place.
fn stage(built: &Path, source: &Source, target: &str, staged: &Path) -> Result<()> {
    let lib = staged.join("lib");
    let self_contained = lib.join("self-contained");
    fs::create_dir_all(&self_contained)
        .with_context(|| format!("the folder {} can't be created", lib.display()))?;
    let mut found_std = false;
    for entry in fs::read_dir(built)? {
        let file = entry?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // `libempty` is the crate that was only there to compile something.
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            found_std |= name.starts_with("libstd-");
            copy(&file, &lib.join(name))?;
        }
    }
    if !found_std {
        bail!("{} holds no compiled standard library", built.display());
    }
    if target == PLUGIN_TARGET {
        let libc = source
            .wasi_libc
            .as_ref()
            .context("the source has no C library for WASI")?;
        for name in START_FILES {
            copy(&libc.join(name), &self_contained.join(name))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("{} can't be copied to {}", from.display(), to.display()))?;
    Ok(())
}

/// Puts `staged` in the place of `target` with renames, because a second copy
/// of a library beside the first breaks every build, and an interrupted copy
/// would leave half of one.
fn swap(staged: &Path, target: &Path) -> Result<()> {
    let old = target.with_extension(format!("old-{}", std::process::id()));
    if target.exists() {
        fs::rename(target, &old)
            .with_context(|| format!("{} can't be moved away", target.display()))?;
    }
    fs::rename(staged, target)
        .with_context(|| format!("{} can't be put in place", target.display()))?;
    if old.exists() {
        // Unused from here on; only space is lost if it stays.
        let _ = fs::remove_dir_all(&old);
    }
    Ok(())
}
