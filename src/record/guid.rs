//! The key of a source row.

use std::fmt;

use super::hex_digits::{hex_digits, read_hex};

/// A 128-bit identifier of a CareDirector row; case differs within a drop and never matters (`caredirector.md` 2).
///
/// Its text form is 36 characters, lower case, with hyphens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Guid([u8; 16]);

/// The text is not 36 hexadecimal characters with hyphens in the 9th, 14th, 19th and 24th place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a GUID: expected 36 characters such as 8-4-4-4-12 hexadecimal digits")]
pub struct GuidError;

impl Guid {
    /// Reads the 36-character form in upper, lower or mixed case.
    pub fn parse(text: &str) -> Result<Self, GuidError> {
        let text: &[u8; 36] = text.as_bytes().try_into().map_err(|_| GuidError)?;
        if [text[8], text[13], text[18], text[23]] != *b"----" {
            return Err(GuidError);
        }
        let mut out = [0_u8; 16];
        for (four, halves) in out.as_chunks_mut::<4>().0.iter_mut().zip(&HALVES) {
            let mut digits = [0; 8];
            for (part, at) in digits.as_chunks_mut::<4>().0.iter_mut().zip(halves) {
                part.copy_from_slice(&text[*at..at + 4]);
            }
            *four = read_hex(digits).ok_or(GuidError)?;
        }
        Ok(Self(out))
    }

    /// Appends the 36-character form.
    pub fn push_to(self, text: &mut String) {
        text.push_str(std::str::from_utf8(&self.letters()).unwrap_or_default());
    }

    /// The 36-character form.
    pub fn text(self) -> String {
        let mut text = String::with_capacity(36);
        self.push_to(&mut text);
        text
    }

    fn letters(self) -> [u8; 36] {
        let mut text = [b'-'; 36];
        for (byte, at) in self.0.iter().zip(&PLACES) {
            [text[*at], text[*at + 1]] = hex_digits(*byte);
        }
        text
    }

    /// The sixteen bytes in the order in which they are written.
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// The identifier that has these sixteen bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

/// Where the digits of every four bytes stand: eight, in two halves.
const HALVES: [[usize; 2]; 4] = [[0, 4], [9, 14], [19, 24], [28, 32]];

/// Where the digits of each byte stand.
const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.letters()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        let upper = Guid::parse("0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9").unwrap();
        assert_eq!(upper.to_string(), "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");
        assert_eq!(Guid::parse("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"), Ok(upper));
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg", "é"] {
            assert_eq!(Guid::parse(text), Err(GuidError));
        }
        for place in 0..36 {
            let mut text = *b"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
            text[place] = b'x';
            assert_eq!(Guid::parse(std::str::from_utf8(&text).unwrap()), Err(GuidError), "{place}");
        }
    }
}
