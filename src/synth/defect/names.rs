//! Names.

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::PlaceholderName, placeholder),
    Kind::alone(Reason::NamePartsDisagree, parts_disagree),
    Kind::together(Reason::PossibleDuplicatePerson, alike),
];

fn placeholder(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = site.born()?;
    rename(site, person, Some("Unknown"), None)?;
    site.expect(Reason::PlaceholderName, person, place, Some("FirstName"));
    Some(())
}

fn parts_disagree(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = site.with("FirstName")?;
    site.put(place, "FirstName", Some("Maximilian"));
    site.put(place, "MiddleName", None);
    site.expect(Reason::NamePartsDisagree, person, place, Some("FullName"));
    Some(())
}

/// Two people with one name and one day of birth, as twins entered twice would be.
fn alike(site: &mut Site<'_>) -> Option<()> {
    let (one, other) = site.two()?;
    let (place, copy) = (site.person(one), site.person(other));
    let column = |site: &Site<'_>, name: &str| site.value(place, name).map(str::to_owned);
    let (first, last, born) =
        (column(site, "FirstName")?, column(site, "LastName")?, column(site, "DateOfBirth")?);
    if first.is_empty() || site.value(copy, "DateOfBirth").is_none() {
        return None;
    }
    rename(site, other, Some(&first), Some(&last))?;
    for shared in ["Age", "AgeGroupId"] {
        let value = column(site, shared);
        site.put(copy, shared, value.as_deref());
    }
    site.put(copy, "DateOfBirth", Some(&born));
    for (person, place) in [(one, place), (other, copy)] {
        site.expect(Reason::PossibleDuplicatePerson, person, place, None);
    }
    Some(())
}

/// Gives a person another forename and surname, everywhere where the name is shown; none where it is shown for somebody else
/// as well.
fn rename(site: &mut Site<'_>, person: Subject, first: Option<&str>, last: Option<&str>) -> Option<()> {
    let place = site.person(person);
    let column = |site: &Site<'_>, name: &str| site.value(place, name).unwrap_or_default().to_owned();
    let (old_full, old_last) = (column(site, "FullName"), column(site, "LastName"));
    let (old_first, new_last) = (column(site, "FirstName"), last.unwrap_or(&old_last).to_owned());
    let new_first = first.unwrap_or(&old_first).to_owned();
    let full = format!("{new_first} {new_last}");
    let people = site.household.places(site.schema().table("Person"));
    let shown = |other: &usize| *other != place && site.value(*other, "FullName") == Some(&old_full);
    if old_first.is_empty() || people.iter().any(shown) {
        return None;
    }
    site.put(place, "FirstName", Some(&new_first));
    site.put(place, "MiddleName", None);
    site.put(place, "LastName", Some(&new_last));
    let old_title = format!("{old_last}, {old_first} - (");
    let new_title = format!("{new_last}, {new_first} - (");
    for row in &mut site.household.rows {
        for value in row.values.iter_mut().flatten() {
            if *value == old_full {
                value.clone_from(&full);
            } else if let Some(rest) = value.strip_prefix(&old_full).filter(|rest| rest.starts_with(" - ")) {
                *value = format!("{full}{rest}");
            } else if let Some(rest) = value.strip_prefix(&old_title) {
                *value = format!("{new_title}{rest}");
            }
        }
    }
    Some(())
}
