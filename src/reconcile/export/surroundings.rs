//! What the proof may know of the export beyond one case file.

use jiff::civil::DateTime;

use crate::reconcile::CaseFileState;
use crate::record::{EntityId, FieldId, FileId, Guid, SourceRecord};
use crate::target::contract::{Contract, TargetRow};

/// A case, contact or form, merges followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportWork {
    /// Its entity.
    pub entity: EntityId,
    /// The key of the surviving record.
    pub key: Guid,
    /// The surviving person whose work it is.
    pub person: Guid,
}

/// A file of the export's documents folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportDocument {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Whether it stands in a row and could not be decoded whole, or another content has the same key.
    pub damaged: bool,
}

/// What the proof may know of the export beyond one case file: shared and reference rows, people, keys of their work.
pub trait Export: Sync {
    /// A row of a reference, control or shared table.
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord>;

    /// The rows of such a table, in order of key; none for casework.
    fn rows(&self, entity: EntityId) -> &[SourceRecord];

    /// Whether the evidence says of the shared record with that key that it is written: that no list has it as rejected,
    /// held or excluded.
    fn shared_written(&self, entity: EntityId, key: Guid) -> bool;

    /// Whether the evidence says of the shared record with that key that it is rejected.
    fn shared_rejected(&self, _entity: EntityId, _key: Guid) -> bool {
        false
    }

    /// Whether a row of shared records that an earlier run wrote has the key of this one.
    fn has_sealed_key(&self, _contract: &Contract, _row: &TargetRow) -> bool {
        false
    }

    /// The label of an option set value, by the name of the option set and the number.
    fn option_text(&self, list: &str, number: &str) -> Option<&str>;

    /// The surviving person that a person's key leads to, merges followed; none where it is nobody's.
    fn survivor(&self, person: Guid) -> Option<Guid>;

    /// Whether the table of destroyed files names a record as the one that took the place of a destroyed one.
    fn is_surrogate(&self, key: Guid) -> bool;

    /// The person number of a person's own row, merges not followed.
    fn person_number(&self, person: Guid) -> Option<u64>;

    /// The case, contact or form that a key leads to.
    fn work(&self, key: Guid) -> Option<ExportWork>;

    /// A column of a case, contact or form in whatever case file, where the mappings read it from another; none where it is not
    /// filled.
    fn work_value(&self, _entity: EntityId, _key: Guid, _field: FieldId) -> Option<&str> {
        None
    }

    /// How the export shows a person, case, contact or form of whatever case file, where some note has nothing else to show it
    /// by; merges not followed.
    fn shown(&self, _key: Guid) -> Option<&str> {
        None
    }

    /// What the evidence says of the case file of a surviving person; none where it is nobody's.
    fn state(&self, person: Guid) -> Option<CaseFileState>;

    /// The run in whose last batch stands what waited of a written case file; none where all was written by one run.
    fn closing(&self, _person: Guid) -> Option<u32> {
        None
    }

    /// Whether the last batch of that run is made of this export.
    fn reads_run(&self, _run: u32) -> bool {
        true
    }

    /// Whether a record that joins two written case files was not in the drop by which the later of them was written: then
    /// nobody wrote it.
    fn is_missed(&self, _entity: EntityId, _key: Guid) -> bool {
        false
    }

    /// Path within the drop of a file of rows.
    fn source_path(&self, file: FileId) -> &str;

    /// The extract time, as a clock in London showed it.
    fn extract_time(&self) -> DateTime;

    /// The file of that key in the documents folder; none where it is missing.
    fn document(&self, file: Guid) -> Option<ExportDocument>;

    /// Whether the bytes of that file are what an extension, in lower case, says, and whether it needs a password; none where
    /// it is missing.
    fn content(&self, _file: Guid, _extension: &str) -> Option<(bool, bool)> {
        None
    }
}
