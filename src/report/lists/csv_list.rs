//! A list as CSV: RFC 4180, comma, CRLF, UTF-8.

use std::io::{self, Write};

/// Writes a header and lines of so many cells.
pub(in crate::report) fn write_csv<const N: usize>(
    out: &mut dyn Write,
    header: [&str; N],
    lines: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    let mut list = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    list.write_record(header)?;
    for line in lines {
        list.write_record(line)?;
    }
    list.flush()
}

/// A number, empty where there is none.
pub(super) fn optional(number: Option<u64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
