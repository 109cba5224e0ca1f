//! Debian's packages, fetched and unpacked privately: neither the system's
//! configuration nor what is installed is touched, and no right is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The first package whose part is missing for all of this. Ubuntu has the
/// programs, and not Debian's keys.
pub fn missing() -> Option<&'static str> {
    let programs = [("apt-get", "apt"), ("apt-cache", "apt"), ("dpkg", "dpkg")];
    let program = programs
        .into_iter()
        .find(|(program, _)| process::find_in_path(program).is_none());
    let keys = || (!Path::new(KEYRING).is_file()).then_some("debian-archive-keyring");
    program.map(|(_, package)| package).or_else(keys)
}

/// The address of the Debian archive that this system uses.
pub fn configured_address(scratch: &Path) -> Result<String> {
    let ask = |mut command: Command| -> Result<Option<String>> {
        let format = [
            "indextargets",
            "--format",
            "$(REPO_URI)",
            "Created-By: Packages",
        ];
        let targets = process::output(command.args(format))?;
        Ok(debian_address(&listed_mirrors(&targets)).map(str::to_owned))
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

/// Apt's addresses, each list of mirrors replaced by what stands in it:
/// Debian's images for clouds have their addresses in such a file.
fn listed_mirrors(targets: &str) -> String {
    let mirrors = |uri: &str| {
        let file = uri.trim().strip_prefix("mirror+file:")?;
        let lines = fs::read_to_string(file.trim_end_matches('/')).ok()?;
        // Behind an address may stand what it is for.
        let addresses = lines.lines().filter_map(|l| l.split_whitespace().next());
        Some(addresses.collect::<Vec<_>>().join("\n"))
    };
    let lines = targets.lines();
    let lines = lines.map(|uri| mirrors(uri).unwrap_or_else(|| uri.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
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
pub struct Apt {
    folder: PathBuf,
    /// Instead of the system's own sources.
    sources: Option<PathBuf>,
}

impl Apt {
    fn for_system(scratch: &Path) -> Result<Self> {
        Self::new(scratch.join("apt-system"))
    }

    /// One suite of Debian's, whichever the system itself uses.
    pub fn for_suite(scratch: &Path, suite: &str, address: &str) -> Result<Self> {
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

    /// Fetches the suite's lists.
    pub fn update(&self) -> Result<()> {
        process::run(self.command("apt-get").args(["-q", "update"]))
    }

    /// Fetches packages with all that they need, as on a system that has
    /// nothing yet; the folder that holds them.
    pub fn fetch_with_dependencies(&self, packages: &[&str]) -> Result<PathBuf> {
        let status = self.folder.join("status");
        fs::write(&status, "")?;
        process::run(
            self.command("apt-get")
                .arg("-o")
                .arg(format!("Dir::State::status={}", status.display()))
                .args(["-o", "Debug::NoLocking=1", "-q", "-y"])
                .args(["--no-install-recommends", "--download-only", "install"])
                .args(packages),
        )?;
        Ok(self.folder.join("cache/archives"))
    }

    /// The folder that `apt-get download` puts its files into.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Unpacks all packages in a folder over each other; where they are then.
    pub fn unpack(&self, packages: &Path) -> Result<PathBuf> {
        let unpacked = self.folder.join("unpacked");
        for entry in fs::read_dir(packages)? {
            let file = entry?.path();
            if file.is_file() && file.extension().is_some_and(|e| e == "deb") {
                process::run(process::quiet("dpkg").arg("-x").arg(file).arg(&unpacked))?;
            }
        }
        Ok(unpacked)
    }

    /// A program of apt's with these settings.
    pub fn command(&self, program: &str) -> Command {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn debians_main_archive_is_told_from_the_others() {
        let targets = "https://one.example/apt/\nhttp://two.example/debian-security/\n\
                       http://two.example/debian/\n";
        assert_eq!(debian_address(targets), Some("http://two.example/debian/"));
        assert_eq!(debian_address("http://three.example/ubuntu/\n"), None);
    }

    #[test]
    fn a_list_of_mirrors_stands_for_what_is_in_it() {
        let scratch = Scratch::new("mirrors").unwrap();
        let list = scratch.path.join("debian.list");
        fs::write(&list, "# ours\nhttps://two.example/debian\tpriority:1\n").unwrap();
        let targets = format!("mirror+file:{}/\nmirror+file:/missing/\n", list.display());
        assert_eq!(
            debian_address(&listed_mirrors(&targets)),
            Some("https://two.example/debian")
        );
    }
}
