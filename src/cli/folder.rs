//! Folders that a command is to fill.

use std::path::Path;

/// Whether a folder holds something already.
pub(super) fn is_filled(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}
