//! Rows that repeat the key of a record and lost: they go the way of the row that stands.

use std::collections::HashMap;

use crate::map::forward::{MappedCaseFile, RecordOutcome, RepeatLine};
use crate::map::plan::Plan;
use crate::record::{EntityId, Guid, Outcome, Reason, SourceRecord};

/// The record that stands, by entity and key.
pub(super) type Standing = HashMap<(EntityId, Guid), usize>;

/// A row that lost, with its outcome and the place of the record that stands.
#[derive(Debug)]
pub(super) struct Duplicate<'a> {
    pub(super) record: &'a SourceRecord,
    pub(super) reason: Reason,
    pub(super) outcome: RecordOutcome,
    pub(super) standing: Option<usize>,
}

/// Where each record stands among the outcomes of a case file.
pub(super) fn standing(mapped: &MappedCaseFile) -> Standing {
    let mut standing = Standing::with_capacity(mapped.outcomes.len());
    for (place, outcome) in mapped.outcomes.iter().enumerate() {
        if let Some(key) = outcome.key {
            standing.entry((outcome.entity, key)).or_insert(place);
        }
    }
    standing
}

/// What becomes of the rows that lost: merged into a row that is written, else what became of it.
pub(super) fn duplicates<'a>(
    plan: &Plan,
    rows: &'a [(SourceRecord, Reason)],
    outcomes: &[RecordOutcome],
    standing: &Standing,
) -> Vec<Duplicate<'a>> {
    let duplicate = |(record, reason): &'a (SourceRecord, Reason)| {
        let key = plan.key_of(record.entity()).and_then(|key| record.guid(key));
        let place = key.and_then(|key| standing.get(&(record.entity(), key)).copied());
        let other = place.map(|place| &outcomes[place]);
        let (outcome, why, rule) = match other {
            Some(other) if !matches!(other.outcome, Outcome::Migrated | Outcome::Merged) => {
                (other.outcome, other.reason, other.rule.clone())
            }
            _ => (Outcome::Merged, None, String::new()),
        };
        let (entity, origin) = (record.entity(), record.origin());
        Duplicate {
            record,
            reason: *reason,
            outcome: RecordOutcome { entity, key, origin, outcome, reason: why, rule },
            standing: place,
        }
    };
    rows.iter().map(duplicate).collect()
}

/// The lines of the cross-reference that say which rows a lost row was merged into: those of the row that stands.
pub(super) fn cross_references<'m>(
    duplicate: &Duplicate<'_>,
    mapped: &'m MappedCaseFile,
) -> impl Iterator<Item = &'m RepeatLine> {
    let standing = duplicate.standing.filter(|_| duplicate.outcome.outcome == Outcome::Merged);
    mapped.repeats.iter().filter(move |line| Some(line.record) == standing)
}
