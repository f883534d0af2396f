//! Warnings about the texts of notes: what a reader would not see, or would see as rubbish.

use super::{Look, Raised, own};
use crate::reconcile::html::{Ahead, Tag, is_marked};
use crate::reconcile::recompute::cause::forms::has_picture;
use crate::record::Reason;

/// Odd texts of notes.
pub(super) fn odd_texts(look: &Look<'_, '_>, out: &mut Raised) {
    let Some(field) = look.field("text") else { return };
    for (place, note) in own(look) {
        let text = note.get(field).text().unwrap_or_default();
        let seen = Seen::of(text);
        let found = [
            (Reason::CidReference, names_a_picture(text)),
            (Reason::InlineImage, has_picture(text)),
            (Reason::Mojibake, is_garbled(text)),
            (Reason::ReplacementCharacter, text.contains('\u{FFFD}')),
            (Reason::EmptyText, !seen.something),
            (Reason::StrayMarkup, seen.stray),
        ];
        let odd = found.into_iter().filter(|(_, found)| *found);
        out.extend(odd.map(|(reason, _)| (place, reason, Some(field))));
    }
}

/// Whether a text refers to a picture that came with a mail.
fn names_a_picture(text: &str) -> bool {
    if !text.contains([':']) {
        return false;
    }
    let small = text.to_ascii_lowercase();
    ["src=\"cid:", "src='cid:", "src=cid:", "[cid:"].into_iter().any(|mark| small.contains(mark))
}

/// Whether letters of two bytes, or a curly quote of three, were read as one byte each.
fn is_garbled(text: &str) -> bool {
    let mut lead = false;
    text.contains("\u{E2}\u{20AC}")
        || text.chars().any(|letter| {
            let garbled = lead && ('\u{80}'..='\u{BF}').contains(&letter);
            lead = matches!(letter, '\u{C3}' | '\u{C2}');
            garbled
        })
}

/// What a reader sees of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    /// Anything but white space.
    something: bool,
    /// The end of a tag that has no beginning.
    stray: bool,
}

impl Seen {
    fn of(text: &str) -> Self {
        let marked = is_marked(text);
        let (mut seen, mut rest, mut ahead) = (Self::default(), text, Ahead::of(text));
        while let Some(sign) = rest.find('<') {
            seen.take(&rest[..sign]);
            rest = &rest[sign..];
            let tag = Tag::at(rest, &mut ahead).filter(|_| marked);
            seen.something |= tag.is_none_or(|tag| tag.is(&["img", "input"]));
            rest = &rest[tag.map_or(1, |tag| tag.length)..];
        }
        seen.take(rest);
        seen
    }

    fn take(&mut self, part: &str) {
        let spaces =
            ["&nbsp;", "&#160;"].into_iter().fold(part.to_owned(), |part, one| part.replace(one, " "));
        let unseen = |sign: char| sign.is_whitespace() || matches!(sign, '\u{AD}' | '\u{200B}' | '\u{FEFF}');
        self.something |= !spaces.chars().all(unseen);
        self.stray |= part.contains("\">");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_told_from_what_is_not() {
        let seen = |something, stray| Seen { something, stray };
        for (text, expected) in [
            ("", seen(false, false)),
            ("<p>&nbsp; \u{A0}</p>", seen(false, false)),
            ("<p title='a>b'></p>", seen(false, false)),
            ("<IMG src='x'>", seen(true, false)),
            ("<p>a</p>", seen(true, false)),
            ("<", seen(true, false)),
            ("< p>", seen(true, false)),
            ("<Not known>", seen(true, false)),
            ("<input type=checkbox>", seen(true, false)),
            ("Arial\">text", seen(true, true)),
            ("<p class=\"a\">text</p>", seen(true, false)),
        ] {
            assert_eq!(Seen::of(text), expected, "{text}");
        }
    }

    #[test]
    fn pictures_and_garbled_letters_are_known() {
        assert!(names_a_picture("<img SRC=\"cid:1\">") && names_a_picture("[cid:1]"));
        assert!(!names_a_picture("acid: strong"));
        assert!(is_garbled("caf\u{C3}\u{A9}") && is_garbled("\u{E2}\u{20AC}\u{2122}"));
        assert!(!is_garbled("\u{C3}N \u{C2} \u{A3}") && !is_garbled("plain"));
    }
}
