//! One file of an export, by its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::{ByteScan, Marks, scan, scan_elements, scan_objects, scan_patterns, scan_records, scan_workbook};
use crate::source::{FileDigest, FileInput, Format, HashingReader, Shape};

const BUFFER: usize = 1 << 18;

/// Scans a file, unpacked where it is compressed; `columns` is how many it has where it has no header. Gives the
/// SHA-256 of what was scanned, too.
pub fn scan_file(path: &Path, format: &Format, columns: u64) -> io::Result<(ByteScan, FileDigest)> {
    if let Shape::Workbook(sheet) = &format.shape {
        let mut whole = HashingReader::new(File::open(path)?);
        io::copy(&mut whole, &mut io::sink())?;
        let (_, _, sha256) = whole.finish();
        return Ok((scan_workbook(path, sheet.name.as_deref(), |_| None, |_| {})?, sha256));
    }
    let mut input = BufReader::with_capacity(BUFFER, FileInput::open(File::open(path)?, None)?);
    let found = match &format.shape {
        Shape::Json => scan_objects(&mut input, &[], |_| {})?,
        Shape::DataXml => scan_records(&mut input, &[], |_| {})?,
        Shape::Spreadsheet(sheet) => scan_elements(&mut input, sheet.name.as_deref(), |_| None, |_| {})?,
        Shape::Workbook(_) => ByteScan::default(),
        Shape::Delimited(form) => match (form.delimiter.as_bytes(), form.quote) {
            (&[delimiter], Some(quote)) if form.is_plain() => scan(&mut input, delimiter, quote)?,
            _ => {
                let marks = Marks::new(form, input.fill_buf()?).ok_or_else(unwritable)?;
                scan_patterns(&mut input, &marks, columns, |_| {})?
            }
        },
    };
    Ok((found, input.into_inner().into_digest()?))
}

/// A mark that the encoding does not have.
pub(in crate::reconcile) fn unwritable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "the encoding of the profile has no such delimiter")
}
