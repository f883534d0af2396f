//! Reads records out of delimited text.

use std::io::{self, Read};

use memchr::memchr_iter;

use super::opening::{Opening, opening};
use super::rows::{Row, Rows};
use super::splitter::{LineEnd, Span, Split, Splitter};
use super::window::Window;
use super::{BrokenRow, Header, Notes};
use crate::record::{EntityId, FileId, Reason, SourceRecord};
use crate::source::{Entity, Format};

/// A record longer than this is taken for a quote that is never closed.
const LONGEST_RECORD: usize = 256 << 20;

/// Reads the records of one file of an entity, in the dictionary's order of columns whatever the file's own order.
#[derive(Debug)]
pub struct CsvReader<R> {
    window: Window<R>,
    splitter: Splitter,
    fields: Vec<Span>,
    line: u64,
    rows: Rows,
    readable: bool,
}

impl<R: Read> CsvReader<R> {
    /// Reads the header line of a file of the entity `id`, which is `entity`. A file without bytes has a header without
    /// columns. `Err` is a failure of the input; what is wrong with the text is noted.
    pub fn new(input: R, format: &Format, id: EntityId, entity: &Entity, file: FileId) -> io::Result<Self> {
        let splitter = Splitter { delimiter: format.delimiter, quote: format.quote };
        let rows = Rows::new(Header::default(), format.null.clone(), format.quote, id, file);
        let window = Window::new(input);
        let mut reader = Self { window, splitter, fields: Vec::new(), line: 1, rows, readable: true };
        if reader.open()? {
            let names = reader.names()?;
            let notes = std::mem::take(&mut reader.rows.notes);
            let header = Header::new(names, entity);
            reader.rows = Rows::new(header, format.null.clone(), format.quote, id, file);
            reader.rows.notes.faults = notes.faults;
            reader.rows.notes.line_ends = notes.line_ends;
        }
        Ok(reader)
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.rows.header
    }

    /// How many bytes have been passed.
    pub fn offset(&self) -> u64 {
        self.window.offset()
    }

    /// What was noted so far.
    pub fn notes(&self) -> &Notes {
        &self.rows.notes
    }

    /// The next record; none at the end of what can be read. Rows that are no records are noted and passed over.
    pub fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        while let Some((length, broken)) = self.split()? {
            let bytes = &self.window.bytes()[..length];
            let row =
                Row { bytes, fields: &self.fields, broken, line: self.line, offset: self.window.offset() };
            let record = self.rows.record(row);
            self.take(length);
            if record.is_some() {
                return Ok(record);
            }
        }
        Ok(None)
    }

    /// Reads the rest of the input without looking at it, and hands back the input, the header and the notes.
    pub fn finish(self) -> io::Result<(R, Header, Notes)> {
        Ok((self.window.drain()?, self.rows.header, self.rows.notes))
    }

    /// Looks at the first bytes; whether the file can be read at all.
    fn open(&mut self) -> io::Result<bool> {
        while self.window.bytes().len() < 4 && !self.window.ended() {
            self.window.more()?;
        }
        match opening(self.window.bytes()) {
            Opening::Utf8 { mark } => self.window.take(mark),
            Opening::Other(found) => {
                self.rows.notes.faults.mismatch = Some(found);
                self.readable = false;
            }
        }
        Ok(self.readable)
    }

    fn names(&mut self) -> io::Result<Vec<String>> {
        let Some((length, broken)) = self.split()? else { return Ok(Vec::new()) };
        let bytes = &self.window.bytes()[..length];
        let name = |span: &Span| String::from_utf8_lossy(&bytes[span.start..span.end]).trim().to_owned();
        let names = self.fields.iter().map(name).collect();
        if let Err(error) = std::str::from_utf8(bytes) {
            let offset = self.window.offset() + error.valid_up_to() as u64;
            self.note(Reason::BadEncoding, offset);
        }
        if broken {
            self.note(Reason::UnclosedQuote, self.window.offset());
        }
        self.take(length);
        Ok(names)
    }

    /// Splits the next row into fields: its length in bytes, and whether its quoting is broken.
    fn split(&mut self) -> io::Result<Option<(usize, bool)>> {
        while self.readable {
            let (bytes, ended) = (self.window.bytes(), self.window.ended());
            match self.splitter.split(bytes, ended, &mut self.fields) {
                Split::Record { length, line_end, broken } => {
                    let (crlf, lf) = (line_end == LineEnd::CrLf, line_end == LineEnd::Lf);
                    self.rows.notes.line_ends.count(crlf, lf, self.line);
                    return Ok(Some((length, broken)));
                }
                Split::NeedMore if bytes.len() < LONGEST_RECORD => self.window.more()?,
                Split::End => self.readable = false,
                Split::NeedMore | Split::Unclosed => {
                    self.note(Reason::UnclosedQuote, self.window.offset());
                    self.readable = false;
                }
            }
        }
        Ok(None)
    }

    fn take(&mut self, length: usize) {
        self.line += memchr_iter(b'\n', &self.window.bytes()[..length]).count() as u64;
        self.window.take(length);
    }

    fn note(&mut self, reason: Reason, offset: u64) {
        let row = BrokenRow { line: self.line, reason, fields: self.fields.len(), offset };
        self.rows.notes.faults.broken.push(row);
    }
}
