//! Walks a folder.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::{DropError, Refusal, is_lock_file};

/// What lies below a folder, in no order; paths are relative, `/` between folders.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Files with their sizes.
    pub(super) files: Vec<(String, u64)>,
    /// What is no file that may be read. Nothing of it was opened.
    pub(super) refused: Vec<Refusal>,
}

impl Listed {
    /// Lists everything below `root`.
    pub(super) fn below(root: &Path) -> Result<Self, DropError> {
        let mut listed = Self::default();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            if let Err(source) = listed.entries(root, &folder, &mut folders) {
                if folder == root {
                    return Err(DropError::Io { path: folder, source });
                }
                listed.refused.push(unlisted(root, &folder));
            }
        }
        Ok(listed)
    }

    /// The same of a folder of corrected rows, but for what an office program keeps beside a file that it has open.
    pub(super) fn rows_below(root: &Path) -> Result<Self, DropError> {
        let mut listed = Self::below(root)?;
        listed.files.retain(|(path, _)| !is_lock_file(path));
        Ok(listed)
    }

    fn entries(&mut self, root: &Path, folder: &Path, folders: &mut Vec<PathBuf>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let Ok(metadata) = fs::symlink_metadata(&path) else {
                self.refused.push(Refusal::undeclared(&shown(root, &path), GONE));
                continue;
            };
            if metadata.is_dir() {
                folders.push(path);
            } else {
                self.take(root, &path, &metadata);
            }
        }
        Ok(())
    }

    fn take(&mut self, root: &Path, path: &Path, metadata: &Metadata) {
        let read = relative(root, path).ok_or(NAMELESS).and_then(|name| {
            let bytes = if metadata.is_symlink() { linked(root, path) } else { own(metadata) };
            bytes.map(|bytes| (name, bytes))
        });
        match read {
            Ok(file) => self.files.push(file),
            Err(message) => self.refused.push(Refusal::undeclared(&shown(root, path), message)),
        }
    }
}

const GONE: &str =
    "went away while the drop was listed: run again when nothing writes to it, best from a copy of it";
const NAMELESS: &str = "a file name that is not UTF-8: rename the file";
const NO_FILE: &str = "neither a file nor a folder: take it out of the export";
const AWAY: &str =
    "a symbolic link that leads out of the drop, to a folder or to nothing: put the file itself there";

/// The size of what is a file itself. Reading a pipe, a socket or a device might never end.
fn own(metadata: &Metadata) -> Result<u64, &'static str> {
    if metadata.is_file() { Ok(metadata.len()) } else { Err(NO_FILE) }
}

/// The size of the file that a link leads to, if it is a file of the same drop.
fn linked(root: &Path, link: &Path) -> Result<u64, &'static str> {
    let target = link.canonicalize().map_err(|_| AWAY)?;
    let metadata = fs::metadata(&target).map_err(|_| AWAY)?;
    if target.starts_with(root) && metadata.is_file() { Ok(metadata.len()) } else { Err(AWAY) }
}

/// A folder that cannot be listed: whatever is in it is missed.
fn unlisted(root: &Path, folder: &Path) -> Refusal {
    let message = "a folder that cannot be listed: see that you may read it";
    Refusal::undeclared(&shown(root, folder), message).of_any_table()
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<_>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// A path within the drop as well as it can be shown.
fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}
