//! Columns that point at other tables, and whether what they point at is there.

use super::key_sets::KeySets;
use crate::map::plan::Plan;
use crate::record::{EntityId, FieldId, SourceRecord};
use crate::report::profile::Relation;
use crate::source::{Entity, Kind};

/// One column that points at another table.
#[derive(Clone, Debug)]
struct Pointer {
    field: FieldId,
    of: EntityId,
    filled: u64,
    missing: Option<u64>,
}

/// The columns of one table that point at others.
#[derive(Clone, Debug)]
pub(super) struct Pointers {
    pointers: Vec<Pointer>,
}

impl Pointers {
    /// Those of a table.
    pub(super) fn of(entity: &Entity) -> Self {
        let pointer = |(field, column): (FieldId, &crate::source::Column)| match column.kind {
            Kind::Lookup { table } | Kind::Reference { table } => {
                Some(Pointer { field, of: table, filled: 0, missing: Some(0) })
            }
            _ => None,
        };
        Self { pointers: entity.fields().zip(&entity.columns).filter_map(pointer).collect() }
    }

    /// Looks at where a record points.
    pub(super) fn see(&mut self, record: &SourceRecord, keys: &KeySets) {
        for pointer in &mut self.pointers {
            if record.get(pointer.field).filled().is_none() {
                continue;
            }
            pointer.filled += 1;
            let there = record.guid(pointer.field).map_or(Some(false), |key| keys.has(pointer.of, key));
            pointer.missing = match (pointer.missing, there) {
                (Some(missing), Some(there)) => Some(missing + u64::from(!there)),
                _ => None,
            };
        }
    }

    /// What was found, of columns with a value.
    pub(super) fn finish(self, plan: &Plan, entity: &Entity) -> impl Iterator<Item = Relation> {
        let filled = self.pointers.into_iter().filter(|pointer| pointer.filled > 0);
        filled.map(|pointer| Relation {
            entity: entity.name.clone(),
            column: entity.field(pointer.field).name.clone(),
            refers_to: plan.dictionary().entity(pointer.of).name.clone(),
            filled: pointer.filled,
            missing: pointer.missing,
        })
    }
}
