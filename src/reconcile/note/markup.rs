//! Note markup: `<p>` a paragraph, `<br>` a line end within it, `&amp; &lt; &gt;` for the characters themselves.

use std::borrow::Cow;

/// The text of a paragraph's inside, its breaks as LF; none where it holds any other markup.
pub(in crate::reconcile) fn unescape(inner: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr3(b'<', b'&', b'>', inner.as_bytes()) else {
        return Some(Cow::Borrowed(inner));
    };
    let mut text = String::with_capacity(inner.len());
    text.push_str(&inner[..first]);
    let mut rest = &inner[first..];
    while let Some(at) = memchr::memchr3(b'<', b'&', b'>', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let (character, after) = token(&rest[at..])?;
        text.push(character);
        rest = after;
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

fn token(text: &str) -> Option<(char, &str)> {
    const TOKENS: [(&str, char); 4] = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("<br>", '\n')];
    TOKENS.iter().find_map(|(token, character)| Some((*character, text.strip_prefix(token)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_declared_markup_is_read() {
        assert_eq!(unescape("a &amp;lt; b<br>c &gt; d").as_deref(), Some("a &lt; b\nc > d"));
        assert_eq!(unescape("plain"), Some(Cow::Borrowed("plain")));
        for wrong in ["a < b", "a & b", "a > b", "<b>a", "a&quot;", "<br/>"] {
            assert_eq!(unescape(wrong), None, "{wrong}");
        }
    }
}
