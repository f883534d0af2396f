//! Import files: RFC 4180, comma, CRLF, UTF-8 without a byte-order mark, empty for null.

use std::cmp::Ordering;
use std::io::{self, Write};

use super::contract::{Table, TargetRow};

/// The order of two rows of a table: by its key, then by all cells, so that the same rows give the same bytes.
pub fn order_of_rows(table: &Table, left: &TargetRow, right: &TargetRow) -> Ordering {
    let keys = table.key.iter().map(|column| usize::from(column.0));
    let by_key = keys.map(|column| left.cells[column].cmp(&right.cells[column]));
    by_key.fold(Ordering::Equal, Ordering::then).then_with(|| left.cells.cmp(&right.cells))
}

/// Sorts rows of a table.
pub(super) fn sort_rows(table: &Table, rows: &mut [TargetRow]) {
    rows.sort_by(|left, right| order_of_rows(table, left, right));
}

/// Writes the header of a table.
pub(super) fn write_header(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    write_line(out, table.columns.iter().map(|column| Some(column.name.as_str())))
}

/// Writes a row.
pub(super) fn write_row(out: &mut dyn Write, row: &TargetRow) -> io::Result<()> {
    write_line(out, row.cells.iter().map(Option::as_deref))
}

/// Writes one line of cells.
pub(super) fn write_line<'a>(
    out: &mut (impl Write + ?Sized),
    cells: impl Iterator<Item = Option<&'a str>>,
) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        write_cell(out, cell.unwrap_or_default())?;
    }
    out.write_all(b"\r\n")
}

fn write_cell(out: &mut (impl Write + ?Sized), cell: &str) -> io::Result<()> {
    if !cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return out.write_all(cell.as_bytes());
    }
    out.write_all(b"\"")?;
    for (place, part) in cell.split('"').enumerate() {
        if place > 0 {
            out.write_all(b"\"\"")?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"")
}
