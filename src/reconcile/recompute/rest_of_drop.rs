//! What the recomputation of one case file may know of the rest of the drop.

use super::AddressKeys;
use crate::reconcile::{CaseFileState, Export, ExportDocument};
use crate::record::{EntityId, FieldId, FileId, Guid, SourceRecord};
use crate::target::contract::{Contract, TargetRow};

/// What the recomputation of one case file may know of the rest of the drop.
#[derive(Clone, Copy)]
pub struct RestOfDrop<'a> {
    export: &'a dyn Export,
    addresses: &'a AddressKeys,
}

impl std::fmt::Debug for RestOfDrop<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RestOfDrop").finish_non_exhaustive()
    }
}

impl<'a> RestOfDrop<'a> {
    /// The rest of an export. While the keys of shared addresses are being settled, `addresses` has none yet.
    pub fn new(export: &'a dyn Export, addresses: &'a AddressKeys) -> Self {
        Self { export, addresses }
    }

    /// The export.
    pub(super) fn export(&self) -> &'a dyn Export {
        self.export
    }

    /// A row of a reference, control or shared table.
    pub(super) fn row(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        self.export.row(entity, key)
    }

    /// A row of a reference, control or shared table that is not withheld: a shared record that is not written is
    /// nobody to refer to.
    pub(super) fn standing_row(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        self.export.row(entity, key).filter(|_| self.export.shared_written(entity, key))
    }

    /// Whether the export has a shared record that is rejected.
    pub(super) fn is_rejected_row(&self, entity: EntityId, key: Guid) -> bool {
        self.export.shared_rejected(entity, key) && self.export.row(entity, key).is_some()
    }

    /// All rows of such a table, in order of key.
    pub(super) fn rows(&self, entity: EntityId) -> &'a [SourceRecord] {
        self.export.rows(entity)
    }

    /// The label of an option set value.
    pub(super) fn option_text(&self, list: &str, number: &str) -> Option<&'a str> {
        self.export.option_text(list, number)
    }

    /// The surviving person that a person's key leads to, merges followed; none where the key is nobody's.
    pub(super) fn survivor(&self, person: Guid) -> Option<Guid> {
        self.export.survivor(person)
    }

    /// Whether a record took the place of one that was destroyed.
    pub(super) fn is_surrogate(&self, key: Guid) -> bool {
        self.export.is_surrogate(key)
    }

    /// The person number of a surviving person.
    pub(super) fn person_number(&self, person: Guid) -> Option<u64> {
        self.export.person_number(person)
    }

    /// The surviving record that the key of a case, contact or form leads to, and whose work it is.
    pub(super) fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)> {
        let work = self.export.work(key).filter(|work| work.entity == entity)?;
        Some((work.key, work.person))
    }

    /// A column of some work in whatever case file, where the mappings read it from another; none where it is not filled.
    pub(super) fn work_value(&self, entity: EntityId, key: Guid, field: FieldId) -> Option<&'a str> {
        self.export.work_value(entity, key, field)
    }

    /// What the export has to show a person or some work of whatever case file by, where a note has nothing else.
    pub(super) fn shown(&self, key: Guid) -> Option<&'a str> {
        self.export.shown(key)
    }

    /// The surviving record that the key of some work leads to, whatever it is of.
    pub(super) fn work_key(&self, key: Guid) -> Option<Guid> {
        self.export.work(key).map(|work| work.key)
    }

    /// Whose work a key is, whatever it is of.
    pub(super) fn worked_on(&self, key: Guid) -> Option<Guid> {
        self.export.work(key).map(|work| work.person)
    }

    /// The extract time as UK wall time, `YYYY-MM-DDTHH:MM:SS`.
    pub(super) fn extract_time(&self) -> String {
        self.export.extract_time().strftime("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// The day of the extract, `YYYY-MM-DD`.
    pub(super) fn extract_day(&self) -> String {
        self.export.extract_time().date().to_string()
    }

    /// What the evidence says of the case file of a surviving person.
    pub(super) fn state(&self, person: Guid) -> Option<CaseFileState> {
        self.export.state(person)
    }

    /// Whether that surviving person's case file is written.
    pub(super) fn is_written(&self, person: Guid) -> bool {
        self.state(person).is_some_and(CaseFileState::written)
    }

    /// Whether nobody wrote a record that joins two written case files, as it was gone when the later of them was written.
    pub(super) fn is_missed(&self, entity: EntityId, key: Guid) -> bool {
        self.export.is_missed(entity, key)
    }

    /// Whether `other` was written no later than `person`, so that a link between their work could be written.
    pub(super) fn is_written_in_time(&self, other: Guid, person: Guid) -> bool {
        let late = match (self.export.closing(other), self.export.closing(person)) {
            (Some(other), Some(own)) => other > own,
            _ => false,
        };
        self.is_written(other) && !late
    }

    /// Whether several runs wrote, this person's case file among them.
    pub(super) fn has_closing(&self, person: Guid) -> bool {
        self.export.closing(person).is_some()
    }

    /// Whether the last batch with what waits of a written person is made of this export.
    pub(super) fn reads_closing_of(&self, person: Guid) -> bool {
        self.export.closing(person).is_none_or(|run| self.export.reads_run(run))
    }

    /// Whether a sealed row of shared records has the key of this one.
    pub(super) fn has_sealed_key(&self, contract: &Contract, row: &TargetRow) -> bool {
        self.export.has_sealed_key(contract, row)
    }

    /// The key of the address row that this source address shares; none where its row has its own key.
    pub(super) fn address_key(&self, address: Guid) -> Option<Guid> {
        self.addresses.get(address)
    }

    /// Path within the drop of a file of rows.
    pub(super) fn source_path(&self, file: FileId) -> &'a str {
        self.export.source_path(file)
    }

    /// Whether the bytes of an attached file are what an extension says, and whether it needs a password; none where it is
    /// missing.
    pub(super) fn content(&self, file: Guid, extension: &str) -> Option<(bool, bool)> {
        self.export.content(file, extension)
    }

    /// The file with that key in the documents folder; none where it is missing.
    pub(super) fn document(&self, file: Guid) -> Option<ExportDocument> {
        self.export.document(file)
    }
}
