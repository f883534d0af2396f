//! Rows that stand twice.

use jiff::civil::date;

use super::{Kind, Site, Subject};
use crate::record::Reason;
use crate::synth::clock::Moment;

pub(super) const KINDS: &[Kind] = &[
    Kind::beside(Reason::DuplicateRow, identical),
    Kind::beside(Reason::DuplicateKey, newer),
    Kind::alone(Reason::ConflictingDuplicate, conflicting),
];

/// A note and a second row of it.
fn twice(site: &mut Site<'_>) -> Option<(Subject, usize, usize)> {
    let person = site.anyone()?;
    let note = site.note(person, date(2023, 5, 17), "Spoke to the health visitor.");
    let copy = site.add(site.household.rows[note].clone());
    Some((person, note, copy))
}

fn identical(site: &mut Site<'_>) -> Option<()> {
    let (person, note, _) = twice(site)?;
    site.expect(Reason::DuplicateRow, person, note, None);
    Some(())
}

fn newer(site: &mut Site<'_>) -> Option<()> {
    let (person, note, copy) = twice(site)?;
    site.put(copy, "Subject", Some("Telephone call – corrected"));
    site.put(copy, "ModifiedOn", Some(&Moment::at(date(2023, 6, 1), 14, 0, 0, 0).text()));
    site.expect(Reason::DuplicateKey, person, note, None);
    Some(())
}

fn conflicting(site: &mut Site<'_>) -> Option<()> {
    let (person, note, copy) = twice(site)?;
    site.put(copy, "Subject", Some("Telephone call – corrected"));
    site.expect(Reason::ConflictingDuplicate, person, note, None);
    Some(())
}
