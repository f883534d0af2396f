//! What the recomputation of one case file may know of the rest of the drop.

use crate::record::{EntityId, Guid, SourceRecord};

/// A file of the drop's documents folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// What the recomputation of one case file may know of the rest of the drop; the pipeline provides it.
pub trait RestOfDrop: Sync {
    /// A row of a reference, control or shared table.
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord>;

    /// All rows of such a table, in order of key.
    fn rows(&self, entity: EntityId) -> &[SourceRecord];

    /// The label of an option set value.
    fn option_text(&self, list: &str, number: &str) -> Option<&str>;

    /// The surviving person that a person's key leads to, merges followed; none where the key is nobody's.
    fn survivor(&self, person: Guid) -> Option<Guid>;

    /// The person number of a surviving person.
    fn person_number(&self, person: Guid) -> Option<u64>;

    /// The surviving record that the key of an indexed entity (case, contact, form) leads to, and whose work it is.
    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)>;

    /// The extract time as UK wall time, `YYYY-MM-DDTHH:MM:SS`.
    fn extract_time(&self) -> &str;

    /// Whether that surviving person's case file is written.
    fn is_written(&self, person: Guid) -> bool;

    /// Whether a record of somebody else's case file names this person.
    fn is_named(&self, person: Guid) -> bool;

    /// The key of the address row that this source address shares, by [`AddressKeys`](super::AddressKeys); none where
    /// its row has its own key, or while the keys are being settled.
    fn address_key(&self, address: Guid) -> Option<Guid>;

    /// The file with that key in the documents folder; none where it is missing.
    fn document(&self, file: Guid) -> Option<StoredFile>;
}
