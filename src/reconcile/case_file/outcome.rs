//! What became of a record, by the evidence alone.

use super::RecordView;
use super::told::main_row;
use crate::map::plan::{Plan, WithoutRow};
use crate::reconcile::recompute::TurnedAway;
use crate::reconcile::{CaseFileState, CrossReference, CrossReferences, RowId, TargetSide};
use crate::record::{Guid, Outcome};
use crate::target::contract::TableId;

/// What became of a record of a written case file: what the lists say of it, else what stands in the import files.
/// None where nothing accounts for it.
pub(super) fn of_written(
    view: &RecordView<'_>,
    key: Guid,
    away: &TurnedAway,
    cross_references: &CrossReferences,
) -> Option<Outcome> {
    let entity = view.record.entity();
    if away.excluded_by(entity, key).is_some() {
        return Some(Outcome::Excluded);
    }
    if away.is_rejected(entity, key) {
        return Some(Outcome::Rejected);
    }
    if away.is_held(entity, key) {
        return Some(Outcome::Held);
    }
    if let Some(fate) = shared_fate(view) {
        return Some(fate);
    }
    let absorbed = || {
        let mut lines = cross_references.of(entity, key).iter().filter(|line| line.field.is_none());
        lines.next().filter(|line| stands(view, line)).map(|_| Outcome::Merged)
    };
    if view.folded || away.is_merged(entity, key) || view.links.is_folded(view.place) {
        return absorbed();
    }
    if main_row(view).is_some() {
        return Some(Outcome::Migrated);
    }
    match view.inverse.plan.without_row {
        // Its details are its rows.
        WithoutRow::Migrated if !view.links.of(view.place).is_empty() || view.reading.note.is_some() => {
            Some(Outcome::Migrated)
        }
        WithoutRow::Migrated => None,
        WithoutRow::Merged => absorbed(),
    }
}

/// The fate that a joining record shares with the other person's case file, where that is not written, or was when the
/// record was gone.
pub(super) fn shared_fate(view: &RecordView<'_>) -> Option<Outcome> {
    let plan = view.inverse.plan;
    let other = view.record.guid(plan.joins?.other)?;
    let other = view.backwards.export.survivor(other).filter(|other| *other != view.file.person)?;
    let is_missed = |key: Guid| view.backwards.export.is_missed(plan.entity, key);
    if view.record.guid(plan.key).is_some_and(is_missed) {
        return Some(Outcome::Held);
    }
    match view.backwards.export.state(other)? {
        CaseFileState::Held => Some(Outcome::Held),
        CaseFileState::Excluded => Some(Outcome::Excluded),
        CaseFileState::Complete | CaseFileState::Incomplete => None,
    }
}

/// What became of a record of a case file that is not written.
pub(super) fn of_withheld(
    state: CaseFileState,
    away: &TurnedAway,
    record: (crate::record::EntityId, Guid),
) -> Outcome {
    let (entity, key) = record;
    if away.excluded_by(entity, key).is_some() || state == CaseFileState::Excluded {
        Outcome::Excluded
    } else if away.is_rejected(entity, key) {
        Outcome::Rejected
    } else {
        Outcome::Held
    }
}

/// Whether the row that a line of the cross-reference names stands: here, or among those of another batch.
pub(super) fn stands(view: &RecordView<'_>, line: &CrossReference) -> bool {
    line.is_elsewhere() || row_named(view.backwards.plan, view.side, line.table, &line.legacy_id).is_some()
}

/// The row that a list names by its key: `LEGACY_ID`, or the key cells joined by slashes.
pub(super) fn row_named(plan: &Plan, side: &TargetSide, table: TableId, name: &str) -> Option<RowId> {
    let contract = plan.contract();
    let key = &contract.table(table).key;
    let first = *key.first()?;
    if key.len() == 1 {
        return side.find(table, first, name).next();
    }
    // Where no cell of the key has a slash in it.
    let parts: Vec<_> = name.split('/').map(|part| (!part.is_empty()).then_some(part)).collect();
    if let Some(row) = side.find_key(contract, table, &parts).next() {
        return Some(row);
    }
    let start = name.split_once('/').map_or(name, |(start, _)| start);
    side.find(table, first, start).find(|row| side.is_called(contract, *row, name))
}
