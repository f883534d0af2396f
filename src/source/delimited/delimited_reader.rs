//! Reads records out of delimited text.

use std::io::{self, Read};

use memchr::memchr_iter;

use super::returns::Returns;
use super::rows::{Row, Rows};
use super::splitter::{LineEnd, Span, Split};
use super::splitting::Splitting;
use crate::record::{EntityId, FileId, Reason, SourceRecord};
use crate::source::decoding::{Decoded, Encoding};
use crate::source::rows::{BrokenRow, Header, Malformed, Notes, RecordMaker};
use crate::source::window::Window;
use crate::source::{Delimited, Entity, Format};

/// A record longer than this is taken for a quote that is never closed.
const LONGEST_RECORD: usize = 256 << 20;

/// Reads the records of one file of an entity, in the dictionary's order of columns whatever the file's own order.
#[derive(Debug)]
pub struct DelimitedReader<R> {
    window: Window<Decoded<R>>,
    encoding: Encoding,
    splitting: Splitting,
    fields: Vec<Span>,
    returns: Returns,
    line: u64,
    /// The place in the file of the next row, and of the row that was last read.
    offset: u64,
    row: u64,
    rows: Rows,
    readable: bool,
}

impl<R: Read> DelimitedReader<R> {
    /// Reads the header line of a file of the entity `id`, which is `entity`. A file without bytes has a header without
    /// columns. `encoding` is that of the file. `Err` is a failure of the input; what is wrong with the text is noted.
    pub fn new(
        input: R,
        (format, form, encoding): (&Format, &Delimited, Encoding),
        (id, entity): (EntityId, &Entity),
        file: FileId,
    ) -> io::Result<Self> {
        let input = Decoded::new(input, encoding, form.forced)?;
        let offset = input.mark();
        let maker = |header| RecordMaker::new(header, format, (id, entity), file);
        let mut reader = Self {
            window: Window::new(input),
            encoding,
            splitting: Splitting::new(form),
            fields: Vec::new(),
            returns: Returns::of(form),
            line: 1,
            offset,
            row: offset,
            rows: Rows::new(maker(Header::default()), format.null.clone(), form),
            readable: true,
        };
        reader.rows.maker.notes.faults.encoding = encoding.shown();
        let header = reader.header_of((format, form), id, entity)?;
        let notes = std::mem::take(&mut reader.rows.maker.notes);
        reader.rows.maker = maker(header);
        reader.rows.maker.notes.faults = notes.faults;
        reader.rows.maker.notes.line_ends = notes.line_ends;
        Ok(reader)
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.rows.maker.header
    }

    /// The byte of the file at which the row begins that was last read.
    pub fn row_offset(&self) -> u64 {
        self.row
    }

    /// What was noted so far.
    pub fn notes(&self) -> &Notes {
        &self.rows.maker.notes
    }

    /// The next record; none at the end of what can be read. Rows that are no records are noted and passed over.
    pub fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        while let Some((length, broken)) = self.split()? {
            if self.holds_all(length) && self.is_of_returns(length) {
                break;
            }
            self.row = self.offset;
            let bytes = &self.window.bytes()[..length];
            let row = Row { bytes, fields: &self.fields, broken, line: self.line, offset: self.offset };
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
        Ok((self.window.drain()?.into_inner(), self.rows.maker.header, self.rows.maker.notes))
    }

    /// The names of the columns: the file's own, or those that it is given.
    fn header_of(
        &mut self,
        (format, form): (&Format, &Delimited),
        id: EntityId,
        entity: &Entity,
    ) -> io::Result<Header> {
        if form.header {
            return Ok(Header::new(self.names()?, entity, |name| format.called(id, name)));
        }
        let given = form.columns.iter().find(|(of, _)| *of == id).map(|(_, names)| names.clone());
        let all = || entity.columns.iter().map(|column| column.name.clone()).collect();
        Ok(Header::given(given.unwrap_or_else(all), entity))
    }

