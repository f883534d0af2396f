//! How much of the export is carried.

use serde::{Deserialize, Serialize};

use super::{Field, FieldStatus};

/// The source columns of one status: how many, and how much stands in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The status.
    pub status: FieldStatus,
    /// The number of columns.
    pub columns: u64,
    /// The number of filled values.
    pub filled: u64,
    /// The bytes of these values, in UTF-8.
    pub bytes: u64,
}

impl Share {
    /// One share a status.
    pub fn all(fields: &[Field]) -> [Self; 4] {
        use FieldStatus::{Carried, Lossy, NotCarried, Remainder};
        [Carried, Remainder, Lossy, NotCarried].map(|status| {
            let own = || fields.iter().filter(|field| field.status == status);
            Self {
                status,
                columns: own().count() as u64,
                filled: own().map(|field| field.filled).sum(),
                bytes: own().map(|field| field.bytes).sum(),
            }
        })
    }
}
