//! People merged into others, suspected duplicates, and people who are to be left out.

use jiff::civil::date;

use super::{Kind, Site, Subject};
use crate::record::{Guid, Reason};
use crate::synth::Row;

pub(super) const KINDS: &[Kind] = &[
    Kind::together(Reason::MergeChain, chain),
    Kind::together(Reason::MergeNotSettled, not_settled),
    Kind::together(Reason::MergedPerson, merged),
    Kind::together(Reason::MergeCycle, cycle),
    Kind::together(Reason::MergeMasterMissing, master_missing),
    Kind::together(Reason::MergeUndone, undone),
    Kind::together(Reason::DuplicateBlocksMerge, blocks_merge),
    Kind::together(Reason::SurrogateRecord, surrogate),
    Kind::together(Reason::DestructionPending, destruction_pending),
    Kind::together(Reason::RecordedInError, in_error),
    Kind::together(Reason::ErrorRecordWithWork, error_with_work),
    Kind::together(Reason::ExternalPerson, external),
];

/// Merges one person into another: nothing hangs on the loser any more.
fn merge(site: &mut Site<'_>, loser: Subject, master: Guid) {
    site.strip(loser);
    let place = site.person(loser);
    site.put_guid(place, "MasterId", master);
    site.put(place, "Inactive", Some("1"));
    remember(site, loser.guid, master);
}

/// A row of the table that remembers merges.
fn remember(site: &mut Site<'_>, loser: Guid, master: Guid) {
    let table = site.council.named("BusinessObject", "Person").guid;
    let mut row = site.control_draft("MergedRecord");
    row.guid(&mut site.rng, "MasterRecordId", master).guid(&mut site.rng, "SubordinateRecordId", loser);
    row.guid(&mut site.rng, "BusinessObjectId", table);
    site.additions.push(row.done());
}

/// People who may be merged away: adults, whose own rows matter least.
fn losers(site: &Site<'_>) -> Vec<Subject> {
    site.people().into_iter().filter(|person| site.rows_of("Case", *person).is_empty()).collect()
}

fn merged(site: &mut Site<'_>) -> Option<()> {
    let loser = losers(site).first().copied()?;
    let master = site.people().into_iter().find(|person| *person != loser)?;
    merge(site, loser, master.guid);
    let place = site.person(loser);
    site.expect(Reason::MergedPerson, master, place, Some("MasterId"));
    Some(())
}

fn chain(site: &mut Site<'_>) -> Option<()> {
    let losers = losers(site);
    let [first, second, ..] = losers.as_slice() else { return None };
    let (first, second) = (*first, *second);
    let last = site.people().into_iter().find(|person| ![first, second].contains(person))?;
    merge(site, second, last.guid);
    merge(site, first, second.guid);
    for loser in [first, second] {
        let place = site.person(loser);
        site.expect(Reason::MergedPerson, last, place, Some("MasterId"));
    }
    let place = site.person(first);
    site.expect(Reason::MergeChain, last, place, Some("MasterId"));
    Some(())
}

/// A row that still names the loser.
fn not_settled(site: &mut Site<'_>) -> Option<()> {
    let loser = losers(site).first().copied()?;
    let master = site.people().into_iter().find(|person| *person != loser)?;
    merge(site, loser, master.guid);
    let note = site.note(loser, date(2024, 3, 12), "Seen at the office.");
    let place = site.person(loser);
    site.expect(Reason::MergedPerson, master, place, Some("MasterId"));
    site.expect(Reason::MergeNotSettled, master, note, Some("PersonId"));
    Some(())
}

fn cycle(site: &mut Site<'_>) -> Option<()> {
    let (one, other) = site.two()?;
    for (loser, master) in [(one, other), (other, one)] {
        let place = site.person(loser);
        site.put_guid(place, "MasterId", master.guid);
        remember(site, loser.guid, master.guid);
        site.expect(Reason::MergeCycle, loser, place, Some("MasterId"));
    }
    Some(())
}

