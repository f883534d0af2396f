//! A file's text in UTF-8, whatever its encoding.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::Encoding;
use super::opening::{self, Opening};
use super::utf8_check::Utf8Check;
use super::utf8_watch::Utf8Watch;
use super::xml_declaration::{self, XmlDeclaration};

const PIECE: usize = 1 << 16;

/// Why the text ends before the file does, or must not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) enum DecodingFault {
    /// The bytes at that place of the file do not decode.
    Bad(u64),
    /// The file has another encoding than it is declared to have; the byte at that place shows it.
    Mismatch(String, u64),
}

/// Hands on the text of a file in UTF-8. Bytes that do not decode are never replaced: the text ends before them.
#[derive(Debug)]
pub(in crate::source) struct Decoded<R> {
    input: R,
    encoding: Encoding,
    decoding: Option<Box<Decoding>>,
    /// What looks at bytes of UTF-8 that whoever reads them does not look at.
    check: Option<Utf8Check>,
    /// The first bytes of UTF-8, read already.
    start: Vec<u8>,
    mark: usize,
    fault: Option<DecodingFault>,
}

/// What is needed where the bytes are not UTF-8.
struct Decoding {
    decoder: Decoder,
    raw: Vec<u8>,
    /// The place in the file of the first byte that was not decoded.
    at: u64,
    text: Vec<u8>,
    given: usize,
    ended: bool,
    /// Watches whether the bytes are UTF-8 after all, unless that is not to matter.
    watch: Option<Utf8Watch>,
}

impl std::fmt::Debug for Decoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoding").field("at", &self.at).finish_non_exhaustive()
    }
}

impl<R: Read> Decoded<R> {
    /// Looks at the first bytes and decodes as declared. `forced` says that text in Windows-1252 may be UTF-8 by its
    /// bytes.
    pub(in crate::source) fn new(mut input: R, encoding: Encoding, forced: bool) -> io::Result<Self> {
        let mut start = Vec::new();
        input.by_ref().take(opening::LENGTH as u64).read_to_end(&mut start)?;
        let (mut mark, mut fault) = (0, None);
        // A file without bytes has any encoding.
        if !start.is_empty() {
            match Opening::of(&start).agrees(encoding) {
                Ok(length) => mark = length,
                Err((found, at)) => fault = Some(DecodingFault::Mismatch(found, at)),
            }
        }
        let rest = start.split_off(mark);
        let decoding = encoding.decoder().map(|decoder| {
            let watch = (encoding == Encoding::Windows1252 && !forced).then(Utf8Watch::default);
            let (text, at) = (Vec::new(), mark as u64);
            Box::new(Decoding { decoder, raw: rest.clone(), at, text, given: 0, ended: false, watch })
        });
        let start = if decoding.is_some() { Vec::new() } else { rest };
        Ok(Self { input, encoding, decoding, check: None, start, mark, fault })
    }

    /// The text of an XML file, which is UTF-8 whatever it says of itself: what contradicts that ends it.
    pub(in crate::source) fn of_xml(mut input: R) -> io::Result<Self> {
        let mut start = Vec::new();
        input.by_ref().take(xml_declaration::LENGTH as u64).read_to_end(&mut start)?;
        let (mark, said, fault) = match XmlDeclaration::of(&start) {
            XmlDeclaration::Utf8(mark) => (mark, None, None),
            XmlDeclaration::Ascii(mark, said) => (mark, Some(said), None),
            XmlDeclaration::Other(found, at) => (0, None, Some(DecodingFault::Mismatch(found, at))),
        };
        let check = Some(Utf8Check::new(mark as u64, said));
        let start = start.split_off(mark);
        Ok(Self { input, encoding: Encoding::Utf8, decoding: None, check, start, mark, fault })
    }

    /// Whether the file says of itself that it is something else than UTF-8.
    pub(super) fn may_contradict_itself(&self) -> bool {
        self.check.as_ref().is_some_and(Utf8Check::has_said)
    }

    /// Bytes of UTF-8, up to the first that is none where that is looked at.
    fn checked(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_some() {
            return Ok(0);
        }
        let length = self.plain(buffer)?;
        let Some(check) = self.check.as_mut().filter(|_| !buffer.is_empty()) else { return Ok(length) };
        let (sound, fault) = check.see(&buffer[..length]);
        self.fault = fault;
        Ok(sound)
    }

