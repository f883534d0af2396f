//! Whose records are, on disk: for rows that find their owner through a record that is not kept in memory.

use std::path::PathBuf;

use super::sorted_table::part_of;
use super::{BlockLog, Layout, StageError};
use crate::pipeline::world::{PersonIndex, Work, Works};
use crate::record::{EntityId, Guid};

/// The number of parts by key hash.
pub(crate) const PARTS: usize = 64;
const MEMORY: usize = 8 << 20;
const ENTRY: usize = 20;

/// Keys and owners of records that others hang on and that are not kept in memory, in 64 parts an entity.
#[derive(Debug)]
pub(crate) struct Owners {
    places: Vec<Option<usize>>,
    log: BlockLog,
}

impl Owners {
    /// Makes the file.
    pub(crate) fn create(path: PathBuf, layout: &Layout) -> Result<Self, StageError> {
        let mut count = 0;
        let mut places = Vec::new();
        for id in layout.ids() {
            let wanted = layout.of(id).hung_on && !layout.of(id).indexed && id != layout.person();
            places.push(wanted.then_some(count));
            count += usize::from(wanted);
        }
        Ok(Self { places, log: BlockLog::create(path, count * PARTS, MEMORY)? })
    }

    /// Notes the owner of a record, if records of its entity are asked for.
    pub(crate) fn add(&mut self, entity: EntityId, key: Guid, person: PersonIndex) -> Result<(), StageError> {
        let Some(place) = self.places[usize::from(entity.0)] else { return Ok(()) };
        self.log.append(place * PARTS + part_of(key), |out| {
            out.extend_from_slice(&key.bytes());
            out.extend_from_slice(&person.0.to_le_bytes());
        })
    }

    /// Whether the owners of an entity's records are here.
    pub(crate) fn knows(&self, entity: EntityId) -> bool {
        self.places[usize::from(entity.0)].is_some()
    }

    /// Writes what is still in memory, so that it can be read.
    pub(crate) fn flush(&mut self) -> Result<(), StageError> {
        self.log.flush_all()
    }

    /// One part of the owners of several entities' records.
    pub(crate) fn part(&self, entities: &[EntityId], part: usize) -> Result<Works, StageError> {
        let mut owners = Works::default();
        for entity in entities {
            let Some(place) = self.places[usize::from(entity.0)] else { continue };
            self.log.read(place * PARTS + part, |block| {
                for entry in block.as_chunks::<ENTRY>().0 {
                    let (key, person) = split(entry);
                    owners.add(key, Work { entity: *entity, person });
                }
                Ok(())
            })?;
        }
        Ok(owners)
    }
}

fn split(entry: &[u8; ENTRY]) -> (Guid, PersonIndex) {
    let (mut key, mut person) = ([0; 16], [0; 4]);
    key.copy_from_slice(&entry[..16]);
    person.copy_from_slice(&entry[16..]);
    (Guid::from_bytes(key), PersonIndex(u32::from_le_bytes(person)))
}
