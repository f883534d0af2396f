//! A template file as text.

use std::borrow::Cow;
use std::path::Path;

/// The text of a template file, by its byte-order mark, else by the encoding that it declares, else as UTF-8.
///
/// # Errors
/// Why it cannot be read, with the line of what does not decode.
pub(super) fn text_of(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let (encoding, start) = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (declared_encoding(&bytes)?, 0),
    };
    let bytes = &bytes[start..];
    if encoding == encoding_rs::UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
                Err(format!("line {line}: not UTF-8, and no other encoding is declared in its first line"))
            }
        };
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(Cow::into_owned).ok_or_else(|| format!("it is not {}, which it says it is", encoding.name()))
}

/// The encoding that an XML declaration names; UTF-8 where there is none, or none is named.
fn declared_encoding(bytes: &[u8]) -> Result<&'static encoding_rs::Encoding, String> {
    let head = bytes.strip_prefix(b"<?xml").and_then(|rest| rest.split(|byte| *byte == b'>').next());
    let head = String::from_utf8_lossy(head.unwrap_or_default()).into_owned();
    let Some((_, named)) = head.split_once("encoding") else { return Ok(encoding_rs::UTF_8) };
    let name = named.split(['"', '\'']).nth(1).unwrap_or_default();
    encoding_rs::Encoding::for_label(name.as_bytes())
        .ok_or_else(|| format!("line 1: no encoding is called `{name}`"))
}
