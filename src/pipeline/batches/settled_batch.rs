//! What is settled of a batch once everybody's fate is known.

use std::collections::HashSet;

use super::BatchWork;
use super::address_keys::SharedAddresses;
use super::case_files::Leavings;
use super::cross_references::xref_row;
use super::fates::Fates;
use super::link::Link;
use super::unsettled::{Unsettled, UnsettledRecord};
use crate::map::forward::{
    Fate, LastKind, LastRow, RecordOutcome, RecordPlace, rename_line, settle_joining, settle_link,
};
use crate::pipeline::RunError;
use crate::pipeline::accounts::Amendment;
use crate::pipeline::spill::{RowRuns, SpillFile};
use crate::record::{Action, EntityId, Finding, Guid, Outcome, Reason};
use crate::target::XrefRow;

/// A source row that has another outcome than when its batch was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recount {
    /// The place of the case file in its batch.
    pub(super) place: usize,
    pub(super) entity: EntityId,
    pub(super) from: Outcome,
    pub(super) to: Outcome,
}

/// What is settled of a batch.
#[derive(Debug, Default)]
pub(super) struct SettledBatch {
    pub(super) recounts: Vec<Recount>,
    /// Case files that go without something.
    pub(super) incomplete: Vec<usize>,
    /// Lines of the cross-reference for the last batch.
    pub(super) xref: Vec<XrefRow>,
    /// Joining records that are written now, by name of entity and key, which were turned away or waited before.
    pub(super) caught_up: Vec<(String, Guid)>,
    /// Records of sealed case files, by name of entity and key, of which a link is written now that was lost.
    pub(super) linked: Vec<(String, Guid)>,
}

