//! What the mapper works out once for all case files.

use super::templates::Templates;
use crate::map::plan::Plan;
use crate::record::{EntityId, FieldId, SourceRecord};
use crate::source::{Entity, Kind};

/// What the mapper works out once for all case files.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Questions and options.
    pub(super) templates: Templates,
    lookups: Vec<Vec<FieldId>>,
    mandatory: Vec<Vec<FieldId>>,
}

impl Prepared {
    /// Prepares for a plan; `rows` gives the rows of a reference table.
    pub fn new<'r>(plan: &Plan, rows: impl Fn(EntityId) -> &'r [SourceRecord]) -> Self {
        let entities = plan.dictionary().entities();
        Self {
            templates: Templates::new(plan, rows),
            lookups: entities.iter().map(|entity| lookups(entity, |_| true)).collect(),
            mandatory: entities.iter().map(|entity| lookups(entity, |nullable| !nullable)).collect(),
        }
    }

    /// The columns of an entity that point at records.
    pub(super) fn lookups(&self, entity: EntityId) -> &[FieldId] {
        &self.lookups[usize::from(entity.0)]
    }

    /// Those of them that the dictionary says are always filled.
    pub(super) fn mandatory(&self, entity: EntityId) -> &[FieldId] {
        &self.mandatory[usize::from(entity.0)]
    }
}

fn lookups(entity: &Entity, wanted: impl Fn(bool) -> bool) -> Vec<FieldId> {
    let numbered = (0_u16..).map(FieldId).zip(&entity.columns);
    let of_kind = numbered.filter(|(_, column)| {
        matches!(column.kind, Kind::Lookup { .. } | Kind::Polymorphic { .. }) && wanted(column.nullable)
    });
    of_kind.map(|(field, _)| field).collect()
}
