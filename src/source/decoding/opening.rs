//! The first bytes of a file.

use super::Encoding;

/// How many bytes are looked at: a mark, and two characters of UTF-16 behind it or of UTF-32.
pub(super) const LENGTH: usize = 8;

/// What the first bytes say of the encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// A byte-order mark of so many bytes.
    Marked(Encoding, usize),
    /// Every other byte is NUL, as in UTF-16.
    Sparse(Encoding),
    /// Nothing of the kind.
    Plain,
    /// What no file that is read begins with, and the byte that shows it.
    Odd(String, u64),
}

impl Opening {
    /// Judges the first bytes of a file; [`LENGTH`] or more are needed unless the file is shorter.
    pub(super) fn of(bytes: &[u8]) -> Self {
        if let Some(found) = utf32(bytes) {
            return Self::Odd(found.to_owned(), 0);
        }
        let (mark, length) = match bytes {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
            [one, 0, ..] if *one != 0 => return Self::Sparse(Encoding::Utf16Le),
            [0, one, ..] if *one != 0 => return Self::Sparse(Encoding::Utf16Be),
            _ => return Self::Plain,
        };
        match behind(&bytes[length..]) {
            Some(text) if text != mark => Self::Odd(
                format!("text of {} behind the byte-order mark of {}", text.shown(), mark.shown()),
                length as u64 + u64::from(mark == Encoding::Utf8 && text == Encoding::Utf16Le),
            ),
            _ => Self::Marked(mark, length),
        }
    }

    /// The bytes of mark to pass over in a file declared to have that encoding, or what contradicts it, and the first byte
    /// that shows it.
    pub(super) fn agrees(self, declared: Encoding) -> Result<usize, (String, u64)> {
        match self {
            Self::Marked(found, length) if found == declared => Ok(length),
            Self::Sparse(found) if found == declared => Ok(0),
            Self::Marked(found, _) => {
                Err((format!("the file begins with the byte-order mark of {}", found.shown()), 0))
            }
            Self::Sparse(found) => {
                let first = u64::from(found == Encoding::Utf16Le);
                Err(("every other byte is NUL, as in UTF-16".to_owned(), first))
            }
            Self::Plain if matches!(declared, Encoding::Utf16Le | Encoding::Utf16Be) => {
                Err(("the file does not begin as UTF-16 does".to_owned(), 0))
            }
            Self::Plain => Ok(0),
            Self::Odd(found, at) => Err((found, at)),
        }
    }
}

/// What shows that a file is UTF-32, which is not read. Behind a mark of UTF-16 a NUL may stand for an empty string: then
/// no character of UTF-32 follows.
fn utf32(bytes: &[u8]) -> Option<&'static str> {
    let mark = "the file begins with the byte-order mark of UTF-32";
    let sparse = "three of four bytes are NUL, as in UTF-32";
    match bytes {
        [0xFF, 0xFE, 0, 0] | [0, 0, 0xFE, 0xFF, ..] => Some(mark),
        [0xFF, 0xFE, 0, 0, one, two, 0..=0x10, 0, ..] if (*one, *two) != (0, 0) => Some(mark),
        [one, 0, 0, 0, two, 0, 0, 0, ..] | [0, 0, 0, one, 0, 0, 0, two, ..] if *one != 0 && *two != 0 => {
            Some(sparse)
        }
        _ => None,
    }
}

/// The byte order in which two characters, which begin a text, are ASCII; none where they are not.
fn behind(text: &[u8]) -> Option<Encoding> {
    let ascii = |byte: u8| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~');
    match text {
        [one, 0, two, 0, ..] if ascii(*one) && ascii(*two) => Some(Encoding::Utf16Le),
        [0, one, 0, two, ..] if ascii(*one) && ascii(*two) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_first_bytes_contradict_is_told() {
        let odd = |bytes: &[u8]| match Opening::of(bytes) {
            Opening::Odd(found, at) => Some((found.contains("UTF-32"), at)),
            _ => None,
        };
        assert_eq!(odd(b"\xFF\xFE\0\0P\0\0\0"), Some((true, 0)));
        assert_eq!(odd(b"\0\0\xFE\xFF\0\0\0P"), Some((true, 0)));
        assert_eq!(odd(b"P\0\0\0e\0\0\0"), Some((true, 0)));
        assert_eq!(odd(b"\0\0\0P\0\0\0e"), Some((true, 0)));
        assert_eq!(odd(b"\xFF\xFE\0P\0e\0r"), Some((false, 2)));
        assert_eq!(odd(b"\xFE\xFFP\0e\0r\0"), Some((false, 2)));
        assert_eq!(odd(b"\xEF\xBB\xBFP\0e\0r"), Some((false, 4)));
        // An empty string, a tab, and another field.
        assert_eq!(Opening::of(b"\xFF\xFE\0\0\t\0x\0"), Opening::Marked(Encoding::Utf16Le, 2));
        assert_eq!(Opening::of(b"\xFF\xFEP\0e\0r\0"), Opening::Marked(Encoding::Utf16Le, 2));
        // A letter whose lower byte is NUL may begin a text.
        assert_eq!(Opening::of(b"\xFF\xFE\0\x01d\0a\0"), Opening::Marked(Encoding::Utf16Le, 2));
    }
}
