//! Tags of HTML in a note's text.

use memchr::{memchr, memchr_iter, memchr2};

use super::character_reference::without_references;
use super::html_element::{is_element, is_lone_attribute, is_word};
use super::html_ends::Ends;

/// A tag, comment or declaration at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::map) struct Tag<'t> {
    /// How long it is, in bytes.
    pub(in crate::map) length: usize,
    /// In lower case; `!` of a comment.
    pub(in crate::map) name: String,
    /// Whether it ends an element.
    pub(super) closing: bool,
    /// What follows its name, up to its end.
    inside: &'t str,
}

impl<'t> Tag<'t> {
    /// The tag at the start of what is left of a text, of which ends are known; none where it starts with something else, as a
    /// word in angle brackets.
    pub(in crate::map) fn at(text: &'t str, ends: &mut Ends) -> Option<Self> {
        if text.starts_with("<!--") {
            // The end may share its dashes with the beginning.
            let length = ends.comment(&text[2..])? + 5;
            return Some(Self { length, ..Self::unseen() });
        }
        let inner = text.strip_prefix('<')?;
        if let Some(condition) = inner.strip_prefix("![") {
            return Self::condition(condition).map(|length| Self { length: length + 3, ..Self::unseen() });
        }
        let (closing, named) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
        let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '!' | '?');
        let end_of_name = named.find(|c: char| !of_name(c))?;
        let (name, rest) = named.split_at(end_of_name);
        if !rest.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/') {
            return None;
        }
        let name = name.to_ascii_lowercase();
        if !(is_element(&name) || is_declaration(&name)) {
            return None;
        }
        let length = tag_end(text)?;
        let inside = &text[text.len() - rest.len()..length - 1];
        let tag = Self { length, name, closing, inside };
        (!tag.is_text(&text[length..], ends)).then_some(tag)
    }

    /// Whether it is no tag but words that somebody put in angle brackets: no attributes stand behind its name, or its name
    /// alone is a word, and nothing in the rest of the text ends such an element.
    fn is_text(&self, rest: &str, ends: &mut Ends) -> bool {
        let inside = self.inside.trim_matches(|c: char| c.is_whitespace() || c == '/');
        if self.closing || is_declaration(&self.name) {
            false
        } else if inside.is_empty() {
            is_word(&self.name) && ends.element(rest, &self.name).is_none()
        } else {
            !inside.contains('=') && !inside.split_whitespace().all(is_lone_attribute)
        }
    }

    /// What no browser shows.
    fn unseen() -> Self {
        Self { length: 0, name: "!".to_owned(), closing: false, inside: "" }
    }

    /// How long what a word processor says to itself is, after `<![`: `if !supportLists]>` and `endif]>`.
    fn condition(text: &str) -> Option<usize> {
        let (said, end) = text.split_at(memchr2(b'<', b'>', text.as_bytes())?);
        if end.starts_with('<') {
            return None;
        }
        let words = said.strip_suffix("--").unwrap_or(said).strip_suffix(']')?.to_ascii_lowercase();
        (words == "endif" || words.starts_with("if ")).then_some(said.len() + 1)
    }

    /// Whether it begins an element of this name.
    pub(super) fn opens(&self, name: &str) -> bool {
        !self.closing && self.name == name
    }

    /// The value of an attribute, references read and white space folded; empty where it has no value.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.inside;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(value) => attribute_value(value.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                let value = without_references(value);
                return Some(value.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            if after.is_empty() {
                return None;
            }
            rest = after;
        }
    }
}

/// The value that a text starts with, and what follows it.
fn attribute_value(text: &str) -> (&str, &str) {
    match text.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split_once(&text[..1]).unwrap_or((quoted, "")),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

/// What names the kind of a document, and shows nothing.
fn is_declaration(name: &str) -> bool {
    matches!(name, "!doctype" | "?xml" | "?xml:namespace")
}

/// Whether a text has a tag of an element; without one it is plain.
pub(in crate::map) fn is_markup(text: &str) -> bool {
    let mut ends = Ends::default();
    memchr_iter(b'<', text.as_bytes())
        .filter_map(|at| Tag::at(&text[at..], &mut ends))
        .any(|tag| tag.name.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// The length of a tag, quotes heeded; none where it never ends, or where another begins first. No two beginnings are at one
/// place in the same quotes, so that all of a text are read in time that grows with its length.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

/// What the options of a list that are chosen show; the first where none is, as a screen has it. Nothing of a list without
/// options.
pub(super) fn chosen_options(list: &str) -> Vec<&str> {
    let (mut options, mut open, mut from, mut ends) = (Vec::new(), None, 0, Ends::default());
    while let Some(at) = memchr(b'<', &list.as_bytes()[from..]).map(|at| from + at) {
        let Some(tag) = Tag::at(&list[at..], &mut ends) else {
            from = at + 1;
            continue;
        };
        from = at + tag.length;
        if matches!(&*tag.name, "option" | "optgroup") {
            options.extend(open.take().map(|(chosen, start)| (chosen, &list[start..at])));
        }
        if tag.opens("option") {
            open = Some((tag.attribute("selected").is_some(), from));
        }
    }
    options.extend(open.map(|(chosen, start)| (chosen, &list[start..])));
    if options.iter().any(|(chosen, _)| *chosen) {
        options.retain(|(chosen, _)| *chosen);
    } else {
        options.truncate(1);
    }
    options.into_iter().map(|(_, shown)| shown).collect()
}
