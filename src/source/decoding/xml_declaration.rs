//! What an XML file says of its encoding.

use std::io::{self, Read};

use super::opening::Opening;
use super::{Decoded, DecodingFault, Encoding};

/// The first bytes of a file that are looked at: a declaration is shorter.
pub(super) const LENGTH: usize = 1024;

/// How the bytes of an XML file go together with UTF-8, as which it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum XmlDeclaration {
    /// They do, behind a byte-order mark of so many bytes.
    Utf8(usize),
    /// They do as long as all of them are ASCII: the declaration names this encoding, in which others mean something else.
    Ascii(usize, String),
    /// They do not: what shows it, and the first byte that does.
    Other(String, u64),
}

impl XmlDeclaration {
    /// Judges the first bytes of a file; [`LENGTH`] or more are needed unless the file is shorter.
    pub(super) fn of(start: &[u8]) -> Self {
        let mark = match Opening::of(start).agrees(Encoding::Utf8) {
            Ok(mark) => mark,
            Err((found, at)) => return Self::Other(found, at),
        };
        let Some((name, at)) = declared(&start[mark..]) else { return Self::Utf8(mark) };
        let said = format!("the XML declaration says {name}");
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Self::Utf8(mark),
            other if other.starts_with("utf") || other.contains("ucs") => {
                Self::Other(format!("{said}, and the bytes are none"), (mark + at) as u64)
            }
            _ => Self::Ascii(mark, said),
        }
    }
}

/// Why an XML file, with all that stands in it, is not UTF-8 by its own words or its first bytes. Other bytes that are none
/// are left to whoever reads them.
pub(in crate::source) fn contradiction(input: impl Read) -> io::Result<Option<DecodingFault>> {
    let mut text = Decoded::of_xml(input)?;
    if text.fault().is_none() && text.may_contradict_itself() {
        io::copy(&mut text, &mut io::sink())?;
    }
    let fault = text.fault().filter(|fault| matches!(fault, DecodingFault::Mismatch(..)));
    Ok(fault.cloned())
}

/// The name of an encoding that a declaration gives, and where it stands. Names are short and plain.
fn declared(start: &[u8]) -> Option<(&str, usize)> {
    let declaration = start.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memmem::find(declaration, b"?>")?];
    let at = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let quote = at + declaration[at..].iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let length = declaration[quote + 1..].iter().position(|byte| *byte == declaration[quote])?;
    let name = &declaration[quote + 1..=quote + length];
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let name =
        std::str::from_utf8(name).ok().filter(|name| name.len() < 40 && name.bytes().all(|b| plain(&b)))?;
    Some((name, b"<?xml".len() + quote + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_agree_with_utf8_or_not() {
        let of = |text: &str| XmlDeclaration::of(text.as_bytes());
        assert_eq!(of("<a/>"), XmlDeclaration::Utf8(0));
        assert_eq!(of("\u{feff}<?xml version=\"1.0\" encoding='UTF-8'?><a/>"), XmlDeclaration::Utf8(3));
        assert!(matches!(
            of("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>"),
            XmlDeclaration::Other(_, 30)
        ));
        let said = "the XML declaration says windows-1252".to_owned();
        assert_eq!(of("<?xml encoding=\"windows-1252\"?><a/>"), XmlDeclaration::Ascii(0, said));
        assert!(matches!(XmlDeclaration::of(b"\xFF\xFE<\0?\0x\0"), XmlDeclaration::Other(_, 0)));
    }
}
