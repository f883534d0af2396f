//! A list that auditors filled in, as a spreadsheet saved it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::audit_days::AuditDays;
use super::checked_day::checked_day;
use super::list_fault::ListFault;
use crate::ledger::{AuditDrawRow, AuditResultRow};
use crate::pipeline::{AuditRefusal, RunError};
use crate::report::audit::{AUDIT_COLUMNS, AuditResult};
use crate::source::Encoding;
use crate::target::{TargetError, hex};

/// What a spreadsheet may put between cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The columns that are read: all but the one with the names of sheets.
const READ: [&str; 5] =
    [AUDIT_COLUMNS[0], AUDIT_COLUMNS[1], AUDIT_COLUMNS[3], AUDIT_COLUMNS[4], AUDIT_COLUMNS[5]];

/// A list that auditors filled in.
#[derive(Debug)]
pub(super) struct ReturnedList {
    path: PathBuf,
    /// SHA-256 of the file.
    pub(super) sha256: String,
    lines: Vec<ReturnedLine>,
    faults: Vec<ListFault>,
}

/// A line of it.
#[derive(Debug)]
struct ReturnedLine {
    line: u64,
    case_file: u64,
    stratum: String,
    result: AuditResult,
    checked_by: String,
    /// The day; none while it is open.
    checked_on: Option<Date>,
}

impl ReturnedList {
    /// Reads a list in any encoding and with any delimiter of a spreadsheet. Columns may have been added or moved, lines left
    /// blank.
    ///
    /// # Errors
    /// [`RunError::Usage`] where it is no such list, with what was expected.
    pub(super) fn read(path: &Path) -> Result<Self, RunError> {
        let bytes = std::fs::read(path).map_err(|error| {
            RunError::Usage(format!(
                "cannot read {}: {error}; name the list that was filled in",
                path.display()
            ))
        })?;
        let text = Encoding::text_of(&bytes).map_err(TargetError::at(path))?;
        let text = text.filter(|text| !text.contains('\0')).ok_or_else(|| not_text(path))?;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let (delimiter, header, rest) = opening(&text).ok_or_else(|| no_header(path))?;
        let mut list = Self {
            path: path.to_path_buf(),
            sha256: hex(&Sha256::digest(&bytes)),
            lines: Vec::new(),
            faults: Vec::new(),
        };
        let before = text[..text.len() - rest.len()].lines().count() as u64;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(rest.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|_| not_text(path))?;
            let line = before + record.position().map_or(0, csv::Position::line);
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                list.take(line, &header, &record);
            }
        }
        Ok(list)
    }

    fn take(&mut self, line: u64, header: &[usize; 5], record: &csv::StringRecord) {
        let [number, stratum, result, by, on] =
            header.map(|place| record.get(place).unwrap_or_default().trim());
        let Ok(case_file) = number.parse() else {
            return self.faults.push(ListFault::cell(line, READ[0], "a person number"));
        };
        let Some(found) = AuditResult::from_word(result) else {
            return self
                .faults
                .push(ListFault::cell(line, READ[2], "right, wrong, or nothing").of(case_file));
        };
        let looked = found != AuditResult::Open;
        if looked && by.is_empty() {
            self.faults.push(ListFault::cell(line, READ[3], "who looked at it").of(case_file));
        }
        let day = checked_day(on);
        if looked && day.is_none() {
            let expected = "the day on which it was looked at, such as 2026-11-27 or 27/11/2026";
            self.faults.push(ListFault::cell(line, READ[4], expected).of(case_file));
        }
        self.lines.push(ReturnedLine {
            line,
            case_file,
            stratum: stratum.to_owned(),
            result: found,
            checked_by: if looked { by.to_owned() } else { String::new() },
            checked_on: day.filter(|_| looked),
        });
    }

    /// The draw that the list is of: the one from which it differs in the fewest case files, the latest of several.
    fn draw<'d>(&self, draws: &'d [AuditDrawRow]) -> Option<&'d AuditDrawRow> {
        let numbers: BTreeSet<u64> = self.lines.iter().map(|line| line.case_file).collect();
        let differing = |draw: &AuditDrawRow| {
            let common = draw.case_files.iter().filter(|one| numbers.contains(&one.case_file)).count();
            draw.case_files.len() + numbers.len() - 2 * common
        };
        draws.iter().min_by_key(|draw| (differing(draw), Reverse(draw.number)))
    }

    /// The number of the draw that the list is of, and its results in order of person number, where it holds exactly what was
    /// drawn, looked at no earlier than that and no later than `today`.
    ///
    /// # Errors
    /// [`AuditRefusal::List`] with every line that is not as it was drawn.
    pub(super) fn against(
        mut self,
        draws: &[AuditDrawRow],
        today: Date,
    ) -> Result<(u32, Vec<AuditResultRow>), RunError> {
        let Some(draw) = self.draw(draws) else {
            let what = "no sample was drawn from this folder";
            return Err(RunError::Usage(format!("{what}; draw one first with `care2mosaic sample`")));
        };
        let mut first_lines = BTreeMap::new();
        for line in &self.lines {
            let known = draw.case_files.iter().find(|one| one.case_file == line.case_file);
            let fault = match (known, first_lines.get(&line.case_file)) {
                (None, _) => Some(ListFault::unknown(line.line, draw.number)),
                (_, Some(first)) => Some(ListFault::twice(line.line, *first)),
                (Some(known), None) if known.stratum != line.stratum => {
                    Some(ListFault::cell(line.line, READ[1], "the group that it was drawn from"))
                }
                _ => None,
            };
            self.faults.extend(fault.map(|fault| fault.of(line.case_file)));
            first_lines.entry(line.case_file).or_insert(line.line);
        }
        let days = AuditDays::of(draw, today);
        for line in &self.lines {
            let expected = line.checked_on.and_then(|day| days.expected_instead_of(day));
            let fault = expected.map(|expected| ListFault::cell(line.line, READ[4], &expected));
            self.faults.extend(fault.map(|fault| fault.of(line.case_file)));
        }
        let unread = self.faults.iter().filter_map(ListFault::case_file).collect::<BTreeSet<_>>();
        let missing = draw.case_files.iter().map(|one| one.case_file);
        let missing = missing.filter(|number| !first_lines.contains_key(number) && !unread.contains(number));
        self.faults.extend(missing.map(|number| ListFault::missing(draw.number).of(number)));
        if !self.faults.is_empty() {
            self.faults.sort_by_key(ListFault::place);
            return Err(AuditRefusal::List { list: self.path, draw: draw.number, faults: self.faults }.into());
        }
        let mut results: Vec<_> = self.lines.into_iter().map(ReturnedLine::into_row).collect();
        results.sort_by_key(|row| row.case_file);
        Ok((draw.number, results))
    }
}

