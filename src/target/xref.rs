//! `xref.csv`: which source record became which row.

use std::io::{self, Write};

use super::import_file::write_line;

const HEADER: [&str; 7] =
    ["SOURCE_SYSTEM", "SOURCE_ENTITY", "SOURCE_ID", "TARGET_TABLE", "LEGACY_ID", "BATCH", "MOSAIC_ID"];

/// A line of the cross-reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct XrefRow {
    /// The entity, or entity and column.
    pub source_entity: String,
    /// The key, or the column's value.
    pub source_id: String,
    /// The table.
    pub target_table: String,
    /// The key of the row.
    pub legacy_id: String,
}

/// Writes the cross-reference of a batch; the Mosaic id stays blank in a sealed one.
pub(super) fn write_xref(out: &mut impl Write, batch: u32, rows: &[XrefRow]) -> io::Result<()> {
    write_line(out, HEADER.into_iter().map(Some))?;
    let number = format!("{batch:04}");
    for row in rows {
        let cells = [
            "CareDirector",
            &row.source_entity,
            &row.source_id,
            &row.target_table,
            &row.legacy_id,
            &number,
            "",
        ];
        write_line(out, cells.into_iter().map(Some))?;
    }
    Ok(())
}
