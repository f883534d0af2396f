//! Which column shows what another column points at.

use crate::record::FieldId;
use crate::source::{Entity, Kind};

/// For each column of an entity, the column that shows what it points at, where there is one.
pub(super) fn label_columns(entity: &Entity) -> Vec<Option<FieldId>> {
    let mut labels = vec![None; entity.columns.len()];
    for (field, column) in entity.fields().zip(&entity.columns) {
        match column.kind {
            Kind::Label { of: Some(of) } => labels[usize::from(of.0)] = Some(field),
            Kind::Polymorphic { name_column: Some(name), .. } => labels[usize::from(field.0)] = Some(name),
            _ => {}
        }
    }
    labels
}