impl ReturnedLine {
    fn into_row(self) -> AuditResultRow {
        let Self { case_file, result, checked_by, checked_on, .. } = self;
        let checked_on = checked_on.map(|day| day.to_string()).unwrap_or_default();
        AuditResultRow { case_file, result: result.word().to_owned(), checked_by, checked_on }
    }
}

/// The delimiter, where the columns stand that are read, and the text below the header; a line `sep=;` above it is passed
/// over, and so are blank ones.
fn opening(text: &str) -> Option<(u8, [usize; 5], &str)> {
    let mut rest = text;
    loop {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let shown = line.trim().to_lowercase();
        if !shown.is_empty() && !shown.starts_with("sep=") {
            let found =
                DELIMITERS.into_iter().find_map(|delimiter| Some((delimiter, columns(line, delimiter)?)));
            return found.map(|(delimiter, columns)| (delimiter, columns, below));
        }
        if below.is_empty() {
            return None;
        }
        rest = below;
    }
}

/// Where the columns stand in a header, whatever its letters' case; none where one is missing or stands there twice.
fn columns(header: &str, delimiter: u8) -> Option<[usize; 5]> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(header.as_bytes());
    let cells = reader.records().next()?.ok()?;
    let mut places = [0; 5];
    for (own, name) in places.iter_mut().zip(READ) {
        let called = |(_, cell): &(usize, &str)| cell.trim().eq_ignore_ascii_case(name);
        let mut all = cells.iter().enumerate().filter(called).map(|(place, _)| place);
        let only = all.next()?;
        if all.next().is_some() {
            return None;
        }
        *own = only;
    }
    Some(places)
}

fn not_text(path: &Path) -> RunError {
    RunError::Usage(format!(
        "{} is no list in text; expected sample.csv as `care2mosaic sample` wrote it and a spreadsheet saved it: CSV with comma, \
         semicolon or tab, in UTF-8, UTF-16 or Windows-1252 (of a workbook, save the sheet as CSV UTF-8)",
        path.display()
    ))
}

fn no_header(path: &Path) -> RunError {
    let names = READ.join(", ");
    RunError::Usage(format!(
        "{}, line 1: expected a header with each of the columns {names} once, between them comma, semicolon or tab; fill in the list that \
         `care2mosaic sample` wrote",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_stands_once() {
        let header = READ.join(";");
        assert_eq!(columns(&header.to_lowercase(), b';'), Some([0, 1, 2, 3, 4]));
        assert_eq!(columns(&format!("{header};Result"), b';'), None);
        assert_eq!(columns("CASE_FILE;RESULT", b';'), None);
    }
}
