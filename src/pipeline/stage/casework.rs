//! Finds the owner of every casework record and puts it into the spool of its part.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::everyone::{NamedRecords, Naming};
use super::frame::{put_own, put_visiting};
use super::layout::{EntityLayout, Route};
use super::masters::Masters;
use super::owners::{Owners, PARTS};
use super::record_codec::{put_record, take_record};
use super::rejects::Rejects;
use super::sorted_table::{SortedTable, part_of};
use super::temporary_folder::TemporaryFolder;
use super::watch::Watch;
use super::{BlockLog, Layout, StageError};
use crate::map::plan::Owner;
use crate::map::step::people_in;
use crate::pipeline::world::{People, PeopleFinding, PersonIndex, Work, Works};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord, SourceRecordBuilder};

const SPOOL_MEMORY: usize = 16 << 20;
const WAITING_MEMORY: usize = 4 << 20;

/// A key in the key pass: the key, the person, the entity.
pub(crate) type KeyEntry = [u8; 22];

/// Finds the owner of every casework record and puts it into the spool of its part.
#[derive(Debug)]
pub(crate) struct Casework {
    pub(crate) layout: Arc<Layout>,
    pub(crate) people: People,
    pub(crate) works: Works,
    pub(crate) spool: BlockLog,
    pub(crate) keys: SortedTable<22>,
    pub(crate) watch: Watch,
    pub(crate) masters: Masters<Guid>,
    named: Option<NamedRecords>,
    owners: Owners,
    waiting: Option<BlockLog>,
    /// Keys of rejected rows, whose children are rejected with them.
    adrift: BTreeSet<Guid>,
}

enum Found {
    Owner { person: PersonIndex, unsettled: bool },
    OnDisk(Guid),
    Nobody(Reason),
}

impl Casework {
    /// Makes the temporary files; people are known and settled.
    pub(crate) fn create(
        folder: &TemporaryFolder,
        layout: Arc<Layout>,
        people: People,
        watch: Watch,
    ) -> Result<Self, StageError> {
        Ok(Self {
            spool: BlockLog::create(folder.file("spool"), people.parts().len(), SPOOL_MEMORY)?,
            keys: SortedTable::create(folder.file("keys"))?,
            named: Some(NamedRecords::create(folder.file("named"))?),
            owners: Owners::create(folder.file("owners"), &layout)?,
            works: Works::reading(layout.read(), layout.shown().clone()),
            masters: Masters::default(),
            waiting: None,
            adrift: BTreeSet::new(),
            layout,
            people,
            watch,
        })
    }

    /// Takes a record of an entity whose parents have all been read. People are not looked for an owner.
    pub(crate) fn take(
        &mut self,
        folder: &TemporaryFolder,
        rejects: &mut Rejects,
        record: SourceRecord,
    ) -> Result<(), StageError> {
        let layout = self.layout.of(record.entity());
        let key = match Rejects::key(layout, &record) {
            Ok(key) => key,
            Err(reason) => {
                rejects.keyless(layout, record, reason);
                return Ok(());
            }
        };
        match self.find(&record) {
            Found::Owner { person, unsettled } => self.keep(&record, key, person, unsettled),
            Found::OnDisk(parent) => self.wait(folder, parent, &record),
            Found::Nobody(reason) => {
                self.turn_away(rejects, record, key, reason);
                Ok(())
            }
        }
    }

