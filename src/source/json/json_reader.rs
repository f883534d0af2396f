//! Reads records out of JSON.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::memchr_iter;

use super::json_cells::{JsonCells, text_of, text_with_halves};
use super::json_names::{JsonNames, Member};
use super::object_end::{end_of, end_of_rest, end_of_string};
use crate::record::{EntityId, FileId, Reason, SourceRecord, Value};
use crate::source::decoding::{Decoded, DecodingFault, Encoding};
use crate::source::rows::{BrokenRow, Header, Malformed, Mismatch, Notes, RecordMaker};
use crate::source::window::Window;
use crate::source::{Entity, Format};

/// An object longer than this is taken for one that is never closed.
const LONGEST_OBJECT: usize = 256 << 20;

/// What was expected where a file is no JSON.
const EXPECTED: &str = "expected an array of objects, or one object after another: export again, whole";

/// What was expected where something stands behind the records.
const NOTHING: &str =
    "expected nothing after the records: export again, whole, each page into a file of its own";

/// What a page says that is not the last.
const PAGED: &str =
    "the file names a page that follows (nextLink): export every page, then acknowledge this one";

/// What stands around the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// Nothing: one object after another.
    Nothing,
    /// An array, alone or as `value` of an object.
    Array,
    /// The end was reached, or what can be read of the file.
    End,
}

/// Reads the records of one file of an entity. Members that are left out are null.
#[derive(Debug)]
pub struct JsonReader<R> {
    window: Window<Decoded<R>>,
    around: Around,
    line: u64,
    offset: u64,
    row: u64,
    names: JsonNames,
    maker: RecordMaker,
    columns: Vec<Option<String>>,
    filled: Vec<bool>,
    /// Columns of which half a character is turned away with its value; none where that refuses the file.
    halves: Option<Vec<bool>>,
    /// Whether no record was read yet: in an array, a comma stands before every other.
    first: bool,
    /// Whether the array is the `value` of an object.
    wrapped: bool,
    /// Whether a page that follows was named.
    paged: bool,
}

impl<R: Read> JsonReader<R> {
    /// Opens a file of the entity `id`, which is `entity`.
    pub fn new(
        input: R,
        format: &Format,
        (id, entity): (EntityId, &Entity),
        file: FileId,
    ) -> io::Result<Self> {
        let input = Decoded::new(input, Encoding::Utf8, false)?;
        let offset = input.mark();
        let names = entity.columns.iter().map(|column| column.name.clone()).collect();
        let columns = entity.columns.len();
        let mut reader = Self {
            window: Window::new(input),
            around: Around::Nothing,
            line: 1,
            offset,
            row: offset,
            names: JsonNames::new(format, (id, entity)),
            maker: RecordMaker::new(Header::given(names, entity), format, (id, entity), file),
            columns: vec![None; columns],
            filled: vec![false; columns],
            halves: entity.role.has_outcomes().then(|| vec![false; columns]),
            first: true,
            wrapped: false,
            paged: false,
        };
        reader.open()?;
        Ok(reader)
    }

    /// The header: the entity's columns, and what else members were called.
    pub fn header(&self) -> &Header {
        &self.maker.header
    }

    /// The byte of the file at which the object begins that was read last.
    pub fn row_offset(&self) -> u64 {
        self.row
    }

