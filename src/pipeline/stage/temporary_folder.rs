//! The folder of staging's temporary files.

use std::fs;
use std::path::{Path, PathBuf};

use super::StageError;

/// A folder of mode 0700 under the output folder; it is removed with everything in it when dropped.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    /// Makes `OUT/.stage`; what an interrupted run left there is removed.
    pub(crate) fn create(out: &Path) -> Result<Self, StageError> {
        let path = out.join(".stage");
        let made = remove(&path).and_then(|()| make(&path));
        made.map_err(|source| StageError::Spool { path: path.clone(), source })?;
        Ok(Self { path })
    }

    /// The path of a file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // A folder that stays behind is removed by the next run.
        let _ = remove(&self.path);
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn make(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
