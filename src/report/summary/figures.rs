//! The figures that a summary begins with.

use crate::report::model::{Balance, FieldStatus, Report};

/// The figures that a summary begins with, over the whole run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Files read.
    pub files: u64,
    /// Their size together.
    pub bytes: u64,
    /// What became of all records.
    pub records: Balance,
    /// Records held with their case file: those of `held.csv`.
    pub held_whole: u64,
    /// Written case files of which nothing waits, with something rejected or left out.
    pub short: u64,
    /// Filled values of columns that are rebuilt from the import files.
    pub values: u64,
    /// How many of these, and of the values of target columns, differ.
    pub differences: u64,
    /// Rejected values of written rows.
    pub rejected_values: u64,
    /// Rows written, over all tables.
    pub rows: u64,
    /// Checks that found something.
    pub failed_checks: u64,
}

impl Figures {
    /// The figures of a report.
    pub fn of(report: &Report) -> Self {
        let rebuilt = |status| matches!(status, FieldStatus::Carried | FieldStatus::Remainder);
        let fields = report.fields.iter();
        let wrong = report.target_columns.iter().map(|column| column.differences);
        let records = Balance::total("All", &report.balance);
        Self {
            held_whole: records.held.saturating_sub(report.waiting.records),
            short: report.case_files.incomplete.saturating_sub(report.waiting.case_files),
            files: report.source.files.len() as u64,
            bytes: report.source.files.iter().map(|file| file.bytes).sum(),
            records,
            values: fields.clone().filter(|field| rebuilt(field.status)).map(|field| field.filled).sum(),
            differences: fields.map(|field| field.differences).chain(wrong).sum(),
            rejected_values: report.rejected_values.iter().map(|cause| cause.values).sum(),
            rows: report.targets.iter().map(|table| table.rows).sum(),
            failed_checks: report.checks.iter().filter(|check| check.findings > 0).count() as u64,
        }
    }
}
