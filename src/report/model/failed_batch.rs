//! A batch that could not be written.

use serde::{Deserialize, Serialize};

/// A batch that could not be written, and that the command was not asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedBatch {
    /// Its number.
    pub batch: u32,
    /// Why it could not be written.
    pub reason: String,
}
