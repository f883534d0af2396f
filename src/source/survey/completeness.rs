//! Whether the drop holds what was counted at source.

use super::{ControlTotals, Doubt, FileReport, Total, repeated_rows};
use crate::record::{EntityId, Finding, Origin, Reason, Stop};
use crate::source::{Dictionary, Profile, View, Yearly};

/// What the comparison with the counts taken at source gave.
#[derive(Clone, Debug, Default)]
pub struct Completeness {
    /// `control-total-mismatch`.
    pub stops: Vec<Stop>,
    /// `empty-file`, `no-control-total` and `audit-year-missing`.
    pub findings: Vec<Finding>,
}

/// The rows of an entity over all its files.
struct Read<'a> {
    first: &'a FileReport,
    records: u64,
    inactive: u64,
    broken: u64,
    /// Rows that have the key of another.
    repeated: u64,
    /// Whether the rows of all files can be counted; where they cannot, that has a stop of its own.
    whole: bool,
    /// Whether they say which rows are inactive.
    flagged: bool,
}

impl Read<'_> {
    /// Whether so many can have been counted at source where so many were read. A broken row may be a row of its own or
    /// a piece of another; a record that two views show was counted once.
    fn agree(&self, counted: Option<u64>) -> bool {
        let records = self.records.saturating_sub(self.repeated);
        counted.is_some_and(|counted| (records..=records + self.broken).contains(&counted))
    }

    /// The same of its inactive rows, of which any may be among the repeated.
    fn inactive_agree(&self, counted: Option<u64>) -> bool {
        let least = self.inactive.saturating_sub(self.repeated);
        counted.is_some_and(|counted| (least..=self.inactive + self.broken).contains(&counted))
    }
}

impl Completeness {
    /// Compares every entity's files with its count, those in doubt aside. The control totals themselves are not counted.
    pub fn new(
        reports: &[FileReport],
        totals: &ControlTotals,
        profile: &Profile,
        (dictionary, doubt): (&Dictionary, &Doubt),
    ) -> Self {
        let mut result = Self::default();
        for entity in dictionary.ids().filter(|entity| !doubt.is_about(*entity)) {
            let files: Vec<_> = reports.iter().filter(|report| report.entity == entity).collect();
            // What flat tables hold was counted as their rows are, if at all.
            let flat = |report: &&FileReport| {
                profile.reporting.as_ref().is_some_and(|rule| rule.is_answers(&report.path))
            };
            let total = totals.total(entity).filter(|_| !files.iter().any(flat));
            let is_totals = profile.control_totals.as_ref().is_some_and(|rule| rule.entity == entity);
            if let Some(read) = read(&files, dictionary) {
                if !is_totals {
                    result.compare(entity, &read, total, dictionary);
                }
                let empty = files
                    .iter()
                    .filter(|report| report.whole && is_empty(report, expected(report, total, profile)));
                result.findings.extend(empty.map(|report| finding(Reason::EmptyFile, report)));
            } else if total.is_some_and(|total| total.rows != Some(0)) {
                let message = "rows were counted at source and the drop has no file of them".to_owned();
                result.stops.push(stop("", &dictionary.entity(entity).name, message));
            }
        }
        let last = totals.extract_date(profile).map(jiff::civil::DateTime::year);
        for (yearly, last) in profile.yearly.iter().zip(last.into_iter().cycle()) {
            result.findings.extend(years_missing(*yearly, last, reports));
        }
        result.stops.extend(totals.unknown().iter().map(|origin| unknown(*origin, reports)));
        result
    }

    fn compare(&mut self, entity: EntityId, read: &Read<'_>, total: Option<Total>, dictionary: &Dictionary) {
        let Some(total) = total else {
            self.findings.push(finding(Reason::NoControlTotal, read.first));
            return;
        };
        let path = read.first.path.as_str();
        let columns = dictionary.entity(entity);
        if !read.whole {
            return;
        }
        if !read.agree(total.rows) {
            self.stops.push(mismatch(
                path,
                &columns.name,
                "rows",
                total.rows,
                read.records - read.repeated + read.broken,
            ));
        }
        let inactive = total.inactive.filter(|_| columns.column("Inactive").is_some());
        if inactive.is_some() && read.flagged && !read.inactive_agree(inactive) {
            self.stops.push(mismatch(path, "Inactive", "inactive rows", inactive, read.inactive));
        }
    }
}

fn read<'a>(files: &[&'a FileReport], dictionary: &Dictionary) -> Option<Read<'a>> {
    let first = files.first()?;
    let records = files.iter().map(|report| report.records).sum();
    let broken = files.iter().map(|report| report.broken.len() as u64).sum();
    let inactive = files.iter().map(|report| report.inactive).sum();
    let repeated = repeated_rows(files.iter().copied());
    let whole = files.iter().all(|report| report.whole);
    let flag = dictionary.entity(first.entity).column("Inactive");
    let lacks = |report: &&FileReport| report.header.missing().any(|field| Some(field) == flag);
    let flagged = !files.iter().any(lacks);
    Some(Read { first, records, inactive, broken, repeated, whole, flagged })
}

/// No bytes where a header should stand, or no rows where the count does not say that there are no rows.
fn is_empty(report: &FileReport, expected: Option<u64>) -> bool {
    let header_alone = !report.header.names().is_empty() && report.rows() == 0;
    let nothing = report.bytes == 0 && report.header.names().is_empty();
    nothing || (header_alone && expected != Some(0))
}

/// How many rows the count gives a file: of a view, those that it shows.
fn expected(report: &FileReport, total: Option<Total>, profile: &Profile) -> Option<u64> {
    let Total { rows, inactive, .. } = total?;
    match profile.view(&report.path) {
        None => rows,
        Some(View::Inactive) => inactive,
        Some(View::Active) => rows?.checked_sub(inactive.unwrap_or(0)),
    }
}

fn mismatch(path: &str, field: &str, what: &str, counted: Option<u64>, read: u64) -> Stop {
    let counted = counted.map_or_else(|| "a number that cannot be read".to_owned(), |rows| rows.to_string());
    stop(
        path,
        field,
        format!("{read} {what} read, {counted} counted at source: export again without a filter"),
    )
}

fn stop(path: &str, field: &str, message: String) -> Stop {
    let (file, field) = (path.to_owned(), field.to_owned());
    Stop { reason: Reason::ControlTotalMismatch, file, line: 0, field, message }
}

fn unknown(origin: Origin, reports: &[FileReport]) -> Stop {
    let report = reports.iter().find(|report| report.file == origin.file);
    let path = report.map_or("", |report| report.path.as_str());
    let message = "counts a table that the data dictionary does not have: correct the name, or add the table";
    Stop { line: origin.line, ..stop(path, "", message.to_owned()) }
}

/// A finding for each year of which there is no file; it stands at the first of the others.
fn years_missing(yearly: Yearly, last: i16, reports: &[FileReport]) -> Vec<Finding> {
    let own: Vec<_> = reports.iter().filter(|report| report.entity == yearly.entity).collect();
    let Some(first) = own.first() else { return Vec::new() };
    let paths: Vec<_> = own.iter().map(|report| report.path.as_str()).collect();
    let missing = yearly.missing(&paths, last);
    missing
        .map(|year| Finding { source_id: year.to_string(), ..finding(Reason::AuditYearMissing, first) })
        .collect()
}

fn finding(reason: Reason, report: &FileReport) -> Finding {
    let origin = Origin { file: report.file, line: 0 };
    Finding { reason, entity: report.entity, source_id: String::new(), case_file: None, origin, field: None }
}
