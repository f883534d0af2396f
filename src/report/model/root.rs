//! The root of the digests.

use serde::{Deserialize, Serialize};

/// How digests and root are made: keyed record and case-file digests under a tree as in RFC 6962.
pub const ALGORITHM: &str = "hmac-sha256+rfc6962";

/// The Merkle root over the written case files and joining records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Always [`ALGORITHM`].
    pub algorithm: String,
    /// In lower-case hexadecimal.
    pub value: String,
    /// The number of leaves.
    pub leaves: u64,
}

impl Root {
    /// A root of so many leaves.
    pub fn new(value: String, leaves: u64) -> Self {
        Self { algorithm: ALGORITHM.into(), value, leaves }
    }
}
