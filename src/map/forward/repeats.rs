//! Lines of the cross-reference for rows that repeated the key of a record and lost: they were merged into whatever the
//! record that stands became.

use std::collections::BTreeSet;

use super::addresses::{key_columns, own_key};
use super::cross_reference::{CrossReferences, is_merged};
use super::mapped::{CrossReference, RepeatLine};
use super::work::{MadeRow, Work};
use crate::map::plan::{EntityPlan, NotePlace, NoteScope};
use crate::record::{Guid, Reason, SourceRecord};

/// The lines for rows that lost, by the record that stands; none where that is not written.
pub(super) fn repeats(
    work: &Work<'_>,
    lines: &CrossReferences<'_, '_>,
    lost: &[(SourceRecord, Reason)],
) -> Vec<RepeatLine> {
    let place = |record: &SourceRecord| {
        let key = work.plan.key_of(record.entity()).and_then(|key| record.guid(key))?;
        work.case.place(record.entity(), key).filter(|place| work.is_let_through(*place))
    };
    let places: BTreeSet<usize> = lost.iter().filter_map(|(record, _)| place(record)).collect();
    places.into_iter().flat_map(|place| of_record(work, lines, place)).collect()
}

fn of_record(work: &Work<'_>, lines: &CrossReferences<'_, '_>, place: usize) -> Vec<RepeatLine> {
    if is_merged(work, place) {
        let last = work.joining_other(place).is_some();
        let line = |line| RepeatLine { record: place, line, last, addresses: Vec::new() };
        return lines.of(place).into_iter().map(line).collect();
    }
    let Some(entity) = work.entity_plan(place) else { return Vec::new() };
    let is_main = |row: &usize| work.rows[*row].rule.is_some_and(|rule| entity.rows[rule].main);
    // Whether a link to somebody else is written is not known here: the record is in its note all the same.
    let is_certain = |row: &usize| entity.joins.is_some() || work.rows[*row].other.is_none();
    let all: Vec<usize> = work.rows_by_record[place].iter().copied().filter(is_certain).collect();
    let main: Vec<usize> = all.iter().copied().filter(is_main).collect();
    // What a list of options is answered with are the rows of those that are ticked.
    let ticked = || work.ticks_of(place).iter().flat_map(|tick| &work.rows_by_record[*tick]).copied();
    let rows: Vec<usize> =
        [main, all].into_iter().find(|rows| !rows.is_empty()).unwrap_or_else(|| ticked().collect());
    if rows.is_empty() {
        return shared_note(work, place, entity).into_iter().collect();
    }
    rows.into_iter().map(|row| of_row(work, place, row)).collect()
}

/// The line for a record without a row of its own, which stands in the note that the person's records of one table share.
fn shared_note(work: &Work<'_>, place: usize, entity: &EntityPlan) -> Option<RepeatLine> {
    let NotePlace::Note { scope: NoteScope::Person, suffix, .. } = &entity.note.as_ref()?.place else {
        return None;
    };
    let (table, legacy_id) = (work.plan.notes().table, format!("{}:{suffix}", work.person));
    let is_note = |made: &&MadeRow| made.row.table == table && work.row_key(&made.row) == legacy_id;
    let row = work.rows.iter().position(|made| is_note(&made))?;
    Some(of_row(work, place, row))
}

fn of_row(work: &Work<'_>, place: usize, row: usize) -> RepeatLine {
    let made = &work.rows[row];
    let line = CrossReference {
        source_entity: work.plan.dictionary().entity(work.record(place).entity()).name.clone(),
        source_id: work.source_id(place),
        table: made.row.table,
        legacy_id: work.row_key(&made.row),
    };
    let last = super::case_file::last_kind(work, row).is_some();
    RepeatLine { record: place, line, last, addresses: addresses(work, place, row) }
}

/// The keys of shared addresses within the key of a row, each with the byte at which it begins.
fn addresses(work: &Work<'_>, place: usize, row: usize) -> Vec<(Guid, usize)> {
    let Some(address) = own_key(work, place) else { return Vec::new() };
    let shared = key_columns(work, row);
    let made = &work.rows[row].row;
    let (mut at, mut found) = (0, Vec::new());
    for column in &work.plan.contract().table(made.table).key {
        if shared.contains(column) {
            found.push((address, at));
        }
        at += made.cells[usize::from(column.0)].as_deref().unwrap_or_default().len() + "/".len();
    }
    found
}

impl RepeatLine {
    /// The line once it is known which key each shared address has.
    pub fn settled(&self, key_of: impl Fn(Guid) -> Guid) -> CrossReference {
        let mut line = self.line.clone();
        for (address, at) in &self.addresses {
            let key = key_of(*address).to_string();
            line.legacy_id.replace_range(*at..at + key.len(), &key);
        }
        line
    }
}