    /// Places the rows of this entity that waited for records on disk.
    pub(crate) fn end(&mut self, entity: EntityId, rejects: &mut Rejects) -> Result<(), StageError> {
        let Some(mut waiting) = self.waiting.take() else { return Ok(()) };
        waiting.flush_all()?;
        self.owners.flush()?;
        let layout = Arc::clone(&self.layout);
        let layout = layout.of(entity);
        let mut builder = SourceRecordBuilder::new();
        for part in 0..PARTS {
            let owners = self.owners.part(&layout.parents, part)?;
            waiting.read(part, |mut bytes| {
                while !bytes.is_empty() {
                    let record = take_record(&mut bytes, &mut builder).ok_or_else(|| waiting.damaged())?;
                    self.place(&owners, rejects, record)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn place(
        &mut self,
        owners: &Works,
        rejects: &mut Rejects,
        record: SourceRecord,
    ) -> Result<(), StageError> {
        let layout = self.layout.of(record.entity());
        let key = self.layout.key_of(&record);
        let parent = layout.owner_field().and_then(|field| record.guid(field)).unwrap_or_default();
        if let Some(owner) = owners.find(parent) {
            return self.keep(&record, key, owner.person, false);
        }
        let reason = self.reason_for(parent);
        self.turn_away(rejects, record, key, reason);
        Ok(())
    }

    /// Puts a record into the spool of its owner's batch.
    pub(crate) fn keep(
        &mut self,
        record: &SourceRecord,
        key: Guid,
        person: PersonIndex,
        unsettled: bool,
    ) -> Result<(), StageError> {
        let entity = record.entity();
        let layout = self.layout.of(entity);
        if layout.indexed {
            self.works.add_record(key, Work { entity, person }, record);
        }
        if let Some(master) = layout.master.filter(|_| entity != self.layout.person())
            && record.get(master).filled().is_some()
        {
            self.masters.add(key, record.guid(master));
        }
        for field in &layout.same_person {
            swapped(&mut self.people, &self.works, record.guid(*field), person);
        }
        if let Some(table) = &mut self.named {
            if layout.named_on_disk {
                table.is_there(key, person, entity)?;
            }
            for (field, _) in &layout.same_person_on_disk {
                if let Some(named) = record.guid(*field) {
                    table.is_named(named, Naming { person, entity, key, field: *field })?;
                }
            }
        }
        for field in &layout.people {
            if let Some(named) = other_in(&self.people, record, *field, person) {
                self.people.name(named);
            }
        }
        for field in &layout.answers {
            let keys = record.get(*field).filled().and_then(people_in).unwrap_or_default();
            for key in keys {
                if let Some(named) = other_of(&self.people, key, person) {
                    self.people.answer(named);
                }
            }
        }
        self.owners.add(entity, key, person)?;
        self.keys.add(&key_entry(key, person, entity))?;
        self.watch.see((&self.people, &self.works), record, (key, layout), person)?;
        let part = self.people.part_of(person).saturating_sub(1);
        self.spool.append(part as usize, |out| put_own(out, person, unsettled, record))?;
        self.visit(record, person)
    }

    /// Puts a record that joins two case files beside the other one as well.
    fn visit(&mut self, record: &SourceRecord, person: PersonIndex) -> Result<(), StageError> {
        let other = self.layout.of(record.entity()).joins.and_then(|field| record.guid(field));
        let Some(other) = other.and_then(|other| self.people.find(other)) else { return Ok(()) };
        let other = self.people.survivor(other);
        if other == person {
            return Ok(());
        }
        let part = self.people.part_of(other).saturating_sub(1);
        self.spool.append(part as usize, |out| put_visiting(out, other, record))
    }

    fn find(&self, record: &SourceRecord) -> Found {
        let layout = self.layout.of(record.entity());
        let Some((through, field)) = owner_column(layout) else { return Found::Nobody(Reason::OrphanParent) };
        let Some(parent) = record.guid(field) else {
            let ambiguous = record.why_unread(field) == Some(Reason::AmbiguousLabel);
            let reason = if ambiguous { Reason::AmbiguousLabel } else { Reason::OrphanParent };
            return Found::Nobody(reason);
        };
        if let Some(person) = self.people.find(parent) {
            let survivor = self.people.survivor(person);
            return Found::Owner { person: survivor, unsettled: survivor != person };
        }
        if through && let Some(work) = self.works.find(parent) {
            let unsettled = self.masters.is_folded(parent, |master| self.works.find(master).is_some());
            return Found::Owner { person: work.person, unsettled };
        }
        if through && layout.parents.iter().any(|parent| self.owners.knows(*parent)) {
            return Found::OnDisk(parent);
        }
        Found::Nobody(self.reason_for(parent))
    }

    /// Notes records that name a record of somebody else, or one that is not in the drop.
    pub(crate) fn judge_named(&mut self) -> Result<(), StageError> {
        let Some(named) = self.named.take() else { return Ok(()) };
        let (layout, adrift) = (&self.layout, &self.adrift);
        named.finish(&mut self.people, |key, by| {
            let nullable = layout.of(by.entity).same_person_on_disk.contains(&(by.field, true));
            match (nullable, adrift.contains(&key)) {
                (true, _) => Reason::DanglingLookup,
                (false, true) => Reason::ParentRejected,
                (false, false) => Reason::OrphanParent,
            }
        })
    }

    fn reason_for(&self, parent: Guid) -> Reason {
        if self.adrift.contains(&parent) { Reason::ParentRejected } else { Reason::OrphanParent }
    }

    fn wait(
        &mut self,
        folder: &TemporaryFolder,
        parent: Guid,
        record: &SourceRecord,
    ) -> Result<(), StageError> {
        let waiting = match &mut self.waiting {
            Some(waiting) => waiting,
            none => none.insert(BlockLog::create(folder.file("waiting"), PARTS, WAITING_MEMORY)?),
        };
        waiting.append(part_of(parent), |out| put_record(out, record))
    }

    fn turn_away(&mut self, rejects: &mut Rejects, record: SourceRecord, key: Guid, reason: Reason) {
        self.adrift.insert(key);
        let field = self.layout.of(record.entity()).owner_field();
        rejects.keyed(record, key, reason, field);
    }
}

/// The survivor whom a column names, where it is not the person whose record it is.
fn other_in(
    people: &People,
    record: &SourceRecord,
    field: FieldId,
    person: PersonIndex,
) -> Option<PersonIndex> {
    other_of(people, record.guid(field)?, person)
}

/// The survivor whose key this is, where it is not the person whose record it stands in.
fn other_of(people: &People, key: Guid, person: PersonIndex) -> Option<PersonIndex> {
    let named = people.find(key)?;
    Some(people.survivor(named)).filter(|named| *named != person)
}

/// A record that names work of somebody else concerns both: the record itself is judged with its own case file.
fn swapped(people: &mut People, works: &Works, named: Option<Guid>, person: PersonIndex) {
    let Some(key) = named else { return };
    if let Some(work) = works.find(key).filter(|work| work.person != person) {
        let finding =
            PeopleFinding { entity: work.entity, key, reason: Reason::PersonCaseMismatch, field: None };
        people.note(work.person, finding);
    }
}

fn owner_column(layout: &EntityLayout) -> Option<(bool, FieldId)> {
    match &layout.route {
        Route::CaseFile(Owner::Person(field)) => Some((false, *field)),
        Route::CaseFile(Owner::Through(field)) => Some((true, *field)),
        _ => None,
    }
}

/// An entry of the key pass; bytes in the order that sorts by key, then person, then entity.
pub(crate) fn key_entry(key: Guid, person: PersonIndex, entity: EntityId) -> KeyEntry {
    let mut entry = [0; 22];
    entry[..16].copy_from_slice(&key.bytes());
    entry[16..20].copy_from_slice(&person.0.to_be_bytes());
    entry[20..].copy_from_slice(&entity.0.to_be_bytes());
    entry
}
