//! The content of a picture that stands in a text: where it ends.

use memchr::memmem;

/// What the content may stand in. Within a style, quotes are written as entities.
const QUOTES: [&str; 6] = ["\"", "'", "&quot;", "&#34;", "&apos;", "&#39;"];

/// The entities that end it where it stands in no quotes.
const ENDS: [&str; 9] = ["&quot;", "&#34;", "&apos;", "&#39;", "&#41;", "&lt;", "&gt;", "&nbsp;", "&#160;"];

/// The content of a picture.
pub(super) struct ImageContent<'t> {
    /// Up to the quote that stands before the picture too, else as far as letters of base64 go.
    pub(super) letters: &'t str,
    /// Whether that is all of it: where that cannot be told, half a picture would pass for a whole one.
    pub(super) is_whole: bool,
}

impl<'t> ImageContent<'t> {
    /// The content at the start of `rest`, of a picture that begins where `before` ends.
    pub(super) fn of(before: &str, rest: &'t str) -> Self {
        let quote = QUOTES.iter().find(|quote| before.ends_with(**quote));
        let quoted = quote.map(|quote| memmem::find(rest.as_bytes(), quote.as_bytes()));
        let own = || &rest[..rest.bytes().take_while(|byte| is_letter(*byte)).count()];
        match quoted {
            Some(Some(end)) => Self { letters: &rest[..end], is_whole: true },
            // A text that was cut off.
            Some(None) => Self { letters: own(), is_whole: false },
            None => Self { letters: own(), is_whole: ends(own(), &rest[own().len()..]) },
        }
    }
}

/// Whether these letters are all of a picture in no quotes. It may go on after what stands for a letter of base64, and after
/// the end of a line where nothing fills up the last letters.
fn ends(letters: &str, behind: &str) -> bool {
    let goes_on = || behind.trim_ascii_start().bytes().next().is_some_and(is_letter);
    match behind.bytes().next() {
        Some(b'\r' | b'\n') => letters.ends_with('=') || !goes_on(),
        Some(b'&') => ENDS.iter().any(|end| behind.starts_with(end)),
        Some(b'%' | b'-' | b'_' | b'\\') => false,
        _ => true,
    }
}

/// Letters of base64 without the white space between them; none where that parts words and not lines.
pub(super) fn letters(content: &str) -> Option<Vec<u8>> {
    let mut letters = Vec::with_capacity(content.len());
    for part in content.split_inclusive(['\r', '\n']) {
        let line = part.trim_ascii();
        if line.bytes().any(|byte| byte.is_ascii_whitespace()) {
            return None;
        }
        letters.extend_from_slice(line.as_bytes());
    }
    Some(letters)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}
