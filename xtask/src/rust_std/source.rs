//! Where the source of the standard library comes from: a folder that the
//! user names, what the toolchain already holds, or Debian's packages. It
//! compiles nothing and writes only into a scratch folder.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Toolchain;
use crate::apt::{self, Apt};
use crate::process;

/// The environment variable that names a folder with the sources.
pub const FOLDER_VARIABLE: &str = "ORG_WASM_STD";
const LIBC_ARCHIVE: &str = "wasi-libc-wasm32-wasip1.tar.xz";
/// The suites of Debian that may carry a recent compiler, most settled first.
const SUITES: &[&str] = &["trixie-backports", "testing", "unstable"];

/// Unpacked sources.
#[derive(Debug)]
pub struct Source {
    /// The folder that holds `std`, `core` and their neighbours.
    pub library: PathBuf,
    /// The folder that holds WASI's start files and C library.
    pub wasi_libc: Option<PathBuf>,
}

/// Gets the source of exactly this toolchain's library, and WASI's C files
/// when they are wanted.
pub fn fetch(scratch: &Path, toolchain: &Toolchain, with_libc: bool) -> Result<Source> {
    if let Some(folder) = env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()) {
        match from_folder(Path::new(&folder), scratch, toolchain, with_libc) {
            Ok(source) => return Ok(source),
            // The folder may be of an earlier compiler; there are other ways.
            Err(error) => println!("{error:#}"),
        }
    }
    let own = toolchain.sysroot.join("lib/rustlib/src/rust/library");
    if !with_libc && own.join("std/Cargo.toml").is_file() {
        return Ok(Source {
            library: own,
            wasi_libc: None,
        });
    }
    from_debian(scratch, toolchain)
}

fn from_folder(
    folder: &Path,
    scratch: &Path,
    toolchain: &Toolchain,
    with_libc: bool,
) -> Result<Source> {
    let library = folder.join(format!("rust-{}-library.tar.xz", toolchain.release));
    println!("Taking the sources from {}.", folder.display());
    let unpacked = scratch.join("source");
    unpack(&library, &unpacked)?;
    let wasi_libc = if with_libc {
        let libc = scratch.join("libc");
        unpack(&folder.join(LIBC_ARCHIVE), &libc)?;
        Some(libc)
    } else {
        None
    };
    Ok(Source {
        library: unpacked.join("library"),
        wasi_libc,
    })
}

fn unpack(archive: &Path, into: &Path) -> Result<()> {
    if !archive.is_file() {
        bail!(
            "{} does not exist; {FOLDER_VARIABLE} has to name a folder that holds it",
            archive.display()
        );
    }
    fs::create_dir_all(into)?;
    process::run(
        process::quiet("tar")
            .arg("-xf")
            .arg(archive)
            .arg("-C")
            .arg(into),
    )
}

fn from_debian(scratch: &Path, toolchain: &Toolchain) -> Result<Source> {
    if let Some(program) = apt::missing() {
        bail!(
            "{FOLDER_VARIABLE} names no folder with the sources and this system has no {program}"
        );
    }
    let address = apt::configured_address(scratch)?;
    for suite in SUITES {
        println!(
            "Looking for rust-src {} in Debian's {suite}.",
            toolchain.release
        );
        let apt = Apt::for_suite(scratch, suite, &address)?;
        match download(&apt, toolchain) {
            Ok(source) => return Ok(source),
            Err(error) => println!("{error:#}"),
        }
    }
    bail!(
        "none of Debian's suites {} has rust-src {}",
        SUITES.join(", "),
        toolchain.release
    )
}

/// Fetches the packages of this suite and takes the source out of them.
fn download(apt: &Apt, toolchain: &Toolchain) -> Result<Source> {
    apt.update()?;
    let listed = process::output(apt.command("apt-cache").args(["madison", "rust-src"]))?;
    let version = matching_version(&listed, &toolchain.release)
        .with_context(|| format!("it has no rust-src {}", toolchain.release))?;
    let package = format!("rust-src={version}");
    process::run(
        apt.command("apt-get")
            .args(["-q", "download", &package, "wasi-libc"]),
    )?;
    let unpacked = apt.unpack(&apt.files())?;
    let library = unpacked
        .join(format!("usr/src/rustc-{}", toolchain.release))
        .join("library");
    let lib = unpacked.join("usr/lib");
    let wasi_libc = ["wasm32-wasip1", "wasm32-wasi"]
        .map(|name| lib.join(name))
        .into_iter()
        .find(|folder| folder.join("libc.a").is_file());
    Ok(Source { library, wasi_libc })
}

/// The version in `apt-cache madison`'s table that packages `release`:
/// `rust-src | 1.95.0+dfsg1-2~bpo13+1 | … Packages`.
fn matching_version<'a>(madison: &'a str, release: &str) -> Option<&'a str> {
    madison
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|version| {
            version.strip_prefix(release).is_some_and(|rest| {
                !rest.starts_with(|next: char| next.is_ascii_digit() || next == '.')
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packaged_version_of_the_same_release_is_chosen() {
        let madison = " rust-src | 1.96.0+dfsg1-1 | mirror unstable/main amd64 Packages\n \
                       rust-src | 1.95.0+dfsg1-2~bpo13+1 | mirror trixie-backports/main\n";
        assert_eq!(
            matching_version(madison, "1.95.0"),
            Some("1.95.0+dfsg1-2~bpo13+1")
        );
        assert_eq!(matching_version(madison, "1.9"), None);
        assert_eq!(matching_version(madison, "1.97.0"), None);
        assert_eq!(matching_version("", "1.95.0"), None);
    }
}
