//! Notes that a person's records of one table share.

use std::collections::BTreeMap;

use crate::map::plan::{NotePlace, NoteScope, Plan};
use crate::reconcile::RowId;
use crate::record::{EntityId, Outcome, SourceRecord};

/// What a note is to a record.
pub(super) const NOTE: &str = "note";

/// Gives a note that a person's records of one table share to each of them: it is found with one.
pub(super) fn share_notes(
    plan: &Plan,
    (records, outcomes): (&[SourceRecord], &[Outcome]),
    rows: &mut [Vec<(RowId, &'static str)>],
) {
    let note_of =
        |own: &[(RowId, &'static str)]| own.iter().find(|(_, role)| *role == NOTE).map(|(row, _)| *row);
    let found = records.iter().zip(&*rows).filter(|(record, _)| shares_note(plan, record));
    let notes: BTreeMap<EntityId, RowId> =
        found.filter_map(|(record, own)| Some((record.entity(), note_of(own)?))).collect();
    for ((record, outcome), own) in records.iter().zip(outcomes).zip(rows) {
        let is_written = matches!(outcome, Outcome::Migrated | Outcome::Merged);
        if is_written && note_of(own).is_none() {
            own.extend(notes.get(&record.entity()).map(|row| (*row, NOTE)));
        }
    }
}

fn shares_note(plan: &Plan, record: &SourceRecord) -> bool {
    let note = plan.entity(record.entity()).and_then(|entity| entity.note.as_ref());
    note.is_some_and(|note| matches!(note.place, NotePlace::Note { scope: NoteScope::Person, .. }))
}
