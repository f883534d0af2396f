//! The digest of a joining record.

use crate::record::{EntityId, Guid};

/// A record that joins two case files: a leaf of its own, after those of the case files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoiningLeaf {
    /// Its entity.
    pub entity: EntityId,
    /// Its key.
    pub source_id: Guid,
    /// Its digest.
    pub digest: [u8; 32],
}
