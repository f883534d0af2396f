//! Compressed files that are not unpacked.

use std::io;

/// What is wrong with a compressed file, for a message.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unsound(String);

/// The same as an error of reading it.
pub(super) fn unsound(problem: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Unsound(problem.into()))
}
