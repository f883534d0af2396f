//! What parts fields and rows, in the bytes of a file.

use crate::source::{Delimited, Encoding};

/// The bytes that part fields and rows.
#[derive(Clone, Debug)]
pub struct Marks {
    /// The encoding that they are in.
    pub encoding: Encoding,
    pub(super) width: usize,
    pub(super) byte_order: Vec<u8>,
    pub(super) delimiter: Vec<u8>,
    pub(super) quote: Option<Vec<u8>>,
    pub(super) terminator: Vec<u8>,
    /// Whether carriage returns before the terminator are part of the line end.
    pub(super) returns: bool,
    pub(super) carriage_return: Vec<u8>,
    pub(super) header: bool,
}

impl Marks {
    /// The marks of a form, in the encoding that it declares or that the file's first bytes show. None where the encoding
    /// has no such characters.
    pub fn new(form: &Delimited, start: &[u8]) -> Option<Self> {
        let encoding = form.encoding.unwrap_or_else(|| shown_by(start));
        let terminator = form.terminator.as_deref().unwrap_or("\n");
        Some(Self {
            encoding,
            width: encoding.bytes_of("\n")?.len(),
            byte_order: if encoding == Encoding::Windows1252 {
                Vec::new()
            } else {
                encoding.bytes_of("\u{feff}")?
            },
            delimiter: encoding.bytes_of(&form.delimiter)?,
            quote: match form.quote {
                Some(quote) => Some(encoding.bytes_of(&char::from(quote).to_string())?),
                None => None,
            },
            terminator: encoding.bytes_of(terminator)?,
            returns: form.terminator.is_none(),
            carriage_return: encoding.bytes_of("\r")?,
            header: form.header,
        })
    }
}

/// The encoding of a file by its first bytes. Whether it is UTF-8 or Windows-1252 does not matter for marks of ASCII.
fn shown_by(start: &[u8]) -> Encoding {
    match start {
        [0xFF, 0xFE, ..] | [1..=255, 0, ..] => Encoding::Utf16Le,
        [0xFE, 0xFF, ..] | [0, 1..=255, ..] => Encoding::Utf16Be,
        _ => Encoding::Utf8,
    }
}
