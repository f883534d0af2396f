//! Everybody in the extract, and who survives whom.

use std::collections::BTreeMap;

use super::{KeySlots, Part, PersonIndex, ShownElsewhere, ShownTexts};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

/// One person of the extract, before the order is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonRow {
    /// The person number; `None` where it is blank or no number.
    pub(crate) number: Option<u64>,
    /// The key.
    pub(crate) guid: Guid,
}

/// What looking at everybody at once found about a record of a case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeopleFinding {
    /// The entity of the record.
    pub entity: EntityId,
    /// Its key.
    pub key: Guid,
    /// The reason code.
    pub reason: Reason,
    /// The column concerned, where it is one column.
    pub field: Option<FieldId>,
}

/// Everybody in the extract in ascending person number (people without one last, by key), merged ones included.
///
/// Holds at most 69 bytes a person beside the findings, which are few, and what shows a person in other people's notes.
#[derive(Debug, Default)]
pub struct People {
    numbers: Vec<u64>,
    guids: Vec<Guid>,
    survivors: Vec<u32>,
    positions: Vec<u32>,
    surviving: Vec<u32>,
    part_of: Vec<u32>,
    parts: Vec<Part>,
    slots: KeySlots,
    losers: BTreeMap<PersonIndex, Vec<PersonIndex>>,
    named: Vec<bool>,
    answered: Vec<bool>,
    findings: BTreeMap<PersonIndex, Vec<PeopleFinding>>,
    shown: ShownTexts,
}

impl People {
    /// People in the order of `rows`, each their own survivor; keys are unique.
    pub(crate) fn new(mut rows: Vec<PersonRow>) -> Self {
        rows.sort_unstable_by_key(|row| (row.number.is_none(), row.number, row.guid));
        let guids: Vec<Guid> = rows.iter().map(|row| row.guid).collect();
        let mut people = Self {
            named: vec![false; rows.len()],
            answered: vec![false; rows.len()],
            numbers: rows.iter().map(|row| row.number.unwrap_or(0)).collect(),
            slots: KeySlots::of(&guids),
            guids,
            ..Self::default()
        };
        let everyone = people.everyone().map(|person| person.0).collect();
        people.settle(everyone);
        people
    }

    /// Says who survives whom; a survivor survives itself.
    pub(crate) fn settle(&mut self, survivors: Vec<u32>) {
        self.survivors = survivors;
        self.losers.clear();
        self.surviving.clear();
        self.positions = vec![0; self.guids.len()];
        for person in self.everyone().collect::<Vec<_>>() {
            let survivor = self.survivor(person);
            if survivor == person {
                self.positions[person.at()] = u32::try_from(self.surviving.len()).unwrap_or(u32::MAX);
                self.surviving.push(person.0);
            } else {
                self.losers.entry(survivor).or_default().push(person);
            }
        }
    }

    /// Notes a finding for the case file of a person.
    pub(crate) fn note(&mut self, person: PersonIndex, finding: PeopleFinding) {
        let list = self.findings.entry(self.survivor(person)).or_default();
        if let Err(place) = list.binary_search(&finding) {
            list.insert(place, finding);
        }
    }

    /// Keeps how people are shown to others, as their rows come by.
    pub(crate) fn show(&mut self, shown: ShownElsewhere) {
        self.shown = ShownTexts::new(shown);
    }

    /// Looks at a person's own row.
    pub(crate) fn see(&mut self, person: PersonIndex, record: &SourceRecord) {
        self.shown.add(person.at(), record);
    }

    /// How a person is shown, merges not followed; none where no note of another case file asks for it.
    pub fn shown(&self, person: PersonIndex) -> Option<&str> {
        self.shown.get(person.at())
    }

    /// Says that a record of another case file names this survivor.
    pub(crate) fn name(&mut self, survivor: PersonIndex) {
        self.named[survivor.at()] = true;
    }

    /// Whether a record of another case file names this survivor.
    pub fn named(&self, survivor: PersonIndex) -> bool {
        self.named[survivor.at()]
    }

    /// Says that an answer in another case file names this survivor.
    pub(crate) fn answer(&mut self, survivor: PersonIndex) {
        self.answered[survivor.at()] = true;
    }

    /// Whether an answer in another case file names this survivor.
    pub(crate) fn is_answered(&self, survivor: PersonIndex) -> bool {
        self.answered[survivor.at()]
    }

    /// How many people there are, merged ones included.
    pub fn len(&self) -> usize {
        self.guids.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.guids.is_empty()
    }

    /// Everybody, in ascending person number.
    pub fn everyone(&self) -> impl Iterator<Item = PersonIndex> + use<> {
        (0..u32::try_from(self.guids.len()).unwrap_or(u32::MAX)).map(PersonIndex)
    }

    /// The people who have a case file of their own, in ascending person number.
    pub fn surviving(&self) -> impl ExactSizeIterator<Item = PersonIndex> + '_ {
        self.surviving.iter().map(|person| PersonIndex(*person))
    }

    /// The person with this key: the row itself, merges not followed.
    pub fn find(&self, key: Guid) -> Option<PersonIndex> {
        let place = self.slots.find(&self.guids, key)?;
        u32::try_from(place).ok().map(PersonIndex)
    }

    /// The surviving person, merges followed to the end; a survivor is its own.
    pub fn survivor(&self, person: PersonIndex) -> PersonIndex {
        PersonIndex(self.survivors[person.at()])
    }

    /// The person number; 0 where the row has none that is a number (such a case file is held).
    pub fn number(&self, person: PersonIndex) -> u64 {
        self.numbers[person.at()]
    }

    /// The key of the person's own row.
    pub fn guid(&self, person: PersonIndex) -> Guid {
        self.guids[person.at()]
    }

    /// The people who were merged into this survivor, in ascending person number.
    pub fn merged_into(&self, survivor: PersonIndex) -> &[PersonIndex] {
        self.losers.get(&survivor).map_or(&[], Vec::as_slice)
    }

    /// A surviving person's place among the surviving, counted from 0: what batches are cut by.
    pub fn position(&self, survivor: PersonIndex) -> u32 {
        self.positions[survivor.at()]
    }

    /// Says which part each surviving person is in, by their place and counted from 1, and what the parts are.
    pub(crate) fn part(&mut self, of: Vec<u32>, parts: Vec<Part>) {
        (self.part_of, self.parts) = (of, parts);
    }

    /// The part that a surviving person is in, counted from 1.
    pub fn part_of(&self, survivor: PersonIndex) -> u32 {
        self.part_of.get(self.position(survivor) as usize).copied().unwrap_or_default()
    }

    /// What the parts are, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The surviving person at a place.
    pub fn at_position(&self, position: u32) -> Option<PersonIndex> {
        self.surviving.get(position as usize).map(|person| PersonIndex(*person))
    }

    /// What looking at everybody at once found about this survivor's case file, in order; most have nothing.
    pub fn findings(&self, survivor: PersonIndex) -> &[PeopleFinding] {
        self.findings.get(&survivor).map_or(&[], Vec::as_slice)
    }
}
