//! The key of a source row.

use std::fmt;

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
        let mut wrong = 0;
        for (byte, at) in out.iter_mut().zip(PLACES) {
            let (high, low) = (DIGITS[usize::from(text[at])], DIGITS[usize::from(text[at + 1])]);
            wrong |= high | low;
            *byte = (high << 4) | (low & 15);
        }
        if wrong & NO_DIGIT == 0 { Ok(Self(out)) } else { Err(GuidError) }
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

/// Where the digits of each byte stand.
const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
/// Marks what is no digit: a bit that no digit has.
const NO_DIGIT: u8 = 0x80;
/// The hexadecimal digit that a byte is.
const DIGITS: [u8; 256] = digits();

const fn digits() -> [u8; 256] {
    let mut digits = [NO_DIGIT; 256];
    let mut number = 0;
    while number < 16 {
        let (lower, upper) = (b"0123456789abcdef"[number], b"0123456789ABCDEF"[number]);
        #[expect(clippy::cast_possible_truncation, reason = "less than 16")]
        let digit = number as u8;
        digits[lower as usize] = digit;
        digits[upper as usize] = digit;
        number += 1;
    }
    digits
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut text = [b'-'; 36];
        let mut at = 0;
        for byte in self.0 {
            if matches!(at, 8 | 13 | 18 | 23) {
                at += 1;
            }
            text[at] = HEX[usize::from(byte >> 4)];
            text[at + 1] = HEX[usize::from(byte & 15)];
            at += 2;
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
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
    }
}
