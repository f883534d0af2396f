//! XML as tags and the text between them.

use std::io::{self, BufRead};

/// What a stretch of the file is.
pub(super) enum Piece {
    /// What stands between `<` and `>`.
    Tag(Vec<u8>),
    /// Text before a tag.
    Text(Vec<u8>),
    End,
}

/// A file while it is scanned.
pub(super) struct Tags<R> {
    input: R,
    /// The place after what was read.
    pub(super) at: u64,
    tag_next: bool,
}

impl<R: BufRead> Tags<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, at: 0, tag_next: false }
    }

    pub(super) fn next(&mut self) -> io::Result<Piece> {
        let mut bytes = Vec::new();
        if !std::mem::replace(&mut self.tag_next, false) {
            self.at += self.input.read_until(b'<', &mut bytes)? as u64;
            self.tag_next = bytes.last() == Some(&b'<');
            bytes.truncate(bytes.len() - usize::from(self.tag_next));
            return Ok(if bytes.is_empty() && !self.tag_next { Piece::End } else { Piece::Text(bytes) });
        }
        loop {
            let length = self.input.read_until(b'>', &mut bytes)?;
            self.at += length as u64;
            if length == 0 || is_whole(&bytes) {
                bytes.pop();
                return Ok(Piece::Tag(bytes));
            }
        }
    }
}

/// Whether a tag, up to a `>`, ends there: it may stand in quotes, in a comment, or in character data.
fn is_whole(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"!--") {
        return bytes.ends_with(b"-->") && bytes.len() >= 6;
    }
    if bytes.starts_with(b"![CDATA[") {
        return bytes.ends_with(b"]]>");
    }
    let mut quote = None;
    for byte in bytes {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    quote.is_none()
}

/// The name of a tag without its prefix.
pub(super) fn name(tag: &[u8]) -> &[u8] {
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len());
    let name = &tag[..end];
    name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..])
}

/// An attribute of a tag, by its name without its prefix.
pub(super) fn attribute(tag: &[u8], wanted: &str) -> Option<String> {
    let text = String::from_utf8_lossy(tag);
    let mut rest = &text[..];
    loop {
        let place = rest.find('=')?;
        let name = rest[..place].trim_end().rsplit([' ', '\t', '\r', '\n', ':']).next()?;
        let value = rest[place + 1..].trim_start();
        let quote = value.chars().next()?;
        let end = value[1..].find(quote)?;
        if name == wanted {
            return quick_xml::escape::unescape(&value[1..=end]).ok().map(std::borrow::Cow::into_owned);
        }
        rest = &value[end + 2..];
    }
}
