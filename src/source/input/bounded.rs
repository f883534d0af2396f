//! Bytes that come out of compressed ones, up to a bound.

use std::io::{self, Read};

use super::Expansion;
use super::unsound::unsound;

/// Ends with an error where more bytes come than the bound allows.
#[derive(Debug)]
pub(super) struct Bounded<R> {
    input: R,
    bound: Expansion,
    passed: u64,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(input: R, bound: Expansion) -> Self {
        Self { input, bound, passed: 0 }
    }

    pub(super) fn into_inner(self) -> R {
        self.input
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.passed += length as u64;
        if self.bound.allows(self.passed) { Ok(length) } else { Err(unsound(self.bound.refusal())) }
    }
}
