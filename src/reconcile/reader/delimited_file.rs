//! Cuts a file into records and cells, one record in memory at a time.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::cells::Cells;
use super::windows_1252::decode;
use super::{Fault, FaultKind, ImportRow};
use crate::target::contract::{FileForm, TextEncoding};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A record longer than this is taken for a quote that is never closed.
const LONGEST_RECORD: usize = 256 << 20;

/// A file of delimited records, read from its start to its end.
#[derive(Debug)]
pub(super) struct DelimitedFile {
    input: BufReader<File>,
    form: FileForm,
    record: Vec<u8>,
    cells: Cells,
    /// Line and byte at which the next record starts.
    line: u64,
    offset: u64,
    faults: Vec<Fault>,
    /// Kinds of faults that the file may have.
    free: &'static [FaultKind],
    ended: bool,
    hasher: Sha256,
    row: ImportRow,
}

impl DelimitedFile {
    /// Opens a file.
    pub(super) fn open(path: &Path, form: FileForm) -> io::Result<Self> {
        Ok(Self {
            input: BufReader::with_capacity(1 << 18, File::open(path)?),
            form,
            record: Vec::new(),
            cells: Cells::new(form.delimiter),
            line: 1,
            offset: 0,
            faults: Vec::new(),
            free: &[],
            ended: false,
            hasher: Sha256::new(),
            row: ImportRow::default(),
        })
    }

    /// Forgets faults of these kinds from now on: the file may have them, in every record.
    pub(super) fn allow(&mut self, free: &'static [FaultKind]) {
        self.free = free;
    }

    /// What was wrong so far.
    pub(super) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The bytes read so far, and their SHA-256 in lower-case hexadecimal.
    pub(super) fn digest(&self) -> (u64, String) {
        (self.offset, super::hex(&self.hasher.clone().finalize()))
    }

    /// Notes a fault of the record that starts at that line and byte.
    pub(super) fn note(&mut self, line: u64, offset: u64, kind: FaultKind) {
        if !self.free.contains(&kind) {
            self.faults.push(Fault { line, offset, kind });
        }
    }

    /// The record that was read last.
    pub(super) fn row(&self) -> &ImportRow {
        &self.row
    }

    /// Reads the next record, with whatever number of cells it has; false where there is none.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        let (line, offset) = (self.line, self.offset);
        if !self.read_record()? {
            return Ok(false);
        }
        let mut record = std::mem::take(&mut self.record);
        self.hasher.update(&record);
        self.line += memchr::memchr_iter(b'\n', &record).count() as u64;
        self.offset += record.len() as u64;
        self.cut_line_end(&mut record, line, offset);
        if offset == 0 {
            self.cut_mark(&mut record, line);
        }
        let text = match self.form.encoding {
            // Looked at as a whole, a record is checked faster than piece by piece.
            TextEncoding::Utf8 => {
                std::str::from_utf8(&record).map_or_else(|_| String::from_utf8_lossy(&record), Cow::Borrowed)
            }
            TextEncoding::Windows1252 => Cow::Owned(decode(&record)),
        };
        if self.form.encoding == TextEncoding::Utf8 && matches!(text, Cow::Owned(_)) {
            self.note(line, offset, FaultKind::NotUtf8);
        }
        self.cells.split(&text);
        self.row.become_record(line, offset, &mut self.cells);
        drop(text);
        self.record = record;
        let kept = self.cells.faults.drain(..).filter(|kind| !self.free.contains(kind));
        self.faults.extend(kept.map(|kind| Fault { line, offset, kind }));
        Ok(true)
    }

    /// Cuts off a byte-order mark; it stands there where the contract demands one, and nowhere else.
    fn cut_mark(&mut self, record: &mut Vec<u8>, line: u64) {
        let marked = record.starts_with(BYTE_ORDER_MARK);
        match (marked, self.form.byte_order_mark) {
            (true, false) => self.note(line, 0, FaultKind::ByteOrderMark),
            (false, true) => self.note(line, 0, FaultKind::NoByteOrderMark),
            _ => {}
        }
        if marked {
            record.drain(..BYTE_ORDER_MARK.len());
        }
    }

    /// Reads lines until the quotes are even: such a record is whole.
    fn read_record(&mut self) -> io::Result<bool> {
        self.record.clear();
        let mut quotes = 0;
        while !self.ended {
            let before = self.record.len();
            if self.input.read_until(b'\n', &mut self.record)? == 0 {
                self.ended = true;
                break;
            }
            quotes += memchr::memchr_iter(b'"', &self.record[before..]).count();
            if quotes % 2 == 0 {
                break;
            }
            if self.record.len() > LONGEST_RECORD {
                self.note(self.line, self.offset, FaultKind::UnclosedQuote);
                self.ended = true;
                self.record.clear();
            }
        }
        Ok(!self.record.is_empty())
    }

    fn cut_line_end(&mut self, record: &mut Vec<u8>, line: u64, offset: u64) {
        if record.ends_with(b"\r\n") {
            record.truncate(record.len() - 2);
            return;
        }
        self.note(line, offset, FaultKind::LineEnd);
        if record.ends_with(b"\n") {
            record.truncate(record.len() - 1);
        }
    }
}