    fn names(&mut self) -> io::Result<Vec<String>> {
        let Some((length, broken)) = self.split()? else { return Ok(Vec::new()) };
        if self.is_of_returns(length) {
            return Ok(Vec::new());
        }
        let bytes = &self.window.bytes()[..length];
        let name = |span: &Span| String::from_utf8_lossy(&bytes[span.start..span.end]).trim().to_owned();
        let names = self.fields.iter().map(name).collect();
        if let Err(error) = std::str::from_utf8(bytes) {
            let offset = self.offset + error.valid_up_to() as u64;
            self.note(Reason::BadEncoding, offset);
        }
        if broken {
            self.note(Reason::UnclosedQuote, self.offset);
        }
        self.take(length);
        Ok(names)
    }

    /// Whether the first row of a file without a header may be all of its rows: it has no line feed, and too many fields.
    fn holds_all(&self, length: usize) -> bool {
        let columns = self.header().names().len();
        self.line == 1
            && self.fields.len() > columns
            && memchr::memchr(b'\n', &self.window.bytes()[..length]).is_none()
    }

    /// Whether the first row, of that length, holds others that carriage returns alone end; then nothing more is read.
    fn is_of_returns(&mut self, length: usize) -> bool {
        let bytes = &self.window.bytes()[..length];
        let Some(place) = self.returns.alone(bytes) else { return false };
        let offset = self.offset + self.encoding.length_of(&bytes[..place]);
        let message = "expected rows that end in LF or CR LF, and found CR alone: declare terminator = \"\\r\" in the \
                       profile, or export again";
        let (reason, message) = (Reason::RaggedRow, message.to_owned());
        self.rows.maker.notes.faults.malformed =
            Some(Malformed { reason, line: 1, offset: Some(offset), message });
        self.stop();
        true
    }

    /// Splits the next row into fields: its length in bytes, and whether its quoting is broken.
    fn split(&mut self) -> io::Result<Option<(usize, bool)>> {
        while self.readable {
            let (bytes, ended) = (self.window.bytes(), self.window.ended());
            match self.splitting.split(bytes, ended, &mut self.fields) {
                Split::Record { line_end: LineEnd::EndOfFile, .. } if self.is_faulty() => self.stop(),
                Split::Record { length, line_end, broken } => {
                    self.count_line_end(line_end);
                    return Ok(Some((length, broken)));
                }
                Split::NeedMore if bytes.len() < LONGEST_RECORD => self.window.more()?,
                Split::End => self.stop(),
                Split::NeedMore | Split::Unclosed => {
                    if !self.is_faulty() {
                        self.note(Reason::UnclosedQuote, self.offset);
                    }
                    self.stop();
                }
            }
        }
        Ok(None)
    }

    fn count_line_end(&mut self, line_end: LineEnd) {
        let (crlf, lf) = (matches!(line_end, LineEnd::CrLf | LineEnd::Declared), line_end == LineEnd::Lf);
        self.rows.maker.notes.line_ends.count(crlf, lf, self.line);
    }

    /// Whether the text ends before the file does.
    fn is_faulty(&self) -> bool {
        self.window.input().fault().is_some()
    }

    /// Ends the reading, and notes why if the text ends early.
    fn stop(&mut self) {
        self.readable = false;
        if let Some(fault) = self.window.input().fault().cloned() {
            self.rows.maker.notes.faults.undecoded(fault, self.line);
        }
    }

    fn take(&mut self, length: usize) {
        let bytes = &self.window.bytes()[..length];
        self.line += memchr_iter(self.returns.line_end(), bytes).count() as u64;
        self.offset += self.encoding.length_of(bytes);
        self.window.take(length);
    }

    fn note(&mut self, reason: Reason, offset: u64) {
        let row = BrokenRow { line: self.line, reason, fields: self.fields.len(), offset, expected: None };
        self.rows.maker.notes.faults.broken.push(row);
    }
}
