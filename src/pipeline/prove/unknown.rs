//! Listed records that the export does not have.

use std::collections::HashMap;

use super::ProveInput;
use super::lists::{ListedRecord, of_listed};
use crate::reconcile::Difference;
use crate::record::{EntityId, Guid, SourceRecord};

/// Listed records that the export does not have in the case file that the list names.
pub(super) fn unknown<'r>(
    input: &ProveInput<'_>,
    listed: &[ListedRecord],
    files: impl Iterator<Item = (Option<u64>, &'r [SourceRecord])>,
) -> Vec<Difference> {
    let open = |record: &ListedRecord| ((record.entity, record.key), None);
    let mut found: HashMap<(EntityId, Guid), Option<Option<u64>>> = listed.iter().map(open).collect();
    if found.is_empty() {
        return Vec::new();
    }
    for (number, records) in files {
        for record in records {
            let key = input.plan.key_of(record.entity()).and_then(|key| record.guid(key));
            if let Some(place) = found.get_mut(&(record.entity(), key.unwrap_or_default())) {
                *place = Some(number);
            }
        }
    }
    let known = |record: &&ListedRecord| {
        found.get(&(record.entity, record.key)).copied().flatten() == Some(record.case_file)
    };
    listed.iter().filter(|record| !known(record)).map(of_listed).collect()
}
