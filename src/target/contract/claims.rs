//! The files of a folder of the council's exports: each is read, or ignored for a reason.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

/// A file that is not read, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIgnore {
    pub(super) file: Spanned<String>,
    pub(super) reason: Spanned<String>,
}

/// The files of a folder with an extension, in whatever case, in order of name.
pub(super) fn files_with(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let own = |own: &OsStr| own.eq_ignore_ascii_case(extension);
    visible_files(folder).into_iter().filter(|file| file.extension().is_some_and(own)).collect()
}

/// The files of a folder that `is_read` does not say are read, and that nothing ignores.
pub(super) fn unclaimed(
    folder: &Path,
    index: &str,
    ignored: &[RawIgnore],
    is_read: impl Fn(&Path) -> bool,
) -> Vec<PathBuf> {
    let named = |file: &Path| ignored.iter().any(|one| file == Path::new(one.file.get_ref()));
    let claimed = |file: &Path| file == Path::new(index) || named(file) || is_read(file);
    visible_files(folder).into_iter().filter(|file| !claimed(file)).collect()
}

/// The files of a folder but hidden ones, which are nobody's exports, in order of name.
pub(super) fn visible_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| PathBuf::from(entry.file_name())).collect();
    files.retain(|file| !file.to_string_lossy().starts_with('.'));
    files.sort();
    files
}
