//! Walks a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::DropError;

/// All files below `root` with their sizes, in no order; paths are relative, `/` between folders.
pub(super) fn files(root: &Path) -> Result<Vec<(String, u64)>, DropError> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(io(&folder))? {
            let path = entry.map_err(io(&folder))?.path();
            let metadata = fs::symlink_metadata(&path).map_err(io(&path))?;
            if metadata.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = if metadata.is_symlink() { linked(root, &path)? } else { metadata.len() };
            if !metadata.is_symlink() && !metadata.is_file() {
                return Err(DropError::NoFile { path });
            }
            found.push((relative(root, &path)?, bytes));
        }
    }
    Ok(found)
}

/// The size of the file that a link leads to, if it is a file of the same drop.
fn linked(root: &Path, link: &Path) -> Result<u64, DropError> {
    let away = || DropError::LeadsAway { path: link.to_path_buf() };
    let target = link.canonicalize().map_err(|_| away())?;
    let metadata = fs::metadata(&target).map_err(io(&target))?;
    if target.starts_with(root) && metadata.is_file() { Ok(metadata.len()) } else { Err(away()) }
}

fn relative(root: &Path, path: &Path) -> Result<String, DropError> {
    let nameless = || DropError::Name { path: path.to_path_buf() };
    let inner = path.strip_prefix(root).map_err(|_| nameless())?;
    let parts: Option<Vec<_>> = inner.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(nameless)
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> DropError {
    let path: PathBuf = path.to_path_buf();
    move |source| DropError::Io { path, source }
}
