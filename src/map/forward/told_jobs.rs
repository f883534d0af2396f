//! Which team is a worker's own: the mark of a role in it tells, and nothing where no such role is written.

use std::collections::BTreeSet;

use super::work::Work;
use crate::map::plan::{Carrier, Compute, RowPlan, Source, ToldBy};
use crate::record::{Action, FieldId, Guid, Reason};
use crate::target::contract::ColumnId;

/// Turns away the own team of workers who have no role in it that is written.
pub(super) fn check_jobs(work: &mut Work<'_>) {
    let mut marked = None;
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        let columns = (0_u16..).map(FieldId).zip(&entity.columns);
        let told = columns.filter(|(_, status)| status.carrier == Carrier::Told(ToldBy::PrimaryJob));
        for (field, _) in told {
            let marked = marked.get_or_insert_with(|| marked_workers(work));
            for place in work.case.places(entity.entity) {
                if is_lost(work, place, field, marked) {
                    work.raise_as(place, Reason::DanglingLookup, Some(field), Action::RejectValue);
                }
            }
        }
    }
}

/// Whether a worker is written and their team is told nowhere, though nothing else turned it away.
fn is_lost(work: &Work<'_>, place: usize, field: FieldId, marked: &BTreeSet<Guid>) -> bool {
    work.is_let_through(place)
        && work.record(place).get(field).filled().is_some()
        && !work.turned_away.contains_key(&(place, field))
        && !work.case.key_at(place).is_some_and(|key| marked.contains(&key))
}

/// The workers with a role that is written and has the mark. A sealed role stays as it is, so that it is none of a worker who is
/// written only now, whatever it says by now.
fn marked_workers(work: &Work<'_>) -> BTreeSet<Guid> {
    let written = (0..work.rows.len()).filter(|row| work.is_written(*row));
    let marked = written.filter_map(|row| {
        let made = &work.rows[row];
        let (mark, worker) = mark(work.rule_of(made)?.1)?;
        made.row.cells[usize::from(mark.0)].as_ref()?;
        let worker = work.record(made.record).guid(worker)?;
        let is_sealed = |key: Guid| work.around.is_sealed(key);
        let stands = work.case.key_at(made.record).is_some_and(is_sealed);
        (!stands || is_sealed(worker)).then_some(worker)
    });
    marked.collect()
}

/// The target column with the mark, and the source column that names the worker.
fn mark(rule: &RowPlan) -> Option<(ColumnId, FieldId)> {
    let mut cells = (0_u16..).map(ColumnId).zip(&rule.cells);
    cells.find_map(|(column, cell)| {
        cell.branches.iter().find_map(|branch| match &branch.source {
            Source::Compute(Compute::PrimaryJob { worker, .. }) => Some((column, *worker)),
            _ => None,
        })
    })
}
