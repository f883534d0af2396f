//! A person as those know them who record details.

use jiff::civil::Date;

use crate::record::Guid;
use crate::synth::clock::YESTERDAY;
use crate::synth::member::{Member, Part};
use crate::synth::work::called;

/// A person of whom something can be recorded.
#[derive(Clone, Debug)]
pub(super) struct Somebody {
    /// The identifier.
    pub(super) guid: Guid,
    /// The full name.
    pub(super) name: String,
    /// What they are called in texts.
    pub(super) called: String,
    /// Forename and surname.
    pub(super) names: (Option<String>, String),
    /// Whether female.
    pub(super) female: bool,
    /// Day of birth.
    pub(super) born: Option<Date>,
    /// The day from which things are recorded.
    pub(super) from: Date,
    /// The last day on which something can have happened.
    pub(super) last: Date,
    /// Whether one of the children of the household.
    pub(super) child: bool,
    /// Whether a mother.
    pub(super) mother: bool,
}

impl Somebody {
    /// A member of a household.
    pub(super) fn of(member: &Member) -> Self {
        let last = member.died.unwrap_or(YESTERDAY);
        Self {
            guid: member.guid,
            name: member.full_name(),
            called: called(member),
            names: (member.first.clone(), member.last.clone()),
            female: member.female,
            born: member.born,
            from: member.from().min(last),
            last,
            child: member.part == Part::Child,
            mother: member.part == Part::Mother,
        }
    }

    /// The age on the last day; none for the unborn.
    pub(super) fn age(&self) -> Option<i64> {
        self.born.map(|born| crate::synth::clock::years(born, self.last))
    }

    /// The day on which something of that day is recorded: not before the person was known.
    pub(super) fn recorded_on(&self, day: Date) -> Date {
        day.max(self.from).min(YESTERDAY)
    }
}
