//! Finds out the encoding of a file that is declared to have any.

use std::io::{self, Read};

use super::Encoding;
use super::opening::{self, Opening};
use super::utf8_watch::Utf8Watch;

/// The encoding that the bytes have: by their mark, else UTF-16 by its NUL bytes, else UTF-8 if all of them are, else
/// Windows-1252. Reads up to where it is certain.
pub(in crate::source) fn detect(mut input: impl Read) -> io::Result<Encoding> {
    let mut start = Vec::new();
    input.by_ref().take(opening::LENGTH as u64).read_to_end(&mut start)?;
    match Opening::of(&start) {
        Opening::Marked(encoding, _) | Opening::Sparse(encoding) => return Ok(encoding),
        // Whoever reads the file finds the same, and tells it.
        Opening::Odd(..) => return Ok(Encoding::Utf8),
        Opening::Plain => {}
    }
    let mut watch = Utf8Watch::default();
    watch.take(&start);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => watch.take(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(if watch.is_utf8() { Encoding::Utf8 } else { Encoding::Windows1252 })
}
