//! Import files: RFC 4180, comma, CRLF, UTF-8 without a byte-order mark, empty for null.

use std::io::{self, Write};

use super::contract::{Table, TargetRow};

/// Sorts rows by the table's key, then by all their cells, so that the same rows give the same bytes.
pub fn sort_rows(table: &Table, rows: &mut [TargetRow]) {
    rows.sort_by(|a, b| {
        let key = |row: &TargetRow, column: usize| row.cells[column].clone();
        let by_key = table.key.iter().map(|column| {
            let column = usize::from(column.0);
            key(a, column).cmp(&key(b, column))
        });
        by_key.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then_with(|| a.cells.cmp(&b.cells))
    });
}

/// Writes the header and rows that are sorted already.
pub fn write_rows(out: &mut impl Write, table: &Table, rows: &[TargetRow]) -> io::Result<()> {
    write_line(out, table.columns.iter().map(|column| Some(column.name.as_str())))?;
    for row in rows {
        write_line(out, row.cells.iter().map(Option::as_deref))?;
    }
    Ok(())
}

/// Writes one line of cells.
pub fn write_line<'a>(out: &mut impl Write, cells: impl Iterator<Item = Option<&'a str>>) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        write_cell(out, cell.unwrap_or_default())?;
    }
    out.write_all(b"\r\n")
}

fn write_cell(out: &mut impl Write, cell: &str) -> io::Result<()> {
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
