//! One file of an export, by its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::{ByteScan, Marks, scan, scan_elements, scan_objects, scan_patterns, scan_records, scan_workbook};
use crate::source::{FileInput, Format, Shape};

const BUFFER: usize = 1 << 18;

/// Scans a file, unpacked where it is compressed; `columns` is how many it has where it has no header.
pub fn scan_file(path: &Path, format: &Format, columns: u64) -> io::Result<ByteScan> {
    if let Shape::Workbook(sheet) = &format.shape {
        return scan_workbook(path, sheet.name.as_deref(), |_| None, |_| {});
    }
    let mut input = BufReader::with_capacity(BUFFER, FileInput::open(File::open(path)?, None)?);
    match &format.shape {
        Shape::Json => scan_objects(input, &[], |_| {}),
        Shape::DataXml => scan_records(input, &[], |_| {}),
        Shape::Spreadsheet(sheet) => scan_elements(input, sheet.name.as_deref(), |_| None, |_| {}),
        Shape::Workbook(_) => Ok(ByteScan::default()),
        Shape::Delimited(form) => match (form.delimiter.as_bytes(), form.quote) {
            (&[delimiter], Some(quote)) if form.is_plain() => scan(input, delimiter, quote),
            _ => {
                let marks = Marks::new(form, input.fill_buf()?).ok_or_else(unwritable)?;
                scan_patterns(input, &marks, columns, |_| {})
            }
        },
    }
}

/// A mark that the encoding does not have.
pub(in crate::reconcile) fn unwritable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "the encoding of the profile has no such delimiter")
}
