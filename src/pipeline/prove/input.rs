//! What a proof is made of.

use std::collections::BTreeSet;
use std::path::Path;

use super::Scope;
use crate::map::plan::Plan;
use crate::pipeline::Watcher;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::documents::Documents;
use crate::pipeline::stage::Staged;
use crate::pipeline::world::{People, PersonIndex};
use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::Total;
use crate::record::Guid;
use crate::source::{DropFolder, Profile};

/// What a proof is made of.
#[derive(Clone, Copy)]
pub(crate) struct ProveInput<'a> {
    /// The plan that the folder was made by.
    pub(crate) plan: &'a Plan,
    /// What must hold among the written rows.
    pub(crate) validations: &'a Validations,
    /// The totals of the service.
    pub(crate) totals: &'a [Total],
    /// The export.
    pub(crate) staged: &'a Staged,
    /// The folder of the export.
    pub(crate) drop: &'a DropFolder,
    /// The profile of its shape.
    pub(crate) profile: &'a Profile,
    /// Its attached files.
    pub(crate) documents: &'a Documents<'a>,
    /// The folder that holds `data/`.
    pub(crate) output: &'a Path,
    /// The folder that holds `exceptions/`.
    pub(crate) results: &'a Path,
    /// A folder for temporary files, which exists.
    pub(crate) temporary: &'a Path,
    /// What of the folder it is about, where it was made of several drops.
    pub(crate) scope: Option<&'a Scope<'a>>,
    /// What the run that wrote the folder says it did, where it is this one.
    pub(crate) account: Option<&'a BatchAccount>,
    /// The key under which digests are taken.
    pub(crate) key: &'a [u8; 32],
    /// Threads that read and prove, at least 1.
    pub(crate) threads: usize,
    /// Who watches.
    pub(crate) watcher: Watcher<'a>,
}

impl ProveInput<'_> {
    /// Everybody in the export.
    pub(in crate::pipeline) fn people(&self) -> &People {
        self.staged.world.people()
    }

    /// The day of the extract, `YYYY-MM-DD`.
    pub(super) fn day(&self) -> String {
        self.staged.world.extract_day().to_string()
    }

    /// The part of the export that a surviving person is in.
    pub(super) fn part_of(&self, survivor: PersonIndex) -> u32 {
        self.people().part_of(survivor)
    }

    /// The surviving person that a key leads to.
    pub(in crate::pipeline) fn survivor(&self, person: Guid) -> Option<PersonIndex> {
        let people = self.people();
        people.find(person).map(|found| people.survivor(found))
    }

    /// The surviving people of a person number, in order; several only where the export has a number twice.
    pub(super) fn with_number(&self, number: u64) -> Vec<PersonIndex> {
        let people = self.people();
        let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
        // People come in ascending number, those without one (0) last.
        let before = |place: &u32| (1..number).contains(&people.number(PersonIndex(*place)));
        let first = partition_point(count, before);
        let same = (first..count).map(PersonIndex).take_while(|person| people.number(*person) == number);
        same.filter(|person| people.survivor(*person) == *person).collect()
    }

    /// The surviving people without a usable person number.
    pub(super) fn without_number(&self) -> BTreeSet<PersonIndex> {
        let people = self.people();
        let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
        // They come last.
        let unnumbered = (0..count).rev().map(PersonIndex).take_while(|person| people.number(*person) == 0);
        unnumbered.filter(|person| people.survivor(*person) == *person).collect()
    }
}

/// The first number below `end` for which `before` does not hold, where it holds for a first part and not after.
fn partition_point(end: u32, before: impl Fn(&u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(&middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::partition_point;

    #[test]
    fn the_first_place_is_found() {
        let numbers = [3, 5, 5, 9, 0, 0];
        let first = |number: u64| partition_point(6, |place| (1..number).contains(&numbers[*place as usize]));
        assert_eq!([first(3), first(4), first(5), first(9), first(10)], [0, 1, 1, 3, 4]);
    }
}
