//! Rejected rows in the source's own shape, to be corrected and run again.

use std::io::{self, Write};
use std::path::Path;

use super::{TargetError, write_atomically};
use crate::record::{SourceRecord, Value};

/// Writes `exceptions/rows/<ENTITY>.csv`: the source's columns, then `REASON` and `REASON_FIELD`.
///
/// Null is an empty field, the empty string is `""`, as in the standard drop.
pub fn write_rejected_rows(
    folder: &Path,
    entity: &str,
    columns: &[&str],
    rows: &[(&SourceRecord, String, String)],
) -> Result<(), TargetError> {
    write_atomically(&folder.join("rows").join(format!("{entity}.csv")), |out| {
        let mut header: Vec<_> = columns.iter().map(|column| Value::Text(column)).collect();
        header.extend([Value::Text("REASON"), Value::Text("REASON_FIELD")]);
        line(out, header.into_iter())?;
        for (record, reason, field) in rows {
            let cells = record.values().chain([Value::Text(reason), Value::Text(field)]);
            line(out, cells)?;
        }
        Ok(())
    })
}

fn line<'a>(out: &mut dyn Write, cells: impl Iterator<Item = Value<'a>>) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Value::Null => {}
            Value::Text(text) if text.is_empty() || text.contains([',', '"', '\n', '\r']) => {
                write!(out, "\"{}\"", text.replace('"', "\"\""))?;
            }
            Value::Text(text) => out.write_all(text.as_bytes())?,
        }
    }
    out.write_all(b"\r\n")
}
