//! Ids whose table is named beside them.

use super::inspection::{Inspection, trimmed};
use crate::map::plan::LineKind;
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

/// Raises `polymorphic-unknown-table` and `polymorphic-mismatch`.
pub(super) fn polymorphic_table(look: &mut Inspection<'_>) {
    let columns: Vec<_> = (0_u16..).map(FieldId).zip(&look.entity.columns).collect();
    for record in look.own() {
        for (field, column) in &columns {
            if let LineKind::Polymorphic { table } = column.line
                && *field != table
                && let Some(reason) = judge(look, record, *field, table)
            {
                look.raise_at(record, reason, Some(*field));
            }
        }
    }
}

fn judge(look: &Inspection<'_>, record: &SourceRecord, field: FieldId, table: FieldId) -> Option<Reason> {
    let key = Guid::parse(trimmed(record, field)?).ok()?;
    let named = trimmed(record, table)?;
    let allowed = look.world.tables(record.entity(), field);
    let Some(claimed) = look.world.named(named).filter(|claimed| allowed.contains(claimed)) else {
        return Some(Reason::PolymorphicUnknownTable);
    };
    let elsewhere = allowed.iter().any(|other| *other != claimed && holds(look, *other, key));
    (elsewhere && !holds(look, claimed, key)).then_some(Reason::PolymorphicMismatch)
}

/// Whether a table is known to hold the key.
fn holds(look: &Inspection<'_>, table: EntityId, key: Guid) -> bool {
    let world = look.world;
    (table == world.people() && world.survivor(key).is_some())
        || look.case.find(table, key).is_some()
        || world.row(table, key).is_some()
        || world.work(table, key).is_some()
}
