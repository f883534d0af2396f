//! The encodings an export can have.

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// Windows-1252.
    Windows1252,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

impl Encoding {
    /// All of them, in the order in which messages name them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1252, Self::Utf16Le, Self::Utf16Be];

    /// The name that a profile gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// How people write it.
    pub(in crate::source) fn shown(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16Le => "UTF-16 (little-endian)",
            Self::Utf16Be => "UTF-16 (big-endian)",
        }
    }

    /// The bytes of a text in this encoding; none where it has no such character.
    pub fn bytes_of(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Windows1252 => {
                let (bytes, _, replaced) = WINDOWS_1252.encode(text);
                (!replaced).then(|| bytes.into_owned())
            }
        }
    }

    /// How many bytes a text, given in UTF-8, takes in a file of this encoding.
    pub(in crate::source) fn length_of(self, text: &[u8]) -> u64 {
        let characters = || text.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        let beyond = || text.iter().filter(|byte| **byte >= 0xF0).count();
        let length = match self {
            Self::Utf8 => text.len(),
            Self::Windows1252 => characters(),
            Self::Utf16Le | Self::Utf16Be => 2 * (characters() + beyond()),
        };
        length as u64
    }

    /// What decodes it; none where the bytes are UTF-8 already.
    pub(super) fn decoder(self) -> Option<Decoder> {
        match self {
            Self::Utf8 => None,
            Self::Windows1252 => Some(WINDOWS_1252.new_decoder_without_bom_handling()),
            Self::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Self::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
        }
    }

    /// Whether a byte stands for nothing.
    pub(super) fn is_unassigned(self, byte: u8) -> bool {
        self == Self::Windows1252 && matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)
    }
}
