//! People who share an identifier, or look alike.

use std::path::PathBuf;

use super::fingerprint::fingerprint;
use super::{Adoptions, note_person};
use crate::map::step::is_sentinel;
use crate::pipeline::stage::sorted_table::SortedTable;
use crate::pipeline::stage::{PeopleRules, StageError};
use crate::pipeline::world::{People, PersonIndex};
use crate::record::{EntityId, FieldId, Reason, SourceRecord};

/// What is compared among people: the fingerprint, the kind of comparison, the person's own row.
type Entry = [u8; 21];

/// The digits of the shortest identifier that is given to one person only.
const FEWEST_DIGITS: usize = 5;

/// Columns that are compared among people.
#[derive(Debug)]
struct Comparison {
    reason: Reason,
    fields: Vec<FieldId>,
}

/// People who share an identifier, or look alike: only fingerprints are kept, on disk.
#[derive(Debug)]
pub(crate) struct Identities {
    entity: EntityId,
    comparisons: Vec<Comparison>,
    table: SortedTable<21>,
}

impl Identities {
    /// Makes the file.
    pub(crate) fn create(path: PathBuf, entity: EntityId, rules: &PeopleRules) -> Result<Self, StageError> {
        let one = |reason, fields| Comparison { reason, fields };
        let mut comparisons: Vec<_> =
            rules.identifiers.iter().map(|field| one(Reason::SharedIdentifier, vec![*field])).collect();
        comparisons.extend(rules.legacy_id.map(|field| one(Reason::AmbiguousLegacyId, vec![field])));
        if !rules.alike.is_empty() {
            comparisons.push(one(Reason::PossibleDuplicatePerson, rules.alike.clone()));
        }
        Ok(Self { entity, comparisons, table: SortedTable::create(path)? })
    }

    /// Looks at a person's own row.
    pub(crate) fn see(&mut self, person: PersonIndex, record: &SourceRecord) -> Result<(), StageError> {
        for (kind, comparison) in self.comparisons.iter().enumerate() {
            let Some(texts) = comparison.texts(record) else { continue };
            let mut entry: Entry = [0; 21];
            entry[..16].copy_from_slice(&fingerprint(kind, &texts));
            entry[16] = u8::try_from(kind).unwrap_or(u8::MAX);
            entry[17..].copy_from_slice(&person.0.to_be_bytes());
            self.table.add(&entry)?;
        }
        Ok(())
    }

    /// Notes what people share with others who are not the same person by merging.
    pub(crate) fn finish(self, people: &mut People, adoptions: &mut Adoptions) -> Result<(), StageError> {
        let Self { entity, comparisons, table } = self;
        table.groups(|group| {
            let holders: Vec<PersonIndex> = group.iter().map(person).collect();
            let first = people.survivor(holders[0]);
            if holders.iter().all(|holder| people.survivor(*holder) == first) {
                return Ok(());
            }
            let Some(comparison) = comparisons.get(usize::from(group[0][16])) else { return Ok(()) };
            let field = (comparison.fields.len() == 1).then(|| comparison.fields[0]);
            for holder in &holders {
                note_person(people, entity, *holder, comparison.reason, field);
            }
            if comparison.reason == Reason::SharedIdentifier {
                let survivors = holders.iter().map(|holder| people.survivor(*holder)).collect();
                adoptions.joined(people, &survivors);
            }
            Ok(())
        })
    }
}

impl Comparison {
    /// The texts to compare; `None` where one is missing or means nothing.
    fn texts(&self, record: &SourceRecord) -> Option<Vec<String>> {
        let text = |field: &FieldId| {
            let text: String = record.get(*field).filled()?.split_whitespace().collect::<Vec<_>>().join(" ");
            // A day that stands for no date is many people's, and nobody's birthday.
            (!text.is_empty() && !is_sentinel(&text)).then(|| text.to_lowercase())
        };
        let texts: Vec<String> = self.fields.iter().map(text).collect::<Option<_>>()?;
        if self.reason != Reason::SharedIdentifier {
            return Some(texts);
        }
        let identifier = texts[0].replace(' ', "");
        names_somebody(&identifier).then(|| vec![identifier])
    }
}

/// Whether a text can be somebody's number. All zeros, or one digit throughout, stands for none and is a finding of its own;
/// a word, or the code of a reason why there is no number, is many people's.
fn names_somebody(identifier: &str) -> bool {
    let digits = identifier.bytes().filter(u8::is_ascii_digit).count();
    let repeated = identifier.bytes().zip(identifier.bytes().skip(1)).all(|(one, two)| one == two);
    digits >= FEWEST_DIGITS && !repeated
}

fn person(entry: &Entry) -> PersonIndex {
    let mut person = [0; 4];
    person.copy_from_slice(&entry[17..]);
    PersonIndex(u32::from_be_bytes(person))
}
