//! Copies of notes, and rows switched off.

use jiff::civil::date;

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] =
    &[Kind::beside(Reason::ClonedRecord, cloned), Kind::beside(Reason::InactiveRecord, inactive)];

/// A note and its copy under another key.
fn cloned(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, date(2024, 4, 16), "Network meeting held.");
    let group = site.rng.guid();
    site.put_guid(note, "GroupRecordId", group);
    let copy = site.add(site.household.rows[note].clone());
    let key = site.rng.guid();
    site.put_guid(copy, "PersonCaseNoteId", key);
    let (origin, subject) = (site.key(note), site.value(note, "Subject").map(str::to_owned));
    site.put_guid(copy, "ClonedFromId", origin);
    site.put(copy, "ClonedFromIdTableName", Some("PersonCaseNote"));
    site.put(copy, "ClonedFromIdName", subject.as_deref());
    site.put(copy, "IsCloned", Some("1"));
    site.expect(Reason::ClonedRecord, person, copy, Some("ClonedFromId"));
    Some(())
}

fn inactive(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, date(2024, 4, 16), "Network meeting held.");
    site.put(note, "Inactive", Some("1"));
    site.expect(Reason::InactiveRecord, person, note, Some("Inactive"));
    Some(())
}
