//! What Mosaic holds otherwise than it was written, by table.

use std::fmt::Write;

use crate::report::model::{MosaicTable, Report};
use crate::report::summary::thousands;

/// Adds a line for each table that has a finding.
pub(super) fn add(text: &mut String, report: &Report) {
    let Some(mosaic) = &report.mosaic else { return };
    let finds = |table: &&MosaicTable| table.missing + table.different + table.unexpected > 0;
    let tables: Vec<_> = mosaic.by_table.iter().filter(finds).collect();
    if tables.is_empty() {
        return;
    }
    text.push_str("\nWhat Mosaic holds otherwise (reconciliation/mosaic.csv has every row)\n");
    for table in tables {
        let _ = writeln!(
            text,
            "  {}: {} missing, {} different{}, {} unexpected{}",
            table.table,
            thousands(table.missing),
            thousands(table.different),
            columns(table),
            thousands(table.unexpected),
            if table.doubled > 0 {
                format!(" ({} loaded twice)", thousands(table.doubled))
            } else {
                String::new()
            },
        );
    }
}

fn columns(table: &MosaicTable) -> String {
    let columns: Vec<_> = table.columns.iter().map(|column| column.column.as_str()).collect();
    if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) }
}
