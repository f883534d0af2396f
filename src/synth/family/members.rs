//! The people of a household, before anything is recorded of them.

use super::Family;
use crate::synth::clock::{TODAY, YESTERDAY, plus};
use crate::synth::maker::Maker;
use crate::synth::member::{Flags, Member, Part, forenames};
use crate::synth::names;

impl Maker<'_> {
    /// A person for that part of the household.
    pub(super) fn member(&mut self, family: &Family, part: Part, index: u64, surname: &str) -> Member {
        if part == Part::Merged {
            return self.merged(family, index);
        }
        let female = match part {
            Part::Mother | Part::Grandmother => true,
            Part::Father => false,
            _ => self.rng.percent(50),
        };
        let (first, middle) = forenames(&mut self.rng, female);
        let own_name = part == Part::Carer || part == Part::Alone || self.rng.percent(18);
        let last = if own_name { self.rng.pick(&names::SURNAMES) } else { surname };
        let mut member = Member {
            guid: self.rng.guid(),
            index,
            part,
            female,
            first,
            middle,
            last: last.to_owned(),
            born: None,
            expected: None,
            died: None,
            known: family.known,
            master: None,
            flags: Flags::default(),
        };
        self.birth(family, &mut member);
        member
    }

    /// Gives a person a day of birth, or the unborn an expected one.
    fn birth(&mut self, family: &Family, member: &mut Member) {
        let years = match member.part {
            Part::Child => return self.birth_of_child(family, member),
            Part::Grandmother => self.rng.between(45, 75),
            Part::Carer => self.rng.between(30, 62),
            _ => self.rng.between(19, 44),
        };
        member.born = Some(plus(family.known, -years * 365 - self.rng.between(0, 364)));
    }

    /// Most children are there when the family becomes known; some are born later, and a few are not born yet.
    fn birth_of_child(&mut self, family: &Family, member: &mut Member) {
        if self.rng.percent(3) {
            member.expected = Some(plus(TODAY, self.rng.between(3, 200)));
            member.known = plus(YESTERDAY, -self.rng.between(0, 60)).max(family.known);
            let named = self.rng.percent(30);
            member.first = named.then(|| "Baby".to_owned());
            member.middle = None;
            return;
        }
        let after = self.rng.percent(12);
        let age = self.rng.between(0, 16 * 365);
        let born =
            if after { plus(family.known, self.rng.between(10, 2500)) } else { plus(family.known, -age) };
        let born = born.min(plus(YESTERDAY, -2));
        member.born = Some(born);
        member.known = family.known.max(born);
        if self.rng.percent(1) {
            (member.first, member.middle) = (None, None);
        }
    }

    /// A second record of one of the children, merged into the first.
    fn merged(&mut self, family: &Family, index: u64) -> Member {
        let master =
            family.members.iter().rev().find(|member| member.part == Part::Child && member.master.is_none());
        let Some(master) = master.or(family.members.first()).cloned() else {
            return self.member(family, Part::Alone, index, names::SURNAMES[0]);
        };
        let last = if self.rng.percent(50) {
            master.last.clone()
        } else {
            self.rng.pick(&names::SURNAMES).to_owned()
        };
        let known = plus(master.known, self.rng.between(0, 200)).min(YESTERDAY);
        let guid = self.rng.guid();
        let (master_guid, middle) = (Some(master.guid), None);
        Member { guid, index, part: Part::Merged, last, middle, known, master: master_guid, ..master }
    }
}
