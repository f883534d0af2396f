//! `differences.csv`.

use std::io::{self, Write};

use super::csv_list::{optional, write_csv};

/// A difference between the export and what was written; texts are empty where nothing is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DifferenceLine {
    /// The check that found it, as the report's `checks` list it.
    pub check: String,
    /// Person number, where the case file is known.
    pub case_file: Option<u64>,
    /// The source entity.
    pub entity: String,
    /// The key of the source record.
    pub source_id: String,
    /// The target table.
    pub target_table: String,
    /// The key of the row.
    pub legacy_id: String,
    /// The column of source or target.
    pub field: String,
    /// The file, relative to the output folder.
    pub file: String,
    /// The physical line, counted from 1.
    pub line: Option<u64>,
}

const HEADER: [&str; 9] =
    ["CHECK", "CASE_FILE", "ENTITY", "SOURCE_ID", "TARGET_TABLE", "LEGACY_ID", "FIELD", "FILE", "LINE"];

/// Writes `differences.csv`, in the order given.
pub fn write_differences(
    out: &mut dyn Write,
    lines: impl IntoIterator<Item = DifferenceLine>,
) -> io::Result<()> {
    write_csv(out, HEADER, lines.into_iter().map(cells))
}

fn cells(line: DifferenceLine) -> [String; 9] {
    [
        line.check,
        optional(line.case_file),
        line.entity,
        line.source_id,
        line.target_table,
        line.legacy_id,
        line.field,
        line.file,
        optional(line.line),
    ]
}
