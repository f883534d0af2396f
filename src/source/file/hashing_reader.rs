//! Takes the SHA-256 of what is read, as it is read.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::FileDigest;

/// Hands bytes on and hashes them on the way.
#[derive(Debug)]
pub struct HashingReader<R> {
    input: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> HashingReader<R> {
    /// Reads from `input`.
    pub fn new(input: R) -> Self {
        Self { input, hash: Sha256::new(), bytes: 0 }
    }

    /// The input, the number of bytes read from it, and their SHA-256.
    pub fn finish(self) -> (R, u64, FileDigest) {
        (self.input, self.bytes, FileDigest(self.hash.finalize().into()))
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.hash.update(&buffer[..length]);
        self.bytes += length as u64;
        Ok(length)
    }
}
