//! Content within tags of a note that is no picture as one is usually written: it would go with its tag.

use memchr::{memchr, memchr2};

use super::character_reference::without_references;
use super::html_ends::Ends;
use super::html_tag::{Tag, is_markup};

/// Where tags begin that carry such content, in order.
pub(super) fn embedding_tags(text: &str) -> Vec<usize> {
    let (mut found, mut at, mut ends) = (Vec::new(), 0, Ends::default());
    if memchr(b'<', text.as_bytes()).is_none() || !is_markup(text) {
        return found;
    }
    while let Some(next) = memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + next;
        let length = Tag::at(&text[start..], &mut ends).map_or(1, |tag| tag.length);
        if embeds(&text[start..start + length]) {
            found.push(start);
        }
        at = start + length;
    }
    found
}

/// Whether a tag carries a file of another kind than a picture, or a picture whose `data:image` is written otherwise, as browsers
/// read it: with references, and with line ends in it.
pub(in crate::map) fn embeds(tag: &str) -> bool {
    if memchr2(b':', b'&', tag.as_bytes()).is_none() {
        return false;
    }
    let mut read = without_references(&tag.replace("&colon;", ":")).to_ascii_lowercase();
    read.retain(|letter| !letter.is_ascii_control());
    let mut pictures = 0;
    for (at, begin) in read.match_indices("data:") {
        let part_of_a_word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        if read[..at].ends_with(part_of_a_word) {
            continue;
        }
        let kind = &read[at + begin.len()..];
        if kind.starts_with("image") {
            pictures += 1;
        } else if is_media_type(kind) {
            return true;
        }
    }
    pictures > 0 && pictures > tag.to_ascii_lowercase().matches("data:image").count()
}

/// Whether what follows `data:` begins as the kind of a file does: `application/pdf`, or `;base64` where it is left out.
fn is_media_type(kind: &str) -> bool {
    let word = kind.bytes().take_while(u8::is_ascii_lowercase).count();
    kind.starts_with(';') || (word > 0 && kind[word..].starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_found_however_it_begins() {
        for tag in [
            "<img src=\"data&#58;image/png;base64,AAAA\">",
            "<img src=\"dat&#x61;:image/png;base64,AAAA\">",
            "<img src=data&colon;image/png;base64,AAAA>",
            "<img src=\"da\nta:image/png;base64,AAAA\">",
            "<img src='DATA:application/octet-stream;base64,AAAA'>",
            "<a href=\"data:text/plain,seen\">",
            "<a href=\"data:;base64,AAAA\">",
        ] {
            assert_eq!(embedding_tags(&format!("<p>Seen.</p>{tag}")), [12], "{tag}");
        }
        for text in [
            "<img src=\"data:image/png;base64,AAAA\">",
            "<p title=\"metadata:school/home, data: image/png\">data:text/plain,seen</p>",
            "<p style='a:b'>Seen &amp; done.</p>",
            "data&#58;application/pdf",
        ] {
            assert!(embedding_tags(text).is_empty(), "{text}");
        }
    }
}
