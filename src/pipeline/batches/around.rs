//! The rest of the drop as the mapper of one batch sees it.

use std::collections::HashMap;
use std::fs::File;
use std::sync::Mutex;

use super::fates::Fates;
use super::world::World;
use crate::map::forward::{DocumentFacts, Fate, Surroundings};
use crate::record::{EntityId, Guid, SourceRecord};
use crate::source::{DropFolder, Profile};
use crate::target::HashingWriter;

/// The rest of the drop as the mapper of one batch sees it.
pub(super) struct Around<'a> {
    pub(super) world: &'a World,
    pub(super) drop: &'a DropFolder,
    pub(super) profile: &'a Profile,
    pub(super) extract_time: String,
    pub(super) fates: &'a Fates,
    /// Shared addresses of this batch whose row has another's key.
    pub(super) address_keys: HashMap<Guid, Guid>,
    /// Whether files are hashed; while case files are only judged their size is enough.
    pub(super) hashes_documents: bool,
    pub(super) documents: Mutex<HashMap<Guid, DocumentFacts>>,
}

impl Surroundings for Around<'_> {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.world.row(entity, key)
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.world.rows(entity)
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.world.option_text(list, number)
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        let people = self.world.people();
        Some(people.guid(people.survivor(people.find(person)?)))
    }

    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)> {
        let works = self.world.works();
        let survivor = works.survivor(key);
        let work = works.find(survivor).filter(|work| work.entity == entity)?;
        Some((survivor, self.world.people().guid(work.person)))
    }

    fn extract_time(&self) -> &str {
        &self.extract_time
    }

    fn fate(&self, person: Guid) -> Fate {
        let people = self.world.people();
        people.find(person).map_or(Fate::Unknown, |person| self.fates.get(people.survivor(person)))
    }

    fn address_key(&self, address: Guid) -> Option<Guid> {
        self.address_keys.get(&address).copied()
    }

    fn document(&self, file: Guid) -> Option<DocumentFacts> {
        let mut known = self.documents.lock().ok()?;
        if let Some(facts) = known.get(&file) {
            return Some(facts.clone());
        }
        let facts = self.look_at(file)?;
        known.insert(file, facts.clone());
        Some(facts)
    }
}

impl Around<'_> {
    /// Where a file lies in the drop.
    pub(super) fn document_path(&self, file: Guid) -> Option<std::path::PathBuf> {
        let folder = &self.profile.documents.as_ref()?.folder;
        let listed = self.drop.find(&format!("{folder}/{file}"))?;
        Some(self.drop.full_path(listed))
    }

    fn look_at(&self, file: Guid) -> Option<DocumentFacts> {
        let path = self.document_path(file)?;
        let bytes = path.metadata().ok()?.len();
        if !self.hashes_documents {
            return Some(DocumentFacts { bytes, sha256: String::new() });
        }
        let mut hasher = HashingWriter::new(std::io::sink());
        std::io::copy(&mut File::open(path).ok()?, &mut hasher).ok()?;
        let (_, bytes, sha256) = hasher.finish();
        Some(DocumentFacts { bytes, sha256 })
    }
}
