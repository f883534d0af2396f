//! The first bytes of a file.

use super::Encoding;

/// What the first bytes say of the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// A byte-order mark of so many bytes.
    Marked(Encoding, usize),
    /// Every other byte is NUL, as in UTF-16.
    Sparse(Encoding),
    /// Nothing of the kind.
    Plain,
}

impl Opening {
    /// Judges the first bytes of a file; four or more are needed unless the file is shorter.
    pub(super) fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Self::Marked(Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => Self::Marked(Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => Self::Marked(Encoding::Utf16Be, 2),
            [one, 0, ..] if *one != 0 => Self::Sparse(Encoding::Utf16Le),
            [0, one, ..] if *one != 0 => Self::Sparse(Encoding::Utf16Be),
            _ => Self::Plain,
        }
    }

    /// The bytes of mark to pass over in a file declared to have that encoding, or what contradicts it.
    pub(super) fn agrees(self, declared: Encoding) -> Result<usize, String> {
        match self {
            Self::Marked(found, length) if found == declared => Ok(length),
            Self::Sparse(found) if found == declared => Ok(0),
            Self::Marked(found, _) => {
                Err(format!("the file begins with the byte-order mark of {}", found.shown()))
            }
            Self::Sparse(_) => Err("every other byte is NUL, as in UTF-16".to_owned()),
            Self::Plain if matches!(declared, Encoding::Utf16Le | Encoding::Utf16Be) => {
                Err("the file does not begin as UTF-16 does".to_owned())
            }
            Self::Plain => Ok(0),
        }
    }
}
