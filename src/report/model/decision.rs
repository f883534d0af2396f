//! What the council decided.

use serde::{Deserialize, Serialize};

/// A stop that the council looked at and let pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The stop's code.
    pub code: String,
    /// The file within the drop, or the entity, that it is about.
    pub file: String,
    /// Why it was let pass.
    pub reason: String,
    /// Who decided it.
    pub decided_by: String,
    /// When, ISO 8601.
    pub on: String,
    /// How many stops it lifted; none is worth a look.
    #[serde(default)]
    pub stops: u64,
}
