//! What runs that sealed nothing left under `data/` and `mappings/` of an output folder, and what is somebody else's there.

use std::fs::FileType;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::output_folder::remove_folder;
use crate::target::{PART, TargetError};

/// What lies in the folders that a first run clears.
#[derive(Debug, Default)]
pub(crate) struct RunLeavings {
    /// What has a name and a kind that runs alone give: it may go.
    own: Vec<PathBuf>,
    /// The rest, but for hidden files, which a disk or a desktop may keep for itself: neither is ever removed.
    foreign: Vec<PathBuf>,
}

/// What something in such a folder is.
enum Place {
    /// What a run wrote.
    Own,
    /// A folder of a run that is looked into for itself.
    Folder,
    /// Neither.
    Foreign,
}

impl RunLeavings {
    /// Looks at an output folder; no link is followed below it.
    pub(crate) fn in_folder(out: &Path) -> Result<Self, TargetError> {
        let mut found = Self::default();
        found.look(&out.join("mappings"), folder_of_run)?;
        let data = out.join("data");
        if found.look(&data, in_data)? {
            found.look(&data.join("batches"), folder_of_run)?;
        }
        found.foreign.sort();
        Ok(found)
    }

    /// What no run wrote.
    pub(crate) fn foreign(&self) -> &[PathBuf] {
        &self.foreign
    }

    /// Removes what runs wrote, and the folders that are empty then.
    pub(crate) fn remove(&self, out: &Path) -> Result<(), TargetError> {
        for path in &self.own {
            if is_real_folder(path) {
                remove_folder(path)?;
            } else {
                std::fs::remove_file(path).map_err(TargetError::at(path))?;
            }
        }
        for name in ["data/batches", "data", "mappings"] {
            remove_if_empty(&out.join(name))?;
        }
        Ok(())
    }

    /// Looks into a folder; false where none is there that is no link.
    fn look(&mut self, folder: &Path, place: fn(&str, FileType) -> Place) -> Result<bool, TargetError> {
        let Ok(there) = folder.symlink_metadata() else { return Ok(false) };
        if !there.is_dir() {
            self.foreign.push(folder.to_path_buf());
            return Ok(false);
        }
        for entry in std::fs::read_dir(folder).map_err(TargetError::at(folder))? {
            let entry = entry.map_err(TargetError::at(folder))?;
            let (name, kind) = (entry.file_name(), entry.file_type().map_err(TargetError::at(folder))?);
            let name = name.to_string_lossy();
            match place(&name, kind) {
                Place::Own => self.own.push(entry.path()),
                Place::Foreign if !(kind.is_file() && name.starts_with('.')) => {
                    self.foreign.push(entry.path());
                }
                Place::Foreign | Place::Folder => {}
            }
        }
        Ok(true)
    }
}

fn in_data(name: &str, kind: FileType) -> Place {
    match name {
        "batches" if kind.is_dir() => Place::Folder,
        _ if kind.is_file() && (name == "datapackage.json" || name.starts_with(PART)) => Place::Own,
        _ => Place::Foreign,
    }
}

/// A batch or a copy of mappings, such as `0001`, or what was being written to get that name.
fn folder_of_run(name: &str, kind: FileType) -> Place {
    if kind.is_dir() && (is_number(name) || is_unfinished(name)) { Place::Own } else { Place::Foreign }
}

/// Whether a folder was being written when a run ended: `.0001.tmp`, or `.0001.WRITER.tmp`.
pub(crate) fn is_unfinished(name: &str) -> bool {
    let within = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
    within.and_then(|within| within.split('.').next()).is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_real_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|there| there.is_dir())
}

fn remove_if_empty(folder: &Path) -> Result<(), TargetError> {
    let stays = [ErrorKind::NotFound, ErrorKind::DirectoryNotEmpty, ErrorKind::NotADirectory];
    match std::fs::remove_dir(folder) {
        Err(error) if !stays.contains(&error.kind()) => Err(TargetError::at(folder)(error)),
        _ => Ok(()),
    }
}
