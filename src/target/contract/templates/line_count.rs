//! The lines of a text that is read from its beginning.

/// Counts the lines of a text, each byte once.
pub(super) struct LineCount<'t> {
    bytes: &'t [u8],
    at: usize,
    line: usize,
}

impl<'t> LineCount<'t> {
    /// Of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of a byte, counted from 1; bytes are asked for in order.
    pub(super) fn at(&mut self, at: usize) -> usize {
        let at = at.clamp(self.at, self.bytes.len());
        self.line += memchr::memchr_iter(b'\n', &self.bytes[self.at..at]).count();
        self.at = at;
        self.line
    }
}
