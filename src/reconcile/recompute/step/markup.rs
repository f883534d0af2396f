//! The note markup that a note's text becomes, worked out from tokens.
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

/// A piece of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A character of running text.
    Flowing(char),
    /// A character that is kept whatever it is.
    Kept(char),
    /// A line end within a paragraph.
    Break,
    /// The end of a table cell.
    CellEnd,
    /// The end of a paragraph, where one is open.
    BlockEnd,
}

/// The declared markup of a note; nothing where it shows nothing.
pub(super) fn declared(source: &str) -> String {
    render(&tokens(source))
}

fn tokens(source: &str) -> Vec<Token> {
    let marked =
        source.char_indices().any(|(at, character)| character == '<' && tag(&source[at..]).is_some());
    if marked { marked_tokens(source) } else { plain_tokens(source) }
}

fn plain_tokens(source: &str) -> Vec<Token> {
    let lines = super::texts::with_line_feeds(source);
    lines
        .chars()
        .map(|character| if character == '\n' { Token::Break } else { Token::Kept(character) })
        .collect()
}

fn marked_tokens(source: &str) -> Vec<Token> {
    let (mut tokens, mut rest) = (Vec::with_capacity(source.len()), source);
    while let Some(first) = rest.chars().next() {
        if let Some((name, after)) = tag(rest) {
            tokens.extend(token_of(&name));
            if name == "img" {
                tokens.extend("[image]".chars().map(Token::Kept));
            }
            rest = if HIDDEN.contains(&name.as_str()) { after_hidden(after, &name) } else { after };
        } else if let Some((character, after)) = reference(rest) {
            tokens.push(Token::Kept(character));
            rest = after;
        } else {
            tokens.push(Token::Flowing(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    tokens
}

fn token_of(name: &str) -> Option<Token> {
    let (closing, element) = name.strip_prefix('/').map_or((false, name), |element| (true, element));
    match element {
        "br" => Some(Token::Break),
        "td" | "th" if closing => Some(Token::CellEnd),
        block if BLOCKS.contains(&block) => Some(Token::BlockEnd),
        _ => None,
    }
}

/// A tag at the start of a text, by its name in lower case (`/` before it where it closes, `!` for a comment), and
/// what follows it. A less-than sign before anything else is text.
fn tag(text: &str) -> Option<(String, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let after = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        return Some(("!".to_owned(), after));
    }
    let inner = text.strip_prefix('<')?;
    let name_at = usize::from(inner.starts_with('/'));
    let name_end = inner[name_at..]
        .find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, ':' | '!' | '?')))
        .map(|length| name_at + length)?;
    let name = &inner[..name_end];
    let starts_well =
        name[name_at..].starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '!' | '?'));
    let ends_well =
        inner[name_end..].starts_with(|next: char| next.is_whitespace() || matches!(next, '>' | '/'));
    if !(starts_well && ends_well) {
        return None;
    }
    let end = closing_bracket(inner)?;
    Some((name.to_ascii_lowercase(), &inner[end + 1..]))
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

fn render(tokens: &[Token]) -> String {
    let (mut out, mut line) = (String::new(), Line::default());
    for token in tokens {
        match token {
            Token::Flowing(' ' | '\t' | '\n' | '\r') => {
                line.space = !line.text.is_empty() && !line.text.ends_with('\n');
            }
            Token::Flowing(character) | Token::Kept(character) => line.push(*character),
            Token::Break => {
                line.space = false;
                line.text.push('\n');
            }
            Token::CellEnd => line.space = !line.text.is_empty(),
            Token::BlockEnd => line.end(&mut out),
        }
    }
    line.end(&mut out);
    out
}

/// A paragraph while its characters are collected; a space is written only where text follows it.
#[derive(Default)]
struct Line {
    text: String,
    space: bool,
}

impl Line {
    fn push(&mut self, character: char) {
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
        self.text.push(character);
    }

    fn end(&mut self, out: &mut String) {
        self.space = false;
        if !self.text.is_empty() {
            out.push_str(&paragraph(&self.text));
            self.text.clear();
        }
    }
}

/// A line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn paragraph(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 7);
    out.push_str("<p>");
    for character in line.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("<br>"),
            other => out.push(other),
        }
    }
    out.push_str("</p>");
    out
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
