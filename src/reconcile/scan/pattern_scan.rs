//! Text whose fields and rows end in several characters, or that is not UTF-8, unit by unit.

use std::io::{self, BufRead};

use super::ByteScan;
use super::marks::Marks;

/// A record as it stands in the file: its fields in the file's own bytes, quotes included.
#[derive(Debug)]
pub struct RawFields<'a> {
    bytes: &'a [u8],
    ends: &'a [(usize, usize)],
}

impl<'a> RawFields<'a> {
    /// The bytes of a field.
    pub fn get(&self, place: usize) -> Option<&'a [u8]> {
        self.ends.get(place).map(|(start, end)| &self.bytes[*start..*end])
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none; a record has one at least.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// A file while it is scanned.
struct Scanner<'m, F> {
    marks: &'m Marks,
    sink: F,
    found: ByteScan,
    /// The record so far, and where its fields stand in it.
    record: Vec<u8>,
    fields: Vec<(usize, usize)>,
    field: usize,
    in_quotes: bool,
    start: u64,
    /// Blank lines that no record has followed yet: how many, and their bytes.
    blank: (u64, u64),
    header: bool,
}

/// Scans a file from its start to its end. Every record is shown to `sink`, a header first where the file has one;
/// `columns` is how many a file without header has.
pub fn scan_patterns(
    mut input: impl BufRead,
    marks: &Marks,
    columns: u64,
    sink: impl FnMut(&RawFields<'_>),
) -> io::Result<ByteScan> {
    let found = ByteScan { columns: if marks.header { 0 } else { columns }, ..ByteScan::default() };
    let mut scanner = Scanner {
        marks,
        sink,
        found,
        record: Vec::new(),
        fields: Vec::new(),
        field: 0,
        in_quotes: false,
        start: 0,
        blank: (0, 0),
        header: marks.header,
    };
    let marked = input.fill_buf()?.starts_with(&marks.byte_order);
    let mark = if marked { marks.byte_order.len() } else { 0 };
    input.consume(mark);
    (scanner.found.gaps, scanner.start) = (mark as u64, mark as u64);
    loop {
        let bytes = input.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            return Ok(scanner.finish());
        }
        for byte in bytes {
            scanner.take(*byte);
        }
        input.consume(length);
    }
}

impl<F: FnMut(&RawFields<'_>)> Scanner<'_, F> {
    fn take(&mut self, byte: u8) {
        self.record.push(byte);
        if !self.record.len().is_multiple_of(self.marks.width) {
            return;
        }
        let field = &self.record[self.field..];
        if let Some(quote) = &self.marks.quote {
            let opens = field == quote.as_slice();
            // A doubled quote closes and opens again.
            let again = !self.in_quotes
                && field.starts_with(quote)
                && field.len() > quote.len()
                && field.ends_with(quote);
            if opens || again || (self.in_quotes && field.ends_with(quote)) {
                self.in_quotes = !self.in_quotes;
                return;
            }
            if self.in_quotes {
                return;
            }
        }
        if self.record.ends_with(&self.marks.terminator) {
            self.end_record(self.record.len() - self.marks.terminator.len());
        } else if field.ends_with(&self.marks.delimiter) {
            self.fields.push((self.field, self.record.len() - self.marks.delimiter.len()));
            self.field = self.record.len();
        }
    }

    /// The record ends; its last field ends at that place of it.
    fn end_record(&mut self, end: usize) {
        // What was taken for a delimiter may have been the beginning of the terminator.
        while self.fields.last().is_some_and(|(_, last)| *last >= end) {
            self.field = self.fields.pop().map_or(0, |(start, _)| start);
        }
        let mut last = end;
        while self.marks.returns && self.record[self.field..last].ends_with(&self.marks.carriage_return) {
            last -= self.marks.carriage_return.len();
        }
        self.fields.push((self.field, last));
        let length = self.record.len() as u64;
        if self.fields.len() == 1 && last == self.field {
            self.blank = (self.blank.0 + 1, self.blank.1 + length);
        } else {
            self.filled(length);
        }
        self.start += length;
        self.record.clear();
        self.fields.clear();
        self.field = 0;
    }

    fn filled(&mut self, length: u64) {
        let (lines, bytes) = std::mem::take(&mut self.blank);
        (self.sink)(&RawFields { bytes: &self.record, ends: &self.fields });
        let fields = self.fields.len() as u64;
        if std::mem::take(&mut self.header) {
            self.found.gaps += bytes;
            self.found.columns = fields;
            self.found.header = length;
            return;
        }
        self.found.records += lines + 1;
        self.found.fields += lines + fields;
        self.found.body += bytes + length;
        if lines > 0 || fields != self.found.columns {
            self.found.first_odd.get_or_insert(self.start - bytes);
        }
    }

    fn finish(mut self) -> ByteScan {
        if self.in_quotes {
            self.found.first_odd.get_or_insert(self.start);
        }
        if !self.record.is_empty() {
            self.end_record(self.record.len());
        }
        self.found.gaps += self.blank.1;
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Delimited, Encoding};

    fn scanned(text: &[u8], form: &Delimited) -> (ByteScan, Vec<Vec<u8>>) {
        let marks = Marks::new(form, text).unwrap();
        let mut first = Vec::new();
        let sink = |fields: &RawFields<'_>| first.push(fields.get(0).unwrap_or_default().to_vec());
        let found = scan_patterns(text, &marks, 2, sink).unwrap();
        assert_eq!(found.bytes(), text.len() as u64);
        (found, first)
    }

    #[test]
    fn rows_without_quotes_end_in_the_declared_characters() {
        let form = Delimited {
            encoding: Some(Encoding::Utf16Le),
            delimiter: "|".to_owned(),
            quote: None,
            terminator: Some("|\n".to_owned()),
            header: false,
            ..Delimited::default()
        };
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(Encoding::Utf16Le.bytes_of("a|\"b\n|\nc|d|\ne|\n").unwrap());
        let (found, first) = scanned(&bytes, &form);
        assert_eq!((found.records, found.fields, found.gaps), (3, 5, 2));
        assert_eq!(found.first_odd, Some(26));
        assert_eq!(first[1], b"c\0");
    }

    #[test]
    fn quotes_keep_delimiters_and_line_ends() {
        let form = Delimited { delimiter: ";;".to_owned(), ..Delimited::default() };
        let (found, first) = scanned(b"A;;B\r\n\"x;;\r\n\"\"y\";;1\r\n;;\n\n", &form);
        assert_eq!((found.columns, found.records, found.fields, found.gaps), (2, 2, 4, 1));
        assert_eq!((found.first_odd, first[1].as_slice()), (None, &b"\"x;;\r\n\"\"y\""[..]));
    }
    #[test]
    fn a_quote_at_the_end_of_a_bare_field_quotes_nothing() {
        let form = Delimited { delimiter: ";;".to_owned(), ..Delimited::default() };
        let (found, first) = scanned(b"A;;B\r\n5\";;6\"\r\nx;;y\r\n", &form);
        assert_eq!((found.records, found.fields, found.first_odd), (2, 4, None));
        assert_eq!(first[1..], [b"5\"".to_vec(), b"x".to_vec()]);
    }

    #[test]
    fn blank_lines_before_the_header_are_gaps() {
        let form = Delimited { delimiter: ";;".to_owned(), ..Delimited::default() };
        let (found, _) = scanned(b"\r\nA;;B\r\n1;;2\r\n", &form);
        assert_eq!((found.records, found.columns, found.gaps), (1, 2, 2));
    }
}
