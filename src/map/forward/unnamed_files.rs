//! Attached files that the record they say they belong to does not name: no row would hold them, and none would tell.

use super::work::Work;
use crate::map::plan::{Compute, Source};
use crate::record::{Action, EntityId, FieldId, Reason};

/// Turns away the descriptions of such files.
pub(super) fn check_files(work: &mut Work<'_>) {
    let file = work.plan.model().documents.file;
    let Some(owner) = work.plan.entity(file).and_then(|entity| entity.merged_into) else { return };
    for place in work.case.places(file) {
        if work.verdicts[place].gives_rows() && is_unnamed(work, place, owner) {
            work.raise_as(place, Reason::FileWithoutMetadata, Some(owner), Action::RejectRow);
        }
    }
}

/// Whether the record that a file belongs to is written and names another file, or none.
fn is_unnamed(work: &Work<'_>, place: usize, owner: FieldId) -> bool {
    let Some(holder) = work.parent_of(work.record(place), owner) else { return false };
    if !work.verdicts[holder].open() {
        return false;
    }
    let record = work.record(holder);
    let columns = file_columns(work, record.entity());
    !columns.is_empty() && columns.into_iter().all(|column| record.guid(column) != work.case.key_at(place))
}

/// The columns that name the files a record's rows hold.
fn file_columns(work: &Work<'_>, entity: EntityId) -> Vec<FieldId> {
    let Some(entity) = work.plan.entity(entity) else { return Vec::new() };
    let branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    let named = branches.filter_map(|branch| match branch.source {
        Source::Compute(Compute::FileName(column)) => Some(column),
        _ => None,
    });
    named.collect()
}
