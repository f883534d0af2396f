//! What is wrong with a file as a file.

use super::BrokenRow;
use super::cell_name::cell_name;
use crate::record::{Reason, Stop};
use crate::source::decoding::DecodingFault;

/// How many lines a message names; the rest are counted.
const NAMED_LINES: usize = 10;

/// What was found wrong with a file while it was read. Reading went on as far as it could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Rows that gave no record, in order.
    pub broken: Vec<BrokenRow>,
    /// What contradicts the declared encoding: a byte-order mark, NUL bytes, or bytes that are UTF-8.
    pub mismatch: Option<Mismatch>,
    /// What is wrong with the form of the file, other than rows of text: where, and what was expected there.
    pub malformed: Option<Malformed>,
    /// What the file is read as.
    pub encoding: &'static str,
    /// Whether the text ends before the file does, at bytes that do not decode.
    pub ends_early: bool,
    /// The worksheet that is read, where rows have no place among the file's bytes.
    pub sheet: Option<String>,
}

/// Another encoding than the declared one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What was found.
    pub found: String,
    /// The first byte that shows it.
    pub offset: u64,
}

/// A file that is not of its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// `bad-xml`, `ragged-row` or `unclosed-quote`.
    pub reason: Reason,
    /// The line, element or row.
    pub line: u64,
    /// The byte of the file, where it has one.
    pub offset: Option<u64>,
    /// What was expected, and what to do.
    pub message: String,
}

impl Mismatch {
    /// What was found where that encoding was declared; none where the format has no other than UTF-8.
    fn message(&self, declared: &str) -> String {
        let Self { found, offset } = self;
        if declared.is_empty() {
            return format!(
                "{found} (byte {offset}), but files of this format are read as UTF-8: export again as UTF-8"
            );
        }
        format!(
            "{found} (byte {offset}), but the profile says {declared}: export again as {declared}, or let the profile \
             force the encoding that the file has"
        )
    }
}

impl Faults {
    /// Notes why the text of a file ends early, in the row of that number; what follows from it is not noted.
    pub(in crate::source) fn undecoded(&mut self, fault: DecodingFault, line: u64) {
        (self.malformed, self.ends_early) = (None, true);
        match fault {
            DecodingFault::Mismatch(found, offset) => self.mismatch = Some(Mismatch { found, offset }),
            DecodingFault::Bad(offset) => {
                let bad = BrokenRow { line, reason: Reason::BadEncoding, fields: 0, offset, expected: None };
                if !self.broken.contains(&bad) {
                    self.broken.push(bad);
                }
            }
        }
    }

    /// The stops that these faults raise, one for each reason code and what was expected, for a file whose header has so many columns.
    pub fn stops(&self, path: &str, columns: usize) -> Vec<Stop> {
        let mut stops = Vec::new();
        let declared = if self.encoding.is_empty() { "UTF-8" } else { self.encoding };
        stops.extend(self.mismatch.as_ref().map(|mismatch| {
            let message = mismatch.message(self.encoding);
            stop(Reason::EncodingMismatch, path, 1, message)
        }));
        if let Some(Malformed { reason, line, offset, message }) = &self.malformed {
            let place = match (offset, &self.sheet) {
                (Some(offset), _) => format!(" (byte {offset})"),
                (None, Some(sheet)) => format!(" (cell {})", cell_name(sheet, 1, *line)),
                (None, None) => String::new(),
            };
            stops.push(stop(*reason, path, *line, message.clone() + &place));
        }
        for reason in [Reason::BadEncoding, Reason::RaggedRow, Reason::UnclosedQuote, Reason::BadXml] {
            let mut rows: Vec<_> = self.broken.iter().filter(|row| row.reason == reason).collect();
            while let Some(first) = rows.first().copied() {
                let (alike, others): (Vec<_>, Vec<_>) =
                    rows.into_iter().partition(|row| row.expected == first.expected);
                stops.push(stop(reason, path, first.line, self.message(&alike, columns, declared)));
                rows = others;
            }
        }
        stops
    }

    /// Whether the rows are the file's own, all of them: nothing broke off reading, and no quote swallowed others.
    pub(in crate::source) fn leave_rows_whole(&self) -> bool {
        let swallows = |row: &BrokenRow| row.reason == Reason::UnclosedQuote;
        self.malformed.is_none()
            && self.mismatch.is_none()
            && !self.ends_early
            && !self.broken.iter().any(swallows)
    }

    /// Where the first of the broken cells stands, in a worksheet.
    fn first_cell(&self, row: &BrokenRow) -> String {
        let sheet = self.sheet.as_ref();
        let named = |sheet: &String| format!(", the first cell {}", cell_name(sheet, row.fields, row.line));
        sheet.map(named).unwrap_or_default()
    }

    fn message(&self, rows: &[&BrokenRow], columns: usize, encoding: &str) -> String {
        let first = rows[0];
        let lines: Vec<_> = rows.iter().take(NAMED_LINES).map(|row| row.line.to_string()).collect();
        let more = if rows.len() > NAMED_LINES { " and further lines" } else { "" };
        let place = format!("{} row(s), on lines {}{more}", rows.len(), lines.join(", "));
        if let Some(expected) = first.expected {
            return format!("{expected}: {place}{}: export again", self.first_cell(first));
        }
        match first.reason {
            Reason::BadEncoding => {
                let byte = first.offset;
                format!(
                    "not {encoding}: {place}; the first bad byte is at offset {byte}: export again as {encoding}"
                )
            }
            Reason::BadXml => {
                let cell = self.first_cell(first);
                format!("expected cells in the {columns} columns of the header: {place}{cell}: export again")
            }
            // A row of text has one field at least.
            Reason::RaggedRow if first.fields == 0 => {
                format!("expected whole JSON objects, of whole characters: {place}: export again")
            }
            Reason::RaggedRow => {
                let fields = first.fields;
                format!(
                    "expected {columns} fields, as in the header: {place}; the first has {fields}: export again"
                )
            }
            _ => format!(
                "broken quoting, or a file cut short: {place}: export again with quotes doubled inside fields"
            ),
        }
    }
}

fn stop(reason: Reason, file: &str, line: u64, message: String) -> Stop {
    Stop { reason, file: file.to_owned(), line, field: String::new(), message }
}
