//! What the report says of an extract of Mosaic, against the list of what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::check::REPORT;
use super::finding::Findings;
use super::report::REPORT_FILE;
use crate::pipeline::report_files::MOSAIC_LIST;
use crate::reconcile::reader::ImportFile;
use crate::report::lists::MOSAIC_COLUMNS;
use crate::report::model::{Mosaic, MosaicTable, Report};
use crate::target::contract::ColumnId;

/// What is counted of one table: rows by finding, and rows that differ by column.
#[derive(Default, PartialEq, Eq)]
struct Counted {
    rows: BTreeMap<String, u64>,
    columns: BTreeMap<String, u64>,
}

/// Holds the part of the report about an extract against its list, and its sums and its check against its tables.
pub(super) fn against_list(output: &Path, report: &Report, findings: &mut Findings) {
    let listed = output.join(MOSAIC_LIST).is_file();
    let Some(mosaic) = &report.mosaic else {
        if listed {
            findings.add(&REPORT, MOSAIC_LIST, "expected no such list: the report compares no extract");
        }
        return;
    };
    if !adds_up(mosaic) || !is_checked(report, mosaic) {
        let expected =
            "expected mosaic to add up over its tables, and its check to count what refuses the proof";
        findings.add(&REPORT, REPORT_FILE, expected);
    }
    let Ok(listed) = counted(output) else {
        return findings.add(&REPORT, MOSAIC_LIST, "expected the list of what Mosaic has otherwise");
    };
    let told = told(mosaic);
    for table in listed.keys().chain(told.keys()).collect::<BTreeSet<_>>() {
        if listed.get(table) != told.get(table) {
            let expected = format!("expected mosaic to count the lines of {MOSAIC_LIST} for {table}");
            findings.add(&REPORT, REPORT_FILE, expected);
        }
    }
}

fn adds_up(mosaic: &Mosaic) -> bool {
    let sum = |of: fn(&MosaicTable) -> u64| mosaic.by_table.iter().map(of).sum::<u64>();
    let rows = mosaic.by_table.iter();
    let mut rows =
        rows.map(|table| table.written + table.unexpected + table.mirrored == table.found + table.missing);
    mosaic.missing == sum(|table| table.missing)
        && mosaic.unexpected == sum(|table| table.unexpected)
        && mosaic.doubled == sum(|table| table.doubled)
        && mosaic.different == sum(|table| table.different)
        && rows.all(|same| same)
}

fn is_checked(report: &Report, mosaic: &Mosaic) -> bool {
    let mut checks = report.checks.iter().filter(|check| check.id == Mosaic::CHECK);
    checks.next().is_some_and(|check| check.findings == mosaic.refusing())
}

fn told(mosaic: &Mosaic) -> BTreeMap<String, Counted> {
    let mut all = BTreeMap::new();
    for table in &mosaic.by_table {
        let unexpected = table.unexpected.saturating_sub(table.doubled);
        let rows = [("missing", table.missing), ("doubled", table.doubled)];
        let rows = rows.into_iter().chain([("unexpected", unexpected), ("different", table.different)]);
        let rows: BTreeMap<_, _> =
            rows.filter(|(_, rows)| *rows > 0).map(|(kind, rows)| (kind.to_owned(), rows)).collect();
        let columns = table.columns.iter().map(|column| (column.column.clone(), column.rows)).collect();
        let counted = Counted { rows, columns };
        if counted != Counted::default() {
            all.insert(table.table.clone(), counted);
        }
    }
    all
}

/// What the list counts by table; the lines of one row stand together.
fn counted(output: &Path) -> io::Result<BTreeMap<String, Counted>> {
    let mut all: BTreeMap<String, Counted> = BTreeMap::new();
    let mut list = ImportFile::with_header(&output.join(MOSAIC_LIST), &MOSAIC_COLUMNS)?;
    let mut before = None;
    while let Some(row) = list.read_row()? {
        let cell = |place: u16| row.get(ColumnId(place)).unwrap_or_default().to_owned();
        let [finding, table, field, file, line] = [cell(0), cell(2), cell(4), cell(5), cell(6)];
        let own = Some((finding.clone(), table.clone(), file, line));
        let counted = all.entry(table).or_default();
        if finding == "different" {
            *counted.columns.entry(field).or_default() += 1;
        }
        if own != before {
            *counted.rows.entry(finding).or_default() += 1;
        }
        before = own;
    }
    Ok(all)
}
