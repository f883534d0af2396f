//! Listed records that the export does not have.

use std::collections::HashMap;

use super::ProveInput;
use super::lists::{ListedRecord, of_listed};
use crate::reconcile::Difference;
use crate::reconcile::reader::ExceptionList;
use crate::record::{EntityId, Guid, Origin, Reason, SourceRecord};

/// What the export has of a listed record.
#[derive(Default)]
struct Known {
    /// Whether the record was found.
    found: bool,
    /// Its case file; none for a shared record.
    case_file: Option<u64>,
    /// Where its rows stand, and those that repeat its key.
    places: Vec<Origin>,
}

/// Listed records that the export does not have in the case file, or at the place, that the list names. Where several drops
/// were made into the folder, a line may tell the place in another.
pub(super) fn unknown<'r>(
    input: &ProveInput<'_>,
    listed: &[ListedRecord],
    files: impl Iterator<
        Item = (Option<u64>, impl Iterator<Item = &'r SourceRecord>, &'r [(SourceRecord, Reason)]),
    >,
) -> Vec<Difference> {
    let open = |record: &ListedRecord| ((record.entity, record.key), Known::default());
    let mut found: HashMap<(EntityId, Guid), Known> = listed.iter().map(open).collect();
    if found.is_empty() {
        return Vec::new();
    }
    for (number, records, duplicates) in files {
        for record in records {
            if let Some(known) = found.get_mut(&name(input, record)) {
                (known.found, known.case_file) = (true, number);
                known.places.push(record.origin());
            }
        }
        for (record, _) in duplicates {
            if let Some(known) = found.get_mut(&name(input, record)) {
                known.places.push(record.origin());
            }
        }
    }
    let mut told = HashMap::new();
    let mut known = |record: &&ListedRecord| {
        let known = found.get(&(record.entity, record.key));
        let in_file = known.filter(|known| known.found && known.case_file == record.case_file);
        in_file.is_some_and(|known| stands(input, known, record) && has_more(input, known, record, &mut told))
    };
    listed.iter().filter(|record| !known(record)).map(of_listed).collect()
}

/// Whether no more lines than rows tell that a record is excluded; their list names no place that would tell them apart.
fn has_more(
    input: &ProveInput<'_>,
    known: &Known,
    listed: &ListedRecord,
    told: &mut HashMap<(EntityId, Guid), usize>,
) -> bool {
    if is_placed(input, listed) || input.scope.is_some() {
        return true;
    }
    let lines = told.entry((listed.entity, listed.key)).or_default();
    *lines += 1;
    *lines <= known.places.len()
}

fn name(input: &ProveInput<'_>, record: &SourceRecord) -> (EntityId, Guid) {
    let key = input.plan.key_of(record.entity()).and_then(|key| record.guid(key));
    (record.entity(), key.unwrap_or_default())
}

/// Whether a row of the record stands where the list says; the list of exclusions names no place.
fn stands(input: &ProveInput<'_>, known: &Known, listed: &ListedRecord) -> bool {
    let (path, line) = &listed.place;
    let there = |origin: &Origin| origin.line == *line && input.drop.file(origin.file).path == *path;
    !is_placed(input, listed) || known.places.iter().any(there)
}

/// Whether the line tells the place of a row of this drop.
fn is_placed(input: &ProveInput<'_>, listed: &ListedRecord) -> bool {
    listed.list() != ExceptionList::Excluded && input.scope.is_none()
}
