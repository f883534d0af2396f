//! The lines of the cross-reference about one record.

use std::collections::BTreeSet;

use super::RecordView;
use super::outcome::stands;
use super::told::main_row;
use crate::reconcile::{CrossReference, CrossReferences};
use crate::record::{Guid, Outcome};

/// Marks the lines about a record that rows bear out; whether every line that it must have is among them.
pub(super) fn is_borne_out(
    view: &RecordView<'_>,
    key: Guid,
    outcome: Outcome,
    all: &CrossReferences,
) -> bool {
    let lines = all.of(view.record.entity(), key);
    if outcome == Outcome::Merged {
        claim_columns(view, key, all);
        return names_each_absorbing_row(view, lines);
    }
    let Some(columns) = &view.inverse.plan.cross_reference else {
        // Lines about a migrated record are those of rows that repeated its key and were merged into its rows.
        let repeats = view.file.duplicates.iter().any(|(record, _)| {
            record.entity() == view.record.entity() && record.guid(view.inverse.plan.key) == Some(key)
        });
        let borne_out: Vec<_> = lines.iter().filter(|line| repeats && stands(view, line)).collect();
        for line in &borne_out {
            line.claim();
        }
        return !repeats || !borne_out.is_empty();
    };
    let Some(main) = main_row(view) else { return true };
    let own = view.side.key_of(view.backwards.plan.contract(), main);
    let is_own = |line: &&CrossReference| line.table == main.table && line.legacy_id == own;
    lines.iter().filter(|line| line.field.is_none() && stands(view, line)).for_each(CrossReference::claim);
    let listed = lines.iter().filter(is_own).any(|line| line.field.is_none());
    let columns_listed = columns.iter().all(|column| {
        let Some(value) = view.record.get(*column).filled().map(str::trim) else { return true };
        let mut of_column = lines.iter().filter(is_own).filter(|line| line.field == Some(*column));
        of_column.find(|line| line.source_id == value).map(CrossReference::claim).is_some()
    });
    listed && columns_listed
}

/// Whether a merged record has one line for each row that absorbs it, and no other; those that are right are marked.
fn names_each_absorbing_row(view: &RecordView<'_>, lines: &[CrossReference]) -> bool {
    let own = || lines.iter().filter(|line| line.field.is_none());
    let joins = view.inverse.plan.joins.is_some();
    let absorbing = view.links.absorbing(view.place).filter(|_| !joins);
    let expected = |line: &CrossReference| {
        absorbing.is_none_or(|rows| rows.contains(&(line.table, line.legacy_id.clone())))
    };
    let borne_out: Vec<_> = own().filter(|line| expected(line) && stands(view, line)).collect();
    for line in &borne_out {
        line.claim();
    }
    let wanted = absorbing.map_or(1, BTreeSet::len).max(1);
    borne_out.len() == wanted && own().count() == wanted
}

/// The columns of a merged record are listed with the row of the one that survives it.
fn claim_columns(view: &RecordView<'_>, key: Guid, all: &CrossReferences) {
    let Some(survivor) = view.backwards.export.survivor(key).filter(|_| view.folded) else { return };
    let lines = all.of(view.record.entity(), survivor).iter();
    let own = |line: &&CrossReference| {
        let value = line.field.and_then(|field| view.record.get(field).filled()).map(str::trim);
        value == Some(line.source_id.as_str()) && stands(view, line)
    };
    lines.filter(own).for_each(CrossReference::claim);
}
