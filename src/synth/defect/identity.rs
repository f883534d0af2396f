//! Birth, death and what a person must have.

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::UnbornChild, unborn),
    Kind::alone(Reason::UnbornOverdue, overdue),
    Kind::alone(Reason::AgeOnly, age_only),
    Kind::alone(Reason::DobMissing, no_birth),
    Kind::alone(Reason::FutureBirthDate, future_birth),
    Kind::alone(Reason::DeathBeforeBirth, death_before_birth),
    Kind::alone(Reason::DeceasedPerson, deceased),
    Kind::alone(Reason::MissingMandatory, without_gender),
    Kind::alone(Reason::OverLength, long_telephone),
    Kind::alone(Reason::BadBoolean, bad_flag),
    Kind::alone(Reason::UntrimmedValue, spaces),
];

/// A person whose day of birth is taken away.
fn unborn_of(site: &mut Site<'_>) -> Option<(Subject, usize)> {
    let (person, place) = site.born().filter(|(person, _)| site_has_no_work(site, *person))?;
    for column in ["DateOfBirth", "Age", "DateOfDeath"] {
        site.put(place, column, None);
    }
    site.put(place, "Deceased", Some("0"));
    site.put(place, "AgeGroupId", Some("1"));
    Some((person, place))
}

/// Forms and statuses of the unborn would be another story.
fn site_has_no_work(site: &Site<'_>, person: Subject) -> bool {
    ["CaseForm", "PersonLACLegalStatus", "ChildProtection"]
        .iter()
        .all(|table| site.rows_of(table, person).is_empty())
}

fn unborn(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = unborn_of(site)?;
    site.put(place, "DOBAndAgeTypeId", Some("2"));
    site.put(place, "ExpectedDateOfBirth", Some("2026-11-20"));
    site.expect(Reason::UnbornChild, person, place, Some("ExpectedDateOfBirth"));
    Some(())
}

fn overdue(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = unborn_of(site)?;
    site.put(place, "DOBAndAgeTypeId", Some("2"));
    site.put(place, "ExpectedDateOfBirth", Some("2026-02-11"));
    site.expect(Reason::UnbornChild, person, place, Some("ExpectedDateOfBirth"));
    site.expect(Reason::UnbornOverdue, person, place, Some("ExpectedDateOfBirth"));
    Some(())
}

fn age_only(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = unborn_of(site)?;
    site.put(place, "DOBAndAgeTypeId", Some("4"));
    site.put(place, "Age", Some("9"));
    site.expect(Reason::AgeOnly, person, place, Some("DateOfBirth"));
    Some(())
}

fn no_birth(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = unborn_of(site)?;
    site.put(place, "DOBAndAgeTypeId", Some("1"));
    site.expect(Reason::DobMissing, person, place, Some("DateOfBirth"));
    Some(())
}

fn future_birth(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = unborn_of(site)?;
    site.put(place, "DOBAndAgeTypeId", Some("5"));
    site.put(place, "DateOfBirth", Some("2031-05-17"));
    site.expect(Reason::FutureBirthDate, person, place, Some("DateOfBirth"));
    Some(())
}

fn death_before_birth(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = site.born()?;
    site.put(place, "DateOfDeath", Some("1931-03-04"));
    site.put(place, "Deceased", Some("1"));
    site.expect(Reason::DeathBeforeBirth, person, place, Some("DateOfDeath"));
    site.expect(Reason::DeceasedPerson, person, place, Some("DateOfDeath"));
    Some(())
}

fn deceased(site: &mut Site<'_>) -> Option<()> {
    const DIED: &str = "2026-06-14";
    let (person, place) = site.born()?;
    if site.value(place, "DateOfBirth").is_none_or(|born| born > DIED) {
        return None;
    }
    site.put(place, "DateOfDeath", Some(DIED));
    site.put(place, "Deceased", Some("1"));
    site.expect(Reason::DeceasedPerson, person, place, Some("DateOfDeath"));
    Some(())
}

fn without_gender(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "GenderId", None);
    site.expect(Reason::MissingMandatory, person, place, Some("GenderId"));
    // A person's row is never rejected alone.
    Some(())
}

fn long_telephone(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "HomePhone", Some("01632 960123 (after six; ask for the caretaker)"));
    site.expect(Reason::OverLength, person, place, Some("HomePhone"));
    Some(())
}

fn bad_flag(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "InterpreterRequired", Some("Yes"));
    site.expect(Reason::BadBoolean, person, place, Some("InterpreterRequired"));
    Some(())
}

fn spaces(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "PrimaryEmail", Some("  post@mail.example "));
    site.expect(Reason::UntrimmedValue, person, place, Some("PrimaryEmail"));
    Some(())
}
