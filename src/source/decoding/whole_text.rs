//! The text of a small file at once.

use std::io::{self, Read};

use super::{Decoded, Encoding, detect};

impl Encoding {
    /// The text of bytes in whichever of the encodings they are, without a byte-order mark; none where they are in none.
    pub fn text_of(bytes: &[u8]) -> io::Result<Option<String>> {
        let encoding = detect(bytes)?;
        let mut decoded = Decoded::new(bytes, encoding, true)?;
        let mut text = Vec::new();
        decoded.read_to_end(&mut text)?;
        Ok(if decoded.fault().is_some() { None } else { String::from_utf8(text).ok() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_same_in_every_encoding() {
        for encoding in Encoding::ALL {
            let mut bytes = encoding.bytes_of("Zoë;2026").unwrap();
            assert_eq!(Encoding::text_of(&bytes).unwrap().as_deref(), Some("Zoë;2026"), "{encoding:?}");
            bytes.splice(0..0, encoding.bytes_of("\u{feff}").unwrap_or_default());
            assert_eq!(Encoding::text_of(&bytes).unwrap().as_deref(), Some("Zoë;2026"), "{encoding:?}");
        }
        assert_eq!(Encoding::text_of(b"a\x81b").unwrap(), None);
    }
}
