//! What the run says it did against what is found.

use super::ProveInput;
use crate::pipeline::accounts::CaseFileLine as StatedLine;
use crate::reconcile::check::COUNT_MISMATCH;
use crate::reconcile::recompute::counted_otherwise;
use crate::reconcile::{CaseFileLine, Difference};
use crate::record::{CodeCounts, EntityId, FieldId, Tally};

/// Entities, columns and case files of which the run that wrote the folder counts something else than the proof; nothing where
/// no account of a run is at hand. `outcomes` is by entity; `by_policy` what policies
/// fill in, let through or release.
pub(super) fn compare(
    input: &ProveInput<'_>,
    (outcomes, by_policy): (&[Tally], &CodeCounts),
    lines: &[CaseFileLine],
) -> Vec<Difference> {
    let Some(account) = input.account else { return Vec::new() };
    let dictionary = input.plan.dictionary();
    let counted = dictionary.ids().filter(|id| dictionary.entity(*id).role.has_outcomes());
    let other = counted.filter(|id| account.tallies[usize::from(id.0)] != outcomes[usize::from(id.0)]);
    let mut differences: Vec<_> =
        other.map(|id| Difference { entity: Some(id), ..Difference::new(COUNT_MISMATCH.id) }).collect();
    if account.lines.len() != lines.len() {
        differences.push(Difference::new(COUNT_MISMATCH.id));
    }
    let pairs = account.lines.iter().zip(lines).filter(|(stated, found)| !agree(stated, found));
    let case_file = |(_, found): (_, &CaseFileLine)| Difference {
        case_file: Some(found.case_file),
        ..Difference::new(COUNT_MISMATCH.id)
    };
    differences.extend(pairs.map(case_file));
    // Of several drops each run counted its own.
    if input.scope.is_none() {
        let otherwise = counted_otherwise(&account.counted, by_policy).into_iter();
        differences.extend(otherwise.map(|(entity, field)| counted_of(input, entity, field)));
    }
    differences
}

fn counted_of(input: &ProveInput<'_>, entity: EntityId, field: Option<FieldId>) -> Difference {
    let described = input.plan.dictionary().entity(entity);
    let field = field.map(|field| described.field(field).name.clone()).unwrap_or_default();
    Difference { entity: Some(entity), field, ..Difference::new(COUNT_MISMATCH.id) }
}

fn agree(stated: &StatedLine, found: &CaseFileLine) -> bool {
    let batch = stated.state.written().then_some(stated.batch);
    stated.number == found.case_file
        && stated.state.word() == found.state.word()
        && stated.tally == found.outcomes
        && batch == found.batch
}
