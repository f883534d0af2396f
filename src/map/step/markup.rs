//! One rule that turns a note's text, whatever dialect it is in, into the declared note markup.
//!
//! The markup has paragraphs and line breaks only. Every visible character stays; what is not visible (tags,
//! styles, scripts, comments) goes. Plain text is recognised by having no tag and no character reference.

use memchr::{memchr_iter, memchr2, memchr3};

use super::{Applied, StepDoc};

/// `html`
pub(super) const HTML: StepDoc = StepDoc {
    name: "html",
    summary: "the declared note markup",
    detail: "Paragraphs and line breaks only. Plain text, `<div>` and `<p>` bodies and pasted mail come to one form; every \
             visible character stays, a picture leaves the mark [image], tags and styles go.",
    example: ("<div>Seen at home.</div>", "<p>Seen at home.</p>"),
    loses: None,
    in_context: false,
};

pub(super) fn apply(text: &str) -> Applied<'_> {
    Applied::filled(to_note_markup(text).into(), None)
}

/// What stands where a picture was seen.
const IMAGE_MARK: &str = "[image]";

/// Turns a note into the declared markup: `<p>` a paragraph, `<br>` a line end within it, `& < >` escaped.
pub fn to_note_markup(source: &str) -> String {
    let mut page = Page { markup: String::with_capacity(source.len() + 16), ..Page::default() };
    if is_markup(source) {
        read_markup(source, &mut page);
    } else {
        read_plain(source, &mut page);
    }
    page.paragraph_end();
    page.markup
}

/// Whether a text has a tag that a browser would take as one.
fn is_markup(text: &str) -> bool {
    memchr_iter(b'<', text.as_bytes()).any(|at| tag_at(&text[at..]).is_some())
}

/// A tag or comment at the start of a text: its length and its name in lower case, `/` before it when it closes.
fn tag_at(text: &str) -> Option<(usize, String)> {
    if text.starts_with("<!--") {
        let end = text.find("-->").map_or(text.len(), |at| at + 3);
        return Some((end, "!".to_owned()));
    }
    let inner = text.strip_prefix('<')?;
    let (closing, name) = inner.strip_prefix('/').map_or(("", inner), |rest| ("/", rest));
    let length = name
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '!' || c == '?'))
        .unwrap_or(name.len());
    let known = closing.len() + length;
    let starts = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '!' || c == '?');
    let delimited = inner[known..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/');
    if !starts || !delimited {
        return None;
    }
    let end = tag_end(text)?;
    Some((end, format!("{closing}{}", name[..length].to_ascii_lowercase())))
}

