//! A household: who lives in it, and what is recorded of them.

mod members;

use jiff::civil::Date;

use super::clock::{YESTERDAY, plus};
use super::council::FIRST_DAY;
use super::maker::Maker;
use super::member::{Member, Part};
use super::{Council, Household, names};

/// A family before its rows are made.
#[derive(Debug)]
pub(super) struct Family {
    /// Its people, children last.
    pub(super) members: Vec<Member>,
    /// How much work the council does with it.
    pub(super) level: Level,
    /// The day on which it became known.
    pub(super) known: Date,
}

/// How far the council's work with a family goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Somebody got in touch.
    Contact,
    /// An assessment was made.
    Assessment,
    /// A plan for a child in need.
    InNeed,
    /// A child protection plan.
    Protection,
    /// A child was looked after.
    LookedAfter,
}

/// The household of that number; its first person is the `first`th of the council, and it has at most `limit` people.
pub(super) fn household(council: &Council, number: u64, first: u64, limit: u64) -> Household {
    let mut maker = Maker::new(council, number);
    let mut family = maker.family(first, limit);
    maker.rows(&mut family);
    maker.household
}

impl Maker<'_> {
    /// Who the household is made of.
    fn family(&mut self, first: u64, limit: u64) -> Family {
        let level = self.level();
        let known = self.known();
        let parts = self.parts(level, usize::try_from(limit).unwrap_or(usize::MAX));
        let surname = self.rng.pick(&names::SURNAMES);
        let mut family = Family { members: Vec::new(), level, known };
        for (part, index) in parts.into_iter().zip(first..) {
            let member = self.member(&family, part, index, surname);
            family.members.push(member);
        }
        family
    }

    fn level(&mut self) -> Level {
        self.rng.weighted(&[
            (50, Level::Contact),
            (28, Level::Assessment),
            (13, Level::InNeed),
            (4, Level::Protection),
            (5, Level::LookedAfter),
        ])
    }

    /// The day on which the family became known; recent years have more.
    fn known(&mut self) -> Date {
        let days = self.rng.weighted(&[(40, 730), (30, 2200), (20, 4400), (10, 7900)]);
        plus(YESTERDAY, -self.rng.between(3, days)).max(FIRST_DAY)
    }

    /// The parts of the household, children last, at most so many.
    fn parts(&mut self, level: Level, limit: usize) -> Vec<Part> {
        if limit == 1 || self.rng.percent(6) {
            return vec![self.rng.weighted(&[(1, Part::Alone), (2, Part::Child)])];
        }
        let mut parts = vec![Part::Mother];
        let second = self.rng.weighted(&[(55, Some(Part::Father)), (15, Some(Part::Partner)), (30, None)]);
        parts.extend(second);
        if self.rng.percent(7) {
            parts.push(Part::Grandmother);
        }
        if level == Level::LookedAfter && self.rng.percent(60) {
            parts.push(Part::Carer);
        }
        if self.rng.percent(2) {
            parts.push(Part::External);
        }
        let children = self.rng.weighted(&[(36, 1), (34, 2), (18, 3), (8, 4), (4, 6)]);
        parts.extend(std::iter::repeat_n(Part::Child, children));
        while self.rng.percent(4) {
            parts.push(Part::Merged);
        }
        parts.truncate(limit);
        if !parts.contains(&Part::Child) {
            parts.retain(|part| *part != Part::External);
        }
        parts
    }

    /// Makes everything that is recorded of the family; people come last, for their flags copy other rows.
    fn rows(&mut self, family: &mut Family) {
        self.know(family);
        self.addresses(family);
        self.relationships(family);
        for place in 0..family.members.len() {
            let level = self.level_of(family, &family.members[place]);
            self.work_with(&mut family.members[place], level);
        }
        let plan = family.members.iter().any(|member| member.flags.child_protection);
        for member in &mut family.members {
            let own = member.flags.child_protection;
            member.flags.related_child_protection = plan && !own && member.part != Part::Merged;
            self.person(member);
            self.merged_person(member);
        }
        self.details(family);
        self.activities();
    }

    /// Who may be named by other rows.
    fn know(&mut self, family: &Family) {
        for member in family.members.iter().filter(|member| member.part != Part::Merged) {
            let list = if member.part == Part::Child { &mut self.children } else { &mut self.adults };
            list.push((member.guid, member.full_name()));
        }
    }

    fn work_with(&mut self, member: &mut Member, level: Level) {
        self.pathway = false;
        match member.part {
            Part::Child => {
                self.story(member, level);
                self.alerts(member, if level >= Level::Protection { 10 } else { 2 });
                if level <= Level::Contact && self.rng.percent(20) {
                    self.lone_note(member, 0);
                }
                if level <= Level::Contact && member.born.is_some() && self.rng.percent(1) {
                    member.died = Some(YESTERDAY);
                }
            }
            Part::Merged | Part::External => {}
            _ => {
                self.death(member);
                self.alerts(member, if level >= Level::InNeed { 12 } else { 4 });
            }
        }
    }

    /// Not every child of a family needs the same.
    fn level_of(&mut self, family: &Family, member: &Member) -> Level {
        let level = if member.known > plus(YESTERDAY, -40) {
            family.level.min(Level::Assessment)
        } else {
            family.level
        };
        match level {
            Level::LookedAfter if member.part == Part::Child && self.rng.percent(30) => Level::InNeed,
            Level::Protection if self.rng.percent(15) => Level::InNeed,
            Level::InNeed | Level::Assessment if self.rng.percent(15) => Level::Contact,
            level => level,
        }
    }

    /// A few grown-ups have died since.
    fn death(&mut self, member: &mut Member) {
        if self.rng.percent(2) {
            member.died = Some(super::clock::day_between(&mut self.rng, member.from(), YESTERDAY));
        }
    }
}
