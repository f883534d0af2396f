//! Looks at XML as its bytes go by, for what the reader of a workbook would take for something else.

use memchr::{memchr, memmem};

/// So many bytes tell what is no element: `![CDATA[` and `!DOCTYPE` are the longest.
const TOLD: usize = 8;

/// So much of a tag is kept: more than the tag of a cell has.
const KEPT: usize = 512;

/// Where the next byte stands.
#[derive(Clone, Copy, Debug, Default)]
enum Place {
    #[default]
    Text,
    Tag,
    /// In a comment, an instruction or character data, up to this ending.
    Until(&'static [u8]),
}

/// What the value of a cell is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cell {
    /// Digits, of which only what stands in one piece is read.
    #[default]
    Plain,
    /// A text, of which every part is read.
    Text,
}

/// Sees pieces of a file, one after another.
#[derive(Debug, Default)]
pub(super) struct XmlWatch {
    place: Place,
    /// The tag as far as it went by; within a comment and its like the last bytes, with which its ending may begin.
    held: Vec<u8>,
    /// The cell that was opened last.
    cell: Cell,
    in_value: bool,
    /// Whether a document type was seen.
    pub(super) declares_types: bool,
    /// Whether the value of a cell is written in a way of which only a part would be read: with character references where
    /// plain digits are expected, or as character data.
    pub(super) hides_values: bool,
}

impl XmlWatch {
    /// Looks at the next bytes.
    pub(super) fn see(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while !rest.is_empty() {
            rest = match self.place {
                Place::Text => self.text(rest),
                Place::Tag => self.tag(rest),
                Place::Until(ending) => self.until(ending, rest),
            };
        }
    }

    fn text<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let end = memchr(b'<', rest).unwrap_or(rest.len());
        let referred = self.in_value && self.cell == Cell::Plain && memchr(b'&', &rest[..end]).is_some();
        self.hides_values |= referred;
        if end < rest.len() {
            self.held.clear();
            self.place = Place::Tag;
        }
        rest.get(end + 1..).unwrap_or_default()
    }

    fn tag<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let mut rest = rest;
        while let Some((byte, after)) = rest.split_first().filter(|_| self.held.len() < TOLD) {
            rest = after;
            if *byte == b'>' {
                self.close();
                return rest;
            }
            self.held.push(*byte);
            if let Some(ending) = self.told() {
                self.held.clear();
                self.place = Place::Until(ending);
                return rest;
            }
        }
        let end = memchr(b'>', rest).unwrap_or(rest.len());
        let room = KEPT.saturating_sub(self.held.len());
        self.held.extend_from_slice(&rest[..end.min(room)]);
        if end < rest.len() {
            self.close();
        }
        rest.get(end + 1..).unwrap_or_default()
    }

    /// What ends that which was begun, where it is no element.
    fn told(&mut self) -> Option<&'static [u8]> {
        let (ending, cuts): (&[u8], bool) = match self.held.as_slice() {
            b"!--" => (b"-->", self.cell == Cell::Plain),
            b"?" => (b"?>", self.cell == Cell::Plain),
            b"![CDATA[" => (b"]]>", true),
            b"!DOCTYPE" => {
                self.declares_types = true;
                return None;
            }
            _ => return None,
        };
        self.hides_values |= self.in_value && cuts;
        Some(ending)
    }

    fn until<'b>(&mut self, ending: &[u8], rest: &'b [u8]) -> &'b [u8] {
        let before = self.held.len();
        let begun = ending.len() - 1;
        self.held.extend_from_slice(&rest[..rest.len().min(begun)]);
        let across = memmem::find(&self.held, ending).map(|at| at + ending.len() - before);
        if let Some(end) = across.or_else(|| memmem::find(rest, ending).map(|at| at + ending.len())) {
            self.place = Place::Text;
            return &rest[end..];
        }
        if rest.len() >= begun {
            self.held.clear();
            self.held.extend_from_slice(&rest[rest.len() - begun..]);
        } else {
            self.held.drain(..self.held.len().saturating_sub(begun));
        }
        &[]
    }

    /// Notes the tag that ends here.
    fn close(&mut self) {
        self.place = Place::Text;
        match local_name(&self.held) {
            b"c" => self.cell = kind_of(&self.held),
            b"v" => self.in_value = !self.held.starts_with(b"/") && !self.held.ends_with(b"/"),
            _ => {}
        }
    }
}

/// The name of a tag without its prefix.
fn local_name(tag: &[u8]) -> &[u8] {
    let name = tag.strip_prefix(b"/").unwrap_or(tag);
    let end = name.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(name.len());
    let name = &name[..end];
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// What the type of a cell says of its value.
fn kind_of(cell: &[u8]) -> Cell {
    let Some(place) = memmem::find(cell, b" t=") else { return Cell::Plain };
    let quoted = &cell[place + 3..];
    let kind = quoted.get(1..).unwrap_or_default();
    let end = kind.iter().position(|byte| Some(byte) == quoted.first()).unwrap_or(kind.len());
    if matches!(&kind[..end], b"n" | b"s" | b"b" | b"e") { Cell::Plain } else { Cell::Text }
}

#[cfg(test)]
mod tests {
    use super::XmlWatch;

    #[test]
    fn what_is_odd_is_seen_however_the_file_is_cut() {
        let cell = |kind: &str, value: &str| format!("<row><c r=\"A1\"{kind}><v>{value}</v></c></row>");
        for (text, types, hidden) in [
            ("<?xml?> <!DOCTYPE a><a/>".to_owned(), true, false),
            ("<?xml?><!-- <!DOCTYPE a> --><a>!DOCTYPE</a>".to_owned(), false, false),
            ("<a><![CDATA[<!DOCTYPE a>]]]></a>".to_owned(), false, false),
            ("<a><![CDATA[ ]> ]]></a><!DOCTYPE a>".to_owned(), true, false),
            (cell("", "12"), false, false),
            (cell("", "1&#50;"), false, true),
            (cell(" t='s'", "&#x31;"), false, true),
            (cell(" t=\"str\"", "a &amp; b"), false, false),
            (cell(" t=\"str\"", "a<!-- -->b"), false, false),
            (cell(" t=\"str\"", "<![CDATA[a]]>"), false, true),
            (cell(" t=\"n\"", "1<!-- -->2"), false, true),
            ("<c r=\"A1\" t=\"inlineStr\"><is><t>&amp;</t></is></c><v/>&amp;".to_owned(), false, false),
            ("<x:c r='A1'><x:v>1&#50;</x:v></x:c>".to_owned(), false, true),
        ] {
            for length in 1..text.len() {
                let mut watch = XmlWatch::default();
                text.as_bytes().chunks(length).for_each(|piece| watch.see(piece));
                assert_eq!((watch.declares_types, watch.hides_values), (types, hidden), "{text} {length}");
            }
        }
    }
}