    /// The next record; none at the end of what can be read. Objects that are no records are noted and passed over.
    pub fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        while self.find_next()? {
            let Some(length) = self.until(end_of)? else {
                self.malformed(Reason::RaggedRow, "the file ends within an object: export again, whole");
                break;
            };
            self.row = self.offset;
            let record = self.record(length);
            self.take(length);
            if record.is_some() {
                return Ok(record);
            }
        }
        Ok(None)
    }

    /// Reads the rest of the input without looking at it, and hands back the input, the header and the notes.
    pub fn finish(self) -> io::Result<(R, Header, Notes)> {
        Ok((self.window.drain()?.into_inner(), self.maker.header, self.maker.notes))
    }

    /// Looks what stands around the records, and goes to the first.
    fn open(&mut self) -> io::Result<()> {
        match self.peek()? {
            Some(b'[') => {
                self.take(1);
                self.around = Around::Array;
            }
            Some(b'{') => {
                if let Some(length) = self.until_array()? {
                    let before = &self.window.bytes()[..length];
                    self.paged = memchr::memmem::find(before, b"nextLink\"").is_some();
                    self.take(length);
                    (self.around, self.wrapped) = (Around::Array, true);
                }
            }
            Some(_) => self.malformed(Reason::RaggedRow, EXPECTED),
            None => self.end(),
        }
        Ok(())
    }

    /// Where the first object holds a `value` that is an array: the bytes up to its first element. Only remarks may stand
    /// before it; else the object is a record.
    fn until_array(&mut self) -> io::Result<Option<usize>> {
        loop {
            let (bytes, ended) = (self.window.bytes(), self.window.ended());
            match array_in(bytes) {
                Some(found) => return Ok(Some(found).filter(|found| *found > 0)),
                None if ended => return Ok(None),
                None => self.window.more()?,
            }
        }
    }

    /// Goes to the next object; false where none follows.
    fn find_next(&mut self) -> io::Result<bool> {
        if self.around == Around::End {
            return Ok(false);
        }
        let mut next = self.peek()?;
        if self.around == Around::Array && !std::mem::take(&mut self.first) {
            match next {
                Some(b',') => {
                    self.take(1);
                    // Behind a comma stands another record.
                    next = self.peek()?.map(|next| if next == b']' { b'?' } else { next });
                }
                // A comma is missing.
                Some(b'{') => next = Some(b'?'),
                _ => {}
            }
        }
        match (self.around, next) {
            (_, Some(b'{')) => return Ok(true),
            (Around::Array, Some(b']')) => self.close()?,
            (Around::Nothing, None) => self.end(),
            (Around::Array, None) => {
                self.malformed(Reason::RaggedRow, "the file ends before its array does: export again, whole");
            }
            _ => self.malformed(Reason::RaggedRow, EXPECTED),
        }
        Ok(false)
    }

    /// Reads what stands behind the array: remarks of the object that it is the value of, and nothing else.
    fn close(&mut self) -> io::Result<()> {
        self.take(1);
        if self.wrapped {
            let rest = self.until(end_of_rest)?;
            let remarks = rest.and_then(|length| remarks_of(&self.window.bytes()[..length]));
            let (Some(length), Some(paged)) = (rest, remarks) else {
                self.malformed(Reason::RaggedRow, NOTHING);
                return Ok(());
            };
            self.paged |= paged;
            self.take(length);
        }
        match self.peek()? {
            Some(_) => self.malformed(Reason::RaggedRow, NOTHING),
            None if self.paged => self.malformed(Reason::RowLimitHit, PAGED),
            None => self.end(),
        }
        Ok(())
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let bytes = self.window.bytes();
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = bytes.get(blank).copied();
            self.take(blank);
            if next.is_some() || self.window.ended() {
                return Ok(next);
            }
            self.window.more()?;
        }
    }

    /// The length of what the bytes begin with, as `measure` finds it; none where the file ends before.
    fn until(&mut self, measure: impl Fn(&[u8]) -> Option<usize>) -> io::Result<Option<usize>> {
        loop {
            let (bytes, ended) = (self.window.bytes(), self.window.ended());
            match measure(bytes) {
                Some(length) => return Ok(Some(length)),
                None if ended || bytes.len() > LONGEST_OBJECT => return Ok(None),
                None => self.window.more()?,
            }
        }
    }

    /// The record of the object of that length, unless it is none.
    fn record(&mut self, length: usize) -> Option<SourceRecord> {
        let bytes = &self.window.bytes()[..length];
        let broken =
            |reason, offset| BrokenRow { line: self.line, reason, fields: 0, offset, expected: None };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let row = broken(Reason::BadEncoding, self.offset + error.valid_up_to() as u64);
                self.maker.notes.faults.broken.push(row);
                return None;
            }
        };
        let cells: Result<JsonCells<'_>, _> = serde_json::from_str(text);
        let read = cells.and_then(|JsonCells(members)| {
            self.columns.iter_mut().for_each(|column| *column = None);
            self.filled.iter_mut().for_each(|filled| *filled = false);
            self.halves.iter_mut().flatten().for_each(|half| *half = false);
            for (name, raw) in members {
                let halves = self.halves.as_ref().and_then(|_| text_with_halves(raw));
                let half = halves.is_some();
                let value = halves.map_or_else(|| text_of(raw), |text| Ok(Some(Cow::Owned(text))))?;
                match self.names.member(&name) {
                    Member::Column(place) => {
                        if let Some(halves) = &mut self.halves {
                            halves[place] = half;
                        }
                        if std::mem::replace(&mut self.filled[place], true) {
                            self.maker.header.add_duplicate(&name);
                        }
                        self.columns[place] = value.map(Cow::into_owned);
                    }
                    Member::Remark => {}
                    Member::Unknown => {
                        let place = self.maker.header.add_unknown(&name);
                        let counts = &mut self.maker.notes.unknown_filled;
                        counts.resize(counts.len().max(place + 1), 0);
                        counts[place] += u64::from(value.is_some_and(|text| !text.is_empty()));
                    }
                }
            }
            Ok(())
        });
        if read.is_err() {
            let row = broken(Reason::RaggedRow, self.offset);
            self.maker.notes.faults.broken.push(row);
            return None;
        }
        for (place, column) in self.columns.iter().enumerate() {
            let value = column.as_deref().map_or(Value::Null, Value::Text);
            if self.halves.as_ref().is_some_and(|halves| halves[place]) {
                self.maker.push_refused(value, Reason::LoneSurrogate);
            } else {
                self.maker.push(value);
            }
        }
        Some(self.maker.finish(self.line))
    }

    fn take(&mut self, length: usize) {
        self.line += memchr_iter(b'\n', &self.window.bytes()[..length]).count() as u64;
        self.offset += length as u64;
        self.window.take(length);
    }

    /// Nothing more is read.
    fn end(&mut self) {
        self.around = Around::End;
        if let Some(DecodingFault::Mismatch(found, offset)) = self.window.input().fault().cloned() {
            self.maker.notes.faults.mismatch = Some(Mismatch { found, offset });
        }
    }

    fn malformed(&mut self, reason: Reason, message: &str) {
        let (line, offset, message) = (self.line, self.offset, message.to_owned());
        self.maker.notes.faults.malformed = Some(Malformed { reason, line, offset: Some(offset), message });
        self.end();
    }
}

