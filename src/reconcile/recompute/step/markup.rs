//! The note markup that a note's text becomes, worked out tag by tag.
//!
//! Paragraphs and line breaks only. What a reader saw stays: text, characters written as references, line ends. What a
//! reader never saw goes: tags, comments, scripts, styles.

/// What is shown of a named character reference.
const NAMED: [(&str, char); 26] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("pound", '£'),
    ("euro", '€'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("ccedil", 'ç'),
    ("uuml", 'ü'),
    ("ouml", 'ö'),
    ("auml", 'ä'),
    ("shy", '\u{ad}'),
];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 25] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "tbody",
    "thead",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "hr",
    "body",
    "html",
    "pre",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
];

/// Elements whose content is never shown.
const HIDDEN: [&str; 5] = ["script", "style", "head", "title", "xml"];

/// The declared markup of a note; nothing where it shows nothing.
pub(super) fn declared(source: &str) -> String {
    let mut page = Page { out: String::with_capacity(source.len() + 16), ..Page::default() };
    if is_marked(source) {
        page.marked(source);
    } else {
        page.text = super::texts::with_line_feeds(source);
    }
    page.end();
    page.out
}

/// Whether a text has a tag that a browser would take as one; else it is plain.
fn is_marked(source: &str) -> bool {
    memchr::memchr_iter(b'<', source.as_bytes()).any(|at| Tag::at(&source[at..]).is_some())
}

/// A tag, or a comment.
struct Tag<'t> {
    closing: bool,
    /// As it is written; `!` of a comment.
    name: &'t str,
    /// What follows it.
    after: &'t str,
}

impl<'t> Tag<'t> {
    /// The tag at the start of a text. A less-than sign before anything else is text.
    fn at(text: &'t str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let after = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            return Some(Self { closing: false, name: "!", after });
        }
        let inner = text.strip_prefix('<')?;
        let closing = inner.starts_with('/');
        let named = &inner[usize::from(closing)..];
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'!' | b'?');
        let length = named.bytes().position(|byte| !of_name(byte))?;
        let (name, rest) = named.split_at(length);
        let starts_well =
            name.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '!' | '?'));
        let ends_well = rest.starts_with(|next: char| next.is_whitespace() || matches!(next, '>' | '/'));
        if !(starts_well && ends_well) {
            return None;
        }
        let end = closing_bracket(inner)?;
        Some(Self { closing, name, after: &inner[end + 1..] })
    }

    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| name.eq_ignore_ascii_case(self.name))
    }
}

/// The place of the bracket that ends a tag; brackets within quotes do not.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut within = None;
    text.bytes().position(|byte| {
        match within {
            None if matches!(byte, b'"' | b'\'') => within = Some(byte),
            None => return byte == b'>',
            Some(quote) if quote == byte => within = None,
            Some(_) => {}
        }
        false
    })
}

/// What follows the content of a hidden element: its closing tag, or nothing.
fn after_hidden<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        let found = rest.get(2..2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
        if found {
            return rest;
        }
        rest = &rest[2..];
    }
    ""
}

/// A character reference at the start of a text: what it shows, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let (name, after) = (&inner[..end], &inner[end + 1..]);
    let shown = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => NAMED.iter().find(|(own, _)| *own == name)?.1,
    };
    Some((shown, after))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|character| *character != '\0')
}

/// A note while its paragraphs are collected; a space is written only where text follows it.
#[derive(Default)]
struct Page {
    out: String,
    /// The paragraph so far.
    text: String,
    space: bool,
}

impl Page {
    fn marked(&mut self, source: &str) {
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            if let Some(tag) = Tag::at(rest) {
                self.tag(&tag);
                let hidden = !tag.closing && tag.is(&HIDDEN);
                rest = if hidden { after_hidden(tag.after, tag.name) } else { tag.after };
            } else if let Some((character, after)) = reference(rest) {
                self.push(character.encode_utf8(&mut [0; 4]));
                rest = after;
            } else {
                // What looks like a tag or a reference and is none is text, up to the next that may be one.
                let next = memchr::memchr2(b'<', b'&', &rest.as_bytes()[first.len_utf8()..]);
                let end = next.map_or(rest.len(), |at| at + first.len_utf8());
                self.flow(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.is(&["br"]) {
            self.space = false;
            self.text.push('\n');
        } else if tag.closing && tag.is(&["td", "th"]) {
            self.space = !self.text.is_empty();
        } else if tag.is(&BLOCKS) {
            self.end();
        } else if !tag.closing && tag.is(&["img"]) {
            self.push("[image]");
        }
    }

    /// Running text, in which white space folds.
    fn flow(&mut self, text: &str) {
        for (at, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if at > 0 {
                self.space = !self.text.is_empty() && !self.text.ends_with('\n');
            }
            self.push(word);
        }
    }

    /// Text that is kept whatever it is.
    fn push(&mut self, text: &str) {
        if !text.is_empty() && std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }

    fn end(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            put_paragraph(&mut self.out, &self.text);
            self.text.clear();
        }
    }
}

/// A line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn paragraph(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 7);
    put_paragraph(&mut out, line);
    out
}

/// Appends a line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn put_paragraph(out: &mut String, line: &str) {
    out.push_str("<p>");
    let mut rest = line;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\n')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "<br>",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push_str("</p>");
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(declared("A & b\r\n\r\nc < d &amp;"), "<p>A &amp; b<br><br>c &lt; d &amp;amp;</p>");
        assert_eq!(declared(""), "");
    }

    #[test]
    fn markup_keeps_what_was_seen() {
        for (source, shown) in [
            ("<div>a&nbsp;<b>b</b></div>\r\n<div>2 &lt; 3</div>", "<p>a\u{a0}b</p><p>2 &lt; 3</p>"),
            ("<style>p{}</style><p class='x>y'>end<br/> more </p>", "<p>end<br>more</p>"),
            ("<p>5 <6 and a<b</p>", "<p>5 &lt;6 and a&lt;b</p>"),
            ("<table><tr><td>a</td><td>b</td></tr></table><!-- c", "<p>a b</p>"),
            ("<p>&#x1F600;&#0;&unknown;</p>", "<p>😀&amp;#0;&amp;unknown;</p>"),
        ] {
            assert_eq!(declared(source), shown, "{source}");
        }
    }
}
