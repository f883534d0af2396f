//! Digests as text.

use std::fmt::Write as _;

/// Bytes in lower-case hexadecimal.
pub(in crate::reconcile) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
