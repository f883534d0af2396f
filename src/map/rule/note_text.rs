//! What is odd in the text of a note.

use memchr::{memchr, memchr_iter, memchr2_iter};

use super::inspection::Inspection;
use crate::map::step::{Ends, Tag, embeds, is_markup};
use crate::record::{Reason, SourceRecord};

/// Raises the codes of odd text. Nothing is repaired here.
pub(super) fn note_text(look: &mut Inspection<'_>) {
    let Some(field) = look.field("text") else { return };
    for note in look.own() {
        let text = note.get(field).text().unwrap_or_default();
        judge_bytes(look, note, text);
        if !text.is_ascii() {
            judge_letters(look, note, text);
        }
        judge_visible(look, note, text);
    }
}

/// What plain bytes tell: markup, line ends, controls, pictures.
fn judge_bytes(look: &mut Inspection<'_>, note: &SourceRecord, text: &str) {
    let bytes = text.as_bytes();
    if memchr(b'\n', bytes).is_some() || is_markup(text) {
        look.raise(note, Reason::HtmlConverted, "text");
    }
    let lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if memchr_iter(b'\r', bytes).any(lone) || has_unusual_space(text) {
        look.raise(note, Reason::UnusualSpace, "text");
    }
    if has_control_character(text) {
        look.raise(note, Reason::ControlCharacter, "text");
    }
    if has_picture(bytes) {
        look.raise(note, Reason::InlineImage, "text");
    }
    if memchr_iter(b':', bytes).any(|at| is_picture_by_id(&bytes[..at])) {
        look.raise(note, Reason::CidReference, "text");
    }
}

/// What only letters beyond ASCII tell.
fn judge_letters(look: &mut Inspection<'_>, note: &SourceRecord, text: &str) {
    if is_mojibake(text) {
        look.raise(note, Reason::Mojibake, "text");
    }
    if text.contains('\u{FFFD}') {
        look.raise(note, Reason::ReplacementCharacter, "text");
    }
}

fn has_picture(bytes: &[u8]) -> bool {
    let is_one = |at: usize| ends_with(&bytes[..at], b"data") && starts_with(&bytes[at + 1..], b"image");
    memchr_iter(b':', bytes).any(is_one)
}

fn starts_with(bytes: &[u8], part: &[u8]) -> bool {
    bytes.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part))
}

fn ends_with(bytes: &[u8], part: &[u8]) -> bool {
    bytes.len().checked_sub(part.len()).is_some_and(|at| bytes[at..].eq_ignore_ascii_case(part))
}

/// Whether what stands before a colon makes it a reference to an attached picture: `src="cid:` or `[cid:`.
fn is_picture_by_id(before: &[u8]) -> bool {
    ["src=\"cid", "src='cid", "src=cid", "[cid"].iter().any(|mark| ends_with(before, mark.as_bytes()))
}

/// UTF-8 read as Windows-1252: `Ã` or `Â`, the first byte of a two-byte letter, then one of the second; or the first two
/// bytes of a curly quote, `â€`. Looked for in the bytes: all three letters begin with one byte, and few others do.
fn is_mojibake(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr_iter(0xC3, bytes)
        .any(|at| matches!(bytes[at + 1..], [0x82 | 0x83, 0xC2, ..] | [0xA2, 0xE2, 0x82, 0xAC, ..]))
}

/// Whether a text has a no-break space of any width, a soft hyphen, a space of no width, or a line end of another kind:
/// U+A0 and U+AD, U+2007, U+200B, U+2028, U+2029 and U+202F.
fn has_unusual_space(text: &str) -> bool {
    let bytes = text.as_bytes();
    let unusual = |part: &[u8]| {
        matches!(part, [0xC2, 0xA0 | 0xAD, ..] | [0xE2, 0x80, 0x87 | 0x8B | 0xA8 | 0xA9 | 0xAF, ..])
    };
    memchr2_iter(0xC2, 0xE2, bytes).any(|at| unusual(&bytes[at..]))
}

/// Whether a text has a control character other than a tab or a line end; those beyond ASCII are U+80 to U+9F.
fn has_control_character(text: &str) -> bool {
    let bytes = text.as_bytes();
    let control = |byte: &u8| byte.is_ascii_control() & !matches!(byte, b'\t' | b'\n' | b'\r');
    // Looked at to the end, many bytes at a time.
    bytes.iter().fold(false, |found, byte| found | control(byte))
        || memchr_iter(0xC2, bytes).any(|at| matches!(bytes[at + 1], 0x80..=0x9F))
}

/// What is left when tags go: nothing at all, or the end of a tag that is none; and what would go with them. A text without tags is
/// seen as it is.
fn judge_visible(look: &mut Inspection<'_>, note: &SourceRecord, text: &str) {
    let (mut empty, mut stray, mut embedded) = (true, false, false);
    let marked = is_markup(text);
    let (mut rest, mut ends) = (text, Ends::default());
    while !rest.is_empty() {
        let at = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let (shown, tail) = rest.split_at(at);
        empty = empty && is_blank(shown);
        stray |= memchr_iter(b'"', shown.as_bytes()).any(|at| shown[at + 1..].starts_with('>'));
        let tag = if marked { Tag::at(tail, &mut ends) } else { None };
        embedded |= tag.as_ref().is_some_and(|tag| embeds(&tail[..tag.length]));
        // A picture and a field are seen, and so is a sign that begins no tag.
        let seen = tag.as_ref().map_or(!tail.is_empty(), |tag| matches!(&*tag.name, "img" | "input"));
        empty &= !seen;
        rest = &tail[tag.map_or(tail.len().min(1), |tag| tag.length)..];
    }
    if empty {
        look.raise(note, Reason::EmptyText, "text");
    }
    if embedded && !has_picture(text.as_bytes()) {
        look.raise(note, Reason::InlineImage, "text");
    }
    if stray {
        look.raise(note, Reason::StrayMarkup, "text");
    }
}

/// Whether a text shows nothing; references to spaces are spaces.
fn is_blank(shown: &str) -> bool {
    let mut rest = shown;
    loop {
        rest = rest.trim_start_matches(|character: char| {
            character.is_whitespace() || matches!(character, '\u{A0}' | '\u{AD}' | '\u{200B}' | '\u{FEFF}')
        });
        match ["&nbsp;", "&#160;"].iter().find_map(|space| rest.strip_prefix(space)) {
            Some(after) => rest = after,
            None => return rest.is_empty(),
        }
    }
}
