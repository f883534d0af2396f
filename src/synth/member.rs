//! A person of a household, as the generator knows them.

use jiff::civil::Date;

use super::clock::{TODAY, YESTERDAY, plus, years};
use super::{Rng, names};
use crate::record::Guid;

/// What somebody is to the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A child, or one who was when the family became known.
    Child,
    /// Mother.
    Mother,
    /// Father.
    Father,
    /// A parent's partner.
    Partner,
    /// Grandmother.
    Grandmother,
    /// A carer who is no relative.
    Carer,
    /// An adult alone.
    Alone,
    /// A member of another organisation, whom no other record names.
    External,
    /// A record merged into that of another member.
    Merged,
}

/// A person of a household.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The identifier.
    pub(super) guid: Guid,
    /// The place among all people of the council, from 0.
    pub(super) index: u64,
    /// What they are to the household.
    pub(super) part: Part,
    /// Whether female; the unborn are neither.
    pub(super) female: bool,
    /// Forename.
    pub(super) first: Option<String>,
    /// Middle name.
    pub(super) middle: Option<String>,
    /// Surname.
    pub(super) last: String,
    /// Day of birth.
    pub(super) born: Option<Date>,
    /// Expected day of birth of the unborn.
    pub(super) expected: Option<Date>,
    /// Day of death.
    pub(super) died: Option<Date>,
    /// The day on which the person was recorded.
    pub(super) known: Date,
    /// The surviving record, for one that was merged.
    pub(super) master: Option<Guid>,
    /// What an open record of other tables sets on the person.
    pub(super) flags: Flags,
}

/// Flags of a person that copy rows of other tables.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the source has a column for each")]
pub(super) struct Flags {
    /// An open child protection plan.
    pub(super) child_protection: bool,
    /// A relative's open child protection plan.
    pub(super) related_child_protection: bool,
    /// An open period of care.
    pub(super) looked_after: bool,
    /// An open alert.
    pub(super) alert: bool,
    /// A period of care after the sixteenth birthday.
    pub(super) leaving_care: bool,
}

impl Member {
    /// The number by which staff know the person: unique, and in no order.
    pub(super) fn number(&self) -> u64 {
        const PRIME: u64 = 9_999_991;
        if self.index < PRIME { 100_000 + self.index * 7_368_787 % PRIME } else { 20_000_000 + self.index }
    }

    /// Forename, middle name and surname.
    pub(super) fn full_name(&self) -> String {
        let parts = [self.first.as_deref(), self.middle.as_deref(), Some(&*self.last)];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The day from which things can be recorded of the person: born, and known.
    pub(super) fn from(&self) -> Date {
        self.born.map_or(self.known, |born| born.max(self.known))
    }

    /// Age on a day; none before birth.
    pub(super) fn age_on(&self, day: Date) -> Option<i64> {
        self.born.filter(|born| *born <= day).map(|born| years(born, day))
    }

    /// Age on the day of death, or of the extract.
    pub(super) fn age(&self) -> Option<i64> {
        self.age_on(self.died.unwrap_or(TODAY))
    }

    /// The eighteenth birthday, if it is past.
    pub(super) fn of_age(&self) -> Option<Date> {
        birthday(self.born?, 18).filter(|day| *day <= YESTERDAY)
    }

    /// The last day of childhood, or the day before the extract.
    pub(super) fn until(&self) -> Date {
        self.of_age().map_or(YESTERDAY, |day| plus(day, -1)).max(self.from())
    }
}

/// That birthday; the 1st of March for those born on the 29th of February.
pub(super) fn birthday(born: Date, age: i16) -> Option<Date> {
    let year = born.year().checked_add(age)?;
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

/// A forename, perhaps with a middle name; together at most 30 characters.
pub(super) fn forenames(rng: &mut Rng, female: bool) -> (Option<String>, Option<String>) {
    let list = if female { &names::FEMALE } else { &names::MALE };
    let first = rng.pick(list);
    let middle = match rng.below(100) {
        0..35 => Some(rng.pick(list)),
        35..39 => Some(""),
        _ => None,
    };
    let middle = middle.filter(|middle| first.chars().count() + middle.chars().count() < 30);
    (Some(first.to_owned()), middle.map(str::to_owned))
}
