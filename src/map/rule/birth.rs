//! Birth dates: unborn, overdue, missing, in the future.

use super::inspection::{Inspection, day_of};
use crate::record::{Reason, SourceRecord};

/// Raises the codes of birth dates for people.
pub(super) fn birth(look: &mut Inspection<'_>) {
    let today = look.taken_on();
    for person in look.own() {
        if look.date(person, "born").is_none() {
            without_birth_date(look, person, &today);
        } else if !is_unborn(look, person)
            && look.readable(person, "born").is_some_and(|born| day_of(born) > today.as_str())
        {
            look.raise(person, Reason::FutureBirthDate, "born");
        }
    }
}

/// Whether the person is recorded as not born yet.
fn is_unborn(look: &Inspection<'_>, person: &SourceRecord) -> bool {
    look.text(person, "kind") == Some(look.value("unborn"))
}

fn without_birth_date(look: &mut Inspection<'_>, person: &SourceRecord, today: &str) {
    match look.date(person, "expected").map(day_of) {
        Some(expected) if is_unborn(look, person) => {
            look.raise(person, Reason::UnbornChild, "expected");
            if expected < today && look.readable(person, "expected").is_some() {
                look.raise(person, Reason::UnbornOverdue, "expected");
            }
        }
        _ if look.text(person, "age").is_some() => undated(look, person, Reason::AgeOnly, "people.age_only"),
        _ => undated(look, person, Reason::DobMissing, "people.no_birth"),
    }
}

/// A person without a date is held, or counted where the policy lets them through.
fn undated(look: &mut Inspection<'_>, person: &SourceRecord, reason: Reason, policy: &str) {
    if look.world.policy(policy).unwrap_or("hold") == "hold" {
        look.raise(person, reason, "born");
    } else {
        look.out.by_policy.add(person.entity(), look.field("born"), reason);
    }
}
