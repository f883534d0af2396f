//! What a case file may know of the rest of the drop.

use jiff::civil::DateTime;

use super::{DocumentContent, Fate};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::target::contract::{Contract, TargetRow};

/// A file of the documents folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFacts {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// What its bytes say it is.
    pub content: DocumentContent,
    /// Whether it stands in a row and could not be decoded whole, or another content has the same key.
    pub damaged: bool,
}

/// What a case file may know of the rest of the drop: shared and reference rows, keys, files.
///
/// Nothing here depends on what becomes of other case files, so that every case file is mapped once, in any order.
pub trait Surroundings: Sync {
    /// A row of a reference, control or shared table.
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord>;

    /// The rows of such a table, in order of key.
    fn rows(&self, entity: EntityId) -> &[SourceRecord];

    /// What becomes of the shared record with that key, as far as it is known: while shared records are mapped
    /// themselves, those are written that nothing has turned away so far.
    fn shared_fate(&self, entity: EntityId, key: Guid) -> Fate;

    /// Whether an earlier run wrote the shared record with that key: what it says today gives no row beside the sealed one.
    fn is_sealed(&self, _key: Guid) -> bool {
        false
    }

    /// Whether a sealed row of shared records has the key of this one.
    fn has_sealed_key(&self, _contract: &Contract, _row: &TargetRow) -> bool {
        false
    }

    /// The label of an option set value.
    fn option_text(&self, list: &str, number: &str) -> Option<&str>;

    /// The surviving person that a person's key leads to, merges followed.
    fn survivor(&self, person: Guid) -> Option<Guid>;

    /// The surviving record that the key of a case, contact or form leads to, and the person whose work it is.
    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)>;

    /// A column of a case, contact or form of any case file that some mapping reads through a lookup
    /// ([`Prepared::columns_read_elsewhere`](super::Prepared::columns_read_elsewhere)); none where it is not filled.
    fn work_value(&self, entity: EntityId, key: Guid, field: FieldId) -> Option<String>;

    /// How a person, case, contact or form of any case file is shown, where notes of others have nothing else to show it by
    /// ([`shown_elsewhere`](super::shown_elsewhere)), merges not followed.
    fn shown(&self, _key: Guid) -> Option<&str> {
        None
    }

    /// Whether a record of another case file names this surviving person.
    fn named(&self, person: Guid) -> bool;

    /// Whether a surviving person whom an answer names is written, and no later than the case file that is mapped: nobody
    /// else's key goes into a row. Where that is known is told at staging, of the columns of
    /// [`columns_of_named_people`](super::columns_of_named_people).
    fn is_written(&self, _person: Guid) -> bool {
        true
    }

    /// The other people for whom a person's record was cloned, or from whom; nobody unless the policy folds such work.
    fn siblings(&self, _key: Guid, _person: Guid) -> Vec<Guid> {
        Vec::new()
    }

    /// The extract time as UK wall time.
    fn taken_on(&self) -> DateTime;

    /// The file with that key in the documents folder; none where it is missing.
    fn document(&self, file: Guid) -> Option<DocumentFacts>;
}
