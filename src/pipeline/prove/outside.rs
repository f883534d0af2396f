//! Rows of no case file.

use super::ProveInput;
use super::lists::{Lists, Outside};
use crate::reconcile::Difference;
use crate::reconcile::case_file::Proven;
use crate::reconcile::check::NOT_ACCOUNTED_FOR;
use crate::record::Outcome;

/// Counts the rows of no case file. Each must be listed as rejected; headers that stand among the rows, as excluded.
pub(super) fn outside(input: &ProveInput<'_>, lists: &Lists, proven: &mut Proven) -> Vec<Difference> {
    for (entity, rows) in lists.left_out() {
        (0..rows).for_each(|_| proven.count(entity, Outcome::Excluded));
    }
    let mut differences = Vec::new();
    for (place, source_id) in rows(input) {
        if !input.plan.dictionary().entity(place.0).role.has_outcomes() {
            continue;
        }
        if lists.is_outside(&place) {
            proven.count(place.0, Outcome::Rejected);
        } else {
            let (entity, file, line) = (Some(place.0), place.1, place.2);
            let difference = Difference::new(NOT_ACCOUNTED_FOR.id);
            differences.push(Difference { entity, source_id, file, line, ..difference });
        }
    }
    differences
}

/// Rows without an owner and rows that could not be read, each with its key as far as it has one.
fn rows<'i>(input: &'i ProveInput<'_>) -> impl Iterator<Item = (Outside, String)> + 'i {
    let staged = input.staged;
    let ownerless = staged.ownerless.iter().map(|(record, finding)| {
        let origin = record.origin();
        let path = input.drop.file(origin.file).path.clone();
        ((record.entity(), path, origin.line), finding.source_id.clone())
    });
    let broken = staged.files.iter().flat_map(|report| {
        report.broken.iter().map(|row| ((report.entity, report.path.clone(), row.line), String::new()))
    });
    ownerless.chain(broken)
}
