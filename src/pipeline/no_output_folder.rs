//! Folders that are named as the output folder of a run, and are none.

use std::path::{Path, PathBuf};

use super::RunError;
use super::migrate::absolute;
use super::output_folder::names;
use crate::target::FolderLock;

/// A folder that is no output folder.
#[derive(Debug, thiserror::Error)]
pub enum NoOutputFolder {
    /// It is a part of one.
    #[error(
        "{} is no output folder, but lies in one; name that: {}",
        .folder.display(), .output.display()
    )]
    Within {
        /// The folder.
        folder: PathBuf,
        /// The output folder.
        output: PathBuf,
    },
    /// There is one in it.
    #[error("{} is no output folder, but holds one; name that: {}", .folder.display(), .output.display())]
    Above {
        /// The folder.
        folder: PathBuf,
        /// The first output folder in it.
        output: PathBuf,
    },
    /// It is something else.
    #[error(
        "{} is no output folder: it holds files that no run wrote, and no run; name the folder that `care2mosaic migrate EXPORT \
         --out DIR`, with --dry-run or without, wrote",
        .folder.display()
    )]
    Another {
        /// The folder.
        folder: PathBuf,
    },
}

impl NoOutputFolder {
    /// What is named in place of an output folder; none where it is one, or may become one.
    fn of(folder: &Path) -> Result<Option<Self>, RunError> {
        if !folder.is_dir() || is_output(folder) {
            return Ok(None);
        }
        let whole = absolute(folder);
        let above =
            whole.as_deref().and_then(|whole| whole.ancestors().skip(1).find(|above| is_output(above)));
        let folder = folder.to_path_buf();
        if let Some(above) = above {
            return Ok(Some(Self::Within { output: above.to_path_buf(), folder }));
        }
        let names = names(&folder)?;
        let within = names.iter().map(|name| folder.join(name)).find(|within| is_output(within));
        Ok(match within {
            Some(output) => Some(Self::Above { folder, output }),
            None if names.iter().all(|name| name.starts_with('.')) => None,
            None => Some(Self::Another { folder }),
        })
    }
}

/// Why there is nothing to look at in a folder that has no ledger.
pub(super) fn without_run(out: &Path) -> RunError {
    match NoOutputFolder::of(out) {
        Ok(Some(why)) => why.into(),
        Ok(None) => RunError::NoRun { out: out.to_path_buf() },
        Err(error) => error,
    }
}

/// Whether a run, or a dry run, ever wrote to a folder.
fn is_output(folder: &Path) -> bool {
    [FolderLock::NAME, "ledger.sqlite", "data/batches", "dry-runs"]
        .iter()
        .any(|name| folder.join(name).exists())
}
