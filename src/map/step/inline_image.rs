//! Pictures that stand in the text of a note itself: `data:image/png;base64,…`.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memchr_iter;

use super::embedded::embedding_tags;
use super::image_content::{ImageContent, letters};

/// What every such picture begins with, in any case of letters.
const PREFIX: &[u8] = b"data:image";
/// What stands before the comma where the content is in base64.
const BASE64: &str = ";base64";
/// What stands in the text where one was seen.
const MARK: &str = "[image]";

/// A picture that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineImage<'t> {
    /// Where it stands, in bytes of the text.
    pub place: Range<usize>,
    /// What follows `data:image/`, such as `png`.
    subtype: &'t str,
    /// Its content in base64; none where that is not how it is written, or where it cannot be told where it ends.
    payload: Option<&'t str>,
}

impl<'t> InlineImage<'t> {
    /// The picture that begins at a place of the text.
    pub fn at(text: &'t str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let head = start + PREFIX.len();
        bytes.get(start..head).filter(|own| own.eq_ignore_ascii_case(PREFIX))?;
        let comma = head + bytes[head..].iter().take_while(|byte| is_of_head(**byte)).count();
        let Some(told) = media_type(&text[head..comma]).filter(|_| bytes.get(comma) == Some(&b',')) else {
            return Some(Self { place: start..head, subtype: "", payload: None });
        };
        let content = ImageContent::of(&text[..start], &text[comma + 1..]);
        let subtype = told.split(';').next().unwrap_or_default();
        let place = start..comma + 1 + content.letters.len();
        Some(Self { place, subtype, payload: Some(content.letters).filter(|_| content.is_whole) })
    }

    /// Its bytes; none where they cannot be decoded.
    pub fn content(&self) -> Option<Vec<u8>> {
        STANDARD.decode(letters(self.payload?)?).ok()
    }

    /// The extension that a file of its kind has, in lower case.
    pub fn extension(&self) -> String {
        let own = self.subtype.to_ascii_lowercase();
        match own.as_str() {
            "jpeg" | "pjpeg" => "jpg",
            "svg+xml" => "svg",
            "tiff" => "tif",
            "x-bmp" | "x-ms-bmp" => "bmp",
            "x-png" => "png",
            other => other.rsplit('.').next().unwrap_or(other),
        }
        .to_owned()
    }
}

/// The pictures that stand in a text, in order. What a tag carries otherwise, as a file of another kind, is one without content:
/// it would go with its tag.
pub fn inline_images(text: &str) -> Vec<InlineImage<'_>> {
    let mut images = written_images(text);
    let other = |start: usize| InlineImage { place: start..start + 1, subtype: "", payload: None };
    images.extend(embedding_tags(text).into_iter().map(other));
    images.sort_by_key(|image| image.place.start);
    images
}

/// Those that begin as pictures do.
fn written_images(text: &str) -> Vec<InlineImage<'_>> {
    let (mut images, mut from) = (Vec::new(), 0);
    for colon in memchr_iter(b':', text.as_bytes()) {
        let start = colon.checked_sub("data".len()).filter(|start| *start >= from);
        if let Some(image) = start.and_then(|start| InlineImage::at(text, start)) {
            from = image.place.end;
            images.push(image);
        }
    }
    images
}

/// The text with a mark where pictures stood, which nobody could read.
pub(super) fn without_images(text: &str) -> Cow<'_, str> {
    let images = written_images(text);
    let mut images = images.iter().filter(|image| image.payload.is_some()).peekable();
    if images.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let (mut shown, mut from) = (String::new(), 0);
    for image in images {
        shown.push_str(&text[from..image.place.start]);
        shown.push_str(MARK);
        from = image.place.end;
    }
    shown.push_str(&text[from..]);
    Cow::Owned(shown)
}

/// What is told of the kind of a picture in base64.
fn media_type(head: &str) -> Option<&str> {
    let told = head.strip_prefix('/')?;
    let (told, last) = told.split_at_checked(told.len().checked_sub(BASE64.len())?)?;
    (last.eq_ignore_ascii_case(BASE64) && !told.is_empty()).then_some(told)
}

/// Whether a byte may stand between `data:image` and the comma.
fn is_of_head(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b'-' | b'.' | b';' | b'=' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_and_decoded() {
        let text = "<img src=\"data:image/PNG;base64,aGVs\r\n bG8=\"> é <p style='a:url(DATA:image/x.y.gif;a=b;base64,AAAA)'>";
        let found = inline_images(text);
        let told: Vec<_> = found.iter().map(|image| (image.content(), image.extension())).collect();
        assert_eq!(
            told,
            [(Some(b"hello".to_vec()), "png".to_owned()), (Some(vec![0, 0, 0]), "gif".to_owned())]
        );
        assert_eq!(without_images(text), "<img src=\"[image]\"> é <p style='a:url([image])'>");
    }

    #[test]
    fn a_picture_is_all_there_or_none() {
        let whole = [
            "url(&quot;data:image/a;base64,AAAA\r\n\tAAA=&quot;)",
            "data:image/a;base64,AAAAAAA=\nNext",
            "data:image/a;base64,AAAAAAAA and",
            "data:image/a;base64,AAAAAAAA\r\n",
            "(data:image/a;base64,AAAAAAAA)",
            "data:image/a;base64,AAAAAAAA&lt;",
        ];
        for text in whole {
            let content = inline_images(text)[0].content().map(|content| content.len());
            assert!(matches!(content, Some(5 | 6)), "{text}");
        }
        for text in [
            "url(data:image/a;base64,AAAA\r\nAAAA)",
            "url(&quot;data:image/a;base64,AAAA)",
            "\"data:image/a;base64,AAAA",
            "=data:image/a;base64,AAAA&#43;",
            "=data:image/a;base64,AAAA%2B",
            "data:image/a;base64,AAAA-AAA",
            "'data:image/a;base64,AAAA this'",
        ] {
            assert_eq!(inline_images(text)[0].content(), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_stays() {
        for text in [
            "data:image",
            "data:image/png",
            "data:image/png,AAAA",
            "data:image/;base64,AAAA",
            "\"data:image/svg+xml;utf8,<svg>\"",
        ] {
            let found = inline_images(text);
            assert_eq!((found.len(), found[0].content()), (1, None), "{text}");
            assert_eq!(without_images(text), text);
        }
        for text in
            ["data:image/png;base64,AAA", "'data:image/png;base64,AA&A'", "data:image/png;base64,AB=="]
        {
            assert_eq!(inline_images(text)[0].content(), None, "{text}");
        }
        assert!(inline_images("metadata: image, data:text/plain;base64,AAAA").is_empty());
        assert_eq!(inline_images("data:image/jpeg;base64, and").first().unwrap().content(), Some(Vec::new()));
    }
}
