//! Pictures that the text of a note carries within itself, read for the proof. Made without a look at what lifts them out.

use std::borrow::Cow;

use super::embedded::carriers;

/// Quotes as they are written within an attribute.
const WRITTEN_QUOTES: [&str; 4] = ["&quot;", "&#34;", "&apos;", "&#39;"];

/// What else may follow a picture and is written as an entity.
const WRITTEN_ENDS: [&str; 5] = ["&#41;", "&lt;", "&gt;", "&nbsp;", "&#160;"];

/// A picture that a text carries within itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reconcile) struct Picture {
    /// Its first byte in the text, and the first one behind it.
    span: (usize, usize),
    /// Whether it is said to be in base64, and its end is known.
    encoded: bool,
    /// Its bytes; none where they cannot be told.
    pub(in crate::reconcile) bytes: Option<Vec<u8>>,
    /// The extension of a file of its kind, in lower case.
    pub(in crate::reconcile) extension: String,
}

/// The pictures of a text, in order, and whatever else its tags carry, of which no bytes are told.
pub(in crate::reconcile) fn pictures(text: &str) -> Vec<Picture> {
    let mut all = written(text);
    let carried =
        |start| Picture { span: (start, start + 1), encoded: false, bytes: None, extension: String::new() };
    all.extend(carriers(text).into_iter().map(carried));
    all.sort_by_key(|one| one.span.0);
    all
}

/// Those that begin as a picture does.
fn written(text: &str) -> Vec<Picture> {
    let mut found: Vec<Picture> = Vec::new();
    for colon in memchr::memchr_iter(b':', text.as_bytes()) {
        let behind = found.last().map_or(0, |last| last.span.1);
        let names = |range: std::ops::Range<usize>, word: &str| {
            text.get(range).is_some_and(|own| own.eq_ignore_ascii_case(word))
        };
        if colon >= behind + 4 && names(colon - 4..colon, "data") && names(colon + 1..colon + 6, "image") {
            found.push(read(text, colon - 4));
        }
    }
    found
}

/// The text as a reader sees it, with `[image]` in the place of each picture that is in base64.
pub(super) fn without_pictures(text: &str) -> Cow<'_, str> {
    let pictures = written(text);
    let (mut shown, mut from) = (String::new(), 0);
    for Picture { span: (start, end), .. } in pictures.iter().filter(|picture| picture.encoded) {
        shown.extend([&text[from..*start], "[image]"]);
        from = *end;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[from..]);
    Cow::Owned(shown)
}

/// Reads the picture whose `data:image` begins at a byte.
fn read(text: &str, start: usize) -> Picture {
    let named = start + "data:image".len();
    let none = Picture { span: (start, named), encoded: false, bytes: None, extension: String::new() };
    let of_head = |sign: char| sign.is_ascii_alphanumeric() || "/+-.;=_".contains(sign);
    let rest = &text[named..];
    let Some((head, body)) =
        rest.find(|sign: char| !of_head(sign)).and_then(|end| rest.split_at_checked(end))
    else {
        return none;
    };
    let Some(body) = body.strip_prefix(',') else { return none };
    let small = head.to_ascii_lowercase();
    let kind = small.strip_prefix('/').and_then(|head| head.strip_suffix(";base64"));
    let Some(kind) = kind.filter(|kind| !kind.is_empty()) else { return none };
    let (letters, whole) = letters(body, &text[..start]);
    Picture {
        span: (start, named + head.len() + 1 + letters.len()),
        encoded: whole,
        bytes: if whole { decoded(letters) } else { None },
        extension: extension(kind),
    }
}

/// What of a text is the picture, and whether nothing of it may be missing: what stands up to the quote that it began with, else
/// letters of base64, behind which nothing stands that might be more of it.
fn letters<'t>(body: &'t str, before: &str) -> (&'t str, bool) {
    let other = |sign: u8| value(sign).is_none() && sign != b'=';
    let (run, behind) = body.split_at(body.bytes().position(other).unwrap_or(body.len()));
    if let Some(quote) = [r#"""#, "'"].iter().chain(&WRITTEN_QUOTES).find(|quote| before.ends_with(**quote)) {
        return body.find(*quote).map_or((run, false), |end| (&body[..end], true));
    }
    let next_line = behind.trim_start_matches(|sign: char| sign.is_ascii_whitespace());
    let stops = if behind.starts_with(['\n', '\r']) {
        run.ends_with('=') || next_line.bytes().next().is_none_or(other)
    } else if behind.starts_with('&') {
        WRITTEN_QUOTES.iter().chain(&WRITTEN_ENDS).any(|end| behind.starts_with(end))
    } else {
        !behind.starts_with(['%', '-', '_', '\\'])
    };
    (run, stops)
}

