//! Numbers by which other agencies and systems know a person.

use super::{Kind, Site};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::BadIdentifierFormat, bad_format),
    Kind::alone(Reason::BadCheckDigit, bad_check_digit),
    Kind::alone(Reason::PlaceholderIdentifier, placeholder),
    Kind::together(Reason::SharedIdentifier, shared),
    Kind::alone(Reason::NhsSuperseded, superseded),
    Kind::alone(Reason::FormerUpnOnly, former_only),
    Kind::alone(Reason::UpnUnknownReason, reason_in_place),
    Kind::together(Reason::DuplicateLegacyId, same_number),
    Kind::together(Reason::AmbiguousLegacyId, same_earlier_id),
];

const NHS: &str = "NHSNumber";

/// Gives somebody an NHS number made of their person number, which nobody shares.
fn nhs(site: &mut Site<'_>, reason: Reason, number: impl Fn(u64) -> String) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, NHS, Some(&number(person.number)));
    site.expect(reason, person, place, Some(NHS));
    Some(())
}

/// Too short: two digits more than a person number at most.
fn bad_format(site: &mut Site<'_>) -> Option<()> {
    nhs(site, Reason::BadIdentifierFormat, |number| format!("9{number}"))
}

fn bad_check_digit(site: &mut Site<'_>) -> Option<()> {
    nhs(site, Reason::BadCheckDigit, |number| {
        let nine = format!("999{:06}", number % 1_000_000);
        let sum: u64 =
            nine.bytes().zip((2..=10).rev()).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
        let wrong = (11 - sum % 11 + 1) % 10;
        format!("{} {} {}{wrong}", &nine[..3], &nine[3..6], &nine[6..])
    })
}

fn placeholder(site: &mut Site<'_>) -> Option<()> {
    nhs(site, Reason::PlaceholderIdentifier, |number| {
        let digits = (number % 10).to_string().repeat(10);
        format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..])
    })
}

/// A mother's number on her baby.
fn shared(site: &mut Site<'_>) -> Option<()> {
    let (one, place) = site.with(NHS)?;
    let other = site.people().into_iter().find(|person| *person != one)?;
    let number = site.value(place, NHS).unwrap_or_default().to_owned();
    let copy = site.person(other);
    site.put(copy, NHS, Some(&number));
    for (person, place) in [(one, place), (other, copy)] {
        site.expect(Reason::SharedIdentifier, person, place, Some(NHS));
    }
    Some(())
}

fn superseded(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = site.with(NHS)?;
    site.put(place, "PDSNHSNoSuperseded", Some("1"));
    site.expect(Reason::NhsSuperseded, person, place, Some(NHS));
    Some(())
}

fn former_only(site: &mut Site<'_>) -> Option<()> {
    let (person, place) = site.with("UniquePupilNumber")?;
    let number = site.value(place, "UniquePupilNumber").map(str::to_owned);
    site.put(place, "FormerUniquePupilNumber", number.as_deref());
    site.put(place, "UniquePupilNumber", None);
    site.expect(Reason::FormerUpnOnly, person, place, Some("FormerUniquePupilNumber"));
    Some(())
}

fn reason_in_place(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let place = site.person(person);
    site.put(place, "UniquePupilNumber", Some("UN3"));
    site.expect(Reason::UpnUnknownReason, person, place, Some("UniquePupilNumber"));
    Some(())
}

fn same_number(site: &mut Site<'_>) -> Option<()> {
    let (one, other) = site.two()?;
    let (place, copy) = (site.person(one), site.person(other));
    site.put(copy, "PersonNumber", Some(&one.number.to_string()));
    let other = super::Subject { number: one.number, ..other };
    for (person, place) in [(one, place), (other, copy)] {
        site.expect(Reason::DuplicateLegacyId, person, place, Some("PersonNumber"));
    }
    Some(())
}

fn same_earlier_id(site: &mut Site<'_>) -> Option<()> {
    let (one, other) = site.two()?;
    let id = format!("ISIS-{}", site.rng.below(10_000_000));
    for person in [one, other] {
        let place = site.person(person);
        site.put(place, "LegacyId", Some(&id));
        site.expect(Reason::AmbiguousLegacyId, person, place, Some("LegacyId"));
    }
    Some(())
}
