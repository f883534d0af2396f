//! Records that name a record of somebody else, or one that is not in the drop, where keys are not kept in memory.

use std::path::PathBuf;

use crate::pipeline::stage::StageError;
use crate::pipeline::stage::sorted_table::SortedTable;
use crate::pipeline::world::{People, PeopleFinding, PersonIndex};
use crate::record::{EntityId, FieldId, Guid, Reason};

/// The key, whether it is only named, the person, the entity, the key of the record that names it, the column.
type Entry = [u8; 41];

/// Records that name a record of somebody else, or one that is not in the drop: only keys are kept, on disk.
#[derive(Debug)]
pub(crate) struct NamedRecords {
    table: SortedTable<41>,
}

/// A record that names another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Naming {
    /// Whose record it is.
    pub(crate) person: PersonIndex,
    /// Its entity.
    pub(crate) entity: EntityId,
    /// Its key.
    pub(crate) key: Guid,
    /// The column that names the other.
    pub(crate) field: FieldId,
}

impl NamedRecords {
    /// Makes the file.
    pub(crate) fn create(path: PathBuf) -> Result<Self, StageError> {
        Ok(Self { table: SortedTable::create(path)? })
    }

    /// Takes a record that others may name.
    pub(crate) fn is_there(
        &mut self,
        key: Guid,
        person: PersonIndex,
        entity: EntityId,
    ) -> Result<(), StageError> {
        self.table.add(&entry(key, 0, Naming { person, entity, key, field: FieldId(0) }))
    }

    /// Takes a record that names another.
    pub(crate) fn is_named(&mut self, key: Guid, by: Naming) -> Result<(), StageError> {
        self.table.add(&entry(key, 1, by))
    }

    /// Notes both sides where a record is named by somebody else's, and records that name one which is not there;
    /// `missing` says under which code.
    pub(crate) fn finish(
        self,
        people: &mut People,
        missing: impl Fn(Guid, &Naming) -> Reason,
    ) -> Result<(), StageError> {
        self.table.groups(|group| {
            let (there, naming): (Vec<_>, Vec<_>) = group.iter().copied().partition(|entry| entry[16] == 0);
            let owner = there.first().map(naming_of);
            for by in naming.into_iter().map(|entry| naming_of(&entry)) {
                let reason = match &owner {
                    None => missing(key_of(&group[0]), &by),
                    Some(owner) if owner.person == by.person => continue,
                    Some(owner) => {
                        note(people, owner, None, Reason::PersonCaseMismatch);
                        Reason::PersonCaseMismatch
                    }
                };
                note(people, &by, Some(by.field), reason);
            }
            Ok(())
        })
    }
}

fn note(people: &mut People, record: &Naming, field: Option<FieldId>, reason: Reason) {
    let finding = PeopleFinding { entity: record.entity, key: record.key, reason, field };
    people.note(record.person, finding);
}

fn entry(key: Guid, kind: u8, by: Naming) -> Entry {
    let mut entry = [0; 41];
    entry[..16].copy_from_slice(&key.bytes());
    entry[16] = kind;
    entry[17..21].copy_from_slice(&by.person.0.to_be_bytes());
    entry[21..23].copy_from_slice(&by.entity.0.to_be_bytes());
    entry[23..39].copy_from_slice(&by.key.bytes());
    entry[39..].copy_from_slice(&by.field.0.to_be_bytes());
    entry
}

fn key_of(entry: &Entry) -> Guid {
    guid(&entry[..16])
}

fn naming_of(entry: &Entry) -> Naming {
    let number = |at: usize| u16::from_be_bytes([entry[at], entry[at + 1]]);
    let person = u32::from_be_bytes([entry[17], entry[18], entry[19], entry[20]]);
    let (entity, field) = (EntityId(number(21)), FieldId(number(39)));
    Naming { person: PersonIndex(person), entity, key: guid(&entry[23..39]), field }
}

fn guid(bytes: &[u8]) -> Guid {
    let mut key = [0; 16];
    key.copy_from_slice(bytes);
    Guid::from_bytes(key)
}
