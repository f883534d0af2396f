//! Whether bytes that go by are the UTF-8 that they are read as.

use super::DecodingFault;

/// Looks at bytes piece by piece and finds the first that is none.
#[derive(Clone, Debug)]
pub(super) struct Utf8Check {
    /// Bytes of a character that the pieces so far have begun.
    begun: Vec<u8>,
    passed: u64,
    /// What the file says of itself, if it is no more than UTF-8 by its ASCII alone.
    said: Option<String>,
}

impl Utf8Check {
    /// A check of what stands behind so many bytes.
    pub(super) fn new(passed: u64, said: Option<String>) -> Self {
        Self { begun: Vec::new(), passed, said }
    }

    /// Whether the file says of itself that it is something else.
    pub(super) fn has_said(&self) -> bool {
        self.said.is_some()
    }

    /// Takes the next piece, or nothing at the end: how many of its bytes are sound, and what is wrong with the next.
    pub(super) fn see(&mut self, piece: &[u8]) -> (usize, Option<DecodingFault>) {
        if let Some(said) = self.said.as_ref().filter(|_| !piece.is_ascii()) {
            let sound = piece.iter().take_while(|byte| byte.is_ascii()).count();
            return (sound, Some(DecodingFault::Mismatch(said.clone(), self.passed + sound as u64)));
        }
        let kept = self.begun.len();
        let joined;
        let bytes = if kept == 0 {
            piece
        } else {
            joined = [self.begun.as_slice(), piece].concat();
            &joined
        };
        let at = self.passed - kept as u64;
        let (valid, whole) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), true),
            Err(error) => (error.valid_up_to(), error.error_len().is_none() && !piece.is_empty()),
        };
        if !whole {
            return (valid.saturating_sub(kept), Some(DecodingFault::Bad(at + valid as u64)));
        }
        self.begun = bytes[valid..].to_vec();
        self.passed += piece.len() as u64;
        (piece.len(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_is_none_is_found_however_it_comes() {
        let bytes = "Zoë – £5".as_bytes().to_vec();
        let broken = [bytes.as_slice(), b"a\xE2\x80b"].concat();
        let cut = [bytes.as_slice(), b"\xE2\x80"].concat();
        for size in 1..5 {
            let found = |text: &[u8]| {
                let mut check = Utf8Check::new(3, None);
                text.chunks(size).chain([&[][..]]).find_map(|piece| check.see(piece).1)
            };
            let length = 3 + bytes.len() as u64;
            assert_eq!(found(&bytes), None);
            assert_eq!(found(&broken), Some(DecodingFault::Bad(length + 1)));
            assert_eq!(found(&cut), Some(DecodingFault::Bad(length)));
        }
    }

    #[test]
    fn what_the_file_says_counts_from_the_first_byte_beyond_ascii() {
        let mut check = Utf8Check::new(0, Some("it says so".to_owned()));
        assert_eq!(check.see(b"abc"), (3, None));
        assert_eq!(check.see(b"d\xC3\xA9"), (1, Some(DecodingFault::Mismatch("it says so".to_owned(), 4))));
    }
}
