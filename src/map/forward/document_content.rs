//! What the bytes of a file say it is.

use memchr::memmem;

/// What the bytes of a file say it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentContent {
    /// The kind that its first bytes tell.
    pub kind: ContentKind,
    /// Whether it needs a password.
    pub encrypted: bool,
}

/// Kinds of files that are told by their first bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentKind {
    /// None of the others: plain text, or not known.
    #[default]
    Unknown,
    /// Portable Document Format.
    Pdf,
    /// A ZIP archive: the newer office formats, `OpenDocument`.
    Zip,
    /// An OLE compound file: the older office formats, saved messages, encrypted newer office files.
    Compound,
    /// Rich Text Format.
    RichText,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bitmap,
    /// TIFF.
    Tiff,
    /// MPEG audio.
    Mp3,
    /// The MPEG-4 container: video, audio, HEIC pictures.
    Mp4,
    /// WAVE audio.
    Wave,
    /// A program.
    Program,
}

impl ContentKind {
    /// The kind that the first bytes of a file tell.
    pub fn of(head: &[u8]) -> Self {
        let signatures: [(&[u8], Self); 16] = [
            (b"%PDF-", Self::Pdf),
            (b"PK\x03\x04", Self::Zip),
            (b"PK\x05\x06", Self::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Self::Compound),
            (b"{\\rtf", Self::RichText),
            (b"\xFF\xD8\xFF", Self::Jpeg),
            (b"\x89PNG\r\n\x1A\n", Self::Png),
            (b"GIF8", Self::Gif),
            (b"II*\0", Self::Tiff),
            (b"MM\0*", Self::Tiff),
            (b"ID3", Self::Mp3),
            (b"\xFF\xFB", Self::Mp3),
            (b"RIFF", Self::Wave),
            (b"MZ", Self::Program),
            (b"\x7FELF", Self::Program),
            (b"BM", Self::Bitmap),
        ];
        if head.get(4..8) == Some(b"ftyp") {
            return Self::Mp4;
        }
        signatures.iter().find(|(start, _)| head.starts_with(start)).map_or(Self::Unknown, |(_, kind)| *kind)
    }

    /// Whether a file of this kind may have this extension, in lower case. An unknown kind fits what is plain text, and
    /// every extension that this list does not know.
    pub fn fits(self, extension: &str) -> bool {
        let kinds: &[Self] = match extension {
            "pdf" => &[Self::Pdf],
            "docx" | "xlsx" | "pptx" => &[Self::Zip, Self::Compound],
            "odt" | "ods" | "odp" | "zip" => &[Self::Zip],
            "doc" => &[Self::Compound, Self::RichText],
            "xls" | "ppt" | "msg" => &[Self::Compound],
            "rtf" => &[Self::RichText],
            "jpg" | "jpeg" => &[Self::Jpeg],
            "png" => &[Self::Png],
            "gif" => &[Self::Gif],
            "bmp" => &[Self::Bitmap],
            "tif" | "tiff" => &[Self::Tiff],
            "mp3" => &[Self::Mp3],
            "mp4" | "m4a" | "heic" => &[Self::Mp4],
            "wav" => &[Self::Wave],
            "txt" | "csv" | "eml" => &[Self::Unknown],
            _ => return true,
        };
        kinds.contains(&self)
    }
}

/// Looks at the bytes of a file as they go by.
#[derive(Clone, Debug, Default)]
pub struct ContentProbe {
    head: Vec<u8>,
    /// The end of what went by, so that a mark across two pieces is seen.
    tail: Vec<u8>,
    marked: bool,
}

/// How many bytes tell the kind.
const HEAD: usize = 16;
/// The mark of an encrypted PDF.
const PDF_MARK: &[u8] = b"/Encrypt";
/// `EncryptedPackage` as compound files write names: the stream that holds an encrypted newer office file.
const PACKAGE_MARK: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

impl ContentProbe {
    /// Starts on a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at the next bytes of the file.
    pub fn see(&mut self, bytes: &[u8]) {
        if self.head.len() < HEAD {
            let wanted = (HEAD - self.head.len()).min(bytes.len());
            self.head.extend_from_slice(&bytes[..wanted]);
        }
        let mark = match ContentKind::of(&self.head) {
            ContentKind::Pdf => PDF_MARK,
            ContentKind::Compound => PACKAGE_MARK,
            _ => return,
        };
        if self.marked {
            return;
        }
        self.tail.extend_from_slice(&bytes[..bytes.len().min(mark.len())]);
        self.marked = memmem::find(&self.tail, mark).is_some() || memmem::find(bytes, mark).is_some();
        let kept = if bytes.len() >= mark.len() { bytes } else { &self.tail };
        self.tail = kept[kept.len().saturating_sub(mark.len() - 1)..].to_vec();
    }

    /// What the file is, once all of it went by.
    pub fn finish(self) -> DocumentContent {
        let kind = ContentKind::of(&self.head);
        // The lowest bit of a ZIP entry's flags says that it is encrypted.
        let locked_entry = kind == ContentKind::Zip && self.head.get(6).is_some_and(|flags| flags & 1 == 1);
        DocumentContent { kind, encrypted: self.marked || locked_entry }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(pieces: &[&[u8]]) -> DocumentContent {
        let mut probe = ContentProbe::new();
        for piece in pieces {
            probe.see(piece);
        }
        probe.finish()
    }

    #[test]
    fn kinds_are_told_by_first_bytes() {
        assert_eq!(probe(&[b"%PDF-1.7 ..."]).kind, ContentKind::Pdf);
        assert_eq!(probe(&[b"\0\0\0\x18ftypheic"]).kind, ContentKind::Mp4);
        assert_eq!(probe(&[b"Dear"]).kind, ContentKind::Unknown);
        assert!(
            ContentKind::Jpeg.fits("jpeg") && !ContentKind::Jpeg.fits("pdf") && ContentKind::Pdf.fits("xyz")
        );
        assert!(ContentKind::Unknown.fits("txt") && !ContentKind::Unknown.fits("docx"));
    }

    #[test]
    fn a_mark_across_two_pieces_is_seen() {
        assert!(probe(&[b"%PDF-1.7 trailer << /Enc", b"rypt 5 0 R >>"]).encrypted);
        assert!(probe(&[b"%PDF-1.7 trailer << /E", b"n", b"crypt 5 0 R >>"]).encrypted);
        assert!(!probe(&[b"%PDF-1.7 trailer << /Enc", b"oding /X >>"]).encrypted);
        assert!(
            probe(&[b"PK\x03\x04\x14\0\x01\0rest"]).encrypted
                && !probe(&[b"PK\x03\x04\x14\0\0\0rest"]).encrypted
        );
        let compound = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), PACKAGE_MARK].concat();
        assert!(probe(&[&compound[..9], &compound[9..20], &compound[20..]]).encrypted);
    }
}
