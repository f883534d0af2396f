//! Ties the columns of a row together: a polymorphic identifier, the table it points into, and labels.

use super::{Entity, Kind};
use crate::record::FieldId;

/// Fills in which column a label belongs to, and a polymorphic column's table and name columns.
pub(super) fn columns(entity: &mut Entity) {
    for field in entity.fields() {
        let target = subject(entity, field);
        match (&entity.field(field).kind, target) {
            (Kind::Label { .. }, of) => {
                set_kind(entity, field, Kind::Label { of });
                if let Some(of) = of {
                    set_companion(entity, of, field, false);
                }
            }
            (Kind::TableName, Some(of)) => set_companion(entity, of, field, true),
            _ => {}
        }
    }
}

/// The column that a label or table name speaks of: from the remark (`label of X`, `table of X`), else from its name.
fn subject(entity: &Entity, field: FieldId) -> Option<FieldId> {
    let column = entity.field(field);
    let words = [("label of ", &["_cwname", "Name"][..]), ("table of ", &["TableName"][..])];
    let (phrase, suffixes) = match column.kind {
        Kind::Label { .. } => words[0],
        Kind::TableName => words[1],
        _ => return None,
    };
    let noted = column.note.split("; ").find_map(|part| part.strip_prefix(phrase));
    let by_note = noted.and_then(|name| entity.column(name.trim()));
    let by_name = || suffixes.iter().find_map(|suffix| entity.column(column.name.strip_suffix(suffix)?));
    let by_object =
        || column.name.starts_with("LookupObject").then(|| entity.column("LookupObjectId")).flatten();
    by_note.or_else(by_name).or_else(by_object)
}

fn set_kind(entity: &mut Entity, field: FieldId, kind: Kind) {
    entity.columns[usize::from(field.0)].kind = kind;
}

fn set_companion(entity: &mut Entity, of: FieldId, companion: FieldId, names_table: bool) {
    let kind = &mut entity.columns[usize::from(of.0)].kind;
    let Kind::Polymorphic { table_column, name_column, .. } = kind else { return };
    let slot = if names_table { table_column } else { name_column };
    slot.get_or_insert(companion);
}
