//! Makes records of rows.

use super::splitter::Span;
use super::{BrokenRow, Header, Notes};
use crate::record::{EntityId, FileId, Origin, Reason, SourceRecord, SourceRecordBuilder, Value};
use crate::source::NullPolicy;

/// A row as it was split.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// The row's bytes, line end included.
    pub(super) bytes: &'a [u8],
    pub(super) fields: &'a [Span],
    /// Whether its quoting is broken.
    pub(super) broken: bool,
    /// The physical line on which it starts.
    pub(super) line: u64,
    /// Its place in the file.
    pub(super) offset: u64,
}

/// Turns rows into records and notes those that are none.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) header: Header,
    pub(super) notes: Notes,
    null: NullPolicy,
    quote: u8,
    entity: EntityId,
    file: FileId,
    scratch: String,
    builder: SourceRecordBuilder,
    blank: Vec<BrokenRow>,
}

impl Rows {
    pub(super) fn new(header: Header, null: NullPolicy, quote: u8, entity: EntityId, file: FileId) -> Self {
        let notes = Notes {
            unknown_filled: vec![0; header.unknown().len()],
            null_words: vec![0; header.places().len()],
            ..Notes::default()
        };
        let (scratch, builder) = (String::new(), SourceRecordBuilder::new());
        Self { header, notes, null, quote, entity, file, scratch, builder, blank: Vec::new() }
    }

    /// The record of a row, unless the row is none.
    pub(super) fn record(&mut self, row: Row<'_>) -> Option<SourceRecord> {
        let columns = self.header.names().len();
        if columns > 1 && is_blank(row) {
            self.blank.push(broken(row, Reason::RaggedRow, row.offset));
            return None;
        }
        // Blank lines are rows with too few fields, unless nothing but blank lines follows.
        self.notes.faults.broken.append(&mut self.blank);
        let text = match text(row, columns) {
            Ok(text) => text,
            Err(fault) => {
                self.notes.faults.broken.push(fault);
                // A fault that may be acknowledged must not hide one that may not.
                if fault.reason != Reason::BadEncoding
                    && let Err(error) = std::str::from_utf8(row.bytes)
                {
                    let offset = row.offset + error.valid_up_to() as u64;
                    self.notes.faults.broken.push(broken(row, Reason::BadEncoding, offset));
                }
                return None;
            }
        };
        if repeats(&self.header, text, row.fields) {
            self.notes.repeated_headers.push(row.line);
            return None;
        }
        self.count_unknown(row.fields);
        self.push_fields(text, row.fields);
        Some(self.builder.finish(self.entity, Origin { file: self.file, line: row.line }))
    }

    fn push_fields(&mut self, text: &str, fields: &[Span]) {
        for (place, words) in self.header.places().iter().zip(&mut self.notes.null_words) {
            let Some(span) = place.map(|place| fields[place]) else {
                self.builder.push(Value::Null);
                continue;
            };
            let field = &text[span.start..span.end];
            if span.doubled {
                unescape(field, self.quote, &mut self.scratch);
                self.builder.push(Value::Text(&self.scratch));
                continue;
            }
            let (value, word) = value(&self.null, field, span.quoted);
            *words += u64::from(word);
            self.builder.push(value);
        }
    }

    fn count_unknown(&mut self, fields: &[Span]) {
        for (place, filled) in self.header.unknown().iter().zip(&mut self.notes.unknown_filled) {
            *filled += u64::from(fields[*place].end > fields[*place].start);
        }
    }
}

fn broken(row: Row<'_>, reason: Reason, offset: u64) -> BrokenRow {
    BrokenRow { line: row.line, reason, fields: row.fields.len(), offset }
}

fn is_blank(row: Row<'_>) -> bool {
    matches!(row.fields, [only] if !only.quoted && only.start == only.end)
}

/// The row as text, if it has as many fields as there are columns and is UTF-8.
fn text(row: Row<'_>, columns: usize) -> Result<&str, BrokenRow> {
    if row.broken {
        return Err(broken(row, Reason::UnclosedQuote, row.offset));
    }
    if row.fields.len() != columns {
        return Err(broken(row, Reason::RaggedRow, row.offset));
    }
    std::str::from_utf8(row.bytes)
        .map_err(|error| broken(row, Reason::BadEncoding, row.offset + error.valid_up_to() as u64))
}

fn repeats(header: &Header, text: &str, fields: &[Span]) -> bool {
    let same = |(span, name): (&Span, &String)| text[span.start..span.end].trim() == name;
    !fields.is_empty() && fields.iter().zip(header.names()).all(same)
}

/// The value of a field without doubled quotes, and whether it is a word for null.
fn value<'a>(policy: &NullPolicy, field: &'a str, quoted: bool) -> (Value<'a>, bool) {
    if field.is_empty() {
        let null = !quoted || policy.quoted_empty;
        return (if null { Value::Null } else { Value::Text(field) }, false);
    }
    let declared = !quoted && policy.words.iter().any(|word| word == field);
    let word = declared || (!quoted && field == "NULL");
    (if declared { Value::Null } else { Value::Text(field) }, word)
}

/// Writes a quoted field's text to `scratch`, each doubled quote as one.
fn unescape(field: &str, quote: u8, scratch: &mut String) {
    scratch.clear();
    let mut rest = field;
    while let Some(place) = memchr::memchr(quote, rest.as_bytes()) {
        scratch.push_str(&rest[..=place]);
        rest = &rest[place + 2..];
    }
    scratch.push_str(rest);
}
