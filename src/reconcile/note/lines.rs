//! Lines `Label: value` of a note.

use std::borrow::Cow;

use super::{Paragraphs, unescape};

/// The lines of a text in note markup, one a paragraph; none where it is not exactly such a text.
pub(crate) fn paragraph_lines(text: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut paragraphs = Paragraphs::new(text);
    let lines = paragraphs.by_ref().map(unescape).collect::<Option<Vec<_>>>()?;
    paragraphs.rest().is_empty().then_some(lines)
}

/// The lines of a plain text: LF parts two lines, unless two spaces follow.
pub(in crate::reconcile) fn plain_lines(text: &str) -> Vec<Cow<'_, str>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if !text[at + 1..].starts_with("  ") {
            lines.push(Cow::Borrowed(&text[start..at]));
            start = at + 1;
        }
    }
    lines.push(Cow::Borrowed(&text[start..]));
    lines
}

/// What stands after `Label: ` in a line of that label.
pub(in crate::reconcile) fn value_of<'l>(line: &'l str, label: &str) -> Option<&'l str> {
    line.strip_prefix(label)?.strip_prefix(": ")
}

/// A value of several lines without the two spaces after each inner line end; none where one lacks them.
pub(in crate::reconcile) fn without_continuation(value: &str) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'\n', value.as_bytes()).is_none() {
        return Some(Cow::Borrowed(value));
    }
    let mut lines = value.split('\n');
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        text.push('\n');
        text.push_str(line.strip_prefix("  ")?);
    }
    Some(Cow::Owned(text))
}

/// A text with every line end as LF.
pub(in crate::reconcile) fn line_feeds(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\r' {
            characters.next_if_eq(&'\n');
            whole.push('\n');
        } else {
            whole.push(character);
        }
    }
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_line_stays_a_value() {
        let lines = paragraph_lines("<p>Comments: a<br>  Country: b</p><p>Country: c</p>").unwrap();
        assert_eq!(lines, ["Comments: a\n  Country: b", "Country: c"]);
        assert_eq!(without_continuation(value_of(&lines[0], "Comments").unwrap()).unwrap(), "a\nCountry: b");
        assert_eq!(plain_lines("A: b\n  C: d\nC: e"), ["A: b\n  C: d", "C: e"]);
    }

    #[test]
    fn an_empty_text_is_a_value_and_other_forms_are_none() {
        assert_eq!(value_of("A: ", "A"), Some(""));
        assert_eq!(value_of("A:", "A"), None);
        assert_eq!(value_of("AB: c", "A"), None);
        assert_eq!(without_continuation("a\nb"), None);
        assert_eq!(without_continuation("a\n  \n    b").unwrap(), "a\n\n  b");
        assert_eq!(line_feeds("a\r\nb\rc\n\r\n"), "a\nb\nc\n\n");
    }
}
