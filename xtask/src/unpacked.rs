//! A program from one of Debian's suites, unpacked into our cache with all its
//! libraries, and started through a script. What is installed stays as it is.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::apt::{self, Apt};
use crate::process;
use crate::scratch::Scratch;

/// Fetches the suite's package and makes `bin/PROGRAM` of it in the folder;
/// package and program have one name. `flag` asks it for its version.
pub fn install(suite: &str, program: &str, flag: &str, folder: &Path) -> Result<()> {
    let scratch = Scratch::new(&format!("{program}-{suite}"))?;
    let address = apt::configured_address(&scratch.path)?;
    let apt = Apt::for_suite(&scratch.path, suite, &address)?;
    apt.update()?;
    let unpacked = apt.unpack(&apt.fetch_with_dependencies(&[program])?)?;
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("bin"))?;
    let root = folder.join("root");
    // Our cache may be on another disk.
    process::run(process::quiet("cp").arg("-a").arg(&unpacked).arg(&root))?;
    let script = script(&root, program)?;
    let file = folder.join("bin").join(program);
    fs::write(&file, script)?;
    process::run(process::quiet("chmod").arg("755").arg(&file))?;
    match process::version_text(&file, flag) {
        Some(version) => {
            println!("{}: {}", file.display(), version.trim());
            Ok(())
        }
        None => bail!("{} does not start", file.display()),
    }
}

/// Starts the unpacked program with the C library that it was built for.
fn script(root: &Path, program: &str) -> Result<String> {
    let loader = ["usr/lib", "lib"]
        .iter()
        .filter_map(|lib| fs::read_dir(root.join(lib)).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter_map(|architecture| fs::read_dir(architecture).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("ld-linux") || name.starts_with("ld64.")
        })
        .with_context(|| format!("{} holds no C library", root.display()))?;
    let architecture = loader
        .parent()
        .and_then(Path::file_name)
        .context("the C library has no folder")?;
    let libraries = ["usr/lib", "lib"].map(|lib| root.join(lib).join(architecture));
    let [first, second] = libraries.map(|path| path.display().to_string());
    Ok(format!(
        "#!/bin/sh\nexec '{}' --argv0 {program} --library-path '{first}:{second}' '{}' \"$@\"\n",
        loader.display(),
        root.join("usr/bin").join(program).display(),
    ))
}
