//! Which records were cloned for whom, read before people are cut into batches.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Route;
use super::stage::StageInput;
use super::{Layout, StageError};
use crate::map::plan::Owner;
use crate::pipeline::Watcher;
use crate::pipeline::world::{People, PersonIndex, Siblings};
use crate::record::{EntityId, FileId, Guid, SourceRecord};
use crate::source::{FileReader, RecordReader};

/// More records than these do not hang on one another between a clone and its person.
const MOST_STEPS: usize = 8;

/// The keys of records that can be cloned for several people: whose they are, and what they were cloned from.
#[derive(Debug, Default)]
pub(super) struct Clones {
    /// The person, or the record on the way there, that each record hangs on.
    hangs_on: BTreeMap<Guid, Guid>,
    /// Copies and originals.
    clones: BTreeMap<Guid, Guid>,
}

impl Clones {
    /// Reads the tables with such records, and those that lead from them to people; keys alone are kept. Nothing is read
    /// where the layout has none.
    pub(super) fn read(
        input: StageInput<'_>,
        layout: &Layout,
        watcher: Watcher<'_>,
    ) -> Result<Self, StageError> {
        let mut clones = Self::default();
        let mut seen = BTreeSet::new();
        let mut open: Vec<EntityId> = layout.cloned().iter().map(|(entity, _)| *entity).collect();
        while let Some(entity) = open.pop() {
            if !seen.insert(entity) {
                continue;
            }
            open.extend(&layout.of(entity).parents);
            clones.entity(input, layout, entity, watcher)?;
        }
        Ok(clones)
    }

    fn entity(
        &mut self,
        input: StageInput<'_>,
        layout: &Layout,
        entity: EntityId,
        watcher: Watcher<'_>,
    ) -> Result<(), StageError> {
        let cloned_from = layout.cloned().iter().find(|(own, _)| *own == entity).map(|(_, field)| *field);
        let mut files: Vec<(Option<u32>, FileId)> =
            input.assignment.files_of(entity).map(|file| (input.drop.correction(file), file)).collect();
        // Corrected rows stand in place of those before them.
        files.sort_by_key(|(layer, _)| *layer);
        for (_, id) in files {
            let file = input.drop.file(id);
            let described = (entity, input.dictionary.entity(entity));
            let format = input.drop.format_of(input.profile, id);
            let full = input.drop.full_path(file);
            // What is wrong with a file is told when its rows are read.
            let Ok(mut reader) = FileReader::open(&full, &file.path, id, &format, described) else {
                continue;
            };
            while let Ok(Some(record)) = reader.read() {
                self.see(layout, &record, cloned_from.and_then(|field| record.guid(field)));
                if watcher.stopped() {
                    return Err(StageError::Interrupted);
                }
            }
        }
        Ok(())
    }

    fn see(&mut self, layout: &Layout, record: &SourceRecord, original: Option<Guid>) {
        let own = layout.of(record.entity());
        let Some(key) = own.key.and_then(|key| record.guid(key)) else { return };
        let owner = match own.route {
            Route::CaseFile(Owner::Person(field) | Owner::Through(field)) => record.guid(field),
            _ => None,
        };
        match owner {
            Some(owner) => self.hangs_on.insert(key, owner),
            None => self.hangs_on.remove(&key),
        };
        match original {
            Some(original) => self.clones.insert(key, original),
            None => self.clones.remove(&key),
        };
    }

    /// The families of work that was cloned for several people, merges of people followed.
    pub(super) fn families(&self, people: &People) -> Siblings {
        let keys = self.clones.iter().flat_map(|(copy, original)| [*copy, *original]);
        let owners = keys.filter_map(|key| Some((key, self.owner(people, key)?))).collect();
        Siblings::new(&owners, &self.clones)
    }

    fn owner(&self, people: &People, key: Guid) -> Option<PersonIndex> {
        let mut at = key;
        for _ in 0..MOST_STEPS {
            at = *self.hangs_on.get(&at)?;
            if let Some(person) = people.find(at) {
                return Some(people.survivor(person));
            }
        }
        None
    }
}
