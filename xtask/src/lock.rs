//! One set-up at a time on a machine: two that install the same tool would
//! build it twice or mix their files.

use std::fs::{self, File, TryLockError};

use anyhow::{Context, Result};

use crate::workspace;

/// Held while something is installed; the operating system releases it when
/// the process ends, however it ends.
#[derive(Debug)]
pub struct SetupLock {
    _file: File,
}

/// Waits for any other set-up of this user, saying so, and takes its place.
pub fn take() -> Result<SetupLock> {
    let folder = workspace::cache()?;
    fs::create_dir_all(&folder)
        .with_context(|| format!("the folder {} can't be created", folder.display()))?;
    let path = folder.join("setup.lock");
    let file = File::create(&path)
        .with_context(|| format!("the lock {} can't be opened", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("Another xtask is installing something; waiting until it has finished.");
            file.lock()
                .with_context(|| format!("the lock {} can't be taken", path.display()))?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error)
                .with_context(|| format!("the lock {} can't be taken", path.display()));
        }
    }
    Ok(SetupLock { _file: file })
}
