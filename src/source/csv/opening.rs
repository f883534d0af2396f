//! The first bytes of a file.

/// What the first bytes say of the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// UTF-8, after so many bytes of byte-order mark.
    Utf8 { mark: usize },
    /// Another encoding, for this reason.
    Other(&'static str),
}

/// Judges the first bytes of a file; four or more are needed unless the file is shorter.
pub(super) fn opening(bytes: &[u8]) -> Opening {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Opening::Utf8 { mark: 3 },
        [0xFF, 0xFE, ..] => {
            Opening::Other("the file begins with the byte-order mark of UTF-16 (little-endian)")
        }
        [0xFE, 0xFF, ..] => Opening::Other("the file begins with the byte-order mark of UTF-16 (big-endian)"),
        [_, 0, ..] | [0, _, ..] => Opening::Other("every other byte is NUL, as in UTF-16"),
        _ => Opening::Utf8 { mark: 0 },
    }
}
