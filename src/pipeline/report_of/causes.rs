//! Totals over lists as the report tells them.

use crate::pipeline::lists::{Causes, Names, Totals};
use crate::record::{CodeCounts, EntityId, FieldId, Origin, Reason};
use crate::report::model::{Cause, Exclusion, Place, ValueCause};

/// Causes whose lines are records; those that tell of adoptions come first, without a place.
pub(super) fn records(causes: &Causes, names: Names<'_>) -> Vec<Cause> {
    let untold = causes.untold.iter().map(|(reason, lines)| Cause {
        entity: String::new(),
        field: String::new(),
        reason: reason.code().to_owned(),
        records: *lines,
        first: None,
    });
    let placed = causes.placed.iter().map(|((entity, field, reason), cause)| Cause {
        entity: names.entity(*entity).to_owned(),
        field: names.field(*entity, *field).to_owned(),
        reason: reason.code().to_owned(),
        records: cause.lines,
        first: cause.first.map(|origin| place(origin, names)),
    });
    untold.chain(placed).collect()
}

/// Causes whose lines are values.
pub(super) fn values(causes: &Causes, names: Names<'_>) -> Vec<ValueCause> {
    let value = |cause: Cause| ValueCause {
        entity: cause.entity,
        field: cause.field,
        reason: cause.reason,
        values: cause.records,
        first: cause.first,
    };
    records(causes, names).into_iter().map(value).collect()
}

/// Codes that are only counted.
pub(super) fn counted(counts: &CodeCounts, names: Names<'_>) -> Vec<ValueCause> {
    let value = |(entity, field, reason, values): (EntityId, Option<FieldId>, Reason, u64)| ValueCause {
        entity: names.entity(entity).to_owned(),
        field: names.field(entity, field).to_owned(),
        reason: reason.code().to_owned(),
        values,
        first: None,
    };
    counts.iter().map(value).collect()
}

/// Excluded records by rule.
pub(super) fn exclusions(totals: &Totals, names: Names<'_>) -> Vec<Exclusion> {
    let exclusion = |((entity, rule), records): (&(EntityId, String), &u64)| Exclusion {
        entity: names.entity(*entity).to_owned(),
        rule: rule.clone(),
        records: *records,
    };
    totals.excluded.iter().map(exclusion).collect()
}

fn place(origin: Origin, names: Names<'_>) -> Place {
    Place { file: names.file(origin.file).to_owned(), line: origin.line }
}
