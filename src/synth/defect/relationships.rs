//! Who is what to whom.

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::together(Reason::RelationshipMirrored, mirrored),
    Kind::together(Reason::RelationshipConflict, conflict),
    Kind::together(Reason::SelfRelationship, to_themselves),
    Kind::together(Reason::RelationshipNoStart, no_start),
    Kind::together(Reason::TriStateUnknown, unknown),
];

/// Pairs of columns that say the same of either person.
const SIDES: [(&str, &str); 4] = [
    ("PersonId", "RelatedPersonId"),
    ("personid_cwname", "relatedpersonid_cwname"),
    ("PersonRelationshipTypeId", "RelatedPersonRelationshipTypeId"),
    ("personrelationshiptypeid_cwname", "relatedpersonrelationshiptypeid_cwname"),
];

/// An open relationship of somebody, and its place.
fn relationship(site: &mut Site<'_>) -> Option<(Subject, usize)> {
    let people = site.people();
    let open = |person: &Subject| {
        let rows = site.rows_of("PersonRelationship", *person);
        let row = rows.into_iter().find(|place| site.value(*place, "EndDate").is_none())?;
        let other = site.guid_at(row, "RelatedPersonId");
        people.iter().any(|one| Some(one.guid) == other).then_some((*person, row))
    };
    people.iter().find_map(open)
}

/// A second row of a relationship, with a key of its own.
fn copy_of(site: &mut Site<'_>, place: usize) -> usize {
    let copy = site.add(site.household.rows[place].clone());
    let key = site.rng.guid();
    site.put_guid(copy, "PersonRelationshipId", key);
    copy
}

/// The pair in both directions, agreeing: the row with the later key is folded into the other.
fn mirrored(site: &mut Site<'_>) -> Option<()> {
    let (one, place) = relationship(site)?;
    let other = site.guid_at(place, "RelatedPersonId");
    let other = site.people().into_iter().find(|person| Some(person.guid) == other)?;
    let copy = copy_of(site, place);
    for (left, right) in SIDES {
        let (first, second) =
            (site.value(place, left).map(str::to_owned), site.value(place, right).map(str::to_owned));
        site.put(copy, left, second.as_deref());
        site.put(copy, right, first.as_deref());
    }
    let later = if site.key(copy) > site.key(place) { (other, copy) } else { (one, place) };
    site.expect(Reason::RelationshipMirrored, later.0, later.1, None);
    Some(())
}

/// The same pair, the first as another thing to the second.
fn conflict(site: &mut Site<'_>) -> Option<()> {
    let (one, place) = relationship(site)?;
    let copy = copy_of(site, place);
    let name = if site.value(place, "personrelationshiptypeid_cwname") == Some("Aunt") {
        "Neighbour"
    } else {
        "Aunt"
    };
    let kind = site.council.named("PersonRelationshipType", name).guid;
    site.put_guid(copy, "PersonRelationshipTypeId", kind);
    site.put(copy, "personrelationshiptypeid_cwname", Some(name));
    for row in [place, copy] {
        site.expect(Reason::RelationshipConflict, one, row, None);
    }
    Some(())
}

fn to_themselves(site: &mut Site<'_>) -> Option<()> {
    let (one, place) = relationship(site)?;
    let copy = copy_of(site, place);
    let name = site.value(copy, "personid_cwname").map(str::to_owned);
    site.put_guid(copy, "RelatedPersonId", one.guid);
    site.put(copy, "relatedpersonid_cwname", name.as_deref());
    site.expect(Reason::SelfRelationship, one, copy, Some("RelatedPersonId"));
    Some(())
}

fn no_start(site: &mut Site<'_>) -> Option<()> {
    let (one, place) = relationship(site)?;
    site.put(place, "StartDate", None);
    site.expect(Reason::RelationshipNoStart, one, place, Some("StartDate"));
    Some(())
}

fn unknown(site: &mut Site<'_>) -> Option<()> {
    let (one, place) = relationship(site)?;
    site.put(place, "HasParentalResponsibilityId", Some("3"));
    site.expect(Reason::TriStateUnknown, one, place, Some("HasParentalResponsibilityId"));
    Some(())
}
