//! One rule that turns a note's text, whatever dialect it is in, into the declared note markup.
//!
//! The markup has paragraphs and line breaks only. Every visible character stays; what is not visible (tags,
//! styles, scripts, comments) goes. Plain text is recognised by having no tag and no character reference.

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
    let mut page = Page::default();
    if is_markup(source) {
        read_markup(source, &mut page)
    } else {
        read_plain(source, &mut page)
    }
    page.finish()
}

/// Whether a text has a tag that a browser would take as one.
fn is_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag_at(&text[at..]).is_some())
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

fn read_plain(text: &str, page: &mut Page) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            page.line_end();
        }
        line.chars().for_each(|character| page.push_kept(character));
    }
}

fn read_markup(text: &str, page: &mut Page) {
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((length, name)) = tag_at(rest) {
            let body = &rest[length..];
            rest = skip_hidden(body, &name);
            page.tag(&name);
        } else if let Some((length, text)) = reference_at(rest) {
            text.chars().for_each(|character| page.push_kept(character));
            rest = &rest[length..];
        } else {
            let character = rest.chars().next().expect("the rest is not empty");
            page.push_flowing(character);
            rest = &rest[character.len_utf8()..];
        }
    }
}

/// What follows the content of an element that a browser never shows.
fn skip_hidden<'a>(body: &'a str, name: &str) -> &'a str {
    if !matches!(name, "script" | "style" | "head" | "title" | "xml") {
        return body;
    }
    let close = format!("</{name}");
    let at = body.char_indices().find(|(at, _)| {
        body.get(*at..*at + close.len()).is_some_and(|tail| tail.eq_ignore_ascii_case(&close))
    });
    at.map_or("", |(at, _)| &body[at..])
}

/// A character reference at the start of a text: its length and what it stands for.
fn reference_at(text: &str) -> Option<(usize, String)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let stands_for = match name.strip_prefix('#') {
        Some(number) => numbered(number)?.to_string(),
        None => named(name)?.to_owned(),
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

fn named(name: &str) -> Option<&'static str> {
    let stands_for = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        "pound" => "£",
        "euro" => "€",
        "ndash" => "–",
        "mdash" => "—",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "hellip" => "…",
        "bull" => "•",
        "middot" => "·",
        "copy" => "©",
        "eacute" => "é",
        "egrave" => "è",
        "agrave" => "à",
        "ccedil" => "ç",
        "uuml" => "ü",
        "ouml" => "ö",
        "auml" => "ä",
        "shy" => "\u{ad}",
        _ => return None,
    };
    Some(stands_for)
}

/// Paragraphs while they are collected.
#[derive(Default)]
struct Page {
    paragraphs: Vec<String>,
    open: String,
    /// A space that is written only when more text follows in the line.
    space: bool,
}

impl Page {
    /// A character of running text, in which white space folds.
    fn push_flowing(&mut self, character: char) {
        if matches!(character, ' ' | '\t' | '\n' | '\r') {
            self.space = !self.open.is_empty() && !self.open.ends_with('\n');
        } else {
            self.push_kept(character);
        }
    }

    /// A character that stays as it is.
    fn push_kept(&mut self, character: char) {
        if std::mem::take(&mut self.space) {
            self.open.push(' ');
        }
        self.open.push(character);
    }

    fn line_end(&mut self) {
        self.space = false;
        self.open.push('\n');
    }

    fn tag(&mut self, name: &str) {
        match name.trim_start_matches('/') {
            "br" => self.line_end(),
            "img" if !name.starts_with('/') => {
                IMAGE_MARK.chars().for_each(|character| self.push_kept(character))
            }
            "td" | "th" if name.starts_with('/') => self.space = !self.open.is_empty(),
            "p" | "div" | "li" | "ul" | "ol" | "table" | "tr" | "tbody" | "thead" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "blockquote" | "hr" | "body" | "html" | "pre" | "dl" | "dt" | "dd"
            | "section" | "article" => {
                self.paragraph_end();
            }
            _ => {}
        }
    }

    fn paragraph_end(&mut self) {
        self.space = false;
        let text = std::mem::take(&mut self.open);
        if !text.is_empty() {
            self.paragraphs.push(text);
        }
    }

    fn finish(mut self) -> String {
        self.paragraph_end();
        let mut markup = String::new();
        for paragraph in &self.paragraphs {
            markup.push_str("<p>");
            for character in paragraph.chars() {
                match character {
                    '&' => markup.push_str("&amp;"),
                    '<' => markup.push_str("&lt;"),
                    '>' => markup.push_str("&gt;"),
                    '\n' => markup.push_str("<br>"),
                    other => markup.push(other),
                }
            }
            markup.push_str("</p>");
        }
        markup
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
