//! A picture of a coloured square.

use super::super::Rng;
use super::archive::crc32;

/// Eight points by eight, each of some colour, stored without compression.
pub(super) fn square(rng: &mut Rng) -> Vec<u8> {
    const SIDE: u32 = 8;
    let mut raw = Vec::new();
    for _ in 0..SIDE {
        raw.extend_from_slice(&[0]);
        for _ in 0..SIDE {
            raw.extend_from_slice(&rng.next_u64().to_be_bytes()[..3]);
        }
    }
    let mut header = Vec::new();
    header.extend_from_slice(&SIDE.to_be_bytes());
    header.extend_from_slice(&SIDE.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut bytes, *b"IHDR", &header);
    chunk(&mut bytes, *b"IDAT", &stored(&raw));
    chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

fn chunk(bytes: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(content.len()).unwrap_or(0).to_be_bytes());
    let mut checked = kind.to_vec();
    checked.extend_from_slice(content);
    bytes.extend_from_slice(&checked);
    bytes.extend_from_slice(&crc32(&checked).to_be_bytes());
}

/// One stored block of a zlib stream.
fn stored(raw: &[u8]) -> Vec<u8> {
    let length = u16::try_from(raw.len()).unwrap_or(0);
    let mut bytes = vec![0x78, 0x01, 1];
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&(!length).to_le_bytes());
    bytes.extend_from_slice(raw);
    bytes.extend_from_slice(&adler32(raw).to_be_bytes());
    bytes
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut one, mut two) = (1_u32, 0_u32);
    for byte in bytes {
        one = (one + u32::from(*byte)) % 65_521;
        two = (two + one) % 65_521;
    }
    (two << 16) | one
}
