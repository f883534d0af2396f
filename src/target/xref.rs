//! `xref.csv`: which source record became which row.

use std::io::{self, Write};

use super::import_file::write_line;
use super::packed_rows::PackedRows;

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

/// The lines of a batch's cross-reference, in the order in which they come until they are sorted.
#[derive(Clone, Debug)]
pub struct XrefLines {
    lines: PackedRows,
}

impl Default for XrefLines {
    fn default() -> Self {
        Self { lines: PackedRows::new(4) }
    }
}

impl XrefLines {
    /// Takes a line: entity (or entity and column), key (or the column's value), table, and the key of the row.
    pub fn push(&mut self, line: [&str; 4]) {
        self.lines.push(line.into_iter().map(Some));
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Takes all lines away.
    pub fn clear(&mut self) {
        self.lines.clear();
    }

    /// Brings the lines into order and drops repeated ones.
    pub(super) fn sort(&mut self) {
        self.lines.sort(&[]);
    }
}

impl Extend<XrefRow> for XrefLines {
    fn extend<T: IntoIterator<Item = XrefRow>>(&mut self, lines: T) {
        for line in lines {
            self.push([&line.source_entity, &line.source_id, &line.target_table, &line.legacy_id]);
        }
    }
}

impl FromIterator<XrefRow> for XrefLines {
    fn from_iter<T: IntoIterator<Item = XrefRow>>(lines: T) -> Self {
        let mut all = Self::default();
        all.extend(lines);
        all
    }
}

/// Writes the cross-reference of a batch; the Mosaic id stays blank in a sealed one.
pub(super) fn write_xref(out: &mut impl Write, batch: u32, xref: &XrefLines) -> io::Result<()> {
    write_line(out, HEADER.into_iter().map(Some))?;
    let number = format!("{batch:04}");
    for line in xref.lines.iter() {
        let (system, rest) = ([Some("CareDirector")], [Some(number.as_str()), Some("")]);
        write_line(out, system.into_iter().chain(line.cells()).chain(rest))?;
    }
    Ok(())
}
