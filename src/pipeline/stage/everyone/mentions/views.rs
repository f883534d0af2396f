//! A text as it is looked at: as it is written, and as it is seen.

use std::borrow::Cow;

/// Stands for letters that nobody sees, such as soft hyphens.
const UNSEEN: char = '\u{1f}';

/// Stands for letters that are neither in keys nor in numbers, nor between groups of one.
const OTHER: char = '?';

/// How far letters of full width stand behind those of ASCII.
const WIDER: u32 = 0xfee0;

/// The most bytes of an entity, from `&` to `;`.
const LONGEST_ENTITY: usize = 16;

/// The most letters between two groups of one number.
const WIDEST: usize = 3;

/// Elements that stand on lines of their own, or in cells; others part no words.
const BLOCKS: [&str; 35] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// The text with its markup, and without it where it has any; both in ASCII, with entities as what they stand for.
pub(super) fn views(text: &str) -> (Cow<'_, str>, Option<String>) {
    let plain = text.is_ascii() && !text.bytes().any(|byte| byte == b'&' || byte == b'%');
    let marked = if plain { Cow::Borrowed(text) } else { Cow::Owned(View::of(text, false)) };
    let more = text.contains('<') || marked.contains(UNSEEN);
    let seen = more.then(|| View::of(text, true));
    (marked, seen)
}

/// Whether nothing but white space parts two groups, however much it is.
pub(super) fn is_white(gap: &str) -> bool {
    !gap.is_empty() && gap.bytes().all(|byte| matches!(byte, b' ' | b'\t'..=b'\r' | 0x1f))
}

/// Whether this may stand between two groups of one number.
pub(super) fn is_between(gap: &str) -> bool {
    is_gap(gap, |byte| matches!(byte, b'/' | b','))
}

/// Whether two numbers are so near to each other that they are one.
pub(super) fn is_near(gap: &str) -> bool {
    is_gap(gap, |_| false)
}

/// Whether a few signs part two groups, whatever they are.
pub(super) fn is_short(gap: &str) -> bool {
    (1..=WIDEST).contains(&gap.len()) && !gap.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn is_gap(gap: &str, also: impl Fn(u8) -> bool) -> bool {
    let parts = |byte: u8| matches!(byte, b' ' | b'\t'..=b'\r' | b'-' | b'.' | 0x1f) || also(byte);
    (1..=WIDEST).contains(&gap.len()) && gap.bytes().all(parts)
}

struct View<'t> {
    text: &'t str,
    seen: bool,
    /// Where the last tag and the last comment end, at most.
    last: [Option<usize>; 2],
    out: String,
}

impl View<'_> {
    fn of(text: &str, seen: bool) -> String {
        let last = if seen { [text.rfind('>'), text.rfind("-->")] } else { [None, None] };
        let mut view = View { text, seen, last, out: String::with_capacity(text.len()) };
        let mut at = 0;
        loop {
            let plain = view.plain(at);
            view.out.push_str(&text[at..at + plain]);
            at += plain;
            let Some(letter) = text[at..].chars().next() else { return view.out };
            at += view.step(at, letter);
        }
    }

    /// How many bytes from here stand in a view as they are.
    fn plain(&self, at: usize) -> usize {
        let is_plain = |byte: &u8| match byte {
            b'&' | b'%' | 0x1f => false,
            b'<' => !self.seen,
            byte => byte.is_ascii(),
        };
        self.text.as_bytes()[at..].iter().take_while(|byte| is_plain(byte)).count()
    }

    /// Takes what stands here, and says how many bytes it has.
    fn step(&mut self, at: usize, letter: char) -> usize {
        let rest = &self.text[at..];
        if letter == '<' && self.seen {
            if let Some(end) = self.comment(at).or_else(|| self.tag(at)) {
                return end - at;
            }
        } else if let Some((decoded, length)) = match letter {
            '&' => entity(rest),
            '%' => escaped(rest),
            _ => None,
        } {
            self.push(decoded);
            return length;
        }
        self.push(letter);
        letter.len_utf8()
    }

    /// The end of a comment.
    fn comment(&self, at: usize) -> Option<usize> {
        let inner = at + 4;
        let ends = self.text[at..].starts_with("<!--") && self.last[1].is_some_and(|last| last >= inner);
        let length = ends.then(|| self.text[inner..].find("-->"))??;
        Some(inner + length + 3)
    }

    /// The end of a tag; one that parts words leaves a space.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let inner = &self.text[at + 1..];
        let begins = |first: u8| first.is_ascii_alphabetic() || matches!(first, b'/' | b'!' | b'?');
        let is_tag = inner.bytes().next().is_some_and(begins) && self.last[0].is_some_and(|last| last > at);
        let length = is_tag.then(|| inner.find('>'))??;
        let inner = inner[..length].trim_start_matches('/');
        let name = inner.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        if BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name)) {
            self.out.push(' ');
        }
        Some(at + 1 + length + 1)
    }

    fn push(&mut self, letter: char) {
        let letter = match letter {
            '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | UNSEEN => UNSEEN,
            // As wide as letters of Chinese; each stands for one of ASCII.
            '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(letter) - WIDER).map_or(OTHER, char::from),
            '\u{96}' | '\u{97}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            letter if letter.is_ascii() => letter,
            letter if letter.is_whitespace() => ' ',
            _ => OTHER,
        };
        if letter != UNSEEN || !self.seen {
            self.out.push(letter);
        }
    }
}

/// What an entity stands for, and how many bytes it has.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((letter, end + 1))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let all = digits.chars().all(|digit| digit.is_digit(radix));
    all.then(|| u32::from_str_radix(digits, radix).ok()).flatten().and_then(char::from_u32)
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" | "NonBreakingSpace" | "ensp" | "emsp" | "emsp13" | "emsp14" | "thinsp" | "ThinSpace"
        | "hairsp" | "numsp" | "puncsp" | "Tab" | "NewLine" => ' ',
        "shy" | "ZeroWidthSpace" | "NoBreak" | "zwj" | "zwnj" | "lrm" | "rlm" => UNSEEN,
        "ndash" | "mdash" | "hyphen" | "dash" | "horbar" | "minus" => '-',
        "period" => '.',
        "comma" => ',',
        "sol" => '/',
        "lowbar" => '_',
        "num" => '#',
        "colon" => ':',
        "semi" => ';',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// What `%` and two digits stand for in an address, where that is neither a letter nor a digit.
fn escaped(rest: &str) -> Option<(char, usize)> {
    let code = rest.get(1..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let letter = char::from(u8::from_str_radix(code, 16).ok()?);
    (letter.is_ascii() && !letter.is_ascii_alphanumeric()).then_some((letter, 3))
}
