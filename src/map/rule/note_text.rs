//! What is odd in the text of a note.

use super::inspection::Inspection;
use crate::record::{Reason, SourceRecord};

/// Raises the codes of odd text. Nothing is repaired here.
pub(super) fn note_text(look: &mut Inspection<'_>) {
    let Some(field) = look.field("text") else { return };
    for note in look.own() {
        let text = note.get(field).text().unwrap_or_default();
        for (reason, found) in FINDINGS {
            if found(text) {
                look.raise(note, *reason, "text");
            }
        }
        judge_visible(look, note, &visible(text));
    }
}

/// Each code, and how it is found in the text as held.
const FINDINGS: &[(Reason, fn(&str) -> bool)] = &[
    (Reason::HtmlConverted, |text| has_tag(text) || text.contains('\n')),
    (Reason::Mojibake, mojibake),
    (Reason::ReplacementCharacter, |text| text.contains('\u{FFFD}')),
    (Reason::UnusualSpace, unusual_space),
    (Reason::ControlCharacter, control_character),
    (Reason::InlineImage, |text| contains(text, "data:image")),
    (Reason::CidReference, |text| {
        ["src=\"cid:", "src='cid:", "src=cid:", "[cid:"].iter().any(|mark| contains(text, mark))
    }),
];

fn judge_visible(look: &mut Inspection<'_>, note: &SourceRecord, visible: &str) {
    let blank =
        |character: char| character.is_whitespace() || "\u{A0}\u{AD}\u{200B}\u{FEFF}".contains(character);
    if visible.chars().all(blank) {
        look.raise(note, Reason::EmptyText, "text");
    }
    if visible.contains("\">") {
        look.raise(note, Reason::StrayMarkup, "text");
    }
}

/// Whether a text has a part, letter case apart.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let name = text[at + 1..].trim_start_matches('/');
        name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && name.contains('>')
    })
}

/// UTF-8 read as Windows-1252: the first byte of a two-byte letter, then one of the second; or a curly quote in three.
fn mojibake(text: &str) -> bool {
    let pairs = text.chars().zip(text.chars().skip(1));
    text.contains("â€")
        || pairs.into_iter().any(|(one, two)| "ÃÂ".contains(one) && ('\u{80}'..='\u{BF}').contains(&two))
}

fn unusual_space(text: &str) -> bool {
    let odd = |character| "\u{A0}\u{AD}\u{200B}\u{2007}\u{2028}\u{2029}\u{202F}".contains(character);
    let lone = text.match_indices('\r').any(|(at, _)| !text[at + 1..].starts_with('\n'));
    lone || text.chars().any(odd)
}

fn control_character(text: &str) -> bool {
    text.chars().any(|character| character.is_control() && !"\t\r\n".contains(character))
}

/// The text without tags, and with spaces for the character references that show nothing.
fn visible(text: &str) -> String {
    if !has_tag(text) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        shown.push_str(&rest[..at]);
        rest = after_tag(&rest[at..], &mut shown);
    }
    shown.push_str(rest);
    shown.replace("&nbsp;", " ").replace("&#160;", " ")
}

/// What follows a tag; an image leaves a mark, and what is no tag is shown.
fn after_tag<'a>(text: &'a str, shown: &mut String) -> &'a str {
    let named = text[1..].starts_with(|letter: char| letter.is_ascii_alphabetic() || "/!".contains(letter));
    let end = named.then(|| tag_end(text)).flatten();
    let Some(end) = end else {
        shown.push('<');
        return &text[1..];
    };
    if contains(&text[..end], "<img") {
        shown.push('#');
    }
    &text[end..]
}

/// The length of a tag, quotes heeded.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}