/// The length of a tag, quotes heeded; none where it never ends.
pub(in crate::map) fn tag_end(text: &str) -> Option<usize> {
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

fn read_plain(text: &str, page: &mut Page) {
    let mut rest = text;
    while let Some(at) = memchr2(b'\n', b'\r', rest.as_bytes()) {
        page.push_kept(&rest[..at]);
        page.line_end();
        rest = &rest[at..];
        rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
    }
    page.push_kept(rest);
}

fn read_markup(text: &str, page: &mut Page) {
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let length = match first {
            b' ' | b'\t' | b'\n' | b'\r' => {
                page.space();
                1
            }
            b'<' => match tag_at(rest) {
                Some((length, name)) => {
                    page.tag(&name);
                    length + hidden_length(&rest[length..], &name)
                }
                None => push_one(rest, page),
            },
            b'&' => match reference_at(rest) {
                Some((length, '\n')) => {
                    page.push_kept_line_end();
                    length
                }
                Some((length, shown)) => {
                    page.push_kept(shown.encode_utf8(&mut [0; 4]));
                    length
                }
                None => push_one(rest, page),
            },
            _ => {
                let special = |byte: u8| matches!(byte, b'<' | b'&' | b' ' | b'\t' | b'\n' | b'\r');
                let length = rest.bytes().position(special).unwrap_or(rest.len());
                page.push_kept(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
}

/// A sign that begins nothing stands for itself.
fn push_one(rest: &str, page: &mut Page) -> usize {
    page.push_kept(&rest[..1]);
    1
}

/// The length of the content of an element that a browser never shows; 0 for any other.
fn hidden_length(body: &str, name: &str) -> usize {
    if !matches!(name, "script" | "style" | "head" | "title" | "xml") {
        return 0;
    }
    let closes = |at: &usize| {
        let tail = body.as_bytes()[*at..].strip_prefix(b"</");
        tail.and_then(|tail| tail.get(..name.len()))
            .is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr_iter(b'<', body.as_bytes()).find(closes).unwrap_or(body.len())
}

/// A character reference at the start of a text: its length and what it stands for.
fn reference_at(text: &str) -> Option<(usize, char)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let stands_for = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((end + 2, stands_for))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|character| *character != '\0')
}

fn named(name: &str) -> Option<char> {
    let stands_for = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "pound" => '£',
        "euro" => '€',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "copy" => '©',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "uuml" => 'ü',
        "ouml" => 'ö',
        "auml" => 'ä',
        "shy" => '\u{ad}',
        _ => return None,
    };
    Some(stands_for)
}

/// The markup while it is written.
#[derive(Default)]
struct Page {
    markup: String,
    /// Whether a paragraph is open.
    open: bool,
    /// Whether the open paragraph ends in a line end.
    broken: bool,
    /// A space that is written only when more text follows in the line.
    space: bool,
}

impl Page {
    /// White space in running text, which folds.
    fn space(&mut self) {
        self.space = self.open && !self.broken;
    }

    /// Text that stays as it is.
    fn push_kept(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.begin();
        if std::mem::take(&mut self.space) {
            self.markup.push(' ');
        }
        self.broken = false;
        let mut rest = text;
        while let Some(at) = memchr3(b'&', b'<', b'>', rest.as_bytes()) {
            self.markup.push_str(&rest[..at]);
            self.markup.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                _ => "&gt;",
            });
            rest = &rest[at + 1..];
        }
        self.markup.push_str(rest);
    }

    /// A line end written as a character reference.
    fn push_kept_line_end(&mut self) {
        self.begin();
        if std::mem::take(&mut self.space) {
            self.markup.push(' ');
        }
        self.line_end();
    }

    fn line_end(&mut self) {
        self.begin();
        self.space = false;
        self.broken = true;
        self.markup.push_str("<br>");
    }

    fn tag(&mut self, name: &str) {
        match name.trim_start_matches('/') {
            "br" => self.line_end(),
            "img" if !name.starts_with('/') => self.push_kept(IMAGE_MARK),
            "td" | "th" if name.starts_with('/') => self.space = self.open,
            "p" | "div" | "li" | "ul" | "ol" | "table" | "tr" | "tbody" | "thead" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "blockquote" | "hr" | "body" | "html" | "pre" | "dl" | "dt" | "dd"
            | "section" | "article" => {
                self.paragraph_end();
            }
            _ => {}
        }
    }

    fn begin(&mut self) {
        if !self.open {
            self.markup.push_str("<p>");
            self.open = true;
            self.space = false;
        }
    }

    fn paragraph_end(&mut self) {
        if std::mem::take(&mut self.open) {
            self.markup.push_str("</p>");
        }
        self.space = false;
        self.broken = false;
    }
}

#[cfg(test)]
mod tests {
    use super::to_note_markup;

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(to_note_markup("A & b\r\nc < d"), "<p>A &amp; b<br>c &lt; d</p>");
    }

    #[test]
    fn markup_loses_nothing_visible() {
        let source = "<div>First&nbsp;<b>bold</b></div><div>2 &lt; 3</div><style>p{}</style><p class='x>y'>end<br/>more</p>";
        assert_eq!(to_note_markup(source), "<p>First\u{a0}bold</p><p>2 &lt; 3</p><p>end<br>more</p>");
    }

    #[test]
    fn white_space_folds_where_a_browser_folds_it() {
        for (source, markup) in [
            ("<p> a \r\n b </p>\n<p>\t</p>", "<p>a b</p>"),
            ("<p>a<br> b</p>", "<p>a<br>b</p>"),
            ("<p>a &#10; b&#x20;</p>", "<p>a <br>b </p>"),
            ("<br>a", "<p><br>a</p>"),
            ("<tr><td>a</td> <td>b</td></tr>", "<p>a b</p>"),
            ("<p>a & b &unknown; &lt;</p>", "<p>a &amp; b &amp;unknown; &lt;</p>"),
            ("<script>if (a<b) {}</SCRIPT>c", "<p>c</p>"),
            ("<!-- a --><b>b</b><!-- c", "<p>b</p>"),
        ] {
            assert_eq!(to_note_markup(source), markup, "{source}");
        }
    }

    #[test]
    fn a_picture_leaves_a_mark() {
        assert_eq!(
            to_note_markup("<p>See <img src='cid:1@x' alt='x > y'/>here</p>"),
            "<p>See [image]here</p>"
        );
    }

    #[test]
    fn a_less_than_sign_is_no_tag() {
        assert_eq!(to_note_markup("<p>5 <6 and a<b</p>"), "<p>5 &lt;6 and a&lt;b</p>");
    }
}
