//! Whether bytes that go by are UTF-8, whatever they are declared to be.

/// Watches bytes piece by piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Utf8Watch {
    /// Bytes of a character that the pieces so far have begun.
    begun: Vec<u8>,
    passed: u64,
    /// The place of the first byte that is not ASCII.
    beyond_ascii: Option<u64>,
    broken: bool,
}

impl Utf8Watch {
    /// Takes the next piece.
    pub(super) fn take(&mut self, piece: &[u8]) {
        if self.beyond_ascii.is_none() {
            let place = piece.iter().position(|byte| !byte.is_ascii());
            self.beyond_ascii = place.map(|place| self.passed + place as u64);
        }
        self.passed += piece.len() as u64;
        if self.broken || (self.begun.is_empty() && self.beyond_ascii.is_none()) {
            return;
        }
        let mut bytes = std::mem::take(&mut self.begun);
        bytes.extend_from_slice(piece);
        match std::str::from_utf8(&bytes) {
            Ok(_) => {}
            Err(error) if error.error_len().is_none() => self.begun = bytes.split_off(error.valid_up_to()),
            Err(_) => self.broken = true,
        }
    }

    /// Whether all of it was UTF-8.
    pub(super) fn is_utf8(&self) -> bool {
        !self.broken && self.begun.is_empty()
    }

    /// The place of the first byte beyond ASCII, where all of it was UTF-8: by chance that is hardly so.
    pub(super) fn surely_utf8(&self) -> Option<u64> {
        self.beyond_ascii.filter(|_| self.is_utf8())
    }
}
