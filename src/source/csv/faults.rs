//! What is wrong with a file as a file.

use super::BrokenRow;
use crate::record::{Reason, Stop};

/// How many lines a message names; the rest are counted.
const NAMED_LINES: usize = 10;

/// What was found wrong with a file while it was read. Reading went on as far as it could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Rows that gave no record, in order.
    pub broken: Vec<BrokenRow>,
    /// Why nothing of the file could be read: a byte-order mark or NUL bytes that contradict the declared encoding.
    pub mismatch: Option<&'static str>,
}

impl Faults {
    /// The stops that these faults raise, one for each reason code, for a file whose header has so many columns.
    pub fn stops(&self, path: &str, columns: usize) -> Vec<Stop> {
        let mut stops = Vec::new();
        if let Some(found) = self.mismatch {
            let message = format!("{found}, but the profile says UTF-8: export again as UTF-8");
            stops.push(stop(Reason::EncodingMismatch, path, 1, message));
        }
        for reason in [Reason::BadEncoding, Reason::RaggedRow, Reason::UnclosedQuote] {
            let rows: Vec<_> = self.broken.iter().filter(|row| row.reason == reason).collect();
            if let Some(first) = rows.first() {
                stops.push(stop(reason, path, first.line, message(&rows, columns)));
            }
        }
        stops
    }
}

fn stop(reason: Reason, file: &str, line: u64, message: String) -> Stop {
    Stop { reason, file: file.to_owned(), line, field: String::new(), message }
}

fn message(rows: &[&BrokenRow], columns: usize) -> String {
    let first = rows[0];
    let lines: Vec<_> = rows.iter().take(NAMED_LINES).map(|row| row.line.to_string()).collect();
    let more = if rows.len() > NAMED_LINES { " and further lines" } else { "" };
    let place = format!("{} row(s), on lines {}{more}", rows.len(), lines.join(", "));
    match first.reason {
        Reason::BadEncoding => {
            let byte = first.offset;
            format!("not UTF-8: {place}; the first bad byte is at offset {byte}: export again as UTF-8")
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