/// Settles a batch: its rows go to the last batch, what changes to the amendments.
pub(super) fn settle_batch(
    work: &BatchWork<'_>,
    leavings: &Leavings<'_>,
    shared: &SharedAddresses,
    (rows, amendments, altered): (&RowRuns<'_>, &SpillFile, &HashSet<(String, Guid)>),
    number: u32,
) -> Result<SettledBatch, RunError> {
    if work.watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let waiting: Vec<Unsettled> = leavings.unsettled.get(number)?.unwrap_or_default();
    let (fates, now) = (&leavings.fates, work.writing.earlier.run);
    let mut settled = SettledBatch::default();
    let (folds, tables) = (leavings.folds().clone(), work.plan.sibling_tables());
    let folded = |mut line| {
        rename_line(tables, &folds, &mut line);
        line
    };
    let mut joined = HashSet::new();
    let (mut last_rows, mut amended) = (Vec::new(), Vec::new());
    for file in waiting {
        let place = file.place as usize;
        let mut amendment =
            Amendment { place: file.place, outcomes: Vec::new(), findings: Vec::new(), incomplete: false };
        for joining in &file.joining {
            let Some(record) = joining.record().filter(|record| !is_joined(work, *record)) else { continue };
            let fate = fates.of(joining.other);
            settle_record(joining, &fate, &file, (&mut amendment, &mut settled));
            if fate == Fate::Written && file.run.max(fates.closing(joining.other)) == now {
                let lines = joining.cross_references.iter().cloned();
                settled.xref.extend(lines.map(|line| xref_row(work.plan.contract(), folded(line))));
                settled.caught_up.extend(caught_up(work, record));
            }
        }
        if file.run == now {
            let lines = file.repeats.iter().map(|line| line.settled(|address| shared.key_of(address)));
            settled.xref.extend(lines.map(|line| xref_row(work.plan.contract(), folded(line))));
        }
        let written = |person| fates.of(person) == Fate::Written;
        let in_time = |person| written(person) && fates.closing(person) <= file.run;
        for mut row in file.rows {
            folds.put_into(tables, &mut row.row);
            let joins = row.kind == LastKind::Joining;
            let link = Link::of(work, (fates, altered), (&row, file.run));
            if link.is_lost()
                && let Some(finding) = settle_link(&row, file.number)
            {
                amendment.findings.push((finding, Action::RejectValue));
            }
            let due = match row.other.filter(|_| joins) {
                Some(other) => file.run.max(fates.closing(other)) == now,
                None => link == Link::Comes || (file.run == now && !link.is_late()),
            };
            let stands = joins && is_joined(work, (row.record.entity, row.record.key));
            if !due || stands || stands_already(work, shared, &row) {
                continue;
            }
            // Links to two copies that became one are one link.
            let is_link = !folds.is_empty() && !tables.columns(row.row.table).is_empty();
            if is_link && !joined.insert((row.row.table, row.row.cells.clone())) {
                continue;
            }
            let key_of = |address| shared.key_of(address);
            if link == Link::Comes {
                settled.linked.push(Link::name(work, &row.record));
            }
            let shares_fate = joins || link == Link::Comes;
            last_rows.extend(if shares_fate {
                row.settled(key_of, written)
            } else {
                row.settled(key_of, in_time)
            });
        }
        if !amendment.findings.is_empty() {
            settled.incomplete.push(place);
            amendment.incomplete = true;
        }
        amendment.findings.extend(held_siblings(&file.siblings, file.number, fates));
        if !amendment.findings.is_empty() {
            amended.push(amendment);
        }
    }
    amendments.put(number, &amended)?;
    rows.add(&last_rows)?;
    Ok(settled)
}

/// Records whose work was cloned for somebody who is held as well: their texts may name the one who is missing.
fn held_siblings(
    siblings: &[(RecordPlace, Vec<Guid>)],
    number: u64,
    fates: &Fates<'_>,
) -> Vec<(Finding, Action)> {
    let held =
        siblings.iter().filter(|(_, others)| others.iter().any(|other| fates.of(*other) == Fate::Held));
    let finding = |(place, _): &(RecordPlace, Vec<Guid>)| Finding {
        reason: Reason::HeldSibling,
        entity: place.entity,
        source_id: place.key.to_string(),
        case_file: (number != 0).then_some(number),
        origin: place.origin,
        field: None,
    };
    held.map(|one| (finding(one), Reason::HeldSibling.action())).collect()
}

/// Whether a joining record stands in the last batch of an earlier run: it stays as it is there, whomever it names now.
fn is_joined(work: &BatchWork<'_>, record: (EntityId, Guid)) -> bool {
    work.writing.earlier.joined.contains_key(&record)
}

/// The name of a record, if the last run listed it as turned away or waiting.
fn caught_up(work: &BatchWork<'_>, (entity, key): (EntityId, Guid)) -> Option<(String, Guid)> {
    let record = (work.plan.dictionary().entity(entity).name.clone(), key);
    work.writing.earlier.turned_away.contains(&record).then_some(record)
}

/// Whether the row of a shared address stands in the last batch of an earlier run.
fn stands_already(work: &BatchWork<'_>, shared: &SharedAddresses, row: &LastRow) -> bool {
    let [slot] = row.keys[..] else { return false };
    work.plan.contract().table(row.row.table).key == [slot.column]
        && shared.is_sealed(shared.key_of(slot.address))
}

/// A joining record, and the rows that repeat it, share the other person's fate.
fn settle_record(
    joining: &UnsettledRecord,
    fate: &Fate,
    file: &Unsettled,
    (amendment, settled): (&mut Amendment, &mut SettledBatch),
) {
    let Some((outcome, reason, rule)) = settle_joining(fate) else { return };
    for before in &joining.outcomes {
        let (entity, origin, key) = (before.entity, before.origin, before.key);
        let place = file.place as usize;
        settled.recounts.push(Recount { place, entity, from: before.outcome, to: outcome });
        let case_file = (file.number != 0).then_some(file.number);
        let source_id = before.source_id();
        let finding = Finding { reason, entity, source_id, case_file, origin, field: None };
        amendment.findings.push((finding, reason.action()));
        let (reason, rule) = (Some(reason), rule.clone());
        amendment.outcomes.push(RecordOutcome { entity, key, origin, outcome, reason, rule });
    }
}