/// The bytes up to the first element of the `value` array of the object that the bytes begin with, 0 where it has none in
/// that place; none where the bytes do not tell.
fn array_in(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at = past_blanks(bytes, at)?;
        if bytes[at] != b'"' {
            return Some(0);
        }
        let end = end_of_string(bytes, at + 1)?;
        let name = &bytes[at + 1..end - 1];
        at = past_blanks(bytes, end)?;
        if bytes[at] != b':' {
            return Some(0);
        }
        at = past_blanks(bytes, at + 1)?;
        match bytes[at] {
            b'[' if name == b"value" => return Some(at + 1),
            b'"' if name.starts_with(b"@") => at = end_of_string(bytes, at + 1)?,
            b'0'..=b'9' if name.starts_with(b"@") => {
                at += bytes[at..].iter().position(|byte| !byte.is_ascii_digit())?;
            }
            _ => return Some(0),
        }
        at = past_blanks(bytes, at)?;
        if bytes[at] != b',' {
            return Some(0);
        }
        at += 1;
    }
}

/// Whether remarks behind an array name a page that follows; none where something else stands there.
fn remarks_of(rest: &[u8]) -> Option<bool> {
    let object = format!("{{\"@\":0{}", std::str::from_utf8(rest).ok()?);
    let JsonCells(members) = serde_json::from_str(&object).ok()?;
    let is_remark = |name: &str| name.starts_with('@') || name.starts_with("odata.");
    let paged = members.iter().any(|(name, raw)| name.ends_with("nextLink") && raw.get() != "null");
    members.iter().all(|(name, _)| is_remark(name)).then_some(paged)
}

fn past_blanks(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace()).map(|place| at + place)
}
