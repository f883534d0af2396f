//! A run that is refused: its stops and a report, nothing else.

use std::path::Path;

use super::RunError;
use super::report_files::write_report;
use crate::record::Stop;
use crate::report::model::Report;
use crate::target::{List, ListWriter};

/// Writes `exceptions/stops.csv` and the report.
pub(crate) fn write_refusal(output: &Path, stops: &[Stop], report: &Report) -> Result<(), RunError> {
    let mut list = ListWriter::create(&output.join("exceptions"), List::Stops)?;
    for stop in stops {
        let line = if stop.line == 0 { String::new() } else { stop.line.to_string() };
        list.line(&[stop.reason.code(), &stop.file, &line, &stop.field, &stop.message])?;
    }
    list.commit()?;
    write_report(output, report)
}
