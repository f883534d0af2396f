//! Small files that are what their names say.

mod archive;
mod png;

use super::Rng;
use super::prose;

/// A file to be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SampleFile {
    /// Its extension, lower case.
    pub(super) extension: &'static str,
    /// Its media type.
    pub(super) mime: &'static str,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// A file of a kind: 0 text, 1 PDF, 2 PNG, 3 JPEG, 4 word-processor document.
pub(super) fn sample(rng: &mut Rng, kind: usize) -> SampleFile {
    let number = rng.below(100_000_000);
    let text = prose::line(rng, "the child");
    let (extension, mime, bytes) = match kind {
        0 => ("txt", "text/plain", format!("File {number}\r\n{text}\r\n").into_bytes()),
        1 => ("pdf", "application/pdf", pdf(number)),
        2 => ("png", "image/png", png::square(rng)),
        3 => ("jpg", "image/jpeg", jpeg(number)),
        _ => ("docx", DOCX, archive::document(&text, number)),
    };
    SampleFile { extension, mime, bytes }
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A page with one line on it.
fn pdf(number: u64) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 72 720 Td (Synthetic document {number}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (object, place) in objects.iter().zip(1_u8..) {
        table.push_str(&[&format!("{:010}", text.len()), " 00000 n \n"].concat());
        text.push_str(&[&place.to_string(), " 0 obj\n", object, "\nendobj\n"].concat());
    }
    let start = text.len();
    let trailer = "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n";
    text.push_str(&["xref\n0 6\n", &table, trailer, &start.to_string(), "\n%%EOF\n"].concat());
    text.into_bytes()
}

/// A picture of one grey point, with the number in its comment.
fn jpeg(number: u64) -> Vec<u8> {
    let comment = format!("synthetic {number:08}");
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    bytes.extend_from_slice(b"JFIF\0\x01\x01\x01\x00\x48\x00\x48\x00\x00");
    bytes.extend_from_slice(&[0xFF, 0xFE, 0, u8::try_from(comment.len() + 2).unwrap_or(u8::MAX)]);
    bytes.extend_from_slice(comment.as_bytes());
    bytes.extend_from_slice(&[0xFF, 0xDB, 0, 67, 0]);
    bytes.extend_from_slice(&[1; 64]);
    bytes.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    bytes.extend_from_slice(&[0xFF, 0xC4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend_from_slice(&[0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9]);
    bytes
}
