//! How the lines of a file end.

/// Counts of line ends outside quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineEnds {
    /// Records that end in CR LF.
    pub crlf: u64,
    /// Records that end in LF alone.
    pub lf: u64,
    /// Whether the last record has no line end.
    pub open_end: bool,
    /// The physical line of the first record that ends otherwise than the one before it.
    pub first_change: Option<u64>,
}

impl LineEnds {
    /// Counts the end of a record that starts on that line; it has none where it ends in neither.
    pub(super) fn count(&mut self, crlf: bool, lf: bool, line: u64) {
        let changed = (crlf && self.lf > 0) || (lf && self.crlf > 0) || !(crlf || lf);
        if changed {
            self.first_change.get_or_insert(line);
        }
        self.crlf += u64::from(crlf);
        self.lf += u64::from(lf);
        self.open_end |= !(crlf || lf);
    }

    /// Whether the ends differ or the last is missing.
    pub fn mixed(&self) -> bool {
        self.first_change.is_some()
    }
}
