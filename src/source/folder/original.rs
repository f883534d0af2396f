//! Files of an export that are not read themselves.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::source::{FileDigest, HashingReader};

/// A file of the export of which others were made, which are read in its place: a zip that was unpacked, a file of all
/// entities, a flat table of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its path within the drop; of a zip that is the drop, always `./export.zip`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: FileDigest,
}

impl Original {
    /// Hashes a file.
    pub(super) fn of(full_path: &Path, path: String) -> io::Result<Self> {
        let mut input = HashingReader::new(File::open(full_path)?);
        io::copy(&mut input, &mut io::sink())?;
        let (_, bytes, sha256) = input.finish();
        Ok(Self { path, bytes, sha256 })
    }
}
