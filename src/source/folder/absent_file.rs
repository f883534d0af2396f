//! A file that is gone from a drop, and that a run knows from before.

use std::path::PathBuf;

/// A file that is gone from a drop, and that a run which goes on knows from before: it is listed as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsentFile {
    /// Its path within the drop, `/` between folders, as it is told.
    pub path: String,
    /// The path that it had, where that is not told.
    pub own_path: Option<String>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Where a copy of it lies.
    pub copy: Option<PathBuf>,
}
