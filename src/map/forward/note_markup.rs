//! Lines of a note in note markup.

use memchr::{memchr, memchr3};

use super::work::NoteLine;
use crate::record::Guid;

/// Notes hold keys in this many characters.
const KEY_LENGTH: usize = 36;
const END: &str = "</p>";

/// A note while its lines are put together.
#[derive(Debug, Default)]
pub(super) struct NoteMarkup {
    pub(super) text: String,
    /// Addresses whose row the text names: the address and the byte at which the key begins.
    pub(super) addresses: Vec<(Guid, usize)>,
}

impl NoteMarkup {
    /// The lines of one record.
    pub(super) fn of(lines: &[NoteLine]) -> Self {
        let mut markup = Self::default();
        for line in lines {
            markup.line(line);
        }
        markup
    }

    /// Appends a line.
    pub(super) fn line(&mut self, line: &NoteLine) {
        push_paragraph(&mut self.text, &line.text);
        if let Some(address) = line.address {
            self.addresses.push((address, self.text.len() - END.len() - KEY_LENGTH));
        }
    }

    /// Appends the line that heads the lines of one record in a note that several share.
    pub(super) fn head(&mut self, key: Guid) {
        push_paragraph(&mut self.text, &format!("[{key}]"));
    }
}

/// Appends a line as a paragraph, inner line ends as breaks.
pub(super) fn push_paragraph(text: &mut String, line: &str) {
    text.push_str("<p>");
    let mut rest = line;
    while let Some(at) = special(rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "<br>",
        });
        rest = &rest[at + 1..];
    }
    text.push_str(rest);
    text.push_str(END);
}

/// Where the first character stands that is written in another way.
fn special(line: &[u8]) -> Option<usize> {
    let sign = memchr3(b'&', b'<', b'>', line);
    memchr(b'\n', &line[..sign.unwrap_or(line.len())]).or(sign)
}

/// A line as a paragraph.
pub(super) fn paragraph(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    push_paragraph(&mut text, line);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(paragraph("a & b\n  c <d>"), "<p>a &amp; b<br>  c &lt;d&gt;</p>");
    }

    #[test]
    fn the_place_of_an_address_is_remembered() {
        let key = Guid::default();
        let line = NoteLine { text: format!("Address <row>: {key}"), address: Some(key), order: 0 };
        let markup = NoteMarkup::of(&[line]);
        let (_, at) = markup.addresses[0];
        assert_eq!(markup.text[at..at + KEY_LENGTH], key.to_string());
    }
}
