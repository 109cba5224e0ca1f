//! A folder for the time of one task, taken away when it is over.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// A private folder that goes when it is dropped.
pub struct Scratch {
    /// Where it is.
    pub path: PathBuf,
}

impl Scratch {
    /// Makes one.
    pub fn new(purpose: &str) -> Result<Self> {
        let name = format!("org-{purpose}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // `create_dir` refuses a folder or link that somebody else put there.
        std::fs::create_dir(&path)
            .with_context(|| format!("the folder {} can't be created", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing to do about a temporary folder that can't be removed.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
