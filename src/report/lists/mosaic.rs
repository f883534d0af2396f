//! `mosaic.csv`.

use std::io::{self, Write};

use super::csv_list::write_csv;

/// A row of Mosaic, or one column of it, that is not what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MosaicLine {
    /// `missing`, `different`, `doubled` or `unexpected`.
    pub finding: String,
    /// The reason code.
    pub reason: String,
    /// The table.
    pub table: String,
    /// The key of the row; empty where it says nothing that may be shown.
    pub row: String,
    /// The column, where values differ.
    pub field: String,
    /// The file: of the extract, or, for a missing row, within the output folder.
    pub file: String,
    /// The physical line, counted from 1.
    pub line: u64,
}

/// The columns of the list.
pub const MOSAIC_COLUMNS: [&str; 7] =
    ["FINDING", "REASON", "TARGET_TABLE", "LEGACY_ID", "FIELD", "FILE", "LINE"];

/// Writes `mosaic.csv`, in the order given.
pub fn write_mosaic(out: &mut dyn Write, lines: impl IntoIterator<Item = MosaicLine>) -> io::Result<()> {
    let cells = |line: MosaicLine| {
        [line.finding, line.reason, line.table, line.row, line.field, line.file, line.line.to_string()]
    };
    write_csv(out, MOSAIC_COLUMNS, lines.into_iter().map(cells))
}
