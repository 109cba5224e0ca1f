//! Where the source of the standard library comes from: a folder that the
//! user names, what the toolchain already holds, or Debian's packages. It
//! compiles nothing and writes only into a scratch folder.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Toolchain;
use crate::process;

/// The environment variable that names a folder with the sources.
pub const FOLDER_VARIABLE: &str = "ORG_WASM_STD";
const LIBC_ARCHIVE: &str = "wasi-libc-wasm32-wasip1.tar.xz";
/// The suites of Debian that may carry a recent compiler, most settled first.
const SUITES: &[&str] = &["trixie-backports", "testing", "unstable"];
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

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
    for program in ["apt-get", "apt-cache", "dpkg"] {
        if process::find_in_path(program).is_none() {
            bail!(
                "{FOLDER_VARIABLE} names no folder with the sources and this system has no {program}"
            );
        }
    }
    let address = configured_address(scratch)?;
    for suite in SUITES {
        println!(
            "Looking for rust-src {} in Debian's {suite}.",
            toolchain.release
        );
        let apt = Apt::for_suite(scratch, suite, &address)?;
        match apt.download(toolchain) {
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

/// The address of the Debian archive that this system uses.
fn configured_address(scratch: &Path) -> Result<String> {
    let ask = |mut command: Command| -> Result<Option<String>> {
        let format = [
            "indextargets",
            "--format",
            "$(REPO_URI)",
            "Created-By: Packages",
        ];
        let targets = process::output(command.args(format))?;
        Ok(debian_address(&targets).map(str::to_owned))
    };
    if let Some(address) = ask(process::quiet("apt-get"))? {
        return Ok(address);
    }
    // apt tells no address before it has fetched a list, and a new container
    // has none: fetch them, but not into the system's place.
    let apt = Apt::for_system(scratch)?;
    if let Err(error) = process::run(apt.command("apt-get").args(["-q", "update"])) {
        println!("{error:#}");
    }
    ask(apt.command("apt-get"))?.context("apt is not configured with a Debian archive")
}

/// The first archive among apt's addresses that is Debian's main one: its
/// path ends in `/debian`, whichever mirror it is.
fn debian_address(targets: &str) -> Option<&str> {
    targets
        .lines()
        .map(str::trim)
        .find(|uri| uri.trim_end_matches('/').ends_with("/debian"))
}

/// apt with lists and caches of its own, so that nothing of the system's
/// configuration is touched and no right is needed.
struct Apt {
    folder: PathBuf,
    /// Instead of the system's own sources.
    sources: Option<PathBuf>,
}

impl Apt {
    fn for_system(scratch: &Path) -> Result<Self> {
        Self::new(scratch.join("apt-system"))
    }

    fn for_suite(scratch: &Path, suite: &str, address: &str) -> Result<Self> {
        if !Path::new(KEYRING).is_file() {
            bail!("{KEYRING} is missing; install the package debian-archive-keyring");
        }
        let mut apt = Self::new(scratch.join(format!("apt-{suite}")))?;
        let sources = apt.folder.join("sources.list");
        let line = format!("deb [signed-by={KEYRING}] {address} {suite} main\n");
        fs::write(&sources, line)?;
        apt.sources = Some(sources);
        Ok(apt)
    }

    fn new(folder: PathBuf) -> Result<Self> {
        for part in ["lists/partial", "cache/archives/partial", "files"] {
            fs::create_dir_all(folder.join(part))?;
        }
        Ok(Self {
            folder,
            sources: None,
        })
    }

    fn command(&self, program: &str) -> Command {
        let option = |key: &str, path: &Path| format!("{key}={}", path.display());
        let mut command = process::quiet(program);
        if let Some(sources) = &self.sources {
            command
                .args(["-o", &option("Dir::Etc::sourcelist", sources)])
                .args(["-o", "Dir::Etc::sourceparts=-"]);
        }
        command
            .args([
                "-o",
                &option("Dir::State::lists", &self.folder.join("lists")),
            ])
            .args(["-o", &option("Dir::Cache", &self.folder.join("cache"))])
            // As root apt fetches as another user, who may not enter a
            // private folder.
            .args(["-o", "APT::Sandbox::User=root"])
            .current_dir(self.folder.join("files"));
        command
    }

    fn download(&self, toolchain: &Toolchain) -> Result<Source> {
        process::run(self.command("apt-get").args(["-q", "update"]))?;
        let listed = process::output(self.command("apt-cache").args(["madison", "rust-src"]))?;
        let version = matching_version(&listed, &toolchain.release)
            .with_context(|| format!("it has no rust-src {}", toolchain.release))?;
        let package = format!("rust-src={version}");
        process::run(
            self.command("apt-get")
                .args(["-q", "download", &package, "wasi-libc"]),
        )?;
        let unpacked = self.folder.join("unpacked");
        for entry in fs::read_dir(self.folder.join("files"))? {
            let file = entry?.path();
            process::run(process::quiet("dpkg").arg("-x").arg(file).arg(&unpacked))?;
        }
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

    #[test]
    fn debians_main_archive_is_told_from_the_others() {
        let targets = "https://one.example/apt/\nhttp://two.example/debian-security/\n\
                       http://two.example/debian/\n";
        assert_eq!(debian_address(targets), Some("http://two.example/debian/"));
        assert_eq!(debian_address("http://three.example/ubuntu/\n"), None);
    }
}
