//! The members of one JSON object.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Members in their order, values as they are written.
pub(super) struct JsonCells<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name that may hold escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(name))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(name.to_owned()))
            }
        }
        deserializer.deserialize_str(Names).map(Name)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonCells<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry::<Name<'de>, &'de RawValue>()? {
                    members.push((name, value));
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members).map(JsonCells)
    }
}

/// A value's text: a string's content, a number's digits, `true`, `false`; arrays and objects as they are written. None
/// for null; an error where a string holds half of a character.
pub(super) fn text_of(value: &RawValue) -> serde_json::Result<Option<Cow<'_, str>>> {
    let raw = value.get();
    match raw.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'"') if !raw.contains('\\') => Ok(Some(Cow::Borrowed(&raw[1..raw.len() - 1]))),
        Some(b'"') => serde_json::from_str(raw).map(|text: String| Some(Cow::Owned(text))),
        _ => Ok(Some(Cow::Borrowed(raw))),
    }
}

/// A string of which some characters are halves: those stand as they are escaped, such as `\ud83d`. None where it has none.
pub(super) fn text_with_halves(value: &RawValue) -> Option<String> {
    let raw = value.get();
    raw.contains("\\u").then_some(())?;
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.strip_prefix('"')?;
    let mut halves = false;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => 12,
            (Some(0xD800..0xE000), _) => {
                halves = true;
                text.push('\\');
                6
            }
            _ => 2,
        };
        text.push_str(rest.get(..length)?);
        rest = &rest[length..];
    }
    text.push_str(rest);
    let whole = halves.then(|| serde_json::from_str(&format!("\"{text}")))?;
    whole.ok()
}

/// The code unit whose escape a text begins with.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(raw: &str) -> Option<String> {
        text_with_halves(serde_json::from_str::<&RawValue>(raw).unwrap())
    }

    #[test]
    fn halves_stand_as_they_are_escaped() {
        assert_eq!(halves(r#""a\\ud83d b""#), None);
        assert_eq!(halves(r#""\ud83d b\n""#).as_deref(), Some("\\ud83d b\n"));
        assert_eq!(halves(r#""\ud83d\ude00 \ude00""#).as_deref(), Some("\u{1f600} \\ude00"));
        assert_eq!(halves(r#""\ud83d\ud83d\ude00""#).as_deref(), Some("\\ud83d\u{1f600}"));
        assert_eq!(halves(r#""\ud83d\ude00""#), None);
        assert_eq!(halves("12"), None);
    }
}
