//! Identifiers that stand on several people.
//!
//! Nobody shares an identifier with another. Those of everybody are parted on disk, so that memory grows only with the
//! number of those that are shared.

use std::io;
use std::path::Path;

use crate::map::plan::Plan;
use crate::reconcile::Export;
use crate::reconcile::partition::{Partitions, hash_of};
use crate::record::{FieldId, SourceRecord};

/// The digits of the shortest identifier that is given to one person only.
const FEWEST_DIGITS: usize = 5;

/// The hash of the identifier, and the surviving person.
const WIDTH: usize = 16 + 16;

/// Takes the identifiers of people.
#[derive(Debug)]
pub struct Identifiers {
    fields: Vec<FieldId>,
    entries: Partitions<WIDTH>,
}

impl Identifiers {
    /// Starts with files in a folder that the caller removes; `fields` are the columns of people that hold identifiers.
    pub fn create(folder: &Path, fields: &[FieldId]) -> io::Result<Self> {
        Ok(Self { fields: fields.to_vec(), entries: Partitions::create(folder, "identifiers")? })
    }

    /// Takes those in a person's own row. Rows of other tables are passed over.
    pub fn take(&mut self, plan: &Plan, export: &dyn Export, record: &SourceRecord) -> io::Result<()> {
        let person = plan.model().people.person;
        let key = plan.key_of(person).filter(|_| record.entity() == person);
        let Some(key) = key.and_then(|key| record.guid(key)) else { return Ok(()) };
        let survivor = export.survivor(key).unwrap_or(key);
        for field in &self.fields {
            let text = record.get(*field).filled();
            let Some(hash) = text.and_then(|text| hash_of_identifier(*field, text)) else { continue };
            let mut entry = [0; WIDTH];
            entry[..16].copy_from_slice(&hash);
            entry[16..].copy_from_slice(&survivor.bytes());
            self.entries.push(&entry)?;
        }
        Ok(())
    }

    /// Settles which stand on people who are not one by merging.
    pub fn settle(self) -> io::Result<SharedIdentifiers> {
        let mut hashes = Vec::new();
        self.entries.sorted_groups(
            |one, other| one[..16] == other[..16],
            |group| {
                if group.iter().any(|entry| entry[16..] != group[0][16..]) {
                    let mut hash = [0; 16];
                    hash.copy_from_slice(&group[0][..16]);
                    hashes.push(hash);
                }
                Ok(())
            },
        )?;
        hashes.sort_unstable();
        Ok(SharedIdentifiers { fields: self.fields, hashes })
    }
}

/// The identifiers that stand on several people; 16 bytes each.
#[derive(Clone, Debug, Default)]
pub struct SharedIdentifiers {
    fields: Vec<FieldId>,
    hashes: Vec<[u8; 16]>,
}

impl SharedIdentifiers {
    /// Whether a column of people holds identifiers, and this one stands on several.
    pub(super) fn has(&self, field: FieldId, text: &str) -> bool {
        let hash = hash_of_identifier(field, text).filter(|_| self.fields.contains(&field));
        hash.is_some_and(|hash| self.hashes.binary_search(&hash).is_ok())
    }
}

/// The hash of an identifier in its column, however it is spaced; none where it can be many people's.
fn hash_of_identifier(field: FieldId, text: &str) -> Option<[u8; 16]> {
    let text: String = text.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    is_one_person_s(&text).then(|| hash_of(&(field.0, text)))
}

/// Whether a text can be the number of one person alone: digits enough, and not one of them throughout.
fn is_one_person_s(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= FEWEST_DIGITS && text.chars().any(|letter| !text.starts_with(letter))
}

#[cfg(test)]
mod tests {
    use super::is_one_person_s;

    #[test]
    fn numbers_that_many_may_have_are_nobody_s() {
        assert!(is_one_person_s("9990000018"));
        assert!(is_one_person_s("12345"));
        for text in ["1234", "00000", "notknown", "", "un1"] {
            assert!(!is_one_person_s(text), "{text}");
        }
    }
}
