//! Identities before and after adoption.

use jiff::civil::date;

use super::{Kind, Site, Subject};
use crate::record::{Guid, Reason};
use crate::synth::Row;

pub(super) const KINDS: &[Kind] = &[
    Kind::together(Reason::AdoptionLink, linked),
    Kind::together(Reason::AdoptionTie, tied),
    Kind::together(Reason::AdoptionSharedRecord, shared),
];

/// The row that joins a person's two identities.
pub(super) fn link(site: &mut Site<'_>, before: Guid, after: Guid) -> Row {
    let mut row = site.control_draft("AdoptionLink");
    row.guid(&mut site.rng, "PreAdoptionPersonId", before).guid(&mut site.rng, "PersonId", after);
    row.done()
}

fn expect_link(site: &mut Site<'_>, person: Subject) {
    let place = site.person(person);
    site.expect(Reason::AdoptionLink, person, place, None);
}

/// One identity in this household, the other in the next that is chosen for it: nothing but the link joins them.
fn linked(site: &mut Site<'_>) -> Option<()> {
    let person = site.people().into_iter().find(|person| !lodged(site, *person))?;
    match site.waiting.take() {
        Some(before) => {
            let row = link(site, before.guid, person.guid);
            site.additions.push(row);
        }
        None => site.waiting = Some(person),
    }
    expect_link(site, person);
    Some(())
}

/// Whether somebody lived where people of the whole council have lived.
fn lodged(site: &Site<'_>, person: Subject) -> bool {
    let homes = site.rows_of("PersonAddress", person);
    homes.into_iter().any(|place| site.value(place, "PropertyName") == Some("Harbour House"))
}

/// Both identities in one household: address and relatives join them as well. Whoever is related to both is held with
/// them.
fn tied(site: &mut Site<'_>) -> Option<()> {
    let (before, after) = site.two()?;
    let home = site.former_home(before);
    let copy = site.add(site.household.rows[home].clone());
    let key = site.rng.guid();
    site.put_guid(copy, "PersonAddressId", key);
    site.put_guid(copy, "PersonId", after.guid);
    let row = link(site, before.guid, after.guid);
    site.additions.push(row);
    for person in [before, after] {
        expect_link(site, person);
        let place = site.person(person);
        site.expect(Reason::AdoptionTie, person, place, None);
    }
    for relative in site.relatives_of(before, after) {
        expect_tie(site, relative, [before, after]);
    }
    Some(())
}

/// Whoever is related to both identities is held at their own records that name one; where only the others' do, at the person's.
fn expect_tie(site: &mut Site<'_>, relative: Subject, identities: [Subject; 2]) {
    let naming = site.places_naming(relative, identities);
    if naming.is_empty() {
        let place = site.person(relative);
        return site.expect(Reason::AdoptionTie, relative, place, None);
    }
    for (place, column) in naming {
        site.expect(Reason::AdoptionTie, relative, place, Some(column));
    }
}

/// Columns that name people beside the owner's.
const NAMING: [&str; 9] = [
    "RelatedPersonId",
    "CallerId",
    "RecipientId",
    "SenderId",
    "AttendeeId",
    "LookupObjectId",
    "CarerId",
    "ContactMadeById",
    "RegardingId",
];

impl Site<'_> {
    /// The rows of a person's case file, and their columns, that name one of two others.
    fn places_naming(&self, person: Subject, others: [Subject; 2]) -> Vec<(usize, &'static str)> {
        let named = |place: usize, column: &str| {
            self.guid_at(place, column).is_some_and(|key| others.iter().any(|other| other.guid == key))
        };
        let columns = |place: usize| NAMING.into_iter().map(move |column| (place, column));
        let rows = (0..self.household.rows.len()).filter(|place| self.is_of(*place, person));
        rows.flat_map(columns).filter(|(place, column)| named(*place, column)).collect()
    }
}

/// A note of somebody else is a copy of one of the person withheld.
fn shared(site: &mut Site<'_>) -> Option<()> {
    let (adopted, other) = site.two()?;
    let note = site.note(adopted, date(2023, 3, 14), "Both were present.");
    let copy = site.note(other, date(2023, 3, 14), "Both were present.");
    let (group, gone) = (site.rng.guid(), site.rng.guid());
    for place in [note, copy] {
        site.put_guid(place, "GroupRecordId", group);
    }
    let row = link(site, gone, adopted.guid);
    site.additions.push(row);
    expect_link(site, adopted);
    site.expect(Reason::AdoptionSharedRecord, other, copy, None);
    Some(())
}
