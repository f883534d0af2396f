//! The lines of the dictionary's file, before they mean anything.

use std::ops::Range;
use std::path::Path;

use super::super::Mistake;

/// The columns of the file in its documented order; the last two may be missing.
const HEADER: [&str; 10] =
    ["TABLE", "ROLE", "COLUMN", "TYPE", "NULLABLE", "KIND", "REFERS_TO", "TIME", "STANDING", "NOTE"];
const REQUIRED: usize = 8;

/// A line of the dictionary: one column of one table.
#[derive(Debug)]
pub(super) struct Line {
    cells: [String; 10],
    spans: Vec<Range<usize>>,
    places: [Option<usize>; 10],
    whole: Range<usize>,
}

/// The cells of a line, by the name of their column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell {
    Table,
    Role,
    Column,
    Type,
    Nullable,
    Kind,
    RefersTo,
    Time,
    Note = 9,
}

impl Line {
    /// The cell without outer white space.
    pub(super) fn cell(&self, cell: Cell) -> &str {
        &self.cells[cell as usize]
    }

    /// The bytes of the cell in the file's text.
    pub(super) fn span(&self, cell: Cell) -> Range<usize> {
        let place = self.places[cell as usize];
        place.and_then(|place| self.spans.get(place)).cloned().unwrap_or_else(|| self.whole.clone())
    }
}

/// Splits the file into lines; the header may stand in any order and case.
pub(super) fn lines(file: &Path, text: &str) -> Result<Vec<Line>, Vec<Mistake>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        return Err(vec![Mistake::new(file, 0..0, "the data dictionary is empty", "expected a header line")]);
    };
    let places = places(file, &header)?;
    let (mut lines, mut mistakes) = (Vec::new(), Vec::new());
    for record in records {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => lines.push(line(text, &record, places)),
            Err(error) => {
                mistakes.push(Mistake::new(file, 0..0, format!("not readable as CSV: {error}"), ""));
            }
        }
    }
    if mistakes.is_empty() { Ok(lines) } else { Err(mistakes) }
}

fn places(file: &Path, header: &csv::StringRecord) -> Result<[Option<usize>; 10], Vec<Mistake>> {
    let find = |name: &str| {
        header.iter().position(|cell| cell.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    let places = HEADER.map(find);
    let missing: Vec<_> = HEADER[..REQUIRED]
        .iter()
        .zip(places)
        .filter(|(_, place)| place.is_none())
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(places);
    }
    let title = format!("the data dictionary lacks the columns {}", missing.join(", "));
    let help = format!("its header is {}; the last two may be left out", HEADER.join(","));
    Err(vec![Mistake::new(file, 0..0, title, "in this header").help(help)])
}

fn line(text: &str, record: &csv::StringRecord, places: [Option<usize>; 10]) -> Line {
    let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
    let spans = spans(text, start, record.len());
    let cells = places.map(|place| place.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned());
    let whole = start..spans.last().map_or(start, |span| span.end);
    Line { cells, spans, places, whole }
}

/// The bytes of each cell of the record that starts there, quotes included.
fn spans(text: &str, start: usize, cells: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = start;
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let (mut spans, mut from, mut quoted) = (Vec::with_capacity(cells), at, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                spans.push(from..at);
                from = at + 1;
            }
            b'\r' | b'\n' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    spans.push(from..at);
    spans
}
