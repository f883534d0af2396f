//! Columns by which rows name somebody else, or their work.

use super::ProveInput;
use crate::map::plan::{EntityPlan, Plan, Source, Step};
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::world::PersonIndex;
use crate::record::{EntityId, FieldId, Guid};

/// The columns by which rows of records that join no case files name somebody, or their work, by entity.
pub(super) struct LinkingColumns {
    columns: Vec<(EntityId, Vec<FieldId>)>,
}

impl LinkingColumns {
    /// Finds them in a plan.
    pub(super) fn new(plan: &Plan) -> Self {
        let entities = plan.entities().filter(|entity| entity.joins.is_none());
        let columns = entities.map(|entity| (entity.entity, linking(entity)));
        Self { columns: columns.filter(|(_, fields)| !fields.is_empty()).collect() }
    }

    /// Whether a record of a written case file names somebody whom a run of this drop wrote later.
    pub(super) fn has_late(&self, input: &ProveInput<'_>, file: &CaseFileSource) -> bool {
        let Some(own) = input.closing(file.person) else { return false };
        let is_late = |other: PersonIndex| {
            other != file.person
                && input.closing(other).is_some_and(|closing| closing > own && input.reads_run(closing))
        };
        file.records.iter().any(|record| {
            let own = self.columns.iter().find(|(entity, _)| *entity == record.entity());
            let keys = own.into_iter().flat_map(|(_, fields)| fields).filter_map(|field| record.guid(*field));
            keys.filter_map(|key| person_of(input, key)).any(is_late)
        })
    }
}

/// The surviving person whose key it is, or whose work has it.
fn person_of(input: &ProveInput<'_>, key: Guid) -> Option<PersonIndex> {
    let works = input.staged.world.works();
    input.survivor(key).or_else(|| works.find(works.survivor(key)).map(|work| work.person))
}

fn linking(entity: &EntityPlan) -> Vec<FieldId> {
    let branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    let links = branches
        .filter(|branch| branch.steps.iter().any(|step| matches!(step, Step::Person | Step::WorkflowStep)));
    let mut fields: Vec<FieldId> = links
        .filter_map(|branch| match branch.source {
            Source::Field(field) => Some(field),
            _ => None,
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}
