//! Rows of no case file.

use std::collections::HashSet;

use super::ProveInput;
use super::lists::{Lists, Outside};
use super::rejected_rows::RejectedLines;
use crate::map::plan::Owner;
use crate::reconcile::case_file::Proven;
use crate::reconcile::check::{NOT_ACCOUNTED_FOR, REJECT_CAUSE};
use crate::reconcile::recompute::{Everybody, Why};
use crate::reconcile::{Difference, Export};
use crate::record::{FieldId, Guid, Outcome, Reason, SourceRecord};

/// Counts the rows of no case file. Each must be listed as rejected, under a code that it bears out; headers that stand
/// among the rows, as excluded.
pub(super) fn outside(
    input: &ProveInput<'_>,
    lists: &Lists,
    (everybody, export): (&Everybody, &dyn Export),
    (proven, rejected): (&mut Proven, &mut RejectedLines),
) -> Vec<Difference> {
    if !input.is_newest() {
        return Vec::new();
    }
    for (entity, rows) in lists.left_out() {
        (0..rows).for_each(|_| proven.count(entity, Outcome::Excluded));
    }
    let adrift: HashSet<Guid> =
        input.staged.ownerless.iter().filter_map(|(row, _)| key(input, row)).collect();
    let mut differences = Vec::new();
    for (place, record) in rows(input) {
        if !input.plan.dictionary().entity(place.0).role.has_outcomes() {
            continue;
        }
        let why = lists.outside(&place);
        let borne_out = match (why, record) {
            (None, _) => None,
            (Some(why), Some(record)) => {
                if !everybody.joins_alone(export, whose(input, export, record), record) {
                    rejected.add(input, record, why);
                }
                Some(is_borne_out(input, why.0, record, (everybody, &adrift)))
            }
            (Some((why, _)), None) => Some(matches!(why, Why::Code(reason) if reason.action().stops())),
        };
        if borne_out.is_some() {
            proven.count(place.0, Outcome::Rejected);
        }
        let check = match borne_out {
            Some(true) => continue,
            Some(false) => REJECT_CAUSE.id,
            None => NOT_ACCOUNTED_FOR.id,
        };
        let source_id = record.and_then(|record| key(input, record)).map(|key| key.to_string());
        differences.push(Difference {
            entity: Some(place.0),
            source_id: source_id.unwrap_or_default(),
            file: place.1,
            line: place.2,
            ..Difference::new(check)
        });
    }
    differences
}

/// Rows without an owner, and rows that could not be read.
fn rows<'i>(input: &'i ProveInput<'_>) -> impl Iterator<Item = (Outside, Option<&'i SourceRecord>)> + 'i {
    let staged = input.staged;
    let ownerless = staged.ownerless.iter().map(|(record, _)| {
        let origin = record.origin();
        let path = input.drop.file(origin.file).path.clone();
        ((record.entity(), path, origin.line), Some(record))
    });
    let broken = staged.files.iter().flat_map(|report| {
        report.broken.iter().map(|row| ((report.entity, report.path.clone(), row.line), None))
    });
    ownerless.chain(broken)
}

fn key(input: &ProveInput<'_>, record: &SourceRecord) -> Option<Guid> {
    record.guid(input.plan.key_of(record.entity())?)
}

/// Whether the row itself, and what the export has besides, tells the code that it is listed under.
fn is_borne_out(
    input: &ProveInput<'_>,
    why: Why,
    record: &SourceRecord,
    (everybody, adrift): (&Everybody, &HashSet<Guid>),
) -> bool {
    let Why::Code(reason) = why else { return false };
    let own = input.plan.key_of(record.entity()).and_then(|field| record.get(field).filled());
    match reason {
        Reason::MissingKey => own.is_none(),
        Reason::BadKey => own.is_some_and(|text| Guid::parse(text).is_err()),
        Reason::AmbiguousLabel => {
            let told = |field| record.why_unread(field) == Some(reason);
            owner(input, record).is_some_and(told)
        }
        Reason::OrphanParent | Reason::ParentRejected => {
            let parent = owner(input, record).and_then(|field| record.guid(field));
            let known = |parent: Guid| input.survivor(parent).is_some() || everybody.has_parent(parent);
            let rejected = parent.is_some_and(|parent| adrift.contains(&parent));
            !parent.is_some_and(known) && (reason == Reason::ParentRejected) == rejected
        }
        _ => false,
    }
}

/// Whose a row is, as far as the column says by which it hangs on another.
fn whose(input: &ProveInput<'_>, export: &dyn Export, record: &SourceRecord) -> Option<Guid> {
    let parent = owner(input, record).and_then(|field| record.guid(field))?;
    Some(export.work(parent).map_or(parent, |work| work.person))
}

/// The column by which a record hangs on another.
fn owner(input: &ProveInput<'_>, record: &SourceRecord) -> Option<FieldId> {
    match input.plan.entity(record.entity())?.owner {
        Owner::Person(field) | Owner::Through(field) => Some(field),
        Owner::CaseFile(_) | Owner::Shared => None,
    }
}
