//! Restrictions of access.

use jiff::civil::{Date, date};

use super::{Kind, Site};
use crate::record::{Guid, Reason};

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::RestrictedRecord, person),
    Kind::alone(Reason::RestrictedRecord, case),
    Kind::alone(Reason::RestrictedNote, note),
    Kind::alone(Reason::RestrictionTypeUnmapped, unknown_type),
    Kind::alone(Reason::RestrictionEnded, ended),
];

const COLUMN: &str = "DataRestrictionId";

/// A restriction of that kind of access: 1 names who may see the record, 2 who may not.
fn restriction(site: &mut Site<'_>, access: i64, end: Option<Date>) -> Guid {
    let key = site.rng.guid();
    let mut row = site.control_draft("DataRestriction");
    row.text(COLUMN, key.to_string()).text("Name", "Restricted file").number("AccessTypeId", access);
    row.day("StartDate", date(2022, 9, 1)).day("EndDate", end);
    site.additions.push(row.done());
    key
}

fn person(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (place, restriction) = (site.person(person), restriction(site, 1, None));
    site.put_guid(place, COLUMN, restriction);
    site.expect(Reason::RestrictedRecord, person, place, Some(COLUMN));
    Some(())
}

fn case(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child()?;
    let restriction = restriction(site, 2, None);
    site.put_guid(case, COLUMN, restriction);
    site.expect(Reason::RestrictedRecord, child, case, Some(COLUMN));
    Some(())
}

fn note(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (note, restriction) =
        (site.note(person, date(2024, 6, 4), "Not for the father."), restriction(site, 1, None));
    site.put_guid(note, COLUMN, restriction);
    site.expect(Reason::RestrictedNote, person, note, Some(COLUMN));
    Some(())
}

/// A kind of access that nobody has named.
fn unknown_type(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (place, restriction) = (site.person(person), restriction(site, 3, None));
    site.put_guid(place, COLUMN, restriction);
    site.expect(Reason::RestrictedRecord, person, place, Some(COLUMN));
    site.expect(Reason::RestrictionTypeUnmapped, person, place, Some(COLUMN));
    Some(())
}

fn ended(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let (place, restriction) = (site.person(person), restriction(site, 1, Some(date(2024, 3, 31))));
    site.put_guid(place, COLUMN, restriction);
    site.expect(Reason::RestrictionEnded, person, place, Some(COLUMN));
    Some(())
}
