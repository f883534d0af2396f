//! What a mapping says about an entity as far as staging is concerned.

use crate::map::plan::{EntityPlan, Owner};
use crate::record::{EntityId, FieldId};

/// What a mapping says about an entity as far as staging is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageEntity {
    /// The entity.
    pub entity: EntityId,
    /// Its key column.
    pub key: FieldId,
    /// Whose case file its records belong to.
    pub owner: Owner,
    /// Whether its keys are kept in memory.
    pub indexed: bool,
    /// The column that names the record it was merged into.
    pub master: Option<FieldId>,
    /// The column that names the other person, of records that join two case files.
    pub joins: Option<FieldId>,
    /// The columns that name work of the same person.
    pub same_person: Vec<FieldId>,
}

/// The rule that compares a record's person with that of the work it names, and the name of the column for it.
const SAME_PERSON: (&str, &str) = ("person-case-mismatch", "parent");

impl From<&EntityPlan> for StageEntity {
    fn from(plan: &EntityPlan) -> Self {
        Self {
            entity: plan.entity,
            key: plan.key,
            owner: plan.owner,
            indexed: plan.indexed,
            master: plan.merge.as_ref().map(|merge| merge.master),
            joins: plan.joins.map(|joins| joins.other),
            same_person: plan
                .rules
                .iter()
                .filter(|rule| rule.name() == SAME_PERSON.0)
                .filter_map(|rule| rule.fields.get(SAME_PERSON.1).copied())
                .collect(),
        }
    }
}
