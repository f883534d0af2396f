//! Codes that the council no longer uses.

use super::inspection::{Inspection, day_of, trimmed};
use crate::map::plan::LineKind;
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

/// Raises `retired-code` for every reference to a value that has ended or is switched off.
pub(super) fn retired_code(look: &mut Inspection<'_>) {
    let columns = (0_u16..).map(FieldId).zip(&look.entity.columns);
    let columns: Vec<(FieldId, EntityId)> = columns
        .filter_map(|(field, column)| match column.line {
            LineKind::Reference(table) if look.world.any_retired(table) => Some((field, table)),
            _ => None,
        })
        .collect();
    if columns.is_empty() {
        return;
    }
    let today = look.taken_on();
    for record in look.own() {
        for (field, table) in &columns {
            if retired(look, record, *field, *table, &today) {
                look.raise_at(record, Reason::RetiredCode, Some(*field));
            }
        }
    }
}

fn retired(
    look: &Inspection<'_>,
    record: &SourceRecord,
    field: FieldId,
    table: EntityId,
    today: &str,
) -> bool {
    let key = trimmed(record, field).and_then(|text| Guid::parse(text).ok());
    let Some(row) = key.and_then(|key| look.world.row(table, key)) else { return false };
    let columns = look.world.reference(table);
    let inactive = columns.inactive.and_then(|column| trimmed(row, column)) == Some("1");
    let end = columns.end.and_then(|column| look.readable_in(row, column));
    inactive || end.is_some_and(|end| day_of(end) <= today)
}
