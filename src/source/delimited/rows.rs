//! Makes records of rows.

use super::splitter::Span;
use crate::record::{Reason, SourceRecord, Value};
use crate::source::rows::{BrokenRow, Header, RecordMaker};
use crate::source::{Delimited, NullPolicy};

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
    pub(super) maker: RecordMaker,
    null: NullPolicy,
    quote: u8,
    nul_is_empty: bool,
    scratch: String,
    blank: Vec<BrokenRow>,
}

impl Rows {
    pub(super) fn new(maker: RecordMaker, null: NullPolicy, form: &Delimited) -> Self {
        let quote = form.quote.unwrap_or_default();
        Self {
            maker,
            null,
            quote,
            nul_is_empty: form.nul_is_empty,
            scratch: String::new(),
            blank: Vec::new(),
        }
    }

    /// The record of a row, unless the row is none.
    pub(super) fn record(&mut self, row: Row<'_>) -> Option<SourceRecord> {
        let columns = self.maker.header.names().len();
        if columns > 1 && is_blank(row) {
            self.blank.push(broken(row, Reason::RaggedRow, row.offset));
            return None;
        }
        // Blank lines are rows with too few fields, unless nothing but blank lines follows.
        self.maker.notes.faults.broken.append(&mut self.blank);
        let cell = |place: usize| {
            let span = row.fields.get(place)?;
            row.bytes.get(span.start..span.end).and_then(|bytes| std::str::from_utf8(bytes).ok())
        };
        if !row.broken && self.maker.leaves_out(row.line, cell) {
            return None;
        }
        let text = match text(row, columns) {
            Ok(text) => text,
            Err(fault) => {
                self.maker.notes.faults.broken.push(fault);
                // A fault that may be acknowledged must not hide one that may not.
                if fault.reason != Reason::BadEncoding
                    && let Err(error) = std::str::from_utf8(row.bytes)
                {
                    let offset = row.offset + error.valid_up_to() as u64;
                    self.maker.notes.faults.broken.push(broken(row, Reason::BadEncoding, offset));
                }
                return None;
            }
        };
        if repeats(&self.maker.header, text, row.fields) {
            self.maker.notes.repeated_headers.push(row.line);
            return None;
        }
        self.count_unknown(row.fields);
        self.push_fields(text, row.fields);
        Some(self.maker.finish(row.line))
    }

    fn push_fields(&mut self, text: &str, fields: &[Span]) {
        for column in 0..self.maker.header.places().len() {
            let Some(span) = self.maker.header.places()[column].map(|place| fields[place]) else {
                self.maker.push(Value::Null);
                continue;
            };
            let field = &text[span.start..span.end];
            if span.doubled {
                unescape(field, self.quote, &mut self.scratch);
                self.maker.push(Value::Text(&self.scratch));
                continue;
            }
            if self.nul_is_empty && field == "\0" {
                self.maker.notes.count_nul(column);
                self.maker.push(Value::Text(""));
                continue;
            }
            let (value, word) = value(&self.null, field, span.quoted);
            self.maker.notes.null_words[column] += u64::from(word);
            self.maker.push(value);
        }
    }

    fn count_unknown(&mut self, fields: &[Span]) {
        let RecordMaker { header, notes, .. } = &mut self.maker;
        for (place, filled) in header.unknown().iter().zip(&mut notes.unknown_filled) {
            *filled += u64::from(fields[*place].end > fields[*place].start);
        }
    }
}

fn broken(row: Row<'_>, reason: Reason, offset: u64) -> BrokenRow {
    BrokenRow { line: row.line, reason, fields: row.fields.len(), offset, expected: None }
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
    header.stands_in_the_file() && !fields.is_empty() && fields.iter().zip(header.names()).all(same)
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
