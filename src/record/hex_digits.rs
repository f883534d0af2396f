//! Hexadecimal digits, read and written many at a time.

/// The two digits of every byte.
static PAIRS: [[u8; 2]; 256] = pairs();

/// The two hexadecimal digits of a byte, in lower case.
pub(crate) fn hex_digits(byte: u8) -> [u8; 2] {
    PAIRS[usize::from(byte)]
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// The four bytes that eight digits stand for, in upper or lower case; none where one is no digit.
///
/// All eight are judged at once, each in its byte of a word: no sum of two such bytes reaches the next.
pub(super) fn read_hex(digits: [u8; 8]) -> Option<[u8; 4]> {
    let word = u64::from_le_bytes(digits);
    // A letter has this bit and a figure has not; what has neither form differs in the bits checked below.
    let letter = (word >> 6) & ONES;
    let low = word & (0x0F * ONES);
    let value = low + letter * 9;
    let high = (word & (0xF0 * ONES)) | (letter * 0x20);
    let wrong_high = high ^ (0x30 * ONES + letter * 0x30);
    let too_great = (low + 6 * ONES + letter * 3) & (0x10 * ONES);
    let at_sign = letter & !((low + 0x0F * ONES) >> 4);
    if wrong_high | too_great | at_sign != 0 {
        return None;
    }
    let [one, _, two, _, three, _, four, _] = ((value << 4) | (value >> 8)).to_le_bytes();
    Some([one, two, three, four])
}

const fn pairs() -> [[u8; 2]; 256] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [DIGITS[byte >> 4], DIGITS[byte & 15]];
        byte += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_a_digit_or_not_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut digits = *b"00000000";
                digits[place] = byte;
                let value = char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
                let expected = value.map(|value| {
                    let mut bytes = [0; 4];
                    bytes[place / 2] = if place % 2 == 0 { value << 4 } else { value };
                    bytes
                });
                assert_eq!(read_hex(digits), expected, "{byte} at {place}");
            }
        }
        assert_eq!(read_hex(*b"0aB1c2Ff"), Some([0x0A, 0xB1, 0xC2, 0xFF]));
    }

    #[test]
    fn pairs_are_read_back() {
        for byte in 0..=u8::MAX {
            let [one, two] = PAIRS[usize::from(byte)];
            assert_eq!(read_hex([one, two, b'0', b'0', b'0', b'0', b'0', b'0']), Some([byte, 0, 0, 0]));
        }
    }
}
