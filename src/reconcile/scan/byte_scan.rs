//! One file, byte by byte.

use std::io::{self, BufRead};

use memchr::{memchr, memchr3};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What the bytes of a file are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteScan {
    /// Records, the header left out.
    pub records: u64,
    /// Fields of all records, the header's left out.
    pub fields: u64,
    /// Fields of the header.
    pub columns: u64,
    /// Bytes of the header, its line end included.
    pub header: u64,
    /// Bytes of records, line ends included.
    pub body: u64,
    /// Bytes of gaps: a byte-order mark, blank lines at the end.
    pub gaps: u64,
    /// The byte, counted from 0, at which the first record starts that has other fields than the header has columns, or
    /// that a quote leaves open at the end.
    pub first_odd: Option<u64>,
}

impl ByteScan {
    /// The bytes that belong to something.
    pub fn bytes(&self) -> u64 {
        self.header + self.body + self.gaps
    }
}

/// Where in a field a byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// At its first byte.
    Start,
    /// Between quotes.
    Quotes,
    /// After a quote that closes the field, unless another follows.
    Quote,
    /// Past its start, not between quotes.
    Plain,
}

/// A file while it is scanned.
struct Scanner {
    delimiter: u8,
    quote: u8,
    found: ByteScan,
    within: Within,
    /// The byte at which the record starts, and the next byte.
    start: u64,
    at: u64,
    /// Delimiters of the record so far, and whether it has any byte but a line end.
    delimiters: u64,
    filled: bool,
    /// Blank lines that no record has followed yet: how many, and their bytes.
    blank: (u64, u64),
    first: bool,
}

/// Scans a file from its start to its end.
pub fn scan(mut input: impl BufRead, delimiter: u8, quote: u8) -> io::Result<ByteScan> {
    let mut scanner = Scanner {
        delimiter,
        quote,
        found: ByteScan::default(),
        within: Within::Start,
        start: 0,
        at: 0,
        delimiters: 0,
        filled: false,
        blank: (0, 0),
        first: true,
    };
    scanner.skip_mark(&mut input)?;
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(scanner.finish());
        }
        let length = bytes.len();
        scanner.take(bytes);
        input.consume(length);
    }
}

impl Scanner {
    /// A byte-order mark is a gap.
    fn skip_mark(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        if input.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            input.consume(BYTE_ORDER_MARK.len());
            self.found.gaps = BYTE_ORDER_MARK.len() as u64;
            (self.start, self.at) = (self.found.gaps, self.found.gaps);
        }
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            let passed = match self.within {
                Within::Quotes => self.in_quotes(rest),
                Within::Start | Within::Quote if byte == self.quote => self.opened(Within::Quotes),
                _ => self.in_plain(rest),
            };
            rest = &rest[passed..];
            self.at += passed as u64;
        }
    }

    /// A quote that opens a field, or stands for itself within one.
    fn opened(&mut self, within: Within) -> usize {
        self.within = within;
        self.filled = true;
        1
    }

    /// Up to the next quote, and over it.
    fn in_quotes(&mut self, rest: &[u8]) -> usize {
        match memchr(self.quote, rest) {
            Some(place) => {
                self.within = Within::Quote;
                place + 1
            }
            None => rest.len(),
        }
    }

    /// Up to the next delimiter or line end, and over it.
    fn in_plain(&mut self, rest: &[u8]) -> usize {
        let Some(place) = memchr3(self.delimiter, b'\n', b'\r', rest) else {
            self.filled = true;
            self.within = Within::Plain;
            return rest.len();
        };
        self.filled |= place > 0;
        match rest[place] {
            b'\n' => self.end_record(self.at + place as u64 + 1),
            // A carriage return belongs to the line end, or to the field.
            b'\r' => self.within = Within::Plain,
            _ => {
                self.delimiters += 1;
                self.filled = true;
                self.within = Within::Start;
            }
        }
        place + 1
    }

    /// The record ends before a byte.
    fn end_record(&mut self, end: u64) {
        let length = end - self.start;
        if !self.filled {
            self.blank = (self.blank.0 + 1, self.blank.1 + length);
        } else if self.first {
            self.found.gaps += std::mem::take(&mut self.blank).1;
            self.found.columns = self.delimiters + 1;
            self.found.header = length;
            self.first = false;
        } else {
            let (lines, bytes) = std::mem::take(&mut self.blank);
            self.found.records += lines + 1;
            self.found.fields += lines + self.delimiters + 1;
            self.found.body += bytes + length;
            if lines > 0 || self.delimiters + 1 != self.found.columns {
                self.found.first_odd.get_or_insert(self.start - bytes);
            }
        }
        self.start = end;
        self.delimiters = 0;
        self.filled = false;
        self.within = Within::Start;
    }

    fn finish(mut self) -> ByteScan {
        if self.within == Within::Quotes {
            self.found.first_odd.get_or_insert(self.start);
        }
        if self.at > self.start {
            self.end_record(self.at);
        }
        self.found.gaps += self.blank.1;
        self.found
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Scans a text whole and byte by byte, which must come to the same.
    fn scanned(text: &str) -> ByteScan {
        let whole = scan(text.as_bytes(), b',', b'"').unwrap_or_default();
        for capacity in [3, 4, 7] {
            let parts = BufReader::with_capacity(capacity, text.as_bytes());
            assert_eq!(scan(parts, b',', b'"').unwrap_or_default(), whole, "{text:?}");
        }
        assert_eq!(whole.bytes(), text.len() as u64, "{text:?}");
        whole
    }

    #[test]
    fn records_and_fields_are_counted() {
        let found = scanned("A,B\r\n1,\"x,\r\n\"\"y\"\r\n,\r\n");
        assert_eq!((found.columns, found.records, found.fields), (2, 2, 4));
        assert_eq!((found.header, found.gaps, found.first_odd), (5, 0, None));
    }

    #[test]
    fn marks_and_blank_lines_at_the_end_are_gaps() {
        let found = scanned("\u{feff}A,B\n1,2\n\r\n\n");
        assert_eq!((found.records, found.gaps, found.body, found.first_odd), (1, 6, 4, None));
        let between = scanned("A,B\n1,2\n\n3,4");
        assert_eq!((between.records, between.gaps, between.first_odd), (3, 0, Some(8)));
    }

    #[test]
    fn the_first_odd_byte_is_named() {
        assert_eq!(scanned("A,B\n1,2\n1,2,3\n1\n").first_odd, Some(8));
        assert_eq!(scanned("A,B\n1,2\n1,\"2\n3,4\n").first_odd, Some(8));
        assert_eq!(scanned("A,B\n1,a\"b\n3,4\n").first_odd, None);
        assert_eq!(scanned("A,B\n1,\"a\"b\n3,4\n").records, 2);
    }

    #[test]
    fn nothing_has_no_records() {
        assert_eq!(scanned(""), ByteScan::default());
        assert_eq!(scanned("A,B").records, 0);
    }
}
