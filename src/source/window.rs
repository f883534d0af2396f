//! The part of a file that is in memory.

use std::io::{self, Read};

const FIRST_SIZE: usize = 1 << 20;

/// A stretch of the input that moves on as records are taken from it and grows where one does not fit.
#[derive(Debug)]
pub(in crate::source) struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub(in crate::source) fn new(input: R) -> Self {
        Self { input, buffer: vec![0; FIRST_SIZE], start: 0, end: 0, ended: false }
    }

    /// What is in memory and not yet taken.
    pub(in crate::source) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// What it reads from.
    pub(in crate::source) fn input(&self) -> &R {
        &self.input
    }

    /// Whether everything up to the end of the input is in memory.
    pub(in crate::source) fn ended(&self) -> bool {
        self.ended
    }

    /// Takes bytes off the front.
    pub(in crate::source) fn take(&mut self, length: usize) {
        self.start += length;
    }

    /// Reads on, making room as needed. After it, there is more in memory or the input has ended.
    pub(in crate::source) fn more(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.ended = true,
                Ok(length) => self.end += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }

    /// Reads the input to its end, keeping nothing, and hands it back.
    pub(in crate::source) fn drain(mut self) -> io::Result<R> {
        io::copy(&mut self.input, &mut io::sink())?;
        Ok(self.input)
    }
}