fn master_missing(site: &mut Site<'_>) -> Option<()> {
    let loser = site.anyone()?;
    let (place, gone) = (site.person(loser), site.rng.guid());
    site.put_guid(place, "MasterId", gone);
    site.expect(Reason::MergeMasterMissing, loser, place, Some("MasterId"));
    Some(())
}

fn undone(site: &mut Site<'_>) -> Option<()> {
    let (master, loser) = site.two()?;
    remember(site, loser.guid, master.guid);
    for person in [master, loser] {
        let place = site.person(person);
        site.expect(Reason::MergeUndone, person, place, Some("MasterId"));
    }
    Some(())
}

/// Two children under a plan at one time, suspected to be one.
fn blocks_merge(site: &mut Site<'_>) -> Option<()> {
    let children: Vec<_> =
        site.children().into_iter().filter(|(child, _)| site.never_planned(*child)).collect();
    let [(one, case), (other, case_of_other), ..] = children.as_slice() else { return None };
    let (one, other) = (*one, *other);
    let start = site.after(*case, 20).max(site.after(*case_of_other, 20));
    site.plan(one, *case, start, None);
    site.plan(other, *case_of_other, start, None);
    let table = site.council.named("BusinessObject", "Person").guid;
    let mut row = site.control_draft("DuplicateRecord");
    row.guid(&mut site.rng, "RecordId", one.guid).guid(&mut site.rng, "SuspectedDuplicateId", other.guid);
    row.guid(&mut site.rng, "BusinessObjectId", table).number("DuplicateRecordStatusId", 1);
    site.additions.push(row.done());
    for person in [one, other] {
        let place = site.person(person);
        site.expect(Reason::DuplicateBlocksMerge, person, place, None);
    }
    Some(())
}

/// A file destruction: what was to be destroyed, and the dummy that took its place.
fn destruction(site: &mut Site<'_>, record: Guid, surrogate: Option<Guid>, status: i64) -> Row {
    let clerk = site.council.workers()[0].guid;
    let mut row = site.control_draft("FileDestruction");
    row.guid(&mut site.rng, "RecordId", record).text("RecordIdTableName", "Person");
    row.guid(&mut site.rng, "SurrogateRecordId", surrogate);
    row.put("SurrogateRecordIdTableName", surrogate.map(|_| "Person".to_owned()));
    row.guid(&mut site.rng, "FirstApproverId", clerk).number("FileDestructionStatusId", status);
    row.day("ScheduledDate", date(2026, 9, 30));
    row.done()
}

/// A dummy that took the place of a destroyed person, with a note that was pointed at it.
fn surrogate(site: &mut Site<'_>) -> Option<()> {
    let person = losers(site).first().copied()?;
    site.strip(person);
    let note = site.note(person, date(2019, 3, 12), "File destroyed.");
    let gone = site.rng.guid();
    let row = destruction(site, gone, Some(person.guid), 4);
    site.additions.push(row);
    let place = site.person(person);
    site.expect(Reason::SurrogateRecord, person, place, None);
    site.expect(Reason::ParentExcluded, person, note, None);
    Some(())
}

fn destruction_pending(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let row = destruction(site, person.guid, None, 3);
    site.additions.push(row);
    let place = site.person(person);
    site.expect(Reason::DestructionPending, person, place, None);
    Some(())
}

fn in_error(site: &mut Site<'_>) -> Option<()> {
    let person = losers(site).first().copied()?;
    site.strip(person);
    let place = site.person(person);
    site.put(place, "RecordedInError", Some("1"));
    site.expect(Reason::RecordedInError, person, place, None);
    Some(())
}

fn error_with_work(site: &mut Site<'_>) -> Option<()> {
    let (person, _) = site.child()?;
    let place = site.person(person);
    site.put(place, "RecordedInError", Some("1"));
    site.expect(Reason::ErrorRecordWithWork, person, place, Some("RecordedInError"));
    Some(())
}

fn external(site: &mut Site<'_>) -> Option<()> {
    let person = losers(site).first().copied()?;
    site.strip(person);
    let place = site.person(person);
    site.put(place, "IsExternalPerson", Some("1"));
    site.expect(Reason::ExternalPerson, person, place, None);
    Some(())
}
