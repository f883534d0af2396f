//! What a browser takes for a tag.

use super::ahead::Ahead;
use super::element::{are_switches, is_element, is_english};
use super::reference::resolved;

/// A tag, a comment, or what names the kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reconcile) struct Tag<'t> {
    /// Its bytes.
    pub(in crate::reconcile) length: usize,
    /// As it is written; empty of a comment.
    pub(in crate::reconcile) name: &'t str,
    /// Whether it ends an element.
    pub(in crate::reconcile) closes: bool,
    /// What stands between its name and its end.
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// The tag that the rest of a text starts with. Words in brackets that are no element, and what never ends, are text.
    pub(in crate::reconcile) fn at(text: &'t str, ahead: &mut Ahead) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let length = "<!--".len() + comment_length(comment, ahead)?;
            return Some(Self { length, name: "", closes: false, attributes: "" });
        }
        if let Some(length) = conditional(text) {
            return Some(Self { length, name: "", closes: false, attributes: "" });
        }
        let inner = text.strip_prefix('<')?;
        let named = inner.strip_prefix('/');
        let (closes, inner) = (named.is_some(), named.unwrap_or(inner));
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'!' | b'?');
        let (name, rest) = inner.split_at(inner.bytes().take_while(|byte| of_name(*byte)).count());
        let next = rest.chars().next()?;
        if !(next.is_whitespace() || matches!(next, '>' | '/')) || !(is_element(name) || is_preamble(name)) {
            return None;
        }
        let end = closing_bracket(text)?;
        let attributes = &text[text.len() - rest.len()..end];
        let is_tag = closes || is_preamble(name) || is_meant(name, attributes, &text[end + 1..], ahead);
        is_tag.then_some(Self { length: end + 1, name, closes, attributes })
    }

    /// Whether its name is one of these.
    pub(in crate::reconcile) fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// The value of an attribute, as it is shown: references read, white space folded. Empty where none is given.
    pub(in crate::reconcile) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((name, value, after)) = next_attribute(rest) {
            if name.eq_ignore_ascii_case(wanted) {
                let words = resolved(value);
                return Some(words.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            rest = after;
        }
        None
    }
}

/// Whether brackets with the name of an element are meant as its beginning, by what else stands in them and after them.
fn is_meant(name: &str, attributes: &str, after: &str, ahead: &mut Ahead) -> bool {
    let words = attributes.trim_matches(|sign: char| sign.is_whitespace() || sign == '/');
    if words.is_empty() {
        return !is_english(name) || ahead.until_closed(after, name).is_some();
    }
    words.contains('=') || are_switches(words)
}

/// The bytes of a condition that a word processor leaves beside what it is about: `<![if …]>`, `<![endif]>`.
fn conditional(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("<![")?;
    let (words, _) = inside.split_at(inside.find(['<', '>']).filter(|end| inside[*end..].starts_with('>'))?);
    let length = "<![".len() + words.len() + ">".len();
    let words = words.to_ascii_lowercase();
    let words = words.trim_end_matches("--").strip_suffix(']')?;
    (words.starts_with("if ") || words == "endif").then_some(length)
}

/// An attribute's name, its value, and what follows.
fn next_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
    if text.is_empty() {
        return None;
    }
    let length = text.find(|sign: char| sign.is_whitespace() || sign == '=' || sign == '/');
    let (name, after) = text.split_at(length.unwrap_or(text.len()));
    let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
        return Some((name, "", after));
    };
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some((name, value, after));
        }
    }
    let (value, after) = value.split_at(value.find(char::is_whitespace).unwrap_or(value.len()));
    Some((name, value, after))
}

/// Whether a name is one of those that stand before a document and show nothing.
fn is_preamble(name: &str) -> bool {
    ["!doctype", "?xml", "?xml:namespace"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The bytes of a comment after its opening, its end included; none where it has no end.
fn comment_length(comment: &str, ahead: &mut Ahead) -> Option<usize> {
    // `<!-->` ends at once: its end shares two dashes with its opening.
    if comment.starts_with('>') {
        return Some(1);
    }
    if comment.starts_with("->") {
        return Some(2);
    }
    ahead.comment_end(comment).map(|at| at + "-->".len())
}

/// The place of the bracket that ends a tag; brackets within quotes do not. A tag that another begins in has no end: a text
/// of nothing but openings is then looked through three times at most, once a kind of quotes and once without.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut within = None;
    let bracket = text.bytes().skip(1).position(|byte| match within {
        None if matches!(byte, b'"' | b'\'') => {
            within = Some(byte);
            false
        }
        None => matches!(byte, b'<' | b'>'),
        Some(quote) => {
            within = within.filter(|_| quote != byte);
            false
        }
    })?;
    Some(bracket + 1).filter(|end| text[*end..].starts_with('>'))
}

/// Whether a text has a tag of an element; else it is plain, whatever stands in brackets or in comments.
pub(in crate::reconcile) fn is_marked(text: &str) -> bool {
    let mut ahead = Ahead::of(text);
    memchr::memchr_iter(b'<', text.as_bytes())
        .any(|at| Tag::at(&text[at..], &mut ahead).is_some_and(|tag| is_element(tag.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_elements_make_a_text_marked() {
        for text in ["a <b>b", "<P class='x>y'>", "</div>", "<o:p/>", "<br>"] {
            assert!(is_marked(text), "{text}");
        }
        for text in [
            "<Not known>",
            "x <y and z> 3",
            "<b5 line>",
            "<!-- a -->",
            "<!doctype html>",
            "< p>",
            "<p",
            "a<b",
        ] {
            assert!(!is_marked(text), "{text}");
        }
    }

    #[test]
    fn what_never_ends_is_text() {
        for text in ["<!-- a", "<p class='a>", "<p class=a <p>", "<![endif] <p>"] {
            assert_eq!(Tag::at(text, &mut Ahead::of(text)), None, "{text}");
        }
    }
}
