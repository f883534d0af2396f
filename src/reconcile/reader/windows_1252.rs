//! Windows-1252, by its table.

/// What the bytes 80 to 9F stand for; the others are those of Latin-1. Five have no character and stand for controls.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of bytes.
pub(super) fn decode(bytes: &[u8]) -> String {
    let character = |byte: &u8| match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    bytes.iter().map(character).collect()
}

/// Whether the encoding has a character.
pub(in crate::reconcile) fn has(character: char) -> bool {
    matches!(character, '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}') || HIGH.contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_what_the_standard_says() {
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        assert_eq!(decode(&bytes), text);
        for character in ('\0'..='\u{ffff}').filter(|character| *character != '\u{fffd}') {
            let lacks = encoding_rs::WINDOWS_1252.encode(&character.to_string()).2;
            assert_eq!(has(character), !lacks, "{}", character.escape_unicode());
        }
    }
}
