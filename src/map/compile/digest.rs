//! What tells one version of the mappings from another.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// SHA-256 over path and content of every file of the folder, in order of path.
pub(super) fn digest(mappings: &Path) -> String {
    let mut paths = Vec::new();
    collect(mappings, Path::new(""), &mut paths);
    paths.sort();
    let mut hasher = Sha256::new();
    for path in paths {
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update([0]);
        hasher.update(std::fs::read(mappings.join(&path)).unwrap_or_default());
        hasher.update([0]);
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn collect(mappings: &Path, under: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(mappings.join(under)).into_iter().flatten().flatten() {
        let path = under.join(entry.file_name());
        if entry.path().is_dir() {
            collect(mappings, &path, paths);
        } else {
            paths.push(path);
        }
    }
}
