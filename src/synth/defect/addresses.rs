//! Addresses.

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::AddressDisagrees, disagrees),
    Kind::beside(Reason::AddressShared, shared),
    Kind::beside(Reason::PostcodeNormalised, |site| postcode(site, Reason::PostcodeNormalised, "qx24ab")),
    Kind::beside(Reason::BadPostcode, |site| postcode(site, Reason::BadPostcode, "not known")),
    Kind::beside(Reason::PseudoPostcode, |site| postcode(site, Reason::PseudoPostcode, "ZZ99 3VZ")),
];

/// The person's own address columns are of an earlier home.
fn disagrees(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = site.with("AddressLine2")?;
    site.put(place, "AddressLine2", Some("Old Brewery Lane"));
    site.expect(Reason::AddressDisagrees, person, place, None);
    Some(())
}

/// One former home of two people.
fn shared(site: &mut Site<'_>) -> Option<()> {
    let (one, other) = site.two()?;
    let home = site.former_home(one);
    let copy = site.add(site.household.rows[home].clone());
    let key = site.rng.guid();
    site.put_guid(copy, "PersonAddressId", key);
    site.put_guid(copy, "PersonId", other.guid);
    let name = site.value(site.person(other), "FullName").unwrap_or_default().to_owned();
    let own_name = site.value(site.person(one), "FullName").unwrap_or_default().to_owned();
    let title = site.value(copy, "Title").unwrap_or_default().replacen(&own_name, &name, 1);
    site.put(copy, "Title", Some(&title));
    for (person, place) in [(one, home), (other, copy)] {
        site.expect(Reason::AddressShared, person, place, None);
    }
    Some(())
}

fn postcode(site: &mut Site<'_>, reason: Reason, postcode: &str) -> Option<()> {
    let person = site.anyone()?;
    let home = site.former_home(person);
    site.put(home, "Postcode", Some(postcode));
    site.expect(reason, person, home, Some("Postcode"));
    Some(())
}
