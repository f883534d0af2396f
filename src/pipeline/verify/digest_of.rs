//! Digests of files.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::target::HashingWriter;

/// Size and SHA-256, in lower-case hexadecimal, of a file.
pub(in crate::pipeline) fn digest_of(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = HashingWriter::new(io::sink());
    io::copy(&mut file, &mut hasher)?;
    let (_, bytes, sha256) = hasher.finish();
    Ok((bytes, sha256))
}
