//! How everybody is parted: what is loaded, mapped and written at one time.

use std::collections::{HashMap, HashSet};

use crate::pipeline::world::{Part, People, Siblings};
use crate::record::Guid;

/// How everybody is parted.
#[derive(Clone, Debug)]
pub struct Parting {
    batch_size: u32,
    /// The batch of whoever has a written case file already; none before the first run.
    sealed: Option<HashMap<Guid, u32>>,
    /// The numbers that those were written with.
    numbers: HashMap<Guid, u64>,
    /// The same numbers.
    taken: HashSet<u64>,
}

impl Parting {
    /// Into batches of so many surviving people, in ascending person number; at least 1.
    pub fn by(batch_size: u32) -> Self {
        Self { batch_size: batch_size.max(1), sealed: None, numbers: HashMap::new(), taken: HashSet::new() }
    }

    /// After earlier runs: whoever has a written case file by their batch, and everybody else stands open.
    pub fn after(batch_size: u32, sealed: HashMap<Guid, u32>) -> Self {
        Self { sealed: Some(sealed), ..Self::by(batch_size) }
    }

    /// The same, where sealed case files have these person numbers.
    pub fn keeping(self, numbers: HashMap<Guid, u64>) -> Self {
        Self { taken: numbers.values().copied().collect(), numbers, ..self }
    }

    /// The number that a person was written with.
    pub(crate) fn number_of(&self, person: Guid) -> Option<u64> {
        self.numbers.get(&person).copied()
    }

    /// Whether a number is that of a sealed case file.
    pub(crate) fn is_taken(&self, number: u64) -> bool {
        self.taken.contains(&number)
    }

    /// Parts everybody: nobody's part depends on whose work was cloned but that of those it was cloned for.
    /// Open people whose work was cloned for one another share the first of their parts, as do those of one number.
    pub(crate) fn part(&self, people: &mut People, siblings: &Siblings) {
        let mut parts = Vec::new();
        let mut of: Vec<u32> = match &self.sealed {
            None => {
                let size = self.batch_size as usize;
                let count = people.surviving().len();
                parts.extend((1..=number(count.div_ceil(size))).map(Part::Batch));
                (0..count).map(|place| number(place / size + 1)).collect()
            }
            Some(sealed) => {
                let kinds: Vec<Part> =
                    people.surviving().map(|person| kind(sealed, people.guid(person))).collect();
                let numbers: Vec<u64> = people.surviving().map(|person| people.number(person)).collect();
                let mut open = Open::default();
                let kinds = kinds.into_iter().zip(numbers);
                kinds.map(|kind| self.place(&mut parts, &mut open, kind)).collect()
            }
        };
        join(people, siblings, (&mut of, &parts));
        people.part(of, parts);
    }

    /// The part of the next person, counted from 1; people who stand open fill one part after the other.
    fn place(&self, parts: &mut Vec<Part>, open: &mut Open, (kind, number_of): (Part, u64)) -> u32 {
        let mut full = false;
        if kind == Part::Open {
            // Lists know people by number: who has the same stays in one part.
            full = open.people >= self.batch_size && open.last != number_of;
            open.people = if full { 1 } else { open.people + 1 };
            open.last = number_of;
        }
        let place = parts.iter().rposition(|part| *part == kind).filter(|_| !full);
        let place = place.unwrap_or_else(|| {
            parts.push(kind);
            parts.len() - 1
        });
        number(place + 1)
    }
}

/// Moves people whose work was cloned for one another, and those of one number, into the first of their parts.
fn join(people: &People, siblings: &Siblings, (of, parts): (&mut [u32], &[Part])) {
    let mut first: Vec<u32> = (0..number(of.len())).collect();
    let stands_open = |position: u32, of: &[u32]| {
        let part = of.get(position as usize).and_then(|part| parts.get((*part as usize).checked_sub(1)?));
        part.is_some_and(|part| !matches!(part, Part::Sealed(_)))
    };
    for family in siblings.families() {
        let positions = family.iter().map(|sibling| people.position(sibling.person));
        let mut open = positions.filter(|position| stands_open(*position, of));
        let Some(one) = open.next() else { continue };
        open.for_each(|other| unite(&mut first, one, other));
    }
    let numbers: Vec<u64> = people.surviving().map(|person| people.number(person)).collect();
    for (place, pair) in (0_u32..).zip(numbers.windows(2)) {
        // Lists know people by number: who has the same stays in one part.
        if pair[0] == pair[1] && pair[0] != 0 && stands_open(place, of) && stands_open(place + 1, of) {
            unite(&mut first, place, place + 1);
        }
    }
    for place in 0..number(of.len()) {
        of[place as usize] = of[root(&first, place) as usize];
    }
}

