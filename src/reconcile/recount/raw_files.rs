//! One file of rows, read by a reader of its own.

use std::io;
use std::path::Path;

use super::KeySums;
use crate::map::plan::Plan;
use crate::record::EntityId;
use crate::source::Format;

/// Counts the rows of a delimited file of an entity. Rows of whatever number of fields are counted, and no value is
/// judged: that is the other reader's business. The header, where joined exports repeat it, is counted apart; rows whose
/// key is to be passed over, because a corrected row stands in their place, are not counted.
pub fn recount(
    plan: &Plan,
    path: &Path,
    entity: EntityId,
    format: &Format,
    (sums, passed_over): (&mut KeySums, &dyn Fn(&str) -> bool),
) -> io::Result<()> {
    let described = plan.dictionary().entity(entity);
    let key = described.key.or_else(|| plan.key_of(entity)).map(|key| described.field(key).name.as_str());
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(format.delimiter).quote(format.quote).flexible(true).has_headers(true);
    let mut reader = builder.from_path(path).map_err(io::Error::other)?;
    let headers = reader.byte_headers().map_err(io::Error::other)?.clone();
    let is_key =
        |header: &[u8]| key.is_some_and(|key| header.trim_ascii().eq_ignore_ascii_case(key.as_bytes()));
    let place = headers.iter().position(is_key);
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(io::Error::other)? {
        if is_header(&row, &headers) {
            sums.add_header(entity);
            continue;
        }
        let text = place.and_then(|place| row.get(place)).unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        if !passed_over(&text) {
            sums.add(entity, &text);
        }
    }
    Ok(())
}

fn is_header(row: &csv::ByteRecord, headers: &csv::ByteRecord) -> bool {
    row.len() == headers.len()
        && row
            .iter()
            .zip(headers)
            .all(|(cell, name)| cell.trim_ascii().eq_ignore_ascii_case(name.trim_ascii()))
}
