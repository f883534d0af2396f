//! The folder of an export.

use std::path::{Path, PathBuf};

use super::{DropError, DropFile, list};
use crate::record::FileId;

/// The folder of an export and all files below it, in order of their paths.
#[derive(Clone, Debug)]
pub struct DropFolder {
    root: PathBuf,
    files: Vec<DropFile>,
}

impl DropFolder {
    /// Lists the folder. Symbolic links that lead out of it, or to folders, are refused.
    pub fn open(path: &Path) -> Result<Self, DropError> {
        let root = path.canonicalize().map_err(|_| DropError::Absent { path: path.to_path_buf() })?;
        if !root.is_dir() {
            return Err(DropError::NotAFolder { path: path.to_path_buf() });
        }
        let mut found = list::files(&root)?;
        if found.is_empty() {
            return Err(DropError::Empty { path: path.to_path_buf() });
        }
        found.sort();
        let files =
            found.into_iter().zip(0..).map(|((path, bytes), id)| DropFile { id: FileId(id), path, bytes });
        Ok(Self { root, files: files.collect() })
    }

    /// The folder, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All files, in order of their paths; a [`FileId`] is a position.
    pub fn files(&self) -> &[DropFile] {
        &self.files
    }

    /// The file of that number.
    pub fn file(&self, id: FileId) -> &DropFile {
        &self.files[id.0 as usize]
    }

    /// The file at that path within the drop.
    pub fn find(&self, path: &str) -> Option<&DropFile> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }

    /// Where a listed file lies on this machine.
    pub fn full_path(&self, file: &DropFile) -> PathBuf {
        self.root.join(&file.path)
    }
}
