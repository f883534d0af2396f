//! What a case file may know of the rest of the drop.

use crate::record::{EntityId, Guid, SourceRecord};

/// What becomes of a person's case file, once every case file has been judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Not yet judged.
    Unknown,
    /// It is written.
    Written,
    /// It is held.
    Held,
    /// It is left out by a rule.
    Excluded,
}

/// A file of the documents folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFacts {
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// What a case file may know of the rest of the drop: shared and reference rows, keys, fates.
pub trait Surroundings: Sync {
    /// A row of a reference, control or shared table.
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord>;

    /// The rows of such a table, in order of key.
    fn rows(&self, entity: EntityId) -> &[SourceRecord];

    /// The label of an option set value.
    fn option_text(&self, list: &str, number: &str) -> Option<&str>;

    /// The surviving person that a person's key leads to, merges followed.
    fn survivor(&self, person: Guid) -> Option<Guid>;

    /// The surviving record that the key of a case, contact or form leads to, and the person whose work it is.
    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)>;

    /// The extract time as UK wall time, `YYYY-MM-DDTHH:MM:SS`.
    fn extract_time(&self) -> &str;

    /// What becomes of that person's case file.
    fn fate(&self, person: Guid) -> Fate;

    /// The key of the address row that this source address shares.
    fn address_key(&self, address: Guid) -> Option<Guid>;

    /// The file with that key in the documents folder; none where it is missing.
    fn document(&self, file: Guid) -> Option<DocumentFacts>;
}
