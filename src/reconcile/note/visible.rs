//! What a reader sees of a note's source, in note markup.
//!
//! The declared rule, made a second time: nothing visible is lost. Where the text has a tag that a browser would take
//! as one, tags part paragraphs or go, white space folds, and character references stand for their characters; else
//! the text is plain and is one paragraph.

use super::line_feeds;

/// The note markup that a source text must give; empty where nothing of it is visible.
pub(in crate::reconcile) fn visible_markup(source: &str) -> String {
    let mut page = Page { markup: String::with_capacity(source.len() + 16), ..Page::default() };
    if has_tag(source) {
        page.read(source);
    } else {
        page.put(&line_feeds(source));
    }
    page.end_paragraph();
    page.markup
}

fn has_tag(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| Tag::at(&text[at..]).is_some())
}

/// A tag or comment.
struct Tag<'a> {
    length: usize,
    name: &'a str,
    closes: bool,
}

impl<'a> Tag<'a> {
    /// The tag that a text starts with.
    fn at(text: &'a str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let length = comment_length(comment).map_or(text.len(), |length| length + "<!--".len());
            return Some(Self { length, name: "", closes: false });
        }
        let inner = text.strip_prefix('<')?;
        let named = inner.strip_prefix('/');
        let (closes, inner) = (named.is_some(), named.unwrap_or(inner));
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'!' | b'?');
        let length = inner.bytes().take_while(|byte| of_name(*byte)).count();
        let name = &inner[..length];
        let first = name.bytes().next()?;
        if !(first.is_ascii_alphabetic() || matches!(first, b'!' | b'?')) {
            return None;
        }
        let next = inner[length..].chars().next()?;
        if !(next.is_whitespace() || matches!(next, '>' | '/')) {
            return None;
        }
        Some(Self { length: end_of_tag(text)?, name, closes })
    }

    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// The bytes of a comment after its opening, its end included.
fn comment_length(comment: &str) -> Option<usize> {
    // `<!-->` ends at once: its end shares two dashes with its opening.
    if comment.starts_with('>') {
        return Some(1);
    }
    if comment.starts_with("->") {
        return Some(2);
    }
    memchr::memmem::find(comment.as_bytes(), b"-->").map(|at| at + 3)
}

/// The bytes of a tag up to its `>`; one within quotes does not count.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut within = None;
    for (at, byte) in text.bytes().enumerate() {
        match within {
            Some(quote) if byte == quote => within = None,
            None if matches!(byte, b'"' | b'\'') => within = Some(byte),
            None if byte == b'>' => return Some(at + 1),
            Some(_) | None => {}
        }
    }
    None
}

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
const HIDDEN: [&str; 5] = ["script", "style", "head", "title", "xml"];

/// The page while it is read.
#[derive(Default)]
struct Page {
    markup: String,
    /// Whether a paragraph is open.
    open: bool,
    /// Whether the open paragraph ends in a break.
    broken: bool,
    /// A space that is put only when more text follows in the line.
    space: bool,
}

impl Page {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let special = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.flow(&rest[..special]);
            rest = &rest[special..];
            if rest.is_empty() {
                break;
            } else if let Some(tag) = Tag::at(rest) {
                self.tag(&tag);
                let after = &rest[tag.length..];
                rest = if !tag.closes && tag.is(&HIDDEN) { after_hidden(after, tag.name) } else { after };
            } else if let Some((length, character)) = reference(rest) {
                self.put(character.encode_utf8(&mut [0; 4]));
                rest = &rest[length..];
            } else {
                self.put(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }

    /// Running text, in which white space folds.
    fn flow(&mut self, text: &str) {
        let mut rest = text;
        let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        while let Some(end) = rest.bytes().position(is_space) {
            self.put(&rest[..end]);
            self.space = self.open && !self.broken;
            rest = &rest[end + 1..];
        }
        self.put(rest);
    }

    /// Text that stays as it is.
    fn put(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.open {
            self.markup.push_str("<p>");
            self.open = true;
        }
        if std::mem::take(&mut self.space) {
            self.markup.push(' ');
        }
        self.broken = text.ends_with('\n');
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\n')) {
            self.markup.push_str(&rest[..at]);
            self.markup.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "<br>",
            });
            rest = &rest[at + 1..];
        }
        self.markup.push_str(rest);
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.is(&["br"]) {
            self.space = false;
            self.put("\n");
        } else if !tag.closes && tag.is(&["img"]) {
            self.put("[image]");
        } else if tag.closes && tag.is(&["td", "th"]) {
            self.space = self.open;
        } else if tag.is(&BLOCKS) {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.open) {
            self.markup.push_str("</p>");
        }
        self.space = false;
        self.broken = false;
    }
}

/// What follows the content of an element that a browser never shows.
fn after_hidden<'a>(text: &'a str, name: &str) -> &'a str {
    let closing = |at: &usize| {
        let tag = &text.as_bytes()[*at..];
        tag.get(1) == Some(&b'/')
            && tag.get(2..2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = memchr::memchr_iter(b'<', text.as_bytes()).find(closing);
    end.map_or("", |at| &text[at..])
}

/// A character reference that a text starts with: its length and what it stands for.
fn reference(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => NAMED.iter().find(|(own, _)| *own == name)?.1,
    };
    Some((end + 2, character))
}

fn numbered(number: &str) -> Option<char> {
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let code = match hexadecimal {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|character| *character != '\0')
}

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

#[cfg(test)]
mod tests {
    use super::visible_markup;

    #[test]
    fn plain_text_is_one_paragraph() {
        assert_eq!(visible_markup("A & b\r\nc < d"), "<p>A &amp; b<br>c &lt; d</p>");
        assert_eq!(visible_markup("  a  b "), "<p>  a  b </p>");
        assert_eq!(visible_markup(""), "");
    }

    #[test]
    fn tags_go_and_what_they_hold_stays() {
        let source = "<div>First&nbsp;<b>bold</b></div><div>2 &lt; 3</div><style>p{}</style><p class='x>y'>end<br/>more</p>";
        assert_eq!(visible_markup(source), "<p>First\u{a0}bold</p><p>2 &lt; 3</p><p>end<br>more</p>");
        assert_eq!(visible_markup("<p>5 <6 and a<b</p>"), "<p>5 &lt;6 and a&lt;b</p>");
        assert_eq!(visible_markup("<!-- x --> a <i> b</i>"), "<p>a b</p>");
        assert_eq!(visible_markup("<table><tr><td>a</td><td>b</td></tr></table>"), "<p>a b</p>");
    }
}
