//! Contacts, and what they regard.

use jiff::civil::date;

use super::{Kind, Site, Subject};
use crate::record::Reason;
use crate::synth::clock::Moment;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::PolymorphicMismatch, wrong_table),
    Kind::alone(Reason::PolymorphicUnknownTable, unknown_table),
    Kind::alone(Reason::StepDateConflict, undecided),
];

/// A contact that came to nothing.
fn contact(site: &mut Site<'_>) -> Option<(Subject, usize)> {
    let person = site.anyone()?;
    let day = date(2023, 10, 12);
    let (kind, source, status) = (
        site.council.named("ContactType", "Contact").guid,
        site.council.named("ContactSource", "POLICE").guid,
        site.council.named("ContactStatus", "Closed – No Further Action").guid,
    );
    let mut row = site.draft("Contact", person, day);
    row.guid(&mut site.rng, "ContactTypeId", kind).guid(&mut site.rng, "ContactSourceId", source);
    row.guid(&mut site.rng, "ContactStatusId", status)
        .time("ContactReceivedDateTime", Moment::at(day, 9, 0, 0, 0));
    row.time("ContactAcceptedDateTime", Moment::at(day, 15, 0, 0, 0)).flag("Inactive", true);
    Some((person, site.add(row.done())))
}

/// A contact about the person, with that table named beside the person's identifier.
fn regarding(site: &mut Site<'_>, reason: Reason, table: &str) -> Option<()> {
    let (person, place) = contact(site)?;
    let name = site.value(site.person(person), "FullName").map(str::to_owned);
    site.put_guid(place, "RegardingId", person.guid);
    site.put(place, "RegardingIdTableName", Some(table));
    site.put(place, "RegardingIdName", name.as_deref());
    site.expect(reason, person, place, Some("RegardingId"));
    Some(())
}

fn wrong_table(site: &mut Site<'_>) -> Option<()> {
    regarding(site, Reason::PolymorphicMismatch, "Case")
}

fn unknown_table(site: &mut Site<'_>) -> Option<()> {
    regarding(site, Reason::PolymorphicUnknownTable, "HouseholdGroup")
}

/// Closed, but never decided.
fn undecided(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = contact(site)?;
    site.put(place, "ContactAcceptedDateTime", None);
    site.expect(Reason::StepDateConflict, person, place, Some("ContactAcceptedDateTime"));
    Some(())
}
