//! The form of import files.

use encoding_rs::WINDOWS_1252;

/// The encoding of import files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8: every character stands in it.
    #[default]
    Utf8,
    /// Windows-1252: one byte a character, and few of them.
    Windows1252,
}

impl TextEncoding {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Utf8, Self::Windows1252];

    /// The name that contract and data package give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Whether it lacks a character of a text.
    pub fn lacks(self, text: &str) -> bool {
        self == Self::Windows1252 && !text.is_ascii() && WINDOWS_1252.encode(text).2
    }
}

/// The form of import files; the default is UTF-8 without a byte-order mark, with commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileForm {
    /// How text becomes bytes.
    pub encoding: TextEncoding,
    /// Whether a file starts with a byte-order mark.
    pub byte_order_mark: bool,
    /// What parts cells.
    pub delimiter: char,
}

impl Default for FileForm {
    fn default() -> Self {
        Self { encoding: TextEncoding::Utf8, byte_order_mark: false, delimiter: ',' }
    }
}