    /// Bytes of UTF-8 as they stand.
    fn plain(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start.is_empty() {
            return self.input.read(buffer);
        }
        let length = self.start.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.start[..length]);
        self.start.drain(..length);
        Ok(length)
    }

    /// The bytes of the byte-order mark.
    pub(in crate::source) fn mark(&self) -> u64 {
        self.mark as u64
    }

    /// Why the text ends early, if it does; known once it has ended.
    pub(in crate::source) fn fault(&self) -> Option<&DecodingFault> {
        self.fault.as_ref()
    }

    /// The input.
    pub(in crate::source) fn into_inner(self) -> R {
        self.input
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if matches!(self.fault, Some(DecodingFault::Mismatch(..))) {
            return Ok(0);
        }
        let Some(decoding) = &mut self.decoding else { return self.checked(buffer) };
        while decoding.given == decoding.text.len() && self.fault.is_none() && !decoding.ended {
            self.fault = decoding.more(&mut self.input, self.encoding)?;
        }
        let left = &decoding.text[decoding.given..];
        let length = left.len().min(buffer.len());
        buffer[..length].copy_from_slice(&left[..length]);
        decoding.given += length;
        Ok(length)
    }
}

impl Decoding {
    /// Decodes the next piece.
    fn more(&mut self, input: &mut impl Read, encoding: Encoding) -> io::Result<Option<DecodingFault>> {
        let kept = self.raw.len();
        self.raw.resize(kept + PIECE, 0);
        let read = read(input, &mut self.raw[kept..])?;
        self.raw.truncate(kept + read);
        self.ended = read == 0;
        if let Some(watch) = &mut self.watch {
            watch.take(&self.raw);
        }
        let unassigned = self.raw.iter().position(|byte| encoding.is_unassigned(*byte));
        let whole = &self.raw[..unassigned.unwrap_or(self.raw.len())];
        let most = self.decoder.max_utf8_buffer_length_without_replacement(whole.len());
        self.text.resize(most.unwrap_or(whole.len() * 4 + 16), 0);
        let (result, passed, written) =
            self.decoder.decode_to_utf8_without_replacement(whole, &mut self.text, self.ended);
        self.text.truncate(written);
        self.given = 0;
        if let DecoderResult::Malformed(length, after) = result {
            let back = u64::from(length) + u64::from(after);
            return Ok(Some(DecodingFault::Bad((self.at + passed as u64).saturating_sub(back))));
        }
        self.at += passed as u64;
        self.raw.clear();
        Ok(match unassigned {
            Some(_) => Some(DecodingFault::Bad(self.at)),
            None if self.ended => self.after_all(),
            None => None,
        })
    }

    fn after_all(&self) -> Option<DecodingFault> {
        let place = self.watch.as_ref()?.surely_utf8()?;
        Some(DecodingFault::Mismatch("every byte of the file is UTF-8".to_owned(), place))
    }
}

fn read(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of the bytes and the fault that ends it.
    fn decoded(bytes: &[u8], encoding: Encoding) -> (String, Option<DecodingFault>) {
        let mut decoded = Decoded::new(bytes, encoding, false).unwrap();
        let mut text = String::new();
        decoded.read_to_string(&mut text).unwrap();
        (text, decoded.fault().cloned())
    }

    #[test]
    fn text_is_the_same_in_every_encoding() {
        let text = "Zoë – £5";
        for encoding in Encoding::ALL {
            let mut bytes = encoding.bytes_of(text).unwrap();
            if encoding == Encoding::Utf16Be {
                bytes.splice(0..0, [0xFE, 0xFF]);
            }
            assert_eq!(decoded(&bytes, encoding), (text.to_owned(), None), "{encoding:?}");
            assert_eq!(encoding.length_of(text.as_bytes()), encoding.bytes_of(text).unwrap().len() as u64);
        }
    }

    #[test]
    fn the_first_bad_byte_is_told_and_nothing_is_put_in_its_place() {
        assert_eq!(
            decoded(b"a\xE9b\x81c", Encoding::Windows1252),
            ("aéb".into(), Some(DecodingFault::Bad(3)))
        );
        let lone = [b'a', 0, b'b', 0, 0x00, 0xD8, b'c', 0];
        assert_eq!(decoded(&lone, Encoding::Utf16Le), ("ab".into(), Some(DecodingFault::Bad(4))));
        assert_eq!(decoded(&[b'a', 0, b'b'], Encoding::Utf16Le).1, Some(DecodingFault::Bad(2)));
    }

    #[test]
    fn contradictions_are_seen() {
        let utf8 = "café".as_bytes();
        let (_, fault) = decoded(utf8, Encoding::Windows1252);
        assert!(matches!(fault, Some(DecodingFault::Mismatch(_, 3))), "{fault:?}");
        for (bytes, declared) in [
            (&b"\xFF\xFEa\0"[..], Encoding::Utf8),
            (b"\xEF\xBB\xBFabc", Encoding::Utf16Le),
            (b"abcd", Encoding::Utf16Be),
        ] {
            assert!(
                matches!(decoded(bytes, declared), (text, Some(DecodingFault::Mismatch(_, 0))) if text.is_empty())
            );
        }
    }
}