/// The extension of a file of a kind such as `png` or `jpeg;charset=x`.
fn extension(kind: &str) -> String {
    let kind = kind.split_once(';').map_or(kind, |(kind, _)| kind);
    let own = match kind {
        "jpeg" | "pjpeg" => "jpg",
        "tiff" => "tif",
        "svg+xml" => "svg",
        "x-png" => "png",
        "x-bmp" | "x-ms-bmp" => "bmp",
        _ => kind.rsplit_once('.').map_or(kind, |(_, last)| last),
    };
    own.to_owned()
}

/// What letters of base64 stand for, four for three bytes; none unless the last four are filled up and leave no bit over.
fn decoded(letters: &str) -> Option<Vec<u8>> {
    let lines = letters.split(['\n', '\r']).map(|line| line.trim_matches([' ', '\t', '\x0C']));
    // Space within a line has taken the place of something.
    let signs: Vec<u8> = lines.flat_map(str::bytes).collect();
    let filled = signs.iter().rev().take_while(|sign| **sign == b'=').count();
    if !signs.len().is_multiple_of(4) || filled > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(signs.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for sign in &signs[..signs.len() - filled] {
        held = (held << 6) | value(*sign)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (held == 0).then_some(bytes)
}

/// What a letter of base64 stands for.
fn value(sign: u8) -> Option<u32> {
    let place = match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded_whole_or_not_at_all() {
        for (letters, bytes) in
            [("aGVs\r\nbG8=", &b"hello"[..]), ("", b""), ("+/8A", b"\xFB\xFF\0"), ("AA==", b"\0")]
        {
            assert_eq!(decoded(letters).as_deref(), Some(bytes), "{letters}");
        }
        for letters in ["AAA", "AB==", "A===", "====", "AA=A", "AA$A", "AAé="] {
            assert_eq!(decoded(letters), None, "{letters}");
        }
    }

    #[test]
    fn half_a_picture_is_none() {
        let bytes = |text: &str| pictures(text)[0].bytes.as_ref().map(Vec::len);
        for text in [
            "&#34;data:image/a;base64,AAAA \n AAAA&#34;",
            "data:image/a;base64,AAAAAAAA",
            "data:image/a;base64,AAAAAAAA, then",
            "data:image/a;base64,AAAAAAAA\n<p>",
            "=data:image/a;base64,AAAAAAAA&gt;",
        ] {
            assert_eq!(bytes(text), Some(6), "{text}");
        }
        assert_eq!(bytes("data:image/a;base64,AAAAAAA=\nThen"), Some(5));
        for text in [
            "(data:image/a;base64,AAAA\nAAAA)",
            "'data:image/a;base64,AAAA\"",
            "&apos;data:image/a;base64,AAAA'",
            "=data:image/a;base64,AAAA&plus;",
            "=data:image/a;base64,AAAA%2f",
            "data:image/a;base64,AAAA_AAA",
            "\"data:image/a;base64,AA AA\"",
        ] {
            assert_eq!(bytes(text), None, "{text}");
        }
    }

    #[test]
    fn pictures_are_seen_wherever_they_stand() {
        let text = "é <img src='Data:Image/x-png;base64,AAAA' alt=a> data:image/jpeg;q=1;base64,AA== and data:image/gif";
        let told: Vec<_> = pictures(text).into_iter().map(|one| (one.bytes, one.extension)).collect();
        let (png, jpg) = ((Some(vec![0; 3]), "png".into()), (Some(vec![0]), "jpg".into()));
        assert_eq!(told, [png, jpg, (None, String::new())]);
        assert_eq!(without_pictures(text), "é <img src='[image]' alt=a> [image] and data:image/gif");
        assert!(pictures("metadata:images, mydata: image").len() == 1);
    }
}