/// The first of those that a person is united with.
fn root(first: &[u32], mut place: u32) -> u32 {
    while first[place as usize] != place {
        place = first[place as usize];
    }
    place
}

fn unite(first: &mut [u32], one: u32, other: u32) {
    let (one, other) = (root(first, one), root(first, other));
    first[one.max(other) as usize] = one.min(other);
}

/// The part that people who stand open are filling.
#[derive(Default)]
struct Open {
    people: u32,
    /// The number of the last of them.
    last: u64,
}

/// Where a surviving person belongs. Whoever survives somebody written, and was not written themselves, stands open: there is
/// no row of theirs that others could name.
fn kind(sealed: &HashMap<Guid, u32>, person: Guid) -> Part {
    sealed.get(&person).map_or(Part::Open, |batch| Part::Sealed(*batch))
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::world::{PersonIndex, PersonRow};

    fn people(numbers: u8) -> People {
        let row =
            |number: u8| PersonRow { number: Some(u64::from(number)), guid: Guid::from_bytes([number; 16]) };
        People::new((1..=numbers).map(row).collect())
    }

    fn parted(parting: &Parting, numbers: u8) -> (Vec<u32>, Vec<Part>) {
        let mut people = people(numbers);
        parting.part(&mut people, &Siblings::default());
        (people.surviving().map(|person| people.part_of(person)).collect(), people.parts().to_vec())
    }

    #[test]
    fn a_first_run_cuts_people_in_order() {
        let (of, parts) = parted(&Parting::by(2), 5);
        assert_eq!(of, [1, 1, 2, 2, 3]);
        assert_eq!(parts, [Part::Batch(1), Part::Batch(2), Part::Batch(3)]);
    }

    #[test]
    fn later_runs_part_the_sealed_by_batch_and_cut_the_open() {
        let sealed = [(1, 4), (2, 4), (4, 7)].map(|(number, batch)| (Guid::from_bytes([number; 16]), batch));
        let (of, parts) = parted(&Parting::after(2, HashMap::from(sealed)), 7);
        assert_eq!(parts, [Part::Sealed(4), Part::Open, Part::Sealed(7), Part::Open]);
        assert_eq!(of, [1, 1, 2, 3, 2, 4, 4]);
    }

    #[test]
    fn people_of_one_number_and_siblings_share_the_first_of_their_parts() {
        let row =
            |number: u64, key: u8| PersonRow { number: Some(number), guid: Guid::from_bytes([key; 16]) };
        let rows = vec![row(1, 1), row(2, 2), row(3, 3), row(3, 4), row(5, 5), row(6, 6), row(7, 7)];
        let people = || People::new(rows.clone());
        let of = |parting: &Parting, siblings: &Siblings| -> Vec<u32> {
            let mut people = people();
            parting.part(&mut people, siblings);
            people.surviving().map(|person| people.part_of(person)).collect()
        };
        assert_eq!(of(&Parting::by(3), &Siblings::default()), [1, 1, 1, 1, 2, 2, 3]);
        let key = |number: u8| Guid::from_bytes([100 + number; 16]);
        let owners = [(1, 1), (5, 4), (7, 6)].map(|(form, place)| (key(form), PersonIndex(place)));
        let clones = [(key(7), key(5)), (key(5), key(1))];
        let siblings = Siblings::new(&owners.into_iter().collect(), &clones.into_iter().collect());
        assert_eq!(of(&Parting::by(3), &siblings), [1, 1, 1, 1, 1, 2, 1]);
        let sealed = HashMap::from([(Guid::from_bytes([2; 16]), 4)]);
        assert_eq!(of(&Parting::after(2, sealed), &siblings), [1, 2, 1, 1, 3, 3, 3]);
    }
}
