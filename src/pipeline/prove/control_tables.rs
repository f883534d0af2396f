//! The control tables of the drop, as the proof looks at them.

use super::ProveInput;
use crate::map::plan::Owner;
use crate::pipeline::stage::PairRule;
use crate::reconcile::recompute::{AdoptionTables, ControlTables, PairTable, SuspectTable};
use crate::record::FieldId;

/// The control tables that the mappings name.
pub(super) fn of(input: &ProveInput<'_>) -> ControlTables {
    let rules = &input.staged.rules;
    let entities = input.plan.dictionary().entities().iter();
    ControlTables {
        merges: rules.merges.map(pair),
        adoption: rules.adoption.as_ref().map(|rule| AdoptionTables {
            pair: pair(rule.pair),
            shared_by: rule.shared_by.clone(),
            copied_from: rule.copied_from.clone(),
            told_by: rules.told_by(number(input)),
            known_by: rule
                .known_by
                .iter()
                .map(|rule| (rule.entity, rule.person, rule.columns.clone()))
                .collect(),
            rows: input.staged.adopted.clone(),
        }),
        suspects: rules.suspects.as_ref().map(|rule| SuspectTable {
            pair: pair(rule.pair),
            status: rule.status,
            open: rule.open.clone(),
            periods: rule.periods.clone(),
        }),
        destruction: rules.destruction.map(pair),
        changed: entities.map(|entity| entity.column(&rules.modified_on)).collect(),
    }
}

/// The column of person numbers.
fn number(input: &ProveInput<'_>) -> Option<FieldId> {
    match input.plan.entity(input.plan.model().people.person)?.owner {
        Owner::CaseFile(number) => Some(number),
        _ => None,
    }
}

fn pair(rule: PairRule) -> PairTable {
    PairTable { entity: rule.entity, first: rule.first, second: rule.second }
}
